//! The map from a shell and through the engine: the same places every time, kept in the catalogue, as JSON and as a table.

use crate::command_line::{Desk, stderr};
use crate::desk;
use crate::pictures;
use catalog::Catalog;
use engine::protocol::{Event, JobRequest, MapState, MapView, QueryRequest, RequestId};
use serde_json::Value;
use std::sync::Arc;

fn places(answer: &Value) -> Vec<(String, f64, f64)> {
    let row = |row: &Value| (row["path"].as_str().unwrap().to_owned(), row["x"].as_f64().unwrap(), row["y"].as_f64().unwrap());
    answer["photos"].as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_map_is_made_once_kept_and_written_as_a_table() {
    let desk = Desk::with_photos(12);
    let (code, first) = desk.json(&["map"]);
    assert_eq!((code, places(&first).len(), &first["model"]), (0, 12, &"starter".into()));
    let catalog = desk.path("shop.selvedge");
    let model = Catalog::open(&catalog).unwrap().models().unwrap()[0].key.clone();
    let kept = Catalog::open(&catalog).unwrap().map(&model).unwrap().unwrap();
    assert_eq!((kept.sampled, kept.places.len()), (12, 12));
    assert_eq!(desk.json(&["map", "--again"]).1, first, "nothing in it is drawn by lot");
    pictures::save(&desk.path("shop/new.jpg"), 50);
    desk.index(&desk.path("shop"));
    let (_, more) = desk.json(&["map"]);
    assert_eq!(places(&more).len(), 13);
    assert!(places(&first).iter().all(|place| places(&more).contains(place)), "nobody has moved");
    let file = desk.path("map.csv");
    let catalog = catalog.to_str().unwrap();
    let written = desk.run(&["map", "--out", file.to_str().unwrap(), "--catalog", catalog]);
    let printed = desk.run(&["map", "--csv", "--catalog", catalog]);
    let table = fs_err::read(&file).unwrap();
    assert_eq!((written.status.code(), &printed.stdout), (Some(0), &table), "{}", stderr(&written));
    assert!(table.starts_with(b"path,x,y\n") && table.split(|byte| *byte == b'\n').count() == 15);
    let listed = desk.run(&["map", "--catalog", catalog]);
    assert!(stderr(&listed).contains("near means alike") && listed.stdout.split(|byte| *byte == b'\n').count() == 14);
    assert_eq!(desk.json(&["check"]).0, 0);
}

#[test]
fn without_photos_there_is_no_map_and_the_help_says_what_it_means() {
    let desk = Desk::new();
    fs_err::create_dir_all(desk.path("shop")).unwrap();
    desk.index(&desk.path("shop"));
    assert_eq!(desk.json(&["map"]).0, 2);
    let help = String::from_utf8(desk.run(&["map", "--help"]).stdout).unwrap();
    assert!(help.contains("Near means alike") && help.contains("--csv") && help.contains("--again"), "{help}");
}

fn view(desk: &mut desk::Desk, request: RequestId, enough: impl Fn(&MapView) -> bool) -> Arc<MapView> {
    let wanted =
        |event| if let Event::Map(view) = event { Some(view).filter(|view| view.request == request && enough(view)) } else { None };
    desk.wait("where photos lie", wanted)
}

#[test]
fn the_window_is_told_a_rough_map_at_once_and_of_photos_that_come_until_it_looks_away() {
    let home = tempfile::tempdir().unwrap();
    let shop = home.path().join("shop");
    pictures::save_many(&shop, 14);
    let mut desk = desk::Desk::open(home.path(), shop.clone());
    desk.wait("that it is indexed", |event| if let Event::JobEnded(_) = event { Some(()) } else { None });
    let request = desk.engine.send(QueryRequest::Map { anew: false });
    let rough = view(&mut desk, request, |_| true);
    assert!(rough.map.rough && rough.map.photos.len() == 14, "{:?}", rough.state);
    let whole = view(&mut desk, request, |view| view.state == MapState::Whole);
    assert!(!whole.map.rough && whole.map.at != rough.map.at && whole.map.photos.is_sorted());
    pictures::save(&shop.join("later.jpg"), 90);
    desk.engine.send(JobRequest::Rescan);
    let more = view(&mut desk, request, |view| view.state == MapState::Whole && view.map.photos.len() == 15);
    assert_eq!(more.map.at[..14], whole.map.at[..], "the others stay where they are");
    desk.engine.send(QueryRequest::StopMapping);
    pictures::save(&shop.join("last.jpg"), 91);
    desk.engine.send(JobRequest::Rescan);
    let heard = desk.wait("that the run ended", |event| match event {
        Event::Map(_) => Some(true),
        Event::JobEnded(_) => Some(false),
        _ => None,
    });
    assert!(!heard, "nobody looks at it");
}
