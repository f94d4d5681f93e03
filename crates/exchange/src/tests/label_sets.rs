//! Label sets come in from whatever people have, and come back as they were.

use super::super::*;
use super::{AWKWARD, Dice};
use base::labels::{Choice, DEFAULT_TEMPLATE, LabelDraft, LabelSetDraft};

fn label(name: &str, prompts: &[&str]) -> LabelDraft {
    LabelDraft { id: None, name: name.to_owned(), prompts: prompts.iter().map(ToString::to_string).collect() }
}

fn set(name: &str, labels: &[&str]) -> LabelSetDraft {
    LabelSetDraft { labels: labels.iter().map(|l| label(l, &[])).collect(), ..LabelSetDraft::named(name) }
}

fn drafts(read: Result<Vec<FileSet>, FormatError>) -> Vec<LabelSetDraft> {
    read.unwrap().into_iter().map(|set| set.draft).collect()
}

fn told(csv: &str) -> String {
    read_label_sets_csv(csv.as_bytes()).unwrap_err().to_string()
}

#[test]
fn csv_keeps_the_order_of_sets_and_labels() {
    let csv = "Label;SET;prompts;Template;choice\nRed;Colour;red|bright red ;a photo of a {label} thing. | {label};multi\n\
               Dress;Category;;;\nBlue;colour;;;Multi\nBag;Category;;;single\n";
    // "Multi" differs from "multi" only to the eye of a computer; the file says it twice, so it must say the same.
    let sets = drafts(read_label_sets_csv(csv.replace("Multi", "multi").as_bytes()));
    let mut colour = set("Colour", &["Red", "Blue"]);
    colour.choice = Choice::Multi;
    colour.labels[0].prompts = vec!["red".into(), "bright red".into()];
    colour.templates = vec!["a photo of a {label} thing.".into(), "{label}".into()];
    assert_eq!(sets, [colour, set("Category", &["Dress", "Bag"])]);
    assert_eq!(drafts(read_label_sets_csv(b"set,label\nType,Shirts\n")), [set("Type", &["Shirts"])]);
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    assert_eq!(told("set,label\nA,x\nA,\n"), "line 3, column label: the label is empty; write its name or remove the row");
    assert_eq!(
        told("set,label\nA,x\nB,X\nA,\" X\"\n"),
        "line 4, column label: the label 'X' is there already, in line 2; rename or remove one"
    );
    assert_eq!(told("set,label,choice\nA,x,many\n"), "line 2, column choice: 'many' is no kind of choice; write single or multi");
    assert!(told("set,label,template\nA,x,a photo\n").starts_with("line 2, column template: 'a photo' has no {label} in it"));
    assert!(told("set,label,choice\nA,x,single\nA,y,multi\n").starts_with("line 3, column choice: it says 'multi', but line 2"));
    assert!(told("set,label\n,x\n").starts_with("line 2, column set: "));
    assert!(told("set,label\nA,\"x\ny\"\n").contains("line break"));
    assert!(told("set;name\nA;x\n").contains("no column 'label'"));
    assert!(told("set,label\n").contains("names no labels"));
}

