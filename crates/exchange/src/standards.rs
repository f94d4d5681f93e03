//! Marketplace rules as a JSON file: read strictly, so that a slip of the pen is named with its line instead of passing photos.
//!
//! ```json
//! { "name": "Our shop", "note": "…", "rules": [
//!     { "rule": "white-background", "least": 0.85, "near": true },
//!     { "rule": "fill", "least": 0.85 },
//!     { "rule": "aspect", "is": "1:1", "within": 0.02 },
//!     { "rule": "shorter-side", "least": 1000, "most": 5000 },
//!     { "rule": "format", "of": ["JPEG", "PNG"], "source": "https://…", "read": "2026-11-28", "note": "…" } ] }
//! ```
//! Shares are 0 to 1, sides pixels, file sizes bytes.

use base::composition::ProfileKind;
use base::formats;
use base::human;
use base::standards::{Asks, Bound, RULE_NAMES, Rule, RuleSet};
use serde::Deserialize;

/// Why a file of rules is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct RulesError {
    /// From 1.
    pub line: usize,
    /// In words, no final period.
    pub what: String,
}

/// The share of a ratio that a shape may be off where the file says nothing, as `aspect:square` has it.
const WITHIN: f32 = 0.02;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    note: Option<String>,
    rules: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: String,
    least: Option<f64>,
    most: Option<f64>,
    near: Option<bool>,
    is: Option<String>,
    within: Option<f32>,
    of: Option<Vec<String>>,
    source: Option<String>,
    read: Option<String>,
    note: Option<String>,
}

/// Reads a file of rules. The first thing that is not understood refuses all of it.
pub fn read_rules(text: &str) -> Result<RuleSet, RulesError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = serde_json::from_str(text).map_err(|error| worded(&error))?;
    let whole = |what: &str| RulesError { line: 1, what: what.to_owned() };
    if file.name.trim().is_empty() {
        return Err(whole("the set of rules has no name"));
    }
    if file.rules.is_empty() {
        return Err(whole("there are no rules in it"));
    }
    let mut rules: Vec<Rule> = Vec::new();
    for (place, row) in file.rules.into_iter().enumerate() {
        let told = |what: String| RulesError { line: line_of_rule(text, place), what };
        let asks = asks(&row).map_err(told)?;
        if rules.iter().any(|known| known.asks.name() == asks.name()) {
            return Err(told(format!("the rule '{}' is there twice", asks.name())));
        }
        rules.push(Rule { asks, source: row.source, read: row.read, note: row.note });
    }
    Ok(RuleSet { name: file.name.trim().to_owned(), note: file.note, rules })
}

/// serde's own message has the line at its end, and names what it knows.
fn worded(error: &serde_json::Error) -> RulesError {
    let (line, text) = (error.line().max(1), error.to_string());
    let what = text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what).replace('`', "'");
    RulesError { line, what: what.replace(", expected one of ", "; known are ").replace("unknown field", "unknown name") }
}

/// The line on which the nth rule's `"rule"` stands. Within a text its quotes would have a backslash before them.
fn line_of_rule(text: &str, place: usize) -> usize {
    let at = text.match_indices("\"rule\"").filter(|(at, word)| text[at + word.len()..].trim_start().starts_with(':')).nth(place);
    text[..at.map_or(0, |(at, _)| at)].lines().count().max(1)
}

