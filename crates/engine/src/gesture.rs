//! Gestures about labels and tags: each is one step of the catalogue.

use crate::protocol::{Counted, Edit, KEYWORDS, StandardChoice, Which};
use crate::shared::Shared;
use base::axes::AxisDraft;
use base::labels::free_name;
use base::tags::now_ms;
use base::{
    AxisId, Choice, Decision, Flag, LabelDraft, LabelId, LabelSet, LabelSetDraft, LabelSetId, Mark, PhotoId, PhotoText, Provenance, Ruling,
    Source, Tag, Verdict,
};
use catalog::{Catalog, Changed, DecidedCounts, Fault, Step};
use std::collections::BTreeMap;
use std::sync::Arc;
use workspace::AppError;
use workspace::agreement;
use workspace::shots::SkuDecision;
use workspace::standards;
use workspace::steps::{self, StepWords};

/// What a gesture came to.
pub struct Made {
    /// In words.
    pub done: String,
    /// The set that was made or changed.
    pub set: Option<LabelSetId>,
    /// Decisions.
    pub counts: DecidedCounts,
    pub changed: Changed,
}

/// Makes the step; `None` where what it is about is gone.
pub fn make(shared: &Shared, catalog: &mut Catalog, sets: &[LabelSet], edit: Edit) -> Result<Option<Made>, AppError> {
    let known = |id: LabelSetId| sets.iter().find(|s| s.id == id);
    let named = |id: LabelSetId| format!("label set {}", known(id).map_or("", |s| s.name.as_str()));
    let made = match edit {
        Edit::Decide { photos, set, rulings } => {
            let words = StepWords::decide(&rulings, known(set), photos.len());
            let verdicts = |ruling: &Ruling| own_verdicts(shared, known(set), set, *ruling, &photos);
            decide(catalog, words, &rulings.iter().flat_map(verdicts).collect::<Vec<_>>(), Source::Person)
        }
        Edit::Mark { photos, marks } => mark(catalog, &photos, &marks),
        Edit::DecideEach { set, rulings } => {
            let words = StepWords::correct(rulings.len() as u64, known(set).map_or("", |s| s.name.as_str()));
            let mut alike: BTreeMap<Ruling, Vec<PhotoId>> = BTreeMap::new();
            rulings.iter().for_each(|(photo, ruling)| alike.entry(*ruling).or_default().push(*photo));
            let verdicts = |(ruling, photos): (&Ruling, &Vec<PhotoId>)| own_verdicts(shared, known(set), set, *ruling, photos);
            decide(catalog, words, &alike.iter().flat_map(verdicts).collect::<Vec<_>>(), Source::Person)
        }
        Edit::AcceptAbove { counted, which, least_bin } => {
            let set = still(&counted, catalog, known)?;
            let verdicts = counted.acceptable(which, least_bin)?;
            let words = match which {
                Which::NoneOfThese => StepWords::decide(&[Ruling::NoneOfThese], Some(set), verdicts.len()),
                Which::AllLabels | Which::Label(_) => StepWords::accept(verdicts.len() as u64, &set.name),
            };
            decide(catalog, words, &verdicts, Source::Rule)
        }
        Edit::AcceptPromised { counted, promise } => {
            let set = still(&counted, catalog, known)?;
            let verdicts = counted.promised(&promise)?;
            let words = StepWords::accept(verdicts.len() as u64, &set.name);
            decide(catalog, words, &verdicts, Source::Rule)
        }
        Edit::Keep { photos, set, fits } => {
            let words = StepWords::keep(photos.len() as u64, known(set).map_or("", |s| s.name.as_str()));
            let verdicts = restored(shared, set, &photos, fits);
            // Not before what is restored: a label that was given later is asked about.
            let kept_at_ms = now_ms();
            step(catalog, words, |step| {
                step.decide_all(&verdicts, Source::Person)?;
                photos.iter().try_for_each(|(photo, label)| step.keep(*photo, set, *label, kept_at_ms))?;
                Ok(None)
            })
        }
        Edit::RemoveText { photo, column } => remove_text(catalog, photo, column),
        Edit::KeepBest { kept, rejected } => {
            let words = StepWords::keep_best(kept.len() as u64, rejected.len() as u64);
            let at_ms = now_ms();
            step(catalog, words, |step| {
                step.mark_all(&kept, &[Mark::Flag(Some(Flag::Pick))], Source::Person, at_ms)?;
                step.mark_all(&rejected, &[Mark::Flag(Some(Flag::Reject))], Source::Person, at_ms)?;
                Ok(None)
            })
        }
        Edit::TellApart { pairs, photos } => {
            step(catalog, StepWords::tell_apart(photos), |step| step.tell_apart(pairs.iter().copied()).map(|_| None))
        }
        Edit::Settle { photo, set, labels } => {
            settle(shared, catalog, known(set).ok_or_else(|| AppError::no_such_set("", sets))?, photo, &labels)
        }
        Edit::DecideSku { photo, sku, fits, proposed } => decide_sku(catalog, (photo, sku), fits, proposed),
        Edit::SetClocks(clocks) => step(catalog, StepWords::set_clocks(&clocks), |step| {
            clocks.iter().try_for_each(|(camera, offset)| step.set_clock(camera, *offset).map(|_| ()))?;
            Ok(None)
        }),
        Edit::SaveSearch { id, name, query } => {
            let verb = if id.is_some() { steps::CHANGE } else { steps::SAVE };
            let words = StepWords::vocabulary(verb, &format!("search {}", name.trim()));
            step(catalog, words, |step| step.save_search(id, &name, &query).map(|_| None))
        }
        Edit::DeleteSearch(id) => {
            let name = catalog.searches()?.into_iter().find(|search| search.id == id).map(|search| search.name);
            let words = StepWords::vocabulary(steps::DELETE, &format!("search {}", name.unwrap_or_default()));
            step(catalog, words, |step| step.delete_search(id).map(|()| None))
        }
        Edit::SaveAxis { id, name, axis } => save_axis(catalog, id, &name, &axis),
        Edit::DeleteAxis(id) => delete_axis(catalog, id),
        Edit::ChooseStandard(choice) => choose_standard(catalog, &choice),
        Edit::SaveSet(draft) => {
            let verb = if draft.id.is_some() { steps::CHANGE } else { steps::MAKE };
            let words = StepWords::vocabulary(verb, &format!("label set {}", draft.name.trim()));
            step(catalog, words, |step| Ok(Some(step.save_set(&draft)?)))
        }
        Edit::DuplicateSet(id) => step(catalog, StepWords::vocabulary(steps::DUPLICATE, &named(id)), |step| Ok(Some(duplicate(step, id)?))),
        Edit::MergeTwins(id) => {
            let labels = known(id).map_or(0, |set| set.twins().iter().map(Vec::len).sum::<usize>());
            step(catalog, StepWords::merge(labels as u64, known(id).map_or("", |set| set.name.as_str())), |step| {
                let set = step.label_sets()?.into_iter().find(|set| set.id == id).ok_or(Fault::NoSuchSet)?;
                step.merge_twins(&set).map(|_| Some(id))
            })
        }
        Edit::DeleteSet(id) => step(catalog, StepWords::vocabulary(steps::DELETE, &named(id)), |step| step.delete_set(id).map(|()| None)),
        Edit::OrderSets(order) => {
            step(catalog, StepWords::vocabulary(steps::REORDER, "label sets"), |step| step.order_sets(&order).map(|()| None))
        }
        Edit::CreateLabel { set, name, photos } => {
            let words = StepWords::vocabulary(steps::MAKE, &format!("label {}", name.trim()));
            step(catalog, words, |step| create_label(shared, step, set, &name, &photos).map(Some))
        }
    };
    made.map(Some)
}

