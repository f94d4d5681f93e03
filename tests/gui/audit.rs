//! The check of labels, by keys, with the real engine: twelve drawn photos of four colours, two of them with a wrong label.

use super::window::{Window, draw};
use base::{LabelId, PhotoId, Source};
use catalog::Catalog;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Labels of the photos by their colour, but for these two.
const WRONG: [(&str, &str); 2] = [("red-0.jpg", "Blue"), ("green-1.jpg", "Red")];

fn csv(window: &Window) -> PathBuf {
    let file = window.photos().with_file_name("labels.csv");
    let mut text = "path,set,label\n".to_owned();
    for colour in ["red", "green", "blue"] {
        for i in 0..PHOTOS {
            let name = format!("{colour}-{i}.jpg");
            let right = base::human::capitalised(colour);
            let label = WRONG.iter().find(|(photo, _)| *photo == name).map_or(right.as_str(), |(_, label)| label);
            writeln!(text, "{name},Colour,{label}").unwrap();
        }
    }
    fs_err::write(&file, text).unwrap();
    file
}

/// Photos of each colour.
const PHOTOS: u32 = 9;

/// A window on photos with labels, two of which are wrong.
fn labelled() -> Window {
    labelled_as("single")
}

/// The same, where one label fits a photo or several may.
fn labelled_as(choice: &str) -> Window {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        for (name, colour) in [("red", [200, 30, 30]), ("green", [30, 160, 60]), ("blue", [40, 60, 200])] {
            for i in 3..PHOTOS {
                draw(&photos.join(format!("{name}-{i}.jpg")), colour, i);
            }
        }
        Some(engine::protocol::CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("30 photos") && !w.busy());
    let sets = window.photos().with_file_name("sets.csv");
    fs_err::write(
        &sets,
        format!("set,label,choice,none_of_these\nColour,Red,{choice},no\nColour,Green,{choice},no\nColour,Blue,{choice},no\nStyle,plain,multi,\nEmpty,a,single,\n"),
    )
    .unwrap();
    window.command("Import label sets…");
    window.type_path(&sets);
    window.until("the label sets are there", |w| w.sees("Untagged, 30"));
    let file = csv(&window);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("the import can begin", |w| w.sees("Import 27 labels"));
    window.click("Import 27 labels");
    window.until("the labels are there", |w| w.sees("Untagged, 3") && !w.sees("Hide"));
    window
}

fn begin(window: &mut Window) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.until("the dialog is open", |w| w.sees("Likeliest mistakes first"));
    window.harness.check_accessibility();
    window.key(Key::Enter);
    asked(window, 1, 27);
}

fn asked(window: &mut Window, number: usize, of: usize) {
    let words = format!("{number} of {of} · ");
    window.until(&words, |w| w.sees_part(&words) && w.sees_part(", large"));
}

/// The photo in question.
fn photo(window: &Window) -> String {
    let shown = window.harness.query_all_by_label_contains(", large").next().unwrap();
    shown.accesskit_node().label().unwrap().trim_end_matches(", large").to_owned()
}

/// The queue as it is shown, photo by photo.
fn queue(window: &Window) -> Vec<String> {
    let frames = window.harness.query_all_by_label_contains(" in the queue: ");
    let name = |node: &str| node.split_once(": ").unwrap().1.split(',').next().unwrap().to_owned();
    frames.map(|node| name(&node.accesskit_node().label().unwrap())).collect()
}

/// The label of a photo, and who gave it, as another process reads them.
fn label(catalog: &Catalog, photo: &str) -> (String, Source) {
    let id = id_of(catalog, photo);
    let sets = catalog.label_sets().unwrap();
    let set = sets.iter().find(|set| set.name == "Colour").unwrap();
    let tags = catalog.tags().unwrap();
    let tag = tags.iter().find(|tag| tag.photo == id && tag.set == set.id).unwrap();
    (tag.label.map_or(String::new(), |id: LabelId| set.label(id).unwrap().name.clone()), tag.provenance.source)
}

fn id_of(catalog: &Catalog, photo: &str) -> PhotoId {
    catalog.photos().unwrap().iter().find(|known| known.name() == photo).unwrap().id
}

fn kept(catalog: &Catalog) -> usize {
    catalog.label_sets().unwrap().iter().map(|set| catalog.kept(set.id).unwrap().len()).sum()
}

