//! Carries out what the panels asked for: the only place that changes the state on the person's behalf.

use super::actions::Action;
use super::app::App;
use super::command::UiCommand;
use super::events::search;
use super::overlay::{Dialog, Overlay};
use super::palette::PaletteState;
use super::query::Query;
use super::search_field;
use super::selection::Reach;
use super::state::{LoupeState, Region, View};
use super::{compare, exchange, grid, models, products, review, tag_bar, tagging, theme};
use base::PhotoId;
use egui::{Context, ViewportCommand};
use engine::protocol::{
    CancelRequest, CatalogRequest, DesktopRequest, EditRequest, JobRequest, Like, ModelRequest, PickPurpose, Request, Sort,
};
use engine::settings::ThemeChoice;
use std::path::PathBuf;

/// Carries out one wish.
pub fn apply(app: &mut App, ctx: &Context, action: Action) {
    let state = &mut app.state;
    match action {
        Action::Run(command) => run(app, ctx, command),
        Action::Send(command) => {
            if let Request::Model(ModelRequest::Add(folder)) = &command {
                app.state.models.adding = Some(super::tree::name_of(folder));
            }
            app.engine.send(command);
        }
        Action::Open(path) => open(app, path),
        Action::SetText(text) => ask(app, |q| q.text = text),
        Action::SetLike(like) => ask(app, |q| q.like = like),
        Action::SetFolder(folder) => ask(app, |q| q.folder = folder),
        Action::SetMinScore(score) => ask(app, |q| q.min_score = score),
        Action::SetThumbnailSize(side) => {
            state.settings.thumbnail_size = side.clamp(*theme::THUMBNAIL_SIDES.start(), *theme::THUMBNAIL_SIDES.end());
            state.grid.reveal = state.current_index();
        }
        Action::Pick(index, reach) => pick(app, index, reach),
        Action::SelectNone => state.selection.clear(),
        Action::BeginBand => state.selection.begin_band(),
        Action::Band { cells, keep } => state.selection.band(&state.shown.hits, &cells, keep),
        Action::LaidOut { columns, rows_per_page } => {
            state.grid.columns = columns;
            state.grid.rows_per_page = rows_per_page;
            state.grid.reveal = None;
            state.grid.to_top = false;
        }
        Action::Goto(photo) => goto(app, photo),
        Action::Enlarge(index) => {
            pick(app, index, Reach::Only);
            run(app, ctx, UiCommand::Loupe);
        }
        Action::Step(by) => step(app, by),
        Action::Pan(centre) => state.loupe.centre = centre,
        Action::Fold(folder) => state.library.tree.turn(&folder),
        Action::Show(view) => state.view = view,
        Action::WantPreview(photo, side_px) => state.preview.want(photo, side_px),
        Action::WantAhead(photo, side_px) => state.preview.want_ahead(photo, side_px),
        Action::Review(wish) => review::carry_out(app, ctx, wish),
        Action::Exchange(purpose, path) => exchange::picked(app, purpose, &path),
        Action::UseRule(rule, group) => {
            state.group_soon = group;
            app.engine.send(EditRequest::SetSkuRule(Some(rule)));
        }
        Action::ShowProduct(sku) => products::show(app, &sku),
        Action::Ask(dialog) => state.overlay = Some(Overlay::Dialog(dialog)),
        Action::CloseOverlay => state.overlay = None,
        Action::Copy { text, what } => {
            ctx.copy_text(text);
            state.toasts.done(ctx.time(), format!("{what} copied"));
        }
        Action::Download(name) => {
            app.engine.send(models::download(state, name));
        }
        Action::OpenPage(page) => ctx.open_url(egui::OpenUrl::new_tab(page)),
        Action::Revealed => state.models.reveal = None,
        Action::Compare(wish) => compare::carry_out(app, wish),
        Action::Tags(wish) => tagging::apply(app, wish),
        Action::TagBar(wish) => tag_bar::apply(app, wish),
        Action::Dismiss(id) => state.toasts.dismiss(id),
    }
}