/// The answer to a dispute: what its author thought before stays their opinion.
fn settle(shared: &Shared, catalog: &mut Catalog, set: &LabelSet, photo: PhotoId, labels: &[LabelId]) -> Result<Made, AppError> {
    let rulings = agreement::rulings(set, &catalog.tags_of(&[photo])?, labels);
    let settling = |verdict: Verdict| Verdict { provenance: Provenance { settles: true, ..verdict.provenance }, ..verdict };
    let own = rulings.into_iter().flat_map(|ruling| own_verdicts(shared, Some(set), set.id, ruling, &[photo]));
    let verdicts: Vec<Verdict> = own.map(settling).collect();
    decide(catalog, StepWords::settle(Some(set), labels, 1), &verdicts, Source::Person)
}

fn remove_text(catalog: &mut Catalog, photo: PhotoId, column: String) -> Result<Made, AppError> {
    let none = [PhotoText { column, text: String::new() }];
    step(catalog, StepWords::remove_text(&none[0].column), |step| step.set_texts(photo, &none).map(|_| None))
}

fn decide_sku(
    catalog: &mut Catalog,
    (photo, sku): (PhotoId, Arc<str>),
    fits: bool,
    proposed: Option<(f32, Arc<str>)>,
) -> Result<Made, AppError> {
    let (score, model) = proposed.unzip();
    let decision = if fits { Decision::Accepted } else { Decision::Rejected };
    let said = [SkuDecision { photo, sku: &sku, decision, score }.made(Source::Person, &model.unwrap_or_default())];
    step(catalog, StepWords::assign_skus(1, fits), |step| step.decide_skus(&said, Source::Person).map(|_| None))
}

