//! `selvedge manual`: the pages for man and the completions for shells, made from the arguments themselves.

use super::arguments::Arguments;
use super::commands::with_path;
use super::output::Output;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use fs_err as fs;
use serde_json::json;
use std::io;
use std::path::{Path, PathBuf};
use workspace::AppError;

/// The sections of selvedge(1) that its arguments do not tell, in man's own language.
const MORE: &str = r#".SH "EXIT STATUS"
0 done, 1 nothing found, 2 an error or a file that could not be read, 130 cancelled.
.SH FILES
.TP
\fI~/.local/share/selvedge/catalogues\fR
Catalogues for which no other place was chosen. XDG_DATA_HOME moves them.
.TP
\fI~/.config/selvedge/settings.json\fR
Settings. XDG_CONFIG_HOME moves them.
.TP
\fI~/.cache/selvedge\fR
Nothing that cannot be made again. XDG_CACHE_HOME moves it.
.TP
\fI~/.cache/huggingface/hub\fR
Models that were downloaded, shared with other programs. HF_HOME moves them.
.TP
\fI.selvedgeignore\fR
In a folder of photos: what is left out when it is indexed, in the syntax of .gitignore.
.SH ENVIRONMENT
.TP
SELVEDGE_ARITHMETIC
f32 keeps the model from multiplying in bytes.
.TP
HF_HOME, HF_ENDPOINT, HF_TOKEN, HF_HUB_OFFLINE
Where models lie and where they are downloaded from.
.TP
DISPLAY, WAYLAND_DISPLAY
Where the window opens.
"#;

/// Writes them into a folder that is empty or not there yet:
/// `man/man1/*.1`, `bash/selvedge`, `zsh/_selvedge` and `fish/selvedge.fish`.
pub fn manual(folder: &Path, out: &mut Output) -> Result<u8, AppError> {
    let folder = std::path::absolute(folder)?;
    fs::create_dir_all(&folder)?;
    if fs::read_dir(&folder)?.next().is_some() {
        let reason = format!("{} is not empty; name a folder that is, or a new one", folder.display());
        return Err(io::Error::new(io::ErrorKind::DirectoryNotEmpty, reason).into());
    }
    let mut files = 0;
    for (name, bytes) in files_of(&command())? {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, bytes)?;
        files += 1;
    }
    if out.wants_json() {
        out.json(&with_path(json!({ "files": files }), "folder", &folder));
    } else {
        out.line(&format!("{files} files in {}", folder.display()));
    }
    Ok(0)
}

/// The command line without its hidden commands, which completions would offer otherwise.
fn command() -> Command {
    let whole = Arguments::command();
    let mut command = Command::new("selvedge").version(env!("CARGO_PKG_VERSION"));
    if let Some(about) = whole.get_about() {
        command = command.about(about.clone());
    }
    let shown = whole.get_subcommands().filter(|c| !c.is_hide_set()).cloned();
    command.args(whole.get_arguments().cloned()).subcommands(shown)
}

/// Every file by its name below the folder.
fn files_of(command: &Command) -> io::Result<Vec<(PathBuf, Vec<u8>)>> {
    let mut files = Vec::new();
    for (shell, name) in [(Shell::Bash, "bash/selvedge"), (Shell::Zsh, "zsh/_selvedge"), (Shell::Fish, "fish/selvedge.fish")] {
        let mut bytes = Vec::new();
        clap_complete::generate(shell, &mut command.clone(), "selvedge", &mut bytes);
        files.push((name.into(), bytes));
    }
    let mut command = command.clone().disable_help_subcommand(true);
    command.build();
    pages(&command, true, &mut files)?;
    Ok(files)
}

/// The page of a command, and those of the commands below it.
fn pages(command: &Command, first: bool, files: &mut Vec<(PathBuf, Vec<u8>)>) -> io::Result<()> {
    let page = Man::new(command.clone()).source(concat!("selvedge ", env!("CARGO_PKG_VERSION"))).manual("User Commands");
    let mut bytes = Vec::new();
    page.render(&mut bytes)?;
    if first {
        bytes.extend_from_slice(MORE.as_bytes());
    }
    files.push((Path::new("man/man1").join(page.get_filename()), bytes));
    command.get_subcommands().filter(|c| !c.is_hide_set()).try_for_each(|below| pages(below, false, files))
}

#[cfg(test)]
mod tests {
    use clap::Command;
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    fn texts() -> BTreeMap<PathBuf, String> {
        let files = super::files_of(&super::command()).unwrap();
        files.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
    }

    /// Calls `see` with every command that is shown, and its names from `selvedge` on.
    fn each(command: &Command, above: &[&str], see: &mut impl FnMut(&Command, &[&str])) {
        let names = [above, &[command.get_name()]].concat();
        see(command, &names);
        command.get_subcommands().filter(|c| c.get_name() != "help").for_each(|below| each(below, &names, see));
    }

    #[test]
    fn every_command_has_a_page_and_every_option_is_on_it_and_completed() {
        let texts = texts();
        let shells = ["bash/selvedge", "zsh/_selvedge", "fish/selvedge.fish"].map(|name| &texts[&PathBuf::from(name)]);
        let mut seen = 0;
        each(&super::command(), &[], &mut |command, names| {
            let page = &texts[&PathBuf::from(format!("man/man1/{}.1", names.join("-")))];
            for option in command.get_arguments().filter(|a| !a.is_hide_set()).filter_map(clap::Arg::get_long) {
                let escaped = option.replace('-', "\\-");
                assert!(page.contains(&format!("\\-\\-{escaped}")), "--{option} is not on the page of {names:?}");
                assert!(shells.iter().all(|shell| shell.contains(option)), "--{option} of {names:?} is not completed");
                seen += 1;
            }
        });
        assert!(seen > 100, "{seen} options");
    }

    #[test]
    fn what_is_hidden_is_neither_completed_nor_described() {
        for (name, text) in texts() {
            assert!(!text.contains("manual FOLDER") && !text.contains("selvedge__manual"), "{}", name.display());
            assert!(!name.to_string_lossy().contains("selvedge-manual"), "{}", name.display());
        }
    }
}
