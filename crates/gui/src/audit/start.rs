//! What to check: a set, and whether the likeliest mistakes or a random sample of what was accepted from suggestions.

use super::msg::Msg;
use super::sitting::Sitting;
use crate::kit::forms;
use crate::kit::theme;
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::{Choice, Decision, LabelSet, LabelSetId, PhotoId, human};
use egui::Ui;
use engine::protocol::{AuditOrder, AuditRequest, CheckedSoFar, EditRequest, RequestId, Tags};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Sizes of a sample that can be chosen.
const SIZES: [usize; 4] = [50, 100, 200, 500];

/// The dialog as filled in.
#[derive(Debug)]
pub struct StartForm {
    set: LabelSetId,
    sample: bool,
    most: usize,
    counts: Counts,
    /// What was counted: a decision may be saved while the dialog is open.
    counted: Arc<Tags>,
    /// Asked for what was checked of the set so far,
    asked: RequestId,
    /// which is this, as soon as it is known.
    so_far: Option<Arc<CheckedSoFar>>,
}

/// Photos with a label of the set, and labels that were accepted from a suggestion.
#[derive(Clone, Debug, Default)]
struct Counts {
    tagged: HashSet<PhotoId>,
    suggested: u64,
}

impl Counts {
    fn of(ctx: &Ctx, set: LabelSetId) -> Self {
        let there = |photo: PhotoId| ctx.library.photo(photo).is_some_and(|photo| !photo.missing);
        let tags =
            ctx.tags.book.iter().filter(|tag| tag.set == set && tag.decision != Decision::Rejected && !tag.stale && there(tag.photo));
        let mut counts = Self::default();
        for tag in tags {
            counts.tagged.insert(tag.photo);
            counts.suggested += u64::from(tag.provenance.model.is_some());
        }
        counts
    }

    fn photos(&self) -> u64 {
        self.tagged.len() as u64
    }

    /// How many of them were checked before.
    fn checked(&self, so_far: &CheckedSoFar) -> u64 {
        let checked = [&so_far.corrected, &so_far.without, &so_far.kept].into_iter().flatten().map(|(photo, _)| *photo);
        checked.filter(|photo| self.tagged.contains(photo)).collect::<HashSet<_>>().len() as u64
    }
}

impl StartForm {
    /// As it opens: the set that is asked for, else the one that is open at the right, the one checked last, the first; `None` where there
    /// is none.
    pub fn new(ctx: &Ctx, wanted: Option<LabelSetId>, last: Option<LabelSetId>) -> Option<(Self, Effect)> {
        let known = |set: &LabelSetId| ctx.tags.set(*set).is_some();
        let first = || ctx.tags.sets.first().map(|set| set.id);
        let set = wanted.filter(known).or(ctx.open_set.filter(known)).or(last.filter(known)).or_else(first)?;
        let (asked, effect) = Effect::ask(EditRequest::CheckedSoFar(set));
        let (counts, counted) = (Counts::of(ctx, set), Arc::clone(&ctx.tags));
        Some((Self { set, sample: false, most: SIZES[0], counts, counted, asked, so_far: None }, effect))
    }

    /// What was checked of the set so far.
    pub fn take(&mut self, so_far: &Arc<CheckedSoFar>) {
        if so_far.request == self.asked {
            self.so_far = Some(Arc::clone(so_far));
        }
    }

    fn count(&mut self, ctx: &Ctx, out: &mut Output<Msg>) {
        self.counts = Counts::of(ctx, self.set);
        self.counted = Arc::clone(&ctx.tags);
        self.asked = out.ask(EditRequest::CheckedSoFar(self.set));
    }

    fn request(&self, go_on: bool) -> AuditRequest {
        let order = if self.sample { AuditOrder::SpotCheck { most: self.most, seed: seed() } } else { AuditOrder::Suspects };
        AuditRequest { set: self.set, order, go_on }
    }

    /// What was checked before, where anything was.
    fn earlier(&self) -> Option<&CheckedSoFar> {
        self.so_far.as_deref().filter(|so_far| so_far.has_any())
    }

    /// Every photo was checked before: one can only begin anew. Where several labels may fit, nobody knows.
    fn is_through(&self, choice: Choice) -> bool {
        choice == Choice::Single && self.earlier().is_some_and(|so_far| self.counts.checked(so_far) == self.counts.photos())
    }

    /// Why nothing can be checked as the form stands.
    fn lacks(&self, set: &LabelSet) -> Option<String> {
        let name = &set.name;
        if self.counts.tagged.is_empty() {
            Some(format!("No photo has a label of {name} yet. Tag some photos, or import labels, and check them then."))
        } else if self.sample && self.counts.suggested == 0 {
            Some(format!("No label of {name} was accepted from a suggestion, so there is nothing to draw a sample from."))
        } else {
            None
        }
    }

