//! Audits over drawn clouds with labels that are known to be wrong.

use super::*;
use crate::clouds::Clouds;
use crate::learned::{Lessons, learn};
use crate::suggest::Slot;
use base::{Kept, PhotoId, Progress, Source, Tag, TagBook};
use std::collections::HashSet;

const ALONE: fn(PhotoId) -> Option<usize> = |_| None;

fn audited(clouds: &Clouds, tags: Vec<Tag>, kept: &[Kept], product: &dyn Fn(PhotoId) -> Option<usize>) -> Audit {
    let (words, book) = (clouds.embedded(), TagBook::new(tags));
    let learned = learn(&clouds.photos, &words, Lessons::of(&clouds.photos, &words, &book, product));
    let request = AuditRequest { photos: &clouds.photos, learned: &learned, set: &clouds.set, book: &book, kept, product };
    audit(&request, &Progress::default(), &|| false).unwrap()
}

/// Every tenth photo has the next label instead of its own.
fn one_in_ten_wrong(clouds: &Clouds, photos: usize, labels: usize) -> Vec<Tag> {
    let mut tags = clouds.tags(photos, Source::Import);
    for tag in tags.iter_mut().filter(|tag| tag.photo.0 % 10 == 3) {
        tag.label = Some(clouds.label((tag.photo.0 as usize) % labels));
    }
    tags
}