/// Verdicts that give these photos the labels that are kept, or take those that are kept away, where it is otherwise by now: the person
/// changed their mind.
fn restored(shared: &Shared, set: LabelSetId, kept: &[(PhotoId, Option<LabelId>)], fits: bool) -> Vec<Verdict> {
    let tags = shared.tags.get();
    let is_it = |tag: &Tag, label| tag.set == set && tag.label == label && tag.decision != Decision::Rejected;
    let has = |photo: PhotoId, label| tags.as_ref().is_some_and(|tags| tags.book.of(photo).iter().any(|tag| is_it(tag, label)));
    let others = kept.iter().filter(|(photo, label)| has(*photo, *label) != fits);
    others
        .flat_map(|(photo, label)| {
            let ruling = match label {
                Some(label) if !fits => Ruling::Withdraw(*label),
                label => label.map_or(Ruling::NoneOfThese, Ruling::Accept),
            };
            own_verdicts(shared, None, set, ruling, &[*photo])
        })
        .collect()
}

/// The set that was counted, where it is still as it was then.
fn still<'a>(counted: &Counted, catalog: &Catalog, known: impl Fn(LabelSetId) -> Option<&'a LabelSet>) -> Result<&'a LabelSet, AppError> {
    let is_same = |set: &&LabelSet| set.draft() == *counted.set() && counted.catalog() == catalog.path();
    counted.set().id.and_then(known).filter(is_same).ok_or(AppError::Recounted)
}

fn decide(catalog: &mut Catalog, words: StepWords, verdicts: &[Verdict], entitled: Source) -> Result<Made, AppError> {
    let mut counts = DecidedCounts::default();
    let made = step(catalog, words, |step| {
        counts = step.decide_all(verdicts, entitled)?;
        Ok(None)
    })?;
    Ok(Made { counts, ..made })
}

fn save_axis(catalog: &mut Catalog, id: Option<AxisId>, name: &str, axis: &AxisDraft) -> Result<Made, AppError> {
    let verb = if id.is_some() { steps::CHANGE } else { steps::SAVE };
    let words = StepWords::vocabulary(verb, &format!("axis {}", name.trim()));
    step(catalog, words, |step| step.save_axis(id, name, axis).map(|_| None))
}

fn choose_standard(catalog: &mut Catalog, choice: &StandardChoice) -> Result<Made, AppError> {
    let rules = match choice {
        StandardChoice::Nobody => None,
        StandardChoice::Preset(key) => Some(standards::preset(key)?),
        StandardChoice::File(file) => Some(standards::rules_file(file)?),
    };
    let words = StepWords::standard(rules.as_ref().map(|(_, rules)| rules.name.as_str()));
    step(catalog, words, |step| step.choose_standard(rules.as_ref().map(|(text, _)| text.as_str())).map(|()| None))
}

