//! Two people's decisions in the window: a colleague's file becomes opinions, how far both agree is told, and what they dispute is settled by keys.

use super::window::Window;
use base::{Decision, LabelSetId};
use egui::{Key, Modifiers};

/// Imports rows of a path, a set and a label through the dialog, as decided by this person.
fn import(window: &mut Window, author: &str, rows: &[(&str, &str, &str)]) {
    let file = window.photos().with_file_name(format!("{author}.csv"));
    let lines: Vec<String> = rows.iter().map(|(path, set, label)| format!("{path},{set},{label}")).collect();
    fs_err::write(&file, format!("path,set,label\n{}\n", lines.join("\n"))).unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("it was looked into", |w| w.sees_part("rows name a photo"));
    window.select_all_and_write("Decided by", author);
    let words = format!("Import {} labels", rows.len());
    window.until("it can be imported", |w| w.sees(&words));
    window.click(&words);
    window.until("it is imported", |w| !w.sees("Decided by") && w.sees_part("Imported "));
}

const ANN: [(&str, &str, &str); 4] =
    [("red-0.jpg", "Colour", "Red"), ("blue-0.jpg", "Colour", "Blue"), ("red-1.jpg", "Colour", "Red"), ("green-1.jpg", "Colour", "Green")];
const BEN: [(&str, &str, &str); 4] =
    [("red-0.jpg", "Colour", "Red"), ("blue-0.jpg", "Colour", "Blue"), ("red-1.jpg", "Colour", "Blue"), ("green-1.jpg", "Colour", "Red")];

fn compare(window: &mut Window) {
    window.keys(Modifiers::SHIFT, Key::R);
    window.until("the two are compared", |w| w.sees_part(" agree on ") || w.sees("Import a colleague's decisions…"));
}

fn set_named(window: &Window, name: &str) -> LabelSetId {
    window.other_process().label_sets().unwrap().into_iter().find(|set| set.name == name).unwrap().id
}

/// The accepted labels of a photo in a set, by name, and whether they settle a dispute.
fn stands(window: &Window, photo: &str, set: &str) -> (Vec<String>, bool) {
    let catalog = window.other_process();
    let set = catalog.label_sets().unwrap().into_iter().find(|known| known.name == set).unwrap();
    let photo = catalog.photos().unwrap().into_iter().find(|known| known.name() == photo).unwrap().id;
    let tags: Vec<_> = catalog.tags_of(&[photo]).unwrap().into_iter().filter(|tag| tag.set == set.id).collect();
    let mut names: Vec<String> = tags
        .iter()
        .filter(|tag| tag.decision == Decision::Accepted)
        .map(|tag| set.label(tag.label.unwrap()).unwrap().name.clone())
        .collect();
    names.sort();
    (names, !tags.is_empty() && tags.iter().filter(|tag| tag.decision != Decision::Rejected).all(|tag| tag.provenance.settles))
}

fn settled(window: &Window, set: &str) -> usize {
    window.other_process().settled_disputes(set_named(window, set)).unwrap().len()
}

#[test]
fn a_dispute_is_settled_by_a_key_and_undo_takes_that_back_by_its_step() {
    let mut window = Window::with_labels();
    import(&mut window, "Ann", &ANN);
    import(&mut window, "Ben", &BEN);
    compare(&mut window);
    window.until("they are told", |w| w.sees("Ann and Ben agree on 2 of 4 photos"));
    // (.5 - .375) / (1 - .375)
    assert!(window.sees_part("Cohen's kappa 0.20 (95 %:") && window.sees_part("2 disputed"), "{:#?}", window.names());
    assert!(window.sees("Ann says Red, Ben says Blue: 1 photo") && window.sees("All differences, 2 photos"));
    window.harness.check_accessibility();
    window.click("Ann says Green, Ben says Red: 1 photo");
    window.until("only those are listed", |w| w.sees("Settle 1 dispute") && w.cells().len() == 1);
    window.click("All differences, 2 photos");
    window.until("all are", |w| w.cells().len() == 2 && w.cells()[0].starts_with("green-1.jpg"));
    window.click("Settle 2 disputes");
    window.until("the first is asked about", |w| w.sees("Which is right for green-1.jpg?") && w.sees("1 of 2"));
    assert!(
        window.sees_part("Green, says Ann, ")
            && window.sees_part("Red, says Ben, ")
            && window.sees("Until it is settled, what Ben says stands")
    );
    window.harness.check_accessibility();
    window.key(Key::Num1);
    window.until("the next comes by itself, and the first is saved", |w| {
        w.sees("Which is right for red-1.jpg?") && settled(w, "Colour") == 1 && w.sees("1 settled")
    });
    assert_eq!(stands(&window, "green-1.jpg", "Colour"), (vec!["Green".to_owned()], true));
    window.key(Key::ArrowLeft);
    window.until("what was settled can be looked at", |w| w.sees("Settled: Green"));
    window.key(Key::ArrowRight);
    window.until("on again", |w| w.sees("Which is right for red-1.jpg?"));
    window.click("Green");
    window.until("an answer of nobody's is one, too", |w| w.sees("Every dispute is settled") && settled(w, "Colour") == 2);
    assert_eq!(stands(&window, "red-1.jpg", "Colour"), (vec!["Green".to_owned()], true));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the last answer is taken back, and asked for again", |w| {
        w.sees("Which is right for red-1.jpg?") && settled(w, "Colour") == 1
    });
    assert_eq!(stands(&window, "red-1.jpg", "Colour"), (vec!["Blue".to_owned()], false));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until("and given again", |w| w.sees("Every dispute is settled") && settled(w, "Colour") == 2);
    window.click("Back to the figures");
    window.until("the figures stay, and what is settled is counted", |w| {
        w.sees("Ann and Ben agree on 2 of 4 photos") && w.sees_part("Cohen's kappa 0.20") && w.sees_part("2 settled")
    });
    assert!(window.sees("Every dispute is settled") && !window.sees_part("Settle "), "{:#?}", window.names());
}

