//! The photos on which two people differ, as thumbnails with what each of them says.

use super::msg::{Drawn, Msg};
use super::question::words;
use super::state::AgreementPage;
use crate::kit::cell::{self, Cell};
use crate::kit::layout::{self, Layout};
use crate::kit::middle::middle_ui;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::photo_menu::photo_menu_ui;
use crate::shell::view::Region;
use base::LabelSet;
use egui::{Rect, Response, Ui};
use egui_material_icons::icons;
use engine::protocol::{Agreement, Dispute};

/// Draws them.
pub fn disputes_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    page: &AgreementPage,
    set: &LabelSet,
    agreement: &Agreement,
    pictures: &mut Pictures,
    out: &mut Output<Msg>,
) {
    if page.listed().is_empty() {
        let palette = theme::palette(ui);
        let title = if agreement.disputed.is_empty() { "Every dispute is settled" } else { "All of these are settled" };
        middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), title, "What each of them said is kept, and so are the figures.", |_| {});
        return;
    }
    let area = ui.available_rect_before_wrap();
    let count = page.listed().len();
    let layout = Layout::new(area.width(), ctx.settings.thumbnail_size, count).with_lines(2);
    let surface = layout::surface_ui(ui, focus::photos(), area, "Disputed photos", count);
    let turn = page.list.drawn.turn;
    layout::scrolled_ui(ui, focus::photos(), layout, area, turn, |ui, place| {
        for index in layout.cells_of(&place.rows()) {
            let Some(dispute) = page.dispute_at(index) else { continue };
            let Some(response) = cell_ui(ui, ctx, page, set, dispute, place.rect(index), pictures) else { continue };
            if response.clicked() || response.secondary_clicked() {
                ui.memory_mut(|m| m.request_focus(focus::photos()));
                out.msg(Msg::Move(index));
            }
            response.context_menu(|ui| photo_menu_ui(ui, ctx, dispute.photo, out));
            if response.double_clicked() {
                out.msg(Msg::Begin(Some(dispute.photo)));
            }
        }
        let near = place.near().filter_map(|index| ctx.library.photo(page.dispute_at(index)?.photo));
        near.for_each(|photo| pictures.textures.prefetch(photo));
    });
    if surface.clicked() || ctx.go_to == Some(Region::Photos) {
        surface.request_focus();
    }
    widgets::focus_edge(ui, &surface);
    out.msg(Msg::LaidOut(Drawn { columns: layout.columns, rows_per_page: layout.rows_per_page(area.height() - space::S), turn }));
}

fn cell_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    page: &AgreementPage,
    set: &LabelSet,
    dispute: &Dispute,
    rect: Rect,
    pictures: &mut Pictures,
) -> Option<Response> {
    let photo = ctx.library.photo(dispute.photo)?;
    let said = |opinion: &base::Opinion| format!("{}: {}", opinion.author, words(set, &opinion.labels));
    let lines: Vec<String> = dispute.opinions.iter().take(2).map(said).collect();
    let chosen = page.list.cursor == Some(photo.id);
    let plain = Cell::plain(photo, pictures.textures.get(photo), ctx.tags.book.marks.of(photo.id));
    let cell = Cell { selected: chosen, cursor: chosen, lines: &lines, ..plain };
    Some(cell::cell_ui(ui, rect, &cell))
}
