//! Suggestions over a handful of drawn vectors, where every probability can be worked out by hand.

use super::*;
use crate::compare::{Differ, Side, compare_set, rank};
use crate::query_embedding::TextCache;
use crate::review::{ReviewOrder, queue};
use crate::search::{FindRequest, Searchable, Sort};
use base::{Choice, Decision, LabelId, LabelSet, LabelSetId, Photo, Photos, Provenance, Source, Tag, TagBook, UnitVector};
use testing::TextModel;
use vectors::Matrix;

/// Knows the words red, green and blue as axes; everything else, and the neutral words, is the fourth axis.
fn axes() -> TextModel {
    let axis = |text: &str| ["red", "green", "blue"].iter().position(|w| text.contains(w)).unwrap_or(3);
    TextModel::new("axes", 4, 10.0, move |text| UnitVector::normalise((0..4).map(|i| f32::from(i == axis(text))).collect()))
        .with_unknown(|text| text.split(' ').filter(|w| *w == "mauve").map(str::to_owned).collect())
        .with_cut(|text| text.get(30..).map(str::to_owned))
}

/// Photos 1, 2, …: of these directions; the last one is missing.
fn photos(directions: &[[f32; 4]]) -> Searchable {
    let photo = |i: usize| Photo { missing: i + 1 == directions.len(), ..Photo::sample(i as i64 + 1, &format!("{i}.jpg")) };
    let photos: Arc<Photos> = Arc::new((0..directions.len()).map(photo).collect());
    let values = directions.iter().flat_map(|d| UnitVector::normalise(d.to_vec()).unwrap().as_slice().to_vec()).collect();
    let ids: Vec<PhotoId> = photos.iter().map(|p| p.id).collect();
    Searchable::new(photos, &[], &ids, Matrix::new(4, values).unwrap())
}

fn saved(choice: Choice, none_of_these: bool, names: &[&str]) -> LabelSet {
    let sample = LabelSet::sample(1, "Colour", (1..).zip(names.iter().copied()));
    LabelSet { choice, templates: vec!["a {label} thing".into()], none_of_these, ..sample }
}

fn embedded(set: &LabelSet) -> EmbeddedSet {
    embed_set(&Arc::new(set.draft()), &axes(), &TextCache::default(), &|| false).unwrap().unwrap()
}

fn tag(photo: i64, label: Option<i64>, decision: Decision, source: Source) -> Tag {
    let provenance = Provenance::of(source, 0);
    Tag { photo: PhotoId(photo), set: LabelSetId(1), label: label.map(LabelId), decision, provenance, revision: 1, stale: false }
}

const RED: Slot = Slot(0);
const GREEN: Slot = Slot(1);
const BLUE: Slot = Slot(2);

/// Red, nearly red or green, blue, nothing of all, and a missing green one.
fn five() -> Searchable {
    photos(&[[1.0, 0.1, 0.0, 0.2], [1.0, 0.95, 0.0, 0.2], [0.0, 0.0, 1.0, 0.3], [0.1, 0.1, 0.1, 1.0], [0.0, 1.0, 0.0, 0.0]])
}

struct Seen {
    rows: Vec<Suggestion>,
    figures: SetStats,
}

fn look(photos: &Searchable, set: &LabelSet, book: &TagBook) -> Seen {
    let embedded = embedded(set);
    let asked = DecidedSet { set: &embedded, saved: Some(set), book };
    let applied = apply_decisions(&Arc::new(suggest(photos, &embedded, &|| false).unwrap()), photos, &asked);
    let figures = label_stats(photos, &applied, &asked, &Within::default(), &|| false).unwrap();
    Seen { rows: applied.rows.clone(), figures }
}