fn delete_axis(catalog: &mut Catalog, id: AxisId) -> Result<Made, AppError> {
    let name = catalog.axes()?.into_iter().find(|saved| saved.id == id).map(|saved| saved.name);
    let words = StepWords::vocabulary(steps::DELETE, &format!("axis {}", name.unwrap_or_default()));
    step(catalog, words, |step| step.delete_axis(id).map(|()| None))
}

/// Named after how many photos it changed.
fn mark(catalog: &mut Catalog, photos: &[PhotoId], marks: &[Mark]) -> Result<Made, AppError> {
    let (words, changed) = catalog.step(|step| {
        let counts = step.mark_all(photos, marks, Source::Person, now_ms())?;
        let words = StepWords::mark(marks, counts.changed);
        step.words.clone_from(&words.step);
        Ok(words)
    })?;
    Ok(Made { done: words.done, set: None, counts: DecidedCounts::default(), changed })
}

/// One step of these words; `work` answers the set that it made or changed.
fn step(
    catalog: &mut Catalog,
    words: StepWords,
    mut work: impl FnMut(&mut Step<'_>) -> Result<Option<LabelSetId>, Fault>,
) -> Result<Made, AppError> {
    let (set, changed) = catalog.step(|step| {
        step.words.clone_from(&words.step);
        work(step)
    })?;
    Ok(Made { done: words.done, set, counts: DecidedCounts::default(), changed })
}

fn duplicate(step: &mut Step<'_>, id: LabelSetId) -> Result<LabelSetId, Fault> {
    let sets = step.label_sets()?;
    let draft = sets.iter().find(|s| s.id == id).ok_or(Fault::NoSuchSet)?.draft();
    let labels = draft.labels.into_iter().map(|label| LabelDraft { id: None, ..label }).collect();
    let name = free_name(&sets, format!("{} copy", draft.name));
    step.save_set(&LabelSetDraft { id: None, name, labels, ..draft })
}

fn create_label(
    shared: &Shared,
    step: &mut Step<'_>,
    set: Option<LabelSetId>,
    name: &str,
    photos: &[PhotoId],
) -> Result<LabelSetId, Fault> {
    let find = |sets: Vec<LabelSet>, id| sets.into_iter().find(|set| set.id == id).ok_or(Fault::NoSuchSet);
    let mut draft = match set {
        Some(set) => find(step.label_sets()?, set)?.draft(),
        None => LabelSetDraft { choice: Choice::Multi, ..LabelSetDraft::named(KEYWORDS) },
    };
    draft.labels.push(LabelDraft { id: None, name: name.to_owned(), prompts: Vec::new() });
    let set = step.save_set(&draft)?;
    let label = find(step.label_sets()?, set)?.labels.pop().ok_or(Fault::NoSuchLabel)?;
    let verdicts = own_verdicts(shared, None, set, Ruling::Accept(label.id), photos);
    step.decide_all(&verdicts, Source::Person)?;
    Ok(set)
}

/// The person's own verdict about photos, now; with what the model gave the label where it was asked about this set.
fn own_verdicts(shared: &Shared, known: Option<&LabelSet>, set: LabelSetId, ruling: Ruling, photos: &[PhotoId]) -> Vec<Verdict> {
    let scores = match ruling {
        Ruling::Accept(label) | Ruling::Reject(label) => known.and_then(|set| shared.workspace()?.label_scores(set, label)),
        Ruling::NoneOfThese | Ruling::Withdraw(_) | Ruling::WithdrawAll => None,
    };
    let decided_at_ms = now_ms();
    let verdict = |photo: &PhotoId| {
        let (score, model) = scores.as_ref().and_then(|scores| scores.get(*photo)).unzip();
        Verdict { photo: *photo, set, ruling, provenance: Provenance { score, model, ..Provenance::of(Source::Person, decided_at_ms) } }
    };
    photos.iter().map(verdict).collect()
}
