//! The dialog about a hub as it is filled in, and what is known of that hub.

use super::state::Running;
use base::human;
use engine::protocol::{SetsFrom, SharingJob, SharingRefusal, SharingReport, SharingStatus, SharingView};

/// The dialog.
#[derive(Clone, Debug, Default)]
pub struct SharingForm {
    /// As typed; it may hold a password.
    pub(super) address: String,
    /// Addresses that the catalogue was shared through.
    pub(super) known: Vec<String>,
    /// How the hub at [`Self::looked_at`] and the catalogue stand.
    pub(super) status: Option<SharingStatus>,
    /// What was taken in and brought last.
    pub(super) report: Option<SharingReport>,
    /// Why what was asked last was not done.
    pub(super) refused: Option<SharingRefusal>,
    /// The address that all of this is about, as it was typed.
    looked_at: String,
    /// What was asked last.
    last: Option<SharingJob>,
    /// The field for the address has not been shown yet.
    pub(super) is_new: bool,
}

impl SharingForm {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self { is_new: true, ..Self::default() }
    }

    /// Takes an answer in. True where there is a hub that was shared through before and should be looked at now.
    pub fn answered(&mut self, running: &Running, view: &SharingView) -> bool {
        if !view.addresses.is_empty() || view.refused.is_none() {
            self.known.clone_from(&view.addresses);
        }
        if view.job == SharingJob::Addresses {
            self.refused.clone_from(&view.refused);
            let offers = self.address.is_empty() && !self.known.is_empty();
            if offers {
                self.address = self.known.last().cloned().unwrap_or_default();
            }
            return offers;
        }
        // What was known of a hub is still so where something could not be done with it.
        let stands = self.is_about(&running.address).then(|| self.status.take()).flatten();
        self.status = view.status.clone().or(stands);
        self.looked_at.clone_from(&running.address);
        self.last = Some(view.job);
        (self.report, self.refused) = (view.report.clone(), view.refused.clone());
        false
    }

    /// What is known is about the hub whose address stands in the field.
    pub fn is_about_this(&self) -> bool {
        self.is_about(&self.address)
    }

    fn is_about(&self, address: &str) -> bool {
        address.trim() == self.looked_at.trim()
    }

    /// The hub is there and can be shared through.
    pub fn is_ready(&self) -> bool {
        self.status.is_some() && self.is_about_this()
    }

    /// What was asked last, with the words of one side.
    pub fn with_words(&self, sets: SetsFrom) -> SharingJob {
        match self.last {
            Some(SharingJob::Pull(_)) => SharingJob::Pull(sets),
            _ => SharingJob::Push(sets),
        }
    }
}

/// What a person reads while it goes on; `done`: photos and vectors so far.
pub fn running_words(job: SharingJob, done: u64) -> String {
    let words = match job {
        SharingJob::Addresses | SharingJob::Look => return "Asking the hub…".to_owned(),
        SharingJob::Make => return "Making the hub…".to_owned(),
        SharingJob::Pull(_) => "Taking in what others decided",
        SharingJob::Push(_) => "Sharing",
    };
    if done == 0 { format!("{words}…") } else { format!("{words}, {} photos and vectors so far", human::count(done)) }
}

/// "12,400 photos, 31 steps, 24,800 vectors".
pub fn hub_words(status: &SharingStatus) -> String {
    let vectors: u64 = status.hub.models.iter().map(|model| model.vectors).sum();
    let steps = human::counted(status.hub.seq.max(0) as u64, "step", "steps");
    format!("{}, {steps}, {}", human::photos(status.hub.photos), human::counted(vectors, "vector", "vectors"))
}

/// "48 changes to bring, 3 steps to take in".
pub fn here_words(status: &SharingStatus) -> String {
    let behind = (status.hub.seq - status.taken.unwrap_or(0)).max(0) as u64;
    if status.waiting == 0 && behind == 0 {
        return "Nothing to bring or to take in".to_owned();
    }
    format!("{} to bring, {} to take in", human::counted(status.waiting, "change", "changes"), human::counted(behind, "step", "steps"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::{RequestId, SharingRemedy};

    fn view(job: SharingJob, addresses: &[&str]) -> SharingView {
        let addresses = addresses.iter().map(|address| (*address).to_owned()).collect();
        SharingView { request: RequestId(1), job, addresses, status: None, report: None, refused: None }
    }

    fn running(job: SharingJob, address: &str) -> Running {
        Running { request: RequestId(1), job, address: address.to_owned() }
    }

    #[test]
    fn the_hub_that_was_used_last_is_offered_and_a_typed_address_stays() {
        let mut form = SharingForm::new();
        let known = view(SharingJob::Addresses, &["postgres://a/one", "postgres://b/two"]);
        assert!(form.answered(&running(SharingJob::Addresses, ""), &known));
        assert_eq!((form.address.as_str(), form.known.len()), ("postgres://b/two", 2));
        form.address = "postgres://c/three".to_owned();
        assert!(!form.answered(&running(SharingJob::Addresses, ""), &known));
        assert_eq!(form.address, "postgres://c/three");
        assert!(!SharingForm::new().answered(&running(SharingJob::Addresses, ""), &view(SharingJob::Addresses, &[])));
    }

    #[test]
    fn what_is_known_is_of_the_address_that_was_asked_and_words_are_chosen_for_what_was_asked() {
        let mut form = SharingForm { address: "postgres://a/other".to_owned(), ..SharingForm::new() };
        let refused = SharingRefusal { text: "differs".to_owned(), remedy: Some(SharingRemedy::ChooseWords) };
        let pull = SharingJob::Pull(SetsFrom::Nobody);
        form.answered(&running(pull, "postgres://a/one"), &SharingView { refused: Some(refused), ..view(pull, &[]) });
        assert!(!form.is_about_this() && !form.is_ready());
        form.address = " postgres://a/one ".to_owned();
        assert!(form.is_about_this() && !form.is_ready());
        assert_eq!(form.with_words(SetsFrom::Hub), SharingJob::Pull(SetsFrom::Hub));
    }
}