#[test]
fn a_single_choice_is_the_softmax_of_the_checkpoint() {
    let set = saved(Choice::Single, false, &["red", "green", "blue"]);
    let seen = look(&five(), &set, &TagBook::default());
    assert_eq!(seen.rows.iter().map(|s| s.slot).collect::<Vec<_>>()[..3], [RED, RED, BLUE]);
    let vector = five().vector(PhotoId(2)).unwrap();
    let weights: Vec<f64> = vector.as_slice()[..3].iter().map(|c| (10.0 * f64::from(*c)).exp()).collect();
    let total: f64 = weights.iter().sum();
    let second = seen.rows[1];
    assert!((f64::from(second.score) - weights[0] / total).abs() < 1e-5, "{second:?}");
    assert!((f64::from(second.margin) - (weights[0] - weights[1]) / total).abs() < 1e-5);
    assert_eq!(second.runner_up, Some(GREEN));
    assert_eq!((seen.figures.photos, seen.figures.undecided), (4, 4), "a missing photo is not counted");
    assert_eq!(seen.figures.labels.iter().map(|l| l.photos).sum::<u64>(), 4);
    assert_eq!(seen.figures.labels[0].rival.map(|r| r.0), Some(GREEN));
    assert_eq!(seen.figures.labels[2].above(bin(seen.rows[2].score)), 1, "a threshold includes its own bin");
    assert_eq!(seen.figures.labels[2].above(BINS), 0);
}

#[test]
fn none_of_these_and_a_set_of_one_are_weighed_against_a_neutral_text() {
    let seen = look(&five(), &saved(Choice::Single, true, &["red", "green", "blue"]), &TagBook::default());
    assert_eq!(seen.rows[3].slot, Slot::NONE_OF_THESE);
    assert_eq!((seen.figures.labels.len(), seen.figures.labels[3].photos), (4, 1));
    let one = look(&five(), &saved(Choice::Single, false, &["red"]), &TagBook::default());
    assert!(one.rows[0].score > 0.99 && one.rows[3].score < 0.01, "{:?}", one.rows);
    assert!(one.rows.iter().all(|s| s.slot == RED && s.runner_up.is_none()));
    let vector = five().vector(PhotoId(2)).unwrap();
    let (label, neutral) = (f64::from(vector.as_slice()[0]) * 10.0, f64::from(vector.as_slice()[3]) * 10.0 - 2.0_f64.ln());
    assert!((f64::from(one.rows[1].score) - label.exp() / (label.exp() + neutral.exp())).abs() < 1e-5);
}

#[test]
fn in_a_multi_choice_set_two_labels_may_fit() {
    let set = saved(Choice::Multi, false, &["red", "green", "blue"]);
    let seen = look(&five(), &set, &TagBook::default());
    let answers = of_vector(&embedded(&set), &five().vector(PhotoId(2)).unwrap());
    assert!(answers[0] > 0.5 && answers[1] > 0.5 && answers[2] < 0.1, "{answers:?}");
    assert_eq!(seen.figures.labels.iter().map(|l| l.photos).collect::<Vec<_>>(), [2, 1, 1]);
    assert_eq!(seen.figures.labels[0].histogram.iter().sum::<u32>(), 4, "every undecided photo is in every label's histogram");
    assert_eq!(seen.figures.undecided, 3);
    let one = look(&five(), &saved(Choice::Multi, false, &["red"]), &TagBook::default());
    assert!(one.rows[0].score > 0.9 && one.rows[3].score < 0.1);
}

#[test]
fn what_was_rejected_is_not_suggested_again() {
    let set = saved(Choice::Single, false, &["red", "green", "blue"]);
    let before = look(&five(), &set, &TagBook::default());
    let book = TagBook::new([tag(2, Some(1), Decision::Rejected, Source::Person)]);
    let after = look(&five(), &set, &book);
    let green = after.rows[1];
    assert_eq!(green.slot, GREEN);
    let answers = of_vector(&embedded(&set), &five().vector(PhotoId(2)).unwrap());
    assert!((green.score - answers[1]).abs() < 1e-6, "its probability stays as it was computed");
    assert_eq!(after.rows[0], before.rows[0]);
    let mut stale = tag(2, Some(1), Decision::Rejected, Source::Person);
    stale.stale = true;
    assert_eq!(look(&five(), &set, &TagBook::new([stale])).rows[1].slot, RED, "another photo lies there now");
    let all = (1..=3).map(|l| tag(2, Some(l), Decision::Rejected, Source::Person));
    let seen = look(&five(), &set, &TagBook::new(all));
    assert_eq!((seen.rows[1].slot, seen.figures.undecided), (Slot::NONE_OF_THESE, 3));
}

