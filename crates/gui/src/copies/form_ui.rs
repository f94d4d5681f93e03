//! The dialog that copies photos, drawn.

use super::form::{CopyForm, Stage};
use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Color32, Id, RichText, ScrollArea, Sense, Ui, vec2};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{CopyExample, CopyPreview, DesktopRequest, Layout, NAME_PLACES, PickPurpose};

/// Draws the dialog.
pub fn copy_ui(ui: &mut Ui, form: &mut CopyForm) -> Output<Msg> {
    let mut out = Output::default();
    let copying = form.is_copying();
    if ui.add_enabled_ui(!copying, |ui| fields_ui(ui, form, &mut out)).inner {
        out.effect(form.look());
    }
    ui.add_space(space::XS);
    let tall = theme::COPY_PREVIEW;
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).auto_shrink([false, false]).show(ui, |ui| stage_ui(ui, form));
    let enabled = form.is_ready();
    let entered = forms::entered(ui);
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, &form.verb())).inner.clicked();
        if enabled && (go || entered) {
            out.effect(form.start());
        }
        if widgets::quiet_button(ui, if copying { "Hide" } else { "Not now" }).clicked() {
            out.effect(Effect::CloseOverlay);
        }
        forms::why_not_ui(ui, form.why_not());
    });
    out
}

/// True where something was changed.
fn fields_ui(ui: &mut Ui, form: &mut CopyForm, out: &mut Output<Msg>) -> bool {
    let mut changed = forms::line_ui(ui, "Folder", |ui| folder_ui(ui, form, out));
    if form.no_dialog {
        forms::note_ui(ui, forms::NO_DIALOG);
    }
    if !form.sets.is_empty() || form.has_products {
        changed |= forms::line_ui(ui, "Put into", |ui| layout_ui(ui, form));
    }
    if form.sets.len() > 1 {
        let chosen = forms::line_ui(ui, "Label set", |ui| forms::menu_ui(ui, "Label set", &form.sets, form.set));
        changed |= chosen.is_some();
        form.set = chosen.unwrap_or(form.set);
    }
    changed |= forms::line_ui(ui, "Names", |ui| {
        let room = ui.available_width() - width::CHOOSE - space::S;
        let typed = widgets::field(ui, Id::unique("copy names"), &mut form.name, "{name}", "Names", room).changed();
        places_ui(ui, form) || typed
    });
    let checks = [
        (&mut form.sidecars, "Copy sidecars too"),
        (&mut form.xmp, "Put labels and marks into the copies as XMP"),
        (&mut form.link, "Hard links instead of copies"),
    ];
    let [sidecars, xmp, link] = checks;
    changed |= forms::check_ui(ui, sidecars.0, sidecars.1);
    changed |= form.has_raw && forms::check_ui(ui, &mut form.raw, "Copy raw files too");
    changed |= ui.add_enabled_ui(!*link.0, |ui| forms::check_ui(ui, xmp.0, xmp.1)).inner;
    changed | forms::check_ui(ui, link.0, link.1)
}

fn folder_ui(ui: &mut Ui, form: &mut CopyForm, out: &mut Output<Msg>) -> bool {
    let choose = if form.no_dialog { 0.0 } else { width::CHOOSE + space::S };
    let room = ui.available_width() - choose;
    let typed = widgets::field(ui, Id::unique("copy folder"), &mut form.to, "Path of a folder", "Path", room).changed();
    if !form.no_dialog && widgets::sized_button(ui, None, "Choose…", width::CHOOSE).clicked() {
        out.send(DesktopRequest::Pick(PickPurpose::CopyTo));
    }
    typed
}

fn layout_ui(ui: &mut Ui, form: &mut CopyForm) -> bool {
    let mut ways = vec![(Layout::Flat, "One folder")];
    if !form.sets.is_empty() {
        ways.push((Layout::Label, "A folder for each label"));
    }
    if form.has_products {
        ways.push((Layout::Sku, "A folder for each product"));
    }
    let chosen = forms::segments_ui(ui, &ways, form.layout);
    form.layout = chosen.unwrap_or(form.layout);
    chosen.is_some()
}

/// The places that a name can have, to be put behind what is there.
fn places_ui(ui: &mut Ui, form: &mut CopyForm) -> bool {
    let button = widgets::sized_button(ui, None, "Insert…", width::CHOOSE);
    let mut chosen = false;
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(width::MENU);
        for (place, what) in NAME_PLACES {
            if widgets::menu_item(ui, None, &format!("{place}  {what}"), None).clicked() {
                form.name.push_str(place);
                chosen = true;
                ui.close();
            }
        }
    });
    chosen
}

fn stage_ui(ui: &mut Ui, form: &CopyForm) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = space::XS;
    match &form.stage {
        Stage::Looking(_) => {}
        Stage::Copying(_) => {
            ui.horizontal(|ui| {
                ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
                ui.label(theme::weak_text("Copying…", palette));
            });
        }
        Stage::Wrong(reason) => forms::problem_ui(ui, reason),
        Stage::Known(preview) => preview_ui(ui, preview),
    }
}

fn preview_ui(ui: &mut Ui, preview: &CopyPreview) {
    let palette = theme::palette(ui);
    let n = |n, one, many| human::counted(n, one, many);
    let mut line = |words: String, icon: MaterialIcon, colour: Color32| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icon, theme::ICON_SMALL, colour);
            ui.label(RichText::new(words).color(palette.text));
        });
    };
    let into = if preview.folders > 1 { format!(" in {}", n(preview.folders, "folder", "folders")) } else { String::new() };
    line(format!("{}, {}{into}", human::photos(preview.photos), human::bytes(preview.bytes)), icons::ICON_CHECK, palette.done);
    if let Some(free) = preview.free {
        line(format!("The disk has only {} left", human::bytes(free)), icons::ICON_ERROR, palette.problem);
    }
    if preview.there > 0 {
        let words = n(preview.there, "name is there already, and stays as it is", "names are there already, and stay as they are");
        line(words, icons::ICON_WARNING, palette.doubtful);
    }
    if preview.renamed > 0 {
        line(n(preview.renamed, "equal name gets a number", "equal names get a number"), icons::ICON_WARNING, palette.doubtful);
    }
    if preview.gone > 0 {
        line(n(preview.gone, "file is gone", "files are gone"), icons::ICON_LINK_OFF, palette.doubtful);
    }
    widgets::section_ui(ui, "The first names");
    ui.spacing_mut().item_spacing.y = 0.0;
    preview.examples.iter().for_each(|example| example_ui(ui, example));
}

fn example_ui(ui: &mut Ui, example: &CopyExample) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::LINE), Sense::hover());
    let (from, to) = (crate::kit::path::name_of(&example.path), example.to.display().to_string());
    let words = format!("{from}: {to}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Label, true, &words));
    let (left, right) = rect.split_left_right_at_fraction(width::EXAMPLE_KEY);
    let font = theme::caption();
    widgets::paint_elided(ui.painter(), left.with_max_x(left.right() - theme::ICON - space::S), &from, &font, palette.weak);
    let arrow = egui::pos2(left.right() - theme::ICON / 2.0 - space::S, left.center().y);
    widgets::paint_icon(ui.painter(), arrow, icons::ICON_ARROW_RIGHT_ALT, theme::ICON_SMALL, palette.faint);
    widgets::paint_elided(ui.painter(), right, &to, &font, palette.text);
    response.on_hover_text(format!("{}\n{to}", example.path.display()));
}
