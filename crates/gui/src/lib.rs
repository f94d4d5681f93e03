//! The window, in egui: what a person sees, clicks and types.
//!
//! It holds an [`Engine`](engine::Engine) and nothing below it, so that it cannot wait for a disk or a model.
//!
//! | folder | what |
//! |---|---|
//! | `app` | composes: the list of features, routing, what lies over the window; the only one that sees all |
//! | `shell` | what every feature may see (`Ctx`) and ask for (`Effect`) |
//! | `kit` | widgets, theme, forms, textures: they know no state |
//! | the others | one feature each: its state, its messages, what it draws, its commands |
//!
//! A feature imports `shell` and `kit`, never `app` and never another feature. Drawing reads; it hands back messages to its own
//! feature and effects for the app. Every colour and size comes from `theme`.

mod agreement;
mod app;
mod audit;
mod axes;
mod backups;
mod browse;
mod clocks;
mod colours;
mod compare;
mod copies;
mod evaluation;
mod exchange;
mod feeds;
mod kit;
mod localise;
mod map;
mod marks;
mod models;
mod products;
mod review;
mod searches;
mod sharing;
mod shell;
mod shots;
mod stacks;
mod standards;
mod survey;
mod tagging;
mod words;

pub use app::App;

use engine::EngineOptions;
use engine::protocol::Request;

/// Smallest size of the window, points.
const MIN_SIZE: [f32; 2] = [720.0, 480.0];

/// Opens the window and stays until it is closed. `open` is sent to the engine first.
/// Without a display it answers why there is no window.
pub fn run(options: EngineOptions, open: Option<Request>) -> Result<(), String> {
    let (engine, waker) = app::start_engine(options);
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Selvedge")
        .with_app_id("selvedge")
        .with_inner_size(app::remembered_size(&engine.settings(), MIN_SIZE))
        .with_min_inner_size(MIN_SIZE)
        .with_drag_and_drop(true);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../../packaging/icon/selvedge-256.png")) {
        viewport = viewport.with_icon(icon);
    }
    let native = eframe::NativeOptions { viewport, persist_window: false, ..Default::default() };
    eframe::run_native("selvedge", native, Box::new(move |cc| Ok(Box::new(App::with_engine(cc, engine, &waker, open)))))
        .map_err(|e| reason(&e))
}

/// Why there is no window, without the places in other people's source code that winit tells.
fn reason(error: &eframe::Error) -> String {
    let text = error.to_string();
    match error {
        eframe::Error::WinitEventLoop(_) => {
            let cause = text.rsplit(": ").next().unwrap_or(&text);
            format!("no display can be reached ({cause})")
        }
        _ => text,
    }
}
