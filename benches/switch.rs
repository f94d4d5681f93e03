//! Frame time of the window while it changes from one model to another and back.
//!
//! `cargo bench --bench switch -- CATALOGUE` takes a copy of a catalogue whose photos two models have embedded, both of them on
//! this machine, and chooses them in turn from the model's menu. It prints how soon the other one answers, and the longest frame until then.

use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use engine::EngineOptions;
use engine::protocol::CatalogRequest;
use gui::App;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const SWITCHES: usize = 6;
const FRAME: Duration = Duration::from_millis(16);
const PATIENCE: Duration = Duration::from_mins(2);

/// The labels in the window that begin and end so.
fn labels(harness: &Harness<'static, App>, begin: &str, end: &str) -> Vec<String> {
    let found = harness.query_all_by_label_contains(begin).filter_map(|node| node.accesskit_node().label());
    found.filter(|label| label.starts_with(begin) && label.ends_with(end)).collect()
}

/// Draws frames until `done`; the longest in milliseconds, and how long it took in all.
fn draw(harness: &mut Harness<'static, App>, done: impl Fn(&Harness<'static, App>) -> bool) -> std::io::Result<(f64, f64)> {
    let begin = Instant::now();
    let mut longest: f64 = 0.0;
    loop {
        let start = Instant::now();
        harness.step();
        let shapes = harness.output().shapes.clone();
        std::hint::black_box(harness.ctx.tessellate(shapes, 1.0));
        longest = longest.max(start.elapsed().as_secs_f64() * 1000.0);
        if done(harness) {
            return Ok((longest, begin.elapsed().as_secs_f64() * 1000.0));
        }
        if begin.elapsed() > PATIENCE {
            return Err(std::io::Error::other("it did not come to pass; have two models embedded every photo?"));
        }
        std::thread::sleep(FRAME.saturating_sub(start.elapsed()));
    }
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout();
    let Some(catalogue) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')).map(PathBuf::from) else {
        return writeln!(out, "which catalogue? cargo bench --bench switch -- CATALOGUE");
    };
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("copy.selvedge");
    fs_err::copy(&catalogue, &copy)?;
    let options = EngineOptions {
        config_folder: Some(folder.path().join("config")),
        data_folder: Some(folder.path().join("data")),
        ..EngineOptions::default()
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 800.0))
        .with_step_dt(FRAME.as_secs_f32())
        .build_eframe(move |cc| App::new(cc, options, Some(CatalogRequest::Open(copy).into())));
    let (longest, ms) = draw(&mut harness, |h| !labels(h, "Model: ", "").is_empty())?;
    writeln!(out, "opened: shown after {ms:.0} ms, longest frame {longest:.1} ms")?;
    for _ in 0..SWITCHES {
        let before = labels(&harness, "Model: ", "").concat();
        harness.get_by_label(&before).click();
        draw(&mut harness, |h| !labels(h, "Use ", "photos embedded").is_empty())?;
        let other = labels(&harness, "Use ", "photos embedded").swap_remove(0);
        harness.get_by_label(&other).click();
        let (longest, ms) = draw(&mut harness, |h| labels(h, "Model: ", "").first().is_some_and(|now| *now != before))?;
        let after = labels(&harness, "Model: ", "").concat();
        writeln!(out, "{after}: answers after {ms:.0} ms, longest frame {longest:.1} ms")?;
        harness.key_press(egui::Key::Escape);
        draw(&mut harness, |h| labels(h, "Use ", "photos embedded").is_empty())?;
    }
    Ok(())
}
