//! Frame time of the map with 100,000 photos: the window's share of a frame, from input to triangles, without a graphics card; and what laying out
//! and placing cost, with how well neighbours are kept beside the two main directions alone.
//!
//! `cargo bench --bench map` prints median, 95th and 99th percentile at rest, while the pointer moves, while the map is zoomed, and while it is
//! pushed from a near view. The promise is 8 ms at the 95th percentile.

mod window;

use base::{Photo, PhotoId, Progress, Root, RootId};
use egui::epaint::Primitive;
use egui::{Event, Key, Modifiers, PointerButton, pos2};
use engine::protocol::{Event as Told, MapState, MapView, PhotoMap};
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;
use tasks::map::{lay_out, rough};
use tasks::search::Searchable;
use testing::noise;
use vectors::Matrix;
use window::{PHOTOS, Window, tell, wheel};

const FRAMES: usize = 300;
const DIMENSION: usize = 192;
const GROUPS: usize = 60;

fn photo(id: i64) -> Photo {
    window::photo(id, &format!("folder {}/IMG_{id:06}.jpg", id % 12))
}

/// Groups as a map has them: dense ones beside one another.
fn map() -> PhotoMap {
    let mut random = noise(5);
    let centres: Vec<[f32; 2]> = (0..GROUPS).map(|_| [random() * 80.0, random() * 60.0]).collect();
    let at = (0..PHOTOS as usize).map(|n| {
        let [x, y] = centres[n % GROUPS];
        [x + (random() + random()) * 5.0, y + (random() + random()) * 5.0]
    });
    let photos = (0..PHOTOS).map(PhotoId).collect();
    PhotoMap { catalog: "/bench.selvedge".into(), model: "starter".to_owned(), rough: false, photos, at: at.collect() }
}

/// The window on the map.
fn open(folder: &std::path::Path) -> Window {
    let mut window = window::open(folder, photo, |_| None);
    let ctx = window.ctx.clone();
    window.key_press(Key::M);
    window.run_steps(3);
    let request = window.state().map_request().unwrap_or_default();
    window.state_mut().on_event(&ctx, Told::Map(Arc::new(MapView { request, map: map(), state: MapState::Whole })));
    window.run_steps(5);
    window
}

/// Milliseconds of each frame, sorted; `input` makes the events of a frame.
fn frames(window: &mut Window, mut input: impl FnMut(usize) -> Vec<Event>) -> Vec<f64> {
    window::frames(window, FRAMES, |window, frame| window.input_mut().events.extend(input(frame)), |_, ()| ())
}

fn moved(frame: usize) -> Event {
    let turn = frame as f32 / 20.0;
    Event::PointerMoved(pos2(600.0 + 150.0 * turn.cos(), 420.0 + 150.0 * turn.sin()))
}

fn press(pressed: bool) -> Event {
    Event::PointerButton { pos: pos2(600.0, 420.0), button: PointerButton::Middle, pressed, modifiers: Modifiers::NONE }
}

/// Clouds of unit vectors.
fn clouds(photos: usize) -> Searchable {
    let mut random = noise(9);
    let mut draw = |size: f32| -> Vec<f32> { (0..DIMENSION).map(|_| random() * size).collect() };
    let centres: Vec<Vec<f32>> = (0..GROUPS).map(|_| draw(1.0)).collect();
    let row = |n: usize, draw: &mut dyn FnMut(f32) -> Vec<f32>| {
        let vector: Vec<f32> = centres[n % GROUPS].iter().zip(draw(1.2)).map(|(a, b)| a + b).collect();
        let length = vector.iter().map(|value| value * value).sum::<f32>().sqrt();
        vector.into_iter().map(move |value| value / length).collect::<Vec<f32>>()
    };
    let values = (0..photos).flat_map(|n| row(n, &mut draw)).collect();
    let ids: Vec<PhotoId> = (0..photos as i64).map(PhotoId).collect();
    let root = Root { id: RootId(1), path: "/photos".into() };
    Searchable::new(Arc::new((0..photos as i64).map(photo).collect()), &[root], &ids, Matrix::new(DIMENSION, values).unwrap_or_default())
}

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut out = std::io::stdout();
    let mut window = open(folder.path());
    let drawn = window.ctx.tessellate(window.output().shapes.clone(), 1.0);
    let vertices =
        drawn.iter().map(|part| if let Primitive::Mesh(mesh) = &part.primitive { mesh.vertices.len() } else { 0 }).sum::<usize>();
    writeln!(out, "{vertices} corners are drawn, of the {PHOTOS} points three each")?;
    tell(&mut out, "at rest", &frames(&mut window, |_| Vec::new()))?;
    tell(&mut out, "pointer moving", &frames(&mut window, |frame| vec![moved(frame)]))?;
    let there_and_back = |frame: usize| if frame % 100 < 50 { 30.0 } else { -30.0 };
    tell(&mut out, "zoomed", &frames(&mut window, |frame| vec![wheel(there_and_back(frame))]))?;
    frames(&mut window, |frame| if frame < 10 { vec![wheel(30.0)] } else { Vec::new() });
    window.input_mut().events.push(press(true));
    tell(&mut out, "pushed", &frames(&mut window, |frame| vec![moved(frame)]))?;
    for photos in [6_000, 100_000] {
        let photos_in = clouds(photos);
        let start = Instant::now();
        rough(&photos_in, &|| false);
        let at_once = start.elapsed().as_secs_f64();
        let start = Instant::now();
        lay_out(&photos_in, &Progress::default(), &|| false);
        writeln!(out, "{photos} photos: a rough map in {at_once:.2} s, the map in {:.1} s", start.elapsed().as_secs_f64())?;
    }
    Ok(())
}