#[test]
fn wrong_labels_come_first_and_each_decision_is_one_step() {
    let mut window = labelled();
    begin(&mut window);
    window.harness.check_accessibility();
    let order = queue(&window);
    assert_eq!(order.len(), 19, "a page of the queue");
    let mut first = [order[0].as_str(), order[1].as_str()];
    first.sort_unstable();
    assert_eq!(first, ["green-1.jpg", "red-0.jpg"]);
    assert_eq!(photo(&window), order[0]);
    assert!(window.sees_part(" nearest are ") && window.sees("Nearest photos"));
    // Both were put in the place of their own colour.
    let own = |photo: &str| if photo == "red-0.jpg" { ("Red", "Blue") } else { ("Green", "Red") };
    assert!(window.sees(&format!("Change to {}", own(&order[0]).0)) && window.sees(&format!("Keep {}", own(&order[0]).1)));
    let place = window.harness.get_by_label(&format!("Keep {}", own(&order[0]).1)).rect();

    window.key(Key::Enter);
    asked(&mut window, 2, 27);
    assert_eq!(photo(&window), order[1]);
    assert!(window.sees_part("0 kept · 1 corrected"));
    assert_eq!(window.harness.get_by_label(&format!("Keep {}", own(&order[1]).1)).rect(), place, "nothing moves under the pointer");
    window.key(Key::A);
    asked(&mut window, 3, 27);
    window.key(Key::K);
    asked(&mut window, 4, 27);
    assert!(window.sees_part("1 kept · 2 corrected"));
    window.key(Key::Space);
    asked(&mut window, 5, 27);
    assert_eq!(queue(&window), order, "the order is frozen");
    let catalog = window.other_process();
    window.until("all is saved", |_| kept(&catalog) == 1 && label(&catalog, "red-0.jpg").0 == "Red");
    assert_eq!(label(&catalog, "green-1.jpg"), ("Green".to_owned(), Source::Person));

    window.keys(Modifiers::COMMAND, Key::Z);
    asked(&mut window, 3, 27);
    window.until("the kept one is open again", |w| w.sees_part("0 kept · 2 corrected") && kept(&catalog) == 0);
    window.keys(Modifiers::COMMAND, Key::Z);
    asked(&mut window, 2, 27);
    window.until("that very correction is taken back", |_| label(&catalog, &order[1]).0 == own(&order[1]).1);
    assert_eq!(label(&catalog, &order[0]).0, own(&order[0]).0);
    window.keys(Modifiers::COMMAND, Key::Y);
    window.until("it is done again", |_| label(&catalog, &order[1]).0 == own(&order[1]).0);
    assert_eq!(queue(&window), order);
}

