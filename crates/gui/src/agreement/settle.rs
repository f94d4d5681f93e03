//! A disputed photo at the left, who says what of it at the right.

use super::answers::answers_ui;
use super::msg::QuestionMsg;
use super::question::Question;
use super::sitting::Sitting;
use super::state::AgreementPage;
use crate::kit::middle::middle_ui;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::picture::{picture_ui, prefetch};
use base::human;
use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, Sense, Ui, vec2};
use egui_material_icons::icons;

/// Draws it.
pub fn settle_ui(ui: &mut Ui, ctx: &Ctx, page: &AgreementPage, pictures: &mut Pictures) -> Output<QuestionMsg> {
    let mut out = Output::default();
    let Some(sitting) = &page.sitting else { return out };
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("settle bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, ctx, sitting, &mut out));
    let Some(question) = Question::of(ctx, sitting) else {
        let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
        CentralPanel::default().frame(frame).show(ui, |ui| done_ui(ui, sitting, &mut out));
        return out;
    };
    let Some(photo) = ctx.library.photo(question.dispute.photo) else {
        let text = "It has left the catalogue since the two were compared.";
        middle_ui(ui, (icons::ICON_HELP, palette.faint), "The photo is gone", text, |ui| {
            widgets::centred_row(ui, "gone buttons", |ui| {
                if widgets::primary_button(ui, "Next photo").clicked() {
                    out.msg(QuestionMsg::Skip);
                }
            });
        });
        return out;
    };
    let wide = (ui.available_width() * width::QUESTION_SHARE).clamp(width::QUESTION.0, width::QUESTION.1).floor();
    let margin = Margin { left: 0, right: space::L as i8, top: space::L as i8, bottom: space::S as i8 };
    let frame = Frame::new().fill(palette.window).inner_margin(margin);
    Panel::right("settle question").exact_size(wide).resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt(("settle", photo.id)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            answers_ui(ui, ctx, sitting, &question, photo, &mut out);
        });
    });
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap().shrink(space::L);
        picture_ui(ui, room, ctx, photo, pictures, &mut out);
        // So that going on, or back, shows the photo in the very next frame.
        for near in [sitting.session.at() + 1, sitting.session.at().wrapping_sub(1)] {
            if let Some(near) = sitting.at(near).and_then(|dispute| ctx.library.photo(dispute.photo)) {
                prefetch(room, ui.pixels_per_point(), &ctx.zoom, near, pictures);
            }
        }
    });
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, out: &mut Output<QuestionMsg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Leave").on_hover_text("Esc · back to the figures").clicked() {
            out.msg(QuestionMsg::Leave);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let set = ctx.tags.set(sitting.set).map(|set| set.name.as_str()).unwrap_or_default();
            let title = format!("Settle disputes · {}", human::elide_middle(set, 32));
            ui.add(Label::new(theme::strong_text(title, palette)).truncate());
            let (number, total) = ((sitting.session.at() + 1).min(sitting.session.total()) as u64, sitting.session.total() as u64);
            ui.label(theme::weak_text(format!("{} of {}", human::count(number), human::count(total)), palette));
            let settled = sitting.session.figures().0 as u64;
            let (rect, bar) = ui.allocate_exact_size(vec2(width::PROGRESS, theme::PROGRESS_BAR), Sense::hover());
            let share = widgets::share(settled, total);
            widgets::paint_bar(ui.painter(), rect, share, palette);
            widgets::name_progress(&bar, &format!("Settled, {:.0} %", (share * 100.0).floor()), share);
            ui.label(theme::weak_text(format!("{} settled", human::count(settled)), palette));
        });
    });
}

/// Every dispute was seen.
fn done_ui(ui: &mut Ui, sitting: &Sitting, out: &mut Output<QuestionMsg>) {
    let palette = theme::palette(ui);
    let (settled, skipped) = sitting.session.figures();
    let open = sitting.session.total() - settled;
    let title = if open == 0 { "Every dispute is settled" } else { "That was the last one" };
    let mut told = vec![format!("{} settled", human::count(settled as u64))];
    told.extend((skipped > 0).then(|| format!("{} skipped", human::count(skipped as u64))));
    let text = format!("{}. What each of them said is kept; every answer can be undone.", told.join(", "));
    middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), title, &text, |ui| {
        widgets::centred_row(ui, "settle buttons", |ui| {
            if widgets::primary_button(ui, "Back to the figures").clicked() {
                out.msg(QuestionMsg::Leave);
            }
            if skipped > 0 && widgets::button(ui, None, &format!("Go through the {} skipped", human::count(skipped as u64))).clicked() {
                out.msg(QuestionMsg::Again);
            }
        });
    });
}
