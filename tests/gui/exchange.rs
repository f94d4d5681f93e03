//! Tags in and out of files, through the dialogs.

use super::window::{Dropped, Window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

const ROWS: &str = "path,set,label\nred-0.jpg,Colour,Red\nblue-1.jpg,Colour,Blue\nnowhere.jpg,Colour,Red\n";

fn shift(window: &mut Window, key: Key) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, key);
}

#[test]
fn an_import_is_shown_before_it_is_done() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("labels.csv");
    fs_err::write(&file, ROWS).unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.until("it is known what would happen", |w| w.sees("2 rows name a photo") && w.sees("1 row matches nothing here"));
    assert!(window.sees_part("New in Colour: Red, Blue") && window.sees_part("nowhere.jpg"));
    window.harness.check_accessibility();
    window.click("Import 2 labels");
    window.until("the labels are there", |w| w.sees("Untagged, 10") && w.sees_part("Imported 2 labels"));
    assert!(!window.sees("Not now"), "the dialog is closed");
    window.click("Check labels");
    window.until("they can be checked at once", |w| w.sees("Label set: Colour") && w.sees_part("2 photos have a label"));
    window.key(Key::Escape);
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("one step takes all of it back", |w| !w.sees("Untagged, 10"));
}

#[test]
fn what_is_wrong_with_a_file_is_told_in_the_dialog() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("wrong.csv");
    fs_err::write(&file, "kind,colour\nA,Red\n").unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.until("it is told", |w| w.sees("Nothing was changed.") && w.sees("Nothing can be imported like this"));
}

#[test]
fn a_table_is_read_as_it_likely_is_meant_and_the_button_stands_still() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("kinds.csv");
    // Two photos by their names, and three columns that may hold labels.
    fs_err::write(&file, "image,note,kind,shade\nred-0,a,A,x\nred-1,b,A,x\nblue-1,c,B,y\nnowhere,d,B,y\n").unwrap();
    shift(&mut window, Key::I);
    window.harness.run_steps(3);
    let place = |w: &Window, name: &str| w.harness.get_by_label(name).rect();
    let before = place(&window, "Import");
    window.type_path(&file);
    window.until("it is known what would happen", |w| w.sees("3 rows name a photo") && w.sees("Column: kind"));
    assert_eq!(window.field("Label set").as_deref(), Some("kind"));
    window.harness.run_steps(3);
    let after = place(&window, "Import 3 labels");
    assert!((before.top() - after.top()).abs() < 1.0 && (before.right() - after.right()).abs() < 1.0, "{before:?} {after:?}");
    window.click("Column: kind");
    assert!(!window.sees("image"), "what names the photos holds no labels");
    window.click("shade");
    window.until("another column is looked at, and the set is called like it", |w| {
        w.sees("Column: shade") && w.field("Label set").as_deref() == Some("shade") && w.sees_part("New in shade: x, y")
    });
    window.click("Paths");
    window.until("by path it names nothing", |w| w.sees("There is nothing new to import"));
    window.click("File names");
    window.click("Import 3 labels");
    window.until("they are there", |w| w.sees("Untagged, 9") && !w.sees("Hide"));
}

#[test]
fn a_set_with_everything_decided_offers_the_check() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("all.csv");
    let names =
        ["red", "green", "blue", "yellow"].into_iter().flat_map(|colour| (0..3).map(move |i| format!("{colour}-{i}.jpg,{colour}\n")));
    fs_err::write(&file, format!("path,colour\n{}", names.collect::<String>())).unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.click("Import 12 labels");
    window.until("the labels are there", |w| w.sees_part("Imported 12 labels") && !w.sees("Hide"));
    window.click("Tagging");
    window.until("the panel says so", |w| w.sees("All 12 photos have a label") && w.sees("Evaluate…"));
    assert!(!window.sees_part("Accept 0") && !window.sees_part("Review 0"));
    window.harness.check_accessibility();
    window.click("Check labels…");
    window.until("it can be checked", |w| w.sees("Label set: colour") && w.sees_part("12 photos have a label"));
}

#[test]
fn a_dropped_csv_is_looked_at() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("labels.csv");
    fs_err::write(&file, ROWS).unwrap();
    window.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
    window.until("it is known what would happen", |w| w.sees("Import 2 labels"));
}

