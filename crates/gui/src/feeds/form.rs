//! The dialog about what a shop is given: a profile as it is written, and what would come of it.

use crate::kit::new_file::NewFile;
use crate::shell::among::Among;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use base::{PhotoId, fold, human};
use engine::protocol::{
    EditRequest, FeedChoice, FeedExport, FeedRequest, FeedView, JobRequest, Profile, ProfileColumn, ProfileFormat, ProfileReport,
    QueryRequest, RequestId, known_columns,
};
use std::sync::Arc;

/// What of the profile is in view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    #[default]
    Columns,
    Images,
    Refused,
}

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct FeedForm {
    /// What is known of profiles, and of what would come of this one.
    view: Option<Arc<FeedView>>,
    /// As it stands; `None`: none is chosen.
    pub profile: Option<Profile>,
    pub page: Page,
    among: Option<Among>,
    /// Those alone.
    pub only: bool,
    /// What would come of it is asked with this request.
    asking: RequestId,
    /// That request is about a profile that the form does not hold yet.
    choosing: bool,
    /// What is known is of the profile that the form holds.
    is_of_this: bool,
    /// A profile is being kept or removed.
    keeping: Option<(RequestId, Keeping)>,
    /// Why that did not work.
    pub wrong: Option<String>,
    pub file: NewFile,
}

/// What is done to the kept profiles.
#[derive(Clone, Debug)]
pub enum Keeping {
    Keep,
    Remove(Box<Profile>),
}

impl FeedForm {
    /// With the first profile that is kept, or with that of `which`.
    pub fn open(ctx: &Ctx, which: FeedChoice) -> (Self, Effect) {
        let mut form = Self {
            view: None,
            profile: None,
            page: Page::default(),
            among: Among::now(ctx),
            only: !ctx.query.is_empty(),
            asking: RequestId::default(),
            choosing: true,
            is_of_this: false,
            keeping: None,
            wrong: None,
            file: NewFile::beside(ctx.library.first_folder()),
        };
        let effect = form.choose(which);
        (form, effect)
    }

    /// Another profile takes the place of this one.
    pub fn choose(&mut self, which: FeedChoice) -> Effect {
        (self.choosing, self.is_of_this, self.wrong) = (true, false, None);
        self.ask(which)
    }

    /// What would come of the profile as it stands.
    pub fn look(&mut self) -> Option<Effect> {
        let profile = self.profile.clone()?;
        // While another one is being fetched, this one is on its way out.
        (!self.choosing).then(|| self.ask(FeedChoice::Draft(profile)))
    }

    fn ask(&mut self, which: FeedChoice) -> Effect {
        let (id, effect) = Effect::ask(QueryRequest::Feed(FeedRequest { which, among: self.photos() }));
        self.asking = id;
        effect
    }

    /// Takes in what would come of it; asks about the one before where another one could not be had.
    pub fn viewed(&mut self, view: &Arc<FeedView>) -> Option<Effect> {
        if view.request != self.asking {
            return None;
        }
        self.view = Some(Arc::clone(view));
        if std::mem::take(&mut self.choosing) {
            match (&view.profile, &view.outcome) {
                (None, Err(reason)) => {
                    self.wrong = Some(reason.clone());
                    return self.look();
                }
                (profile, _) => self.profile.clone_from(profile),
            }
            self.offer_file();
        }
        self.is_of_this = true;
        None
    }

    /// The profiles that the catalogue keeps.
    pub fn kept(&self) -> &[Profile] {
        self.view.as_ref().map_or(&[], |view| &view.kept)
    }

    /// Columns of imported texts that a value may name.
    pub fn texts(&self) -> &[String] {
        self.view.as_ref().map_or(&[], |view| &view.texts)
    }

    /// What would come of it; `None`: not known yet.
    pub fn outcome(&self) -> Option<&Result<ProfileReport, String>> {
        self.view.as_ref().filter(|_| self.is_of_this).map(|view| &view.outcome)
    }

    /// The photos that are meant; `None`: as the profile says.
    fn photos(&self) -> Option<Arc<[PhotoId]>> {
        self.among.as_ref().filter(|_| self.only).map(|among| Arc::clone(&among.photos))
    }

    /// "Only the 24 photos found", where not all need be meant.
    pub fn only_words(&self) -> Option<String> {
        self.among.as_ref().map(Among::words)
    }

    /// Photos that answer another question by now are no longer meant.
    pub fn follow(&mut self, ctx: &Ctx) -> Option<Effect> {
        if !self.among.as_ref().is_some_and(|among| among.is_replaced(ctx)) {
            return None;
        }
        self.among = Among::now(ctx);
        self.only.then(|| self.look()).flatten()
    }

    /// The kept profile of its name is another one, or there is none.
    pub fn is_changed(&self) -> bool {
        let Some(profile) = &self.profile else { return false };
        !self.kept().contains(profile)
    }

