//! Evaluations over drawn clouds; queries of a table; what a report holds.

use super::*;
use crate::clouds::Clouds;
use crate::exchange::{MatchBy, Skus};
use crate::learned::{Lessons, learn};
use crate::suggest::{By, suggest};
use base::{PhotoId, Source};
use std::path::PathBuf;

const ALONE: fn(PhotoId) -> Option<usize> = |_| None;

fn table(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("truth.csv");
    fs_err::write(&file, text).unwrap();
    (folder, file)
}

fn evaluated(clouds: &Clouds, decided: usize, truth: &Truth) -> Evaluation {
    let words = clouds.embedded();
    let lessons = Lessons::of(&clouds.photos, &words, &clouds.book(decided, Source::Person), &ALONE);
    let learned = learn(&clouds.photos, &words, lessons);
    judge(truth, &learned, &suggest(&clouds.photos, &learned.set, &|| false).unwrap(), &clouds.photos, &ALONE, &|| false).unwrap()
}

#[test]
fn a_table_tells_the_truth_and_what_it_cannot_be_used_for() {
    let clouds = Clouds::new(4, 2, 1.0);
    let skus = Skus::new();
    let catalogued = Catalogued { photos: clouds.photos.photos(), roots: &[], skus: &skus };
    let rows = "path,type,shop\n0.jpg,L0,a\n1.jpg,l1,b\n0.jpg,L1,a\n2.jpg,,a\n3.jpg,Hat,a\nnone.jpg,L0,a\n";
    let (_folder, file) = table(rows);
    let truth = truth_of_file(&file, Some(MatchBy::Path), "type", &["shop"], &clouds.set, catalogued).unwrap();
    let labels: Vec<_> = truth.labels.iter().map(|t| (t.photo.0, &*t.labels, t.groups[0].as_str())).collect();
    assert_eq!(labels, [(1, &[0][..], "a"), (2, &[1][..], "b")]);
    let LeftOut { unknown_photos, duplicates, empty, unknown_labels, .. } = &truth.left_out;
    assert_eq!((*unknown_photos, *duplicates, *empty, unknown_labels.get("Hat")), (1, 1, 1, Some(&1)));
    let told = truth.left_out.told();
    assert_eq!(told[0], "1 row names a photo that is not in the catalogue (none.jpg)");
    assert!(told.len() == 4 && told[3] == "1 row says a label that the set does not have (Hat 1)", "{told:?}");
    let missing = truth_of_file(&file, Some(MatchBy::Path), "colour", &[], &clouds.set, catalogued).unwrap_err().to_string();
    assert!(missing.contains("'colour'") && missing.contains("path, type, shop"), "{missing}");
}

#[test]
fn forty_thousand_rows_are_counted_and_the_first_of_them_named() {
    let clouds = Clouds::new(4, 2, 1.0);
    let skus = Skus::new();
    let catalogued = Catalogued { photos: clouds.photos.photos(), roots: &[], skus: &skus };
    let row = |i: u32| format!("{i}.jpg,{}", if i == 3 { "Hat" } else { "L0" });
    let rows: Vec<String> = std::iter::once("path,type".to_owned()).chain((0..40_000).map(row)).collect();
    let (_folder, file) = table(&rows.join("\n"));
    let truth = truth_of_file(&file, Some(MatchBy::Path), "type", &[], &clouds.set, catalogued).unwrap();
    assert_eq!((truth.labels.len(), truth.left_out.unknown_photos), (3, 39_996));
    let told = truth.left_out.told();
    assert!(told[0].starts_with("39,996 rows name photos that are not in the catalogue (4.jpg, 5.jpg, "), "{told:?}");
    assert!(told[0].ends_with(" and 39,988 more)") && told.len() == 2, "{told:?}");
    let columns = truth_columns(&file, &clouds.set).unwrap();
    let type_column = columns.iter().find(|column| column.name == "type").unwrap();
    assert_eq!((type_column.filled, type_column.values, type_column.labels), (40_000, 2, 39_999));
}

#[test]
fn photos_that_taught_are_judged_as_if_they_had_not() {
    let clouds = Clouds::new(300, 4, 0.0);
    let words = clouds.embedded();
    let book = clouds.book(300, Source::Person);
    let truth = truth_of_tags(&Lessons::of(&clouds.photos, &words, &book, &ALONE));
    let found = evaluated(&clouds, 300, &truth);
    let learned = learn(&clouds.photos, &words, Lessons::of(&clouds.photos, &words, &book, &ALONE));
    assert_eq!(found.by, By::Learned);
    let held_out = learned.held_out.unwrap().accuracy(By::Learned).accuracy;
    assert!((found.counts.accuracy() - held_out).abs() < 1e-9, "{} is not {held_out}", found.counts.accuracy());
}

