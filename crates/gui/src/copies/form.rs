//! Copying as it is filled in: which photos, where to, under which names. Each change is answered by what would be written.

use crate::kit::path::name_of;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::scope;
use base::{PhotoId, human};
use engine::protocol::{CopyPreview, CopyReport, CopyRequest, JobRequest, Layout, QueryRequest, RequestId};
use std::path::Path;
use std::sync::Arc;

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What would be written is being worked out: the answer to this request counts.
    Looking(RequestId),
    Known(CopyPreview),
    /// Nothing can be copied like this.
    Wrong(String),
    /// It is under way, asked for by this request.
    Copying(RequestId),
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct CopyForm {
    /// In the order of the grid.
    photos: Arc<[PhotoId]>,
    pub to: String,
    /// The desktop has no dialog to choose the folder in.
    pub no_dialog: bool,
    pub layout: Layout,
    /// Names of the label sets.
    pub sets: Vec<String>,
    /// The one that labels are taken from.
    pub set: usize,
    /// There are products.
    pub has_products: bool,
    pub name: String,
    pub link: bool,
    pub sidecars: bool,
    pub xmp: bool,
    /// Some of the photos have a raw file beside them.
    pub has_raw: bool,
    pub raw: bool,
    pub stage: Stage,
}

impl CopyForm {
    /// As it opens, and the first question.
    pub fn open(ctx: &Ctx) -> (Self, Effect) {
        let beside = ctx.library.first_folder().and_then(Path::parent).unwrap_or(Path::new(""));
        let mut form = Self {
            photos: scope::chosen(ctx),
            to: beside.join("copies").display().to_string(),
            no_dialog: false,
            layout: Layout::Flat,
            sets: ctx.tags.sets.iter().map(|set| set.name.clone()).collect(),
            set: ctx.tags.sets.iter().position(|set| Some(set.id) == ctx.open_set).unwrap_or(0),
            has_products: ctx.products.rule.is_some(),
            name: "{name}".to_owned(),
            link: false,
            sidecars: true,
            xmp: false,
            has_raw: false,
            raw: true,
            stage: Stage::Wrong(String::new()),
        };
        form.has_raw = form.photos.iter().filter_map(|id| ctx.library.photo(*id)).any(|photo| photo.companion.is_some());
        let effect = form.look();
        (form, effect)
    }

    fn request(&self) -> CopyRequest {
        CopyRequest {
            photos: Arc::clone(&self.photos),
            to: self.to.trim().into(),
            link: self.link,
            layout: self.layout,
            set: self.sets.get(self.set).cloned(),
            name: self.name.clone(),
            sidecars: self.sidecars,
            xmp: self.xmp && !self.link,
            without_raw: !self.raw,
        }
    }

    /// Asks what would be written.
    pub fn look(&mut self) -> Effect {
        let (id, effect) = Effect::ask(QueryRequest::PreviewCopy(self.request()));
        self.stage = Stage::Looking(id);
        effect
    }

    /// Begins.
    pub fn start(&mut self) -> Effect {
        let (id, effect) = Effect::ask(JobRequest::Copy(self.request()));
        self.stage = Stage::Copying(id);
        effect
    }

    /// The answer to the last question counts.
    pub fn previewed(&mut self, request: RequestId, preview: Result<CopyPreview, String>) {
        if self.stage == Stage::Looking(request) {
            self.stage = preview.map_or_else(Stage::Wrong, Stage::Known);
        }
    }

    /// It waits for the answer to this request.
    pub fn copies(&self, request: RequestId) -> bool {
        self.stage == Stage::Copying(request)
    }

    pub fn is_copying(&self) -> bool {
        matches!(self.stage, Stage::Copying(_))
    }

    /// The photos can be copied as the form stands.
    pub fn is_ready(&self) -> bool {
        matches!(&self.stage, Stage::Known(preview) if preview.free.is_none() && preview.photos > preview.there)
    }

    /// Why the button cannot be pressed, where the form does not say so elsewhere.
    pub fn why_not(&self) -> Option<&'static str> {
        match &self.stage {
            Stage::Known(preview) if preview.free.is_none() && !self.is_ready() => Some("All of these names are there already"),
            _ => None,
        }
    }

    /// "Copy 12 photos".
    pub fn verb(&self) -> String {
        let verb = if self.link { "Link" } else { "Copy" };
        let n = if let Stage::Known(preview) = &self.stage { preview.photos } else { self.photos.len() as u64 };
        format!("{verb} {}", human::photos(n))
    }
}

/// "Copied 1,204 photos to delivery, with 12 sidecars".
pub fn done_words(report: &CopyReport) -> String {
    let (verb, n) = if report.linked > 0 { ("Linked", report.linked) } else { ("Copied", report.copied) };
    let mut parts = vec![format!("{verb} {} to {}", human::photos(n), name_of(&report.to))];
    if report.raw > 0 {
        parts.push(format!("with {}", human::counted(report.raw, "raw file", "raw files")));
    }
    if report.sidecars > 0 {
        parts.push(format!("with {}", human::counted(report.sidecars, "sidecar", "sidecars")));
    }
    if report.skipped > 0 {
        parts.push(human::counted(report.skipped, "was there already", "were there already"));
    }
    if !report.failed.is_empty() {
        parts.push(format!("{} could not be copied", human::count(report.failed.len() as u64)));
    }
    if report.cancelled {
        parts.push("then it was cancelled".to_owned());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_answer_to_the_last_question_counts() {
        let (mut form, _) = CopyForm::open(&Ctx::default());
        let Stage::Looking(first) = form.stage else { panic!() };
        let _ = form.look();
        form.previewed(first, Ok(CopyPreview::default()));
        let Stage::Looking(second) = form.stage else { panic!("an older answer was taken") };
        form.previewed(second, Ok(CopyPreview { photos: 3, there: 3, ..CopyPreview::default() }));
        assert!(!form.is_ready() && form.why_not().is_some());
        (form.xmp, form.link) = (true, true);
        assert!(!form.request().xmp, "XMP goes into no link");
    }

    #[test]
    fn what_was_copied_is_told_in_figures() {
        let report = CopyReport { to: "/a/out".into(), copied: 1204, sidecars: 1, skipped: 2, ..CopyReport::default() };
        assert_eq!(done_words(&report), "Copied 1,204 photos to out, with 1 sidecar, 2 were there already");
    }
}