    /// The kept one of its name.
    pub fn kept_one(&self) -> Option<&Profile> {
        let profile = self.profile.as_ref()?;
        self.kept().iter().find(|kept| fold::same(&kept.name, &profile.name))
    }

    /// Keeps it as it stands.
    pub fn keep(&mut self) -> Option<Effect> {
        let profile = self.profile.clone()?;
        Some(self.change(EditRequest::KeepProfile(Box::new(profile)), Keeping::Keep))
    }

    /// Forgets the kept one of its name.
    pub fn remove(&mut self) -> Option<Effect> {
        let kept = self.kept_one()?.clone();
        Some(self.change(EditRequest::RemoveProfile(kept.name.clone()), Keeping::Remove(Box::new(kept))))
    }

    fn change(&mut self, request: EditRequest, what: Keeping) -> Effect {
        let (id, effect) = Effect::ask(request);
        (self.keeping, self.wrong) = (Some((id, what)), None);
        effect
    }

    /// Nothing is being kept or removed.
    pub fn is_free(&self) -> bool {
        self.keeping.is_none() && !self.file.is_writing()
    }

    /// Takes in that a profile was kept or removed; answers what was done where the form waited for it.
    pub fn changed(&mut self, request: RequestId) -> Option<Keeping> {
        self.keeping.take_if(|(id, _)| *id == request).map(|(_, what)| what)
    }

    /// What this request asked for did not come about.
    pub fn refused_to(&mut self, request: RequestId, why: &str) {
        if self.keeping.take_if(|(id, _)| *id == request).is_some() {
            self.wrong = Some(why.to_owned());
        }
        if self.file.waits_for(request) {
            self.file.stopped();
        }
    }

    /// A file called like the profile.
    pub fn offer_file(&mut self) {
        let Some(profile) = &self.profile else { return };
        let name: String = profile.name.trim().chars().map(|c| if c.is_alphanumeric() || "-_ ".contains(c) { c } else { '-' }).collect();
        let ending = if profile.format == ProfileFormat::Google { "tsv" } else { "csv" };
        self.file.offer(&format!("{}.{ending}", if name.is_empty() { "products" } else { &name }));
    }

    /// A further column: the first that the shop knows and the profile lacks.
    pub fn add_column(&mut self) {
        let Some(profile) = &mut self.profile else { return };
        let has = |name: &str| profile.columns.iter().any(|column| column.column.eq_ignore_ascii_case(name));
        let next = known_columns(profile.format).into_iter().find(|name| !has(name)).map(str::to_owned);
        let own = (1..=profile.columns.len() + 1).map(|n| format!("Column {n}")).find(|name| !has(name));
        if let Some(column) = next.or(own.filter(|_| profile.format == ProfileFormat::Csv)) {
            profile.columns.push(ProfileColumn { column, value: String::new() });
        }
    }

    /// What stands in a column of the first row; `None` where nothing does.
    pub fn example(&self, column: &str) -> Option<&str> {
        let feed = &self.report()?.feed;
        let place = feed.header.iter().position(|name| name == column)?;
        feed.rows.iter().map(|row| row[place].as_str()).find(|cell| !cell.is_empty())
    }

    /// Cells that would be refused.
    pub fn refused(&self) -> usize {
        self.report().map_or(0, |report| report.feed.refused.len())
    }

    /// What would come of it, where that is known.
    pub fn report(&self) -> Option<&ProfileReport> {
        self.outcome()?.as_ref().ok()
    }

    /// "16 rows of 8 products, 3 cells would be refused".
    pub fn words(&self) -> Option<String> {
        Some(words(self.report()?))
    }

    /// Why nothing can be written as the form stands.
    pub fn lacks(&self) -> Option<&'static str> {
        match self.outcome() {
            None => Some("What would come of it is not known yet."),
            Some(Err(_)) => Some("As it stands nothing can be written."),
            Some(Ok(report)) if report.feed.rows.is_empty() => Some("None of these photos has anything to write."),
            Some(Ok(_)) if self.keeping.is_some() => Some("The profile is being kept."),
            Some(Ok(_)) => self.file.lacks(),
        }
    }

    /// The job that writes it.
    pub fn job(&self) -> Option<JobRequest> {
        let export = FeedExport { profile: self.profile.clone()?, among: self.photos(), to: self.file.path()? };
        Some(JobRequest::ExportFeed { export, replace: self.file.may_replace() })
    }
}

/// "16 rows of 8 products, 3 cells would be refused".
pub fn words(report: &ProfileReport) -> String {
    let rows = human::counted(report.feed.rows.len() as u64, "row", "rows");
    let products = human::counted(report.products, "product", "products");
    let refused = match report.feed.refused.len() as u64 {
        0 => "nothing that the importer is known to refuse".to_owned(),
        n => human::counted(n, "cell would be refused", "cells would be refused"),
    };
    format!("{rows} of {products}, {refused}")
}
