//! The edits thread: every gesture in order, never dropped, never behind a job. It alone publishes the tags, so that no
//! older state replaces a newer one.

use super::said::Scores;
use super::tagging::WantedReview;
use super::{Shared, said};
use crate::protocol::{Command, Edit, Edited, Event, Product, Products, SkuRule, Tags, Tone, Which};
use base::folders;
use base::labels::free_name;
use base::tags::now_ms;
use base::{LabelDraft, LabelId, LabelSet, LabelSetId, Photo, PhotoId, Provenance, Ruling, Source, TagBook, Verdict, human};
use catalog::{Catalog, Changed, DecidedCounts, Fault, Step, Undone};
use crossbeam_channel::Receiver;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tasks::products::{self, SkuMatcher};
use tasks::review::ReviewPlace;
use tasks::vocabulary::{self, VocabularyReport};
use workspace::error::AppError;
use workspace::steps::{self, StepWords};

/// What comes down the lane.
pub enum Lane {
    /// Another catalogue was opened.
    Open(PathBuf),
    /// Photos came or went: what is counted over them is counted again.
    Photos,
    /// An index run or an import ended: tags may have changed.
    Reload,
    /// Another program wrote to the catalogue.
    Look,
    /// A gesture.
    Command(Command),
    /// The window is going away.
    Close,
}

/// The connection of this thread, and the tags as it published them last.
#[derive(Default)]
struct Edits {
    catalog: Option<Catalog>,
    tags: Tags,
    /// Of the tags.
    generation: i64,
    rule: Option<SkuRule>,
    /// The photos and the rule that the products were grouped from, and the products.
    grouped: Option<Grouped>,
}

/// Products and what they were made from: regrouped only when photos or rule change, not after every decision.
struct Grouped {
    photos: Arc<[Photo]>,
    rule: Option<SkuRule>,
    products: Arc<[Product]>,
    of: Arc<HashMap<PhotoId, usize>>,
}

pub fn run(shared: &Arc<Shared>, lane: &Receiver<Lane>) {
    let mut edits = Edits::default();
    for message in lane {
        let outcome = match message {
            Lane::Close => return,
            Lane::Open(path) => Catalog::open(&path).map_err(AppError::from).and_then(|catalog| {
                edits.catalog = Some(catalog);
                edits.reload(shared)
            }),
            Lane::Reload => edits.reload(shared),
            Lane::Look => edits.look(shared),
            Lane::Photos => {
                edits.publish(shared);
                Ok(())
            }
            Lane::Command(command) => edits.take(shared, command),
        };
        shared.report(outcome);
    }
}

