//! What has one table in the sources is told in full by the README.

use base::formats;
use tasks::exchange::EXPORT_FORMATS;
use tasks::query;

#[test]
fn the_readme_names_every_filter_format_and_export() {
    let readme = include_str!("../../README.md");
    let one_line = readme.split_whitespace().collect::<Vec<_>>().join(" ");
    let say = |what: &str| assert!(one_line.contains(what), "README.md does not name {what}");
    for field in &query::FIELDS {
        say(&format!("`{}:{}`", field.name, field.example));
        field.exact.into_iter().for_each(|(name, _)| say(&format!("`{}:{name}`", field.name)));
    }
    for state in &query::STATES {
        say(&format!("`is:{}`", state.name));
    }
    formats::readable().for_each(|format| say(format.name));
    let names: Vec<&str> = EXPORT_FORMATS.iter().map(|info| info.name).collect();
    say(&format!("--format {}", names.join("|")));
}
