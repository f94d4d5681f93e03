//! The photos as points of a few dimensions, in which their neighbours are looked for: what is left out of the vectors is mostly noise, and
//! costs as much as the rest.

use super::axes::Axes;
use crate::search::Searchable;
use base::PhotoId;
use vectors::{Columns, Matrix};

/// Dimensions that are kept, as is usual before t-SNE.
const KEPT: usize = 50;

/// Whether what is being computed is no longer wanted.
pub(super) type Cancelled<'a> = &'a (dyn Fn() -> bool + Sync);

/// The photos that are there and have a vector.
pub(super) struct Present {
    /// By row.
    pub photos: Vec<PhotoId>,
    /// What tells the vector of each from another one.
    pub seen: Vec<u64>,
    rows: Vec<u32>,
}

/// They as points.
pub(super) struct Cloud {
    /// Whose points they are.
    pub present: Present,
    /// Each with a 1 behind it: `[photos, dimensions + 1]`.
    points: Matrix,
}

/// A neighbour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Near {
    /// Its place among those that were looked through.
    pub place: u32,
    /// How far it is, squared.
    pub apart: f32,
}

impl Present {
    /// Those of a catalogue.
    pub fn of(searchable: &Searchable) -> Self {
        let matrix = searchable.matrix();
        let rows = searchable.present_rows();
        let photos = rows.iter().filter_map(|row| searchable.photo_of_row(*row as usize)).map(|photo| photo.id).collect();
        let seen = rows.iter().map(|row| mark(matrix.row(*row as usize))).collect();
        Self { photos, seen, rows }
    }

    /// In at most so many dimensions; `None` where it was cancelled.
    pub fn in_dimensions(self, searchable: &Searchable, dimensions: usize, cancelled: Cancelled<'_>) -> Option<Cloud> {
        let matrix = searchable.matrix();
        let along = Axes::of(matrix, &self.rows, dimensions).along(matrix, dimensions, cancelled)?;
        let width = dimensions.min(matrix.dimension()) + 1;
        let point = |row: &u32| along[*row as usize].iter().copied().chain([1.0]).collect::<Vec<f32>>();
        let points = Matrix::new(width, self.rows.iter().flat_map(point).collect()).unwrap_or_default();
        Some(Cloud { present: self, points })
    }

    /// In as many dimensions as neighbours are looked for in.
    pub fn among_neighbours(self, searchable: &Searchable, cancelled: Cancelled<'_>) -> Option<Cloud> {
        self.in_dimensions(searchable, KEPT, cancelled)
    }
}

impl Cloud {
    /// A point.
    pub fn point(&self, place: usize) -> &[f32] {
        let point = self.points.row(place);
        &point[..point.len() - 1]
    }

    /// Some of the points, by their places.
    pub fn points(&self, places: &[usize]) -> Matrix {
        Matrix::new(self.points.dimension(), places.iter().flat_map(|place| self.points.row(*place).to_vec()).collect()).unwrap_or_default()
    }

    /// Points to look for among: the product with one is greater the nearer it is.
    pub fn columns(&self, places: &[usize]) -> Columns {
        let turned = |place: &usize| {
            let point = self.point(*place);
            point.iter().copied().chain([-length(point) / 2.0]).collect::<Vec<f32>>()
        };
        let turned: Vec<Vec<f32>> = places.iter().map(turned).collect();
        Columns::new(self.points.dimension(), turned.iter().map(Vec::as_slice))
    }
}

/// The `k` nearest of `columns` for every point, nearest first, without the one whose place is the point's own where `others` says so.
pub(super) fn nearest(points: &Matrix, columns: &Columns, k: usize, others: bool, cancelled: Cancelled<'_>) -> Option<Vec<Vec<Near>>> {
    points.products(columns, cancelled, |row, products| {
        let point = points.row(row);
        let own = length(&point[..point.len() - 1]);
        let near = |(place, product): (usize, &f32)| Near { place: place as u32, apart: (own - 2.0 * product).max(0.0) };
        let mut all: Vec<Near> = products.iter().enumerate().filter(|(place, _)| !(others && *place == row)).map(near).collect();
        let nearer = |a: &Near, b: &Near| a.apart.total_cmp(&b.apart).then(a.place.cmp(&b.place));
        if all.len() > k && k > 0 {
            all.select_nth_unstable_by(k - 1, nearer);
        }
        all.truncate(k);
        all.sort_unstable_by(nearer);
        all
    })
}

fn length(point: &[f32]) -> f32 {
    point.iter().map(|value| value * value).sum()
}

/// A vector that was made anew differs in its first components, if only in their last bits.
fn mark(vector: &[f32]) -> u64 {
    let bits = |place: usize| u64::from(vector.get(place).copied().unwrap_or_default().to_bits());
    (bits(0) << 32) | bits(1)
}