#[test]
fn tags_are_written_where_the_dialog_says() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("labels.csv");
    fs_err::write(&file, ROWS).unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.click("Import 2 labels");
    window.until("the labels are there", |w| w.sees("Untagged, 10") && !w.sees("Hide"));
    shift(&mut window, Key::E);
    assert!(window.sees("Export tags") && window.sees("CSV, one row a photo"));
    window.harness.check_accessibility();
    window.key(Key::Enter);
    window.until("it is written", |w| w.sees("2 rows written to tags.csv"));
    let written = fs_err::read_to_string(file.with_file_name("tags.csv")).unwrap();
    assert!(written.lines().next().unwrap().contains("Colour") && written.contains("red-0.jpg"), "{written}");
    shift(&mut window, Key::E);
    window.click("CSV, one row a decision");
    assert!(window.sees("Every decision, not the accepted tags alone"));
    window.click("Export 2 tags of 2 photos");
    window.until("it is written, too", |w| w.sees("2 rows written to decisions.csv"));
}

#[test]
fn the_export_stays_where_it_is_and_remembers_its_format() {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("labels.csv");
    fs_err::write(&file, ROWS).unwrap();
    shift(&mut window, Key::I);
    window.type_path(&file);
    window.click("Import 2 labels");
    window.until("the labels are there", |w| w.sees("Untagged, 10") && !w.sees("Hide"));
    shift(&mut window, Key::E);
    let places = |w: &Window| ["CSV, one row a photo", "Google product feed", "Not now"].map(|name| w.harness.get_by_label(name).rect());
    window.harness.run_steps(3);
    let before = places(&window);
    for format in ["XMP sidecars beside the photos", "CSV, one row a decision", "Google product feed", "JSON, one object a decision"] {
        window.click(format);
        window.harness.run_steps(3);
        let now = places(&window);
        assert_eq!(before[..2], now[..2], "{format}");
        assert!((before[2].top() - now[2].top()).abs() < 1.0, "{format}: the buttons stay too: {before:?} {now:?}");
    }
    window.click("Export 2 tags of 2 photos");
    window.until("it is written", |w| w.sees_part("written to tags.json"));
    let mut window = window.reopened();
    let photos = window.photos();
    window.keys(Modifiers::COMMAND, Key::O);
    window.type_path(&photos);
    window.until("the folder is open", |w| w.sees("12 photos") && !w.busy());
    shift(&mut window, Key::E);
    assert!(window.sees("Every decision, not the accepted tags alone"), "JSON is chosen still");
}

#[test]
fn the_import_stays_where_it_is_while_it_looks_and_tells() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("labels.csv");
    fs_err::write(&file, ROWS).unwrap();
    shift(&mut window, Key::I);
    window.harness.run_steps(3);
    let place = |w: &Window| w.harness.get_by_label("Not now").rect();
    let before = place(&window);
    window.click("One column");
    window.harness.run_steps(3);
    assert!((before.top() - place(&window).top()).abs() < 1.0, "two lines more: {before:?} {:?}", place(&window));
    window.click("Columns “set” and “label”");
    window.type_path(&file);
    window.until("it is known what would happen", |w| w.sees("Import 2 labels"));
    window.harness.run_steps(3);
    assert!((before.top() - place(&window).top()).abs() < 1.0, "an answer: {before:?} {:?}", place(&window));
}

const TEXTS: &str = "path,Title,brand,price\nred-0.jpg,Summer dress,Puma,10\nblue-1.jpg,Deck shoes,Adidas,20\nnowhere.jpg,Ghost,Zara,30\n";

/// A window whose dialog knows what an import of texts would do.
fn texts_looked_at() -> Window {
    let mut window = Window::open();
    let file = window.photos().with_file_name("feed.csv");
    fs_err::write(&file, TEXTS).unwrap();
    window.command("product feed");
    window.type_path(&file);
    window.until("it is known what would happen", |w| w.sees("Import texts of 2 photos"));
    window
}

/// Whether the columns of that name are ticked.
fn ticked(window: &Window, columns: [&str; 3]) -> [bool; 3] {
    columns.map(|column| {
        let node = window.harness.get_by_role_and_label(egui::accesskit::Role::CheckBox, column);
        NodeT::accesskit_node(&node).toggled() == Some(egui::accesskit::Toggled::True)
    })
}

