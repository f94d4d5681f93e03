//! Photos a second from files to a finished catalogue, with the starter model:
//! `cargo bench --bench index [-- FOLDER]` (default: 600 pictures that it draws itself).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{Cancel, Progress};
use catalog::Catalog;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use workspace::Library;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DRAWN: u32 = 600;

fn main() {
    let work = tempfile::tempdir().unwrap();
    let folder = std::env::args().skip(1).find(|a| !a.starts_with("--")).map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| draw(&work.path().join("photos")));
    let model = clip::open(&clip::ModelSource::Starter, base::Device::Cpu).unwrap();
    let catalog = Catalog::create(&work.path().join("bench.selvedge")).unwrap();
    let mut library = Library::new(catalog, Arc::new(model));
    let report = library.index(&[folder], &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    println!("{} photos in {:.1} s: {:.0} photos/s", report.added, report.seconds, report.photos_per_second);
}

fn draw(folder: &Path) -> PathBuf {
    fs_err::create_dir_all(folder).unwrap();
    for n in 0..DRAWN {
        let pixel = |x: u32, y: u32| image::Rgb([(x * 3 + n) as u8, (y * 2) as u8, (x * y / 64 + n) as u8]);
        image::RgbImage::from_fn(168, 224, pixel).save(folder.join(format!("{n:04}.jpg"))).unwrap();
    }
    folder.to_owned()
}
