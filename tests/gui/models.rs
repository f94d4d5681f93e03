//! Models in the window: which one answers, which can be had, what they cost; with the real engine and a second tiny model.

use super::window::Window;
use crate::second_model;
use base::Verified;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use engine::protocol::{Event, ModelPlace, ModelView, Models};
use std::path::PathBuf;
use std::sync::Arc;

/// Makes a second model known, and shows all models.
fn with_second() -> (Window, PathBuf) {
    let mut window = Window::open();
    let folder = second_model::save(&window.photos().with_file_name("turned"));
    add(&mut window, &folder);
    (window, folder)
}

pub fn add(window: &mut Window, folder: &std::path::Path) {
    window.command("All models…");
    window.until("the models are listed", |w| w.sees("On this computer") && w.sees("Starter model"));
    window.click("Add folder…");
    window.type_path(folder);
    window.until("the model is in the list", |w| w.sees("turned"));
}

#[test]
fn a_model_is_added_embedded_used_and_its_embeddings_are_removed() {
    let (mut window, _) = with_second();
    window.harness.check_accessibility();
    assert!(window.sees("In use") && window.sees("No photos embedded yet"));
    window.click("Embed photos");
    window.until("both have read the photos", |w| w.harness.query_all_by_label("12 photos embedded").count() == 2);
    window.click("Use");
    window.until("it answers at once", |w| w.sees("Model: turned"));
    // The starter has its embeddings still, and is the one that can go now.
    window.click("Remove embeddings…");
    assert!(window.sees("Remove these embeddings?"));
    window.click("Remove embeddings");
    window.until("they are gone", |w| w.sees("No photos embedded yet"));
    window.key(Key::Escape);
    window.until("the photos are back", |w| w.sees("12 photos") && w.sees("blue-0.jpg"));
    window.click("Model: turned");
    assert!(window.sees("All 12 photos can be searched in words"));
}

#[test]
fn a_switch_waits_until_the_photos_are_read_while_the_old_model_answers() {
    let (mut window, _) = with_second();
    window.click("Use");
    window.until("it takes over", |w| w.sees("Model: turned"));
    window.key(Key::Escape);
    window.search("red");
    window.until("it answers in words", |w| w.sees("Score at least"));
    window.click("Model: turned");
    window.until("the other one is offered", |w| w.sees("Use Starter model, 12 of 12 photos embedded"));
    window.click("Use Starter model, 12 of 12 photos embedded");
    window.until("back at once", |w| w.sees("Model: Starter model"));
}

#[test]
fn a_model_is_forgotten_and_its_folder_stays() {
    let (mut window, folder) = with_second();
    window.click("Remove…");
    assert!(window.sees("Forget this model?") && window.sees(&folder.display().to_string()));
    window.click("Keep");
    assert!(window.sees("turned"));
    window.click("Remove…");
    window.click("Forget");
    window.until("it is no longer listed", |w| !w.sees("turned"));
    assert!(folder.join("model.safetensors").is_file());
}

#[test]
fn a_folder_that_is_no_model_is_refused_in_words() {
    let mut window = Window::open();
    window.command("All models…");
    window.click("Add folder…");
    let photos = window.photos();
    window.type_path(&photos);
    window.until("it is said what is missing", |w| w.sees_part("config.json"));
}

#[test]
fn a_download_that_fails_says_why_in_its_row_and_both_ways_on() {
    // The window's own tests point the hub at a closed port of this machine.
    let mut window = Window::open();
    window.command("All models…");
    window.until("the recommended one can be had", |w| w.sees("FashionCLIP 2.0") && w.sees("Recommended"));
    window.click_where("Download", |w| w.harness.query_all_by_label("Download").next().map(|node| node.rect()));
    window.until("it has failed", |w| w.sees("Try again") && w.sees("Add a folder instead…"));
    window.harness.check_accessibility();
    assert!(!window.sees("Cancel the download"));
    window.click("Add a folder instead…");
    window.until("a folder is asked for", |w| w.sees("Add the folder of a model"));
}

#[test]
fn a_models_answers_are_compared_with_published_ones_and_what_differs_is_told() {
    let (mut window, _) = with_second();
    let verified = |largest| Some(Verified { figures: 15, largest, wanted: vec!["CLIP.png".into()], checked: "2026-11-28".into() });
    let listed = |verified| {
        let page = "https://github.com/openai/CLIP/blob/main/CLIP.png".to_owned();
        let row = ModelView { name: "clip".into(), title: "CLIP".into(), verified, to_verify: Some(vec![page]), ..ModelView::default() };
        let row = ModelView { place: ModelPlace::Folder("/models/clip".into()), ..row };
        Event::Models(Arc::new(Models { rows: vec![row], photos: 12, ..Models::default() }))
    };
    window.play_until(&listed(verified(0.0004)), |w| w.sees("answers as published (15 figures, 2026-11-28)"));
    window.play_until(&listed(verified(0.2)), |w| w.harness.query_by_label_contains("It does not answer as published").is_some());
    // The click of one frame is lost where the real row took the place of the played one.
    let click = |w: &Window| w.harness.query_by_label("Check answers…").into_iter().for_each(|button| button.click());
    let shown = |w: &Window| w.sees("https://github.com/openai/CLIP/blob/main/CLIP.png") && w.sees("Choose picture…");
    window.play_until(&listed(verified(0.2)), |w| {
        click(w);
        shown(w)
    });
    assert!(window.sees("Does it answer as published?"));
    window.harness.get_by_label("Choose picture…").click();
    window.until("a path is asked for", |w| w.sees("The picture of the published answer"));
}

#[test]
fn the_chip_offers_the_better_model_once_and_quietly() {
    let mut window = Window::open();
    window.until("the models are known", |w| w.sees("Model: Starter model"));
    assert!(!window.sees_part("finds better"), "nothing nags");
    window.click("Model: Starter model");
    window.until("it is offered", |w| w.sees_part("FashionCLIP 2.0 finds better") && w.sees("Download"));
    window.keys(Modifiers::NONE, Key::Escape);
    window.keys(Modifiers::COMMAND, Key::M);
    window.until("all are listed", |w| w.sees("To get"));
}

/// What the engine tells while another model reads the photos.
fn played(embedded: u64, next: bool) -> Event {
    let starter = ModelView {
        name: "starter".to_owned(),
        title: "Starter model".to_owned(),
        place: ModelPlace::Starter,
        embedded,
        ..ModelView::default()
    };
    let other = ModelView {
        name: "patrickjohncyh/fashion-clip".to_owned(),
        title: "FashionCLIP 2.0".to_owned(),
        place: ModelPlace::Downloaded("/cache".into()),
        embedded: 3,
        ..ModelView::default()
    };
    let next = next.then(|| other.name.clone());
    let models = Models { rows: vec![starter, other], in_use: "starter".to_owned(), next, photos: 12, ..Models::default() };
    Event::Models(Arc::new(models))
}

#[test]
fn what_is_not_embedded_is_told_above_the_photos() {
    let mut window = Window::open();
    window.play_until(&played(9, false), |w| w.sees("9 of 12 photos can be searched in words") && w.sees("Embed the rest"));
    window.play_until(&played(12, false), |w| !w.sees("Embed the rest"));
    let waits = "FashionCLIP 2.0 has read 3 of 12 photos and takes over when it has read all";
    window.play_until(&played(12, true), |w| w.sees(waits));
    window.click("Model: Starter model");
    let takes_over = "FashionCLIP 2.0 takes over when it has read all photos";
    window.play_until(&played(12, true), |w| w.sees(takes_over) && w.sees("Stay with Starter model"));
}