#[test]
fn json_takes_short_and_long_labels() {
    let json = r#"[{"set":"Colour","choice":"multi","template":"{label}!","labels":["Red",{"name":"Blue","prompts":["navy","sky"]}]},
                   {"name":"Type","labels":[]}]"#;
    let mut colour = set("Colour", &["Red", "Blue"]);
    colour.choice = Choice::Multi;
    colour.templates = vec!["{label}!".into()];
    colour.labels[1].prompts = vec!["navy".into(), "sky".into()];
    assert_eq!(drafts(read_label_sets_json(json)), [colour, set("Type", &[])]);
    let told = |json: &str| read_label_sets_json(json).unwrap_err().to_string();
    assert_eq!(told("[\n{\"set\": \"A\",\n}"), "line 3 is not valid JSON (trailing comma)");
    assert_eq!(told(r#"[{"labels":[]}]"#), "set 1: the set needs a name under \"set\"");
    assert!(told(r#"[{"set":"A"}]"#).starts_with("set 1 ('A'): its labels are missing"));
    assert!(told(r#"[{"set":"A","labels":["x"," "]}]"#).starts_with("set 1 ('A'): label 2 is empty"));
    assert!(told(r#"[{"set":"A","labels":["x","y","X"]}]"#).starts_with("set 1 ('A'): labels 1 and 3 are both 'X'"));
    assert!(told(r#"[{"set":"A","labels":[3]}]"#).contains("label 1 is neither"));
    assert!(told(r#"[{"set":"A","choice":"both","labels":[]}]"#).contains("write single or multi"));
    assert!(told(r#"[{"set":"A","template":"x","labels":[]}]"#).contains("{label}"));
    assert!(told(r#"[{"set":"A","labels":[]},{"set":"a","labels":[]}]"#).starts_with("set 2 ('a'): there is another set"));
}

#[test]
fn what_a_file_does_not_say_is_known() {
    let says = |read: Result<Vec<FileSet>, FormatError>| {
        read.unwrap().iter().map(|s| [s.says_choice, s.says_templates, s.says_none_of_these]).collect::<Vec<_>>()
    };
    let csv = b"set,label,template,choice\nA,x,,multi\nB,x,{label},\nC,x,,\n";
    assert_eq!(says(read_label_sets(csv, "")), [[true, false, false], [false, true, false], [false; 3]]);
    let json = br#"[{"set":"A","labels":[],"none_of_these":false},{"set":"B","labels":[],"choice":"single","templates":["{label}"]}]"#;
    assert_eq!(says(read_label_sets(json, "")), [[false, false, true], [true, true, false]]);
    assert_eq!(says(read_label_sets(b"Red\nBlue", "")), [[false; 3]]);
}

#[test]
fn what_is_typed_or_pasted_is_split_at_commas_and_lines_but_not_in_quotes() {
    let names = crate::split_labels;
    assert_eq!(names("watch, sunglasses"), ["watch", "sunglasses"]);
    assert_eq!(names("- Red, red\n- Green,\n\n"), ["Red", "red", "Green"]);
    assert_eq!(names("\"Tops, bottoms\", Shoes\nBelts"), ["Tops, bottoms", "Shoes", "Belts"]);
    assert_eq!(names("“Tops, bottoms”"), ["Tops, bottoms"]);
    assert_eq!(names("Red, dark; Blue"), ["Red, dark", "Blue"]);
    assert_eq!(names("12\" disc, 14\" disc, \"open"), ["12\" disc", "14\" disc", "\"open"], "a quote that closes nothing is a letter");
    assert!(names(" ,\n ").is_empty());
}

#[test]
fn a_pasted_list_loses_its_bullets_only() {
    let names = |text: &str| read_label_list("x", text).unwrap().labels.into_iter().map(|l| l.name).collect::<Vec<_>>();
    assert_eq!(names("Red\r\n\r\n  Dark blue \nGreen"), ["Red", "Dark blue", "Green"]);
    assert_eq!(names("- Red\n* Blue\n• Green\n– Grey"), ["Red", "Blue", "Green", "Grey"]);
    assert_eq!(names("1. Red\n2) Blue\n10. Green"), ["Red", "Blue", "Green"]);
    assert_eq!(names("Red, Blue,Green , "), ["Red", "Blue", "Green"]);
    assert_eq!(names("Red, dark; Blue"), ["Red, dark", "Blue"]);
    assert_eq!(names("Tops, bottoms\nShoes"), ["Tops, bottoms", "Shoes"]);
    assert_eq!(names("-5 °C\n3.5 mm\n2XL\n2024"), ["-5 °C", "3.5 mm", "2XL", "2024"]);
    let told = |text: &str| read_label_list("x", text).unwrap_err().to_string();
    assert_eq!(told("Red\n\nred"), "line 3: the label 'red' is there already, in line 1; rename or remove one");
    assert!(told("Red\n- \nBlue").starts_with("line 2: the label is empty"));
    assert!(told(" \n").contains("the list is empty"));
}

#[test]
fn the_format_is_seen_in_the_file() {
    let red = |name: &str| vec![set(name, &["Red", "Blue"])];
    assert_eq!(drafts(read_label_sets(b"set,label\nColour,Red\nColour,Blue\n", "file")), red("Colour"));
    assert_eq!(drafts(read_label_sets(b"\n[{\"set\":\"Colour\",\"labels\":[\"Red\",\"Blue\"]}]", "file")), red("Colour"));
    assert_eq!(drafts(read_label_sets(b"Red\nBlue\n", "file")), red("file"));
    assert_eq!(drafts(read_label_sets(b"Red, Blue", "file")), red("file"));
    assert!(matches!(read_label_sets(b"label,colour\nRed,1\n", "file"), Err(FormatError::NoColumn { .. })));
    assert!(matches!(read_label_sets(b"Gr\xfcn\n", "file"), Err(FormatError::NotUtf8 { line: 1 })));
}

#[test]
fn whatever_is_written_is_read() {
    let mut dice = Dice(3);
    let mut words: Vec<String> = AWKWARD.iter().map(ToString::to_string).collect();
    words.extend((0..200).map(|_| dice.text()));
    let mut sets: Vec<LabelSetDraft> = Vec::new();
    for i in 0..60 {
        let mut pick = |n: usize| (0..dice.roll(n)).map(|_| words[dice.roll(words.len())].clone()).collect::<Vec<_>>();
        let name = |word: &str, n: usize| format!("{word} {n}").replace(char::is_control, "").trim().to_owned();
        let labels = pick(5).iter().enumerate().map(|(n, word)| LabelDraft { id: None, name: name(word, n), prompts: pick(4) }).collect();
        let templates = pick(3).iter().map(|t| format!("{t}{{label}}{t}")).collect();
        let (name, choice) = (name(&words[i], i), if i % 2 == 0 { Choice::Single } else { Choice::Multi });
        sets.push(LabelSetDraft { id: None, name, choice, templates, none_of_these: i % 3 == 0, words_only: false, labels }.tidied());
    }
    for chunk in sets.chunks(1).chain(sets.chunks(7)) {
        assert!(chunk.iter().all(|s| s.problems().is_empty()), "{chunk:?}");
        let (mut csv, mut json) = (Vec::new(), Vec::new());
        write_label_sets_csv(&mut csv, chunk).unwrap();
        write_label_sets_json(&mut json, chunk).unwrap();
        assert_eq!(drafts(read_label_sets_csv(&csv)), chunk, "{}", String::from_utf8_lossy(&csv));
        assert_eq!(drafts(read_label_sets(&json, "")), chunk);
    }
    assert_eq!(set("x", &[]).templates, [DEFAULT_TEMPLATE]);
}
