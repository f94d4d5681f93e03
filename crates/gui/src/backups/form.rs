//! The dialog about backups: which one, what of it, and what that would change.

use crate::shell::effect::Effect;
use base::human;
use engine::protocol::{
    BackupsView, EditRequest, Holdings, ListedBackup, PartReport, QueryRequest, RequestId, RestorePart, RestoreReport, RestoreRequest,
    RestoreSelection, RestoreView, SetChange,
};
use std::path::PathBuf;
use std::sync::Arc;

/// The dialog as filled in.
#[derive(Clone, Debug, Default)]
pub struct RestoreForm {
    /// The request that lists backups.
    listing: RequestId,
    /// Those that there are; `None`: not known yet.
    list: Option<Arc<[ListedBackup]>>,
    /// The file of the chosen one.
    pub chosen: Option<PathBuf>,
    /// Its label sets: name, how it is shown, asked for.
    pub sets: Vec<(String, String, bool)>,
    /// What else it holds: how it is shown, asked for.
    pub parts: Vec<(RestorePart, String, bool)>,
    /// What was decided since stays.
    pub keep_newer: bool,
    /// The request that tells what would change.
    looking: RequestId,
    /// What would change; `None`: not known yet.
    seen: Option<Result<Arc<RestoreReport>, String>>,
    /// The request that restores.
    restoring: Option<RequestId>,
    /// Why there is no list, or nothing was restored.
    pub wrong: Option<String>,
}

impl RestoreForm {
    /// With the newest backup, or with a file of the person's.
    pub fn open(file: Option<PathBuf>) -> (Self, Effect) {
        let mut form = Self::default();
        let effect = form.ask(file);
        (form, effect)
    }

    /// Lists the backups, and a file of the person's before them.
    pub fn ask(&mut self, file: Option<PathBuf>) -> Effect {
        self.wrong = None;
        let (id, effect) = Effect::ask(QueryRequest::Backups(file));
        self.listing = id;
        effect
    }

    /// Takes in which there are. The one that was chosen stays chosen; of a new list the first one is.
    pub fn listed(&mut self, view: &BackupsView) -> Option<Effect> {
        if view.request != self.listing {
            return None;
        }
        let list = match &view.backups {
            Ok(list) => Arc::clone(list),
            Err(wrong) => {
                self.wrong = Some(wrong.clone());
                self.list.get_or_insert_default();
                return None;
            }
        };
        let was_first = self.list.as_ref().and_then(|list| list.first()).map(|listed| listed.backup.file.clone());
        let first = list.first().map(|listed| listed.backup.file.clone());
        self.list = Some(list);
        match (first, &self.chosen) {
            (Some(first), chosen) if chosen.is_none() || Some(&first) != was_first.as_ref() => self.choose(first),
            _ => None,
        }
    }

    /// The backups, newest first; `None`: not known yet.
    pub fn backups(&self) -> Option<&[ListedBackup]> {
        self.list.as_deref()
    }

    /// Another one is looked at: all that it holds is asked for.
    pub fn choose(&mut self, file: PathBuf) -> Option<Effect> {
        let holds = self.list.iter().flat_map(|list| list.iter()).find(|listed| listed.backup.file == file)?.holds.clone();
        self.chosen = Some(file);
        self.sets = holds.iter().flat_map(|holds| &holds.sets).map(|set| (set.name.clone(), set.name.clone(), true)).collect();
        self.parts = holds.as_ref().map(parts_of).unwrap_or_default();
        self.look()
    }

    /// What would change as the form stands.
    pub fn look(&mut self) -> Option<Effect> {
        let (id, effect) = Effect::ask(QueryRequest::LookAtRestore(self.request()?));
        (self.looking, self.seen, self.wrong) = (id, None, None);
        Some(effect)
    }

    /// Takes in what would change.
    pub fn seen(&mut self, view: &RestoreView) {
        if view.request == self.looking {
            self.seen = Some(view.outcome.clone());
        }
    }

    /// What would change, or why that cannot be told; `None`: not known yet.
    pub fn outcome(&self) -> Option<&Result<Arc<RestoreReport>, String>> {
        self.seen.as_ref()
    }

    /// What is asked for.
    fn request(&self) -> Option<RestoreRequest> {
        let sets: Vec<String> = self.sets.iter().filter(|(.., on)| *on).map(|(name, ..)| name.clone()).collect();
        let labels = (!sets.is_empty()).then_some(RestorePart::Labels);
        let parts = labels.into_iter().chain(self.parts.iter().filter(|(.., on)| *on).map(|(part, ..)| *part)).collect();
        let selection = RestoreSelection { parts, sets: Some(sets).filter(|sets| !sets.is_empty()), keep_newer: self.keep_newer };
        Some(RestoreRequest { file: self.chosen.clone()?, selection })
    }

    /// Restores what is asked for.
    pub fn restore(&mut self) -> Option<Effect> {
        let (id, effect) = Effect::ask(EditRequest::Restore(self.request()?));
        (self.restoring, self.wrong) = (Some(id), None);
        Some(effect)
    }

    /// This request restores.
    pub fn waits_for(&self, request: RequestId) -> bool {
        self.restoring == Some(request)
    }

    /// That did not work.
    pub fn refused(&mut self, why: &str) {
        (self.restoring, self.wrong) = (None, Some(why.to_owned()));
    }

    /// Nothing is being restored.
    pub fn is_free(&self) -> bool {
        self.restoring.is_none()
    }

