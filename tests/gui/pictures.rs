//! How the main screens look, light and dark: each is painted and compared with the picture of it in `tests/pictures`.
//!
//! A change of look is accepted with `SELVEDGE_ACCEPT_PICTURES=1 cargo test --test house pictures`, and then seen in review.
//! Where a picture differs, what was painted and where it differs lie in `target/pictures` afterwards.

use super::window::Window;
use crate::second_model;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable, by};
use engine::protocol::CatalogRequest;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{Rgb, RgbImage};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How far a channel may be off: pictures are kept in 32 levels a channel, and the last digit of a font's edge is nobody's business.
const TOLERANCE: u8 = 24;
/// Pixels that may be further off.
const MOST_DIFFERENT: usize = 60;
/// A screen that has not come to look as expected, and has not changed for this long, will not do so.
const REST: Duration = Duration::from_secs(20);
const ACCEPT: &str = "SELVEDGE_ACCEPT_PICTURES";

#[test]
fn the_main_screens_look_as_accepted_in_light() {
    look("light");
}

#[test]
fn the_main_screens_look_as_accepted_in_dark() {
    look("dark");
}

/// Goes through the screens on the sample catalogue, and fails at the end with the names of those that look otherwise.
fn look(theme: &str) {
    let mut screens = Screens::open(theme);
    screens.browse();
    screens.decide();
    screens.choose();
    screens.walk();
    let different = screens.different;
    assert!(different.is_empty(), "these look different: {different:?}; see target/pictures, and accept with {ACCEPT}=1");
}

struct Screens {
    window: Window,
    theme: String,
    different: Vec<String>,
}

