//! What decisions teach, what the percentages rest on, and a precision that is promised: told and used in the tagging panel.

use super::window::Window;
use base::tags::UNSEEN;
use base::{LabelSetDraft, Source};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;
use std::fmt::Write as _;
use std::path::Path;

/// Photos of the sample that are decided; the others are asked about.
const DECIDED: usize = 100;

/// The sample catalogue with a label set "Kind" (is it worn on the body?), of which so many photos are decided by a file.
fn with_kinds() -> Window {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |_| Some(CatalogRequest::OpenSample.into()));
    window.until("the sample is indexed", |w| w.sees_part("Indexed 120 photos") && !w.busy());
    let table = window.photos().with_file_name("kinds.csv");
    fs_err::write(&table, kinds(DECIDED)).unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&table);
    let import = format!("Import {DECIDED} labels");
    window.until("the import can begin", |w| w.sees(&import));
    window.click(&import);
    window.until("the labels are there", |w| w.sees("Untagged, 20") && !w.sees("Hide"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window
}

/// A table of the sample's first photos, every sixth left out.
fn kinds(rows: usize) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-catalogue/labels.csv");
    let text = fs_err::read_to_string(file).unwrap();
    let paths = text.lines().skip(1).map(|line| line.split(',').next().unwrap()).enumerate().filter(|(i, _)| i % 6 != 5);
    let mut table = "path,set,label\n".to_owned();
    for (_, path) in paths.take(rows) {
        let kind = if path.starts_with("clothing/") { "Clothing" } else { "Other" };
        writeln!(table, "{path},Kind,{kind}").unwrap();
    }
    table
}

fn learned(window: &mut Window) {
    window.until("what was learned is told", |w| {
        w.sees("Percentages were checked on 100 decided photos.") && w.sees_part(" of 100 decisions")
    });
}

/// The number in the first name that begins and ends so.
fn number(window: &Window, before: &str, after: &str) -> Option<u64> {
    let names = window.harness.query_all_by_label_contains(before).filter_map(|node| node.accesskit_node().label());
    names.into_iter().find_map(|name| name.strip_prefix(before)?.split_once(after)?.0.replace(',', "").parse().ok())
}

#[test]
fn a_promise_tells_what_it_rests_on_and_accepts_just_that() {
    let mut window = with_kinds();
    learned(&mut window);
    let place = |w: &Window| w.harness.get_by_label("98 % right").rect();
    let before = place(&window);
    window.click("95 % right");
    window.until("it can be promised", |w| w.sees_part(" can be accepted") && w.sees_part("Right, by the share accepted: "));
    assert_eq!(place(&window), before, "nothing moves under the pointer");
    // While one label is looked at, the promise is still of all; and it says so.
    let row = window.names().into_iter().find(|name| name.starts_with("Clothing, ")).unwrap();
    window.click(&row);
    window.until("it is of all labels", |w| {
        w.sees_part(" can be accepted in all 2 labels") && w.sees_part(" in all labels") && w.sees_part("Clothing: ")
    });
    window.click(&row);
    window.until("no label is looked at", |w| !w.sees_part(" in all labels"));
    assert!(window.sees_part("Of 100 decisions it would have accepted "));
    window.harness.check_accessibility();
    window.until("what would be accepted is counted", |w| number(w, "Accept ", " tag").is_some());
    let accepted = number(&window, "Accept ", " tag").unwrap();
    assert!((1..=20).contains(&accepted), "{accepted}");
    let words = if accepted == 1 { "Accept 1 tag".to_owned() } else { format!("Accept {accepted} tags") };
    window.click(&words);
    let left = format!("Untagged, {}", 20 - accepted);
    window.until("they are accepted", |w| w.sees(&left));
    let catalog = window.other_process();
    let unseen = |model: &Option<std::sync::Arc<str>>| model.as_deref().is_some_and(|model| model.ends_with(UNSEEN));
    let tags = catalog.tags().unwrap();
    let in_bulk = tags.iter().filter(|tag| tag.provenance.source == Source::Person && unseen(&tag.provenance.model)).count();
    assert_eq!(in_bulk as u64, accepted, "a person's, who did not look at each");
    window.until("it rests on the same decisions", |w| {
        w.sees_part("Of 100 decisions it would have accepted ") || w.sees("Percentages were checked on 100 decided photos.")
    });
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("all is taken back", |w| w.sees("Untagged, 20"));
    window.click("By hand");
    window.until("the threshold says again what is accepted", |w| w.harness.query_by_role_and_label(Role::Slider, "Threshold").is_some());
}

