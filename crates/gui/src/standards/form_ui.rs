//! Draws the dialog about standards: whose rules, how many photos meet them, and how many fail each.

use super::msg::Msg;
use super::state::StandardForm;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::command::READ_ONLY;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use base::standards::Rule;
use egui::accesskit::Role;
use egui::{Id, Key, ScrollArea, Ui};
use egui_material_icons::icons;
use engine::protocol::{Edit, PRESETS, Preset, StandardChoice, StandardCounts, parsed_rules};

/// Rules that are in view at once.
const ROWS: f32 = 8.0;
/// What it is good for, until rules are chosen.
const GOOD_FOR: &str = "A marketplace refuses photos that break its rules. Choose whose rules count, and see which photos break which; is:failing \
    finds them in the search field. No model is asked: the figures were measured when the photos were indexed.";

/// Draws it.
pub fn form_ui(ui: &mut Ui, ctx: &Ctx, form: &mut StandardForm) -> Output<Msg> {
    let mut out = Output::default();
    choice_ui(ui, ctx, form, &mut out);
    if let Some(wrong) = &form.wrong {
        forms::problem_ui(ui, wrong);
    }
    match (&ctx.tags.standard, &form.counts) {
        (None, _) => forms::note_ui(ui, GOOD_FOR),
        (Some(_), Some(Err(wrong))) => forms::problem_ui(ui, wrong),
        (Some(rules), Some(Ok(Some(counts)))) => {
            if let Some(note) = &rules.note {
                forms::note_ui(ui, note);
            }
            verdicts_ui(ui, counts, &mut out);
            rules_ui(ui, counts, &mut out);
        }
        (Some(_), _) => forms::note_ui(ui, "Counting…"),
    }
    forms::buttons_ui(ui, |ui| {
        if let Some(Ok(Some(counts))) = form.counts.as_ref().filter(|_| ctx.tags.standard.is_some())
            && counts.failing > 0
        {
            let words = format!("Show {} that fail", human::photos(counts.failing));
            if widgets::primary_button(ui, &words).clicked() {
                out.msg(Msg::Show("is:failing".to_owned()));
            }
        }
        if widgets::quiet_button(ui, "Close").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}

/// Whose rules count: nobody's, those that come along, or a file.
fn choice_ui(ui: &mut Ui, ctx: &Ctx, form: &mut StandardForm, out: &mut Output<Msg>) {
    let named = |preset: &Preset| parsed_rules(preset.key, preset.text).map_or_else(|_| preset.key.to_owned(), |rules| rules.name);
    let presets: Vec<String> = PRESETS.iter().map(named).collect();
    let chosen = ctx.tags.standard.as_ref().map(|rules| rules.name.clone());
    // Of one's own rules the name stands among the presets'.
    let other = chosen.as_ref().filter(|name| !presets.contains(name)).cloned();
    let options: Vec<String> = std::iter::once("No standard".to_owned())
        .chain(presets.iter().cloned())
        .chain(other.clone())
        .chain(["Rules of your own…".to_owned()])
        .collect();
    let is_chosen = |option: &String| chosen.as_ref().map_or(option == "No standard", |name| name == option);
    let at = if form.own { options.len() - 1 } else { options.iter().position(is_chosen).unwrap_or_default() };
    let is_free = form.choosing.is_none() && !ctx.is_read_only();
    let line = ui.add_enabled_ui(is_free, |ui| forms::line_ui(ui, "Standard", |ui| forms::menu_ui(ui, "Standard", &options, at)));
    line.response.on_disabled_hover_text(READ_ONLY);
    if let Some(picked) = line.inner.filter(|picked| *picked != at) {
        form.wrong = None;
        form.own = picked + 1 == options.len();
        let choice = match picked {
            0 => Some(StandardChoice::Nobody),
            n => PRESETS.get(n - 1).map(|preset| StandardChoice::Preset(preset.key)),
        };
        form.choosing = choice.map(|choice| out.ask(Edit::ChooseStandard(choice))).or(form.choosing);
    }
    if form.own {
        own_ui(ui, form, out);
    }
}

/// The path of a file of rules.
fn own_ui(ui: &mut Ui, form: &mut StandardForm, out: &mut Output<Msg>) {
    forms::line_ui(ui, "File", |ui| {
        let room = ui.available_width() - theme::ANSWER * 2.0 - space::S;
        let field = widgets::field(ui, Id::unique("rules file"), &mut form.file, "/home/me/our-rules.json", "File of rules", room);
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        let ready = form.choosing.is_none() && !form.file.trim().is_empty();
        let go = ui.add_enabled_ui(ready, |ui| widgets::button(ui, None, "Use")).inner.clicked();
        if ready && (go || entered) {
            form.wrong = None;
            form.choosing = Some(out.ask(Edit::ChooseStandard(StandardChoice::File(form.file.trim().into()))));
        }
    });
}

/// How many photos pass, fail, and cannot be told.
fn verdicts_ui(ui: &mut Ui, counts: &StandardCounts, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let mut row = |ui: &mut Ui, icon, colour, words: &str, photos: u64, filter: Option<&str>| {
        let count = Some(human::count(photos));
        let name = format!("{words}, {}", human::photos(photos));
        let spec = RowSpec { words, count, icon: Some((icon, colour)), selected: false, indent: 0.0, name, room_right: 0.0 };
        let clicked = ui.add_enabled_ui(photos > 0 && filter.is_some(), |ui| widgets::row_as(ui, Role::Button, &spec)).inner.clicked();
        if let Some(filter) = filter.filter(|_| clicked) {
            out.msg(Msg::Show(filter.to_owned()));
        }
    };
    row(ui, icons::ICON_CHECK_CIRCLE, palette.done, "Pass", counts.passing, Some("is:passing"));
    row(ui, icons::ICON_CANCEL, palette.problem, "Fail", counts.failing, Some("is:failing"));
    if counts.unknown > 0 {
        row(
            ui,
            icons::ICON_HELP,
            palette.doubtful,
            "Fail nothing, but something cannot be told",
            counts.unknown,
            Some("-is:failing -is:passing"),
        );
    }
    if counts.unmeasured > 0 {
        let photos = human::photos(counts.unmeasured);
        forms::note_ui(ui, &format!("{photos} were indexed before this was measured. Rescan the folders to measure them."));
    }
}

/// Each rule with what it asks and how many photos fail it.
fn rules_ui(ui: &mut Ui, counts: &StandardCounts, out: &mut Output<Msg>) {
    widgets::section_ui(ui, "Failing by rule");
    ScrollArea::vertical().id_salt("rules").max_height(theme::ROW * ROWS).show(ui, |ui| {
        widgets::named_region(ui, "Rules", Role::List, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (rule, fails, unknown) in &counts.rules {
                rule_ui(ui, rule, *fails, *unknown, out);
            }
        });
    });
}

fn rule_ui(ui: &mut Ui, rule: &Rule, fails: u64, unknown: u64, out: &mut Output<Msg>) {
    let (title, asked) = (rule.asks.title(), rule.asks.asked());
    let words = if title.eq_ignore_ascii_case(&asked) { title.to_owned() } else { format!("{title}: {asked}") };
    let count = match unknown {
        0 => human::count(fails),
        _ => format!("{} · {} not told", human::count(fails), human::count(unknown)),
    };
    let name = format!("{words}, {} fail", human::photos(fails));
    let spec = RowSpec { words: &words, count: Some(count), icon: None, selected: false, indent: 0.0, name, room_right: 0.0 };
    let row = ui.add_enabled_ui(fails > 0, |ui| widgets::row_as(ui, Role::Button, &spec)).inner;
    let told = [rule.note.clone(), rule.source.clone(), rule.read.as_ref().map(|read| format!("read on {read}"))];
    let told = told.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let clicked = row.clicked();
    if !told.is_empty() {
        row.on_hover_text(&told).on_disabled_hover_text(&told);
    }
    if clicked {
        out.msg(Msg::Show(format!("fails:{}", rule.asks.name())));
    }
}
