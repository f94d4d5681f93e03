//! Dialogs and forms: they say beforehand what they will do, ask before something is lost, and stay where they are.

use super::window::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::{Event, ExportFormat, PickPurpose, RequestId};

fn shift(window: &mut Window, key: Key) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, key);
}

/// One photo is red, one is decided as none of the colours, the other ten are untagged.
fn decided() -> Window {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("decisions-in.csv");
    fs_err::write(&file, "path,set,label,decision\nred-0.jpg,Colour,Red,accepted\ngreen-0.jpg,Colour,,none\n").unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.click("Import 2 labels");
    window.until("what is decided as none of these is not untagged", |w| w.sees("Untagged, 10") && !w.sees("Hide"));
    window
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_the_person_says_so() {
    let mut window = decided();
    let file = window.photos().with_file_name("tags.csv");
    let mine = |file: &std::path::Path| fs_err::read_to_string(file).unwrap() == "mine";
    fs_err::write(&file, "mine").unwrap();
    shift(&mut window, Key::E);
    let button = "Export 1 tag of 1 photo";
    window.click(button);
    window.until("it is asked", |w| w.sees("tags.csv is there already"));
    window.harness.check_accessibility();
    window.key(Key::Enter);
    assert!(mine(&file) && window.sees("tags.csv is there already"), "Enter is no answer");
    window.click("Replace tags.csv");
    window.until("it is written", |w| w.sees("1 row written to tags.csv"));
    assert!(!mine(&file));

    // The desktop's dialog has asked already.
    fs_err::write(&file, "mine").unwrap();
    shift(&mut window, Key::E);
    let picked = Event::Picked { request: RequestId(1), purpose: PickPurpose::ExportTags(ExportFormat::Csv), path: file.clone() };
    window.on_event(picked);
    window.click(button);
    window.until("it is written without a question", |_| !mine(&file));

    // Another path than the one that was confirmed is asked about.
    let other = file.with_file_name("tags.csv2");
    fs_err::write(&other, "mine").unwrap();
    shift(&mut window, Key::E);
    window.on_event(Event::Picked { request: RequestId(1), purpose: PickPurpose::ExportTags(ExportFormat::Csv), path: file });
    window.write("Path", "2");
    window.click(button);
    window.until("it is asked", |w| w.sees("tags.csv2 is there already"));
    window.write("Path", "3");
    assert!(!window.sees("tags.csv2 is there already"), "another path, another question");
    assert!(mine(&other));
}

#[test]
fn label_sets_replace_a_file_only_if_the_person_says_so() {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("mine.csv");
    fs_err::write(&file, "mine").unwrap();
    for answer in ["Keep", "Replace mine.csv"] {
        assert_eq!(fs_err::read_to_string(&file).unwrap(), "mine");
        window.command("Export label sets…");
        window.type_path(&file);
        window.click(answer);
    }
    window.until("it is written", |w| w.sees_part("Wrote 2 label sets"));
    assert!(fs_err::read_to_string(&file).unwrap().contains("Colour"));
}

#[test]
fn an_export_says_beforehand_what_it_takes_and_what_it_leaves_out() {
    let mut window = decided();
    shift(&mut window, Key::E);
    window.until("it is said", |w| w.sees("Export 1 tag of 1 photo"));
    let left_out = "Left out: 1 photo decided as none of these (there is no label to write) and 10 untagged photos.";
    assert!(window.sees(left_out));
    window.click("CSV, one row a decision");
    window.click("Every decision, not the accepted tags alone");
    window.until("both are in it", |w| w.sees("Export 2 decisions about 2 photos"));
    assert!(window.sees("Left out: 10 photos about which nothing was decided."));
    window.click("Export 2 decisions about 2 photos");
    window.until("it is written", |w| w.sees("2 rows written to decisions.csv"));
    let written = fs_err::read_to_string(window.photos().with_file_name("decisions.csv")).unwrap();
    assert!(written.lines().any(|line| line.contains("green-0.jpg,Colour,,none,")), "{written}");
    window.until("the dialog is closed", |w| !w.sees("Export tags"));
    window.select_all_and_write("Search", "is:none");
    window.until("they can be found", |w| w.cells().len() == 1);
}

#[test]
fn an_export_of_nothing_says_that_there_is_nothing() {
    let mut window = Window::with_labels();
    shift(&mut window, Key::E);
    window.until("it is said", |w| w.sees("No photo has a tag yet, so there is nothing to write."));
    window.key(Key::Enter);
    assert!(!window.photos().with_file_name("tags.csv").exists() && window.sees("Export tags"));
}

#[test]
fn a_typed_list_is_several_labels_as_a_pasted_one_is() {
    let mut window = Window::with_labels();
    shift(&mut window, Key::T);
    window.until("the panel is open", |w| w.sees("Edit labels"));
    window.command("New label set");
    window.write("Name of the label set", "Things");
    window.write("Add a label", "watch, \"shoes, boots\"");
    window.key(Key::Enter);
    window.until("both are rows", |w| w.sees("Remove watch") && w.sees("Remove shoes, boots") && !w.sees("Label 3"));
    let below = |w: &Window| w.harness.get_by_label("Prompt templates").rect();
    let before = below(&window);
    window.write("Add a label", "Watch");
    window.key(Key::Enter);
    window.until("a double is told", |w| w.sees("watch is already in the set"));
    assert_eq!(before, below(&window), "nothing moves because something is told");
    window.write("Add a label", "belt");
    assert!(!window.sees("watch is already in the set"));
    window.paste("Add a label", "s, Watch\nbelt; hat");
    window.until("a pasted one is told, too", |w| w.sees("Remove hat") && w.sees("watch is already in the set"));
}

#[test]
fn a_label_made_in_the_tag_bar_says_what_it_was_given_to() {
    let mut window = decided();
    window.keys(Modifiers::COMMAND, Key::A);
    window.keys(Modifiers::COMMAND, Key::T);
    window.type_text("Gold");
    let given = "to 12 photos, replaces 1 label";
    window.until("it is said beforehand", |w| w.sees_part(&format!("gives it {given}")));
    window.keys(Modifiers::SHIFT, Key::Enter);
    window.until("it is told", |w| w.sees(&format!("Label Gold made and given {given}")));
}

#[test]
fn an_import_says_what_it_lacks_and_shows_what_the_first_rows_would_give() {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("kinds.csv");
    fs_err::write(&file, "path,kind\nred-0.jpg,Red | Warm\nnowhere.jpg,Red\n").unwrap();
    shift(&mut window, Key::I);
    window.until("the file is missing", |w| w.sees("Choose a file first, or type its path"));
    window.type_path(&file);
    window.until("its column is found", |w| w.sees("Column: kind") && w.sees("line 2 red-0.jpg: kind: Red, Warm for red-0.jpg"));
    window.select_all_and_write("Label set", " ");
    window.until("the set is missing", |w| w.sees("Name the label set that they go to"));
    window.select_all_and_write("Label set", "Shade");
    window.until("the first rows are shown", |w| w.sees("line 2 red-0.jpg: Shade: Red, Warm for red-0.jpg"));
    window.click("Import 2 labels");
    window.until("they are there", |w| w.sees("Untagged, 11") && !w.sees("Hide"));
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.until("the set that has these labels is found", |w| w.field("Label set").as_deref() == Some("Shade"));
    window.until("it is said why nothing can be imported", |w| w.sees("There is nothing new to import"));
}

#[test]
fn a_path_that_cannot_be_opened_is_told_beside_its_field() {
    let mut window = Window::empty();
    let field = "Path of a folder or catalogue";
    window.write(field, "/no/such/folder");
    let place = |w: &Window| w.harness.get_by_label("Try the sample catalogue").rect();
    let before = place(&window);
    window.key(Key::Enter);
    window.until("it is told", |w| w.sees_part("There is no such folder or catalogue: /no/such/folder"));
    let told = window.harness.get_by_label_contains("There is no such folder").rect();
    let around = window.harness.get_by_role_and_label(Role::TextInput, field);
    assert!(around.is_focused() && (told.top() - around.rect().bottom()).abs() < 30.0, "{told:?} {:?}", around.rect());
    assert_eq!(place(&window), before, "nothing moves");
    let photos = window.photos();
    window.select_all_and_write(field, &photos.display().to_string());
    assert!(!window.sees_part("There is no such folder"), "another path");
    window.key(Key::Enter);
    window.until("it opens", |w| w.sees("12 photos") && !w.busy());
}

#[test]
fn answers_stay_where_they_are_when_an_earlier_decision_is_told() {
    let mut window = Window::with_labels();
    shift(&mut window, Key::R);
    window.key(Key::Enter);
    window.until("it is asked", |w| w.sees("1 of 12") && w.sees("Which colour?"));
    let tops = |w: &Window| w.harness.query_all_by_label_contains(", 0.").map(|n| n.rect().top()).collect::<Vec<_>>();
    let place = |w: &Window| tops(w).into_iter().fold(f32::INFINITY, f32::min);
    let before = place(&window);
    window.key(Key::Enter);
    window.until("the next is asked", |w| w.sees("2 of 12") && w.sees("Which colour?"));
    window.key(Key::ArrowLeft);
    window.until("the decision is told", |w| w.sees("1 of 12") && w.sees_part("Decided: "));
    assert!((place(&window) - before).abs() < 0.5, "{before} {}", place(&window));
}

#[test]
fn a_name_that_a_label_set_has_is_refused_without_a_path_of_ours() {
    let mut window = Window::with_labels();
    shift(&mut window, Key::T);
    window.until("the panel is open", |w| w.sees("Edit labels"));
    window.command("New label set");
    window.write("Name of the label set", "colour");
    window.write("Add a label", "Red");
    window.click("Save");
    window.until("it is refused", |w| w.sees("There is already a label set called 'colour'; choose another name"));
    assert!(!window.sees_part(".selvedge"));
}

#[test]
fn a_label_has_room_to_be_written_in_a_small_window() {
    let mut window = Window::with_labels();
    window.harness.set_size(egui::vec2(1000.0, 640.0));
    window.harness.run_steps(3);
    let photos = |w: &Window| w.harness.get_by_label("Photos").rect().width();
    let before = photos(&window);
    shift(&mut window, Key::T);
    window.click("Edit labels");
    window.until("the labels can be edited", |w| w.sees("Label 1"));
    window.harness.run_steps(3);
    for field in ["Label 1", "Add a label"] {
        let wide = window.harness.get_by_role_and_label(Role::TextInput, field).rect().width();
        assert!(wide >= 170.0, "{field} is {wide} wide");
    }
    window.click("Cancel");
    window.until("the form is closed", |w| !w.sees("Label 1"));
    window.harness.run_steps(3);
    assert!((photos(&window) - before).abs() < 1.0, "the photos have their room again");
}

#[test]
fn folders_of_one_name_are_called_with_their_root() {
    let mut window = Window::open();
    let other = window.photos().with_file_name("archive");
    super::window::draw_photos(&other);
    window.command("Add folder…");
    window.type_path(&other);
    window.until("both are indexed", |w| w.sees("24 photos") && !w.busy());
    window.keys(Modifiers::COMMAND, Key::K);
    window.harness.get_by_label("Command").type_text("dresses");
    window.until("the palette tells them apart", |w| w.sees_part("photos/dresses") && w.sees_part("archive/dresses"));
}

#[test]
fn a_path_that_does_not_do_comes_back_with_the_reason() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("broken.json");
    fs_err::write(&file, "[{").unwrap();
    for (command, path, reason) in [
        ("Open folder…", std::path::Path::new("/no/such/folder"), "There is no such folder or catalogue"),
        ("Import label sets…", &file, "broken.json"),
    ] {
        window.command(command);
        window.type_path(path);
        window.until("the dialog is back with the reason", |w| {
            w.harness.query_all_by_label("Path").next().is_some_and(|f| f.is_focused()) && w.sees_part(reason)
        });
        let typed = window.harness.get_by_label("Path").accesskit_node().value();
        assert_eq!(typed.as_deref(), path.to_str());
        window.write("Path", "x");
        assert!(!window.sees_part(reason), "another path, another answer");
        window.key(Key::Escape);
    }
}

#[test]
fn a_suggestion_that_was_decided_keeps_its_place() {
    let mut window = Window::with_labels();
    window.click("red-0.jpg");
    window.until("something is suggested", |w| w.sees_part("Suggestion Colour: "));
    let accept = window.harness.query_all_by_label_contains("Accept ").next().unwrap();
    let (name, place) = (accept.accesskit_node().label().unwrap(), accept.rect());
    window.click(&name);
    window.until("it is decided where it stands", |w| w.sees_part("Accepted suggestion Colour: "));
    window.harness.run_steps(3);
    let under = |w: &Window| w.harness.query_all_by_label_contains("Accept ").filter(|n| n.rect().contains(place.center())).count();
    assert_eq!(under(&window), 0, "nothing else is accepted by a second click: {name}");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it can be accepted again, at the same place", |w| w.sees(&name));
}