fn run(app: &mut App, ctx: &Context, command: UiCommand) {
    let state = &mut app.state;
    match command {
        UiCommand::OpenFolder => ask_path(app, PickPurpose::OpenFolder),
        UiCommand::OpenCatalogue => ask_path(app, PickPurpose::OpenCatalog),
        UiCommand::AddFolder => ask_path(app, PickPurpose::AddFolder),
        UiCommand::SearchByFile => ask_path(app, PickPurpose::SearchPhoto),
        UiCommand::OpenSample => {
            state.library.opening = Some("the sample catalogue".to_owned());
            app.engine.send(CatalogRequest::OpenSample);
        }
        UiCommand::Rescan => {
            app.engine.send(JobRequest::Rescan);
        }
        UiCommand::CancelJob => {
            app.engine.send(CancelRequest::Job);
        }
        UiCommand::ForgetMissing => {
            state.overlay = Some(Overlay::Dialog(Dialog::ForgetMissing { photos: state.library.missing }));
        }
        UiCommand::FocusSearch => state.go_to = Some(Region::Search),
        UiCommand::ClearSearch => ask(app, Query::clear),
        UiCommand::SearchByThis => {
            if let Some(photo) = state.in_hand() {
                ask(app, |q| q.like = Some(Like::Photo(photo)));
            }
        }
        UiCommand::SortByRelevance => sort_by(app, Sort::Relevance),
        UiCommand::SortByName => sort_by(app, Sort::Name),
        UiCommand::SortByDate => sort_by(app, Sort::Date),
        UiCommand::ReverseOrder => ask(app, |q| q.reversed = !q.reversed),
        UiCommand::Grid => show_grid(app),
        UiCommand::Loupe => enlarge(app),
        UiCommand::Zoom => state.loupe = LoupeState { zoomed: !state.loupe.zoomed, ..LoupeState::default() },
        UiCommand::AllPhotos => {
            show_grid(app);
            ask(app, |q| {
                q.folder = None;
                q.only = None;
            });
        }
        UiCommand::Problems => state.view = View::Problems,
        UiCommand::Models => {
            state.view = View::Models;
            app.engine.send(ModelRequest::List);
        }
        UiCommand::Compare => compare::open(app),
        UiCommand::Review => state.overlay = Some(Overlay::Dialog(Dialog::Review(review::form(state)))),
        UiCommand::ImportTags => exchange::open_import(app),
        UiCommand::ImportKeywords => exchange::open_keywords(app),
        UiCommand::ImportLabelSets => ask_path(app, PickPurpose::ImportLabels),
        UiCommand::ExportTags => exchange::open_export(app),
        UiCommand::ExportLabelSets => ask_path(app, PickPurpose::ExportLabels),
        UiCommand::SkuRule => products::open_rule(app, false),
        UiCommand::GroupByProduct => products::toggle_grouping(app),
        UiCommand::SelectProduct => products::select(app),
        UiCommand::ShowOdd => products::show_odd(app),
        UiCommand::AutoAdvance => {
            state.settings.auto_advance = !state.settings.auto_advance;
            let words = if state.settings.auto_advance { "The next photo comes by itself" } else { "The photo stays after a decision" };
            state.toasts.done(ctx.time(), words);
        }
        UiCommand::OpenInViewer | UiCommand::ShowInFolder | UiCommand::CopyPath => with_file(app, ctx, command),
        UiCommand::SelectAll => state.selection.all(&state.shown.hits),
        UiCommand::SelectNone => state.selection.clear(),
        UiCommand::TogglePanels => {
            let show = !(state.settings.left_panel || state.settings.right_panel);
            state.settings.left_panel = show;
            state.settings.right_panel = show;
        }
        UiCommand::ToggleLibrary => state.settings.left_panel = !state.settings.left_panel,
        UiCommand::ToggleInspector => state.settings.right_panel = !state.settings.right_panel,
        UiCommand::LargerThumbnails => apply(app, ctx, Action::SetThumbnailSize(resized(app, 1.0))),
        UiCommand::SmallerThumbnails => apply(app, ctx, Action::SetThumbnailSize(resized(app, -1.0))),
        UiCommand::NextRegion => next_region(app, ctx),
        UiCommand::ThemeSystem => state.settings.theme = ThemeChoice::System,
        UiCommand::ThemeDark => state.settings.theme = ThemeChoice::Dark,
        UiCommand::ThemeLight => state.settings.theme = ThemeChoice::Light,
        UiCommand::ReducedMotion => {
            state.settings.reduced_motion = !state.settings.reduced_motion;
            let words = if state.settings.reduced_motion { "Reduced motion is on" } else { "Reduced motion is off" };
            state.toasts.done(ctx.time(), words);
        }
        UiCommand::Palette => state.overlay = Some(Overlay::Palette(PaletteState::default())),
        UiCommand::CheatSheet => state.overlay = Some(Overlay::CheatSheet),
        UiCommand::Undo if state.view == View::Review => review::carry_out(app, ctx, review::Wish::Undo),
        UiCommand::Redo if state.view == View::Review => review::carry_out(app, ctx, review::Wish::Redo),
        UiCommand::Undo
        | UiCommand::Redo
        | UiCommand::TaggingPanel
        | UiCommand::TagBar
        | UiCommand::EditLabels
        | UiCommand::NewLabelSet
        | UiCommand::DuplicateLabelSet
        | UiCommand::DeleteLabelSet
        | UiCommand::AcceptAbove
        | UiCommand::ReviewBelow
        | UiCommand::Untagged
        | UiCommand::NeedsReview => tagging::run(app, command),
        UiCommand::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
    }
}

/// The photo large; a cell that stands for a product opens that.
fn enlarge(app: &mut App) {
    if app.state.view == View::Compare {
        compare::enlarge(app);
    } else if !products::opens(app) {
        app.state.view = View::Loupe;
        app.state.loupe = LoupeState::default();
    }
}

