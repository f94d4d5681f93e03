//! What is found wrong with the words of a set.

use super::*;
use crate::clouds::Clouds;
use testing::TextModel;

#[test]
fn it_can_be_ended_between_two_wordings() {
    let clouds = Clouds::new(60, 3, 0.5);
    let (set, texts) = (clouds.embedded(), TextCache::default());
    let model = TextModel::of_noise(set.dimension(), 25.0);
    let request = LintRequest { photos: &clouds.photos, set: &set, encoder: &model, texts: &texts, decided: &Lessons::default() };
    let progress = Progress::default();
    let ended = lint(&request, &progress, &|| progress.read().done >= 2).unwrap();
    assert!(ended.is_none() && progress.read().done == 2 && progress.read().total > 3, "{:?}", progress.read());
    let all = lint(&request, &Progress::default(), &|| false).unwrap().unwrap();
    assert_eq!(all.photos, 60);
}

#[test]
fn a_label_that_photos_are_tagged_with_is_not_told_to_be_removed() {
    let clouds = Clouds::new(60, 3, 0.5);
    let mut set = EmbeddedSet::clone(&clouds.embedded());
    set.weak_words = vec![(1, vec!["casual".to_owned()])];
    let (tagged, untagged) = (HashMap::from([(Slot::label(0), 3), (Slot::label(1), 48)]), HashMap::new());
    let own = Counts {
        all: 200,
        photos: HashMap::from([(Slot::label(1), 200)]),
        shares: HashMap::new(),
        kept: HashMap::new(),
        changed: 0,
        right: 39,
        rightly: HashMap::from([(Slot::label(1), 39)]),
    };
    let look = |tagged| Look { set: &set, own: &own, tried: &[], tagged };
    let found = look(&tagged).unmatched();
    assert_eq!(found.iter().map(|finding| finding.tagged).collect::<Vec<_>>(), [3, 0], "L0 and L2 are suggested for none");
    assert!(found[0].message.starts_with("3 photos are tagged L0, but") && !found[0].message.contains("remove"), "{found:?}");
    assert!(found[1].message.ends_with("or remove it"), "{found:?}");
    let weak = look(&tagged).untaught();
    assert_eq!(weak[0].kind, LintKind::Weak);
    assert!(weak[0].message.contains("“casual”; it suggests L1 for 39 of the 48 photos that are tagged so;"), "{weak:?}");
    assert!(!look(&untagged).untaught()[0].message.contains("suggests"));
}

#[test]
fn what_other_words_would_do_is_counted_once() {
    let clouds = Clouds::new(60, 3, 1.0);
    let (set, decided) = (clouds.embedded(), clouds.book(30, base::Source::Person));
    let lessons = Lessons::of(&clouds.photos, &set, &decided, &|_| None);
    let own = suggest(&clouds.photos, &set, &|| false).unwrap();
    let mut other = own.clone();
    let from = other.rows[0].slot;
    let to = Slot::label((from.place().unwrap() + 1) % 3);
    other.rows[0].slot = to;
    let (counts, before) = (Counts::of(&own, &other, &lessons), Counts::of(&own, &own, &lessons));
    assert_eq!((counts.all, counts.changed, before.changed), (60, 1, 0));
    assert_eq!((counts.suggested(&[from]) + 1, counts.suggested(&[to]) - 1), (before.suggested(&[from]), before.suggested(&[to])));
    assert_eq!(before.suggested(&[from, to]), counts.suggested(&[from, to]));
    assert!(before.right >= counts.right && before.right > 20);
}
