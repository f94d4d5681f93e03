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
use engine::protocol::{AuditOrder, AuditRequest, Tags};
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
}

/// Photos with a label of the set, and labels that were accepted from a suggestion.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    tagged: u64,
    suggested: u64,
}

impl Counts {
    fn of(ctx: &Ctx, set: LabelSetId) -> Self {
        let tags = ctx.tags.book.iter().filter(|tag| tag.set == set && tag.decision != Decision::Rejected);
        let (mut photos, mut suggested) = (HashSet::<PhotoId>::new(), 0);
        for tag in tags {
            photos.insert(tag.photo);
            suggested += u64::from(tag.provenance.model.is_some());
        }
        Self { tagged: photos.len() as u64, suggested }
    }
}

impl StartForm {
    /// As it opens: the set that is open at the right, else the one checked last, else the first; `None` where there is none.
    pub fn new(ctx: &Ctx, last: Option<LabelSetId>) -> Option<Self> {
        let known = |set: &LabelSetId| ctx.tags.set(*set).is_some();
        let first = || ctx.tags.sets.first().map(|set| set.id);
        let set = ctx.open_set.filter(known).or(last.filter(known)).or_else(first)?;
        Some(Self { set, sample: false, most: SIZES[0], counts: Counts::of(ctx, set), counted: Arc::clone(&ctx.tags) })
    }

    fn count(&mut self, ctx: &Ctx) {
        self.counts = Counts::of(ctx, self.set);
        self.counted = Arc::clone(&ctx.tags);
    }

    fn asked(&self) -> AuditRequest {
        let order = if self.sample { AuditOrder::SpotCheck { most: self.most, seed: seed() } } else { AuditOrder::Suspects };
        AuditRequest { set: self.set, order }
    }

    /// Why nothing can be checked as the form stands.
    fn lacks(&self, set: &LabelSet) -> Option<String> {
        let name = &set.name;
        if self.counts.tagged == 0 {
            Some(format!("No photo has a label of {name} yet. Tag some photos, or import labels, and check them then."))
        } else if self.sample && self.counts.suggested == 0 {
            Some(format!("No label of {name} was accepted from a suggestion, so there is nothing to draw a sample from."))
        } else {
            None
        }
    }

    fn note(&self, choice: Choice) -> String {
        let (tagged, suggested) = (human::photos(self.counts.tagged), human::count(self.counts.suggested));
        if self.sample {
            format!(
                "Drawn from {suggested} that were accepted from suggestions. The share that is right among those you look at tells how many are right among all, within an interval."
            )
        } else {
            let have = if self.counts.tagged == 1 { "has" } else { "have" };
            let first = match choice {
                Choice::Single => "Those whose label is likeliest wrong come first",
                Choice::Multi => "Labels that are likeliest wrong or missing come first",
            };
            format!("{tagged} {have} a label. {first}, each with the reasons and the photos nearest to it.")
        }
    }
}

/// Draws the dialog.
pub fn start_ui(ui: &mut Ui, form: &mut StartForm, ctx: &Ctx, sitting: Option<&Sitting>) -> Output<Msg> {
    let mut out = Output::default();
    if !Arc::ptr_eq(&form.counted, &ctx.tags) {
        form.count(ctx);
    }
    let sets: &[LabelSet] = &ctx.tags.sets;
    let at = sets.iter().position(|set| set.id == form.set).unwrap_or(0);
    let Some(set) = sets.get(at) else { return out };
    forms::line_ui(ui, "Label set", |ui| {
        let names: Vec<String> = sets.iter().map(|set| set.name.clone()).collect();
        if let Some(chosen) = forms::menu_ui(ui, "Label set", &names, at) {
            form.set = sets[chosen].id;
            form.count(ctx);
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
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(lacks.is_none(), |ui| widgets::primary_button(ui, "Begin the check")).inner.clicked();
        if lacks.is_none() && (go || forms::entered(ui)) {
            out.msg(Msg::Begin(form.asked()));
        }
        if let Some(sitting) = sitting.filter(|sitting| sitting.suspect().is_some())
            && widgets::button(ui, None, &format!("Go on with {}", human::elide_middle(&sitting.draft.name, 24))).clicked()
        {
            out.msg(Msg::GoOn);
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
