//! Where in a photo something is: the model looks at square windows of the photo, and each says how well a query fits what is in it.
//!
//! What a forward pass says of its patches was tried too, and does not come near: see ARCHITECTURE.md. Windows need nothing of a model but that
//! it reads photos, so that every checkpoint answers, in every arithmetic and on every device.

mod picture;

pub use picture::{COLDEST, PictureError, write_picture};

use super::decoded;
use base::{EncodeError, Encoder, Prepared, Rgb8, UnitVector};
use photo::PhotoError;
use std::path::Path;

/// Sides of the windows, as parts of the photo's longer side.
const PARTS: [f32; 2] = [2.0, 4.0];
/// From one window to the next, as a share of their side.
const STEP: f32 = 0.5;
/// How much of the model's own scale of cosines the shares of the windows have: softer, neighbours that agree come before one alone.
const SOFT: f32 = 0.25;
/// What a window's weight loses from its middle to an edge of the photo. With nothing lost, the hottest cell would be any from there on.
const EDGE_LOSS: f32 = 0.2;
/// Cells along the longer side of a map.
const CELLS: f32 = 32.0;

/// A part of a photo, as shares of its sides.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Window {
    middle: [f32; 2],
    size: [f32; 2],
}

/// What a model sees in the windows of one photo. Any number of queries can be asked of it at next to no cost.
#[derive(Clone, Debug)]
pub struct Windows {
    places: Vec<Window>,
    vectors: Vec<UnitVector>,
    /// The model's scale of cosines.
    scale: f32,
    columns: usize,
    rows: usize,
}

/// How much of a query is where in a photo, over all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatMap {
    /// Cells across.
    pub columns: usize,
    /// Cells down.
    pub rows: usize,
    /// Row by row, from 0 (where there is least of it) to 1 (most). It is about this photo alone: there is a 1 in each.
    pub values: Vec<f32>,
}

/// Decodes a photo in as many pixels as its windows need.
pub fn read(path: &Path, encoder: &dyn Encoder) -> Result<Rgb8, PhotoError> {
    Ok(decoded::read(path, encoder.side())?.pixels)
}

