//! What lies over the window: one dialog, the command palette or the cheat sheet, never two at once.

use crate::app::cheat_sheet::cheat_sheet_ui;
use crate::app::dialogs;
use crate::exchange::{ExportForm, ExportedList, ImportForm};
use crate::kit::palette::{PaletteState, palette_ui};
use crate::kit::theme;
use crate::models::Leaving;
use crate::products::SkuForm;
use crate::review::ReviewForm;
use crate::shell::actions::{Action, Actions};
use crate::shell::state::State;
use base::RootId;
use egui::{Align2, Context, Id, Modal, Order, Ui, vec2};
use engine::protocol::PickPurpose;
use std::path::PathBuf;

/// A question that has to be answered or left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// A path, typed or chosen.
    Path {
        /// What it is for.
        purpose: PickPurpose,
        /// As typed.
        text: String,
    },
    /// A folder was dropped on an open catalogue: beside the others, or by itself?
    Dropped(PathBuf),
    /// A folder is to leave the catalogue.
    RemoveRoot {
        /// The root.
        root: RootId,
        /// Its name.
        name: String,
        /// Photos that go with it.
        photos: u64,
    },
    /// What to review.
    Review(ReviewForm),
    /// Labels to take in.
    Import(ImportForm),
    /// Tags to write.
    Export(ExportForm),
    /// What an export left to look at.
    Exported(ExportedList),
    /// How a photo tells its SKU.
    SkuRule(SkuForm),
    /// A model or its embeddings are to go.
    Leaving(Leaving),
    /// The missing photos are to leave the catalogue.
    ForgetMissing {
        /// How many.
        photos: u64,
    },
}

/// What lies over the window.
#[derive(Debug)]
pub enum Overlay {
    /// A question.
    Dialog(Dialog),
    /// All commands.
    Palette(PaletteState),
    /// All keys.
    CheatSheet,
}

/// Draws it.
pub fn overlay_ui(ctx: &Context, overlay: &mut Overlay, state: &State) -> Actions {
    let mut actions = Actions::default();
    let palette = theme::palette_of(ctx);
    let area = match overlay {
        Overlay::Palette(_) => Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, theme::TOP_BAR)),
        _ => Modal::default_area(Id::unique("dialog")),
    };
    let name = match overlay {
        Overlay::Dialog(dialog) => dialogs::title(dialog),
        Overlay::Palette(_) => "All commands",
        Overlay::CheatSheet => "Cheat sheet",
    };
    let margin = if matches!(overlay, Overlay::Palette(_)) { theme::space::S } else { theme::space::L };
    let response = Modal::new(Id::unique("overlay"))
        .area(area.order(Order::Foreground).accessible_name(name))
        .frame(theme::float_frame(palette, margin))
        .backdrop_color(palette.shade)
        .show(ctx, |ui| content_ui(ui, overlay, state, &mut actions));
    if response.should_close() {
        actions.push(Action::CloseOverlay);
    }
    actions
}

fn content_ui(ui: &mut Ui, overlay: &mut Overlay, state: &State, actions: &mut Actions) {
    match overlay {
        Overlay::Dialog(dialog) => actions.extend(dialogs::dialog_ui(ui, dialog, state)),
        Overlay::Palette(palette) => actions.extend(palette_ui(ui, palette, state)),
        Overlay::CheatSheet => actions.extend(cheat_sheet_ui(ui)),
    }
}
