//! The pills of the top bar: what runs now, how far it is, and the cross that ends it.

use super::features::{Features, Message};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::models;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::{Pace, human};
use egui::{Button, RichText, Sense, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{CancelRequest, DownloadReading, JobReading};
use std::time::Duration;

/// A pill of progress beside its words: margins, bar, two buttons and the space between them.
const LEAST: f32 = 2.0 * space::M + width::PROGRESS + 2.0 * theme::ICON + 4.0 * space::S;

/// Photos that are shown and wait for their embeddings are told of from so many on: some do with any model.
const LEAST_AHEAD: u64 = 50;

/// How much room there is for a pill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// For all there is to tell.
    Wide,
    /// For a few words and the bar.
    Compact,
    /// For a few words.
    Tight,
}

/// Draws what runs; laid out from the right, where so many points are free.
pub fn job_status_ui(ui: &mut Ui, ctx: &Ctx, features: &Features, (compact, free): (bool, f32), out: &mut Output<Message>) {
    let tiny = ui.ctx().content_rect().width() < width::TINY;
    let both = ctx.job.is_some() && ctx.models.download.is_some();
    let room = match (compact, both, tiny) {
        (false, false, _) => Room::Wide,
        (true, false, false) | (false, true, _) => Room::Compact,
        (true, true, _) | (true, _, true) => Room::Tight,
    };
    if let Some(download) = &ctx.models.download {
        download_ui(ui, ctx, download, room, out);
    }
    if let Some(job) = &ctx.job {
        job_ui(ui, job, (room, free), out);
    } else if let Some(opening) = &ctx.library.opening {
        waiting_ui(ui, "Opening", &opening.what);
    } else if let Some(adding) = features.models.adding() {
        waiting_ui(ui, "Trying", adding);
    }
}

fn frame_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.control)
        .corner_radius(theme::CONTROL / 2.0)
        .inner_margin(egui::Margin::symmetric(space::M as i8, 0))
        .show(ui, |ui| {
            ui.set_height(theme::CONTROL);
            ui.spacing_mut().item_spacing.x = space::S;
            add(ui)
        })
        .inner
}

fn waiting_ui(ui: &mut Ui, doing: &str, what: &str) {
    let palette = theme::palette(ui);
    frame_ui(ui, |ui| {
        ui.label(theme::weak_text(format!("{doing} {}…", human::elide_middle(what, 24)), palette));
        ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
    });
}

/// What a pill of progress says.
struct Pill<'a> {
    words: String,
    /// Rate, time left; only where there is room.
    details: Vec<String>,
    share: f32,
    /// What screen readers and tests find it by: "Indexing, 42 %".
    name: String,
    cancel: &'a str,
    hint: &'a str,
    /// `None`: it cannot be paused.
    pace: Option<Pace>,
}

/// What a person wants of what runs.
enum Wish {
    End,
    /// To wait, or to go on.
    Pause,
}

/// Draws a pill of progress.
fn pill_ui(ui: &mut Ui, pill: &Pill<'_>, room: Room) -> Option<Wish> {
    let palette = theme::palette(ui);
    // Laid out from the right, so the last part comes first.
    let (wish, response) = frame_ui(ui, |ui| {
        let mut wish = icon_ui(ui, icons::ICON_CLOSE, pill.cancel, pill.hint).then_some(Wish::End);
        let pause = match pill.pace {
            Some(Pace::Paused) => Some((icons::ICON_PLAY_ARROW, "Go on indexing", "Go on")),
            Some(_) => Some((icons::ICON_PAUSE, "Pause indexing", "Pause; it waits until you go on")),
            None => None,
        };
        if pause.is_some_and(|(icon, name, hint)| icon_ui(ui, icon, name, hint)) {
            wish = Some(Wish::Pause);
        }
        if room == Room::Wide {
            for detail in pill.details.iter().rev() {
                ui.label(theme::weak_text(detail, palette));
            }
        }
        let bar = (room != Room::Tight).then(|| {
            let (rect, bar) = ui.allocate_exact_size(vec2(width::PROGRESS, theme::PROGRESS_BAR), Sense::hover());
            widgets::paint_bar(ui.painter(), rect, pill.share, palette);
            bar
        });
        let words = ui.label(RichText::new(&pill.words).color(palette.text)).on_hover_text(&pill.name);
        (wish, bar.unwrap_or(words))
    });
    widgets::name_progress(&response, &pill.name, pill.share);
    wish
}

fn icon_ui(ui: &mut Ui, icon: egui_material_icons::MaterialIcon, name: &str, hint: &str) -> bool {
    let text = theme::palette(ui).text;
    let button = ui.add(Button::new("").frame_when_inactive(false).min_size(vec2(theme::ICON, theme::ICON)));
    widgets::paint_icon(ui.painter(), button.rect.center(), icon, theme::ICON_SMALL, text);
    widgets::focus_ring(ui, &button);
    button.accessible_name(name).on_hover_text(hint).clicked()
}

fn job_ui(ui: &mut Ui, job: &JobReading, (mut room, free): (Room, f32), out: &mut Output<Message>) {
    let mut details = details(job);
    if room == Room::Wide {
        let words = text_width(ui, &words(job, room));
        let fits = |details: &[String]| words + LEAST + details.iter().map(|detail| text_width(ui, detail) + space::S).sum::<f32>() <= free;
        while !details.is_empty() && !fits(&details) {
            details.remove(0);
        }
        if !fits(&details) {
            room = Room::Compact;
        }
    }
    let mut shown = words(job, room);
    if room == Room::Compact && text_width(ui, &shown) + LEAST > free {
        room = Room::Tight;
    }
    if room == Room::Tight && text_width(ui, &shown) + LEAST - width::PROGRESS > free {
        shown = fewest_words(job);
    }
    let pill = Pill {
        words: shown,
        details,
        share: widgets::share(job.done, job.total),
        name: progress_name(job),
        cancel: "Cancel",
        hint: "Cancel; what is indexed stays",
        pace: job.pace,
    };
    match pill_ui(ui, &pill, room) {
        Some(Wish::End) => out.run(Common::CancelJob),
        Some(Wish::Pause) => out.run(Common::PauseJob),
        None => {}
    }
}

