//! How soon a decision is on disk while an index runs: `cargo bench --bench decide -- FOLDER`.
//!
//! Opens the folder in an engine as the window does, and while its photos are read tags one photo after another. A
//! decision counts from the request until the engine says that it is committed (and flushed).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{LabelDraft, LabelSetDraft, Ruling};
use engine::protocol::{CatalogRequest, Edit, EditRequest, Event, Snapshot, Tags};
use engine::{Engine, EngineOptions};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What has been heard so far.
#[derive(Default)]
struct Heard {
    snapshot: Option<Arc<Snapshot>>,
    tags: Option<Arc<Tags>>,
    edited: bool,
    ended: bool,
}

impl Heard {
    fn listen(&mut self, engine: &Engine) {
        for event in engine.events() {
            match event {
                Event::Snapshot(snapshot) => self.snapshot = Some(snapshot),
                Event::Tags(tags) => self.tags = Some(tags),
                Event::Edited(_) => self.edited = true,
                Event::JobEnded(_) => self.ended = true,
                _ => {}
            }
        }
    }

    fn until(&mut self, engine: &Engine, so: impl Fn(&Self) -> bool) {
        while !so(self) {
            std::thread::sleep(Duration::from_micros(200));
            self.listen(engine);
        }
    }
}

fn main() {
    let folder = std::env::args().skip(1).find(|a| !a.starts_with("--")).map(PathBuf::from);
    let Some(folder) = folder.filter(|f| f.is_dir()) else {
        println!("skipped: name a folder of photos, such as the one of the catalogue you work on");
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let options = EngineOptions {
        config_folder: Some(home.path().join("config")),
        data_folder: Some(home.path().join("data")),
        ..EngineOptions::default()
    };
    let engine = Engine::start(options, Arc::new(|| {}));
    let mut heard = Heard::default();
    engine.send(CatalogRequest::Open(folder));
    heard.until(&engine, |h| h.snapshot.as_ref().is_some_and(|s| !s.photos.is_empty()));
    let labels = ["Yes", "No"].map(|name| LabelDraft { name: name.to_owned(), ..LabelDraft::default() }).to_vec();
    engine.send(EditRequest::Edit(Edit::SaveSet(LabelSetDraft { labels, ..LabelSetDraft::named("Keep") })));
    heard.until(&engine, |h| h.tags.as_ref().is_some_and(|t| !t.sets.is_empty()));
    let set = heard.tags.as_ref().unwrap().sets[0].clone();
    let mut seconds = Vec::new();
    while !heard.ended {
        let photos = heard.snapshot.as_ref().unwrap().photos.clone();
        let photo = photos[seconds.len() * 7919 % photos.len()].id;
        let label = set.labels[seconds.len() / photos.len() % 2].id;
        heard.edited = false;
        let start = Instant::now();
        engine.send(EditRequest::Edit(Edit::Decide { photos: [photo].into(), set: set.id, rulings: vec![Ruling::Accept(label)] }));
        heard.until(&engine, |h| h.edited);
        seconds.push(start.elapsed().as_secs_f64());
        std::thread::sleep(Duration::from_millis(5));
        heard.listen(&engine);
    }
    seconds.sort_by(f64::total_cmp);
    let at = |share: f64| seconds[((seconds.len() - 1) as f64 * share) as usize] * 1e3;
    let photos = heard.snapshot.unwrap().photos.len();
    println!("{} decisions while {photos} photos were indexed", seconds.len());
    println!("until committed: median {:.1} ms, 95 % {:.1} ms, 99 % {:.1} ms, longest {:.1} ms", at(0.5), at(0.95), at(0.99), at(1.0));
}