    /// Why nothing can be restored as the form stands.
    pub fn lacks(&self) -> Option<&'static str> {
        match &self.seen {
            _ if self.restoring.is_some() => Some("Restoring…"),
            _ if self.chosen.is_none() => Some("Choose a backup."),
            None => Some("What would change is not known yet."),
            Some(Err(_)) => Some("Nothing can be restored from it."),
            Some(Ok(report)) if report.changes() == 0 => Some("All of this is as it was then."),
            Some(Ok(_)) => None,
        }
    }

    /// "Restore 12 changes".
    pub fn verb(&self) -> String {
        match &self.seen {
            Some(Ok(report)) if report.changes() > 0 => format!("Restore {}", human::counted(report.changes(), "change", "changes")),
            _ => "Restore".to_owned(),
        }
    }
}

/// What beside label sets can be asked for.
fn parts_of(holds: &Holdings) -> Vec<(RestorePart, String, bool)> {
    let counted = [
        (RestorePart::Marks, holds.marks),
        (RestorePart::Texts, holds.texts),
        (RestorePart::Products, holds.products),
        (RestorePart::Searches, holds.searches),
    ];
    let shown =
        |part: RestorePart, n: u64| if n == 0 { part.title().to_owned() } else { format!("{} ({})", part.title(), human::count(n)) };
    // What is not there may still have been added since: marks that were not given then are taken off.
    let held = counted.map(|(part, n)| (part, shown(part, n), true));
    held.into_iter().chain([(RestorePart::Other, RestorePart::Other.title().to_owned(), true)]).collect()
}

/// "1,204 decisions in 3 label sets, 20 marks".
pub fn holds_words(holds: Option<&Holdings>) -> String {
    let Some(holds) = holds else { return "it cannot be read".to_owned() };
    let decisions = holds.sets.iter().map(|set| set.decisions).sum();
    let mut told = Vec::new();
    if !holds.sets.is_empty() {
        let sets = human::counted(holds.sets.len() as u64, "label set", "label sets");
        told.push(format!("{} in {sets}", human::counted(decisions, "decision", "decisions")));
    }
    if holds.marks > 0 {
        told.push(human::counted(holds.marks, "mark", "marks"));
    }
    if told.is_empty() { human::photos(holds.photos) } else { told.join(", ") }
}

/// "comes back, 12 added, 3 changed, 1 removed".
pub fn change_words(row: &PartReport) -> String {
    let set = match row.set_change {
        SetChange::Same => None,
        SetChange::New => Some("comes back".to_owned()),
        SetChange::Changed => Some("its labels as they were".to_owned()),
    };
    let counts = [(row.added, "added"), (row.changed, "changed"), (row.removed, "removed"), (row.left_out, "left out")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", human::count(*n)));
    let told: Vec<String> = set.into_iter().chain(counts).collect();
    if told.is_empty() { "as it was".to_owned() } else { told.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::{Backup, HeldSet};

    fn listed(name: &str, sets: &[&str]) -> ListedBackup {
        let sets = sets.iter().map(|name| HeldSet { name: (*name).into(), decisions: 2 }).collect();
        let holds = Some(Holdings { sets, marks: 1, ..Holdings::default() });
        ListedBackup { backup: Backup { file: name.into(), made_ms: 0, bytes: 1 }, holds }
    }

    fn filled(lists: &[&[ListedBackup]]) -> RestoreForm {
        let (mut form, _) = RestoreForm::open(None);
        for list in lists {
            form.listed(&BackupsView { request: form.listing, backups: Ok((*list).into()) });
        }
        form
    }

    #[test]
    fn only_what_is_ticked_is_asked_for() {
        let mut form = filled(&[&[listed("new", &["Colour", "Size"]), listed("old", &["Size"])]]);
        let all = form.request().unwrap();
        assert_eq!((all.file, all.selection.sets), ("new".into(), Some(vec!["Colour".to_owned(), "Size".to_owned()])));
        assert_eq!(all.selection.parts.len(), 6);
        form.sets[0].2 = false;
        form.parts.iter_mut().for_each(|part| part.2 = false);
        let one = form.request().unwrap().selection;
        assert_eq!((one.parts, one.sets), (vec![RestorePart::Labels], Some(vec!["Size".to_owned()])));
        form.sets[1].2 = false;
        let nothing = form.request().unwrap().selection;
        assert_eq!((nothing.parts.len(), nothing.sets), (0, None));
        form.choose("old".into());
        assert_eq!(form.sets.len(), 1);
        assert_eq!(form.lacks(), Some("What would change is not known yet."));
    }

    #[test]
    fn a_new_backup_is_looked_at_and_a_list_that_is_the_same_moves_nothing() {
        let (new, old) = (listed("new", &["Colour"]), listed("old", &[]));
        let mut form = filled(&[std::slice::from_ref(&old), &[new.clone(), old.clone()]]);
        assert_eq!(form.chosen, Some("new".into()));
        form.choose("old".into());
        form.listed(&BackupsView { request: form.listing, backups: Ok([new, old].into()) });
        assert_eq!(form.chosen, Some("old".into()));
        form.listed(&BackupsView { request: form.listing, backups: Err("no catalogue".into()) });
        assert_eq!((form.wrong.as_deref(), form.backups().map(<[_]>::len)), (Some("no catalogue"), Some(2)));
    }

    #[test]
    fn an_answer_to_an_older_question_is_dropped() {
        let mut form = filled(&[&[listed("new", &["Colour"])]]);
        let first = form.looking;
        form.keep_newer = true;
        form.look();
        form.seen(&RestoreView { request: first, outcome: Ok(Arc::default()) });
        assert!(form.outcome().is_none());
        form.seen(&RestoreView { request: form.looking, outcome: Ok(Arc::default()) });
        assert_eq!(form.lacks(), Some("All of this is as it was then."));
    }
}
