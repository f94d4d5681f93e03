//! How often suggestions are right, as a person sees it, with the real engine: drawn photos of three colours, some with another label.

use super::layout::nothing_overlaps;
use super::models::add;
use super::window::{Window, draw};
use crate::second_model;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Photos of each colour.
const PHOTOS: u32 = 9;

/// A window on 30 photos, 27 of them of a colour that the set Colour has.
fn coloured(size: egui::Vec2) -> Window {
    let mut window = Window::sized(size, |photos| {
        for (name, colour) in [("red", [200, 30, 30]), ("green", [30, 160, 60]), ("blue", [40, 60, 200])] {
            for i in 3..PHOTOS {
                // Whatever is small is hard for the model: more colours than shapes, so that few are wrong.
                draw(&photos.join(format!("{name}-{i}.jpg")), colour.map(|part: u8| part + i as u8), i % 4);
            }
        }
        Some(engine::protocol::CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("30 photos") && !w.busy());
    let sets = window.photos().with_file_name("sets.csv");
    fs_err::write(
        &sets,
        "set,label,choice\nColour,Red,single\nColour,Green,single\nColour,Blue,single\nStyle,plain,multi\nEmpty,a,single\nOther,b,single\n",
    )
    .unwrap();
    window.command("Import label sets…");
    window.type_path(&sets);
    window.until("the label sets are there", |w| w.sees("Untagged, 30"));
    window
}

/// The truth in a table: the colours, but what is red is called green in three rows; the shop; and rows that cannot be used.
fn truth(window: &Window) -> PathBuf {
    let mut text = "path,colour,shop,nothing\n".to_owned();
    for colour in ["red", "green", "blue"] {
        for i in 0..PHOTOS {
            let label = if colour == "red" && i < 3 { "Green" } else { colour };
            writeln!(text, "{colour}-{i}.jpg,{label},shop {},", i % 2).unwrap();
        }
    }
    text += "nowhere.jpg,Red,shop 0,\nblue-0.jpg,Red,shop 0,\ndresses/yellow-0.jpg,Yellow,shop 0,\ndresses/yellow-1.jpg,,shop 1,\n";
    let file = window.photos().with_file_name("truth.csv");
    fs_err::write(&file, text).unwrap();
    file
}

/// Opens the dialog and compares with the table.
fn evaluate(window: &mut Window, file: &std::path::Path) {
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    window.until("the dialog is open", |w| w.sees("What was decided"));
    if !window.sees("Path") {
        window.click("A table (CSV)");
    }
    window.select_all_and_write("Path", &file.display().to_string());
    window.until("the file was looked into", |w| w.sees("Column: colour"));
    window.click("Evaluate");
    window.until("there are figures", |w| w.sees("Figures") && w.sees("27 photos"));
}

/// The photos of the grid.
fn shown(window: &Window) -> Vec<String> {
    let mut names: Vec<String> = window.cells().iter().map(|cell| cell.split(',').next().unwrap().to_owned()).collect();
    names.sort();
    names
}

fn row_names(window: &Window, list: &str) -> Vec<String> {
    let list = window.harness.get_by_role_and_label(egui::accesskit::Role::List, list);
    let rows = list.query_all_by_role(egui::accesskit::Role::ListItem);
    rows.filter_map(|row| row.accesskit_node().label()).collect()
}

#[test]
fn a_cell_of_the_matrix_shows_exactly_its_photos_and_there_is_a_way_back() {
    let mut window = coloured(egui::vec2(1280.0, 800.0));
    let file = truth(&window);
    evaluate(&mut window, &file);
    window.harness.check_accessibility();
    assert!(window.sees_part("compared with truth.csv, column “colour”"));
    assert!(window.sees_part("Left out: 1 row names a photo that is not in the catalogue (nowhere.jpg); 3 more"));
    let left_out = window.names().into_iter().find(|name| name.starts_with("Left out: ")).unwrap();
    window.click(&left_out);
    window.until("each label is named", |w| w.sees("Yellow, 1"));
    window.click(&left_out);
    window.until("the list is gone", |w| !w.sees("Yellow, 1"));
    window.click("Confused");
    window.until("the matrix is there", |w| w.sees("Confusion matrix"));
    window.harness.check_accessibility();
    let cell = "Green suggested as Red: 3 photos";
    assert!(window.sees(cell), "the model sees that they are red");
    window.click(cell);
    window.until("its photos are in the grid", |w| w.cells().len() == 3);
    assert_eq!(shown(&window), ["red-0.jpg", "red-1.jpg", "red-2.jpg"]);
    assert!(window.sees("Remove Green suggested as Red"));
    window.click("Back to the evaluation");
    window.until("the figures are there again", |w| w.sees("Confusion matrix"));
    // Put together by product or not, a figure's photos stand for themselves; and the chip takes it away.
    window.click("Green taken for Red: 3 photos");
    window.until("its photos are in the grid", |w| w.cells().len() == 3);
    window.click("Remove Green suggested as Red");
    window.until("all photos are there", |w| w.sees("Photos") && !w.sees_part("Back to the evaluation"));
}

#[test]
fn labels_are_sorted_and_parts_tell_what_is_wrong_in_them() {
    let mut window = coloured(egui::vec2(1000.0, 640.0));
    let file = truth(&window);
    evaluate(&mut window, &file);
    let labels = row_names(&window, "Labels");
    assert_eq!(labels.len(), 3);
    let wrong = |row: &String| row.split(", ").nth(2).unwrap().trim_end_matches(" wrong").parse::<usize>().unwrap();
    assert!(labels.iter().map(wrong).rev().is_sorted() && wrong(&labels[0]) > 0, "most wrong first: {labels:?}");
    window.click("Sort by F1");
    let f1 = |row: &String| row.rsplit_once("F1 ").unwrap().1.parse::<f64>().unwrap();
    window.until("the weakest is first", |w| row_names(w, "Labels").iter().map(f1).is_sorted());
    assert!(labels.iter().all(|row| row.contains(", precision ") && row.contains(" to ") && row.contains(", recall ")), "{labels:?}");
    window.click("Sort by Photos");
    window.until("most photos first", |w| row_names(w, "Labels")[0].starts_with("Green, 12 photos"));
    window.click("Sort by Photos, largest first");
    window.until("fewest photos first", |w| row_names(w, "Labels")[0].starts_with("Red, 6 photos"));
    window.harness.check_accessibility();
    window.click("Parts of the catalogue");
    window.until("parts are there", |w| w.sees("Parts by: Folder"));
    window.click("Parts by: Folder");
    window.click("shop");
    window.until("by a column of the table, as it is called there", |w| w.sees("Parts by: shop"));
    let parts = row_names(&window, "Parts");
    assert_eq!(parts.len(), 2);
    let accuracy = |row: &String| row.split_once("accuracy ").unwrap().1.split(' ').next().unwrap().parse::<f64>().unwrap();
    assert!(parts.iter().map(accuracy).is_sorted(), "{parts:?}");
    window.click("Sort by Wrong, largest first");
    window.until("the other way round", |w| row_names(w, "Parts").iter().rev().eq(&parts));
    let of = |shop: &str, photos: &str| parts.iter().any(|row| row.starts_with(&format!("{shop}, {photos} photos, ")));
    assert!(of("shop 0", "15") && of("shop 1", "12"), "{parts:?}");
    let first = parts[0].clone();
    let wrong: usize = first.split(", ").nth(2).unwrap().trim_end_matches(" wrong").parse().unwrap();
    window.click(&first);
    window.until("what is wrong there is in the grid", |w| w.cells().len() == wrong);
    let shop = &first[5..6];
    let in_shop = |name: &String| (name.split(['-', '.']).nth(1).unwrap().parse::<u32>().unwrap() % 2).to_string() == shop;
    assert!(wrong > 0 && shown(&window).iter().all(in_shop), "{:?}", shown(&window));
    window.click("Back to the evaluation");
    window.click("Parts by: shop");
    window.click("Photos of the product");
    window.until("there is no product", |w| w.sees_part("None of these photos has a product"));
    window.click("Scores");
    window.until("the curves are there", |w| w.sees_part("Reliability: ") && w.sees_part("Precision by coverage: "));
    window.harness.check_accessibility();
}

#[test]
fn the_report_is_one_file_and_no_file_is_replaced_unasked() {
    let mut window = coloured(egui::vec2(1280.0, 800.0));
    let file = truth(&window);
    evaluate(&mut window, &file);
    let told = window.harness.query_all_by_label_contains(" accuracy, ").next().unwrap().accesskit_node().label().unwrap();
    let accuracy = told.split(' ').next().unwrap().to_owned();
    window.click("Export…");
    window.harness.check_accessibility();
    let report = window.photos().with_file_name("evaluation.html");
    fs_err::write(&report, "mine").unwrap();
    window.click("Export");
    window.until("it is asked", |w| w.sees("Replace evaluation.html"));
    assert_eq!(fs_err::read_to_string(&report).unwrap(), "mine");
    window.click("Replace evaluation.html");
    window.until("it is written", |w| w.sees_part("Wrote evaluation.html"));
    let page = fs_err::read_to_string(&report).unwrap();
    assert_eq!(page.matches("<svg").count(), 3);
    assert!(
        page.contains("truth.csv, column “colour”") && page.contains(&format!("<b>{accuracy}</b>accuracy")) && page.contains("shop 0"),
        "{page}"
    );
    assert!(!page.contains("src=") && !page.contains("href="), "it needs no other file");
}

#[test]
fn what_was_decided_is_a_truth_and_a_changed_set_is_told() {
    let mut window = coloured(egui::vec2(1280.0, 800.0));
    let file = truth(&window);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    window.type_path(&file);
    window.until("its column is found", |w| w.sees("Column: colour"));
    window.select_all_and_write("Label set", "Colour");
    window.until("the import can begin", |w| w.sees("Import 28 labels"));
    window.click("Import 28 labels");
    window.until("the labels are there", |w| !w.sees("Untagged, 30") && !w.sees("Hide"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    window.until("decisions are counted", |w| w.sees_part("28 photos decided, by persons or from files"));
    window.key(Key::Enter);
    window.until("there are figures", |w| w.sees("Figures") && w.sees("28 photos"));
    assert!(window.sees_part("compared with what was decided"));
    // The set is another one by now.
    let sets = window.photos().with_file_name("more.csv");
    fs_err::write(&sets, "set,label,choice\nColour,Purple,single\n").unwrap();
    window.command("Import label sets…");
    window.type_path(&sets);
    window.until("it is told", |w| w.sees("The label set has changed since. These figures are of how it was."));
    window.click("Evaluate again");
    window.until("the figures are of now", |w| w.sees("Figures") && !w.sees_part("has changed since"));
}

#[test]
fn what_cannot_be_evaluated_is_told() {
    let mut window = coloured(egui::vec2(1280.0, 800.0));
    let file = truth(&window);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    window.until("nothing was decided, so a table is asked for", |w| w.sees("Path"));
    window.click("What was decided");
    window.until("that is told", |w| w.sees_part("Nothing was decided about Colour yet"));
    window.key(Key::Enter);
    assert!(window.sees_part("Nothing was decided about Colour yet"), "nothing begins");
    window.click("A table (CSV)");
    window.select_all_and_write("Path", "/nowhere/truth.csv");
    window.until("there is no such file", |w| w.sees_part("/nowhere/truth.csv") && w.sees_part("it is not there"));
    window.select_all_and_write("Path", &file.display().to_string());
    window.until("the file was looked into", |w| w.sees("Column: colour"));
    window.click("Label set: Colour");
    window.click("Other");
    // No column speaks of this set: the person has to say which.
    window.click("Column: colour");
    window.click("nothing");
    window.until("an empty column is told", |w| w.sees_part("0 rows have something in “nothing”"));
    window.click("Evaluate");
    window.until("nothing can be used", |w| w.sees("No photo to compare") && w.sees_part("rows have no label"));
    window.harness.check_accessibility();
    window.click("Back to the photos");
    window.until("the grid is back", |w| w.sees("Untagged, 30"));
}

#[test]
fn a_running_evaluation_can_be_ended() {
    let mut window = coloured(egui::vec2(1280.0, 800.0));
    let file = truth(&window);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    window.until("a table is asked for", |w| w.sees("Path"));
    window.select_all_and_write("Path", &file.display().to_string());
    window.until("the file was looked into", |w| w.sees("Column: colour"));
    window.click("Evaluate");
    // Ended before the answer is taken in, or after it: either way the grid is back.
    window.key(Key::Escape);
    window.until("the grid is back", |w| w.sees("Untagged, 30") && !w.sees("Figures"));
    evaluate(&mut window, &file);
}

#[test]
fn figures_of_a_model_that_no_longer_answers_are_told_to_be_old() {
    let mut window = coloured(egui::vec2(1280.0, 800.0));
    let file = truth(&window);
    evaluate(&mut window, &file);
    assert!(window.sees_part("Starter model by its words") && window.sees_part("accuracy, "));
    let folder = second_model::save(&window.photos().with_file_name("turned"));
    add(&mut window, &folder);
    window.click("Use");
    window.until("it answers", |w| w.sees("Model: turned") && !w.busy());
    window.command("Back to the evaluation");
    window.until("the figures are of the other model", |w| w.sees("Another model answers by now. These figures are of the one before."));
    window.click("Evaluate again");
    window.until("they are of this one", |w| w.sees("Figures") && w.sees_part("turned by its words") && !w.sees_part("answers by now"));
}

#[test]
fn every_part_of_it_has_room_in_every_window() {
    for size in [egui::vec2(720.0, 480.0), egui::vec2(1000.0, 640.0), egui::vec2(1920.0, 1080.0)] {
        let mut window = coloured(size);
        let file = truth(&window);
        evaluate(&mut window, &file);
        for tab in ["Labels", "Confused", "Scores", "Parts of the catalogue"] {
            window.choose(tab);
            nothing_overlaps(&window, size);
        }
    }
}

#[test]
fn searches_are_compared_with_a_table_and_the_worst_query_comes_first() {
    let mut window = coloured(egui::vec2(1000.0, 640.0));
    let file = truth(&window);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    window.until("the dialog is open", |w| w.sees("Suggestions"));
    window.choose("Search");
    window.select_all_and_write("Path", &file.display().to_string());
    window.until("the column with labels is proposed", |w| w.sees_part("Each combination of these values that 5 photos or more have"));
    window.select_all_and_write("Queries", "a {size} photo");
    window.until("a column that is not there is told", |w| w.sees_part("The file has no column “size”: {path} {colour} {shop} {nothing}."));
    window.harness.check_accessibility();
    window.select_all_and_write("Queries", "{colour}");
    window.click("Texts alone");
    window.click("Evaluate");
    window.until("names have the colours", |w| w.sees_part("searched as if typed in texts alone"));
    // Nine names have the word, three of them of photos that the table calls green.
    assert!(window.sees_part("red, 6 right photos, P@5 0.400, P@10 0.600"));
    window.click("Evaluate…");
    window.until("the dialog is open", |w| w.sees("Texts alone"));
    window.click("Pictures alone");
    window.click("Evaluate");
    window.until("there are figures", |w| w.sees_part("searched as if typed in pictures alone") && w.sees("3 queries"));
    window.harness.check_accessibility();
    nothing_overlaps(&window, egui::vec2(1000.0, 640.0));
    let queries = row_names(&window, "Queries");
    let figure = |row: &String| row.split_once("P@5 ").unwrap().1[..5].parse::<f64>().unwrap();
    assert!(queries.len() == 3 && queries.iter().map(figure).is_sorted(), "{queries:?}");
    assert!(queries.iter().any(|row| row.starts_with("red, 6 right photos, ")), "{queries:?}");
    assert!(window.sees_part("truth.csv that 5 photos or more have"));
    window.click("Sort by P@5");
    window.click("Sort by P@5, smallest first");
    window.until("the best is first", |w| row_names(w, "Queries").iter().map(figure).rev().is_sorted());
    let best = row_names(&window, "Queries")[0].clone();
    window.click(&best);
    window.until("the query is searched", |w| w.sees("Score at least") && w.sees("A query of the evaluation"));
    window.click("Back to the evaluation");
    window.until("the figures are there again", |w| w.sees("3 queries"));
    window.click(&best);
    window.until("it is searched again", |w| w.sees("A query of the evaluation"));
    window.select_all_and_write("Search", "something else");
    window.until("other words are none", |w| !w.sees("A query of the evaluation"));
    window.command("Back to the evaluation");
    window.until("the figures are there again", |w| w.sees("3 queries"));
    // The dialog opens with what was asked last.
    window.click("Evaluate…");
    window.until("it is about searches", |w| w.sees("Queries") && w.sees("At least: 5 photos a query"));
}

#[test]
fn figures_of_labels_and_of_searches_are_both_kept() {
    let mut window = coloured(egui::vec2(1000.0, 640.0));
    let file = truth(&window);
    evaluate(&mut window, &file);
    assert!(!window.sees("Searches"), "nothing was searched yet");
    window.click("Evaluate…");
    window.choose("Search");
    window.until("the columns are known", |w| w.sees_part("Each combination of these values"));
    window.select_all_and_write("Queries", "{colour}");
    window.click("Evaluate");
    window.until("searches are shown", |w| w.sees("3 queries"));
    window.choose("Labels");
    window.until("the labels' figures are there", |w| w.sees("27 photos") && !w.sees("3 queries"));
    nothing_overlaps(&window, egui::vec2(1000.0, 640.0));
    window.choose("Searches");
    window.until("searches are there again", |w| w.sees("3 queries") && !w.sees("27 photos"));
    window.harness.check_accessibility();
    // Each dialog opens with what is shown.
    window.click("Evaluate…");
    window.until("it is about searches", |w| w.sees("Queries"));
    window.click("Not now");
    window.choose("Labels");
    window.click("Evaluate…");
    window.until("it is about suggestions", |w| w.sees("Column: colour") && !w.sees("Queries"));
}

#[test]
fn labels_of_which_several_may_fit_are_evaluated_one_by_one() {
    let mut window = coloured(egui::vec2(1000.0, 640.0));
    let sets = window.photos().with_file_name("tones.csv");
    fs_err::write(&sets, "set,label,choice\nTones,Red,multi\nTones,Green,multi\nTones,Blue,multi\n").unwrap();
    window.command("Import label sets…");
    window.type_path(&sets);
    window.until("the set is there", |w| w.sees_part("Imported Tones"));
    let mut text = "path,tones\n".to_owned();
    for colour in ["red", "green", "blue"] {
        for i in 0..PHOTOS {
            writeln!(text, "{colour}-{i}.jpg,{colour} | {}", if i == 0 { "Blue" } else { colour }).unwrap();
        }
    }
    let file = window.photos().with_file_name("tones-truth.csv");
    fs_err::write(&file, text).unwrap();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
    window.until("the dialog is open", |w| w.sees("What was decided"));
    let set = window.harness.query_all_by_label_contains("Label set: ").next().unwrap().accesskit_node().label().unwrap();
    if set != "Label set: Tones" {
        window.click(&set);
        window.click("Tones");
    }
    if !window.sees("Path") {
        window.click("A table (CSV)");
    }
    window.select_all_and_write("Path", &file.display().to_string());
    window.until("the file was looked into", |w| w.sees("Column: tones"));
    window.click("Evaluate");
    window.until("there are figures", |w| {
        w.sees("Figures") && w.sees("27 photos") && w.sees_part(" exactly right, ") && w.sees_part(" micro F1")
    });
    window.harness.check_accessibility();
    assert!(!window.sees("Confused"), "nothing is taken for anything else");
    let labels = row_names(&window, "Labels");
    assert!(labels.iter().any(|row| row.starts_with("Blue, 11 photos")), "{labels:?}");
    window.click("Scores");
    window.until("the curves are there", |w| w.sees_part("Reliability: "));
    window.click("Labels");
    let blue = row_names(&window, "Labels").into_iter().find(|row| row.starts_with("Blue")).unwrap();
    window.click(&blue);
    window.until("its mistakes are in the grid", |w| w.sees("Remove Blue, wrongly suggested or missing"));
    window.click("Back to the evaluation");
    window.until("the figures are there again", |w| w.sees("Figures"));
}