#[test]
fn where_decisions_are_too_few_nothing_is_accepted_and_a_review_settles_it() {
    let mut window = Window::with_labels();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("nobody has checked anything", |w| {
        w.sees("Percentages are the model's own; they were not checked on these photos. That takes 50 more decided photos.")
            && w.sees("Nothing is decided yet.")
    });
    window.click("98 % right");
    window.until("how many are wanting is told", |w| {
        w.sees("98\u{a0}% cannot be promised yet") && w.sees_part("It takes at least 189 decisions")
    });
    assert!(window.harness.query_all_by_label_contains("Accept").next().is_none(), "nothing can be accepted");
    window.harness.check_accessibility();
    window.click("Review 12");
    window.until("the review is of sure ones", |w| w.sees("1 of 12") && w.sees_part("sure ones at random") && w.sees_part("Green, "));
    window.key(Key::Num1);
    window.until("the next one is asked", |w| w.sees("2 of 12"));
    window.key(Key::Escape);
    window.until("one less is wanting, or none where it was wrong", |w| w.sees_part("1 decision so far."));
    assert_eq!(window.other_process().tags().unwrap().len(), 1);
}

#[test]
fn learning_is_switched_off_and_on_again_for_one_set() {
    let mut window = with_kinds();
    learned(&mut window);
    let saved = |w: &Window| -> LabelSetDraft { w.other_process().label_sets().unwrap()[0].draft() };
    window.click("Learn from decisions");
    window.until("the words alone answer", |w| {
        w.sees("Off: it answers by its words alone, whatever was decided.")
            && w.sees("Percentages are the model's own; they are not checked on these photos.")
    });
    assert!(saved(&window).words_only);
    window.click("95 % right");
    window.until("nothing can be promised then", |w| w.sees_part("let it learn from decisions first"));
    window.keys(Modifiers::COMMAND, Key::Z);
    learned(&mut window);
    assert!(!saved(&window).words_only, "it was a step like any other");
}

#[test]
fn none_of_these_is_proposed_where_the_file_does_not_tell() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("sets.csv");
    fs_err::write(&file, "set,label,choice,none_of_these\nColour,Red,single,\nShade,Dark,single,no\nStyle,plain,multi,\n").unwrap();
    window.command("Import label sets…");
    window.type_path(&file);
    window.until("it is told", |w| w.sees_part("new labels and “none of these”"));
    let sets = window.other_process().label_sets().unwrap();
    assert_eq!(sets.iter().map(|set| set.none_of_these).collect::<Vec<_>>(), [true, false, false]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    window.until("it has a row", |w| w.sees_part("None of these, "));
    window.click("Edit labels");
    window.until("what it costs and catches is told", |w| w.sees_part("Catches photos that no label fits: ") && w.sees_part("Its price: "));
    window.click("Some photos are none of these");
    window.until("what is without it is told", |w| w.sees("Every photo is given the nearest label, even where none fits."));
    window.click("Cancel");
    window.click("Discard");
    window.command("New label set");
    window.until("a new set has it", |w| w.sees_part("Its price: "));
}

#[test]
fn a_set_that_comes_with_labels_has_none_of_these_where_one_label_fits() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("colours.csv");
    fs_err::write(&file, "path,set,label\nred-0.jpg,Tone,Red\ngreen-0.jpg,Tone,Green\nred-0.jpg,Style,plain\nred-0.jpg,Style,long\n")
        .unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("the import can begin", |w| w.sees("Import 4 labels"));
    window.click("Import 4 labels");
    let none = |window: &Window, name: &str| {
        let sets = window.other_process().label_sets().unwrap();
        sets.iter().find(|set| set.name == name).map(|set| set.none_of_these)
    };
    window.until("the sets are there", |w| none(w, "Tone").is_some() && none(w, "Style").is_some());
    assert_eq!((none(&window, "Tone"), none(&window, "Style")), (Some(true), Some(false)));
}