#[test]
fn a_mind_is_changed_and_what_was_kept_is_not_asked_again() {
    let mut window = labelled();
    begin(&mut window);
    let (first, catalog) = (photo(&window), window.other_process());
    let (had, _) = label(&catalog, &first);
    // The third label beside the two, by its digit; then the label that it had.
    window.key(Key::Num1);
    asked(&mut window, 2, 27);
    window.until("another label is given", |_| label(&catalog, &first).0 != had);
    window.key(Key::Backspace);
    asked(&mut window, 1, 27);
    assert!(window.sees_part("Decided: "));
    window.key(Key::K);
    asked(&mut window, 2, 27);
    window.until("it has its label again, kept", |_| label(&catalog, &first) == (had.clone(), Source::Person) && kept(&catalog) == 1);
    window.key(Key::L);
    window.type_text("gre");
    window.until("it is found", |w| w.sees("Choose Green"));
    window.key(Key::Escape);
    asked(&mut window, 2, 27);
    window.key(Key::L);
    window.type_text("gre");
    window.until("it is found", |w| w.sees("Choose Green"));
    window.key(Key::Enter);
    asked(&mut window, 3, 27);
    window.key(Key::Escape);
    window.until("what was decided is told", |w| w.sees("2 of 27 checked"));
    window.key(Key::Escape);
    window.until("the grid is back", |w| w.sees("Untagged, 3"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.until("it can be gone on with", |w| w.sees("Go on"));
    window.until("what was decided is told", |w| w.sees_part("27 photos have a label; "));
    window.click("Begin anew");
    window.until("the kept one is not asked about", |w| w.sees("Nothing looks wrong") && w.sees_part("26 labels of Colour"));
    window.harness.check_accessibility();
    window.click("Look at them anyway");
    asked(&mut window, 1, 26);
}

#[test]
fn one_leaves_with_a_report_and_a_file_is_not_replaced_unasked() {
    let mut window = labelled();
    begin(&mut window);
    window.key(Key::Enter);
    asked(&mut window, 2, 27);
    window.key(Key::Enter);
    asked(&mut window, 3, 27);
    window.key(Key::K);
    asked(&mut window, 4, 27);
    window.key(Key::Escape);
    window.until("what was decided is told", |w| w.sees("3 of 27 checked") && w.sees("1 kept · 2 corrected"));
    window.harness.check_accessibility();
    window.click("Export what was checked…");
    window.until("what there is is counted", |w| w.sees_part("2 corrections, 1 kept"));
    window.harness.check_accessibility();
    let report = window.photos().with_file_name("label-check.html");
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote label-check.html"));
    let page = fs_err::read_to_string(&report).unwrap();
    assert!(page.contains("<b>2</b>corrected") && page.contains("<b>1</b>kept") && page.contains("data:image/jpeg;base64,"));

    let table = window.photos().with_file_name("corrections.csv");
    fs_err::write(&table, "mine").unwrap();
    window.click("Export what was checked…");
    window.until("what there is is counted", |w| w.sees_part("2 corrections, 1 kept"));
    window.click("Corrections (CSV)");
    window.click("Export");
    window.until("it is asked", |w| w.sees("Replace corrections.csv"));
    assert_eq!(fs_err::read_to_string(&table).unwrap(), "mine");
    window.click("Replace corrections.csv");
    window.until("it is written", |w| w.sees_part("Wrote corrections.csv"));
    let text = fs_err::read_to_string(&table).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "path,was,now,who,when"));
    assert!(text.contains("red-0.jpg,Blue,Red,person,") && text.contains("green-1.jpg,Red,Green,person,"));
    window.click("Go on");
    asked(&mut window, 4, 27);
    window.key(Key::Escape);
    window.click("Back to the photos");
    window.until("the grid is back", |w| w.sees("Untagged, 3"));
}

/// Takes the better label for the first two, keeps the third, leaves the check.
fn three_checked(window: &mut Window) {
    begin(window);
    window.key(Key::Enter);
    asked(window, 2, 27);
    window.key(Key::Enter);
    asked(window, 3, 27);
    window.key(Key::K);
    asked(window, 4, 27);
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.until("the grid is back", |w| w.sees("Untagged, 3"));
}

/// Opens the dialog and waits until it knows what was checked.
fn so_far(window: &mut Window) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.until("what was checked is told", |w| {
        w.sees("2 corrections, 1 kept") && w.sees_part("27 photos have a label; 3 were checked before, so 24 are left")
    });
}

#[test]
fn a_check_goes_on_after_a_restart_and_what_was_decided_is_told_and_written_again() {
    let mut window = labelled();
    three_checked(&mut window);
    so_far(&mut window);
    window.harness.check_accessibility();
    window.key(Key::Enter);
    asked(&mut window, 4, 27);
    assert!(window.sees_part("1 kept · 2 corrected"), "the frozen order goes on");

    let mut window = window.reopened();
    let photos = window.photos();
    window.keys(Modifiers::COMMAND, Key::O);
    window.type_path(&photos);
    window.until("the folder is open", |w| w.sees("30 photos") && w.sees("Untagged, 3") && !w.busy());
    window.command("Export corrections");
    window.until("they can be written at any time", |w| w.sees_part("2 corrections, 1 kept"));
    window.click("Corrections (CSV)");
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote corrections.csv"));
    let table = fs_err::read_to_string(window.photos().with_file_name("corrections.csv")).unwrap();
    let paths: Vec<&str> = table.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(paths.len() == 2 && paths.is_sorted(), "{table}");

    so_far(&mut window);
    window.click("Export…");
    window.until("the dialog leads there too", |w| w.sees("Report (HTML)") && w.sees_part("2 corrections, 1 kept"));
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote label-check.html"));
    let page = fs_err::read_to_string(window.photos().with_file_name("label-check.html")).unwrap();
    assert!(page.contains("<b>2</b>corrected") && page.contains("<b>1</b>kept"), "the page tells what the table tells");
    for photo in ["red-0.jpg", "green-1.jpg"] {
        assert!(table.contains(photo) && page.contains(photo));
    }
    so_far(&mut window);
    window.key(Key::Enter);
    window.until("nothing of it is asked again", |w| w.sees("Nothing looks wrong") && w.sees_part("24 labels of Colour"));
    window.click("Look at them anyway");
    asked(&mut window, 1, 24);
    window.until("and the count goes on", |w| w.sees_part("1 of 24 · 1 kept · 2 corrected"));
}

