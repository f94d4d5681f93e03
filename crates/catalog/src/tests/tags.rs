//! Label sets, decisions and their history.

use super::*;
use base::{Choice, Decision, LabelDraft, LabelId, LabelSet, LabelSetDraft, LabelSetId, Provenance, Ruling, Source, Tag, Verdict};

fn draft(name: &str, choice: Choice, labels: &[&str]) -> LabelSetDraft {
    let labels = labels.iter().map(|l| LabelDraft { name: (*l).to_owned(), ..LabelDraft::default() }).collect();
    LabelSetDraft { choice, labels, ..LabelSetDraft::named(name) }
}

fn by(source: Source) -> Provenance {
    Provenance { score: Some(0.1 + 0.2), model: Some("starter@0123456789ab".into()), ..Provenance::of(source, 1_700_000_000_123) }
}

fn verdict(photo: PhotoId, set: LabelSetId, ruling: Ruling, source: Source) -> Verdict {
    Verdict { photo, set, ruling, provenance: by(source) }
}

/// A shop with three photos and a set; labels by their place.
struct Tagged {
    shop: Shop,
    photos: Vec<PhotoId>,
    set: LabelSetId,
    labels: Vec<LabelId>,
}

fn tagged(choice: Choice) -> Tagged {
    let mut shop = shop();
    let photos = shop.add(&[("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 3)]);
    let (set, _) = shop.catalog.step(|step| step.save_set(&draft("Shoes", choice, &["Heels", "Flats", "Boots"]))).unwrap();
    let labels = shop.catalog.label_sets().unwrap()[0].labels.iter().map(|l| l.id).collect();
    Tagged { shop, photos, set, labels }
}

impl Tagged {
    fn decide(&mut self, photo: usize, ruling: Ruling, source: Source, replaces: Source) -> Decided {
        let verdict = verdict(self.photos[photo], self.set, ruling, source);
        self.shop.catalog.step(|step| step.decide(&verdict, replaces)).unwrap().0
    }

    fn person(&mut self, photo: usize, ruling: Ruling) -> Decided {
        self.decide(photo, ruling, Source::Person, Source::Person)
    }

    /// Photo, label and decision of every tag, by their places.
    fn tags(&self) -> Vec<(usize, Option<usize>, Decision)> {
        let place = |t: &Tag| {
            let photo = self.photos.iter().position(|p| *p == t.photo).unwrap();
            (photo, t.label.map(|l| self.labels.iter().position(|x| *x == l).unwrap()), t.decision)
        };
        let mut tags: Vec<_> = self.shop.catalog.tags().unwrap().iter().map(place).collect();
        tags.sort_by_key(|(photo, label, _)| (*photo, *label));
        tags
    }
}

#[test]
fn a_set_comes_back_as_it_was_saved_and_words_have_a_revision() {
    let mut t = tagged(Choice::Multi);
    let catalog = &mut t.shop.catalog;
    let set = catalog.label_sets().unwrap().remove(0);
    assert_eq!((set.name.as_str(), set.choice, set.revision, set.labels.len()), ("Shoes", Choice::Multi, 1, 3));
    let mut changed = set.draft();
    changed.labels.swap(0, 2);
    changed.name = "Footwear".into();
    catalog.step(|step| step.save_set(&changed)).unwrap();
    let moved = catalog.label_sets().unwrap().remove(0);
    assert_eq!((moved.revision, moved.name.as_str()), (1, "Footwear"), "order and the set's name are not asked of the model");
    assert_eq!(moved.labels[2].id, set.labels[0].id);
    changed.labels[0].prompts = vec!["ankle boots".into()];
    changed.labels.remove(1);
    changed.templates = vec!["{label} | on \"white\".".into()];
    changed.labels.push(LabelDraft { name: "أحذية 👠".into(), ..LabelDraft::default() });
    catalog.step(|step| step.save_set(&changed)).unwrap();
    let asked = catalog.label_sets().unwrap().remove(0);
    assert_eq!((asked.revision, asked.labels.iter().map(|l| l.since).collect::<Vec<_>>()), (2, vec![2, 1, 2]));
    assert_eq!(asked.templates, changed.templates);
    assert_eq!(asked.labels[2].name, "أحذية 👠");
}

#[test]
fn a_set_that_cannot_be_is_refused_and_nothing_is_changed() {
    let mut t = tagged(Choice::Single);
    let catalog = &mut t.shop.catalog;
    let before = catalog.label_sets().unwrap();
    let text = |result: Result<(LabelSetId, Changed), CatalogError>| result.unwrap_err().to_string();
    assert!(text(catalog.step(|s| s.save_set(&draft("SHOES", Choice::Single, &[])))).contains("already a label set called 'SHOES'"));
    assert!(text(catalog.step(|s| s.save_set(&draft("Colour", Choice::Single, &["Red", " red"])))).contains("'red' is there twice"));
    let mut gone = draft("Shoes", Choice::Single, &[]);
    gone.id = Some(LabelSetId(99));
    assert!(text(catalog.step(|s| s.save_set(&gone))).contains("no longer in the catalogue"));
    assert_eq!(catalog.label_sets().unwrap(), before);
    assert_eq!(catalog.history().unwrap().redo, None);
}

#[test]
fn in_a_single_choice_set_a_label_takes_the_place_of_another() {
    let mut t = tagged(Choice::Single);
    let (heels, flats) = (t.labels[0], t.labels[1]);
    assert_eq!(t.person(0, Ruling::Accept(heels)), Decided::Changed);
    assert_eq!(t.person(0, Ruling::Accept(heels)), Decided::Same);
    assert_eq!(t.person(0, Ruling::Accept(flats)), Decided::Changed);
    assert_eq!(t.person(1, Ruling::Reject(heels)), Decided::Changed);
    assert_eq!(t.tags(), [(0, Some(1), Decision::Accepted), (1, Some(0), Decision::Rejected)]);
    t.person(0, Ruling::NoneOfThese);
    t.person(1, Ruling::Accept(heels));
    assert_eq!(t.tags(), [(0, None, Decision::None), (1, Some(0), Decision::Accepted)]);
    t.person(0, Ruling::WithdrawAll);
    t.person(1, Ruling::Withdraw(heels));
    assert_eq!(t.tags(), []);
}

#[test]
fn in_a_multi_choice_set_labels_stand_side_by_side() {
    let mut t = tagged(Choice::Multi);
    let (heels, flats, boots) = (t.labels[0], t.labels[1], t.labels[2]);
    for ruling in [Ruling::Accept(heels), Ruling::Accept(flats), Ruling::Reject(boots)] {
        assert_eq!(t.person(0, ruling), Decided::Changed);
    }
    assert_eq!(t.tags(), [(0, Some(0), Decision::Accepted), (0, Some(1), Decision::Accepted), (0, Some(2), Decision::Rejected)]);
    t.person(0, Ruling::NoneOfThese);
    assert_eq!(t.tags(), [(0, None, Decision::None), (0, Some(2), Decision::Rejected)]);
    t.person(0, Ruling::Accept(boots));
    assert_eq!(t.tags(), [(0, Some(2), Decision::Accepted)]);
}

#[test]
fn nobody_overwrites_who_is_more_entitled() {
    let mut t = tagged(Choice::Single);
    let (heels, flats) = (t.labels[0], t.labels[1]);
    t.person(0, Ruling::Accept(heels));
    t.person(1, Ruling::NoneOfThese);
    t.person(2, Ruling::Reject(flats));
    for photo in 0..3 {
        for source in [Source::Rule, Source::Import] {
            assert!(matches!(t.decide(photo, Ruling::Accept(flats), source, source), Decided::Kept(..)), "{photo} {source:?}");
        }
        // Accepted by a person, but in bulk.
        assert!(matches!(t.decide(photo, Ruling::Accept(flats), Source::Person, Source::Rule), Decided::Kept(..)));
    }
    assert_eq!(t.decide(2, Ruling::Accept(heels), Source::Rule, Source::Rule), Decided::Changed, "only that label was rejected");
    assert_eq!(t.decide(2, Ruling::Accept(heels), Source::Import, Source::Import), Decided::Changed, "an import outranks a rule");
    assert!(matches!(t.decide(2, Ruling::Accept(t.labels[2]), Source::Rule, Source::Rule), Decided::Kept(..)));
    assert_eq!(t.decide(0, Ruling::Accept(heels), Source::Import, Source::Import), Decided::Same, "agreement is no conflict");
    let tag = t.shop.catalog.tags_of(&[t.photos[0]]).unwrap().remove(0);
    assert_eq!((tag.provenance, tag.revision, tag.stale), (by(Source::Person), 1, false));
}

#[test]
fn a_label_of_another_set_and_a_photo_that_is_gone_are_told() {
    let mut t = tagged(Choice::Single);
    let gone = verdict(PhotoId(99), t.set, Ruling::Accept(t.labels[0]), Source::Person);
    assert_eq!(t.shop.catalog.step(|s| s.decide(&gone, Source::Person)).unwrap().0, Decided::NoPhoto);
    let foreign = verdict(t.photos[0], t.set, Ruling::Accept(LabelId(99)), Source::Person);
    let error = t.shop.catalog.step(|s| s.decide(&foreign, Source::Person)).unwrap_err();
    assert!(matches!(error.fault, Fault::NoSuchLabel), "{error}");
}

#[test]
fn a_deleted_set_comes_back_whole_even_after_a_restart() {
    let mut t = tagged(Choice::Single);
    t.person(0, Ruling::Accept(t.labels[0]));
    t.person(1, Ruling::NoneOfThese);
    let (sets, tags) = (t.shop.catalog.label_sets().unwrap(), t.shop.catalog.tags().unwrap());
    let set = t.set;
    let ((), changed) = t
        .shop
        .catalog
        .step(|step| {
            step.words = "Delete the set Shoes".into();
            step.delete_set(set)
        })
        .unwrap();
    assert_eq!((changed.photos, changed.vocabulary, changed.rows), (t.photos[..2].to_vec(), true, 6));
    assert!(t.shop.catalog.tags().unwrap().is_empty());
    let mut again = t.shop.catalog.reopen().unwrap();
    assert_eq!(again.history().unwrap().undo.map(|s| s.words).as_deref(), Some("Delete the set Shoes"));
    let undone = again.undo(None).unwrap().unwrap();
    assert_eq!((undone.words.as_str(), undone.refused_rows), ("Delete the set Shoes", 0));
    assert_eq!((again.label_sets().unwrap(), again.tags().unwrap()), (sets, tags));
    assert_eq!(again.history().unwrap().redo.map(|s| s.words).as_deref(), Some("Delete the set Shoes"));
    again.redo(None).unwrap();
    assert!(again.label_sets().unwrap().is_empty() && again.tags().unwrap().is_empty());
}

#[test]
fn undo_refuses_what_changed_since_and_says_which() {
    let mut t = tagged(Choice::Single);
    let (photos, set, heels) = (t.photos.clone(), t.set, t.labels[0]);
    let verdicts: Vec<_> = photos.iter().map(|p| verdict(*p, set, Ruling::Accept(heels), Source::Person)).collect();
    t.shop.catalog.step(|s| verdicts.iter().try_for_each(|v| s.decide(v, Source::Person).map(drop))).unwrap();
    // Outside of the history: a photo goes, another is touched by hand.
    t.shop.catalog.db.execute("DELETE FROM photos WHERE id = ?1", [photos[0].0]).unwrap();
    t.shop.catalog.db.execute("UPDATE tags SET decision = 'rejected' WHERE photo_id = ?1", [photos[1].0]).unwrap();
    let undone = t.shop.catalog.undo(None).unwrap().unwrap();
    assert_eq!(undone.refused_rows, 2, "{undone:?}");
    assert!(undone.refused.contains(&"b.jpg: Heels".to_owned()), "{:?}", undone.refused);
    assert_eq!(t.tags(), [(1, Some(0), Decision::Rejected)]);
    let redone = t.shop.catalog.redo(None).unwrap().unwrap();
    assert_eq!(redone.refused_rows, 2, "{redone:?}");
    assert_eq!(t.tags(), [(1, Some(0), Decision::Rejected), (2, Some(0), Decision::Accepted)]);
    assert_eq!(t.shop.catalog.check().unwrap(), Vec::<String>::new());
}

/// Any walk through steps can be undone to its beginning and redone to its end, state by state.
#[test]
fn every_state_comes_back_on_the_way_down_and_up() {
    let mut t = tagged(Choice::Multi);
    let catalog = &mut t.shop.catalog;
    let mut state = 12345_u64;
    let mut random = move |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % n
    };
    let look = |c: &Catalog| -> (Vec<LabelSet>, Vec<Tag>) { (c.label_sets().unwrap(), c.tags().unwrap()) };
    let mut states = vec![look(catalog)];
    for _ in 0..120 {
        let sets = catalog.label_sets().unwrap();
        let ((), changed) = catalog
            .step(|step| {
                let set = (!sets.is_empty()).then(|| sets[random(sets.len())].clone());
                match (random(8), set) {
                    (0, _) | (_, None) => {
                        let choice = if random(2) == 0 { Choice::Single } else { Choice::Multi };
                        step.save_set(&draft(&format!("Set {}", random(1_000_000)), choice, &["x", "y", "z"])).map(drop)
                    }
                    (1, Some(set)) if sets.len() > 2 => step.delete_set(set.id),
                    (2, Some(set)) => {
                        let mut draft = set.draft();
                        draft.labels.reverse();
                        draft.labels.pop();
                        draft.labels.push(LabelDraft { name: format!("new {}", random(1_000_000)), ..LabelDraft::default() });
                        draft.none_of_these = !draft.none_of_these;
                        step.save_set(&draft).map(drop)
                    }
                    (_, Some(set)) => (0..=random(5)).try_for_each(|_| {
                        let label = set.labels.get(random(3)).map(|l| l.id);
                        let ruling = match (random(4), label) {
                            (0, Some(label)) => Ruling::Reject(label),
                            (1, Some(label)) => Ruling::Withdraw(label),
                            (2, _) | (_, None) => Ruling::NoneOfThese,
                            (_, Some(label)) => Ruling::Accept(label),
                        };
                        step.decide(&verdict(PhotoId(1 + random(3) as i64), set.id, ruling, Source::Person), Source::Person).map(drop)
                    }),
                }
            })
            .unwrap();
        if changed.rows > 0 {
            states.push(look(catalog));
        }
    }
    assert!(states.len() > 60);
    for wanted in states.iter().rev().skip(1) {
        assert_eq!(catalog.undo(None).unwrap().unwrap().refused_rows, 0);
        assert!(look(catalog) == *wanted);
    }
    for wanted in &states[1..] {
        assert_eq!(catalog.redo(None).unwrap().unwrap().refused_rows, 0);
        assert!(look(catalog) == *wanted);
    }
    assert_eq!(catalog.redo(None).unwrap(), None);
}

#[test]
fn a_rehearsal_saves_nothing_and_an_error_takes_the_whole_step_back() {
    let mut t = tagged(Choice::Single);
    let accept = verdict(t.photos[0], t.set, Ruling::Accept(t.labels[0]), Source::Person);
    let foreign = verdict(t.photos[1], t.set, Ruling::Accept(LabelId(99)), Source::Person);
    let (_, changed) = t.shop.catalog.rehearse(|s| s.decide(&accept, Source::Person)).unwrap();
    assert_eq!((changed.photos, t.tags()), (vec![t.photos[0]], vec![]));
    t.shop.catalog.step(|s| s.decide(&accept, Source::Person).and_then(|_| s.decide(&foreign, Source::Person))).unwrap_err();
    assert_eq!(t.tags(), []);
}

#[test]
fn new_content_makes_tags_stale_and_a_new_look_makes_them_fresh() {
    let mut t = tagged(Choice::Single);
    let label = t.labels[0];
    t.person(0, Ruling::Accept(label));
    t.shop.add(&[("a.jpg", 77)]);
    assert!(t.shop.catalog.tags().unwrap()[0].stale);
    assert_eq!(t.person(0, Ruling::Accept(label)), Decided::Changed);
    assert!(!t.shop.catalog.tags().unwrap()[0].stale);
}

#[test]
fn the_history_ends_somewhere() {
    let mut t = tagged(Choice::Single);
    let (a, b) = (Ruling::Accept(t.labels[0]), Ruling::Accept(t.labels[1]));
    for i in 0..1010 {
        t.person(0, if i % 2 == 0 { a } else { b });
    }
    let steps: i64 = t.shop.catalog.db.query_row("SELECT count(*) FROM steps", [], |row| row.get(0)).unwrap();
    assert_eq!(steps, 1000);
}

#[test]
fn small_things_are_kept_too() {
    let mut t = tagged(Choice::Single);
    let catalog = &mut t.shop.catalog;
    catalog.set_review_place(t.set, Some("{}")).unwrap();
    catalog.set_choice("sku_rule", Some("\"{sku}_*\"")).unwrap();
    catalog.put_sidecars(&[(t.photos[0], Some("[1]".into())), (PhotoId(99), Some("[]".into()))]).unwrap();
    assert_eq!(catalog.review_place(t.set).unwrap().as_deref(), Some("{}"));
    assert_eq!(catalog.choice("sku_rule").unwrap().as_deref(), Some("\"{sku}_*\""));
    assert_eq!(catalog.sidecars().unwrap().into_iter().collect::<Vec<_>>(), [(t.photos[0], "[1]".to_owned())]);
    catalog.set_review_place(t.set, None).unwrap();
    catalog.set_choice("sku_rule", None).unwrap();
    catalog.put_sidecars(&[(t.photos[0], None)]).unwrap();
    assert_eq!((catalog.review_place(t.set).unwrap(), catalog.choice("sku_rule").unwrap()), (None, None));
    assert!(catalog.sidecars().unwrap().is_empty());
}

#[test]
fn a_photo_that_a_newer_reader_read_keeps_its_tags_as_they_are() {
    let mut t = tagged(Choice::Single);
    t.person(0, Ruling::Accept(t.labels[0]));
    let before = t.shop.catalog.tags().unwrap();
    let newer = IndexedPhoto { reader: 9, embedding: Some(vector(77, 8)), ..photo(t.shop.root, "a.jpg", 1) };
    t.shop.catalog.commit(&batch(vec![newer])).unwrap();
    assert_eq!(t.shop.catalog.tags().unwrap(), before);
    assert!(!before[0].stale);
}

#[test]
fn a_photo_may_have_any_number_of_labels() {
    let t = tagged(Choice::Multi);
    let db = Connection::open(t.shop.catalog.path()).unwrap();
    let plan: String =
        db.query_row(&format!("EXPLAIN QUERY PLAN {}", crate::tags::there(true)), [1, 1, 1], |row| row.get("detail")).unwrap();
    assert!(plan.contains("tags_place (photo_id=? AND set_id=? AND <expr>=?)"), "each decision would read all others: {plan}");
}
