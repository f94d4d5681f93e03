//! The catalogues opened lately, as rows.

use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::Ui;
use egui_material_icons::icons;
use engine::protocol::RecentCatalog;

/// The catalogues opened lately, the last one first.
pub fn recent_ui<M>(ui: &mut Ui, ctx: &Ctx, out: &mut Output<M>) {
    let open = ctx.library.snapshot.as_ref().map(|s| &s.catalog);
    let recent: Vec<&RecentCatalog> = ctx.library.recent.iter().filter(|r| Some(&r.catalog) != open).collect();
    if recent.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    widgets::section_ui(ui, "Recent");
    ui.spacing_mut().item_spacing.y = space::XS;
    for (i, recent) in recent.into_iter().enumerate() {
        let facts = facts(recent);
        let row = widgets::RowSpec {
            words: &recent.name,
            name: format!("Open {}, {facts}", recent.name).trim_end_matches(", ").to_owned(),
            count: Some(facts),
            icon: Some((icons::ICON_HISTORY, palette.weak)),
            selected: false,
            indent: 0.0,
            room_right: 0.0,
        };
        let response = widgets::row_ui(ui, &row).on_hover_text(place(recent));
        // The last one is what most come for: Enter opens it.
        if i == 0 && ctx.library.snapshot.is_none() && ui.memory(|m| m.focused().is_none()) && !ctx.covered {
            response.request_focus();
        }
        if response.clicked() {
            out.effect(Effect::CloseOverlay);
            out.effect(Effect::Open(recent.catalog.clone()));
        }
    }
}

/// "40,000 photos · yesterday".
fn facts(recent: &RecentCatalog) -> String {
    let photos = recent.photos.map(human::photos);
    let day = recent.changed_ms.map(human::day);
    photos.into_iter().chain(day).collect::<Vec<_>>().join(" · ")
}

/// Its folders, and where the catalogue itself lies.
fn place(recent: &RecentCatalog) -> String {
    let paths = recent.folders.iter().chain([&recent.catalog]);
    paths.map(|path| path.display().to_string()).collect::<Vec<_>>().join("\n")
}