fn asks(row: &Row) -> Result<Asks, String> {
    let name = row.rule.as_str();
    let Some(place) = RULE_NAMES.iter().position(|known| *known == name) else {
        return Err(format!("'{name}' is no rule; known are {}", human::list(RULE_NAMES)));
    };
    // What each kind of rule may say besides where it comes from.
    let may: &[&str] = match RULE_NAMES[place] {
        "white-background" => &["least", "near"],
        "aspect" => &["is", "within"],
        "format" | "color-profile" => &["of"],
        "no-border" | "no-transparency" => &[],
        _ => &["least", "most"],
    };
    let said = [
        ("least", row.least.is_some()),
        ("most", row.most.is_some()),
        ("near", row.near.is_some()),
        ("is", row.is.is_some()),
        ("within", row.within.is_some()),
        ("of", row.of.is_some()),
    ];
    if let Some((odd, _)) = said.iter().find(|(word, is_there)| *is_there && !may.contains(word)) {
        let known = if may.is_empty() { "it needs none".to_owned() } else { format!("known are {}", human::list(may)) };
        return Err(format!("the rule '{name}' has no '{odd}'; {known}"));
    }
    Ok(match name {
        "white-background" => Asks::WhiteBackground {
            least: share(name, "least", row.least.ok_or_else(|| wants(name, "least"))?)? as f32,
            near: row.near.unwrap_or(false),
        },
        "fill" => Asks::Fill(bound(row, true)?),
        "aspect" => aspect(row)?,
        "shorter-side" => Asks::ShorterSide(bound(row, false)?),
        "longer-side" => Asks::LongerSide(bound(row, false)?),
        "pixels" => Asks::Pixels(bound(row, false)?),
        "file-size" => Asks::FileSize(bound(row, false)?),
        "format" => Asks::Format(names(row)?.iter().map(|format| known_format(format)).collect::<Result<_, _>>()?),
        "color-profile" => Asks::ColorProfile(names(row)?.iter().map(|kind| known_profile(kind)).collect::<Result<_, _>>()?),
        "no-border" => Asks::NoBorder,
        _ => Asks::NoTransparency,
    })
}

fn wants(rule: &str, what: &str) -> String {
    format!("the rule '{rule}' wants '{what}'")
}

fn share(rule: &str, what: &str, value: f64) -> Result<f64, String> {
    let is_share = (0.0..=1.0).contains(&value);
    if is_share { Ok(value) } else { Err(format!("'{what}' of the rule '{rule}' is a share from 0 to 1, not {value}")) }
}

fn bound(row: &Row, is_share: bool) -> Result<Bound, String> {
    let (rule, Row { least, most, .. }) = (&row.rule, row);
    if least.is_none() && most.is_none() {
        return Err(format!("the rule '{rule}' wants 'least', 'most' or both"));
    }
    for (what, value) in [("least", least), ("most", most)] {
        let Some(value) = *value else { continue };
        if is_share {
            share(rule, what, value)?;
        } else if !value.is_finite() || value < 0.0 {
            return Err(format!("'{what}' of the rule '{rule}' is not a number from 0 on"));
        }
    }
    match (least, most) {
        (Some(least), Some(most)) if least > most => Err(format!("the rule '{rule}' asks for at least {least} and at most {most}")),
        _ => Ok(Bound { least: *least, most: *most }),
    }
}

fn aspect(row: &Row) -> Result<Asks, String> {
    let shape = row.is.as_deref().ok_or_else(|| wants("aspect", "is"))?;
    let side = |text: &str| text.trim().parse::<f32>().ok().filter(|side| side.is_finite() && *side > 0.0);
    let sides = shape.split_once(':').and_then(|(width, height)| Some((side(width)?, side(height)?)));
    let (width, height) = sides.ok_or_else(|| format!("'{shape}' is no shape; write for example 1:1 or 3:4"))?;
    let within = share("aspect", "within", f64::from(row.within.unwrap_or(WITHIN)))? as f32;
    Ok(Asks::Aspect { width, height, within })
}

fn names(row: &Row) -> Result<&[String], String> {
    row.of.as_deref().filter(|names| !names.is_empty()).ok_or_else(|| format!("the rule '{}' wants 'of', a list of names", row.rule))
}

fn known_format(name: &str) -> Result<String, String> {
    let known = formats::readable().find(|format| format.name.eq_ignore_ascii_case(name));
    known
        .map(|format| format.name.to_owned())
        .ok_or_else(|| format!("'{name}' is no format; known are {}", human::list(formats::readable().map(|format| format.name))))
}