impl Screens {
    fn open(theme: &str) -> Self {
        let mut window = Window::sized(egui::vec2(1280.0, 800.0), |photos| {
            let config = photos.with_file_name("config");
            fs_err::create_dir_all(&config).unwrap();
            let name = if theme == "light" { "Light" } else { "Dark" };
            fs_err::write(config.join("settings.json"), format!(r#"{{"theme": "{name}", "reduced_motion": true}}"#)).unwrap();
            Some(CatalogRequest::OpenSample.into())
        });
        window.until("the sample is indexed", |w| w.sees_part("Indexed 120 photos") && !w.busy());
        Self { window, theme: theme.to_owned(), different: Vec::new() }
    }

    fn browse(&mut self) {
        self.see("grid");
        self.window.search("red dress");
        self.window.until("there are scores", |w| w.sees("Score at least"));
        self.window.key(Key::ArrowDown);
        self.window.key(Key::ArrowRight);
        self.window.until("similar photos are there", |w| w.sees_part("Similar: "));
        self.see("search");
        self.window.key(Key::Enter);
        self.see("loupe");
        self.window.key(Key::Escape);
    }

    fn decide(&mut self) {
        let sets = self.window.photos().with_file_name("sets.csv");
        fs_err::write(&sets, "set,label\nCategory,dress\nCategory,shirt\nCategory,shoes\nCategory,bag\n").unwrap();
        self.window.command("Import label sets…");
        self.window.type_path(&sets);
        self.window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
        self.window.until("every photo is counted", |w| w.sees_part("Accept ") && w.sees_part("Imported Category"));
        self.see("tagging");
        self.window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
        self.window.until("the review can begin", |w| w.sees_part(" photos of Category"));
        self.window.key(Key::Enter);
        self.window.until("there is a first photo", |w| w.sees("Which category?"));
        self.see("review");
        self.window.key(Key::Escape);
    }

    fn choose(&mut self) {
        let folder = second_model::save(&self.window.photos().with_file_name("turned"));
        super::models::add(&mut self.window, &folder);
        self.window.click("Embed photos");
        self.window.until("both have read the photos", |w| w.harness.query_all_by_label("120 photos embedded").count() == 2);
        self.window.until("the run is told", |w| w.sees_part("Embedded 120 photos"));
        self.see("models");
        self.window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
        self.window.select_all_and_write("Search", "red dress");
        self.window.until("both have answered", |w| w.sees_part("of the first 10 in both"));
        self.see("compare");
        self.window.key(Key::Escape);
        self.window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
        self.window.until("the export can begin", |w| w.sees_part("Export "));
        self.see("export");
        self.window.key(Key::Escape);
    }

    fn walk(&mut self) {
        self.window.command("Walk from here to there");
        self.window.select_all_and_write("Walk from", "red dress");
        self.window.select_all_and_write("Walk to", "blue dress");
        self.window.key(Key::Enter);
        self.window.until("the way is there", |w| w.sees_part("Step 10: "));
        let step = self.window.names().into_iter().find(|name| name.starts_with("Step 7: ")).unwrap_or_default();
        self.window.click(&step);
        self.window.until("the grid is there", |w| w.sees_part("67 % of the way"));
        self.see("walk");
        self.window.key(Key::Escape);
    }

    /// Compares the screen with its picture as soon as it has come to rest.
    fn see(&mut self, screen: &str) {
        let name = format!("{screen}-{}.png", self.theme);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(&name);
        let accept = std::env::var_os(ACCEPT).is_some();
        let wanted = if accept { None } else { image::open(&file).ok().map(image::DynamicImage::into_rgb8) };
        // Messages come and go in their own time, and no screen is about them.
        while self.window.sees("Dismiss") {
            self.window.click("Dismiss");
        }
        let seen = self.at_rest(wanted.as_ref());
        if accept {
            save(&seen, &file);
        } else if wanted.as_ref().is_none_or(|wanted| !alike(&seen, wanted)) {
            let folder = output_folder();
            save(&seen, &folder.join(&name));
            if let Some(wanted) = wanted {
                save(&difference(&seen, &wanted), &folder.join(format!("difference-{name}")));
            }
            self.different.push(name);
        }
    }

    /// The screen once it looks as wanted, or else once nothing has changed for a while.
    fn at_rest(&mut self, wanted: Option<&RgbImage>) -> RgbImage {
        let (mut last, mut since) = (self.paint(), Instant::now());
        let mut rested = None;
        self.window.until("the screen has come to rest", |window| {
            let now = paint(window);
            if now != last {
                (last, since) = (now, Instant::now());
            }
            let done = wanted.is_some_and(|wanted| alike(&last, wanted)) || since.elapsed() > REST;
            if done {
                rested = Some(last.clone());
            }
            done
        });
        rested.unwrap()
    }

    fn paint(&self) -> RgbImage {
        paint(&self.window)
    }
}

/// The window, with everything grey that differs from run to run: the temporary folder's name, times and speeds. How far what
/// follows on the line is shifted depends on them, so more than they are goes grey.
fn paint(window: &Window) -> RgbImage {
    let mut picture = window.picture();
    let folder = window.photos().parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    let room = move |text: Option<String>| {
        let text = text?;
        let timed = text.ends_with(" ms") || text.contains(" photos/s");
        if text.contains(&folder) { Some(200.0) } else { timed.then_some(540.0) }
    };
    let of = room.clone();
    let all = window.harness.query_all(by().predicate(move |node| room(node.label()).or_else(|| room(node.value())).is_some()));
    for node in all {
        let rect = node.rect();
        let wide = of(node.accesskit_node().label()).or_else(|| of(node.accesskit_node().value())).unwrap_or(0.0_f32).max(rect.width());
        let right = (rect.left() + wide).max(0.0) as u32;
        for y in rect.top().max(0.0) as u32..(rect.bottom().max(0.0) as u32).min(picture.height()) {
            for x in rect.left().max(0.0) as u32..right.min(picture.width()) {
                picture[(x, y)] = Rgb([128; 3]);
            }
        }
    }
    picture
}

fn is_far(a: Rgb<u8>, b: Rgb<u8>) -> bool {
    a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > TOLERANCE)
}

fn alike(a: &RgbImage, b: &RgbImage) -> bool {
    a.dimensions() == b.dimensions() && a.pixels().zip(b.pixels()).filter(|(a, b)| is_far(**a, **b)).count() <= MOST_DIFFERENT
}

/// What was seen, faint, with each pixel red that is too far off.
fn difference(seen: &RgbImage, wanted: &RgbImage) -> RgbImage {
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let pixel = seen[(x, y)];
        let same = wanted.get_pixel_checked(x, y).is_some_and(|wanted| !is_far(pixel, *wanted));
        if same { Rgb(pixel.0.map(|channel| 192 + channel / 4)) } else { Rgb([255, 0, 0]) }
    })
}

fn output_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures")
}

/// Writes a picture in 32 levels a channel, which makes its file half as large.
fn save(picture: &RgbImage, file: &Path) {
    fs_err::create_dir_all(file.parent().unwrap()).unwrap();
    let fewer: Vec<u8> = picture.as_raw().iter().map(|level| level & 0xf8 | level >> 5).collect();
    let fewer = RgbImage::from_raw(picture.width(), picture.height(), fewer).unwrap();
    let file = fs_err::File::create(file).unwrap();
    fewer.write_with_encoder(PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive)).unwrap();
}