#[test]
fn what_is_decided_is_counted_and_no_longer_asked() {
    let set = saved(Choice::Single, true, &["red", "green", "blue"]);
    let book = TagBook::new([
        tag(1, Some(1), Decision::Accepted, Source::Rule),
        tag(2, Some(2), Decision::Accepted, Source::Person),
        tag(4, None, Decision::None, Source::Person),
    ]);
    let seen = look(&five(), &set, &book);
    assert_eq!(seen.figures.labels.iter().map(|l| l.accepted).collect::<Vec<_>>(), [1, 1, 0, 1]);
    assert_eq!(seen.figures.undecided, 1);
    assert_eq!(seen.figures.labels.iter().map(|l| l.above(0)).collect::<Vec<_>>(), [0, 0, 1, 0]);

    let multi = saved(Choice::Multi, false, &["red", "green", "blue"]);
    let seen = look(&five(), &multi, &TagBook::new([tag(2, Some(1), Decision::Accepted, Source::Person)]));
    assert_eq!((seen.rows[1].slot, seen.figures.undecided), (GREEN, 3), "the next label is asked about");
    assert_eq!(seen.figures.labels[0].above(0), 3);
}

#[test]
fn what_is_counted_above_a_threshold_is_what_is_accepted() {
    for choice in [Choice::Single, Choice::Multi] {
        let set = saved(choice, false, &["red", "green", "blue"]);
        let mut stale = tag(3, Some(1), Decision::Accepted, Source::Person);
        stale.stale = true;
        let book = TagBook::new([tag(1, Some(1), Decision::Rejected, Source::Person), stale]);
        let (photos, embedded) = (five(), embedded(&set));
        let asked = DecidedSet { set: &embedded, saved: Some(&set), book: &book };
        let applied = apply_decisions(&Arc::new(suggest(&photos, &embedded, &|| false).unwrap()), &photos, &asked);
        for within in [Within::default(), Within(Some([PhotoId(2), PhotoId(3)].into()))] {
            let figures = label_stats(&photos, &applied, &asked, &within, &|| false).unwrap();
            for least in 0..=BINS {
                let enough = |score: f32| Acceptance::reaches(score, least);
                let all = above(&photos, &applied, &asked, None, &within, &enough, &|| false).unwrap();
                let counted: u64 = figures.labels.iter().map(|l| l.above(least)).sum();
                assert_eq!(all.len() as u64, counted, "{choice:?} from bin {least}");
                let red = above(&photos, &applied, &asked, Some(RED), &within, &enough, &|| false).unwrap();
                assert_eq!(red.len() as u64, figures.labels[0].above(least));
            }
        }
    }
}

#[test]
fn a_queue_has_the_doubtful_first_the_skipped_last_and_the_missing_never() {
    let set = saved(Choice::Single, false, &["red", "green", "blue"]);
    let (photos, embedded, book) = (five(), embedded(&set), TagBook::new([tag(3, Some(1), Decision::Accepted, Source::Person)]));
    let asked = DecidedSet { set: &embedded, saved: Some(&set), book: &book };
    let applied = apply_decisions(&Arc::new(suggest(&photos, &embedded, &|| false).unwrap()), &photos, &asked);
    let ask = |order, skipped: &[i64]| {
        queue(order, &photos, &applied, &asked, &Within::default(), skipped).iter().map(|p| p.0).collect::<Vec<_>>()
    };
    assert_eq!(ask(ReviewOrder::Uncertain, &[]), [4, 2, 1]);
    assert_eq!(ask(ReviewOrder::Uncertain, &[4]), [2, 1, 4]);
    assert_eq!(ask(ReviewOrder::Uncertain, &[2, 4]), [1, 2, 4]);
    assert!(ask(ReviewOrder::Label(LabelId(1)), &[]).ends_with(&[1]));
    assert_eq!(ask(ReviewOrder::Label(LabelId(3)), &[]), [0_i64; 0]);
    assert_eq!(ask(ReviewOrder::Random(5), &[]), ask(ReviewOrder::Random(5), &[]));
    let orders: std::collections::HashSet<_> = (0..20).map(|seed| ask(ReviewOrder::Random(seed), &[])).collect();
    assert!(orders.len() > 2, "seeds differ");
    let surest = |photo: &i64| std::cmp::Reverse(applied.of(PhotoId(*photo)).unwrap().score.to_bits());
    let mut by_score = ask(ReviewOrder::Random(0), &[]);
    by_score.sort_by_key(surest);
    for seed in 0..20 {
        let mut sure = ask(ReviewOrder::Sure(seed), &[]);
        sure[..2].sort_by_key(surest);
        assert_eq!(sure, by_score, "the surer half comes first, in any order");
    }
}