impl Edits {
    fn take(&mut self, shared: &Shared, command: Command) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        match command {
            Command::Edit(edit) => self.edit(shared, edit),
            Command::Undo => {
                let undone = catalog.undo(None)?;
                self.turned_back(shared, undone, "Undone")
            }
            Command::Redo => {
                let redone = catalog.redo(None)?;
                self.turned_back(shared, redone, "Done again")
            }
            Command::ImportLabels(file) => {
                let report = vocabulary::import(catalog, &folders::expand_home(&file))?;
                self.changed(shared, &report.changed)?;
                let done = import_words(&report);
                shared.post(Event::Edited(Edited {
                    done,
                    changed: report.changed.rows,
                    undoable: report.changed.rows > 0,
                    ..Edited::default()
                }));
                Ok(())
            }
            Command::ExportLabels(file) => {
                let file = folders::expand_home(&file);
                vocabulary::export_to(&self.tags.sets, &file)?;
                shared.notice(Tone::Done, format!("Wrote {} label sets to {}", human::count(self.tags.sets.len() as u64), file.display()));
                Ok(())
            }
            Command::SetSkuRule(rule) => {
                if let Some(rule) = &rule {
                    SkuMatcher::new(rule)?;
                }
                products::set_rule(catalog, rule.as_ref())?;
                self.rule = rule;
                self.publish(shared);
                Ok(())
            }
            Command::SkipInReview(set, photo) => {
                let mut place = catalog.review_place(set)?.as_deref().map(ReviewPlace::read).unwrap_or_default();
                place.skip(photo);
                Ok(catalog.set_review_place(set, Some(&place.write()))?)
            }
            Command::Review { set, order, scope, most } => {
                shared.tagging.put(|wanted| wanted.review = Some(WantedReview { set, order, scope, most }));
                Ok(())
            }
            Command::EndReview(set) => Ok(catalog.set_review_place(set, None)?),
            _ => Ok(()),
        }
    }

    fn edit(&mut self, shared: &Shared, edit: Edit) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        let sets = Arc::clone(&self.tags.sets);
        let known = |id: LabelSetId| sets.iter().find(|s| s.id == id);
        let named = |id: LabelSetId| format!("label set {}", known(id).map_or("", |s| s.name.as_str()));
        let mut edited = Edited::default();
        let mut counts = DecidedCounts::default();
        let changed = match edit {
            Edit::Decide { photos, set, ruling } => {
                let words = StepWords::decide(ruling, known(set), photos.len());
                let verdicts = own_verdicts(shared, known(set), set, ruling, &photos);
                make(catalog, &mut edited, words, |step| {
                    counts = step.decide_all(&verdicts, Source::Person)?;
                    Ok(())
                })?
            }
            Edit::AcceptAbove { set, which, least_bin, scope } => {
                let Some(set) = known(set) else { return Ok(()) };
                let verdicts = said::above(shared, set, which, least_bin, &scope)?;
                let words = match which {
                    Which::NoneOfThese => StepWords::decide(Ruling::NoneOfThese, Some(set), verdicts.len()),
                    Which::AllLabels | Which::Label(_) => StepWords::accept(verdicts.len() as u64, &set.name),
                };
                make(catalog, &mut edited, words, |step| {
                    counts = step.decide_all(&verdicts, Source::Rule)?;
                    Ok(())
                })?
            }
            Edit::SaveSet(draft) => {
                let verb = if draft.id.is_some() { steps::CHANGE } else { steps::MAKE };
                let words = StepWords::vocabulary(verb, &format!("label set {}", draft.name.trim()));
                let mut made = None;
                let changed = make(catalog, &mut edited, words, |step| {
                    made = Some(step.save_set(&draft)?);
                    Ok(())
                })?;
                edited.set = made;
                changed
            }
            Edit::DuplicateSet(id) => {
                let words = StepWords::vocabulary(steps::DUPLICATE, &named(id));
                let mut made = None;
                let changed = make(catalog, &mut edited, words, |step| {
                    let sets = step.label_sets()?;
                    let mut draft = sets.iter().find(|s| s.id == id).ok_or(Fault::NoSuchSet)?.draft();
                    draft.id = None;
                    draft.labels.iter_mut().for_each(|l| l.id = None);
                    draft.name = free_name(&sets, format!("{} copy", draft.name));
                    made = Some(step.save_set(&draft)?);
                    Ok(())
                })?;
                edited.set = made;
                changed
            }
            Edit::DeleteSet(id) => {
                make(catalog, &mut edited, StepWords::vocabulary(steps::DELETE, &named(id)), |step| step.delete_set(id))?
            }
            Edit::OrderSets(order) => {
                make(catalog, &mut edited, StepWords::vocabulary(steps::REORDER, "label sets"), |step| step.order_sets(&order))?
            }
            Edit::CreateLabel { set, name, photos } => {
                edited.set = Some(set);
                let words = StepWords::vocabulary(steps::MAKE, &format!("label {}", name.trim()));
                make(catalog, &mut edited, words, |step| {
                    let find = |sets: Vec<LabelSet>| sets.into_iter().find(|s| s.id == set).ok_or(Fault::NoSuchSet);
                    let mut draft = find(step.label_sets()?)?.draft();
                    draft.labels.push(LabelDraft { id: None, name, prompts: Vec::new() });
                    step.save_set(&draft)?;
                    let label = find(step.label_sets()?)?.labels.pop().ok_or(Fault::NoSuchLabel)?;
                    let verdicts = own_verdicts(shared, None, set, Ruling::Accept(label.id), &photos);
                    step.decide_all(&verdicts, Source::Person).map(drop)
                })?
            }
        };
        edited.changed = if counts.changed == 0 { changed.rows } else { counts.changed };
        edited.kept = counts.kept;
        edited.undoable = changed.rows > 0;
        self.changed(shared, &changed)?;
        shared.post(Event::Edited(edited));
        Ok(())
    }

    fn turned_back(&mut self, shared: &Shared, undone: Option<Undone>, verb: &str) -> Result<(), AppError> {
        let Some(undone) = undone else { return Ok(()) };
        self.changed(shared, &undone.changed)?;
        shared.post(Event::Edited(Edited {
            done: format!("{verb}: {}", undone.words),
            changed: undone.changed.rows,
            kept: undone.refused_rows,
            refused: undone.refused,
            turned_back: true,
            ..Edited::default()
        }));
        Ok(())
    }

    /// Takes over what a step changed.
    fn changed(&mut self, shared: &Shared, changed: &Changed) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        if changed.vocabulary {
            self.tags.sets = catalog.label_sets()?.into();
        }
        self.tags.book.replace(&changed.photos, catalog.tags_of(&changed.photos)?);
        self.history()?;
        self.publish(shared);
        Ok(())
    }

    fn reload(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        self.tags.sets = catalog.label_sets()?.into();
        self.tags.book = TagBook::new(catalog.tags()?);
        self.rule = products::rule(catalog)?;
        self.history()?;
        self.publish(shared);
        Ok(())
    }

    /// Reads the tags again where somebody else has changed them.
    fn look(&mut self, shared: &Shared) -> Result<(), AppError> {
        match &self.catalog {
            Some(catalog) if catalog.generations()?.tags != self.generation => self.reload(shared),
            _ => Ok(()),
        }
    }

    fn history(&mut self) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        let history = catalog.history()?;
        self.generation = catalog.generations()?.tags;
        (self.tags.undo, self.tags.redo) = (history.undo.map(|step| step.words), history.redo.map(|step| step.words));
        Ok(())
    }

    /// Counts and shows.
    fn publish(&mut self, shared: &Shared) {
        let Some(catalog) = &self.catalog else { return };
        let Some(opened) = shared.opened.get().filter(|o| o.snapshot.catalog == catalog.path()) else { return };
        let mut accepted: HashMap<LabelId, u64> = HashMap::new();
        self.tags.untagged = 0;
        for photo in opened.snapshot.photos.iter().filter(|p| !p.missing) {
            let mut tagged = false;
            for label in self.tags.book.accepted(photo.id).filter_map(|t| t.label) {
                *accepted.entry(label).or_default() += 1;
                tagged = true;
            }
            self.tags.untagged += u64::from(!tagged);
        }
        self.tags.accepted = accepted;
        let tags = Arc::new(self.tags.clone());
        shared.tags.set(Arc::clone(&tags));
        shared.post(Event::Tags(tags));
        self.publish_products(shared, &opened.snapshot.photos);
        shared.queries.put(|wanted| wanted.again = true);
        shared.tagging.put(|wanted| wanted.again = true);
    }
}

