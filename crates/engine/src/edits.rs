//! The edits thread: every gesture in order, never dropped, never behind a job. It alone publishes the tags, so that no
//! older state replaces a newer one.

use crate::export_audit;
use crate::gesture::{self, Made};
use crate::grouping::Grouping;
use crate::mail::EditMessage;
use crate::protocol::{Edit, EditRequest, Edited, Event, PickPurpose, RequestId, RestoreReport, SkuRule, Tags, Tone};
use crate::publish::publish_again;
use crate::shared::Shared;
use crate::tally::Tally;
use base::{PhotoId, SkuBook, TagBook, folders, human};
use catalog::{Catalog, CatalogError, Changed, Fault, Undone};
use crossbeam_channel::Receiver;
use std::sync::Arc;
use tasks::exchange::{ExchangeError, TagCounts, is_taken, keep_profile, remove_profile};
use tasks::products::{self, SkuMatcher};
use tasks::review::ReviewPlace;
use tasks::shots::write_shots;
use tasks::vocabulary::{self, NoneOfThese, VocabularyReport};
use workspace::AppError;
use workspace::snapshot::Opened;
use workspace::standards;

/// The connection of this thread, and the tags as it published them last.
#[derive(Default)]
struct Edits {
    catalog: Option<Catalog>,
    tags: Tags,
    tally: Tally,
    /// Of the tags.
    generation: i64,
    rule: Option<SkuRule>,
    grouping: Grouping,
    /// What was told of a standard that is not understood.
    unread_standard: Option<String>,
}

pub fn run(shared: &Arc<Shared>, messages: &Receiver<EditMessage>) {
    let mut edits = Edits::default();
    for message in messages {
        let (id, outcome) = match message {
            EditMessage::Close => return,
            EditMessage::Open(path) => {
                let opened = Catalog::open(&path).map_err(AppError::from).and_then(|mut catalog| {
                    catalog.set_author(&shared.author());
                    edits.catalog = Some(catalog);
                    edits.reload(shared)
                });
                (None, opened)
            }
            EditMessage::Reload => (None, edits.reload(shared)),
            EditMessage::Look => (None, edits.look(shared)),
            EditMessage::Photos => {
                edits.publish(shared, None);
                shared.search_again();
                (None, Ok(()))
            }
            EditMessage::Request(id, request) => (Some(id), edits.carry_out(shared, id, request)),
        };
        shared.report(id, outcome);
    }
}

/// What decisions bear from now on.
fn signed_words(catalog: &Catalog) -> String {
    catalog.author().map_or_else(
        || "Your decisions bear no name from now on".to_owned(),
        |name| format!("Your decisions bear the name {name} from now on"),
    )
}