#[test]
fn what_is_left_of_a_product_that_taught_is_not_judged() {
    let clouds = Clouds::new(300, 4, 0.0);
    // Three photos a product; of each product the first two taught.
    let product = |photo: PhotoId| Some((photo.0 as usize - 1) / 3);
    let words = clouds.embedded();
    let mut lessons = Lessons::of(&clouds.photos, &words, &clouds.book(300, Source::Person), &product);
    let truth = truth_of_tags(&lessons);
    lessons.0.retain(|lesson| lesson.photo.0 % 3 != 0);
    let learned = learn(&clouds.photos, &words, lessons);
    let suggestions = suggest(&clouds.photos, &learned.set, &|| false).unwrap();
    let found = judge(&truth, &learned, &suggestions, &clouds.photos, &product, &|| false).unwrap();
    assert_eq!((found.by, found.photos.len(), found.held_out, found.left_out.product_taught), (By::Learned, 200, 200, 100));
    assert!(found.left_out.told()[0].contains("100 photos are of products of which others taught"));
}

#[test]
fn a_copy_of_a_file_that_taught_is_not_judged_though_its_product_is_another() {
    let mut clouds = Clouds::new(300, 4, 0.0);
    clouds.same_file(&[10, 14]);
    let product = |photo: PhotoId| Some(photo.0 as usize);
    let words = clouds.embedded();
    let mut lessons = Lessons::of(&clouds.photos, &words, &clouds.book(300, Source::Person), &product);
    let truth = truth_of_tags(&lessons);
    lessons.0.retain(|lesson| lesson.photo.0 != 15);
    let learned = learn(&clouds.photos, &words, lessons);
    let suggestions = suggest(&clouds.photos, &learned.set, &|| false).unwrap();
    let found = judge(&truth, &learned, &suggestions, &clouds.photos, &product, &|| false).unwrap();
    assert_eq!((found.by, found.photos.len(), found.left_out.product_taught), (By::Learned, 299, 1));
}

#[test]
fn the_weakest_part_comes_first() {
    let judged = |photo: i64, right: bool, group: &str| Judged {
        photo: PhotoId(photo),
        truth: [0].into(),
        given: [usize::from(!right)].into(),
        groups: vec![group.to_owned()],
    };
    let photos = [judged(1, true, "a"), judged(2, false, "a"), judged(3, true, "b"), judged(4, false, "c"), judged(5, true, "")];
    let parts = slices(&photos, |p| p.groups[0].clone());
    let told: Vec<_> = parts.iter().map(|s| (s.name.as_str(), s.photos, s.accuracy)).collect();
    assert_eq!(told, [("c", 1, 0.0), ("a", 2, 0.5), ("b", 1, 1.0)]);
    assert!(parts[0].interval.high > 0.7, "one photo says little");
    assert_eq!((parts[0].wrong.as_slice(), parts[2].wrong.len()), (&[PhotoId(4)][..], 0));
}

#[test]
fn a_query_is_made_for_each_combination_that_enough_photos_have() {
    let clouds = Clouds::new(4, 2, 1.0);
    let skus = Skus::new();
    let catalogued = Catalogued { photos: clouds.photos.photos(), roots: &[], skus: &skus };
    let (_folder, file) = table("path,colour,type\n0.jpg,Red,Shirt\n1.jpg,Red,Shirt\n2.jpg,Blue,Shirt\n3.jpg,,Shirt\n");
    let template: QueryTemplate = "a {colour} {type}!".parse().unwrap();
    let (queries, left_out) = true_queries(&file, Some(MatchBy::Path), &template, 2, catalogued).unwrap();
    assert_eq!(queries.len(), 1);
    assert_eq!((queries[0].text.as_str(), queries[0].relevant.len(), left_out.empty), ("a Red Shirt!", 2, 1));
    assert!("shirt".parse::<QueryTemplate>().is_err() && "{colour".parse::<QueryTemplate>().is_err());
}