impl Edits {
    /// Groups the photos anew where they or the rule changed, and shows the products with the photos that disagree.
    fn publish_products(&mut self, shared: &Shared, photos: &Arc<[Photo]>) {
        let fresh = self.grouped.as_ref().is_some_and(|g| Arc::ptr_eq(&g.photos, photos) && g.rule == self.rule);
        if !fresh {
            let matcher = self.rule.as_ref().and_then(|rule| SkuMatcher::new(rule).ok());
            let products: Arc<[Product]> = matcher.map(|m| products::group(photos, &m)).unwrap_or_default().into();
            let of = Arc::new(products::places(&products));
            self.grouped = Some(Grouped { photos: Arc::clone(photos), rule: self.rule.clone(), products, of });
        }
        let Some(grouped) = &self.grouped else { return };
        let (rule, products, of) = (grouped.rule.clone(), Arc::clone(&grouped.products), Arc::clone(&grouped.of));
        let odd = products::odd(&products, &self.tags.sets, &self.tags.book);
        let products = Arc::new(Products { rule, products, of, odd });
        shared.products.set(Arc::clone(&products));
        shared.post(Event::Products(products));
    }
}

/// "Imported Colour: 3 new labels".
fn import_words(report: &VocabularyReport) -> String {
    let sets = match &report.sets[..] {
        [one] => one.clone(),
        several => format!("{} label sets", human::count(several.len() as u64)),
    };
    match report.new_labels {
        0 => format!("Imported {sets}: no new labels"),
        1 => format!("Imported {sets}: 1 new label"),
        n => format!("Imported {sets}: {} new labels", human::count(n)),
    }
}

/// Makes one step of these words.
fn make(
    catalog: &mut Catalog,
    edited: &mut Edited,
    words: StepWords,
    work: impl FnOnce(&mut Step<'_>) -> Result<(), Fault>,
) -> Result<Changed, AppError> {
    edited.done = words.done;
    let ((), changed) = catalog.step(|step| {
        step.words = words.step;
        work(step)
    })?;
    Ok(changed)
}

/// The person's own verdict about photos, now; with what the model gave the label where it was asked about this set.
fn own_verdicts(shared: &Shared, known: Option<&LabelSet>, set: LabelSetId, ruling: Ruling, photos: &[PhotoId]) -> Vec<Verdict> {
    let scores = match ruling {
        Ruling::Accept(label) | Ruling::Reject(label) => known.and_then(|set| Scores::of(shared, set, label)),
        Ruling::NoneOfThese | Ruling::Withdraw(_) | Ruling::WithdrawAll => None,
    };
    let decided_at_ms = now_ms();
    let verdict = |photo: &PhotoId| {
        let (score, model) = scores.as_ref().and_then(|scores| scores.get(*photo)).unzip();
        Verdict { photo: *photo, set, ruling, provenance: Provenance { source: Source::Person, score, model, decided_at_ms } }
    };
    photos.iter().map(verdict).collect()
}
