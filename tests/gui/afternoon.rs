//! A merchandiser's afternoon, from photos to a file and back, through the window: labels come in, the clear photos are
//! accepted together, fifty doubtful ones are reviewed by keys, everything goes out, and another catalogue takes it in.

use super::window::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command as Process, Stdio};

/// Labels of the set: the commonest article types.
const TYPES: usize = 20;
/// Photos that are reviewed by hand.
const REVIEWED: usize = 50;

/// Copies photos with a known type into `photos`: real ones where they lie beside the project, else the drawn sample's.
/// Answers the types, the commonest first.
#[allow(clippy::print_stderr)]
fn fill(photos: &Path) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (real, drawn) = (root.join("../shared/data/kagl-photos"), root.join("assets/sample-catalogue"));
    if !real.is_dir() {
        eprintln!("no real photos beside the project: the drawn sample stands in");
    }
    let (from, pictures) = if real.is_dir() { (real.clone(), real) } else { (drawn.clone(), drawn.join("photos")) };
    let table = fs_err::read_to_string(from.join("labels.csv")).unwrap();
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let place = |name: &str| header.iter().position(|c| *c == name).unwrap_or_else(|| panic!("{name} is no column of {header:?}"));
    let (path, kind) = (place("path"), place("articleType"));
    // Neither column is ever quoted in these files; a title with a comma comes after them.
    let rows: Vec<(String, String)> = lines
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[path].to_owned(), cells[kind].to_owned())
        })
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (_, kind) in &rows {
        *counts.entry(kind).or_default() += 1;
    }
    let mut types: Vec<String> = counts.keys().filter(|t| !t.is_empty()).map(|t| (*t).to_owned()).collect();
    types.sort_by_key(|t| (std::cmp::Reverse(counts[t.as_str()]), t.clone()));
    types.truncate(TYPES);
    fs_err::remove_dir_all(photos).unwrap();
    fs_err::create_dir_all(photos).unwrap();
    for (n, (path, _)) in rows.iter().filter(|(_, kind)| types.contains(kind)).enumerate() {
        let ending = Path::new(path).extension().unwrap().to_string_lossy().into_owned();
        fs_err::copy(pictures.join(path), photos.join(format!("{n:05}.{ending}"))).unwrap();
    }
    types
}

/// The visible words of the button that begin so.
fn words(window: &Window, begin: &str) -> Option<String> {
    let all = window.harness.query_all_by_label_contains(begin);
    let text = |n: egui_kittest::Node<'_>| n.accesskit_node().label().or_else(|| n.accesskit_node().value());
    all.filter_map(text).find(|l| l.starts_with(begin))
}

fn selvedge(home: &Path, arguments: &[&str]) -> String {
    let output = Process::new(env!("CARGO_BIN_EXE_selvedge"))
        .args(arguments)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_was_accepted_and_reviewed_comes_back_whole_in_another_catalogue() {
    let mut types = Vec::new();
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        types = fill(photos);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| words(w, "All photos, ").is_some_and(|l| l != "All photos, 0") && !w.busy());
    let photos = window.photos();
    let sets = photos.with_file_name("types.csv");
    let rows: Vec<String> = types.iter().map(|t| format!("Article type,{t}")).collect();
    fs_err::write(&sets, format!("set,label\n{}\n", rows.join("\n"))).unwrap();
    window.command("Import label sets");
    window.type_path(&sets);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    let counted = format!("In all {n} photos, {n} undecided", n = fs_err::read_dir(&photos).unwrap().count());
    window.until("every photo is counted", |w| w.sees(&counted) && words(w, "Accept ").is_some_and(|a| a != "Accept 0 tags"));
    let accept = words(&window, "Accept ").unwrap();
    window.click(&accept);

    // At once: a review takes in what was decided before it.
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    window.until("the review can begin", |w| w.sees_part(" photos of Article type"));
    window.key(Key::Enter);
    window.until("there is a first photo", |w| words(w, "1 of ").is_some());
    let all: usize = words(&window, "1 of ").unwrap().trim_start_matches("1 of ").replace(',', "").parse().unwrap();
    let accepted: usize = accept.trim_start_matches("Accept ").split(' ').next().unwrap().replace(',', "").parse().unwrap();
    let photos_in = fs_err::read_dir(window.photos()).unwrap().count();
    assert_eq!(all, photos_in - accepted, "what was accepted is not asked");
    let reviewed = REVIEWED.min(all);
    for n in 1..=reviewed {
        let number = format!("{n} of ");
        // The answers must be this photo's before a key chooses among them.
        window.until(&number, |w| words(w, &number).is_some() && w.sees("Which article type?"));
        window.key([Key::Enter, Key::Num2, Key::X, Key::A, Key::Space][n % 5]);
    }
    if reviewed < all {
        let next = format!("{} of ", reviewed + 1);
        window.until("all keys are heard", |w| words(w, &next).is_some());
    }
    window.key(Key::Escape);
    window.until("the review is left", |w| words(w, "All photos, ").is_some());

    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.click("CSV, one row a decision");
    window.click("Every decision, not the accepted tags alone");
    window.until("it is known what is taken", |w| w.sees_part(" decisions about "));
    // With the words the dialog grows, and stands anew a frame later.
    window.harness.run_steps(3);
    window.click_where("what is to be done", |w| w.harness.query_all_by_label_contains(" decisions about ").next().map(|node| node.rect()));
    window.until("it is written", |w| w.sees_part("rows written to decisions.csv"));
    let file = photos.with_file_name("decisions.csv");
    let out = fs_err::read_to_string(&file).unwrap();
    for wanted in [",accepted,person,", ",none,person,"] {
        assert!(out.contains(wanted), "no {wanted} in {out}");
    }

    let home = tempfile::tempdir().unwrap();
    let catalog = home.path().join("again.selvedge");
    let catalog = catalog.to_str().unwrap();
    selvedge(home.path(), &["index", photos.to_str().unwrap(), "--catalog", catalog]);
    selvedge(home.path(), &["tags", "import", file.to_str().unwrap(), "--catalog", catalog]);
    let again = selvedge(home.path(), &["tags", "export", "--format", "long-csv", "--all", "--catalog", catalog]);
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert!(out.lines().count() > reviewed / 2);
    assert_eq!(sorted(&again), sorted(&out));
}
