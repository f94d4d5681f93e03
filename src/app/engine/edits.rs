//! The edits thread: every gesture in order, never dropped, never behind a job. It alone publishes the tags, so that no
//! older state replaces a newer one.

use super::tagging::WantedReview;
use super::{Shared, said};
use crate::app::error::AppError;
use crate::app::protocol::{Command, Edit, Edited, Event, Product, Products, SkuRule, Tags, Tone};
use crate::base::folders;
use crate::base::tags::now_ms;
use crate::base::{LabelDraft, LabelId, LabelSet, LabelSetId, Photo, PhotoId, Provenance, Ruling, Source, TagBook, Verdict, human};
use crate::catalog::{Catalog, Changed, Decided, Fault, Undone};
use crate::tasks::products::{self, SKU_RULE, SkuMatcher};
use crate::tasks::review::ReviewPlace;
use crate::tasks::vocabulary::{self, VocabularyReport};
use crossbeam_channel::Receiver;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

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
                let undone = catalog.undo()?;
                self.turned_back(shared, undone, "Undone")
            }
            Command::Redo => {
                let redone = catalog.redo()?;
                self.turned_back(shared, redone, "Done again")
            }
            Command::ImportLabels(file) => {
                let report = vocabulary::import(catalog, &folders::expand_home(&file))?;
                self.changed(shared, &report.changed)?;
                let words = import_words(&report);
                shared.post(Event::Edited(Edited {
                    words,
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
                let json = rule.as_ref().map(serde_json::to_string).transpose().map_err(std::io::Error::from)?;
                catalog.set_choice(SKU_RULE, json.as_deref())?;
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
        let mut edited = Edited { undoable: true, ..Edited::default() };
        let named = |id: LabelSetId| sets.iter().find(|s| s.id == id).map_or_else(String::new, |s| s.name.clone());
        let ((), changed) = match edit {
            Edit::Decide { photos, set, ruling } => {
                let known = sets.iter().find(|s| s.id == set);
                edited.words = describe(ruling, known, photos.len());
                let verdicts: Vec<Verdict> = photos
                    .iter()
                    .map(|photo| Verdict { photo: *photo, set, ruling, provenance: provenance(shared, known, *photo, ruling) })
                    .collect();
                decide(catalog, &mut edited, &verdicts, Source::Person)?
            }
            Edit::AcceptAbove { set, label, least_bin, scope } => {
                let Some(known) = sets.iter().find(|s| s.id == set) else { return Ok(()) };
                let verdicts: Vec<Verdict> = said::above(shared, known, label, least_bin, &scope)?
                    .iter()
                    .filter_map(|found| {
                        // That no label fits is for a person to say, photo by photo or for that row of the panel.
                        let ruling = Ruling::Accept(known.labels.get(found.slot.place()?)?.id);
                        let said = shared.suggestions.get().map(|s| Arc::clone(&s.model));
                        Some(Verdict { photo: found.photo, set, ruling, provenance: person(said.map(|m| (found.score, m))) })
                    })
                    .collect();
                let tags = if verdicts.len() == 1 { "tag" } else { "tags" };
                edited.words = format!("Accept {} {tags} in {}", human::count(verdicts.len() as u64), known.name);
                decide(catalog, &mut edited, &verdicts, Source::Rule)?
            }
            Edit::SaveSet(draft) => {
                let verb = if draft.id.is_some() { "Change" } else { "Make" };
                edited.words = format!("{verb} the label set {}", draft.name.trim());
                let (id, changed) = catalog.step(|step| {
                    step.words.clone_from(&edited.words);
                    step.save_set(&draft)
                })?;
                edited.set = Some(id);
                ((), changed)
            }
            Edit::DuplicateSet(id) => {
                edited.words = format!("Duplicate the label set {}", named(id));
                let (id, changed) = catalog.step(|step| {
                    step.words.clone_from(&edited.words);
                    let sets = step.label_sets()?;
                    let mut draft = sets.iter().find(|s| s.id == id).ok_or(Fault::NoSuchSet)?.draft();
                    draft.id = None;
                    draft.labels.iter_mut().for_each(|l| l.id = None);
                    draft.name = free_name(&sets, &draft.name);
                    step.save_set(&draft)
                })?;
                edited.set = Some(id);
                ((), changed)
            }
            Edit::DeleteSet(id) => {
                edited.words = format!("Delete the label set {}", named(id));
                catalog.step(|step| {
                    step.words.clone_from(&edited.words);
                    step.delete_set(id)
                })?
            }
            Edit::OrderSets(order) => {
                "Reorder the label sets".clone_into(&mut edited.words);
                catalog.step(|step| {
                    step.words.clone_from(&edited.words);
                    step.order_sets(&order)
                })?
            }
            Edit::CreateLabel { set, name, photos } => {
                edited.words = format!("Make the label {}", name.trim());
                edited.set = Some(set);
                catalog.step(|step| {
                    step.words.clone_from(&edited.words);
                    let find = |sets: Vec<LabelSet>| sets.into_iter().find(|s| s.id == set).ok_or(Fault::NoSuchSet);
                    let mut draft = find(step.label_sets()?)?.draft();
                    draft.labels.push(LabelDraft { id: None, name, prompts: Vec::new() });
                    step.save_set(&draft)?;
                    let label = find(step.label_sets()?)?.labels.pop().ok_or(Fault::NoSuchLabel)?;
                    let ruling = Ruling::Accept(label.id);
                    for photo in photos.iter() {
                        step.decide(&Verdict { photo: *photo, set, ruling, provenance: person(None) }, Source::Person)?;
                    }
                    Ok(())
                })?
            }
        };
        if edited.changed == 0 {
            edited.changed = changed.rows;
        }
        edited.undoable = changed.rows > 0;
        self.changed(shared, &changed)?;
        shared.post(Event::Edited(edited));
        Ok(())
    }

    fn turned_back(&mut self, shared: &Shared, undone: Option<Undone>, verb: &str) -> Result<(), AppError> {
        let Some(undone) = undone else { return Ok(()) };
        self.changed(shared, &undone.changed)?;
        let words = format!("{verb}: {}", undone.words);
        let kept = undone.refused_rows;
        shared.post(Event::Edited(Edited { words, changed: undone.changed.rows, kept, refused: undone.refused, ..Edited::default() }));
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
        // A rule that a newer program wrote and this one cannot read is no rule here.
        self.rule = catalog.choice(SKU_RULE)?.and_then(|json| serde_json::from_str(&json).ok());
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
        (self.tags.undo, self.tags.redo) = (history.undo, history.redo);
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

/// Makes all verdicts in one step, and counts what became of them.
fn decide(catalog: &mut Catalog, edited: &mut Edited, verdicts: &[Verdict], replaces: Source) -> Result<((), Changed), AppError> {
    Ok(catalog.step(|step| {
        step.words.clone_from(&edited.words);
        for verdict in verdicts {
            match step.decide(verdict, replaces)? {
                Decided::Changed => edited.changed += 1,
                Decided::Kept(_) => edited.kept += 1,
                Decided::Same | Decided::NoPhoto => {}
            }
        }
        Ok(())
    })?)
}

/// The person's, now; with what the model said where it was asked about this set.
fn provenance(shared: &Shared, set: Option<&LabelSet>, photo: PhotoId, ruling: Ruling) -> Provenance {
    let (Ruling::Accept(label) | Ruling::Reject(label)) = ruling else { return person(None) };
    person(set.and_then(|set| said::score_of(shared, set, photo, label)))
}

fn person(said: Option<(f32, Arc<str>)>) -> Provenance {
    let (score, model) = said.unzip();
    Provenance { source: Source::Person, score, model, decided_at_ms: now_ms() }
}

/// A step as Undo names it.
fn describe(ruling: Ruling, set: Option<&LabelSet>, photos: usize) -> String {
    let name = |id: LabelId| set.and_then(|s| s.label(id)).map_or("a label", |l| l.name.as_str());
    let photos = human::photos(photos as u64);
    match ruling {
        Ruling::Accept(label) => format!("Tag {photos} {}", name(label)),
        Ruling::Reject(label) => format!("Reject {} for {photos}", name(label)),
        Ruling::NoneOfThese => format!("None of {} for {photos}", set.map_or("the labels", |s| s.name.as_str())),
        Ruling::Withdraw(label) => format!("Take {} off {photos}", name(label)),
        Ruling::WithdrawAll => format!("Take {} off {photos}", set.map_or("the labels", |s| s.name.as_str())),
    }
}

/// "Colour copy", or with a number where that is taken.
fn free_name(sets: &[LabelSet], name: &str) -> String {
    let taken = |name: &str| crate::base::labels::set_named(sets, name).is_some();
    let copies = (1..).map(|n| if n == 1 { format!("{name} copy") } else { format!("{name} copy {n}") });
    copies.into_iter().find(|n| !taken(n)).unwrap_or_else(|| name.to_owned())
}