#[test]
fn wrong_labels_come_first_though_the_words_know_nothing() {
    let clouds = Clouds::new(500, 5, 0.0);
    let found = audited(&clouds, one_in_ten_wrong(&clouds, 500, 5), &[], &ALONE);
    assert_eq!((found.photos, found.suspects.len()), (500, 500));
    let first = &found.suspects[..75];
    let wrong: Vec<&Suspect> = first.iter().filter(|s| s.photo.0 % 10 == 3).collect();
    assert!(wrong.len() >= 40, "{} of 50; by chance there would be 7", wrong.len());
    let better = wrong.iter().filter(|s| s.suggested == clouds.truth(s.photo)).count();
    assert!(better * 5 >= wrong.len() * 4, "{better} of {}", wrong.len());
    let nearest = |s: &&&Suspect| s.reasons.iter().any(|r| matches!(r, Reason::Nearest { label, .. } if *label == s.suggested));
    assert!(wrong.iter().filter(nearest).count() * 3 > wrong.len() * 2);
    assert!(first.iter().all(|s| !s.reasons.is_empty() && s.neighbours.len() == 8));
    assert!(found.suspects.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn what_was_kept_is_not_asked_again_until_it_changes() {
    let clouds = Clouds::new(100, 4, 0.5);
    let tags = one_in_ten_wrong(&clouds, 100, 4);
    let first = audited(&clouds, tags.clone(), &[], &ALONE).suspects[0].photo;
    let label = tags.iter().find(|tag| tag.photo == first).unwrap().label;
    let kept = [Kept { photo: first, set: clouds.set.id, label, revision: 1, kept_at_ms: 0 }];
    let again = audited(&clouds, tags.clone(), &kept, &ALONE);
    assert!(again.kept == 1 && again.suspects.iter().all(|s| s.photo != first));
    let mut changed = tags.clone();
    changed.iter_mut().filter(|tag| tag.photo == first).for_each(|tag| tag.label = Some(clouds.label((first.0 as usize + 2) % 4)));
    assert_eq!(audited(&clouds, changed, &kept, &ALONE).kept, 0, "it has another label now");
    let mut reworded = Clouds::new(100, 4, 0.5);
    reworded.set.labels.iter_mut().for_each(|label| label.since = 2);
    assert_eq!(audited(&reworded, tags, &kept, &ALONE).kept, 0, "the label means something else now");
}

#[test]
fn a_photo_that_disagrees_with_its_product_is_suspect() {
    let clouds = Clouds::new(400, 4, 0.0);
    // Photos of one label in fours are a product; of one of them, one photo has another label.
    let product = |photo: PhotoId| Some(((photo.0 as usize - 1) % 4) * 1000 + (photo.0 as usize - 1) / 16);
    let mut tags = clouds.tags(400, Source::Import);
    tags[200].label = Some(clouds.label(1));
    let found = audited(&clouds, tags, &[], &product);
    let odd = found.suspects.iter().position(|s| s.photo == PhotoId(201)).unwrap();
    assert!(odd < 4, "place {odd}");
    let reasons = &found.suspects[odd].reasons;
    assert!(matches!(reasons[0], Reason::Kin { label, with: 3, of: 3 } if label == clouds.truth(PhotoId(201))), "{reasons:?}");
    assert_eq!(reasons[0].words(&clouds.set.draft()), "3 of 3 other photos of it are L0");
}

#[test]
fn nothing_and_nearly_nothing_can_be_audited() {
    let clouds = Clouds::new(20, 3, 0.5);
    assert_eq!(audited(&clouds, Vec::new(), &[], &ALONE), Audit::default());
    for source in [Source::Person, Source::Rule] {
        let one = audited(&clouds, clouds.tags(1, source), &[], &ALONE);
        assert_eq!((one.photos, one.suspects.len()), (1, 1));
        assert!(one.suspects[0].score.is_finite() && one.suspects[0].suggested != one.suspects[0].slot);
    }
    let alone = Clouds::new(20, 1, 0.5);
    assert_eq!(audited(&alone, alone.tags(20, Source::Import), &[], &ALONE).suspects[0].suggested, Slot::NONE_OF_THESE);
}

#[test]
fn a_spot_check_draws_from_what_was_proposed_always_the_same() {
    let clouds = Clouds::new(200, 4, 0.5);
    let mut tags = clouds.tags(200, Source::Rule);
    tags.iter_mut().take(50).for_each(|tag| tag.provenance.source = Source::Person);
    tags.iter_mut().skip(50).for_each(|tag| tag.provenance.model = Some("clouds@0".into()));
    let (words, book) = (clouds.embedded(), TagBook::new(tags));
    let learned = learn(&clouds.photos, &words, Lessons::of(&clouds.photos, &words, &book, &ALONE));
    let request = AuditRequest { photos: &clouds.photos, learned: &learned, set: &clouds.set, book: &book, kept: &[], product: &ALONE };
    let all = audit(&request, &Progress::default(), &|| false).unwrap();
    let drawn = |seed| spot_check(&all, &request, 30, seed).suspects.iter().map(|s| s.photo.0).collect::<Vec<_>>();
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
    let sample: HashSet<i64> = drawn(1).into_iter().collect();
    assert!(sample.len() == 30 && sample.iter().all(|photo| *photo > 50), "labels that a person wrote are not in it");
}

#[test]
fn a_cancelled_audit_has_no_answer() {
    let clouds = Clouds::new(50, 3, 0.5);
    let (words, book) = (clouds.embedded(), clouds.book(50, Source::Import));
    let learned = learn(&clouds.photos, &words, Lessons::of(&clouds.photos, &words, &book, &ALONE));
    let request = AuditRequest { photos: &clouds.photos, learned: &learned, set: &clouds.set, book: &book, kept: &[], product: &ALONE };
    assert!(audit(&request, &Progress::default(), &|| true).is_none());
}

/// A multi-choice set over the clouds. Of ten photos the fourth has the next label instead of its own, the sixth none, and the eighth the next
/// one as well.
fn several(photos: usize) -> (Clouds, Vec<Tag>) {
    let mut clouds = Clouds::new(photos, 7, 0.3);
    clouds.set.choice = base::Choice::Multi;
    let mut tags = clouds.tags(photos, Source::Import);
    let next = |photo: PhotoId| clouds.label(photo.0 as usize % 7);
    for tag in &mut tags {
        match tag.photo.0 % 10 {
            3 => tag.label = Some(next(tag.photo)),
            5 => (tag.label, tag.decision) = (None, base::Decision::None),
            _ => {}
        }
    }
    let also: Vec<Tag> =
        tags.iter().filter(|tag| tag.photo.0 % 10 == 7).map(|tag| Tag { label: Some(next(tag.photo)), ..tag.clone() }).collect();
    (clouds, [tags, also].concat())
}

#[test]
fn where_several_labels_fit_wrong_ones_and_missing_ones_come_first() {
    let (clouds, tags) = several(500);
    let found = audited(&clouds, tags, &[], &ALONE);
    assert_eq!(found.photos, 500);
    let own = |s: &Suspect| s.slot == clouds.truth(s.photo);
    // 150 pairs are as they should not be: 50 photos each have a wrong label only, nothing, one too many; the first two lack their own.
    let first = &found.suspects[..200];
    let wrong = first.iter().filter(|s| s.kind == SuspectKind::Wrong && !own(s) && [3, 7].contains(&(s.photo.0 % 10))).count();
    let missing = first.iter().filter(|s| s.kind == SuspectKind::Missing && own(s) && [3, 5].contains(&(s.photo.0 % 10))).count();
    assert!(wrong >= 85 && missing >= 85, "{wrong} and {missing} of 100 each");
    let lacks = first.iter().find(|s| s.kind == SuspectKind::Missing).unwrap();
    assert_eq!(lacks.suggested, lacks.slot);
    let has = first.iter().find(|s| s.kind == SuspectKind::Wrong).unwrap();
    assert_eq!(has.suggested, Slot::NONE_OF_THESE);
    let set = clouds.set.draft();
    let name = &set.labels[lacks.slot.place().unwrap()].name;
    let told: Vec<String> = lacks.reasons.iter().map(|reason| reason.words(&set)).collect();
    assert!(told.iter().any(|words| words.ends_with(&format!(" nearest are {name}"))), "{told:?}");
    assert!(lacks.neighbours.iter().filter(|near| near.slot == lacks.slot).count() * 2 > lacks.neighbours.len());
    assert!(found.suspects.windows(2).all(|pair| pair[0].score >= pair[1].score));
}

#[test]
fn what_was_kept_or_rejected_of_several_labels_is_not_asked_again() {
    let (clouds, mut tags) = several(200);
    let suspects = audited(&clouds, tags.clone(), &[], &ALONE).suspects;
    let of = |kind| suspects.iter().find(|s| s.kind == kind).unwrap();
    let keep = |s: &Suspect| Kept {
        photo: s.photo,
        set: clouds.set.id,
        label: Some(clouds.label(s.slot.place().unwrap())),
        revision: 1,
        kept_at_ms: 5,
    };
    let kept = [keep(of(SuspectKind::Wrong)), keep(of(SuspectKind::Missing))];
    let asked = |audit: &Audit, kept: &Kept| {
        audit.suspects.iter().any(|s| s.photo == kept.photo && clouds.label(s.slot.place().unwrap()) == kept.label.unwrap())
    };
    let again = audited(&clouds, tags.clone(), &kept, &ALONE);
    assert_eq!((again.kept, kept.iter().any(|kept| asked(&again, kept))), (2, false));
    // The missing one was given after all, later.
    let mut given = tags[0].clone();
    (given.photo, given.label, given.provenance.decided_at_ms) = (kept[1].photo, kept[1].label, 6);
    let later = audited(&clouds, [tags.clone(), vec![given]].concat(), &kept, &ALONE);
    assert!(later.kept == 1 && asked(&later, &kept[1]));
    let mut rejected = tags[0].clone();
    (rejected.photo, rejected.label, rejected.decision) = (kept[1].photo, kept[1].label, base::Decision::Rejected);
    rejected.provenance.source = Source::Person;
    tags.push(rejected);
    assert!(!asked(&audited(&clouds, tags, &[], &ALONE), &kept[1]), "a person looked at it");
}

#[test]
fn a_product_that_agrees_on_a_label_misses_it_where_one_photo_lacks_it() {
    let mut clouds = Clouds::new(400, 4, 0.0);
    clouds.set.choice = base::Choice::Multi;
    let product = |photo: PhotoId| Some(((photo.0 as usize - 1) % 4) * 1000 + (photo.0 as usize - 1) / 16);
    let mut tags = clouds.tags(400, Source::Import);
    (tags[200].label, tags[200].decision) = (None, base::Decision::None);
    let found = audited(&clouds, tags, &[], &product);
    let odd = found.suspects.iter().position(|s| s.photo == PhotoId(201)).unwrap();
    assert!(odd < 4 && found.suspects[odd].kind == SuspectKind::Missing, "place {odd}");
    assert_eq!(found.suspects[odd].reasons[0].words(&clouds.set.draft()), "3 of 3 other photos of it are L0");
}

#[test]
fn nothing_and_one_decision_of_several_labels_can_be_audited() {
    let mut clouds = Clouds::new(20, 3, 0.5);
    clouds.set.choice = base::Choice::Multi;
    assert_eq!(audited(&clouds, Vec::new(), &[], &ALONE), Audit::default());
    for source in [Source::Person, Source::Rule] {
        let one = audited(&clouds, clouds.tags(1, source), &[], &ALONE);
        assert!(one.photos == 1 && one.suspects.iter().all(|s| s.score.is_finite()) && !one.suspects.is_empty());
    }
}
