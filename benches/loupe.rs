//! How long a photo of 24 megapixels takes to be seen: fitted, cold and decoded ahead, and with every pixel; and the memory that goes into
//! stepping through 200 of them. The window is driven without a display, so that textures cost nothing here.
//!
//! `cargo bench --bench loupe` draws the photos; `cargo bench --bench loupe -- FOLDER` enlarges those of a folder to 24 megapixels.
#![allow(clippy::print_stdout)] // a measurement is there to be read

use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use engine::EngineOptions;
use engine::protocol::CatalogRequest;
use gui::App;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{Rgb, RgbImage};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const PHOTOS: usize = 200;
/// Different pictures among them.
const PICTURES: usize = 8;
const PIXELS: (u32, u32) = (6000, 4000);
/// Milliseconds that are promised: decoded ahead, cold, every pixel; and the megabytes of memory.
const PROMISED: (f64, f64, f64, f64) = (50.0, 200.0, 500.0, 600.0);

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let home = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let photos = home.path().join("photos");
    fs_err::create_dir_all(&photos).unwrap_or_else(|error| panic!("{error}"));
    make(&photos, folder.as_deref().map(Path::new));
    let mut window = open(home.path(), &photos);
    window.key_press(Key::E);
    seen(&mut window);
    // Further than photos are decoded ahead; the last of these keys is the one that counts.
    let cold = times(14, &mut window, (Key::ArrowRight, 9), rest);
    report("fitted, cold", &cold, PROMISED.1);
    let ahead = times(20, &mut window, (Key::ArrowLeft, 1), rest);
    report("fitted, decoded ahead", &ahead, PROMISED.0);
    let pixels = times(10, &mut window, (Key::Z, 1), |window| {
        press(window, Key::Z);
        press(window, Key::ArrowLeft);
        rest(window);
    });
    report("every pixel, cold", &pixels, PROMISED.2);
    press(&mut window, Key::Z);
    seen(&mut window);
    let zoomed = times(10, &mut window, (Key::ArrowRight, 1), rest);
    report("every pixel, decoded ahead", &zoomed, PROMISED.0);
    forget_peak();
    let start = Instant::now();
    for key in [Key::ArrowLeft, Key::ArrowRight] {
        for _ in 0..PHOTOS / 2 {
            press(&mut window, key);
            seen(&mut window);
        }
    }
    println!("{PHOTOS} photos stepped through at 1:1 in {:.1} s", start.elapsed().as_secs_f64());
    match peak_megabytes() {
        Some(peak) => println!("{:<28} {peak:>7.0} MB   (promised: {:.0})", "memory at its peak", PROMISED.3),
        None => println!("memory at its peak: told on Linux alone"),
    }
}

/// Writes the photos; further names of the same picture cost no room.
fn make(photos: &Path, folder: Option<&Path>) {
    let sources: Vec<PathBuf> = folder.map(files).unwrap_or_default();
    for n in 0..PHOTOS {
        let file = photos.join(format!("photo-{n:03}.jpg"));
        if n >= PICTURES {
            fs_err::hard_link(photos.join(format!("photo-{:03}.jpg", n % PICTURES)), &file).unwrap_or_else(|error| panic!("{error}"));
            continue;
        }
        let picture = match sources.get(n) {
            Some(source) => image::open(source)
                .unwrap_or_else(|error| panic!("{error}"))
                .resize_exact(PIXELS.0, PIXELS.1, FilterType::Triangle)
                .into_rgb8(),
            None => drawn(n as u32),
        };
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 92).encode_image(&picture).unwrap_or_else(|error| panic!("{error}"));
        if n == 0 {
            println!("{PHOTOS} photos of {} x {}, the first of {:.1} MB", PIXELS.0, PIXELS.1, bytes.len() as f64 / 1e6);
        }
        fs_err::write(file, bytes).unwrap_or_else(|error| panic!("{error}"));
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs_err::read_dir(folder).unwrap_or_else(|error| panic!("{error}"));
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.extension().is_some_and(|e| e == "jpg")).collect();
    files.sort();
    files
}

/// Soft shapes with a little noise, as a camera has it.
fn drawn(seed: u32) -> RgbImage {
    let mut noise = seed.wrapping_mul(747_796_405) | 1;
    RgbImage::from_fn(PIXELS.0, PIXELS.1, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = (noise >> 28) as i32;
        let wave = ((x / 700 + y / 500 + seed) % 6) as i32 * 25;
        Rgb([60 + wave + grain, 90 + wave / 2 + grain, 150 - wave / 2 + grain].map(|v| v.clamp(0, 255) as u8))
    })
}

fn open(home: &Path, photos: &Path) -> Harness<'static, App> {
    let options =
        EngineOptions { config_folder: Some(home.join("config")), data_folder: Some(home.join("data")), ..EngineOptions::default() };
    let request = CatalogRequest::Open(photos.to_owned()).into();
    let mut window = Harness::builder().with_size(egui::vec2(1280.0, 800.0)).build_eframe(move |cc| App::new(cc, options, Some(request)));
    let all = format!("{PHOTOS} photos");
    while window.query_all_by_label(&all).next().is_none() || window.query_all_by_label("Cancel").next().is_some() {
        window.run_steps(1);
        std::thread::sleep(Duration::from_millis(20));
    }
    window.query_all_by_label_contains("photo-000.jpg").for_each(|cell| cell.click());
    window.run_steps(3);
    window
}

fn press(window: &mut Harness<'static, App>, key: Key) {
    window.key_press(key);
    window.run_steps(2);
}

/// Runs frames until the photo is seen as it is meant to be.
fn seen(window: &mut Harness<'static, App>) {
    let waits = |window: &Harness<'static, App>| {
        let mut large = window.query_all_by_label_contains(", large");
        large.next().is_none_or(|picture| picture.accesskit_node().is_busy())
    };
    while waits(window) {
        window.run_steps(1);
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Until the neighbours are decoded as well: nothing tells so, and a second is ample.
fn rest(window: &mut Harness<'static, App>) {
    let end = Instant::now() + Duration::from_millis(1500);
    while Instant::now() < end {
        window.run_steps(1);
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Milliseconds from a key, the last of so many, to its picture; sorted.
fn times(
    n: usize,
    window: &mut Harness<'static, App>,
    (key, presses): (Key, usize),
    after: impl Fn(&mut Harness<'static, App>),
) -> Vec<f64> {
    rest(window);
    let mut times: Vec<f64> = (0..n)
        .map(|_| {
            (1..presses).for_each(|_| press(window, key));
            let start = Instant::now();
            press(window, key);
            seen(window);
            let time = start.elapsed().as_secs_f64() * 1e3;
            after(window);
            time
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn report(what: &str, times: &[f64], promised: f64) {
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{what:<28} {median:>7.1} ms median, {worst:.1} ms at most   (promised: {promised:.0})");
}

/// Linux counts the peak anew.
fn forget_peak() {
    // Elsewhere there is nothing to forget.
    let _ = fs_err::write("/proc/self/clear_refs", "5");
}

fn peak_megabytes() -> Option<f64> {
    let status = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}
