//! Draws the dialog about a hub.

use super::feature::{PULL, PUSH};
use super::form::{SharingForm, here_words, hub_words, running_words};
use super::msg::Msg;
use super::report_ui::report_ui;
use super::state::Running;
use crate::kit::theme::{self, space};
use crate::kit::{forms, widgets};
use crate::shell::command::READ_ONLY;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Align, Id, Key, Label, Layout, RichText, ScrollArea, Ui};
use engine::protocol::{CancelRequest, Contributor, SetsFrom, SharingJob, SharingRemedy, SharingStatus};

/// Height of what is known of the hub.
const ROOM: f32 = 210.0;
/// A clock that is off by less is right.
const CLOCK: i64 = 300;
const WHAT_IT_IS: &str = "A hub is a PostgreSQL database that all of you can reach. Everyone's catalogue stays whole and works offline. What travels is \
    what was decided: labels, marks, products, label sets, and vectors, so that a photo is read only once. Photos stay where they are, and are known \
    by their content.";
const PASSWORD: &str = "The password comes from PGPASSWORD or ~/.pgpass, and is kept nowhere.";

/// Draws it. Answers what a person wants done with the hub whose address is typed.
pub fn form_ui(ui: &mut Ui, ctx: &Ctx, form: &mut SharingForm, running: Option<&Running>, out: &mut Output<Msg>) -> Option<SharingJob> {
    let mut asked = ui.add_enabled_ui(running.is_none(), |ui| address_ui(ui, form)).inner;
    ui.add_space(space::XS);
    let room = forms::room_ui(ui, ROOM, |ui| {
        ui.set_max_height(ROOM);
        match running {
            Some(running) => {
                running_ui(ui, ctx, running, out);
                None
            }
            None => known_ui(ui, form),
        }
    });
    asked = asked.or(room);
    let (ready, read_only) = (form.is_ready() && running.is_none(), ctx.is_read_only());
    forms::buttons_ui(ui, |ui| {
        let share = ui.add_enabled_ui(ready && !read_only, |ui| widgets::primary_button(ui, "Share now")).inner;
        let share = share.on_hover_text("Takes in what others decided, and brings what was decided here");
        let share = if read_only { share.on_disabled_hover_text(READ_ONLY) } else { share };
        if share.clicked() {
            asked = Some(PUSH);
        }
        let take = ui.add_enabled_ui(ready && !read_only, |ui| widgets::button(ui, None, "Only take in")).inner;
        if take.on_hover_text("Takes in what others decided; nothing of yours is brought").clicked() {
            asked = Some(PULL);
        }
        if widgets::quiet_button(ui, if running.is_some() { "Hide" } else { "Close" }).clicked() {
            out.effect(Effect::CloseOverlay);
        }
        let signed = ctx.settings.author_name();
        let signed = if signed.is_empty() { "You have no name yet: Tags, Your name…".to_owned() } else { format!("You are {signed}") };
        forms::why_not_ui(ui, Some(&signed));
    });
    asked
}

fn address_ui(ui: &mut Ui, form: &mut SharingForm) -> Option<SharingJob> {
    let mut asked = None;
    forms::line_ui(ui, "Hub", |ui| {
        if form.known.len() > 1 {
            let at = form.known.iter().position(|known| known == form.address.trim()).unwrap_or(form.known.len());
            if let Some(picked) = forms::menu_ui(ui, "Known hubs", &form.known, at) {
                form.address.clone_from(&form.known[picked]);
                asked = Some(SharingJob::Look);
            }
        }
        // The button ends where those below end; the field has what is left.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let typed = !form.address.trim().is_empty();
            let look = ui.add_enabled_ui(typed, |ui| widgets::button(ui, None, "Look")).inner;
            let room = ui.available_width();
            let field =
                widgets::field(ui, Id::unique("hub"), &mut form.address, "postgres://you@server/selvedge", "Address of the hub", room);
            if std::mem::take(&mut form.is_new) {
                field.request_focus();
            }
            let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            if typed && (look.on_hover_text("Asks the hub how it and this catalogue stand").clicked() || entered) {
                asked = Some(SharingJob::Look);
            }
        });
    });
    asked
}

fn running_ui(ui: &mut Ui, ctx: &Ctx, running: &Running, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let done = ctx.sharing.filter(|reading| reading.request == running.request).map_or(0, |reading| reading.done);
    ui.horizontal(|ui| {
        ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
        ui.label(theme::weak_text(running_words(running.job, done), palette));
        if widgets::link_button(ui, None, "Stop").clicked() {
            out.send(CancelRequest::Share(running.request));
        }
    });
}

fn known_ui(ui: &mut Ui, form: &SharingForm) -> Option<SharingJob> {
    if let Some(refused) = form.refused.as_ref().filter(|_| form.is_about_this() || form.status.is_none()) {
        let area = ScrollArea::vertical().max_height(ROOM - theme::CONTROL * 1.5).id_salt("refused");
        area.show(ui, |ui| match refused.remedy {
            // That is how it begins.
            Some(SharingRemedy::Make) => forms::note_ui(ui, &refused.text),
            _ => forms::problem_ui(ui, &refused.text),
        });
        return remedy_ui(ui, form, refused.remedy);
    }
    let Some(status) = form.status.as_ref().filter(|_| form.is_about_this()) else {
        forms::note_ui(ui, WHAT_IT_IS);
        forms::note_ui(ui, PASSWORD);
        return None;
    };
    ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| {
        if let Some(report) = &form.report {
            report_ui(ui, report);
            ui.add_space(space::S);
        }
        status_ui(ui, status);
    });
    None
}

fn remedy_ui(ui: &mut Ui, form: &SharingForm, remedy: Option<SharingRemedy>) -> Option<SharingJob> {
    let mut asked = None;
    ui.add_space(space::XS);
    ui.horizontal(|ui| match remedy {
        Some(SharingRemedy::Make) => asked = widgets::button(ui, None, "Make a hub there").clicked().then_some(SharingJob::Make),
        Some(SharingRemedy::ChooseWords) => {
            let hub = widgets::button(ui, None, "Use the hub's words").on_hover_text("Labels that the hub lacks stay");
            let here =
                widgets::button(ui, None, "Use the words of this catalogue").on_hover_text("Labels that this catalogue lacks are added");
            asked =
                if hub.clicked() { Some(form.with_words(SetsFrom::Hub)) } else { here.clicked().then(|| form.with_words(SetsFrom::Here)) };
        }
        None => {}
    });
    asked
}

fn status_ui(ui: &mut Ui, status: &SharingStatus) {
    let palette = theme::palette(ui);
    let line = |ui: &mut Ui, label: &str, words: String| {
        forms::line_ui(ui, label, |ui| ui.add(Label::new(RichText::new(words).color(palette.text)).truncate()));
    };
    line(ui, "At the hub", hub_words(status));
    line(ui, "Here", here_words(status));
    let mut label = "Who brought";
    for person in &status.hub.contributors {
        line(ui, std::mem::take(&mut label), person_words(person));
    }
}

/// "anna (as studio): 12 steps, last 2026-11-28 09:14".
fn person_words(person: &Contributor) -> String {
    let member = if person.member == person.author { String::new() } else { format!(" (as {})", person.member) };
    let clock = if person.ahead_s.abs() > CLOCK {
        format!("; the clock there is off by {}", human::duration(person.ahead_s.unsigned_abs() as f64))
    } else {
        String::new()
    };
    let steps = human::counted(person.steps, "step", "steps");
    format!("{}{member}: {steps}, last {}{clock}", person.author, human::moment(person.last_ms))
}
