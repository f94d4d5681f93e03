//! The closed forms against what they stand for: fits that are made anew without a product.

use super::*;
use nalgebra::DMatrix;

/// Numbers that look random and are always the same.
fn noise(seed: u64) -> impl FnMut() -> f64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64 * 2.0 - 1.0
    }
}

/// `photos` of `classes` clouds of unit vectors, two photos a product; the words know the class `known` times in one.
fn clouds(photos: usize, classes: usize, known: f64) -> Decisions {
    let (d, mut random) = (24, noise(7));
    let centres = DMatrix::from_fn(d, classes, |_, _| random());
    let labels: Vec<usize> = (0..photos).map(|i| i / 2 % classes).collect();
    let mut vectors = DMatrix::from_fn(d, photos, |c, photo| (centres[(c, labels[photo])] + 0.9 * random()) as f32);
    vectors.column_iter_mut().for_each(|mut column| {
        column.normalize_mut();
    });
    let word = |class: usize, photo: usize| if labels[photo] == class { 6.0 * known } else { 0.0 };
    let zero_shot = DMatrix::from_fn(classes, photos, |class, photo| (4.0 * random() + word(class, photo)) as f32);
    Decisions { vectors, zero_shot, labels, products: (0..photos).map(|i| i / 2).collect() }
}

fn without(decisions: &Decisions, product: usize) -> Decisions {
    let rows: Vec<usize> = (0..decisions.len()).filter(|&row| decisions.products[row] != product).collect();
    Decisions {
        vectors: decisions.vectors.select_columns(&rows),
        zero_shot: decisions.zero_shot.select_columns(&rows),
        labels: rows.iter().map(|&row| decisions.labels[row]).collect(),
        products: rows.iter().map(|&row| decisions.products[row]).collect(),
    }
}

fn fitted(decisions: &Decisions) -> Option<(Ridge, DMatrix<f32>)> {
    Ridge::fit(&decisions.vectors, &decisions.one_hot(), &decisions.products)
}

#[test]
fn what_is_left_out_is_what_a_fit_without_it_says() {
    let decisions = clouds(40, 3, 0.0);
    let (_, left_out) = fitted(&decisions).unwrap();
    for product in [0, 7, 19] {
        let (refitted, _) = fitted(&without(&decisions, product)).unwrap();
        let rows: Vec<usize> = (0..40).filter(|&row| decisions.products[row] == product).collect();
        let said = refitted.scores(&decisions.vectors.select_columns(&rows));
        // The mean is that of all rows in one and of the rest in the other, which the intercept takes up but for its own small ridge.
        assert!((said - left_out.select_columns(&rows)).amax() < 1e-3, "product {product}");
    }
}

#[test]
fn a_product_larger_than_the_embeddings_is_left_out_too() {
    let mut decisions = clouds(1400, 3, 0.0);
    decisions.products = (0..1400).map(|photo| photo / 600).collect();
    let (_, left_out) = fitted(&decisions).unwrap();
    let (refitted, _) = fitted(&without(&decisions, 1)).unwrap();
    let photos: Vec<usize> = (600..1200).collect();
    let said = refitted.scores(&decisions.vectors.select_columns(&photos));
    assert!((said - left_out.select_columns(&photos)).amax() < 2e-3);
}

#[test]
fn half_of_a_matrix_stands_for_all_of_it() {
    let mut random = noise(3);
    for n in [1, 5, 48, 49, 96, 97, 200] {
        let half = DMatrix::from_fn(n, n + 3, |_, _| random());
        let gram = triangular::gram(&half.map(|value| value as f32)).map(f64::from);
        assert!((gram - &half * half.transpose()).amax() < 1e-4, "{n}");
        let matrix = &half * half.transpose() + DMatrix::identity(n, n);
        let factor = triangular::inverse_factor(&matrix).unwrap();
        assert!((&factor * matrix * factor.transpose() - DMatrix::identity(n, n)).amax() < 1e-8, "{n}");
        let narrow = factor.map(|value| value as f32);
        assert!((triangular::lower_times(&narrow, &narrow) - &narrow * &narrow).amax() < 1e-4, "{n}");
    }
    assert!(triangular::inverse_factor(&-DMatrix::<f64>::identity(90, 90)).is_none());
}

#[test]
fn code_names_are_learned() {
    let learned = learn(&clouds(200, 4, 0.0)).unwrap();
    assert!(learned.is_used() && learned.gain.gain > 0.4, "{:?}", learned.gain);
    assert!(learned.head.words < 0.2, "words that know nothing count little: {}", learned.head.words);
}

#[test]
fn words_that_know_all_are_left_alone() {
    let learned = learn(&clouds(200, 4, 2.0)).unwrap();
    assert!(!learned.is_used(), "{:?}", learned.gain);
}

#[test]
fn one_decision_changes_no_answer() {
    let learned = learn(&clouds(1, 4, 0.0)).unwrap();
    assert!(!learned.is_used(), "{:?}", learned.gain);
    assert!(learned.left_out.iter().all(|p| p.is_finite()));
}

#[test]
fn probabilities_of_left_out_decisions_are_honest() {
    let decisions = clouds(600, 4, 0.3);
    let learned = learn(&decisions).unwrap();
    let (mut sure, mut right): (f64, f64) = (0.0, 0.0);
    for (row, &label) in decisions.labels.iter().enumerate() {
        let (class, p) = learned.left_out.column(row).argmax();
        sure += f64::from(p);
        right += f64::from(u8::from(class == label));
    }
    assert!((sure - right).abs() / 600.0 < 0.03, "said {sure:.1}, right {right}");
}