    fn note(&self, choice: Choice) -> String {
        let (tagged, suggested) = (human::photos(self.counts.photos()), human::count(self.counts.suggested));
        let have = if self.counts.photos() == 1 { "has" } else { "have" };
        if self.sample {
            return format!(
                "Drawn from {suggested} that were accepted from suggestions. The share that is right among those you look at tells how many are right among all, within an interval."
            );
        }
        match (choice, self.earlier()) {
            (Choice::Single, Some(_)) if self.is_through(choice) => {
                format!("{tagged} {have} a label, and all of them were checked. A new check asks again about those that were corrected.")
            }
            (Choice::Single, Some(so_far)) => {
                let checked = self.counts.checked(so_far);
                let were = if checked == 1 { "was" } else { "were" };
                let left = human::count(self.counts.photos() - checked);
                format!("{tagged} {have} a label; {} {were} checked before, so {left} are left.", human::count(checked))
            }
            (Choice::Multi, Some(_)) => format!("{tagged} {have} a label. What was checked before is not asked about again."),
            (Choice::Single, None) => format!(
                "{tagged} {have} a label. Those whose label is likeliest wrong come first, each with the reasons and the photos nearest to it."
            ),
            (Choice::Multi, None) => format!(
                "{tagged} {have} a label. Labels that are likeliest wrong or missing come first, each with the reasons and the photos nearest to it."
            ),
        }
    }
}

/// Draws the dialog.
pub fn start_ui(ui: &mut Ui, form: &mut StartForm, ctx: &Ctx, sitting: Option<&Sitting>) -> Output<Msg> {
    let mut out = Output::default();
    if !Arc::ptr_eq(&form.counted, &ctx.tags) {
        form.count(ctx, &mut out);
    }
    let sets: &[LabelSet] = &ctx.tags.sets;
    let at = sets.iter().position(|set| set.id == form.set).unwrap_or(0);
    let Some(set) = sets.get(at) else { return out };
    forms::line_ui(ui, "Label set", |ui| {
        let names: Vec<String> = sets.iter().map(|set| set.name.clone()).collect();
        if let Some(chosen) = forms::menu_ui(ui, "Label set", &names, at) {
            (form.set, form.so_far) = (sets[chosen].id, None);
            form.count(ctx, &mut out);
        }
    });
    forms::line_ui(ui, "Look at", |ui| {
        if let Some(sample) = forms::segments_ui(ui, &[(false, "Likeliest mistakes first"), (true, "A random sample")], form.sample) {
            form.sample = sample;
        }
    });
    if form.sample {
        forms::line_ui(ui, "How many", |ui| {
            let names = SIZES.map(|size| format!("At most {}", human::count(size as u64)));
            let at = SIZES.iter().position(|size| *size == form.most).unwrap_or(0);
            if let Some(chosen) = forms::menu_ui(ui, "How many", &names, at) {
                form.most = SIZES[chosen];
            }
        });
    } else if let Some(so_far) = form.earlier() {
        forms::line_ui(ui, "So far", |ui| {
            ui.label(so_far.words());
            if widgets::link_button(ui, None, "Export…").clicked() {
                out.msg(Msg::Export(form.set));
            }
        });
    } else {
        // Its line is kept, so that nothing moves when a sample is chosen.
        ui.allocate_exact_size(egui::vec2(0.0, theme::CONTROL), egui::Sense::hover());
    }
    let lacks = form.lacks(set);
    let note = lacks.clone().unwrap_or_else(|| form.note(set.choice));
    ui.allocate_ui(egui::vec2(ui.available_width(), 2.0 * theme::LINE), |ui| {
        ui.set_min_height(2.0 * theme::LINE);
        if lacks.is_some() { forms::problem_ui(ui, &note) } else { forms::note_ui(ui, &note) }
    });
    let under_way = sitting.filter(|sitting| sitting.set == form.set && !sitting.is_spot_check() && sitting.suspect().is_some());
    let goes_on = !form.sample && (under_way.is_some() || form.earlier().is_some()) && !form.is_through(set.choice);
    forms::buttons_ui(ui, |ui| {
        let words = if goes_on { "Go on" } else { "Begin the check" };
        let go = ui.add_enabled_ui(lacks.is_none(), |ui| widgets::primary_button(ui, words)).inner.clicked();
        if lacks.is_none() && (go || forms::entered(ui)) {
            let again = form.is_through(set.choice);
            out.msg(if goes_on && under_way.is_some() { Msg::GoOn } else { Msg::Begin(form.request(!form.sample && !again)) });
        }
        let anew = "Asks again about what was corrected, too. What was kept is not asked again until it changes.";
        if goes_on && widgets::button(ui, None, "Begin anew").on_hover_text(anew).clicked() {
            out.msg(Msg::Begin(form.request(false)));
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}

/// Another sample each time one is asked for.
fn seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
