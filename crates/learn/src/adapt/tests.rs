//! Maps over drawn vectors: gradients against differences, what is learned of photos that were not shown, and what stays.

use super::*;
use nalgebra::DVector;

const DIMENSION: usize = 12;

/// Numbers between -1 and 1.
fn draw(random: &mut Random) -> f32 {
    random.below(2001) as f32 / 1000.0 - 1.0
}

fn units(columns: usize, random: &mut Random) -> DMatrix<f32> {
    let mut matrix = DMatrix::from_fn(DIMENSION, columns, |_, _| draw(random));
    matrix.column_iter_mut().for_each(|mut column| _ = column.normalize_mut());
    matrix
}

/// Photos around the vectors of four things; the words of two of them are mixed up, those of the others are right.
fn shop(photos: usize) -> Pairs {
    let mut random = Random::new(7);
    let things = units(4, &mut random);
    let mut all = DMatrix::zeros(DIMENSION, photos);
    for (photo, mut column) in all.column_iter_mut().enumerate() {
        let noise = DVector::from_fn(DIMENSION, |_, _| 0.4 * draw(&mut random));
        column.copy_from(&(things.column(photo % 4) + noise).normalize());
    }
    let texts = things.select_columns(&[1, 0, 2, 3]);
    let kind = Texts { texts, right: (0..photos).map(|photo| vec![photo % 4]).collect() };
    let title = Texts { texts: all.clone(), right: (0..photos).map(|photo| if photo % 3 == 0 { vec![photo] } else { vec![] }).collect() };
    Pairs { photos: all, kinds: vec![kind, title], others: units(5, &mut random), general: units(20, &mut random), scale: 10.0 }
}

fn right(pairs: &Pairs, maps: &Maps, alpha: f32, photos: std::ops::Range<usize>) -> f64 {
    let texts = Maps::apply(&maps.text, alpha, &pairs.kinds[0].texts);
    let seen = Maps::apply(&maps.image, alpha, &pairs.photos);
    let is_right = |photo: &usize| texts.tr_mul(&seen.column(*photo)).argmax().0 == photo % 4;
    photos.clone().filter(is_right).count() as f64 / photos.len() as f64
}

#[test]
fn gradients_are_those_of_the_loss() {
    let pairs = shop(9);
    let mut random = Random::new(3);
    let small = |random: &mut Random| DMatrix::from_fn(DIMENSION, DIMENSION, |_, _| 0.1 * draw(random));
    let maps = Maps { image: small(&mut random), text: small(&mut random) };
    let loss = |maps: &Maps| Batch::new(&pairs, &[0, 1, 2, 3, 4, 5, 6, 7, 8], maps, &mut Random::new(1)).loss();
    let batch = Batch::new(&pairs, &[0, 1, 2, 3, 4, 5, 6, 7, 8], &maps, &mut Random::new(1));
    let gradient = batch.joined((0..=pairs.kinds.len()).map(|part| batch.gradient(part)).collect());
    for (row, column) in [(0, 0), (3, 7), (11, 2), (5, 5)] {
        let moved = |by: f32, text: bool| {
            let mut maps = maps.clone();
            if text {
                maps.text[(row, column)] += by;
            } else {
                maps.image[(row, column)] += by;
            }
            loss(&maps)
        };
        for (text, found) in [(false, &gradient.image), (true, &gradient.text)] {
            let difference = (moved(0.01, text) - moved(-0.01, text)) / 0.02;
            assert!((difference - found[(row, column)]).abs() < 2e-3 + 0.02 * difference.abs(), "{difference} {}", found[(row, column)]);
        }
    }
}

#[test]
fn mixed_up_words_are_put_right_for_photos_that_were_not_shown() {
    let pairs = shop(200);
    let shown: Vec<usize> = (0..120).collect();
    let maps = adapt(&pairs, &shown, 300, 1, &mut || true).unwrap();
    let (before, after) = (right(&pairs, &maps, 0.0, 120..200), right(&pairs, &maps, 1.0, 120..200));
    assert!(before < 0.7 && after > 0.8, "{before} -> {after}");
    assert_eq!(adapt(&pairs, &shown, 300, 1, &mut || true).unwrap(), maps, "the same seed gives the same maps");
    let mut left = 5;
    let mut five = || {
        left -= 1;
        left > 0
    };
    assert_eq!(adapt(&pairs, &shown, 300, 1, &mut five), None);
}

#[test]
fn photos_of_which_nothing_is_said_teach_nothing_and_break_nothing() {
    let mut pairs = shop(20);
    pairs.kinds.iter_mut().flat_map(|kind| &mut kind.right).for_each(Vec::clear);
    (pairs.general, pairs.others) = (DMatrix::zeros(DIMENSION, 0), DMatrix::zeros(DIMENSION, 0));
    let maps = adapt(&pairs, &(0..20).collect::<Vec<_>>(), 3, 1, &mut || true).unwrap();
    assert!(maps.image.iter().chain(maps.text.iter()).all(|weight| *weight == 0.0));
}
