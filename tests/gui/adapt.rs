//! Adapting a model in the window: what there is to learn from, an end, a result, and its use.

use super::window::Window;
use egui_kittest::kittest::{NodeT, Queryable};
use engine::protocol::CatalogRequest;
use std::fmt::Write as _;
use std::path::Path;

/// The sample catalogue, whose photos have code names by a file.
fn with_codes(decided: usize) -> Window {
    let mut window = Window::sized(egui::vec2(1280.0, 800.0), |_| Some(CatalogRequest::OpenSample.into()));
    window.until("the sample is indexed", |w| w.sees_part("Indexed 120 photos") && !w.busy());
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-catalogue/labels.csv");
    let mut table = "path,set,label\n".to_owned();
    for line in fs_err::read_to_string(sample).unwrap().lines().skip(1).take(decided) {
        let path = line.split(',').next().unwrap();
        let code = match path.split('/').next().unwrap() {
            "clothing" => "Zorbel",
            "shoes" => "Quimp",
            "bags" => "Vanto",
            _ => "Drusk",
        };
        writeln!(table, "{path},Codes,{code}").unwrap();
    }
    let file = window.photos().with_file_name("codes.csv");
    fs_err::write(&file, table).unwrap();
    window.keys(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::I);
    window.type_path(&file);
    let import = format!("Import {decided} labels");
    window.until("the import can begin", |w| w.sees(&import));
    window.click(&import);
    window.until("the labels are there", |w| !w.sees("Hide") && !w.busy());
    window
}

#[test]
fn a_catalogue_gets_a_model_of_its_own() {
    let mut window = with_codes(120);
    window.command("Adapt to this catalogue");
    window.until("it is told what there is to learn from", |w| w.sees("120 photos of 120 products") && w.sees("Codes: 120 decided"));
    window.harness.check_accessibility();
    window.select_all_and_write("Name", "codes");
    window.click("Adapt");
    window.until("it can be ended", |w| w.sees("Hide") && w.sees("Cancel"));
    // The status bar has one too, once the job is at it.
    window.click_where("Cancel", |w| w.harness.query_all_by_label("Cancel").last().map(|node| node.rect()));
    window.until("it has ended", |w| w.sees("Cancelled; nothing is kept."));
    window.click("Close");
    window.command("Adapt to this catalogue");
    window.until("it can begin again", |w| w.sees("120 photos of 120 products"));
    window.select_all_and_write("Name", "codes");
    window.click("Adapt");
    window.click("Hide");
    window.until("the result is offered", |w| w.sees("Show result"));
    window.click("Show result");
    window.until("both figures are told", |w| {
        w.sees("Use it") && w.sees("Drawn: type") && w.sees_part("on 24 products that it was not shown")
    });
    window.harness.check_accessibility();
    window.click("Use it");
    window.until("it answers", |w| w.sees("Model: codes"));
    assert!(window.harness.query_all_by_label("120 photos embedded").count() == 2);
}

#[test]
fn too_little_is_told_before_it_begins() {
    let mut window = with_codes(50);
    window.command("All models");
    window.click("Adapt to this catalogue…");
    window.until("it is told", |w| w.sees_part("That is too little: at least 100 products are needed."));
    assert!(window.harness.get_by_label("Adapt").accesskit_node().is_disabled());
}