#[test]
fn a_product_that_is_all_there_is_teaches_nothing_about_itself() {
    let mut decisions = clouds(30, 3, 0.0);
    decisions.products = vec![5; 30];
    let learned = learn(&decisions).unwrap();
    assert!(!learned.is_used(), "{:?}", learned.gain);
}

#[test]
fn values_that_are_no_numbers_teach_nothing() {
    let mut decisions = clouds(30, 3, 0.0);
    decisions.vectors[(3, 3)] = f32::NAN;
    assert!(learn(&decisions).is_none());
}

#[test]
fn weights_are_those_of_the_greatest_likelihood() {
    let decisions = clouds(300, 3, 0.4);
    let prior = [Prior { strength: 0.0, ..Prior::WORDS }];
    let found = Stack::fit(&[&decisions.zero_shot], &decisions.labels, &prior).weights[0];
    let loss = |w: f64| {
        let p = softmax(&decisions.zero_shot * w as f32);
        decisions.labels.iter().enumerate().map(|(row, &label)| -f64::from(p[(label, row)]).ln()).sum::<f64>()
    };
    assert!(loss(found) <= loss(found * 1.02) && loss(found) <= loss(found * 0.98), "{found}");
}

#[test]
fn a_weight_that_would_fall_below_its_least_stays_there_and_the_others_go_on() {
    // One opinion names a class that is never right, the other often the right one.
    let decisions = clouds(300, 3, 0.4);
    let never = |class: usize, photo: usize| f32::from(u8::from(class == (decisions.labels[photo] + 1) % 3));
    let (against, with) = (DMatrix::from_fn(3, 300, never), decisions.zero_shot.clone());
    let joint = Stack::fit(&[&against, &with], &decisions.labels, &[Prior::WORDS, Prior::FITTED]).weights;
    let alone = Stack::fit(&[&with], &decisions.labels, &[Prior::FITTED]).weights;
    assert!(joint[0] == 0.0 && (joint[1] - alone[0]).abs() < 0.01 * alone[0], "{joint:?} {alone:?}");
}

#[test]
fn a_gain_counts_products_and_not_photos() {
    let (new, old) = ([true; 8], [true, true, true, true, true, true, false, false]);
    let alone: Vec<Vec<usize>> = (0..8).map(|row| vec![row]).collect();
    let pairs: Vec<Vec<usize>> = (0..4).map(|p| vec![2 * p, 2 * p + 1]).collect();
    assert!((gain(&new, &old, &alone).gain - 0.25).abs() < 1e-12);
    assert!(gain(&new, &old, &pairs).error > gain(&new, &old, &alone).error);
    assert!(!gain(&new, &old, &pairs).is_earned());
}

/// Two attributes of two values each, in one set: every photo has one label of either.
fn pairs_of_labels(photos: usize, known: f64) -> SeveralDecisions {
    let (first, mut random) = (clouds(photos, 2, known), noise(5));
    let second: Vec<usize> = (0..photos).map(|i| i / 4 % 2).collect();
    let axis = DMatrix::from_fn(24, 2, |_, _| random());
    let mut vectors = first.vectors.clone();
    for (photo, mut column) in vectors.column_iter_mut().enumerate() {
        column.iter_mut().enumerate().for_each(|(c, value)| *value += 0.3 * axis[(c, second[photo])] as f32);
        column.normalize_mut();
    }
    let fits = DMatrix::from_fn(4, photos, |label, photo| {
        f32::from(u8::from(if label < 2 { first.labels[photo] == label } else { second[photo] == label - 2 }))
    });
    // As sure of everything as a model is that was never asked how many labels fit.
    let zero_shot = DMatrix::from_fn(4, photos, |label, photo| (6.0 * known) as f32 * fits[(label, photo)] + 3.0 * random() as f32 + 2.0);
    SeveralDecisions { vectors, zero_shot, fits, products: first.products }
}

#[test]
fn where_several_labels_fit_each_is_learned_and_honest() {
    for known in [0.0, 0.5] {
        let decisions = pairs_of_labels(600, known);
        let learned = learn_several(&decisions).unwrap();
        assert!(learned.gain.is_earned(), "{known}: {:?}", learned.gain);
        for p in [&learned.left_out, &learned.zero_shot] {
            let (said, is) = (p.sum(), decisions.fits.sum());
            assert!((said - is).abs() / 2400.0 < 0.03, "{known}: said {said:.0}, fits {is:.0}");
        }
    }
    let nothing = SeveralDecisions { fits: DMatrix::zeros(4, 0), ..pairs_of_labels(8, 0.0) };
    assert!(learn_several(&nothing).is_none());
}

#[test]
fn what_is_told_of_a_decision_is_at_a_temperature_that_it_had_no_part_in() {
    let mut random = noise(3);
    let labels: Vec<usize> = (0..60).map(|i| i % 3).collect();
    let words = DMatrix::from_fn(3, 60, |class, photo| (2.0 * random() + f64::from(u8::from(labels[photo] == class))) as f32);
    let groups: Vec<Vec<usize>> = (0..60).map(|photo| vec![photo]).collect();
    let all = Stack::fit(&[&words], &labels, &[Prior::WORDS]);
    let held_out = all.held_out_logits(&[&words], &labels, &[Prior::WORDS], &groups);
    // The second of five parts: photos 1, 6, 11, …
    let rest: Vec<usize> = (0..60).filter(|photo| photo % 5 != 1).collect();
    let of_rest: Vec<usize> = rest.iter().map(|&photo| labels[photo]).collect();
    let without = Stack::fit(&[&words.select_columns(&rest)], &of_rest, &[Prior::WORDS]);
    assert!((without.weights[0] - all.weights[0]).abs() > 1e-3, "the part matters");
    let off = (held_out.column(6) - words.column(6) * without.weights[0] as f32).amax();
    assert!(off < 1e-4, "{off}");
}