#[test]
fn a_report_needs_no_other_file_and_no_name_breaks_it() {
    let mut clouds = Clouds::new(200, 4, 0.6);
    clouds.set.labels[1].name = "<script>L1".into();
    let words = clouds.embedded();
    let truth = truth_of_tags(&Lessons::of(&clouds.photos, &words, &clouds.book(200, Source::Person), &ALONE));
    let found = evaluated(&clouds, 0, &truth);
    let parts = vec![("folder".to_owned(), slices(&found.photos, |_| "a & b".to_owned()))];
    let page = html(&clouds.set.draft(), "Starter model", "what was decided", &found, &parts);
    assert!(page.contains(&format!("{:.3}", found.counts.weighted_f1())) && page.matches("<svg").count() == 3);
    assert!(page.contains("&lt;script&gt;L1") && !page.contains("<script") && page.contains("a &amp; b"));
    assert!(!page.contains("href=") && !page.contains("src="));
}

#[test]
fn several_labels_of_a_cell_are_split_as_imports_split_them() {
    let mut clouds = Clouds::new(4, 3, 1.0);
    clouds.set.choice = base::Choice::Multi;
    let skus = Skus::new();
    let catalogued = Catalogued { photos: clouds.photos.photos(), roots: &[], skus: &skus };
    let (_folder, file) = table("path,colours\n0.jpg,L2 | l0\n1.jpg,L1|Hat\n2.jpg,Hat\n3.jpg,\n");
    let truth = truth_of_file(&file, Some(MatchBy::Path), "colours", &[], &clouds.set, catalogued).unwrap();
    let labels: Vec<_> = truth.labels.iter().map(|t| (t.photo.0, &*t.labels)).collect();
    assert_eq!(labels, [(1, &[0, 2][..]), (2, &[1][..])]);
    assert_eq!((truth.left_out.empty, truth.left_out.several, truth.left_out.unknown_labels.get("Hat")), (1, 0, Some(&2)));
    assert_eq!(truth_columns(&file, &clouds.set).unwrap()[1].labels, 2, "rows that name a label");
}

#[test]
fn where_several_labels_fit_each_is_judged_and_photos_that_taught_as_if_they_had_not() {
    let mut clouds = Clouds::new(400, 4, 0.2);
    clouds.set.choice = base::Choice::Multi;
    let words = clouds.embedded();
    let lessons = |decided| Lessons::of(&clouds.photos, &words, &clouds.book(decided, Source::Person), &ALONE);
    let truth = truth_of_tags(&lessons(400));
    let found = evaluated(&clouds, 200, &truth);
    assert_eq!((found.by, found.photos.len(), found.held_out), (By::Learned, 400, 200));
    let counts = found.counts.several().unwrap();
    assert!(found.counts.confusion().is_none() && counts.micro_f1() > 0.8 && counts.label(0).support == 100, "{}", counts.micro_f1());
    let exact = found.photos.iter().filter(|photo| photo.is_right()).count() as f64 / 400.0;
    assert!((counts.accuracy() - exact).abs() < 1e-9);
    // A photo that taught is judged by the held-out answer, at the threshold at which labels are suggested.
    let learned = learn(&clouds.photos, &words, lessons(200));
    let held_out = learned.held_out.as_ref().unwrap();
    let said = held_out.answers().len();
    let given: usize = found.photos.iter().filter(|photo| photo.photo.0 <= 200).map(|photo| photo.given.len()).sum();
    assert_eq!(given, said);
    let page = html(&clouds.set.draft(), "Starter model", "what was decided", &found, &[]);
    assert!(page.contains("micro F1") && page.contains("with exactly their labels") && !page.contains("What is taken for what"));
}

#[test]
fn scores_at_a_fitted_temperature_are_not_told_about_the_decisions_that_it_was_fitted_to() {
    let clouds = Clouds::new(300, 4, 1.0);
    let words = clouds.embedded();
    let lessons = Lessons::of(&clouds.photos, &words, &clouds.book(300, Source::Person), &ALONE);
    let truth = truth_of_tags(&lessons);
    let learned = learn(&clouds.photos, &words, lessons);
    let suggestions = suggest(&clouds.photos, &learned.set, &|| false).unwrap();
    let found = judge(&truth, &learned, &suggestions, &clouds.photos, &ALONE, &|| false).unwrap();
    assert_eq!((found.by, found.calibrated_on, found.held_out), (By::ZeroShot, 300, 300));
    let fitted: Vec<(f32, bool)> = clouds.scored(&suggestions, 0..300);
    let held_out: Vec<(f32, bool)> = learned.held_out.unwrap().answers().into_iter().map(|(_, p, right)| (p, right)).collect();
    assert_ne!(figures::reliability(&held_out, 10), figures::reliability(&fitted, 10));
    assert_eq!(found.reliability, figures::reliability(&held_out, 10));
}
