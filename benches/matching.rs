//! How often a photo without a SKU is matched to the right product by its looks. Wants `../shared`: `cargo bench --bench matching` takes 300 photos
//! of `kagl-photos`, which has one photo a product, alters each in three ways, and matches the results to all 1,200. Other sides of a product are in
//! no data set here, so what is measured is altered copies and nothing else.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{Cancel, Device, Encoder, PhotoId, Progress, SkuBook};
use catalog::Catalog;
use hub::{HubSettings, Shelf};
use image::imageops::{self, FilterType};
use image::{Rgb, RgbImage};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use tasks::shots::{Reference, SkuMatch, match_photos};
use workspace::{Library, Workspace};

/// Every fourth photo by path is altered.
const EVERY: usize = 4;
/// From this score and margin on a match is taken for sure.
const SURE: (f32, f32) = (0.95, 0.02);
/// A channel of a shop's white background.
const WHITE: u8 = 240;

type Alter = fn(&RgbImage) -> RgbImage;
const WAYS: [(&str, Alter); 3] =
    [("cropped, turned, brightened", mild), ("before another ground", ground), ("mirrored, a third of it", part)];

fn main() {
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/kagl-photos");
    if !shop.is_dir() {
        println!("left out: there is no ../shared/data/kagl-photos beside the repository");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let altered = home.path().join("altered");
    fs_err::create_dir(&altered).unwrap();
    let mut paths: Vec<_> = photo::walk(&shop, &Cancel::default(), &mut |_| ()).unwrap().files.into_iter().map(|file| file.path).collect();
    paths.sort();
    for path in paths.iter().step_by(EVERY) {
        let drawn = image::open(shop.join(path)).unwrap().to_rgb8();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        for (way, (_, alter)) in WAYS.iter().enumerate() {
            alter(&drawn).save(altered.join(format!("{way}_{stem}.png"))).unwrap();
        }
    }
    let workspace = indexed(&home.path().join("shop.selvedge"), &shop, &altered);
    let (mut references, mut asked) = (Vec::new(), HashMap::new());
    for photo in workspace.opened.snapshot.photos.iter() {
        let stem = photo.path.file_stem().unwrap().to_string_lossy().into_owned();
        match stem.split_once('_') {
            Some((way, of)) => drop(asked.insert(photo.id, (way.parse::<usize>().unwrap(), of.to_owned()))),
            None => references.push(Reference { sku: stem.into(), photos: vec![photo.id] }),
        }
    }
    let ids: Vec<PhotoId> = asked.keys().copied().collect();
    let found = match_photos(&workspace.opened.searchable, &references, &ids, &SkuBook::default(), &|| false).unwrap();
    let is_right = |found: &&SkuMatch| *found.first.sku == *asked[&found.photo].1;
    for (way, (name, _)) in WAYS.iter().enumerate() {
        let of: Vec<&SkuMatch> = found.iter().filter(|found| asked[&found.photo].0 == way).collect();
        println!(
            "{name:<30} {} of {} right first, of {} products",
            of.iter().copied().filter(is_right).count(),
            of.len(),
            references.len()
        );
    }
    let sure: Vec<&SkuMatch> = found.iter().filter(|found| found.first.score >= SURE.0 && found.margin() >= SURE.1).collect();
    println!("score {} and margin {} or more: {} of {} right", SURE.0, SURE.1, sure.iter().copied().filter(is_right).count(), sure.len());
}

fn indexed(file: &Path, shop: &Path, altered: &Path) -> Workspace {
    let hub = HubSettings { cache: None, endpoint: String::new(), token: None, offline: true, proxies: false };
    let shelf = Shelf::with_hub(None, hub);
    let source = shelf.resolve("starter").unwrap();
    let encoder: Arc<dyn Encoder> = Arc::new(shelf.open(&source, Device::Cpu, base::ArithmeticChoice::Auto).unwrap());
    let mut library = Library::new(Catalog::create(file).unwrap(), Arc::clone(&encoder));
    library.index(&[shop.to_owned(), altered.to_owned()], &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    Workspace::read(library.catalog(), encoder).unwrap()
}

/// A twentieth off two sides, a twentieth brighter, turned by three degrees.
fn mild(photo: &RgbImage) -> RgbImage {
    let (width, height) = photo.dimensions();
    let cropped = imageops::crop_imm(photo, width / 20, height / 20, width - width / 20, height - height / 20).to_image();
    let (sin, cos) = 3.0_f32.to_radians().sin_cos();
    let (x0, y0) = (cropped.width() as f32 / 2.0, cropped.height() as f32 / 2.0);
    RgbImage::from_fn(cropped.width(), cropped.height(), |x, y| {
        let (dx, dy) = (x as f32 - x0, y as f32 - y0);
        let (from_x, from_y) = (x0 + cos * dx + sin * dy, y0 - sin * dx + cos * dy);
        let is_inside = from_x >= 0.0 && from_y >= 0.0 && from_x < cropped.width() as f32 && from_y < cropped.height() as f32;
        let pixel = if is_inside { *cropped.get_pixel(from_x as u32, from_y as u32) } else { Rgb([255; 3]) };
        Rgb(pixel.0.map(|v| (f32::from(v) * 1.05).min(255.0) as u8))
    })
}

/// What is white becomes a wall that is darker below.
fn ground(photo: &RgbImage) -> RgbImage {
    RgbImage::from_fn(photo.width(), photo.height(), |x, y| {
        let pixel = *photo.get_pixel(x, y);
        let shade = (40 * y / photo.height()) as u8;
        if pixel.0.iter().all(|v| *v >= WHITE) { Rgb([176 - shade, 168 - shade, 150 - shade]) } else { pixel }
    })
}

/// The middle, of a third of the area, mirrored and as large as the photo.
fn part(photo: &RgbImage) -> RgbImage {
    let (width, height) = photo.dimensions();
    let (w, h) = ((width as f32 * 0.577) as u32, (height as f32 * 0.577) as u32);
    let cropped = imageops::crop_imm(photo, (width - w) / 2, (height - h) / 2, w, h).to_image();
    imageops::flip_horizontal(&imageops::resize(&cropped, width, height, FilterType::Triangle))
}
