//! Draws the dialog about what a shop is given.

use super::columns::columns_ui;
use super::form::{FeedForm, Page};
use super::msg::Msg;
use super::pages::{images_ui, refused_ui};
use crate::kit::forms;
use crate::kit::new_file::{end_ui, path_ui};
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::command::READ_ONLY;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use egui::{Id, Ui};
use egui_material_icons::icons;
use engine::protocol::{DesktopRequest, FeedChoice, PickPurpose, ProfileFormat};

/// Shops that a new profile can be for.
const NEW: [(ProfileFormat, &str); 3] =
    [(ProfileFormat::Shopify, "New for Shopify"), (ProfileFormat::Google, "New for Google"), (ProfileFormat::Csv, "New table (CSV)")];
const FROM_FILE: &str = "From a file…";
const GOOD_FOR: &str = "A profile says which columns a shop gets and what each is made of: SKUs, imported texts, your labels, the addresses of \
    photos. What the shop's importer would refuse is told before the file is written. Begin with one of these:";
/// What stands around the pages, and the least and most that is left to them.
const AROUND: f32 = 380.0;
const PAGE: (f32, f32) = (108.0, 236.0);

/// Draws it.
pub fn form_ui(ui: &mut Ui, ctx: &Ctx, form: &mut FeedForm) -> Output<Msg> {
    let mut out = Output::default();
    let free = form.is_free();
    let changed = ui.add_enabled_ui(free, |ui| fields_ui(ui, ctx, form, &mut out)).inner;
    if changed && let Some(effect) = form.look() {
        out.effect(effect);
    }
    if form.profile.is_none() {
        forms::buttons_ui(ui, |ui| {
            if widgets::quiet_button(ui, "Not now").clicked() {
                out.effect(Effect::CloseOverlay);
            }
        });
        return out;
    }
    ui.add_enabled_ui(free, |ui| {
        if path_ui(ui, &mut form.file, "shop file") {
            out.send(DesktopRequest::Pick(PickPurpose::ExportFeed));
        }
    });
    let lacks = form.lacks();
    let (changed, named) = (form.is_changed(), form.profile.as_ref().is_some_and(|profile| !profile.name.trim().is_empty()));
    let mut keep = false;
    let clicked = end_ui(ui, &mut form.file, "Export", lacks, |ui| {
        let can = changed && named && free && !ctx.is_read_only();
        let button = ui.add_enabled_ui(can, |ui| widgets::button(ui, None, "Keep profile")).inner;
        keep = button.clicked();
        if ctx.is_read_only() {
            button.on_disabled_hover_text(READ_ONLY);
        }
    });
    if keep && let Some(effect) = form.keep() {
        out.effect(effect);
    }
    if clicked.start
        && let Some(job) = form.job()
    {
        let request = out.ask(job);
        form.file.writing(request);
    }
    if clicked.leave {
        out.effect(Effect::Leave(vec![Effect::CloseOverlay]));
    }
    out
}

/// True where what would come of it is to be told anew.
fn fields_ui(ui: &mut Ui, ctx: &Ctx, form: &mut FeedForm, out: &mut Output<Msg>) -> bool {
    choice_ui(ui, ctx, form, out);
    if let Some(wrong) = &form.wrong {
        forms::problem_ui(ui, wrong);
    }
    if form.profile.is_none() {
        if form.outcome().is_some() || form.wrong.is_some() {
            begin_ui(ui, form, out);
        }
        return false;
    }
    let mut changed = name_ui(ui, form);
    changed |= photos_ui(ui, ctx, form);
    pages_ui(ui, form);
    ui.add_space(space::XS);
    let high = (ui.ctx().content_rect().height() * (1.0 - theme::DIALOG_TOP) - AROUND).clamp(PAGE.0, PAGE.1);
    changed |= forms::room_ui(ui, high, |ui| {
        ui.set_max_height(high);
        match form.page {
            Page::Columns => columns_ui(ui, ctx, form),
            Page::Images => images_ui(ui, ctx, form),
            Page::Refused => {
                refused_ui(ui, form, out);
                false
            }
        }
    });
    summary_ui(ui, form);
    changed
}