/// Looks at every window of a photo. `cancelled` is asked before every batch; `None` once it says so.
pub fn look(photo: &Rgb8, encoder: &dyn Encoder, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<Windows>, EncodeError> {
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let places = windows(width, height);
    let mut vectors = Vec::with_capacity(places.len());
    for places in places.chunks(encoder.feeding().batch.max(1)) {
        if cancelled() {
            return Ok(None);
        }
        let prepared: Vec<Prepared> = places.iter().filter_map(|place| Some(encoder.prepare(&cut(photo, place)?))).collect();
        vectors.extend(encoder.encode_images(&prepared)?);
    }
    if vectors.len() != places.len() {
        return Err(EncodeError::Failed { model: encoder.info().name.clone(), problem: "a part of the photo has no vector".into() });
    }
    let cells = |side: f32| (CELLS * side / width.max(height)).round().max(1.0) as usize;
    Ok(Some(Windows { places, vectors, scale: encoder.info().logit_scale.max(1.0), columns: cells(width), rows: cells(height) }))
}

/// Windows of each size, half over one another, that reach from edge to edge.
fn windows(width: f32, height: f32) -> Vec<Window> {
    let long = width.max(height);
    let along = |side: f32, window: f32| {
        let size = window.min(side);
        let steps = ((side - size) / (STEP * window) - 0.01).ceil().max(0.0);
        (0..=steps as usize).map(move |n| ((size / 2.0 + (side - size) * n as f32 / steps.max(1.0)) / side, size / side))
    };
    let of_size = |part: &f32| {
        let window = long / part;
        let across: Vec<_> = along(width, window).collect();
        along(height, window)
            .flat_map(move |(y, tall)| across.clone().into_iter().map(move |(x, wide)| Window { middle: [x, y], size: [wide, tall] }))
    };
    PARTS.iter().flat_map(of_size).collect()
}

/// The pixels of a window.
fn cut(photo: &Rgb8, window: &Window) -> Option<Rgb8> {
    let span = |axis: usize, side: u32| {
        let edge = |way: f32| ((window.middle[axis] + way * window.size[axis]) * side as f32).round().clamp(0.0, side as f32) as usize;
        let from = edge(-0.5).min(side as usize - 1);
        from..edge(0.5).max(from + 1)
    };
    let (x, y) = (span(0, photo.width()), span(1, photo.height()));
    let rows = photo.data().chunks_exact(3 * photo.width() as usize).skip(y.start).take(y.len());
    let pixels = rows.flat_map(|row| &row[3 * x.start..3 * x.end]).copied().collect();
    Rgb8::new(x.len() as u32, y.len() as u32, pixels)
}

impl Windows {
    /// The map of a query: the softmax over the windows says how much of it is in each, and a window has most of that in its middle. `ordinary`: the
    /// mean of what could be asked as well, `[dimension]`. What a window has in common with all of that is no answer to this query.
    pub fn heat(&self, query: &UnitVector, ordinary: &[f32]) -> HeatMap {
        let asked: Vec<f32> = query.as_slice().iter().zip(ordinary).map(|(query, ordinary)| query - ordinary).collect();
        let shares = self.shares(&asked);
        let mut values = Vec::with_capacity(self.columns * self.rows);
        for row in 0..self.rows {
            for column in 0..self.columns {
                let at = [(column as f32 + 0.5) / self.columns as f32, (row as f32 + 0.5) / self.rows as f32];
                values.push(self.places.iter().zip(&shares).map(|(place, share)| place.weight(at) * share).sum());
            }
        }
        HeatMap { columns: self.columns, rows: self.rows, values: stretched(&values) }
    }

    fn shares(&self, asked: &[f32]) -> Vec<f32> {
        let dot = |vector: &UnitVector| vector.as_slice().iter().zip(asked).map(|(a, b)| a * b).sum();
        let scores: Vec<f32> = self.vectors.iter().map(dot).collect();
        let best = scores.iter().copied().fold(f32::MIN, f32::max);
        scores.iter().map(|score| (SOFT * self.scale * (score - best)).exp()).collect()
    }

    /// What it takes in memory, bytes.
    pub fn bytes(&self) -> usize {
        self.vectors.iter().map(|vector| size_of_val(vector.as_slice())).sum::<usize>() + size_of_val(&*self.places)
    }
}

impl Window {
    /// 1 in its middle, 0 at its edges and beyond; toward an edge of the photo, where no window goes on, it loses little.
    fn weight(&self, at: [f32; 2]) -> f32 {
        let along = |axis: usize| {
            let off = at[axis] - self.middle[axis];
            let edge = self.middle[axis] + off.signum() * self.size[axis] / 2.0;
            let loss = if (0.001..0.999).contains(&edge) { 1.0 } else { EDGE_LOSS };
            (1.0 - loss * 2.0 * off.abs() / self.size[axis]).max(0.0)
        };
        along(0) * along(1)
    }
}

/// From 0 to 1; all of them 0 where they are alike.
fn stretched(values: &[f32]) -> Vec<f32> {
    let (least, most) = values.iter().fold((f32::MAX, f32::MIN), |(least, most), value| (least.min(*value), most.max(*value)));
    let range = (most - least).max(f32::MIN_POSITIVE);
    values.iter().map(|value| (value - least) / range).collect()
}

impl HeatMap {
    /// The heat of a place, given as shares of the photo's sides: between the middles of cells it goes over from one to the other.
    pub fn at(&self, [x, y]: [f32; 2]) -> f32 {
        let between = |share: f32, cells: usize| {
            let at = (share * cells as f32 - 0.5).clamp(0.0, cells as f32 - 1.0);
            (at as usize, (at as usize + 1).min(cells - 1), at.fract())
        };
        let ((left, right, over), (top, bottom, down)) = (between(x, self.columns), between(y, self.rows));
        let row = |row: usize| {
            let cell = |column: usize| self.values[row * self.columns + column];
            cell(left) + over * (cell(right) - cell(left))
        };
        row(top) + down * (row(bottom) - row(top))
    }

    /// The middle of its hottest cell, as shares of the photo's sides.
    pub fn peak(&self) -> [f32; 2] {
        let hotter = |a: &(usize, &f32), b: &(usize, &f32)| a.1.total_cmp(b.1);
        let at = self.values.iter().enumerate().max_by(hotter).map_or(0, |(at, _)| at);
        let share = |cell: usize, of: usize| (cell as f32 + 0.5) / of as f32;
        [share(at % self.columns, self.columns), share(at / self.columns, self.rows)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::ModelInfo;
    use testing::TextModel;

    /// Sees how red and how green a photo is.
    struct Colours(TextModel);

    impl Colours {
        fn new() -> Self {
            Self(TextModel::new("colours", 2, 20.0, |_| None))
        }
    }

    impl Encoder for Colours {
        fn info(&self) -> &ModelInfo {
            self.0.info()
        }

        fn side(&self) -> u32 {
            8
        }

        fn prepare(&self, photo: &Rgb8) -> Prepared {
            let pixels = photo.data().as_chunks::<3>().0;
            let mean = |channel: usize| pixels.iter().map(|pixel| f32::from(pixel[channel])).sum::<f32>() / pixels.len() as f32;
            Prepared(vec![mean(0) + 1.0, mean(1) + 1.0])
        }

        fn encode_images(&self, batch: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError> {
            Ok(batch.iter().filter_map(|photo| UnitVector::normalise(photo.0.clone())).collect())
        }

        fn encode_texts(&self, texts: &[&str]) -> Result<Vec<UnitVector>, EncodeError> {
            self.0.encode_texts(texts)
        }

        fn unknown_words(&self, text: &str) -> Vec<String> {
            self.0.unknown_words(text)
        }

        fn cut_off(&self, text: &str) -> Option<String> {
            self.0.cut_off(text)
        }
    }

    /// Green, with a red square of a fifth of the longer side around this place.
    fn drawn(width: u32, height: u32, red: [f32; 2]) -> Rgb8 {
        let reach = width.max(height) as f32 / 10.0;
        let near = |at: u32, side: u32, share: f32| (at as f32 - share * side as f32).abs() < reach;
        let pixel = |i: u32| if near(i % width, width, red[0]) && near(i / width, height, red[1]) { [230, 20, 20] } else { [20, 200, 40] };
        Rgb8::new(width, height, (0..width * height).flat_map(pixel).collect()).unwrap()
    }

    fn seen(photo: &Rgb8) -> Windows {
        look(photo, &Colours::new(), &|| false).unwrap().unwrap()
    }

    #[test]
    fn the_hottest_place_is_where_it_is_in_photos_of_every_shape() {
        let red = UnitVector::normalise(vec![1.0, 0.0]).unwrap();
        for (width, height) in [(120, 120), (90, 160), (200, 60)] {
            for place in [[0.2, 0.25], [0.75, 0.5], [0.5, 0.8]] {
                let map = seen(&drawn(width, height, place)).heat(&red, &[0.0; 2]);
                let off = (0..2).map(|axis| (map.peak()[axis] - place[axis]).abs() * [width, height][axis] as f32).fold(0.0, f32::max);
                assert!(off < 0.17 * width.max(height) as f32, "{width} x {height}, {place:?}: {:?}", map.peak());
                assert!((map.at(map.peak()) - 1.0).abs() < 1e-6 && map.values.contains(&0.0));
            }
        }
    }

    #[test]
    fn another_query_is_answered_from_the_same_look() {
        let windows = seen(&drawn(100, 100, [0.8, 0.8]));
        let green = windows.heat(&UnitVector::normalise(vec![0.0, 1.0]).unwrap(), &[0.0; 2]);
        assert!(green.at([0.2, 0.2]) > green.at([0.8, 0.8]));
    }

    #[test]
    fn windows_reach_from_edge_to_edge_and_the_narrowest_photo_has_few() {
        for (width, height) in [(100.0, 100.0), (90.0, 160.0), (1.0, 60_000.0), (1.0, 1.0)] {
            let all = windows(width, height);
            assert!((2..=60).contains(&all.len()), "{}", all.len());
            for axis in 0..2 {
                let edge = |way: f32| all.iter().map(move |w| w.middle[axis] + way * w.size[axis]);
                assert!(edge(-0.5).fold(f32::MAX, f32::min).abs() < 1e-3 && (edge(0.5).fold(0.0, f32::max) - 1.0).abs() < 1e-3);
            }
        }
        let line = Rgb8::new(1, 500, vec![9; 1500]).unwrap();
        assert_eq!((seen(&line).columns, seen(&line).rows), (1, 32));
    }

    #[test]
    fn what_is_no_longer_wanted_is_left() {
        let asked = std::sync::atomic::AtomicUsize::new(0);
        let cancelled = || asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 0;
        assert!(look(&drawn(90, 160, [0.5; 2]), &Colours::new(), &cancelled).unwrap().is_none());
    }
}