#[test]
fn texts_are_imported_shown_with_their_photo_and_taken_out() {
    let mut window = texts_looked_at();
    assert!(window.sees("2 rows name a photo") && window.sees("1 row matches nothing here") && window.sees_part("nowhere.jpg"));
    assert_eq!(ticked(&window, ["Title", "brand", "price"]), [true, true, false], "what has a usual name is chosen");
    assert!(!window.sees("path"), "what names the photos is no text");
    window.harness.check_accessibility();
    window.click("Import texts of 2 photos");
    window.until("they are imported", |w| w.sees("Texts of 2 photos imported") && !w.sees("Not now"));
    window.select_all_and_write("Search", "puma");
    window.until("the brand is found", |w| w.cells().first().is_some_and(|cell| cell.starts_with("red-0.jpg")));
    let described = |w: &Window| {
        let cells = w.harness.query_all_by_role(egui::accesskit::Role::ListBoxOption);
        cells.filter(|cell| NodeT::accesskit_node(cell).description().is_some_and(|told| told.contains("found by its texts"))).count()
    };
    assert_eq!(described(&window), 1, "the grid says why");
    window.click("red-0.jpg");
    window.until("its texts are shown", |w| w.sees("Puma") && w.sees("Summer dress") && w.sees_part("“puma”"));
    window.harness.check_accessibility();
    // A photo that is no longer found is no longer shown.
    window.click("Clear");
    window.until("all photos are shown", |w| w.sees("12 photos"));
    window.click("red-0.jpg");
    window.until("its texts are shown", |w| w.sees("Puma"));
    window.click("Remove the brand");
    window.until("it is gone", |w| !w.sees("Puma") && w.sees("Summer dress"));
    window.until("and told", |w| w.sees_part("Brand removed"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("it is there again", |w| w.sees("Puma"));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.until("the import is one step", |w| !w.sees("Puma") && !w.sees("Summer dress"));
}

#[test]
fn columns_of_texts_are_chosen_and_what_is_there_already_is_told() {
    let mut window = texts_looked_at();
    for column in ["Title", "brand"] {
        window.click_where(column, |w| w.harness.query_by_role_and_label(egui::accesskit::Role::CheckBox, column).map(|node| node.rect()));
    }
    window.until("one is to be chosen", |w| w.sees("Choose the columns that hold texts"));
    window.click_where("price", |w| w.harness.query_by_role_and_label(egui::accesskit::Role::CheckBox, "price").map(|node| node.rect()));
    window.until("it is looked at again", |w| w.sees("Import texts of 2 photos") && w.sees_part("price: 10"));
    window.click("Import texts of 2 photos");
    window.until("they are imported", |w| w.sees("Texts of 2 photos imported") && !w.sees("Not now"));
    window.command("Import texts from a CSV…");
    let file = window.photos().with_file_name("feed.csv");
    window.type_path(&file);
    window.until("other columns are new", |w| w.sees("Import texts of 2 photos"));
    for column in ["Title", "brand", "price"] {
        window.click_where(column, |w| w.harness.query_by_role_and_label(egui::accesskit::Role::CheckBox, column).map(|node| node.rect()));
    }
    window.until("these are not", |w| w.sees("There is nothing new to import") && w.sees("2 photos have these texts already"));
}

#[test]
fn the_import_of_texts_stays_where_it_is_and_asks_for_columns_with_other_names() {
    let mut window = Window::open();
    let file = window.photos().with_file_name("feed.csv");
    let many: Vec<String> = (1..=40).map(|n| format!("attribute {n}")).collect();
    fs_err::write(&file, format!("filename,{}\nred-0.jpg{}\n", many.join(","), ",x".repeat(40))).unwrap();
    window.command("Import texts from a CSV…");
    window.harness.run_steps(3);
    let place = |w: &Window| w.harness.get_by_label("Not now").rect();
    let before = place(&window);
    window.type_path(&file);
    window.until("its columns are shown", |w| w.sees("Choose the columns that hold texts") && w.sees("attribute 1"));
    window.harness.run_steps(3);
    let now = place(&window);
    assert!((before.top() - now.top()).abs() < 1.0 && (before.left() - now.left()).abs() < 1.0, "forty columns: {before:?} {now:?}");
    window.click("attribute 1");
    window.until("it is looked at", |w| w.sees("Import texts of 1 photo") && w.sees_part("attribute 1: x"));
    window.click("SKUs");
    window.until("its rows name none", |w| w.sees("Nothing was changed."));
    window.click("File names");
    window.until("but files", |w| w.sees("Import texts of 1 photo"));
    window.harness.run_steps(3);
    assert!((before.top() - place(&window).top()).abs() < 1.0, "an answer: {before:?} {:?}", place(&window));
}
