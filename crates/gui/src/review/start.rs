//! What to review: a set, an order, all photos or those in the grid, how many.

use super::msg::{Msg, ReviewCommand};
use crate::kit::forms;
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::effect::ReviewPlan;
use crate::shell::output::Output;
use crate::shell::scope;
use base::{LabelId, LabelSet, LabelSetId, human};
use egui::Ui;
use engine::protocol::{ReviewOrder, Scope};
use std::time::{SystemTime, UNIX_EPOCH};

/// Sizes of a review that can be chosen; `None`: all.
const SIZES: [Option<usize>; 6] = [None, Some(50), Some(100), Some(200), Some(500), Some(1000)];

/// The order, before its label or seed is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderChoice {
    /// The smallest margins.
    Uncertain,
    /// Those suggested as one label.
    Label,
    /// A sample.
    Random,
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewForm {
    set: Option<LabelSetId>,
    order: OrderChoice,
    label: Option<LabelId>,
    among: Among,
    most: Option<usize>,
    /// What the tagging panel offers, where it was in view.
    panel: Option<ReviewPlan>,
}

/// Which photos are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Among {
    All,
    Shown,
    Panel,
}

impl ReviewForm {
    /// The dialog as it opens: what the tagging panel offers, else all photos and the set that is open at the right.
    pub fn new(ctx: &Ctx) -> Self {
        let open = ctx.open_set.filter(|s| ctx.tags.set(*s).is_some());
        let set = open.or_else(|| ctx.tags.sets.first().map(|s| s.id));
        let panel = ctx.to_review.clone().filter(|plan| plan.most.is_some_and(|most| most > 0));
        let (order, label) = match panel.as_ref().map(|plan| plan.order) {
            Some(ReviewOrder::Label(label)) => (OrderChoice::Label, Some(label)),
            _ => (OrderChoice::Uncertain, None),
        };
        let among = if panel.is_some() { Among::Panel } else { Among::All };
        Self { set, order, label, among, most: panel.as_ref().and_then(|plan| plan.most), panel }
    }
}

/// Draws the dialog.
pub fn start_ui(ui: &mut Ui, form: &mut ReviewForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let sets: &[LabelSet] = &ctx.tags.sets;
    let at = form.set.and_then(|id| sets.iter().position(|s| s.id == id)).unwrap_or(0);
    let Some(set) = sets.get(at) else { return out };
    forms::line_ui(ui, "Label set", |ui| {
        let names: Vec<String> = sets.iter().map(|s| s.name.clone()).collect();
        if let Some(chosen) = forms::menu_ui(ui, "Label set", &names, at) {
            form.set = Some(sets[chosen].id);
            form.label = None;
            // The panel counted for its own set.
            form.most = form.most.filter(|most| SIZES.contains(&Some(*most)));
        }
    });
    forms::line_ui(ui, "Order", |ui| {
        let orders =
            [(OrderChoice::Uncertain, "Uncertain first"), (OrderChoice::Label, "By label"), (OrderChoice::Random, "Random sample")];
        if let Some(order) = forms::segments_ui(ui, &orders, form.order) {
            form.order = order;
            form.most = (order == OrderChoice::Random).then_some(200).or(form.most);
        }
    });
    if form.order == OrderChoice::Label {
        forms::line_ui(ui, "Label", |ui| {
            let names: Vec<String> = set.labels.iter().map(|l| l.name.clone()).collect();
            let at = form.label.and_then(|id| set.labels.iter().position(|l| l.id == id)).unwrap_or(0);
            if let Some(chosen) = forms::menu_ui(ui, "Label", &names, at) {
                form.label = set.labels.get(chosen).map(|l| l.id);
            }
        });
    }
    forms::line_ui(ui, "Photos", |ui| {
        let target = scope::of_hits(ctx, &ctx.shown.hits);
        let shown = format!("Those in the grid ({})", scope::photos_words(target.photos.len() as u64, target.products));
        let panel = form.panel.as_ref().map(|_| (Among::Panel, "Those in the panel"));
        let choices: Vec<(Among, &str)> = panel.into_iter().chain([(Among::All, "All photos"), (Among::Shown, &shown)]).collect();
        if let Some(among) = forms::segments_ui(ui, &choices, form.among) {
            form.among = among;
        }
    });
    forms::line_ui(ui, "How many", |ui| {
        let offered = form.panel.as_ref().and_then(|plan| plan.most).filter(|most| !SIZES.contains(&Some(*most)));
        let sizes: Vec<Option<usize>> = SIZES.into_iter().chain(offered.map(Some)).collect();
        let words = |size: &Option<usize>| size.map_or("All of them".to_owned(), |n| format!("At most {}", human::count(n as u64)));
        let names: Vec<String> = sizes.iter().map(words).collect();
        let at = sizes.iter().position(|s| *s == form.most).unwrap_or(0);
        if let Some(chosen) = forms::menu_ui(ui, "How many", &names, at) {
            form.most = sizes[chosen];
        }
    });
    let mut on = ctx.settings.auto_advance;
    if forms::check_ui(ui, &mut on, "Go on to the next photo after a decision") {
        out.msg(Msg::Run(ReviewCommand::AutoAdvance));
    }
    forms::note_ui(ui, "Photos that are decided already are not asked about. A review that was left goes on where it was left.");
    let begin = begin(form, set, ctx);
    // What the panel's own button would do has its words.
    let as_panel = begin.as_ref().filter(|plan| form.panel.as_ref() == Some(plan)).and_then(|plan| plan.most);
    let words = as_panel.map_or_else(|| "Begin the review".to_owned(), |n| format!("Review {} of {}", human::photos(n as u64), set.name));
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(begin.is_some(), |ui| widgets::primary_button(ui, &words)).inner.clicked();
        if let Some(begin) = begin.filter(|_| go || forms::entered(ui)) {
            out.effect(Effect::CloseOverlay);
            out.msg(Msg::Begin(begin));
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}

fn begin(form: &ReviewForm, set: &LabelSet, ctx: &Ctx) -> Option<ReviewPlan> {
    let order = match form.order {
        OrderChoice::Uncertain => ReviewOrder::Uncertain,
        OrderChoice::Label => ReviewOrder::Label(form.label.or_else(|| set.labels.first().map(|l| l.id))?),
        OrderChoice::Random => ReviewOrder::Random(seed()),
    };
    let scope = match (form.among, &form.panel) {
        (Among::Shown, _) => Scope::Photos(scope::of_hits(ctx, &ctx.shown.hits).photos),
        (Among::Panel, Some(plan)) => plan.scope.clone(),
        (Among::All | Among::Panel, _) => Scope::All,
    };
    Some(ReviewPlan { set: set.id, order, scope, most: form.most })
}

/// Another sample each time one is asked for.
fn seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
