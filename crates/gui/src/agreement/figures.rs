//! How far two people agree, in figures, and which answers they take for one another.

use super::msg::{AgreementCommand, Msg};
use super::question::words;
use super::state::AgreementPage;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::command::READ_ONLY;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::{LabelSet, human};
use egui::accesskit::Role;
use egui::{Align, Align2, Color32, Label, Layout, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use engine::protocol::{Agreement, NoKappa};

/// What kappa is, where the pointer asks.
const KAPPA: &str = "How far they agree beyond what chance alone would have them: 1 is always, 0 no more than chance. Of all photos that may be \
                     asked about, the interval holds kappa with 95 % certainty. Settling disputes changes neither: what each of them said is kept.";

/// Draws the figures, and the button that begins with what is disputed.
pub fn told_ui(ui: &mut Ui, ctx: &Ctx, page: &AgreementPage, agreement: &Agreement, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), 2.0 * theme::LINE), Layout::right_to_left(Align::Center), |ui| {
        let listed = page.listed().len() as u64;
        if listed > 0 {
            let words = format!("Settle {}", human::counted(listed, "dispute", "disputes"));
            let button = ui.add_enabled_ui(!ctx.is_read_only(), |ui| widgets::primary_button(ui, &words)).inner;
            if button.on_hover_text("Enter · one after the other").on_disabled_hover_text(READ_ONLY).clicked() {
                out.msg(Msg::Run(AgreementCommand::Settle));
            }
        }
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add(Label::new(theme::strong_text(agreed_words(agreement), palette)).truncate());
            ui.add(Label::new(theme::weak_text(kappa_words(agreement), palette)).truncate()).on_hover_text(KAPPA);
        });
    });
}

/// "Ann and Ben agree on 30 of 40 photos".
fn agreed_words(agreement: &Agreement) -> String {
    let who = human::list(&agreement.authors);
    format!("{who} agree on {} of {}", human::count(agreement.agreed), human::photos(agreement.photos))
}

/// Photos below which the interval, which is one of large samples, is called rough.
const FEW: u64 = 30;

/// "Cohen's kappa 0.61 (95 %: 0.40 to 0.82) · 7 disputed · 3 settled".
fn kappa_words(agreement: &Agreement) -> String {
    let kappa = match (agreement.kappa, agreement.no_kappa()) {
        (Some(k), _) => {
            let rough = if agreement.photos < FEW { ", rough: few photos" } else { "" };
            format!("Cohen's kappa {:.2} (95 %: {:.2} to {:.2}{rough})", k.kappa, k.interval.low, k.interval.high)
        }
        (None, Some(NoKappa::OneAnswer)) => {
            "No kappa: both give every photo the same answer, as chance alone would have them do".to_owned()
        }
        (None, _) => String::new(),
    };
    let mut told = vec![kappa];
    let disputed = agreement.disputed.len() as u64;
    told.extend((disputed > 0).then(|| format!("{} disputed", human::count(disputed))));
    told.extend((agreement.settled > 0).then(|| format!("{} settled", human::count(agreement.settled))));
    told.join(" · ")
}

/// Draws the table of what they confuse; a click lists only those photos.
pub fn confused_ui(ui: &mut Ui, page: &AgreementPage, set: &LabelSet, agreement: &Agreement, out: &mut Output<Msg>) {
    let [first, second] = &agreement.authors[..] else { return };
    ui.spacing_mut().item_spacing.y = 0.0;
    row_ui(ui, [first, second, "Photos"], None, None);
    ui.add_space(space::XS);
    ScrollArea::vertical().id_salt("confused").auto_shrink(false).show(ui, |ui| {
        widgets::named_region(ui, "What they confuse", Role::List, |ui| {
            let all = agreement.confused.iter().map(|confusion| confusion.photos).sum();
            let name = format!("All differences, {}", human::photos(all));
            if row_ui(ui, ["All differences", "", &human::count(all)], Some(name), Some(page.pair.is_none())) {
                out.msg(Msg::Pair(None));
            }
            for confusion in &agreement.confused {
                let [one, other] = confusion.answers.each_ref().map(|labels| words(set, labels));
                let name = format!("{first} says {one}, {second} says {other}: {}", human::photos(confusion.photos));
                let on = page.pair.as_ref() == Some(&confusion.answers);
                if row_ui(ui, [&one, &other, &human::count(confusion.photos)], Some(name), Some(on)) {
                    out.msg(Msg::Pair((!on).then(|| confusion.answers.clone())));
                }
            }
        });
    });
}

/// A row of three columns; one with a name can be chosen, one without is the head. True where it was clicked.
fn row_ui(ui: &mut Ui, [one, other, photos]: [&str; 3], name: Option<String>, chosen: Option<bool>) -> bool {
    let palette = theme::palette(ui);
    let sense = if name.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), sense);
    let on = chosen == Some(true);
    let spoken = name.clone().unwrap_or_else(|| format!("{one} says, {other} says, photos"));
    response.widget_info(|| WidgetInfo::selected(if name.is_some() { Role::ListItem } else { Role::Label }, true, on, &spoken));
    let fill = match (on, name.is_some() && response.hovered()) {
        (true, _) => palette.selected,
        (_, true) => palette.card_hover,
        _ => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, fill);
    let inner = rect.shrink2(vec2(space::S, 0.0));
    let (font, colour) = if name.is_some() { (theme::body(), palette.text) } else { (theme::caption(), palette.weak) };
    let right = inner.right() - width::SHARE;
    painter.text(pos2(inner.right(), inner.center().y), Align2::RIGHT_CENTER, photos, font.clone(), palette.weak);
    let middle = if other.is_empty() { right } else { inner.left().midpoint(right) };
    let cell = |left: f32, right: f32| Rect::from_x_y_ranges(left..=right - space::S, inner.y_range());
    widgets::paint_elided(painter, cell(inner.left(), middle), one, &font, colour);
    widgets::paint_elided(painter, cell(middle, right), other, &font, colour);
    widgets::focus_ring(ui, &response);
    let clicked = response.clicked();
    if let Some(name) = name {
        response.on_hover_text(name);
    }
    clicked
}
