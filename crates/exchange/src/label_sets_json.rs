//! Label sets as JSON: an array of `{"set","choice","template","labels":[…]}`.

use super::FormatError;
use super::label_sets::{FileSet, choice, split};
use base::fold::{fold, same, trimmed};
use base::labels::{LABEL_PLACE, LabelDraft, LabelSetDraft, name_problem};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::io::{self, Write};

/// Reads label sets from an array of sets, or from one set.
///
/// A label is a text, or `{"name","prompts"}`; templates are `"template"`, one text, or `"templates"`, several.
pub fn read_label_sets_json(text: &str) -> Result<Vec<FileSet>, FormatError> {
    let json = |error: serde_json::Error| FormatError::Json { line: error.line() as u64, problem: words(&error) };
    let value: Value = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(json)?;
    let sets = if let Value::Array(sets) = value { sets } else { vec![value] };
    let mut read: Vec<FileSet> = Vec::new();
    for (i, set) in sets.iter().enumerate() {
        let set = read_set(set).map_err(|(name, problem)| FormatError::Shape { place: set_place(i, &name), problem })?;
        let name = &set.draft.name;
        if read.iter().any(|other| same(&other.draft.name, name)) {
            let problem = "there is another set of this name in the file; rename one or join them".to_owned();
            return Err(FormatError::Shape { place: set_place(i, name), problem });
        }
        read.push(set);
    }
    if read.is_empty() {
        return Err(FormatError::Shape { place: "the file".to_owned(), problem: "it holds no label set".to_owned() });
    }
    Ok(read)
}

fn set_place(i: usize, name: &str) -> String {
    if name.is_empty() { format!("set {}", i + 1) } else { format!("set {} ('{name}')", i + 1) }
}

/// Without the place, which is told apart.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The set, or its name as far as known and what is wrong.
fn read_set(value: &Value) -> Result<FileSet, (String, String)> {
    let Value::Object(set) = value else {
        return Err((String::new(), "a set is an object with \"set\" and \"labels\"".to_owned()));
    };
    let name = text(set, &["set", "name"]).map_err(|p| (String::new(), p))?;
    let name = trimmed(name).to_owned();
    if name.is_empty() {
        return Err((name, "the set needs a name under \"set\"".to_owned()));
    }
    read_named(set, &name).map_err(|problem| (name, problem))
}

fn read_named(set: &Map<String, Value>, name: &str) -> Result<FileSet, String> {
    let Some(Value::Array(labels)) = set.get("labels") else {
        return Err("its labels are missing; write \"labels\": [\"…\", \"…\"]".to_owned());
    };
    let templates = match (set.get("templates"), set.get("template")) {
        (Some(several), _) => texts(several, "templates")?,
        (None, Some(one)) => texts(one, "template")?,
        (None, None) => Vec::new(),
    };
    if let Some(template) = templates.iter().find(|t| !t.trim().is_empty() && !t.contains(LABEL_PLACE)) {
        return Err(format!("the template '{template}' has no {LABEL_PLACE} in it; put it where the label's words belong"));
    }
    let none_of_these = match set.get("none_of_these") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(yes)) => *yes,
        Some(_) => return Err("\"none_of_these\" is true or false".to_owned()),
    };
    let labels: Vec<LabelDraft> = labels.iter().enumerate().map(|(i, l)| read_label(l, i + 1)).collect::<Result<_, _>>()?;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (i, label) in labels.iter().enumerate() {
        if let Some(first) = seen.insert(fold(&label.name), i + 1) {
            return Err(format!("labels {first} and {} are both '{}'; rename or remove one", i + 1, label.name));
        }
    }
    let says = |key: &str| set.get(key).is_some_and(|value| !value.is_null());
    let choice = choice(text(set, &["choice"])?)?;
    Ok(FileSet {
        says_choice: says("choice"),
        says_templates: templates.iter().any(|t| !t.trim().is_empty()),
        says_none_of_these: says("none_of_these"),
        draft: LabelSetDraft { id: None, name: name.to_owned(), choice, templates, none_of_these, words_only: false, labels }.tidied(),
    })
}

fn read_label(value: &Value, number: usize) -> Result<LabelDraft, String> {
    let (name, prompts) = match value {
        Value::String(name) => (name.as_str(), Vec::new()),
        Value::Object(label) => {
            let prompts = match label.get("prompts") {
                None | Some(Value::Null) => Vec::new(),
                // One text may hold several, as in a cell of CSV.
                Some(Value::String(cell)) => split(cell),
                Some(several) => texts(several, "prompts").map_err(|p| format!("label {number}: {p}"))?,
            };
            (text(label, &["name", "label"]).map_err(|p| format!("label {number}: {p}"))?, prompts)
        }
        _ => return Err(format!("label {number} is neither a text nor an object with a \"name\"")),
    };
    let name = trimmed(name);
    if name.is_empty() {
        return Err(format!("label {number} is empty; write its name or remove it"));
    }
    if let Some(problem) = name_problem(name) {
        return Err(format!("label {number}: {problem}"));
    }
    Ok(LabelDraft { id: None, name: name.to_owned(), prompts })
}

/// The text under the first of the keys that is there; nothing: empty.
fn text<'a>(object: &'a Map<String, Value>, keys: &[&str]) -> Result<&'a str, String> {
    match keys.iter().find_map(|key| object.get(*key).map(|value| (key, value))) {
        None | Some((_, Value::Null)) => Ok(""),
        Some((_, Value::String(text))) => Ok(text),
        Some((key, _)) => Err(format!("\"{key}\" is not a text")),
    }
}

/// A list of texts, or one text.
fn texts(value: &Value, key: &str) -> Result<Vec<String>, String> {
    let one = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| format!("\"{key}\" holds something that is not a text"));
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        Value::Null => Ok(Vec::new()),
        value => Ok(vec![one(value)?]),
    }
}

/// Writes label sets so that [`read_label_sets_json`] reads the same ones.
pub fn write_label_sets_json(mut out: impl Write, sets: &[LabelSetDraft]) -> io::Result<()> {
    let sets: Vec<Value> = sets.iter().map(set_value).collect();
    serde_json::to_writer_pretty(&mut out, &sets)?;
    out.write_all(b"\n")
}

fn set_value(set: &LabelSetDraft) -> Value {
    let label = |label: &LabelDraft| match label.prompts.as_slice() {
        [] => json!(label.name),
        prompts => json!({ "name": label.name, "prompts": prompts }),
    };
    let mut value = json!({
        "set": set.name,
        "choice": set.choice.as_str(),
        "labels": set.labels.iter().map(label).collect::<Vec<_>>(),
    });
    match set.templates.as_slice() {
        [one] => value["template"] = json!(one),
        several => value["templates"] = json!(several),
    }
    if set.none_of_these {
        value["none_of_these"] = json!(true);
    }
    value
}