#[test]
fn odd_sets_and_empty_catalogues_have_answers() {
    let nobody = look(&Searchable::default(), &saved(Choice::Single, true, &["red"]), &TagBook::default());
    assert_eq!((nobody.rows.len(), nobody.figures.photos, nobody.figures.labels.len()), (0, 0, 2));
    for choice in [Choice::Single, Choice::Multi] {
        let none = look(&five(), &saved(choice, true, &[]), &TagBook::default());
        assert_eq!((none.rows.len(), none.figures.labels.len()), (0, 1));
    }
    let names: Vec<String> = (0..10_000).map(|i| format!("label {i}")).collect();
    let many = saved(Choice::Single, false, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let seen = look(&five(), &many, &TagBook::default());
    assert_eq!((seen.rows.len(), seen.figures.labels.len()), (5, 10_000));
    assert!(suggest(&five(), &embedded(&many), &|| true).is_none(), "cancelled");
}

#[test]
fn what_the_model_does_not_know_or_read_is_told() {
    let mut set = saved(Choice::Single, false, &["red", "mauve red"]);
    set.labels[0].prompts = vec!["red".into(), "red with many words behind it".into()];
    let answers = embedded(&set);
    assert_eq!(answers.unknown_words, [(1, vec!["mauve".to_owned()])]);
    assert_eq!(answers.cut.iter().map(|(place, _)| *place).collect::<Vec<_>>(), [0]);
}

#[test]
fn of_a_labels_words_the_nearest_counts() {
    let mut set = saved(Choice::Single, false, &["warm or cold", "green"]);
    set.labels[0].prompts = vec!["red".into(), "blue".into()];
    let photos = photos(&[[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0], [0.0, 0.8, 0.6, 0.0], [0.0; 4].map(|_| 1.0)]);
    for choice in [Choice::Single, Choice::Multi] {
        set.choice = choice;
        let asked = embedded(&set);
        let of = |photo| of_vector(&asked, &photos.vector(PhotoId(photo)).unwrap());
        assert_eq!(of(1), of(2), "red and blue are as good as each other");
        let (one, mixed) = (of(1), of(3));
        assert!(one[0] > 0.99 && one[1] < 0.01, "{choice:?} {one:?}");
        assert!(mixed[1] > mixed[0], "a photo that is more green than blue: {mixed:?}");
        if choice == Choice::Single {
            let expected = 1.0 / (1.0 + (10.0_f32 * (0.8 - 0.6)).exp());
            assert!((mixed[0] - expected).abs() < 1e-4, "red has no say where blue is nearer: {mixed:?}");
        }
        assert_eq!(one.len(), asked.classes(), "one probability a label, and one of the neutral text where it has a say");
    }
}

#[test]
fn the_nearest_decided_photos_come_first() {
    let book = TagBook::new([
        tag(1, Some(1), Decision::Accepted, Source::Person),
        tag(3, Some(3), Decision::Accepted, Source::Person),
        tag(4, Some(3), Decision::Rejected, Source::Person),
    ]);
    let near = closest(&five(), PhotoId(2), &book, 8);
    assert_eq!(near.iter().map(|(p, _, l)| (p.0, l.map(|l| l.0))).collect::<Vec<_>>(), [(1, Some(1)), (3, Some(3))]);
    assert_eq!(closest(&five(), PhotoId(2), &book, 1).len(), 1);
}

/// The five as a second model sees them: it takes red for green, and has not embedded the fourth.
fn as_another_sees_them() -> Searchable {
    let ids = [1, 2, 3, 5].map(PhotoId);
    let values = [[0.1, 1.0, 0.0, 0.2], [0.95, 1.0, 0.0, 0.2], [0.0, 0.0, 1.0, 0.3], [0.0, 1.0, 0.0, 0.0]];
    let values = values.iter().flat_map(|d| UnitVector::normalise(d.to_vec()).unwrap().as_slice().to_vec()).collect();
    Searchable::new(Arc::clone(five().photos()), &[], &ids, Matrix::new(4, values).unwrap())
}

#[test]
fn two_models_disagree_worst_where_both_are_sure() {
    let (left, right) = (five(), as_another_sees_them());
    let set = embedded(&saved(Choice::Single, false, &["red", "green", "blue"]));
    let sides = [Side { photos: &left, set: &set }, Side { photos: &right, set: &set }];
    let found = compare_set(sides, &|| false).unwrap();
    assert_eq!((found.photos, found.agreed), (3, 1), "neither what one never saw nor what is missing takes part");
    assert_eq!(found.differ.iter().map(|d| d.photo.0).collect::<Vec<_>>(), [1, 2]);
    let [a, b] = [&left, &right].map(|photos| *suggest(photos, &set, &|| false).unwrap().of(PhotoId(2)).unwrap());
    let close = Differ {
        photo: PhotoId(2),
        labels: [Some(LabelId(1)), Some(LabelId(2))],
        scores: [a.score, b.score],
        weight: a.margin.min(b.margin),
    };
    assert_eq!(found.differ[1], close);
    assert_eq!(found.pairs, [([Some(LabelId(1)), Some(LabelId(2))], 2)]);
    assert_eq!(compare_set(sides, &|| true), None);
}

#[test]
fn in_a_multi_choice_set_the_label_counts_that_only_one_of_two_models_suggests() {
    let (left, right) = (five(), as_another_sees_them());
    let set = embedded(&saved(Choice::Multi, false, &["red", "green", "blue"]));
    let sides = [Side { photos: &left, set: &set }, Side { photos: &right, set: &set }];
    let found = compare_set(sides, &|| false).unwrap();
    assert_eq!(found.photos, 3);
    let answers = |photos: &Searchable, photo: i64| of_vector(&set, &photos.vector(PhotoId(photo)).unwrap());
    let mut wanted: Vec<(i64, f32)> = (1..=3)
        .filter_map(|photo| {
            let (a, b) = (answers(&left, photo), answers(&right, photo));
            let apart = (0..3).filter(|&l| (a[l] >= SUGGESTED) != (b[l] >= SUGGESTED)).map(|l| (a[l] - b[l]).abs());
            Some((photo, apart.max_by(f32::total_cmp)?))
        })
        .collect();
    wanted.sort_by(|a, b| b.1.total_cmp(&a.1));
    assert!(!wanted.is_empty());
    assert_eq!(found.differ.iter().map(|d| (d.photo.0, d.weight)).collect::<Vec<_>>(), wanted);
    assert!(found.differ.iter().all(|d| d.labels[0].is_some() != d.labels[1].is_some()), "{found:?}");
}

#[test]
fn both_rank_only_what_both_have_embedded() {
    let (left, right) = (five(), as_another_sees_them());
    let red = UnitVector::normalise(vec![1.0, 0.0, 0.0, 0.0]).unwrap();
    let query = crate::query::Query::default();
    let request = FindRequest {
        query: &query,
        vector: None,
        texts: None,
        like: None,
        among: None,
        only: Some(&|photo| photo != PhotoId(3)),
        decided: None,
        folder: None,
        min_score: None,
        include_missing: false,
        top: 10,
        sort: Sort::Relevance,
        places: None,
    };
    let found = rank([&left, &right], [&red, &red], &request)
        .map(|found| (found.hits.iter().map(|h| h.photo.0).collect::<Vec<_>>(), found.considered));
    assert_eq!(found, [(vec![1, 2], 2), (vec![2, 1], 2)]);
}
