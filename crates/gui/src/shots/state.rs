//! The shot list as the window knows it: what was asked, what was found, and where the cursor stands.

use super::export::ExportForm;
use super::matching::Matching;
use super::rows::Rows;
use crate::shell::ctx::Ctx;
use base::{LabelSet, LabelSetId};
use engine::protocol::{Products, RequestId, Shots, ShotsRequest, Tags};
use engine::settings::ShotChoice;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// Names by which a set of views is known where none was chosen.
const NAMES: [&str; 5] = ["View", "Views", "Angle", "Angles", "Shot"];

/// The shot list as the window knows it.
#[derive(Default)]
pub struct ShotsPage {
    /// The request whose answer counts, and what it asked.
    pub(super) waiting: Option<(RequestId, ShotsRequest)>,
    /// The last answer, or why there is none; with what was asked.
    pub(super) found: Option<(ShotsRequest, Result<Arc<Shots>, String>)>,
    /// What it was asked about.
    pub(super) from: Option<(Arc<Tags>, Arc<Products>)>,
    /// The rows that are shown, made once an answer and filter.
    pub(super) rows: RefCell<Rows>,
    /// The cell under the cursor: row, and column with the SKU first.
    pub(super) cursor: Option<(usize, usize)>,
    /// It comes into view.
    pub(super) reveal: Cell<bool>,
    /// Rows that were in view.
    pub(super) page: Cell<usize>,
    /// Photos without a product.
    pub(super) matching: Matching,
    /// The dialog that exports it.
    pub(super) export: Option<ExportForm>,
}

impl ShotsPage {
    /// What was found.
    pub(super) fn shots(&self) -> Option<&Arc<Shots>> {
        self.found.as_ref().and_then(|(_, found)| found.as_ref().ok())
    }

    /// Some photos belong to no product.
    pub(super) fn has_strays(&self) -> bool {
        self.shots().is_some_and(|shots| !shots.without_product.is_empty())
    }

    /// The set that the answer is about.
    pub(super) fn about(&self) -> Option<LabelSetId> {
        self.found.as_ref().map(|(asked, _)| asked.set)
    }
}

/// The set whose labels are views: the one that was chosen, else one with a usual name.
pub(super) fn views_of(ctx: &Ctx) -> Option<&LabelSet> {
    let named = |name: &str| ctx.tags.sets.iter().find(|set| base::fold::same(&set.name, name));
    let chosen = choice(ctx).and_then(|choice| named(choice.views.as_deref()?));
    chosen.or_else(|| NAMES.iter().find_map(|name| named(name)))
}

/// What is to be asked now; `None`: there is nothing to ask about.
pub(super) fn asked_of(ctx: &Ctx) -> Option<ShotsRequest> {
    let set = views_of(ctx)?;
    let choice = choice(ctx).cloned().unwrap_or_default();
    let want = choice.want.iter().filter_map(|name| set.label_named(name)).map(|label| label.id).collect();
    Some(ShotsRequest { set: set.id, want, list: choice.list, column: None })
}

/// What was chosen for the open catalogue.
pub(super) fn choice(ctx: &Ctx) -> Option<&ShotChoice> {
    ctx.settings.shots.get(&key(ctx)?)
}

/// Under which name the settings keep that.
pub(super) fn key(ctx: &Ctx) -> Option<String> {
    ctx.library.snapshot.as_ref().map(|snapshot| snapshot.catalog.display().to_string())
}