/// Which profile.
fn choice_ui(ui: &mut Ui, ctx: &Ctx, form: &mut FeedForm, out: &mut Output<Msg>) {
    let kept: Vec<String> = form.kept().iter().map(|profile| profile.name.clone()).collect();
    let shown = match (&form.profile, form.kept_one()) {
        (None, _) => "None yet".to_owned(),
        (Some(_), Some(kept)) => kept.name.clone(),
        (Some(_), None) => "A new one".to_owned(),
    };
    let new = NEW.iter().map(|(_, words)| (*words).to_owned()).chain([FROM_FILE.to_owned()]);
    let head = (!kept.contains(&shown)).then(|| shown.clone());
    let first = usize::from(head.is_some());
    let options: Vec<String> = head.into_iter().chain(kept.iter().cloned()).chain(new).collect();
    let at = options.iter().position(|option| *option == shown).unwrap_or_default();
    let picked = forms::line_ui(ui, "Profile", |ui| {
        let picked = forms::menu_ui(ui, "Profile", &options, at);
        let removable = form.kept_one().is_some() && !ctx.is_read_only();
        if removable
            && widgets::icon_button(ui, icons::ICON_DELETE, "Remove this profile").clicked()
            && let Some(effect) = form.remove()
        {
            out.effect(effect);
        }
        picked
    });
    let Some(place) = picked.filter(|place| *place != at).and_then(|place| place.checked_sub(first)) else { return };
    let which = match place.checked_sub(kept.len()) {
        None => FeedChoice::Kept(Some(kept[place].clone())),
        Some(new) if new < NEW.len() => FeedChoice::Example(NEW[new].0),
        Some(_) => {
            out.effect(Effect::Leave(vec![Effect::Ask(Dialog::path(PickPurpose::Profile))]));
            return;
        }
    };
    out.effect(form.choose(which));
}

/// What profiles are good for, where none is kept.
fn begin_ui(ui: &mut Ui, form: &mut FeedForm, out: &mut Output<Msg>) {
    forms::note_ui(ui, GOOD_FOR);
    ui.horizontal_wrapped(|ui| {
        for (format, words) in NEW {
            if widgets::button(ui, None, words).clicked() {
                out.effect(form.choose(FeedChoice::Example(format)));
            }
        }
        if widgets::button(ui, None, FROM_FILE).clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::Profile)));
        }
    });
}

fn name_ui(ui: &mut Ui, form: &mut FeedForm) -> bool {
    let Some(profile) = &mut form.profile else { return false };
    let changed = forms::line_ui(ui, "Name", |ui| {
        let room = ui.available_width();
        widgets::field(ui, Id::unique("profile name"), &mut profile.name, "A name to export by", "Name", room).changed()
    });
    if changed {
        form.offer_file();
    }
    changed
}

/// Which photos are meant.
fn photos_ui(ui: &mut Ui, ctx: &Ctx, form: &mut FeedForm) -> bool {
    let mut changed = false;
    if let Some(profile) = &mut form.profile
        && (!ctx.tags.searches.is_empty() || profile.search.is_some())
    {
        let saved = ctx.tags.searches.iter().map(|search| search.name.clone());
        let gone = profile.search.clone().filter(|name| !ctx.tags.searches.iter().any(|search| search.name == *name));
        let options: Vec<String> = std::iter::once("All".to_owned()).chain(saved).chain(gone).collect();
        let at = profile.search.as_ref().and_then(|name| options.iter().rposition(|option| option == name)).unwrap_or_default();
        let picked = forms::line_ui(ui, "Photos", |ui| forms::menu_ui(ui, "Photos", &options, at));
        if let Some(picked) = picked.filter(|picked| *picked != at) {
            profile.search = (picked > 0).then(|| options[picked].clone());
            changed = true;
        }
    }
    if let Some(words) = form.only_words() {
        changed |= forms::check_ui(ui, &mut form.only, &words);
    }
    changed
}

fn pages_ui(ui: &mut Ui, form: &mut FeedForm) {
    let refused = match form.refused() {
        0 => "Refused".to_owned(),
        n => format!("Refused ({})", base::human::count(n as u64)),
    };
    let table = form.profile.as_ref().is_some_and(|profile| profile.format == ProfileFormat::Csv);
    let images = if table { "For Excel" } else { "Products and images" };
    let pages = [(Page::Columns, "Columns"), (Page::Images, images), (Page::Refused, refused.as_str())];
    let page = ui.horizontal(|ui| forms::segments_ui(ui, &pages, form.page)).inner;
    form.page = page.unwrap_or(form.page);
}

/// What would come of it, in one line.
fn summary_ui(ui: &mut Ui, form: &FeedForm) {
    let palette = theme::palette(ui);
    match form.outcome() {
        None => forms::note_ui(ui, "Reading…"),
        Some(Err(wrong)) => forms::problem_ui(ui, wrong),
        Some(Ok(_)) => {
            ui.horizontal(|ui| {
                let (icon, colour) =
                    if form.refused() == 0 { (icons::ICON_CHECK, palette.done) } else { (icons::ICON_WARNING, palette.doubtful) };
                widgets::icon(ui, icon, theme::ICON_SMALL, colour);
                ui.label(egui::RichText::new(form.words().unwrap_or_default()).color(palette.text));
            });
        }
    }
}
