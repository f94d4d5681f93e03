//! Many suspects at once, as they are drawn: photo, the label that it has and the likelier one, a tick.

use super::cells::{Cell, Cells, columns_id};
use super::msg::Msg;
use super::sitting::Sitting;
use super::suspect;
use crate::kit::asking::{hint_ui, thumbnail_ui};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Align, CentralPanel, Layout, Panel, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::{Suspect, SuspectKind};

/// Draws the page, with what can be done with it below.
pub fn cells_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, cells: &Cells, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::bottom("check cells bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| buttons_ui(ui, cells, out));
    CentralPanel::default().frame(theme::panel_frame(palette.window, vec2(space::L, space::S))).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("check cells", cells.cells.first().map(|cell| cell.place))).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - space::S);
            let columns = ((ui.available_width() + space::M) / (theme::CHECK_CELL + space::M)).floor().max(1.0) as usize;
            ui.data_mut(|data| data.insert_temp(columns_id(), columns as isize));
            widgets::named_region(ui, "Suspects", Role::ListBox, |ui| page_ui(ui, (ctx, sitting, cells), columns, pictures, out));
        });
    });
}

/// The cells, those that are about as likely wrong under one heading.
fn page_ui(ui: &mut Ui, (ctx, sitting, cells): (&Ctx, &Sitting, &Cells), columns: usize, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let suspect = |cell: &Cell| sitting.audit.suspects.get(cell.place);
    let level = |cell: &Cell| suspect(cell).map_or("", suspect::estimate);
    ui.spacing_mut().item_spacing = vec2(space::M, space::S);
    let mut at = 0;
    for group in cells.cells.chunk_by(|a, b| level(a) == level(b)) {
        widgets::section_ui(ui, level(&group[0]));
        for row in group.chunks(columns) {
            ui.horizontal(|ui| {
                for cell in row {
                    if let Some(suspect) = suspect(cell)
                        && cell_ui(ui, ctx, sitting, suspect, (cell.ticked, cells.at == at), pictures)
                    {
                        out.msg(Msg::Tick(at));
                    }
                    at += 1;
                }
            });
        }
    }
}

/// True where it was clicked.
fn cell_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, suspect: &Suspect, (ticked, here): (bool, bool), pictures: &mut Pictures) -> bool {
    let palette = theme::palette(ui);
    let side = theme::CHECK_CELL;
    let (rect, response) = ui.allocate_exact_size(vec2(side, side + 2.0 * theme::LINE), Sense::click());
    let [has, better] = both(sitting, suspect);
    let photo = ctx.library.photo(suspect.photo);
    let name = photo.map_or_else(|| "a photo that is gone".to_owned(), base::Photo::name);
    let words = format!("{name}: {has} becomes {better}");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, &words));
    let well = Rect::from_min_size(rect.min, vec2(side, side));
    if let Some(photo) = photo {
        thumbnail_ui(ui, well, photo, pictures);
    }
    let line = |row: f32| Rect::from_min_size(pos2(rect.left(), well.bottom() + row * theme::LINE), vec2(side, theme::LINE));
    let painter = ui.painter();
    widgets::paint_elided(painter, line(0.0), &has, &theme::caption(), palette.weak);
    let colour = if ticked { palette.strong } else { palette.weak };
    widgets::paint_elided(painter, line(1.0), &format!("→ {better}"), &theme::body(), colour);
    let centre = well.left_top() + vec2(theme::KEY_CAP, theme::KEY_CAP);
    painter.circle_filled(centre, theme::KEY_CAP / 2.0 + theme::RING, palette.panel);
    let (icon, colour) =
        if ticked { (icons::ICON_CHECK_CIRCLE, palette.accent) } else { (icons::ICON_RADIO_BUTTON_UNCHECKED, palette.weak) };
    widgets::paint_icon(painter, centre, icon, theme::ICON, colour);
    if here {
        painter.rect_stroke(well, theme::THUMB_RADIUS, Stroke::new(theme::RING, palette.accent), StrokeKind::Outside);
    }
    widgets::focus_ring(ui, &response);
    response.on_hover_text(words).clicked()
}

/// What it has, and what it would get.
fn both(sitting: &Sitting, suspect: &Suspect) -> [String; 2] {
    let asked = sitting.name(sitting.asked(suspect));
    match (sitting.is_several(), suspect.kind) {
        (false, _) => [asked.to_owned(), sitting.name(suspect::label(&sitting.draft, suspect.suggested)).to_owned()],
        (true, SuspectKind::Wrong) => [asked.to_owned(), format!("without {asked}")],
        (true, SuspectKind::Missing) => [format!("without {asked}"), asked.to_owned()],
    }
}

fn buttons_ui(ui: &mut Ui, cells: &Cells, out: &mut Output<Msg>) {
    let ticked = cells.ticked() as u64;
    let words = if ticked == 0 { "Next page".to_owned() } else { format!("Take the better label for {}", human::photos(ticked)) };
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        if widgets::primary_button(ui, &words).on_hover_text("Enter · those without a tick are left for a closer look").clicked() {
            out.msg(Msg::TakeTicked);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            if hint_ui(ui, "G", "one at a time").clicked() {
                out.msg(Msg::Cells);
            }
            if hint_ui(ui, "Space", "tick or untick").clicked() {
                out.msg(Msg::Tick(cells.at));
            }
        });
    });
}