impl Edits {
    fn carry_out(&mut self, shared: &Shared, id: RequestId, request: EditRequest) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        match request {
            EditRequest::SetAuthor(name) => {
                catalog.set_author(&name);
                shared.notice(id, Tone::Done, signed_words(catalog));
                Ok(())
            }
            EditRequest::Edit(edit) => self.edit(shared, id, edit),
            EditRequest::Undo { step } => {
                let undone = catalog.undo(step);
                self.turned_back(shared, id, undone, "Undone")
            }
            EditRequest::Redo { step } => {
                let redone = catalog.redo(step);
                self.turned_back(shared, id, redone, "Done again")
            }
            EditRequest::ImportLabels(file) => {
                let report = vocabulary::import(catalog, &folders::expand_home(&file), NoneOfThese::On)?;
                self.imported(shared, id, &report)
            }
            EditRequest::ExportLabels { file, replace } => {
                let file = folders::expand_home(&file);
                if !replace && is_taken(&file) {
                    shared.post(Event::FileExists { request: id, purpose: PickPurpose::ExportLabels, path: file });
                    return Ok(());
                }
                vocabulary::export_to(&self.tags.sets, &file)?;
                shared.notice(
                    id,
                    Tone::Done,
                    format!("Wrote {} to {}", human::counted(self.tags.sets.len() as u64, "label set", "label sets"), file.display()),
                );
                Ok(())
            }
            EditRequest::CheckedSoFar(set) => {
                if let Some(checked) = export_audit::checked_so_far(id, catalog, &self.tags, set)? {
                    shared.post(Event::CheckedSoFar(Arc::new(checked)));
                }
                Ok(())
            }
            EditRequest::ExportAudit { export, replace } => {
                let to = folders::expand_home(&export.to);
                shared.post(if !replace && is_taken(&to) {
                    Event::FileExists { request: id, purpose: PickPurpose::ExportAudit(export.format), path: to }
                } else {
                    let written = export_audit::write(shared, catalog, &self.tags, &export, &to);
                    Event::AuditExported { request: id, outcome: written.map(|()| to).map_err(|error| error.notice()) }
                });
                Ok(())
            }
            EditRequest::ExportEvaluation { report, to, replace } => {
                let to = folders::expand_home(&to);
                shared.post(if !replace && is_taken(&to) {
                    Event::FileExists { request: id, purpose: PickPurpose::ExportEvaluation, path: to }
                } else {
                    let written = report.save(&to);
                    Event::EvaluationExported { request: id, outcome: written.map(|()| to).map_err(|error| error.notice()) }
                });
                Ok(())
            }
            EditRequest::Restore(asked) => {
                let report = workspace::backups::restore(catalog, &asked.file, &asked.selection)?;
                self.reload(shared)?;
                shared.post(Event::Edited(restored(id, &report)));
                Ok(())
            }
            EditRequest::KeepProfile(profile) => profile_kept(shared, id, keep_profile(catalog, &profile).map(drop)),
            EditRequest::RemoveProfile(name) => profile_kept(shared, id, remove_profile(catalog, &name)),
            EditRequest::ExportShots { shots, to, replace } => {
                let to = folders::expand_home(&to);
                shared.post(if !replace && is_taken(&to) {
                    Event::FileExists { request: id, purpose: PickPurpose::ExportShots, path: to }
                } else {
                    let written = write_shots(&to, &shots).map_err(AppError::from);
                    Event::ShotsExported { request: id, outcome: written.map(|()| to).map_err(|error| error.notice()) }
                });
                Ok(())
            }
            EditRequest::SetSkuRule(rule) => {
                if let Some(rule) = &rule {
                    SkuMatcher::new(rule)?;
                }
                products::set_rule(catalog, rule.as_ref())?;
                self.rule = rule;
                self.publish(shared, None);
                shared.search_again();
                Ok(())
            }
            EditRequest::SkipInReview(set, photo) => {
                let mut place = catalog.review_place(set)?.as_deref().map(ReviewPlace::read).unwrap_or_default();
                place.skip(photo);
                Ok(catalog.set_review_place(set, Some(&place.write()))?)
            }
            EditRequest::Review(request) => {
                shared.suggest.put(|mail| mail.review = Some((id, request)));
                Ok(())
            }
            EditRequest::EndReview(set) => Ok(catalog.set_review_place(set, None)?),
        }
    }

    fn edit(&mut self, shared: &Shared, id: RequestId, edit: Edit) -> Result<(), AppError> {
        let Some(catalog) = &mut self.catalog else { return Ok(()) };
        let Some(Made { done, set, counts, changed }) = gesture::make(shared, catalog, &self.tags.sets, edit)? else { return Ok(()) };
        self.changed(shared, &changed)?;
        shared.post(Event::Edited(Edited {
            request: id,
            step: changed.step,
            done,
            changed: if counts.changed == 0 { changed.rows } else { counts.changed },
            kept: counts.kept,
            set,
            undoable: changed.rows > 0,
            ..Edited::default()
        }));
        Ok(())
    }

    fn imported(&mut self, shared: &Shared, id: RequestId, report: &VocabularyReport) -> Result<(), AppError> {
        self.changed(shared, &report.changed)?;
        shared.post(Event::Edited(Edited {
            request: id,
            step: report.changed.step,
            done: import_words(report),
            changed: report.changed.rows,
            undoable: report.changed.rows > 0,
            ..Edited::default()
        }));
        Ok(())
    }

    /// A step was undone or redone, there was none, or the one that was asked for is not the next, which is told in words.
    fn turned_back(
        &mut self,
        shared: &Shared,
        id: RequestId,
        turned: Result<Option<Undone>, CatalogError>,
        verb: &str,
    ) -> Result<(), AppError> {
        let undone = match turned {
            Err(CatalogError { fault: Fault::Step(refusal), .. }) => {
                shared.notice(id, Tone::Warning, human::capitalised(&refusal.to_string()));
                return Ok(());
            }
            turned => turned?,
        };
        let Some(undone) = undone else { return Ok(()) };
        self.changed(shared, &undone.changed)?;
        shared.post(Event::Edited(Edited {
            request: id,
            step: Some(undone.id),
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
        let (tags, marks) = (catalog.tags_of(&changed.photos)?, catalog.marks_of(&changed.photos)?);
        self.tally.around(&mut self.tags.book, &changed.photos, |book| {
            book.replace(&changed.photos, tags);
            book.marks.replace(&changed.photos, marks);
        });
        if changed.beyond_marks {
            self.tags.searches = catalog.searches()?.into();
            self.tags.axes = catalog.axes()?.into();
        }
        if changed.beyond_decisions {
            let said = SkuBook::new(catalog.photo_skus()?);
            // The same again would group all photos anew.
            if *self.tags.skus != said {
                self.tags.skus = Arc::new(said);
            }
        }
        self.history()?;
        if changed.beyond_marks {
            self.standard(shared);
            self.publish(shared, Some(&changed.photos).filter(|_| !changed.vocabulary).map(Vec::as_slice));
        } else if self.count(shared).is_some() {
            // Neither what the model says nor a product depends on marks.
            self.show(shared);
        }
        if !changed.beyond_decisions {
            return Ok(());
        }
        shared.search_again();
        // Photos may have been told apart.
        shared.duplicates.put(|_| ());
        self.put_clocks_right(shared)
    }

    /// Shows the photos again where their dates were put right by other clocks than there are now.
    fn put_clocks_right(&self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        let shown = shared.opened.get().filter(|opened| opened.snapshot.catalog == catalog.path());
        match shown {
            Some(opened) if opened.snapshot.clocks != catalog.clocks()? => publish_again(shared, catalog),
            _ => Ok(()),
        }
    }

    /// Reads the standard that was chosen. One that is not understood, such as a newer program's, is told once, and is none.
    fn standard(&mut self, shared: &Shared) {
        let Some(catalog) = &self.catalog else { return };
        let unread = match standards::chosen(catalog) {
            Ok(chosen) => {
                self.tags.standard = chosen;
                None
            }
            Err(error) => {
                self.tags.standard = None;
                Some(format!("{}; until one is chosen again, no photo passes or fails", error.notice()))
            }
        };
        if let Some(unread) = unread.as_ref().filter(|_| unread != self.unread_standard) {
            shared.notice(None, Tone::Warning, unread.clone());
        }
        self.unread_standard = unread;
    }

    fn reload(&mut self, shared: &Shared) -> Result<(), AppError> {
        let Some(catalog) = &self.catalog else { return Ok(()) };
        self.tags.sets = catalog.label_sets()?.into();
        self.tags.searches = catalog.searches()?.into();
        self.tags.axes = catalog.axes()?.into();
        self.tags.book = TagBook::new(catalog.tags()?).with_marks(catalog.marks()?);
        self.tags.skus = Arc::new(SkuBook::new(catalog.photo_skus()?));
        self.tally = Tally::default();
        self.rule = products::rule(catalog)?;
        self.standard(shared);
        self.history()?;
        self.publish(shared, None);
        shared.search_again();
        self.put_clocks_right(shared)
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

    /// Counts anew where other photos are shown, else knows already; `None` where no catalogue is shown.
    fn count(&mut self, shared: &Shared) -> Option<Arc<Opened>> {
        let catalog = self.catalog.as_ref()?;
        let opened = shared.opened.get().filter(|o| o.snapshot.catalog == catalog.path())?;
        if !self.tally.is_of(&opened.snapshot.photos) {
            self.tally = Tally::of(&opened.snapshot.photos, &self.tags.book);
        }
        self.tags.accepted.clone_from(&self.tally.accepted);
        self.tags.marks = self.tally.marks;
        self.tags.counts = TagCounts { products: self.tags.counts.products, ..self.tally.counts };
        Some(opened)
    }

    /// Shows the tags as they are, and has what rests on them answered again.
    fn show(&self, shared: &Shared) {
        let tags = Arc::new(self.tags.clone());
        shared.tags.set(Arc::clone(&tags));
        shared.post(Event::Tags(tags));
        shared.decided();
    }

    /// Counts and shows what more than marks came to: products, and what the model says, may be others. `changed` are the photos about which
    /// other things are decided than before; `None`: any.
    fn publish(&mut self, shared: &Shared, changed: Option<&[PhotoId]>) {
        let Some(opened) = self.count(shared) else { return };
        let (products, tagged) = self.grouping.products(&opened.snapshot.photos, self.rule.as_ref(), &self.tags, changed);
        let products = Arc::new(products);
        self.tags.counts.products = tagged;
        shared.products.set(Arc::clone(&products));
        self.show(shared);
        shared.post(Event::Products(products));
        shared.suggest.put(|mail| mail.again = true);
        shared.learn.put(|_| ());
    }
}

fn restored(request: RequestId, report: &RestoreReport) -> Edited {
    let day = human::moment(report.made_ms);
    let done = match report.changes() {
        0 => format!("All of this is as it was on {day} already"),
        n => format!("Restored {} from the backup of {day}", human::counted(n, "change", "changes")),
    };
    Edited { request, step: report.step, done, changed: report.changes(), undoable: report.step.is_some(), ..Edited::default() }
}

fn profile_kept(shared: &Shared, request: RequestId, kept: Result<(), ExchangeError>) -> Result<(), AppError> {
    kept?;
    shared.post(Event::ProfileKept(request));
    Ok(())
}

/// "Imported Colour: 3 new labels and “none of these”".
fn import_words(report: &VocabularyReport) -> String {
    let sets = match &report.sets[..] {
        [one] => one.clone(),
        several => format!("{} label sets", human::count(several.len() as u64)),
    };
    let labels = match report.new_labels {
        0 => "no new labels".to_owned(),
        n => human::counted(n, "new label", "new labels"),
    };
    let none = if report.none_of_these > 0 { " and “none of these”" } else { "" };
    format!("Imported {sets}: {labels}{none}")
}