fn text_width(ui: &Ui, text: &str) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), theme::body(), egui::Color32::PLACEHOLDER).size().x
}

/// How many photos are shown ahead of their embeddings, how fast it goes, and how long it takes: the first of them is missed the least.
fn details(job: &JobReading) -> Vec<String> {
    if job.pace == Some(Pace::Paused) {
        return vec!["paused".to_owned()];
    }
    let ahead = job.read >= job.done + LEAST_AHEAD;
    let ahead = ahead.then(|| if job.read >= job.total { "all shown".to_owned() } else { format!("{} shown", human::count(job.read)) });
    let slow = (job.pace == Some(Pace::OneCore)).then(|| "one core".to_owned());
    let rate = (job.photos_per_second > 0.0).then(|| format!("{:.0} photos/s", job.photos_per_second));
    let left = job.seconds_left.filter(|s| s.is_finite()).map(|s| human::time_left(Duration::from_secs_f64(s.max(0.0))));
    ahead.into_iter().chain(rate).chain(slow).chain(left).collect()
}

fn download_ui(ui: &mut Ui, ctx: &Ctx, download: &DownloadReading, room: Room, out: &mut Output<Message>) {
    let title = ctx.models.list.title(&download.name);
    let percent = human::percent(download.done, download.total);
    let words = match room {
        Room::Wide | Room::Compact => format!("{} {percent}", human::elide_middle(title, 22)),
        Room::Tight => percent.clone(),
    };
    let pill = Pill {
        words,
        details: models::download_details(download),
        share: widgets::share(download.done, download.total),
        name: format!("Downloading {title}, {percent}"),
        cancel: "Cancel the download",
        hint: "Cancel the download; the next try goes on from there",
        pace: None,
    };
    if pill_ui(ui, &pill, room).is_some() {
        out.send(CancelRequest::Download);
    }
}

/// "Indexing, 42 %": the name that screen readers and tests find it by.
fn progress_name(job: &JobReading) -> String {
    let paused = if job.pace == Some(Pace::Paused) { ", paused" } else { "" };
    format!("{}, {}{paused}", job.title, human::percent(job.done, job.total))
}

fn words(job: &JobReading, room: Room) -> String {
    // "Embedding with FashionCLIP 2.0": where there is little room the verb has to do.
    let title = match room {
        Room::Wide => human::elide_middle(&job.title, 36),
        _ => job.title.split_once(' ').map_or(job.title.as_str(), |(verb, _)| verb).to_owned(),
    };
    match (job.total, room) {
        (0, _) => format!("{title} · {} found", human::count(job.found)),
        (total, Room::Wide) => format!("{title} {} of {}", human::count(job.done), human::count(total)),
        _ => format!("{title} {}", human::percent(job.done, job.total)),
    }
}

/// Where there is no room for the verb either; the pointer over it and screen readers are told the rest.
fn fewest_words(job: &JobReading) -> String {
    if job.total == 0 { human::count(job.found) } else { human::percent(job.done, job.total) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::RequestId;

    fn job(done: u64, total: u64) -> JobReading {
        JobReading {
            request: RequestId(1),
            title: "Indexing".to_owned(),
            done,
            read: done,
            total,
            found: 1234,
            photos_per_second: 0.0,
            seconds_left: None,
            waiting: 0,
            pace: Some(Pace::Full),
        }
    }

    #[test]
    fn progress_is_told_in_words() {
        assert_eq!(progress_name(&job(42, 100)), "Indexing, 42 %");
        assert_eq!(progress_name(&job(999, 1000)), "Indexing, 99 %");
        assert_eq!(words(&job(0, 0), Room::Wide), "Indexing · 1,234 found");
        assert_eq!(words(&job(38_112, 40_000), Room::Wide), "Indexing 38,112 of 40,000");
        assert_eq!(words(&job(38_112, 40_000), Room::Compact), "Indexing 95 %");
        let embedding = JobReading { title: "Embedding with FashionCLIP 2.0".to_owned(), ..job(38_112, 40_000) };
        assert_eq!(words(&embedding, Room::Tight), "Embedding 95 %");
        assert_eq!((fewest_words(&embedding), fewest_words(&job(0, 0))), ("95 %".to_owned(), "1,234".to_owned()));
        let paused = JobReading { pace: Some(Pace::Paused), photos_per_second: 9.0, ..job(42, 100) };
        assert_eq!((progress_name(&paused), details(&paused)), ("Indexing, 42 %, paused".to_owned(), vec!["paused".to_owned()]));
        let slow = JobReading { pace: Some(Pace::OneCore), photos_per_second: 9.0, ..job(42, 100) };
        assert_eq!(details(&slow), ["9 photos/s", "one core"]);
        let ahead = |read| JobReading { read, photos_per_second: 2.0, ..job(100, 2000) };
        assert_eq!(details(&ahead(149)), ["2 photos/s"]);
        assert_eq!(details(&ahead(1200)), ["1,200 shown", "2 photos/s"]);
        assert_eq!(details(&ahead(2000)), ["all shown", "2 photos/s"]);
    }
}