fn known_profile(name: &str) -> Result<ProfileKind, String> {
    let known = || human::list(ProfileKind::ALL.iter().map(|kind| kind.as_str()));
    ProfileKind::named(&name.to_lowercase()).ok_or_else(|| format!("'{name}' is no kind of profile; known are {}", known()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(rules: &str) -> (usize, String) {
        let error = read_rules(&format!("{{\n  \"name\": \"Ours\",\n  \"rules\": [\n{rules}\n  ]\n}}")).unwrap_err();
        (error.line, error.what)
    }

    #[test]
    fn every_kind_of_rule_is_read() {
        let text = r#"{ "name": " Ours ", "note": "all of them", "rules": [
            { "rule": "white-background", "least": 0.85, "near": true },
            { "rule": "fill", "least": 0.75, "most": 0.9, "source": "https://shop.example/rules", "read": "2026-11-28", "note": "asked" },
            { "rule": "aspect", "is": "3:4" }, { "rule": "shorter-side", "least": 500 }, { "rule": "longer-side", "most": 10000 },
            { "rule": "pixels", "most": 64000000 }, { "rule": "file-size", "most": 16000000 }, { "rule": "format", "of": ["jpeg", "PNG"] },
            { "rule": "color-profile", "of": ["srgb", "none"] }, { "rule": "no-border" }, { "rule": "no-transparency" } ] }"#;
        let set = read_rules(text).unwrap();
        assert_eq!((&*set.name, set.rules.iter().map(|rule| rule.asks.name()).collect::<Vec<_>>()), ("Ours", RULE_NAMES.to_vec()));
        assert_eq!(set.rules[1].asks, Asks::Fill(Bound { least: Some(0.75), most: Some(0.9) }));
        assert_eq!(set.rules[1].source.as_deref(), Some("https://shop.example/rules"));
        assert_eq!(set.rules[7].asks, Asks::Format(vec!["JPEG".to_owned(), "PNG".to_owned()]));
    }

    #[test]
    fn a_slip_is_named_with_its_line_and_what_is_known() {
        let (line, what) = refused("    { \"rule\": \"no-border\" },\n    { \"rule\": \"shorter-sid\", \"least\": 3 }");
        assert_eq!(line, 5);
        assert!(
            what.starts_with("'shorter-sid' is no rule; known are white-background, fill") && what.ends_with("no-transparency"),
            "{what}"
        );
        let (line, what) = refused("    { \"rule\": \"fill\",\n      \"laest\": 0.85 }");
        assert_eq!(line, 5);
        assert!(what.contains("unknown name 'laest'; known are 'rule', 'least', 'most'"), "{what}");
        let (line, what) = refused("    { \"rule\": \"fill\", \"least\": 85 }");
        assert_eq!((line, &*what), (4, "'least' of the rule 'fill' is a share from 0 to 1, not 85"));
        let (line, what) = refused("    { \"rule\": \"no-border\", \"least\": 1 }");
        assert_eq!((line, &*what), (4, "the rule 'no-border' has no 'least'; it needs none"));
        for (rule, says) in [
            (r#"{ "rule": "fill" }"#, "wants 'least', 'most' or both"),
            (r#"{ "rule": "white-background", "near": true }"#, "wants 'least'"),
            (r#"{ "rule": "aspect", "is": "square" }"#, "'square' is no shape; write for example 1:1"),
            (r#"{ "rule": "format", "of": [] }"#, "wants 'of'"),
            (r#"{ "rule": "format", "of": ["JPG2000"] }"#, "JPEG, PNG, WebP"),
            (r#"{ "rule": "color-profile", "of": ["adobe"] }"#, "known are none, srgb, other and cmyk"),
            (r#"{ "rule": "longer-side", "least": 9, "most": 3 }"#, "at least 9 and at most 3"),
            (r#"{ "rule": "no-border" }, { "rule": "no-border" }"#, "is there twice"),
        ] {
            assert!(refused(rule).1.contains(says), "{rule}: {}", refused(rule).1);
        }
    }

    #[test]
    fn what_is_no_json_and_what_says_nothing_is_refused() {
        assert_eq!(read_rules("{ \"name\": \"a\",\n \"rules\": [ }").unwrap_err().line, 2);
        assert!(read_rules("").is_err() && read_rules("[]").is_err());
        assert_eq!(read_rules(r#"{"name":"a","rules":[]}"#).unwrap_err().to_string(), "line 1: there are no rules in it");
        assert!(read_rules(r#"{"name":" ","rules":[{"rule":"no-border"}]}"#).unwrap_err().what.contains("no name"));
    }
}
