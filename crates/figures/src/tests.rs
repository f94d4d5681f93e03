//! Figures by hand and against their definitions. Those of scikit-learn stand in a fixture of the house's tests.

use super::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn an_interval_is_wilsons() {
    // Agresti and Coull's textbook case: 0 of 20.
    let none = wilson(0, 20);
    assert!(close(none.low, 0.0) && (none.high - 0.161_1).abs() < 1e-4, "{none:?}");
    let most = wilson(81, 263);
    assert!((most.low - 0.255_3).abs() < 1e-4 && (most.high - 0.366_2).abs() < 1e-4, "{most:?}");
    assert_eq!(wilson(0, 0), Interval { low: 0.0, high: 1.0 });
}

#[test]
fn so_many_hits_are_needed_and_one_fewer_does_not_do() {
    for share in [0.5, 0.9, 0.95, 0.98, 0.999] {
        let n = needed(share);
        assert!(wilson(n, n).low >= share && wilson(n - 1, n - 1).low < share, "{share}: {n}");
    }
    assert_eq!(needed(0.95), 73);
}

#[test]
fn a_matrix_tells_its_classes() {
    let pairs = [(Some(0), Some(0)), (Some(0), Some(1)), (Some(1), Some(1)), (Some(1), None), (None, Some(0))];
    let confusion = Confusion::count(3, pairs);
    assert_eq!(confusion.rows()[0], [1, 1, 0, 0]);
    assert!(close(confusion.accuracy(), 0.4));
    let first = confusion.class(0);
    assert_eq!((first.support, first.given), (2, 2));
    assert!(close(first.precision, 0.5) && close(first.recall, 0.5) && close(first.f1, 0.5));
    let never = confusion.class(2);
    assert_eq!((never.support, never.precision, never.precision_interval), (0, 0.0, Interval { low: 0.0, high: 1.0 }));
    // Two labels of two photos at .5 each, and one photo that none fits, which was not seen.
    assert!(close(confusion.weighted_f1(), 0.4), "{}", confusion.weighted_f1());
    assert!(close(confusion.macro_f1(), 1.0 / 3.0));
}

#[test]
fn no_photos_have_no_figures() {
    let nothing = Confusion::count(2, []);
    assert_eq!((nothing.accuracy(), nothing.weighted_f1(), nothing.macro_f1()), (0.0, 0.0, 0.0));
    assert!(close(RankingFigures::of(&[]).p_at_5, 0.0));
    assert!(close(calibration_error(&reliability(&[], 10)), 0.0));
}

#[test]
fn bins_have_equal_mass_and_tell_how_far_scores_are_off() {
    let answers: Vec<_> = (0..103).map(|i| (i as f32 / 103.0, i % 2 == 0)).collect();
    let bins = reliability(&answers, 10);
    assert_eq!(bins.iter().map(|b| b.answers).sum::<usize>(), 103);
    assert!(bins.iter().all(|b| (10..=11).contains(&b.answers)));
    assert!(bins.windows(2).all(|pair| pair[0].score < pair[1].score));
    assert!(close(calibration_error(&reliability(&[(1.0, true), (1.0, false)], 1)), 0.5));
    assert_eq!(reliability(&[(0.3, true)], 10).len(), 1);
}

#[test]
fn equal_scores_are_accepted_together() {
    let curve = coverage(&[(0.9, true), (0.5, false), (0.5, true), (0.1, false)]);
    assert_eq!(curve.iter().map(|p| (p.accepted, p.right)).collect::<Vec<_>>(), [(1, 1), (3, 2), (4, 2)]);
    assert!(close(curve[1].coverage, 0.75));
}

#[test]
fn the_lowest_threshold_that_keeps_the_promise() {
    let answers: Vec<_> = (0..200).map(|i| (1.0 - i as f32 / 200.0, i < 150)).collect();
    let Promise::Kept(kept) = promise(&answers, 0.95) else { panic!("200 decisions are enough") };
    assert!(kept.precision_low >= 0.95);
    let next = coverage(&answers).into_iter().find(|p| p.threshold < kept.threshold).unwrap();
    assert!(next.precision_low < 0.95, "a lower threshold would have kept it too");
}

#[test]
fn too_few_decisions_say_how_many_more() {
    assert_eq!(promise(&[], 0.95), Promise::Missing(73));
    let twenty: Vec<_> = (0..20).map(|i| (0.9 + i as f32 / 1000.0, true)).collect();
    assert_eq!(promise(&twenty, 0.95), Promise::Missing(53));
    let all_wrong = vec![(0.9, false); 500];
    assert_eq!(promise(&all_wrong, 0.95), Promise::Missing(73));
}

#[test]
fn what_is_relevant_stands_at_the_top() {
    let rankings = [Ranking { found_at: vec![0, 4, 9, 40], relevant: 5 }, Ranking { found_at: vec![], relevant: 2 }];
    let figures = RankingFigures::of(&rankings);
    assert!(close(figures.p_at_5, 0.2) && close(figures.p_at_10, 0.15) && close(figures.recall_at_10, 0.3) && close(figures.mrr, 0.5));
}

#[test]
fn the_area_under_a_ranking_is_the_share_of_pairs_in_order() {
    let of = |scores: &[f64], positive: &[bool]| Auc::of(&scores.iter().copied().zip(positive.iter().copied()).collect::<Vec<_>>());
    let share = |scores: &[f64], positive: &[bool], want: f64| assert!((of(scores, positive).share - want).abs() < 1e-12, "{scores:?}");
    let perfect = of(&[3.0, 2.0, 1.0, 0.0], &[true, true, false, false]);
    assert_eq!((perfect.share, perfect.error, perfect.positives), (1.0, 0.0, 2));
    // 0.35 against 0.1, 0.4 and 0.8 against both: scikit-learn's example, 3 of 4 pairs.
    share(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true], 0.75);
    share(&[1.0, 1.0, 1.0], &[true, false, false], 0.5);
    share(&[1.0, 2.0], &[true, true], 0.5);
    // Hanley and McNeil by hand: A = 0.75 of 2 and 2: (0.1875 + 0.6 - 0.5625 + 9/14 - 0.5625) / 4.
    let error = of(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]).error;
    assert!((error - ((0.1875 + 0.6 - 0.5625 + 9.0 / 14.0 - 0.5625) / 4.0_f64).sqrt()).abs() < 1e-12, "{error}");
}
