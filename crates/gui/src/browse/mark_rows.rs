//! What the library counts of marks: rows that filter, and below them stars and colours to filter by.

use super::msg::Msg;
use crate::kit::mark_strip::{flag_look, label_words};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::ctx::Ctx;
use crate::shell::mark_filter::{has, turned};
use crate::shell::output::Output;
use crate::shell::query::Change;
use base::{ColourLabel, Flag, Stars, human};
use egui::accesskit::Role;
use egui::{Color32, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;

/// Draws them, once anything is marked or asked for.
pub fn mark_rows_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let totals = &ctx.tags.marks;
    let asked = ["is:pick", "is:reject", "is:unflagged"].iter().any(|filter| shown(ctx, filter));
    if totals.is_empty() && !asked {
        return;
    }
    let palette = theme::palette(ui);
    let (pick, reject) = (flag_look(Flag::Pick, palette), flag_look(Flag::Reject, palette));
    let unflagged = (icons::ICON_RADIO_BUTTON_UNCHECKED, palette.faint);
    for (words, n, filter, icon) in [
        (Flag::Pick.title(), totals.picked, "is:pick", pick),
        (Flag::Reject.title(), totals.rejected, "is:reject", reject),
        ("Unflagged", totals.unflagged(), "is:unflagged", unflagged),
    ] {
        let count = human::count(n);
        let spec = RowSpec {
            words,
            count: Some(count.clone()),
            icon: (ui.available_width() >= width::ROOMY_LIBRARY).then_some(icon),
            selected: shown(ctx, filter),
            indent: 0.0,
            name: format!("{words}, {count}"),
            room_right: 0.0,
        };
        if widgets::row_ui(ui, &spec).clicked() {
            turn(ctx, filter, out);
        }
    }
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
    let side = ((rect.width() - 2.0 * space::S - space::M) / 10.0).floor().min(theme::MARK);
    let mut left = rect.left() + space::S;
    let mut place = |gap: f32| {
        left += gap;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(side, rect.height()));
        left += side;
        place
    };
    for stars in Stars::ALL {
        let filter = format!("rating:>={}", stars.count());
        let name = format!("{stars} or more, {}", human::count(totals.at_least(stars)));
        let on = Stars::ALL.iter().any(|least| *least >= stars && shown(ctx, &format!("rating:>={}", least.count())));
        let colour = if on { palette.accent } else { palette.faint };
        let exactly = shown(ctx, &filter);
        let rect = place(0.0);
        if small_ui(ui, rect, exactly, &name, |ui, hovered| {
            let colour = if hovered { palette.strong } else { colour };
            widgets::paint_icon(ui.painter(), rect.center(), icons::ICON_STAR, theme::ICON, colour);
        }) {
            turn(ctx, &filter, out);
        }
    }
    for (colour, n) in ColourLabel::ALL.into_iter().zip(totals.colours) {
        let filter = format!("color:{}", colour.as_str());
        let name = format!("{}, {}", label_words(colour), human::photos(n));
        let on = shown(ctx, &filter);
        let rect = place(if colour == ColourLabel::Red { space::M } else { 0.0 });
        if small_ui(ui, rect, on, &name, |ui, hovered| {
            let fill = if n > 0 || on { palette.label(colour) } else { palette.label(colour).gamma_multiply(0.45) };
            ui.painter().circle_filled(rect.center(), theme::MARK_DOT, fill);
            let ring = match (on, hovered) {
                (true, _) => palette.accent,
                (false, true) => palette.weak,
                (false, false) => Color32::TRANSPARENT,
            };
            ui.painter().circle_stroke(rect.center(), theme::MARK_DOT + 2.0, (theme::RING, ring));
        }) {
            turn(ctx, &filter, out);
        }
    }
}

fn small_ui(ui: &mut Ui, rect: Rect, on: bool, name: &str, paint: impl FnOnce(&Ui, bool)) -> bool {
    let response = ui.interact(rect, ui.scope_id().with(("mark filter", name.split(',').next())), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name));
    paint(ui, response.hovered());
    widgets::focus_ring(ui, &response);
    response.on_hover_text(name).clicked()
}

/// The query has a filter that stands here.
pub fn any_shown(ctx: &Ctx) -> bool {
    let colours = ColourLabel::ALL.map(|colour| format!("color:{}", colour.as_str()));
    let stars = Stars::ALL.map(|stars| format!("rating:>={}", stars.count()));
    let flags = ["is:pick", "is:reject", "is:unflagged"].map(str::to_owned);
    flags.iter().chain(&stars).chain(&colours).any(|filter| shown(ctx, filter))
}

fn shown(ctx: &Ctx, filter: &str) -> bool {
    ctx.view.shows_query() && has(&ctx.query.text, filter)
}

/// A second click on what is shown shows everything again.
fn turn(ctx: &Ctx, filter: &str, out: &mut Output<Msg>) {
    if ctx.view.shows_query() || !has(&ctx.query.text, filter) {
        out.query(Change::Text(turned(&ctx.query.text, filter)));
    } else {
        // It is asked already, and something else is in view.
        out.query(Change::Text(ctx.query.text.clone()));
    }
}
