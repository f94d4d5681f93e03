//! Frame time of the window with 100,000 photos: the processor's share of a frame, from input to triangles, without a graphics card.
//!
//! `cargo bench --bench grid` prints median, 95th and 99th percentile for a grid at rest, scrolled slowly and scrolled fast,
//! while thumbnails arrive at the most that a frame takes. The promise is 8 ms at the 95th percentile.

use base::{CaptureFacts, ClockOffset, Clocks, ContentHash, Photo, PhotoId, PictureFacts, Rgb8, Root, RootId, Stamp};
use egui_kittest::Harness;
use engine::EngineOptions;
use engine::protocol::{Event, Hit, RequestId, RootView, SearchResults, Snapshot};
use gui::App;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

const PHOTOS: i64 = 100_000;
const FRAMES: usize = 600;
const PROMISE_MS: f64 = 8.0;
/// As many thumbnails as the window uploads in one frame.
const ARRIVALS: i64 = 8;

fn hash(id: i64) -> ContentHash {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&id.to_le_bytes());
    ContentHash(bytes)
}

fn snapshot() -> Arc<Snapshot> {
    let root = RootId(1);
    let photo = |id| Photo {
        id: PhotoId(id),
        root,
        path: format!("shoot/IMG_{id:06}_a_rather_long_product_name_front.jpg").into(),
        stamp: Stamp::new(1_000_000, 0),
        hash: hash(id),
        width: 1800,
        height: 2400,
        format: "JPEG".to_owned(),
        captured: None,
        clock: ClockOffset::NONE,
        facts: CaptureFacts::default(),
        picture: PictureFacts::default(),
        companion: None,
        missing: id % 1000 == 0,
    };
    Arc::new(Snapshot {
        catalog: "/bench.selvedge".into(),
        name: "bench".to_owned(),
        read_only: false,
        roots: vec![RootView {
            root: Root { id: root, path: "/photos".into() },
            photos: PHOTOS as u64,
            missing: 0,
            reachable: true,
            look: None,
        }],
        folders: Vec::new(),
        photos: (0..PHOTOS).map(photo).collect(),
        clocks: Clocks::new(),
        problems: [].into(),
        unread_folders: 0,
        model: "starter".to_owned(),
        embedded: PHOTOS as u64,
    })
}

fn results() -> SearchResults {
    SearchResults {
        request: RequestId(1),
        hits: (0..PHOTOS).map(|id| Hit::of(PhotoId(id), Some(0.5 - id as f32 * 4e-6))).collect(),
        considered: PHOTOS as u64,
        folded: 0,
        found_together: Arc::default(),
        scores: Arc::default(),
        unknown_words: Vec::new(),
        cut: Vec::new(),
        timeline: None,
        weak_words: Vec::new(),
        searched_as: Vec::new(),
        offered: Vec::new(),
        nothing: None,
        words: Vec::new(),
        whatever_label: None,
        unmet: Vec::new(),
        error: None,
        seconds: 0.01,
    }
}

fn window(folder: &std::path::Path) -> Harness<'static, App> {
    let options =
        EngineOptions { config_folder: Some(folder.join("config")), data_folder: Some(folder.join("data")), ..EngineOptions::default() };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .with_step_dt(1.0 / 60.0)
        .build_eframe(move |cc| App::new(cc, options, None));
    let ctx = harness.ctx.clone();
    harness.state_mut().on_event(&ctx, Event::Snapshot(snapshot()));
    harness.state_mut().on_event(&ctx, Event::Results(results()));
    harness.run_steps(5);
    harness
}

/// Milliseconds of each frame, sorted. A frame is all that the processor does for it: the thumbnails that arrived are taken in,
/// the window is laid out, the shapes become triangles.
fn frames(harness: &mut Harness<'static, App>, scroll_px: f32) -> Vec<f64> {
    let ctx = harness.ctx.clone();
    let mut next = 0;
    harness.hover_at(egui::pos2(600.0, 400.0));
    harness.run_steps(1);
    let mut times: Vec<f64> = (0..FRAMES)
        .map(|_| {
            let thumbnails: Vec<_> = (0..if scroll_px == 0.0 { 0 } else { ARRIVALS })
                .map(|i| (hash((next + i) % PHOTOS), Rgb8::new(192, 256, vec![200; 3 * 192 * 256])))
                .collect();
            next += ARRIVALS;
            if scroll_px != 0.0 {
                harness.input_mut().events.push(egui::Event::MouseWheel {
                    unit: egui::MouseWheelUnit::Point,
                    delta: egui::vec2(0.0, -scroll_px),
                    phase: egui::TouchPhase::Move,
                    source: egui::MouseWheelSource::Unknown,
                    modifiers: egui::Modifiers::NONE,
                });
            }
            let start = Instant::now();
            for thumbnail in thumbnails {
                harness.state_mut().on_thumbnail(&ctx, thumbnail);
            }
            harness.step();
            let shapes = harness.output().shapes.clone();
            let triangles = ctx.tessellate(shapes, 1.0);
            let ms = start.elapsed().as_secs_f64() * 1000.0;
            std::hint::black_box(triangles);
            ms
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut harness = window(folder.path());
    let mut out = std::io::stdout();
    for (name, scroll_px) in [("at rest", 0.0), ("60 px a frame", 60.0), ("400 px a frame", 400.0)] {
        let times = frames(&mut harness, scroll_px);
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        let kept = if at(0.95) <= PROMISE_MS { "kept" } else { "BROKEN" };
        writeln!(
            out,
            "{PHOTOS} photos, {name}: median {:.2} ms, p95 {:.2} ms, p99 {:.2} ms; promise of {PROMISE_MS} ms at p95 {kept}",
            at(0.5),
            at(0.95),
            at(0.99)
        )?;
    }
    Ok(())
}