#[test]
fn a_label_that_none_takes_the_place_of_counts_apart_and_can_be_imported_again() {
    let mut window = labelled();
    begin(&mut window);
    let first = photo(&window);
    window.key(Key::X);
    asked(&mut window, 2, 27);
    window.until("it counts apart", |w| w.sees_part("0 kept · 0 corrected · 1 no label"));
    window.click("Export…");
    window.until("what was checked is told", |w| w.sees_part("0 corrections, 1 without a label, 0 kept"));
    window.click("Corrections (CSV)");
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote corrections.csv"));
    let file = window.photos().with_file_name("corrections.csv");
    let table = fs_err::read_to_string(&file).unwrap();
    assert!(table.contains(",none of these,person,") && table.contains(&first), "{table}");
    window.keys(Modifiers::COMMAND, Key::Z);
    asked(&mut window, 1, 27);
    window.key(Key::Escape);
    window.until("the grid is back", |w| w.sees("Untagged, 3"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("the table of corrections is understood", |w| w.sees("Column: now") && w.sees_part("Name the label set"));
    window.write("Label set", "Colour");
    window.until("none is read as none", |w| w.sees_part("Colour: none of these for "));
}

fn is_ticked<'a>(cell: &impl NodeT<'a>) -> bool {
    cell.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

#[test]
fn many_are_corrected_at_once_as_one_step() {
    let mut window = labelled();
    begin(&mut window);
    window.key(Key::G);
    window.until("many are shown", |w| w.harness.query_all_by_label_contains(" becomes ").count() == 24);
    window.harness.check_accessibility();
    let ticked = |w: &Window| {
        let cells = w.harness.query_all_by_label_contains(" becomes ");
        cells.filter(is_ticked).count()
    };
    let sure = ticked(&window);
    assert!(sure <= 2, "only what is sure is ticked: {sure}");
    // The first two are the wrong ones: both are ticked, whatever was ticked from the beginning.
    for (photo, _) in WRONG {
        let name = format!("{photo}: ");
        let unticked = |w: &Window| w.harness.query_all_by_label_contains(&name).any(|cell| !is_ticked(&cell));
        if unticked(&window) {
            window
                .click_where(photo, |w| w.harness.query_all_by_label_contains(&name).find(|cell| !is_ticked(cell)).map(|node| node.rect()));
        }
    }
    window.until("both are ticked", |w| w.sees("Take the better label for 2 photos"));
    // The key unticks and ticks where the cursor is.
    window.key(Key::Space);
    window.until("one is left", |w| w.sees("Take the better label for 1 photo"));
    window.key(Key::Space);
    window.until("both are ticked again", |w| w.sees("Take the better label for 2 photos"));
    window.key(Key::Enter);
    let catalog = window.other_process();
    window.until("both have their own colour", |_| label(&catalog, "red-0.jpg").0 == "Red" && label(&catalog, "green-1.jpg").0 == "Green");
    window.until("and the next page is shown", |w| {
        w.sees_part("0 kept · 2 corrected") && w.harness.query_all_by_label_contains(" becomes ").count() == 3
    });
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("one step takes both back", |_| label(&catalog, "red-0.jpg").0 == "Blue" && label(&catalog, "green-1.jpg").0 == "Red");
    window.key(Key::G);
    window.until("one at a time again", |w| w.sees_part(", large"));
}

#[test]
fn photos_that_were_corrected_speak_with_their_present_labels() {
    let mut window = labelled();
    begin(&mut window);
    assert!(window.sees_part(".jpg") && !window.sees_part(", since corrected"));
    window.key(Key::Enter);
    asked(&mut window, 2, 27);
    window.key(Key::Enter);
    asked(&mut window, 3, 27);
    let catalog = window.other_process();
    window.until("both are corrected", |w| {
        label(&catalog, "red-0.jpg").0 == "Red" && label(&catalog, "green-1.jpg").0 == "Green" && w.sees_part("2 corrected")
    });
    let mut seen = Vec::new();
    while !window.sees_part(", since corrected") {
        seen.push(photo(&window));
        assert!(seen.len() < 25, "none of {seen:?} has a corrected neighbour");
        window.key(Key::Space);
        window.until("the next photo is asked about", |w| w.sees_part(", large") && !seen.contains(&photo(w)));
    }
    assert!(window.sees("red-0.jpg, Red, since corrected") || window.sees("green-1.jpg, Green, since corrected"));
}

#[test]
fn what_cannot_be_checked_is_told() {
    let mut window = labelled();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.click("Label set: Colour");
    window.click("Style");
    window.until("there is nothing yet", |w| w.sees_part("No photo has a label of Style yet"));
    window.key(Key::Enter);
    assert!(window.sees_part("No photo has a label of Style yet"), "nothing begins");
    window.click("Label set: Style");
    window.click("Empty");
    window.until("there is nothing yet", |w| w.sees_part("No photo has a label of Empty yet"));
    window.click("Label set: Empty");
    window.click("Colour");
    window.click("A random sample");
    window.until("there is nothing to draw from", |w| w.sees_part("No label of Colour was accepted from a suggestion"));
    window.click("Not now");
    window.until("the grid is there", |w| !w.sees("A random sample") && w.sees("Untagged, 3"));
}

#[test]
fn the_tagging_panel_offers_it_and_a_sample_tells_its_estimate() {
    let mut window = labelled();
    window.command("Check labels…");
    window.key(Key::Escape);
    // Labels that the person gave themselves have what the model gave them: they can be drawn from.
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.key(Key::Enter);
    asked(&mut window, 1, 27);
    for number in 2..=4 {
        window.key(Key::Enter);
        asked(&mut window, number, 27);
    }
    window.key(Key::Escape);
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.until("the dialog is open", |w| w.sees("A random sample"));
    window.click("A random sample");
    window.until("there is something to draw from", |w| w.sees_part("Drawn from 3 that were accepted"));
    window.click("Begin the check");
    asked(&mut window, 1, 3);
    assert!(window.sees("Drawn at random") && !window.sees("Nearest photos"));
    window.key(Key::Enter);
    asked(&mut window, 2, 3);
    assert!(window.sees_part("Of 1 looked at, 1 was right: "), "Enter keeps in a spot check");
    window.key(Key::A);
    asked(&mut window, 3, 3);
    window.key(Key::K);
    window.until("the estimate is told", |w| w.sees("All looked at") && w.sees_part("Of 3 looked at, 2 were right: "));
    window.keys(Modifiers::COMMAND, Key::Z);
    asked(&mut window, 3, 3);
}

#[test]
fn a_running_check_can_be_ended() {
    let mut window = labelled();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.key(Key::Enter);
    // Ended before the answer is taken in, or after it: either way the grid is back, and nothing is asked.
    window.key(Key::Escape);
    window.until("the grid is back", |w| w.sees("Untagged, 3") && !w.sees_part(" of 27 · "));
    begin(&mut window);
}

/// The labels of a photo, where several may fit.
fn labels(catalog: &Catalog, photo: &str) -> Vec<String> {
    let id = id_of(catalog, photo);
    let set = catalog.label_sets().unwrap().into_iter().find(|set| set.name == "Colour").unwrap();
    let tags = catalog.tags().unwrap();
    let own = tags.iter().filter(|tag| tag.photo == id && tag.decision == base::Decision::Accepted);
    own.filter_map(|tag| Some(set.label(tag.label?)?.name.clone())).collect()
}

/// What a text says: its name, or its value.
fn said(node: &egui_kittest::Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    node.label().or_else(|| node.value())
}

#[test]
fn of_several_labels_missing_ones_are_added_and_wrong_ones_taken_off() {
    let mut window = labelled_as("multi");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::L);
    window.until("the dialog is open", |w| w.sees("Likeliest mistakes first") && w.sees_part("27 photos have a label"));
    window.key(Key::Enter);
    let place = |window: &mut Window, number: usize| {
        let words = format!("{number} of ");
        let told = |w: &Window| {
            let mut told = w.harness.query_all_by_label_contains(" kept · ").filter_map(|node| said(&node));
            told.any(|told| told.starts_with(&words))
        };
        window.until(&words, |w| told(w) && w.sees_part(", large"));
    };
    place(&mut window, 1);
    window.harness.check_accessibility();
    let catalog = window.other_process();
    let mut wanted = vec![("red-0.jpg", None), ("red-0.jpg", Some("Red")), ("green-1.jpg", None), ("green-1.jpg", Some("Green"))];
    let (mut asked, mut right) = (Vec::new(), 0);
    while !wanted.is_empty() {
        let number = asked.len() + 1;
        place(&mut window, number);
        let missing = window.harness.query_all_by_label_contains("Missing: ").next().and_then(|node| said(&node));
        let label = missing.as_deref().map(|words| words.trim_start_matches("Missing: ").to_owned());
        match &label {
            Some(label) => {
                assert!(window.sees(&format!("Add {label}")) && window.sees(&format!("Keep without {label}")));
                assert!(window.sees_part(" · It has "), "what the photo has");
            }
            None => assert!(window.sees_part("Take off ") && window.sees_part(" right?")),
        }
        assert!(!window.sees("Another label…") && !window.sees_part("none of these"), "each is a question of its own");
        // Digits and X mean nothing here.
        window.key(Key::Num1);
        window.key(Key::X);
        place(&mut window, number);
        asked.push((photo(&window), label));
        let (name, label) = asked.last().map(|(photo, label)| (photo.as_str(), label.as_deref())).unwrap();
        if let Some(found) = wanted.iter().position(|one| *one == (name, label)) {
            wanted.remove(found);
            window.key(Key::A);
        } else {
            right += 1;
            window.key(Key::K);
        }
        assert!(asked.len() < 9, "of 81 questions four have another answer: {asked:?}");
    }
    let (next, here) = (asked.len() + 1, asked.len());
    place(&mut window, next);
    window.until("all is saved", |_| labels(&catalog, "red-0.jpg") == ["Red"] && labels(&catalog, "green-1.jpg") == ["Green"]);
    assert!(window.sees_part(&format!("{right} kept · 4 corrected")));

    // A mind is changed: what was added is as it was, and that is remembered of this label alone.
    window.key(Key::Backspace);
    place(&mut window, here);
    let added = window.sees("Add Red") || window.sees("Add Green");
    assert!(window.sees_part(if added { "Decided: added" } else { "Decided: taken off" }));
    let (last, before) = (photo(&window), if photo(&window) == "red-0.jpg" { "Blue" } else { "Red" });
    window.key(Key::K);
    place(&mut window, next);
    let own = if last == "red-0.jpg" { "Red" } else { "Green" };
    window.until("it is kept as it was", |_| kept(&catalog) == right + 1 && labels(&catalog, &last).contains(&before.to_owned()) != added);
    assert_eq!(labels(&catalog, &last).contains(&own.to_owned()), !added);
    window.keys(Modifiers::COMMAND, Key::Z);
    place(&mut window, here);
    window.until("it is corrected again", |_| kept(&catalog) == right && labels(&catalog, &last) == [own]);

    window.key(Key::Escape);
    window.until("what was decided is told", |w| w.sees_part(" checked") && w.sees_part("4 corrected"));
    window.click("Export what was checked…");
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote label-check.html"));
    let page = fs_err::read_to_string(window.photos().with_file_name("label-check.html")).unwrap();
    assert!(
        page.contains("<b>4</b>corrected") && page.contains("<s>Blue</s></td><td>taken off") && page.contains("<s>missing</s></td><td>Red")
    );
    window.click("Export what was checked…");
    window.click("Corrections (CSV)");
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote corrections.csv"));
    let table = fs_err::read_to_string(window.photos().with_file_name("corrections.csv")).unwrap();
    assert!(table.contains("red-0.jpg,Blue,,person,") && table.contains("red-0.jpg,,Red,person,") && table.lines().count() == 5, "{table}");
}