#[test]
fn what_is_skipped_stays_disputed_and_none_of_these_is_an_answer() {
    let mut window = Window::with_labels();
    import(&mut window, "Ann", &ANN);
    import(&mut window, "Ben", &BEN);
    compare(&mut window);
    window.until("they are listed", |w| w.cells().len() == 2);
    window.key(Key::End);
    window.key(Key::Enter);
    window.until("Enter begins at the photo under the cursor", |w| w.sees("Which is right for red-1.jpg?"));
    window.key(Key::Space);
    window.until("what lies before it comes next", |w| w.sees("Which is right for green-1.jpg?"));
    window.key(Key::X);
    window.until("that was the last one", |w| w.sees("That was the last one") && settled(w, "Colour") == 1);
    assert_eq!(stands(&window, "green-1.jpg", "Colour"), (Vec::new(), true));
    window.click("Go through the 1 skipped");
    window.until("the skipped one is asked about", |w| w.sees("Which is right for red-1.jpg?"));
    window.key(Key::Escape);
    window.until("it is still disputed", |w| w.sees_part("1 disputed · 1 settled") && w.cells().len() == 1);
    // Undo outside of the queue takes back the last step of all.
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("both are disputed again", |w| w.cells().len() == 2 && settled(w, "Colour") == 0);
}

#[test]
fn where_several_labels_fit_an_answer_is_all_of_them() {
    let mut window = Window::with_labels();
    import(&mut window, "Ann", &[("red-0.jpg", "Style", "plain"), ("red-0.jpg", "Style", "striped"), ("red-1.jpg", "Style", "plain")]);
    import(&mut window, "Ben", &[("red-0.jpg", "Style", "striped"), ("red-1.jpg", "Style", "striped")]);
    compare(&mut window);
    window.click("Label set: Colour");
    window.click("Style");
    window.until("they are told", |w| w.sees("Ann and Ben agree on 0 of 2 photos"));
    window.click("Settle 2 disputes");
    window.until("answers are whole", |w| w.sees_part("plain, striped, says Ann, ") && w.sees_part("striped, says Ben, "));
    assert!(window.sees("striped, ticked") && window.sees("plain"), "what both say is ticked: {:#?}", window.names());
    window.key(Key::Num1);
    window.until("one key takes an answer whole", |w| w.sees("Which is right for red-1.jpg?") && settled(w, "Style") == 1);
    assert_eq!(stands(&window, "red-0.jpg", "Style"), (vec!["plain".to_owned(), "striped".to_owned()], true));
    window.key(Key::Enter);
    assert!(window.sees("Which is right for red-1.jpg?"), "nothing ticked, nothing done");
    window.key(Key::Num3);
    window.until("a label is ticked by its key", |w| w.sees("plain, ticked"));
    window.click("striped");
    window.until("and another by a click", |w| w.sees("striped, ticked"));
    window.key(Key::Enter);
    window.until("Enter takes what is ticked", |w| w.sees("Every dispute is settled") && settled(w, "Style") == 2);
    assert_eq!(stands(&window, "red-1.jpg", "Style"), (vec!["plain".to_owned(), "striped".to_owned()], true));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("all labels of an answer are one step", |w| w.sees("Which is right for red-1.jpg?") && settled(w, "Style") == 1);
    let (names, settles) = stands(&window, "red-1.jpg", "Style");
    assert!(!settles && !names.is_empty(), "{names:?}");
}

