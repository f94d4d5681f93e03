//! What a search finds: its words and order, names written exactly, what is offered while typing, the cut-off.

use super::window::{Window, draw};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;

/// Gives every photo whose name begins so that label, as the import of a table does.
fn labelled(rows: &[(&str, &str)]) -> Window {
    let mut window = Window::open();
    let file = window.photos().with_file_name("sets.csv");
    fs_err::write(&file, "set,label,choice\nKind,Shirts,single\nKind,Tshirts,single\nKind,\"5\"\" heel\",single\nLook,Shirts,single\n")
        .unwrap();
    window.command("Import label sets…");
    window.type_path(&file);
    window.until("the label sets are there", |w| w.sees("Untagged, 12"));
    let mut catalog = window.other_process();
    let sets = catalog.label_sets().unwrap();
    let photos = catalog.photos().unwrap();
    for (name, label) in rows {
        let (set, label) = label.split_once('/').unwrap();
        let set = sets.iter().find(|s| s.name == set).unwrap();
        let label = set.labels.iter().find(|l| l.name == label).unwrap().id;
        for photo in photos.iter().filter(|p| p.name().starts_with(name)) {
            let verdict = base::Verdict {
                photo: photo.id,
                set: set.id,
                ruling: base::Ruling::Accept(label),
                provenance: base::Provenance::of(base::Source::Person, 0),
            };
            catalog.step(|step| step.decide(&verdict, base::Source::Person)).unwrap();
        }
    }
    window.until("the other process's tags are seen", |w| w.sees("Untagged, 3"));
    window
}

#[test]
fn the_count_says_what_the_grid_shows_and_in_which_order() {
    let mut window = Window::open();
    assert!(window.sees("12 photos") && window.sees("Sort by name"), "nothing is ranked: there is no relevance");
    window.click("Sort by name");
    assert!(!window.sees("Relevance"), "and none is offered");
    window.key(Key::Escape);
    window.search("red");
    window.until("all are ranked", |w| w.sees("12 photos by relevance") && w.sees("Sort by relevance"));
    let ranked = window.cells();
    window.click("Reverse the order");
    window.until("the worst is first", |w| w.sees("Sort by lowest score first") && w.cells().iter().rev().eq(&ranked));
    window.search(" dress");
    window.until("another question is not turned round", |w| w.sees("Sort by relevance"));
    window.click("Clear");
    window.until("nor are all photos", |w| w.sees("12 photos") && w.sees("Sort by name") && w.cells()[0] == "blue-0.jpg");
}

#[test]
fn names_are_in_natural_order() {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
        for n in [1, 2, 10] {
            draw(&photos.join(format!("a{n}.jpg")), [200, 30, 30], n);
        }
        Some(CatalogRequest::Open(photos.to_owned()).into())
    });
    window.until("the folder is indexed", |w| w.sees("15 photos") && !w.busy());
    assert_eq!(window.cells()[..3], ["a1.jpg", "a2.jpg", "a10.jpg"]);
}

#[test]
fn a_name_in_quotes_is_that_label_alone() {
    let mut window = labelled(&[("red", "Kind/Shirts"), ("green", "Kind/Tshirts"), ("blue-0", "Kind/5\" heel"), ("blue", "Look/Shirts")]);
    for (text, wanted) in [
        ("tag:shirt", "9 of 12 photos"),
        ("tag:\"Shirts\"", "6 of 12 photos"),
        ("tag:\"Kind/Shirts\"", "3 of 12 photos"),
        ("tag:\"look/shirts\"", "3 of 12 photos"),
        ("tag:\"5\"\" heel\"", "1 of 12 photos"),
        ("name:\"red-1.jpg\"", "1 of 12 photos"),
        ("name:red-1", "1 of 12 photos"),
        ("folder:\"dresses\"", "3 of 12 photos"),
    ] {
        window.select_all_and_write("Search", text);
        window.until(text, |w| w.sees(wanted));
    }
    for text in ["tag:\"Shirt\"", "name:\"red-1\"", "folder:\"dress\""] {
        window.select_all_and_write("Search", text);
        window.until(text, |w| w.sees("No photos match"));
    }
}

#[test]
fn what_is_known_is_offered_and_written_exactly() {
    let mut window = labelled(&[("red", "Kind/Shirts"), ("green", "Kind/Tshirts"), ("blue", "Look/Shirts")]);
    window.search("ta");
    window.until("the filter is offered", |w| w.sees("tag:, with a tag"));
    window.key(Key::Tab);
    window.until("labels are offered with their counts", |w| {
        w.sees("tag:\"Tshirts\", Kind · 3 photos") && w.sees("tag:\"5\"\" heel\", Kind · 0 photos")
    });
    window.type_text("ts");
    window.until("fewer are", |w| !w.sees_part("heel"));
    window.key(Key::Tab);
    let text = |w: &Window| {
        let field = w.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Search");
        NodeT::accesskit_node(&field).value().unwrap_or_default()
    };
    window.until("it is written", |w| text(w) == "tag:\"Tshirts\" " && w.sees("3 of 12 photos"));
    window.select_all_and_write("Search", "tag:shirts");
    window.until("both are offered", |w| w.sees("tag:\"Look/Shirts\", Look · 3 photos"));
    // The two that begin so come first; what their sets have in common needs their names.
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("the second one is written", |w| text(w) == "tag:\"Look/Shirts\" ");
    window.select_all_and_write("Search", "folder:dre");
    window.until("folders are offered", |w| w.sees("folder:\"dresses\", 3 photos"));
    window.key(Key::Escape);
    window.until("Esc closes it and keeps the text", |w| text(w) == "folder:dre");
    window.key(Key::Enter);
    window.until("Enter goes to the photos", |w| w.sees("3 of 12 photos") && w.sees_part(", selected"));
}

#[test]
fn the_cut_off_is_set_in_the_histogram_and_counts_what_is_shown() {
    let mut window = Window::open();
    window.search("red");
    window.until("there are scores", |w| w.sees("Score at least"));
    window.harness.get_by_label("Score at least").focus();
    window.harness.run_steps(2);
    window.key(Key::PageUp);
    window.until("it is cut off", |w| w.sees_part("or above"));
    for _ in 0..40 {
        let shown = window.cells().len();
        if shown < 12 {
            break;
        }
        window.key(Key::ArrowRight);
        window.until("the answer came", |w| !w.cells().is_empty());
    }
    window.until("the words count the cells", |w| {
        let shown = w.cells().len();
        shown < 12 && w.sees_part(&format!("{shown} of 12 photos at "))
    });
    window.key(Key::End);
    // Scores that are equal to the hundredth stay together.
    let only_red = |w: &Window| !w.cells().is_empty() && w.cells().iter().all(|name| name.starts_with("red-"));
    window.until("the best stay", |w| w.sees_part(" of 12 photos at ") && only_red(w));
    window.key(Key::Home);
    window.until("all are back", |w| w.sees("12 photos by relevance"));
    window.keys(Modifiers::NONE, Key::Escape);
}
