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