/// Esc: one step back. What lies on top goes first, the search last.
pub fn escape(app: &mut App) {
    let state = &mut app.state;
    if state.view == View::Loupe && state.compare.beneath {
        compare::open(app);
    } else if state.view != View::Grid {
        show_grid(app);
    } else if state.toasts.dismiss_newest() {
    } else if state.selection.count() > 1 || (state.selection.cursor().is_some() && state.query.is_empty()) {
        state.selection.clear();
    } else if !state.query.is_empty() {
        ask(app, Query::clear);
    }
}

fn open(app: &mut App, path: PathBuf) {
    app.state.library.opening = Some(super::tree::name_of(&path));
    app.engine.send(CatalogRequest::Open(path));
}

fn ask_path(app: &mut App, purpose: PickPurpose) {
    app.state.overlay = Some(Overlay::Dialog(Dialog::Path { purpose, text: String::new() }));
}

/// Changes the question, and asks it where that made a difference.
pub fn ask(app: &mut App, change: impl FnOnce(&mut Query)) {
    let state = &mut app.state;
    let label = state.query.shows_label().then(|| (state.query.base(), state.query.only.clone()));
    change(&mut state.query);
    if let Some((base, only)) = label {
        if state.query.base() != base && state.query.only == only {
            state.query.only = state.tagging.beneath.take();
        }
        if !state.query.shows_label() {
            state.query.sort = state.settings.sort;
            state.query.reversed = false;
        }
    }
    if matches!(state.view, View::Problems | View::Missing | View::Review | View::Models) {
        state.view = View::Grid;
    }
    search(&app.engine, state);
}

fn sort_by(app: &mut App, sort: Sort) {
    app.state.settings.sort = sort;
    ask(app, |q| {
        q.sort = sort;
        q.reversed = false;
    });
}

fn pick(app: &mut App, index: usize, reach: Reach) {
    let state = &mut app.state;
    state.selection.pick(&state.shown.hits, index, reach);
    state.grid.reveal = Some(index);
    state.loupe.centre = egui::Vec2::ZERO;
}

fn goto(app: &mut App, photo: PhotoId) {
    let state = &mut app.state;
    state.selection.visit(&state.shown.hits, photo);
    state.grid.reveal = state.current_index();
    state.loupe = LoupeState::default();
}

fn step(app: &mut App, by: isize) {
    let last = app.state.shown.hits.len().saturating_sub(1);
    let at = app.state.current_index().unwrap_or(0);
    pick(app, at.saturating_add_signed(by).min(last), Reach::Only);
}

fn show_grid(app: &mut App) {
    app.state.compare.beneath = false;
    app.state.view = View::Grid;
    app.state.grid.reveal = app.state.current_index();
}

fn resized(app: &App, direction: f32) -> f32 {
    direction.mul_add(theme::space::L, app.state.settings.thumbnail_size)
}

fn with_file(app: &mut App, ctx: &Context, command: UiCommand) {
    let Some(path) = app.state.in_hand().and_then(|id| app.state.library.path(id)) else { return };
    match command {
        UiCommand::OpenInViewer => {
            app.engine.send(DesktopRequest::OpenInViewer(path));
        }
        UiCommand::ShowInFolder => {
            app.engine.send(DesktopRequest::ShowInFolder(path));
        }
        _ => apply(app, ctx, Action::Copy { text: path.display().to_string(), what: "Path" }),
    }
}

/// Search, library, photos, inspector, and round again; what is hidden is passed over.
fn next_region(app: &mut App, ctx: &Context) {
    let state = &mut app.state;
    let focused = ctx.memory(egui::Memory::focused);
    let here = if focused == Some(search_field::field_id()) {
        Region::Search
    } else if focused == Some(grid::other_focus_id()) {
        Region::OtherPhotos
    } else if focused.is_none() || focused == Some(grid::focus_id()) {
        Region::Photos
    } else {
        state.region
    };
    let order = [Region::Search, Region::Library, Region::Photos, Region::OtherPhotos, Region::Inspector];
    let (compares, sides) = (state.view == View::Compare, matches!(state.view, View::Grid | View::Loupe | View::Problems | View::Missing));
    let from = order.iter().position(|r| *r == here).unwrap_or(0);
    let shown = |region: &Region| match region {
        Region::Library => sides && state.settings.left_panel,
        Region::OtherPhotos => compares && state.compare.tab == compare::Tab::Search,
        Region::Inspector => sides && state.settings.right_panel && (state.tagging.open || state.selection.cursor().is_some()),
        Region::Search | Region::Photos => true,
    };
    let next = (1..=order.len()).map(|i| order[(from + i) % order.len()]).find(shown).unwrap_or(Region::Photos);
    state.region = next;
    state.go_to = Some(next);
    match next {
        Region::Photos => ctx.memory_mut(|m| m.request_focus(grid::focus_id())),
        Region::OtherPhotos => ctx.memory_mut(|m| m.request_focus(grid::other_focus_id())),
        _ => {}
    }
}
