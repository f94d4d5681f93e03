//! The catalogues opened lately, as rows.

use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::Ui;
use egui_material_icons::icons;
use std::path::PathBuf;

/// The catalogues opened lately.
pub fn recent_ui<M>(ui: &mut Ui, ctx: &Ctx, out: &mut Output<M>) {
    let open = ctx.library.snapshot.as_ref().map(|s| &s.catalog);
    let recent: Vec<&PathBuf> = ctx.settings.recent.iter().filter(|c| Some(*c) != open).collect();
    if recent.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    widgets::section_ui(ui, "Recent");
    ui.spacing_mut().item_spacing.y = space::XS;
    for catalog in recent {
        let name = catalog.file_stem().map_or_else(|| name_of(catalog), |s| s.to_string_lossy().into_owned());
        let folder = catalog.parent().map(|p| p.display().to_string()).unwrap_or_default();
        let row = widgets::RowSpec {
            words: &name,
            count: Some(human::elide_middle(&folder, 36)),
            icon: Some((icons::ICON_HISTORY, palette.weak)),
            selected: false,
            indent: 0.0,
            name: format!("Open {name}"),
            room_right: 0.0,
        };
        if widgets::row_ui(ui, &row).on_hover_text(catalog.display().to_string()).clicked() {
            out.effect(Effect::CloseOverlay);
            out.effect(Effect::Open(catalog.clone()));
        }
    }
}
