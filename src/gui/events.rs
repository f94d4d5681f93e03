//! What the engine tells, taken into the state. Each event is handled here and nowhere else.

use super::query::Accepted;
use super::state::{State, View};
use super::textures::Textures;
use crate::app::Engine;
use crate::app::protocol::{Command, Event, JobOutcome, Like, Notice, PickPurpose, Tone};
use egui::{Context, ViewportCommand};

/// Takes over everything that happened since the last frame.
pub fn drain(ctx: &Context, engine: &Engine, state: &mut State, textures: &mut Textures) {
    for event in engine.events() {
        take(ctx, engine, state, textures, event);
    }
    state.job = engine.job();
    if state.job.is_some() {
        // Progress is read, not sent: look again soon.
        ctx.request_repaint_after(std::time::Duration::from_millis(100));
    }
}

/// Takes one event into the state.
pub fn take(ctx: &Context, engine: &Engine, state: &mut State, textures: &mut Textures, event: Event) {
    let now = ctx.time();
    match event {
        Event::Snapshot(snapshot) => {
            let title = format!("Selvedge — {}", snapshot.name);
            if state.library.replace(snapshot) {
                ctx.send_viewport_cmd(ViewportCommand::Title(title));
                other_catalogue(engine, state);
            }
        }
        Event::Results(results) => match state.shown.accept(results) {
            Accepted::Stale => {}
            Accepted::Refreshed => state.selection.retain(&state.shown.hits),
            Accepted::New => {
                state.selection.retain(&state.shown.hits);
                state.grid.to_top = true;
                if state.view == View::Loupe && state.selection.cursor().is_none() {
                    state.view = View::Grid;
                }
            }
        },
        Event::Similar(photo, hits) => state.similar = Some((photo, hits)),
        Event::Preview(photo, result) => state.preview.arrive(ctx, photo, result),
        Event::JobStarted => state.library.opening = None,
        Event::JobEnded(outcome) => {
            textures.forget_broken();
            state.preview.forget();
            state.toasts.say(now, outcome_notice(outcome));
        }
        Event::Picked(purpose, path) => match purpose {
            PickPurpose::OpenFolder | PickPurpose::OpenCatalog => engine.send(Command::Open(path)),
            PickPurpose::AddFolder => engine.send(Command::AddFolder(path)),
            PickPurpose::Locate(root) => engine.send(Command::LocateRoot(root, path)),
            PickPurpose::SearchPhoto => {
                state.query.like = Some(Like::File(path));
                search(engine, state);
            }
        },
        Event::Notice(notice) => {
            if notice.tone == Tone::Error {
                state.library.opening = None;
            }
            state.toasts.say(now, notice);
        }
        Event::SystemTheme { dark } => state.system_dark = Some(dark),
        Event::Recent(recent) => state.settings.recent = recent,
    }
}

/// Asks for the photos of the question as it stands.
pub fn search(engine: &Engine, state: &mut State) {
    let request = state.query.request();
    engine.send(Command::Search(request));
}

fn other_catalogue(engine: &Engine, state: &mut State) {
    state.query.clear();
    state.selection.clear();
    state.similar = None;
    state.view = View::Grid;
    state.shown = super::query::Shown { generation: state.query.generation(), ..Default::default() };
    state.path_field.clear();
    search(engine, state);
}

fn outcome_notice(outcome: JobOutcome) -> Notice {
    let tone = if outcome.failed > 0 { Tone::Warning } else { Tone::Done };
    Notice { tone, text: outcome.summary }
}
