//! Two people's decisions in the centre of the window: who they are, how far they agree, what they confuse, and the photos on which they differ.

use super::disputes::disputes_ui;
use super::figures::{confused_ui, told_ui};
use super::msg::{AgreementCommand, Msg};
use super::state::{AgreementPage, set_of};
use crate::kit::middle::middle_ui;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::{forms, widgets};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::{LabelSet, human};
use egui::{Align, CentralPanel, Layout, Panel, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{Agreement, NoKappa};

/// Draws it.
pub fn agreement_ui(ui: &mut Ui, ctx: &Ctx, page: &AgreementPage, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.window, vec2(space::L, 0.0));
    Panel::top("agreement row").exact_size(theme::TOOL_ROW).resizable(false).frame(frame).show(ui, |ui| bar_ui(ui, ctx, page, &mut out));
    let set = set_of(ctx, page);
    let found = page.found.as_ref().filter(|(asked, _)| set.is_some_and(|set| set.id == asked.set)).map(|(_, found)| found);
    match (set, found) {
        (Some(set), Some(Ok(agreement))) if agreement.photos > 0 => {
            let told = theme::panel_frame(palette.window, vec2(space::L, space::S));
            Panel::top("agreement told").resizable(false).frame(told).show(ui, |ui| told_ui(ui, ctx, page, agreement, &mut out));
            if agreement.confused.is_empty() {
                CentralPanel::default().frame(frame).show(ui, |ui| agreed_ui(ui, agreement));
                return out;
            }
            let wide = (ui.available_width() * width::PAIRS_SHARE).clamp(width::CONFUSED.0, width::CONFUSED.1).floor();
            let side = theme::panel_frame(palette.panel, vec2(space::S, space::S));
            Panel::left("agreement confused").exact_size(wide).resizable(false).frame(side).show(ui, |ui| {
                confused_ui(ui, page, set, agreement, &mut out);
            });
            CentralPanel::no_frame().show(ui, |ui| disputes_ui(ui, ctx, page, set, agreement, pictures, &mut out));
        }
        (set, found) => {
            CentralPanel::default().frame(frame).show(ui, |ui| instead_ui(ui, set, found, &mut out));
        }
    }
    out
}

fn bar_ui(ui: &mut Ui, ctx: &Ctx, page: &AgreementPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let narrow = ui.available_width() < width::ROOMY_ROW;
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::icon_button(ui, icons::ICON_GRID_VIEW, "Back to the grid").clicked() {
            out.run(Common::Grid);
        }
        let compared = page.agreement().is_some_and(|agreement| agreement.photos > 0);
        if compared
            && widgets::button(ui, Some(icons::ICON_UPLOAD_FILE), "Import decisions…").on_hover_text("Another's, from a CSV file").clicked()
        {
            out.effect(Effect::ImportTags);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if !narrow {
                ui.label(theme::strong_text("Agreement", palette));
            }
            if let Some(set) = set_of(ctx, page) {
                let names: Vec<String> = ctx.tags.sets.iter().map(|set| set.name.clone()).collect();
                let at = ctx.tags.sets.iter().position(|other| other.id == set.id).unwrap_or_default();
                if let Some(chosen) = forms::menu_ui(ui, "Label set", &names, at).and_then(|place| ctx.tags.sets.get(place)) {
                    out.msg(Msg::Set(chosen.id));
                }
            }
            if let Some(agreement) = page.agreement().filter(|agreement| agreement.authors.len() == 2) {
                authors_ui(ui, agreement, out);
            }
        });
    });
}

/// Who is compared with whom.
fn authors_ui(ui: &mut Ui, agreement: &Agreement, out: &mut Output<Msg>) {
    let names: Vec<String> = agreement.everybody.iter().map(|(name, _)| name.to_string()).collect();
    let words: Vec<String> = agreement.everybody.iter().map(|(name, photos)| format!("{name} · {}", human::photos(*photos))).collect();
    for (side, called) in ["First person", "Second person"].into_iter().enumerate() {
        if side == 1 {
            ui.label(theme::weak_text("and", theme::palette(ui)));
        }
        let at = names.iter().position(|name| *name == *agreement.authors[side]).unwrap_or_default();
        if let Some(name) = forms::menu_ui(ui, called, &words, at).and_then(|place| names.get(place)) {
            out.msg(Msg::Author(side, name.clone()));
        }
    }
}

fn agreed_ui(ui: &mut Ui, agreement: &Agreement) {
    let palette = theme::palette(ui);
    let title = match agreement.photos {
        1 => "They agree on the one photo that both decided about".to_owned(),
        photos => format!("They agree on all {}", human::photos(photos)),
    };
    middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), &title, "There is nothing to settle.", |_| {});
}

/// Why nothing is compared, and the one thing to do.
fn instead_ui(ui: &mut Ui, set: Option<&LabelSet>, found: Option<&Result<std::sync::Arc<Agreement>, String>>, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some(set) = set else {
        let text = "Two people are compared by the labels that they give. A label set names them: colours, say, or kinds of products.";
        middle_ui(ui, (icons::ICON_GROUP, palette.faint), "There are no labels yet", text, |ui| {
            widgets::centred_row(ui, "agreement buttons", |ui| {
                if widgets::primary_button(ui, "Make a label set").clicked() {
                    out.effect(Effect::NewLabelSet);
                }
            });
        });
        return;
    };
    let agreement = match found {
        None => return middle_ui(ui, (icons::ICON_GROUP, palette.faint), "Comparing decisions…", "", |_| {}),
        Some(Err(problem)) => {
            return middle_ui(ui, (icons::ICON_ERROR, palette.problem), "Decisions could not be compared", problem, |_| {});
        }
        Some(Ok(agreement)) => agreement,
    };
    let how = "A colleague tags the same photos in their own Selvedge and exports the tags as CSV, one row a decision. Import that file here, and say \
               whose decisions they are: what stands stays as it is, and both are compared.";
    let (title, text) = match (&agreement.authors[..], agreement.no_kappa()) {
        ([first, second], Some(NoKappa::NoSharedPhoto)) => {
            let decided = |name: &str| {
                let known = agreement.everybody.iter().find(|(other, _)| **other == *name);
                human::photos(known.map_or(0, |(_, photos)| *photos))
            };
            let text = format!(
                "{first} decided about {}, {second} about {}, and none of them is the same. Where a file names photos by other folders, match it by \
                 file names when you import it.",
                decided(first),
                decided(second),
            );
            (format!("{first} and {second} have no photo in common"), text)
        }
        ([one], _) => (format!("Only {one} has decided about {}", set.name), how.to_owned()),
        _ => (format!("Nobody has decided about {} yet", set.name), how.to_owned()),
    };
    middle_ui(ui, (icons::ICON_GROUP, palette.faint), &title, &text, |ui| {
        widgets::centred_row(ui, "agreement buttons", |ui| {
            if widgets::primary_button(ui, "Import a colleague's decisions…").clicked() {
                out.effect(Effect::ImportTags);
            }
            if widgets::button(ui, None, "Your name…").on_hover_text("What your own decisions are signed with").clicked() {
                out.msg(Msg::Run(AgreementCommand::Name));
            }
        });
    });
}
