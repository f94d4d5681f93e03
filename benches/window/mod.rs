//! A window on 100,000 photos, and the processor's share of its frames: from input to triangles, without a graphics card.

use base::{Clocks, ContentHash, Photo, PhotoId, Root, RootId};
use egui::{Modifiers, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::Harness;
use engine::EngineOptions;
use engine::protocol::{Event, Hit, RequestId, RootView, SearchResults, Snapshot};
use gui::App;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

pub const PHOTOS: i64 = 100_000;
const PROMISE_MS: f64 = 8.0;

pub type Window = Harness<'static, App>;

/// What tells the file of a photo from another one.
pub fn hash(id: i64) -> ContentHash {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&id.to_le_bytes());
    ContentHash(bytes)
}

pub fn photo(id: i64, path: &str) -> Photo {
    Photo { size: 1_000_000, hash: hash(id), width: 1800, height: 2400, ..Photo::sample(id, path) }
}

/// Opens the window on these photos, all found with the scores that `score` gives.
pub fn open(folder: &Path, photo: impl Fn(i64) -> Photo, score: impl Fn(i64) -> Option<f32>) -> Window {
    let options =
        EngineOptions { config_folder: Some(folder.join("config")), data_folder: Some(folder.join("data")), ..EngineOptions::default() };
    let mut window =
        Harness::builder().with_size(vec2(1280.0, 800.0)).with_step_dt(1.0 / 60.0).build_eframe(move |cc| App::new(cc, options, None));
    let ctx = window.ctx.clone();
    let root = Root { id: RootId(1), path: "/photos".into() };
    let snapshot = Snapshot {
        catalog: "/bench.selvedge".into(),
        name: "bench".to_owned(),
        read_only: false,
        roots: vec![RootView { root, photos: PHOTOS as u64, missing: 0, reachable: true, look: None }],
        folders: Vec::new(),
        photos: Arc::new((0..PHOTOS).map(photo).collect()),
        clocks: Clocks::new(),
        problems: [].into(),
        unread_folders: 0,
        model: "starter".to_owned(),
        embedded: PHOTOS as u64,
    };
    let results = SearchResults {
        request: RequestId(1),
        hits: (0..PHOTOS).map(|id| Hit::of(PhotoId(id), score(id))).collect(),
        considered: PHOTOS as u64,
        ..SearchResults::default()
    };
    window.state_mut().on_event(&ctx, Event::Snapshot(Arc::new(snapshot)));
    window.state_mut().on_event(&ctx, Event::Results(results));
    window.run_steps(5);
    window
}

/// Milliseconds of each frame, sorted. `before` makes what arrives with a frame, which is not timed; `arrive` takes it in, which is.
pub fn frames<T>(
    window: &mut Window,
    count: usize,
    mut before: impl FnMut(&mut Window, usize) -> T,
    mut arrive: impl FnMut(&mut Window, T),
) -> Vec<f64> {
    let ctx = window.ctx.clone();
    let mut times: Vec<f64> = (0..count)
        .map(|frame| {
            let arrival = before(window, frame);
            let start = Instant::now();
            arrive(window, arrival);
            window.step();
            let shapes = window.output().shapes.clone();
            let triangles = ctx.tessellate(shapes, 1.0);
            let ms = start.elapsed().as_secs_f64() * 1000.0;
            std::hint::black_box(triangles);
            ms
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// The wheel is turned by so many points.
pub fn wheel(by: f32) -> egui::Event {
    egui::Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

/// Tells the times of some frames, and whether they keep what is promised.
pub fn tell(out: &mut impl Write, name: &str, times: &[f64]) -> std::io::Result<()> {
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let kept = if at(0.95) <= PROMISE_MS { "kept" } else { "BROKEN" };
    let (median, p95, p99) = (at(0.5), at(0.95), at(0.99));
    writeln!(
        out,
        "{PHOTOS} photos, {name}: median {median:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms; promise of {PROMISE_MS} ms at p95 {kept}"
    )
}
