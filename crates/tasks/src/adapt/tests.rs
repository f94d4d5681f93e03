//! Adapting over clouds of drawn vectors: what is kept and what is not, and that no product tells about itself.

use super::parts::{Parts, Together};
use super::*;
use crate::clouds::Clouds;
use base::{PhotoId, PhotoText, Source, UnitVector};
use std::collections::HashSet;
use testing::TextModel;

const ALONE: fn(PhotoId) -> Option<usize> = |_| None;

fn of(clouds: &Clouds, decided: usize, texts: &[(PhotoId, Vec<PhotoText>)], cancel: &Cancel) -> Adapted {
    let (sets, book) = ([clouds.embedded()], clouds.book(decided, Source::Person));
    let catalogue = Catalogue { photos: &clouds.photos, sets: &sets, book: &book, texts, product: &ALONE };
    let encoder = TextModel::of_noise(sets[0].dimension(), 25.0);
    let teaching = Teaching { catalogue, encoder: &encoder, general: &[], elsewhere: &Elsewhere::default() };
    adapt(&teaching, &Progress::default(), cancel).unwrap()
}

#[test]
fn words_that_know_little_are_learned_and_those_that_know_all_are_left_alone() {
    for (known, better) in [(0.25, true), (1.0, false)] {
        let clouds = Clouds::new(600, 4, known);
        let Adapted::Learned(adaptation) = of(&clouds, 600, &[], &Cancel::default()) else { panic!("600 decisions are enough") };
        let report = &adaptation.report;
        assert_eq!((report.parts, report.lessons.products, report.kinds[0].photos), ([360, 120, 120], 600, 120));
        assert_eq!(report.is_better(), better, "{known}: {report:?}");
        if better {
            // What is told is what the kept maps do to photos: here to those that were held out and to all others alike.
            let told = report.kinds[0].right[1] as f64 / 120.0;
            let right = share_right(&clouds, &adaptation);
            assert!(report.gain.gain > 0.1 && (told - right).abs() < 0.12, "told {told}, {right} of all");
        }
    }
}

/// Of all photos, the share whose nearest label is theirs under the kept maps.
fn share_right(clouds: &Clouds, adaptation: &Adaptation) -> f64 {
    let set = clouds.embedded();
    let moved = |weight: &[f32], vector: &[f32]| {
        let dot = |row: &[f32]| row.iter().zip(vector).map(|(w, x)| w * x).sum::<f32>();
        let rows = weight.chunks(vector.len()).zip(vector).map(|(row, x)| x + adaptation.alpha * dot(row));
        UnitVector::normalise(rows.collect()).unwrap()
    };
    let texts: Vec<UnitVector> = set.texts.iter().map(|text| moved(&adaptation.text, text.as_slice())).collect();
    let is_right = |photo: &PhotoId| {
        let seen = moved(&adaptation.image, clouds.photos.vector(*photo).unwrap().as_slice());
        let nearest = (0..set.labels()).max_by(|a, b| seen.dot(&texts[*a]).total_cmp(&seen.dot(&texts[*b]))).unwrap();
        clouds.truth(*photo).place() == Some(nearest)
    };
    (1..=600).map(PhotoId).filter(is_right).count() as f64 / 600.0
}

#[test]
fn too_little_is_said_before_anything_is_learned_and_a_cancelled_run_leaves_nothing() {
    let clouds = Clouds::new(300, 4, 0.3);
    let Adapted::TooLittle(lessons) = of(&clouds, LEAST_PRODUCTS - 1, &[], &Cancel::default()) else { panic!("99 are too few") };
    assert_eq!((lessons.products, lessons.decisions), (99, vec![("Codes".to_owned(), 99)]));
    let cancel = Cancel::default();
    cancel.cancel();
    assert!(matches!(of(&clouds, 300, &[], &cancel), Adapted::Cancelled));
}

#[test]
fn photos_of_one_title_or_file_or_product_are_one_product_and_numbers_are_no_titles() {
    let mut clouds = Clouds::new(30, 2, 0.3);
    clouds.same_file(&[0, 1]);
    let text = |column: &str, text: &str| PhotoText { column: column.into(), text: text.into() };
    let texts: Vec<(PhotoId, Vec<PhotoText>)> = [
        (3, vec![text("brand", "Nike"), text("title", "Nike Men Blue Shoes")]),
        (4, vec![text("title", "NIKE men blue shoes"), text("price", "12.50")]),
        (5, vec![text("brand", "Nike")]),
        (6, vec![text("sku", "AB 4711")]),
    ]
    .map(|(photo, texts)| (PhotoId(photo), texts))
    .into();
    let sets = [clouds.embedded()];
    let book = clouds.book(3, Source::Import);
    let product = |photo: PhotoId| (photo.0 >= 5).then_some(0);
    let found = lessons(&Catalogue { photos: &clouds.photos, sets: &sets, book: &book, texts: &texts, product: &product });
    // Photos 1 and 2 are one file, 3 and 4 have one title, 5 is of a product; 6 has nothing but a number.
    assert_eq!((found.photos, found.products, found.texts), (5, 3, 3));
    assert_eq!(found.decisions, [("Codes".to_owned(), 3)]);
}

#[test]
fn no_product_stands_in_two_parts() {
    let mut together = Together::new(200);
    (0..200).for_each(|photo| together.join(photo, photo / 3));
    // Two products become one.
    together.join(0, usize::MAX);
    together.join(199, usize::MAX);
    let groups = together.groups();
    assert_eq!((groups[0], groups[199], groups.iter().max()), (0, 0, Some(&65)));
    let parts = Parts::of(&groups, 1);
    assert_eq!(parts.products, [40, 13, 13]);
    let of = |photos: &[usize]| photos.iter().map(|photo| groups[*photo]).collect::<HashSet<_>>();
    let [learn, choose, tell] = [&parts.learn, &parts.choose, &parts.tell].map(|photos| of(photos));
    assert!(learn.is_disjoint(&choose) && learn.is_disjoint(&tell) && choose.is_disjoint(&tell));
    assert_eq!(parts.learn.len() + parts.choose.len() + parts.tell.len(), 200);
    assert_eq!(Parts::of(&groups, 1).tell, parts.tell);
    assert_ne!(Parts::of(&groups, 2).tell, parts.tell);
}