#[test]
fn one_person_alone_and_two_without_a_common_photo_are_told_what_to_do() {
    let mut window = Window::with_labels();
    compare(&mut window);
    window.until("nobody has decided", |w| w.sees("Nobody has decided about Colour yet"));
    window.key(Key::G);
    import(&mut window, "Ann", &ANN[..2]);
    compare(&mut window);
    window.until("one has", |w| w.sees("Only Ann has decided about Colour"));
    window.harness.check_accessibility();
    window.click("Import a colleague's decisions…");
    window.until("the dialog of imports opens", |w| w.sees("Decided by"));
    window.click("Not now");
    window.key(Key::G);
    import(&mut window, "Ben", &BEN[2..]);
    compare(&mut window);
    window.until("they share nothing", |w| w.sees("Ann and Ben have no photo in common"));
    assert!(window.sees_part("Ann decided about 2 photos, Ben about 2 photos"), "{:#?}", window.names());
    window.harness.check_accessibility();
}

#[test]
fn decisions_bear_the_name_that_the_person_gives_and_the_inspector_says_who_says_what() {
    let mut window = Window::with_labels();
    window.command("Your name…");
    window.until("the dialog is open", |w| w.sees("Your name"));
    window.select_all_and_write("Your name", "  Mia ");
    window.key(Key::Enter);
    window.until("it is taken", |w| w.sees("Your decisions bear the name Mia from now on"));
    window.click("red-1.jpg");
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text("red");
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.until("it is decided", |w| w.sees("Tag Colour: Red"));
    import(&mut window, "Ben", &BEN);
    window.until("both are told beside the photo", |w| {
        w.sees_part("Mia says Red, ") && w.sees_part("Ben says Blue, ") && w.sees("Colour · disputed")
    });
    assert_eq!(stands(&window, "red-1.jpg", "Colour").0, ["Red"], "what the person decided stands");
    window.harness.check_accessibility();
    compare(&mut window);
    window.until("they share the one photo", |w| w.sees("Ben and Mia agree on 0 of 1 photo"));
    window.click("Settle 1 dispute");
    window.until("it is asked about", |w| w.sees_part("Blue, says Ben, ") && w.sees("Until it is settled, what Mia says stands"));
    window.key(Key::Num1);
    window.until("it is settled", |w| w.sees("Every dispute is settled") && settled(w, "Colour") == 1);
    window.click("Back to the figures");
    window.key(Key::G);
    window.until("the inspector says so", |w| w.sees("Colour · settled by Mia") && w.sees_part("Mia says Red, "));
    let mut window = window.reopened();
    window.command("Your name…");
    window.until("the name is remembered", |w| w.field("Your name").as_deref() == Some("Mia"));
}

#[test]
fn what_a_file_says_against_ones_own_decisions_can_be_imported_alone() {
    let mut window = Window::with_labels();
    window.command("Your name…");
    window.select_all_and_write("Your name", "Mia");
    window.click("Save");
    window.click("red-1.jpg");
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text("red");
    window.key(Key::Enter);
    window.key(Key::Escape);
    window.until("it is decided", |w| w.sees("Tag Colour: Red"));
    let file = window.photos().with_file_name("ben.csv");
    fs_err::write(&file, "path,set,label\nred-1.jpg,Colour,Blue\n").unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("nobody says it", |w| w.sees("There is nothing new to import") && w.sees("1 decision of a person stays as it is"));
    window.select_all_and_write("Decided by", "Ben");
    window.until("now somebody does", |w| w.sees("1 label is kept as its author's opinion"));
    window.click("Import 1 label");
    window.until("it is told beside the photo", |w| w.sees_part("Ben says Blue, "));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is one step", |w| !w.sees_part("Ben says Blue, "));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("again nobody says it", |w| w.sees("There is nothing new to import"));
    window.select_all_and_write("Decided by", "Ben");
    window.click("Import 1 label");
    window.until("it is there again", |w| w.sees_part("Ben says Blue, "));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("the file names a photo", |w| w.sees("1 row names a photo"));
    window.select_all_and_write("Decided by", "Ben");
    window.until("what is known is nothing new", |w| w.sees("There is nothing new to import") && !w.sees_part("opinion"));
    window.click("Not now");
    assert!(window.sees("Tag Colour: Red"));
}
