//! What the engine tells, taken into the state. Each event is handled here and nowhere else.

use super::actions::Actions;
use super::command::UiCommand;
use super::query::Accepted;
use super::state::{State, View};
use super::textures::Textures;
use super::{compare, dialogs, exchange, models, products, review, tagging};
use egui::{Context, ViewportCommand};
use engine::Engine;
use engine::protocol::{Event, JobOutcome, Notice, QueryRequest, SearchResults, Tone};

/// Takes over everything that happened since the last frame.
pub fn drain(ctx: &Context, engine: &Engine, state: &mut State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    for event in engine.events() {
        actions.extend(take(ctx, engine, state, textures, event));
    }
    state.job = engine.job();
    state.models.download = engine.download();
    if state.job.is_some() || state.models.download.is_some() {
        // Progress is read, not sent: look again soon.
        ctx.request_repaint_after(std::time::Duration::from_millis(100));
    }
    actions
}

/// Takes one event into the state; what the person chose in a dialog comes back as the wish that it is.
pub fn take(ctx: &Context, engine: &Engine, state: &mut State, textures: &mut Textures, event: Event) -> Actions {
    let mut actions = Actions::default();
    let now = ctx.time();
    match event {
        Event::Snapshot(snapshot) => {
            let title = format!("Selvedge — {}", snapshot.name);
            if state.library.replace(snapshot) {
                ctx.send_viewport_cmd(ViewportCommand::Title(title));
                other_catalogue(engine, state);
            }
            review::hear_change(state);
        }
        Event::Results(results) => match accept(state, results) {
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
        Event::Similar { photo, hits, .. } => state.similar = Some((photo, hits)),
        Event::Preview { photo, picture, .. } => state.preview.arrive(ctx, photo, picture),
        Event::JobStarted(_) => state.library.opening = None,
        Event::JobEnded(outcome) => {
            textures.forget_broken();
            state.preview.forget();
            if outcome.summary.is_empty() {
                return actions;
            }
            let offer = (outcome.failed > 0).then_some((UiCommand::Problems, "Show problems"));
            state.toasts.offer(now, outcome_notice(outcome), offer);
        }
        Event::Picked { purpose, path, .. } => actions.push(dialogs::with_path(purpose, path)),
        Event::Notice(notice) => {
            if notice.tone == Tone::Error {
                state.library.opening = None;
                review::hear_error(state);
                exchange::hear_error(state);
                state.tagging.awaits_new = false;
            }
            state.toasts.say(now, notice);
        }
        Event::SystemTheme { dark } => state.system_dark = Some(dark),
        Event::Recent(recent) => state.settings.recent = recent,
        Event::Tags(tags) => {
            state.tagging.follow_tags(&tags);
            state.tags = tags;
            super::tag_bar::follow(state);
            review::hear_change(state);
        }
        Event::Products(products) => {
            state.odd.rebuild(&products);
            state.products = products;
            if state.products.rule.is_some() && std::mem::take(&mut state.group_soon) {
                actions.run(UiCommand::GroupByProduct);
            }
        }
        Event::Edited(what) => tagging::edited(state, now, what),
        Event::Suggestions(view) => state.tagging.take(view),
        Event::PhotoLabels { photo, labels, .. } => {
            review::hear_labels(state, photo, &labels);
            state.tagging.photo = Some((photo, labels));
        }
        Event::Review { queue, .. } => review::hear_queue(ctx, engine, state, &queue),
        Event::Imported { dry_run, report, .. } => exchange::hear_imported(ctx, state, dry_run, report),
        Event::Exported { format, to, report, .. } => exchange::hear_exported(ctx, state, format, to.as_deref(), report),
        Event::SkuPreview { preview, .. } => products::hear_preview(state, preview),
        Event::Models(list) => models::hear_models(state, list),
        Event::Downloaded { name, outcome, .. } => models::hear_downloaded(state, now, &name, outcome),
        Event::ModelAdded { name, .. } => models::hear_added(state, now, name.as_deref()),
        Event::Compared(answer) => compare::hear(state, answer),
        Event::ComparedSet(answer) => compare::hear_set(state, answer),
    }
    actions
}

fn accept(state: &mut State, mut results: SearchResults) -> Accepted {
    tagging::results(state, &mut results);
    state.shown.accept(results)
}

/// Asks for the photos of the question as it stands.
pub fn search(engine: &Engine, state: &mut State) {
    let request = engine.send(QueryRequest::Search(state.query.as_asked()));
    state.query.asked(request);
}

fn other_catalogue(engine: &Engine, state: &mut State) {
    state.query.clear();
    state.selection.clear();
    state.similar = None;
    state.review = review::Review::default();
    state.compare.reset();
    state.preview = super::preview::Preview::default();
    state.view = View::Grid;
    state.shown = super::query::Shown { generation: state.query.generation(), ..Default::default() };
    state.path_field.clear();
    tagging::other_catalogue(state);
    search(engine, state);
}

fn outcome_notice(outcome: JobOutcome) -> Notice {
    let tone = if outcome.failed > 0 { Tone::Warning } else { Tone::Done };
    Notice { request: None, tone, text: outcome.summary }
}
