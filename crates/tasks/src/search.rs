//! Search: a query and the photos in memory in, the best photos out. No SQL: what texts say of the words comes from whoever asks.

pub use super::query::Decided;
use super::query::{Matcher, Query};
pub use super::words::{FoundBy, TextUse};
use super::words::{PICTURE_SAYS, Spread, TextMatch, TextMatches};
use crate::axis::Places;
use crate::timeline::{Timeline, captured_ms, taken_s};
use base::{AxisId, Photo, PhotoId, Photos, Root, RootId, Stars, UnitVector, natural, path_bytes};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use vectors::{Matrix, Ranked, top_k};

/// No row: the photo has no embedding of the model in use.
const NO_ROW: u32 = u32::MAX;

/// One photo of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// Which photo.
    pub photo: PhotoId,
    /// Its cosine to the query; `None` without words or photo, and for a photo that the model has not seen, which its texts found. Where texts alone were searched: how much of the words its texts have, up to 1.
    pub score: Option<f32>,
    /// Which words of the query its texts have, a bit each, in the order of the answer's words.
    pub words: u32,
    /// Why it stands where it does.
    pub by: FoundBy,
}

impl Hit {
    /// Found by its picture, or by filters alone.
    pub fn of(photo: PhotoId, score: Option<f32>) -> Self {
        Self { photo, score, words: 0, by: FoundBy::Picture }
    }
}

/// Order of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Sort {
    /// By score where there are words or a photo to search by, else by name.
    #[default]
    Relevance,
    /// By file name in natural order, then folder.
    Name,
    /// Newest first: the camera's date, else the file's.
    Date,
    /// The most stars first, else by name.
    Rating,
    /// The most bytes first, else by name.
    Size,
    /// From the start of an axis to its end; photos that stand nowhere on it come last.
    Axis(AxisId),
    /// The nearest to the colours of the query's `hue:` first; without one as [`Sort::Relevance`].
    Hue,
    /// The least sure suggestion first, where the hits are suggestions; else as [`Sort::Relevance`].
    Uncertain,
}

/// A photo that is listed with a score of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// Which photo.
    pub photo: PhotoId,
    /// Its score, higher is better.
    pub score: f32,
    /// How sure that is.
    pub margin: f32,
}

/// The photos of a catalogue and their embeddings under one model, as search needs them.
#[derive(Debug, Default)]
pub struct Searchable {
    /// By id.
    photos: Arc<Photos>,
    roots: HashMap<RootId, PathBuf>,
    matrix: Matrix,
    /// Row of the matrix -> index into `photos`.
    photo_of_row: Vec<u32>,
    /// Index into `photos` -> row of the matrix.
    row_of_photo: Vec<u32>,
    /// Index into `photos` -> place in the order by name. Sorted when first asked for: ranking by score never does.
    name_rank: OnceLock<Vec<u32>>,
    /// Index into `photos` -> place in the order by date, newest first.
    date_rank: OnceLock<Vec<u32>>,
    /// Index into `photos` -> the second in which it was taken.
    taken: OnceLock<Vec<Option<i64>>>,
    /// What is known of the others, where these are not all photos of the catalogue.
    others: Option<Others>,
}

/// What an answer tells of photos that were left out because they cannot be among its hits.
#[derive(Clone, Copy, Debug)]
struct Others {
    /// Of the cosines of all.
    spread: Spread,
    /// How many of those left out pass the filters.
    considered: usize,
}

/// What to look for among the photos.
#[derive(Clone, Copy)]
pub struct FindRequest<'a> {
    /// Filters and bounds; its terms went into `vector`.
    pub query: &'a Query,
    /// What to rank by; `None`: filters alone.
    pub vector: Option<&'a UnitVector>,
    /// What texts say beside `vector`.
    pub texts: Option<&'a TextMatches>,
    /// Stands before its equals: a photo finds itself first.
    pub like: Option<PhotoId>,
    /// Only these photos, with a score to list them by where nothing else ranks them.
    pub among: Option<&'a [Scored]>,
    /// Only photos that this admits.
    pub only: Option<&'a dyn Fn(PhotoId) -> bool>,
    /// For `tag:` and `is:`; without it no photo has a tag.
    pub decided: Option<Decided<'a>>,
    /// Only photos below this folder of this root.
    pub folder: Option<(RootId, &'a Path)>,
    /// Only hits with at least this cosine.
    pub min_score: Option<f32>,
    /// Photos whose file is gone are shown too.
    pub include_missing: bool,
    /// At most so many hits: the first in that order.
    pub top: usize,
    /// Order of the hits.
    pub sort: Sort,
    /// Where photos stand along the axis of [`Sort::Axis`], or how far they are from the colours of [`Sort::Hue`], 0 to 1; without it that order is by relevance.
    pub places: Option<&'a Places>,
}

impl<'a> FindRequest<'a> {
    /// All hits of a query, best first, among the photos that are there; a caller narrows it down field by field.
    pub fn of(query: &'a Query) -> Self {
        Self {
            query,
            vector: None,
            texts: None,
            like: None,
            among: None,
            only: None,
            decided: None,
            folder: None,
            min_score: None,
            include_missing: false,
            top: usize::MAX,
            sort: Sort::Relevance,
            places: None,
        }
    }

    /// The order, as far as it is known.
    fn order(&self) -> Sort {
        if matches!(self.sort, Sort::Axis(_) | Sort::Hue) && self.places.is_none() { Sort::Relevance } else { self.sort }
    }

    /// What orders along an axis.
    fn place(&self, photo: PhotoId) -> u32 {
        // Of what is not negative, the bits are in the order of the numbers.
        self.places.and_then(|places| places.of(photo)).map_or(u32::MAX, f32::to_bits)
    }

    /// The score passes the cut-off and the query's bounds.
    fn is_within(&self, score: f32) -> bool {
        self.min_score.is_none_or(|least| score >= least) && self.query.scores.iter().all(|bound| bound.admits(score))
    }

    fn is_bounded(&self) -> bool {
        self.min_score.is_some() || !self.query.scores.is_empty()
    }
}

/// The answer to a [`FindRequest`].
#[derive(Debug, Default, PartialEq)]
pub struct FoundPhotos {
    /// In the order asked for.
    pub hits: Vec<Hit>,
    /// Photos that passed the filters, before the cut-off.
    pub considered: usize,
}

impl Searchable {
    /// `photos` by id; `embedded` names the photo of each row of the matrix.
    pub fn new(photos: Arc<Photos>, roots: &[Root], embedded: &[PhotoId], matrix: Matrix) -> Self {
        let mut row_of_photo = vec![NO_ROW; photos.len()];
        let mut photo_of_row = Vec::with_capacity(embedded.len());
        let mut next = 0;
        for (row, id) in embedded.iter().enumerate() {
            // Both are mostly in the same order. An embedding whose photo went between two reads is kept out of every answer.
            let found = if photos.get(next).is_some_and(|p| p.id == *id) { Some(next) } else { photos.place(*id) };
            next = found.map_or(next, |place| place + 1);
            let index = found.map_or(NO_ROW, |i| i as u32);
            if let Some(slot) = row_of_photo.get_mut(index as usize) {
                *slot = row as u32;
            }
            photo_of_row.push(index);
        }
        let roots = roots.iter().map(|r| (r.id, r.path.clone())).collect();
        Self {
            photos,
            roots,
            matrix,
            photo_of_row,
            row_of_photo,
            name_rank: OnceLock::new(),
            date_rank: OnceLock::new(),
            taken: OnceLock::new(),
            others: None,
        }
    }

    /// All photos, by id.
    pub fn photos(&self) -> &Arc<Photos> {
        &self.photos
    }

    /// Photos with an embedding.
    pub fn embedded(&self) -> usize {
        self.matrix.rows()
    }

    /// Components of the embeddings.
    pub fn dimension(&self) -> usize {
        self.matrix.dimension()
    }

    /// The photo of that id.
    pub fn photo(&self, id: PhotoId) -> Option<&Photo> {
        self.index(id).map(|i| &self.photos[i])
    }

    /// When these photos were taken.
    pub fn timeline(&self, photos: impl Iterator<Item = PhotoId>) -> Timeline {
        let taken = self.taken.get_or_init(|| self.photos.iter().map(taken_s).collect());
        Timeline::of(photos.filter_map(|photo| self.index(photo)).map(|index| taken[index]))
    }

    /// Where a photo's file lies.
    pub fn absolute(&self, photo: &Photo) -> PathBuf {
        self.roots.get(&photo.root).map_or_else(|| photo.path.clone(), |root| photo.absolute(root))
    }

    /// Where the raw file lies that goes with a photo.
    pub fn absolute_companion(&self, photo: &Photo) -> Option<PathBuf> {
        photo.absolute_companion(self.roots.get(&photo.root)?)
    }

    /// The photo at an absolute path.
    pub fn at(&self, path: &Path) -> Option<&Photo> {
        let (root, relative) = base::below_a_root(self.roots.iter().map(|(id, root)| (*id, root.as_path())), path)?;
        self.photos.iter().find(|p| p.root == root && p.path == relative)
    }

    /// Whether the photo has an embedding.
    pub fn is_embedded(&self, id: PhotoId) -> bool {
        self.index(id).is_some_and(|i| self.row_of_photo[i] != NO_ROW)
    }

    /// Photos with an embedding that are there.
    pub fn embedded_present(&self) -> usize {
        self.photo_of_row.iter().filter(|i| self.photos.get(**i as usize).is_some_and(|p| !p.missing)).count()
    }

    /// A photo's stored embedding.
    pub fn vector(&self, id: PhotoId) -> Option<UnitVector> {
        let row = self.row_of_photo[self.index(id)?];
        (row != NO_ROW).then(|| UnitVector::normalise(self.matrix.row(row as usize).to_vec()))?
    }

    /// The embeddings, row after row.
    pub(super) fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// Rows of the matrix whose photos are there, in order.
    pub(super) fn present_rows(&self) -> Vec<u32> {
        let present = |row: &u32| self.photo_of_row(*row as usize).is_some_and(|photo| !photo.missing);
        (0..self.matrix.rows() as u32).filter(present).collect()
    }

    /// The embeddings of those of the photos that have one, `[photos, dimension]`.
    pub(super) fn rows_of(&self, photos: &[PhotoId]) -> (Vec<PhotoId>, Matrix) {
        let (mut found, mut values) = (Vec::new(), Vec::new());
        for photo in photos {
            if let Some(row) = self.index(*photo).map(|i| self.row_of_photo[i]).filter(|row| *row != NO_ROW) {
                found.push(*photo);
                values.extend_from_slice(self.matrix.row(row as usize));
            }
        }
        (found, Matrix::new(self.matrix.dimension(), values).unwrap_or_default())
    }

    /// The photo of a row of the matrix; `None` where it went between two reads.
    pub(super) fn photo_of_row(&self, row: usize) -> Option<&Photo> {
        self.photos.get(self.photo_of_row[row] as usize)
    }

    fn by_name(&self) -> &[u32] {
        self.name_rank.get_or_init(|| ranks(&self.photos, name_key))
    }

    fn by_date(&self) -> &[u32] {
        self.date_rank.get_or_init(|| ranks(&self.photos, date_key))
    }

    fn by_size(&self, index: usize) -> (Reverse<u64>, u32) {
        (Reverse(self.photos[index].size), self.by_name()[index])
    }

    /// What orders by stars, the most first, then by name. Marks change too often to keep ranks of them.
    fn by_stars(&self, index: usize, decided: Option<Decided<'_>>) -> (Reverse<Option<Stars>>, u32) {
        let stars = decided.and_then(|decided| decided.book.marks.of(self.photos[index].id).stars);
        (Reverse(stars), self.by_name()[index])
    }

    fn index(&self, id: PhotoId) -> Option<usize> {
        self.photos.place(id)
    }

    /// Filters, ranks and cuts off. Filters come before ranking, so that the best `top` are never starved.
    pub fn find(&self, request: &FindRequest<'_>) -> FoundPhotos {
        let filters = Filters::new(self, request);
        let mut found = match (request.vector, request.among) {
            (Some(vector), _) => self.ranked(request, &filters, vector),
            (None, Some(among)) => self.scored(request, &filters, among),
            (None, None) => self.listed(request, &filters),
        };
        found.hits.truncate(request.top);
        found
    }

    fn ranked(&self, request: &FindRequest<'_>, filters: &Filters<'_>, vector: &UnitVector) -> FoundPhotos {
        let passes = |row: &u32| self.photo_of_row(*row as usize).is_some_and(|photo| filters.admit(photo));
        let rows: Vec<u32> = (0..self.matrix.rows() as u32).filter(passes).collect();
        let left_out = self.others.map_or(0, |others| others.considered);
        if request.top == 0 {
            return FoundPhotos { hits: Vec::new(), considered: rows.len() + left_out };
        }
        // Any other order is over all hits, not over the best.
        let by_score = matches!(request.order(), Sort::Relevance | Sort::Uncertain);
        let most = if by_score { request.top } else { usize::MAX };
        let joined = request.texts.filter(|texts| !texts.is_empty()).map(|texts| Joined::of(self, texts, vector));
        let unseen = joined.as_ref().map_or_else(Vec::new, |joined| joined.unseen(request, filters));
        let considered = rows.len() + unseen.len() + left_out;
        let mut best = match &joined {
            None => self.nearest(request, vector, &rows, most),
            Some(joined) => top_k(joined.ranked(request, &rows).chain(unseen), most),
        };
        if let Some(itself) = self.itself(request, vector, joined.as_ref(), &rows) {
            put_first(&mut best, itself);
        }
        let index = |r: &Ranked| self.index_of(r);
        match request.order() {
            Sort::Relevance | Sort::Uncertain => {}
            Sort::Name => best.sort_by_key(|r| self.by_name()[index(r)]),
            Sort::Date => best.sort_by_key(|r| self.by_date()[index(r)]),
            Sort::Size => best.sort_by_key(|r| self.by_size(index(r))),
            Sort::Rating => best.sort_by_cached_key(|r| self.by_stars(index(r), request.decided)),
            Sort::Axis(_) | Sort::Hue => best.sort_by_cached_key(|r| (request.place(self.photos[index(r)].id), self.by_name()[index(r)])),
        }
        let hit = |r: &Ranked| {
            let photo = self.photos[index(r)].id;
            joined.as_ref().map_or_else(|| Hit::of(photo, Some(r.score)), |joined| joined.hit(photo, r.row))
        };
        FoundPhotos { hits: best.iter().map(hit).collect(), considered }
    }

    /// Stands for the row of a photo that has none: behind all that are there.
    fn beyond(&self, index: usize) -> usize {
        self.photo_of_row.len() + index
    }

    /// The photo of a row or of what stands for one.
    fn index_of(&self, ranked: &Ranked) -> usize {
        self.photo_of_row.get(ranked.row).map_or_else(|| ranked.row - self.photo_of_row.len(), |index| *index as usize)
    }

    /// The best of the rows by their pixels alone.
    fn nearest(&self, request: &FindRequest<'_>, vector: &UnitVector, rows: &[u32], most: usize) -> Vec<Ranked> {
        // A bound may leave out the very best.
        let most = if request.query.scores.is_empty() { most } else { usize::MAX };
        let some = (rows.len() < self.matrix.rows()).then_some(rows);
        let mut best = self.matrix.nearest(vector.as_slice(), most, some);
        best.retain(|r| request.is_within(r.score));
        best
    }

    /// The present ones of these photos that are nearest to a vector, nearest first.
    pub(super) fn nearest_of(&self, photos: impl Iterator<Item = PhotoId>, vector: &UnitVector, most: usize) -> Vec<(PhotoId, f32)> {
        let present = |photo| self.index(photo).filter(|index| !self.photos[*index].missing);
        let mut rows: Vec<u32> = photos.filter_map(present).map(|index| self.row_of_photo[index]).filter(|row| *row != NO_ROW).collect();
        rows.sort_unstable();
        let best = self.matrix.nearest(vector.as_slice(), most, Some(&rows));
        best.iter().filter_map(|r| Some((self.photo_of_row(r.row)?.id, r.score))).collect()
    }

    /// The photo that was asked about, where it is one of the rows.
    fn itself(&self, request: &FindRequest<'_>, vector: &UnitVector, joined: Option<&Joined<'_>>, rows: &[u32]) -> Option<Ranked> {
        let row = self.row_of_photo[self.index(request.like?)?];
        rows.binary_search(&row).ok()?;
        let seen = *self.matrix.scores_among(vector.as_slice(), &[row]).first()?;
        let row = row as usize;
        request.is_within(seen).then(|| Ranked { row, score: joined.map_or(seen, |joined| joined.score(row)) })
    }

    /// Photos with scores of their own, the best first.
    fn scored(&self, request: &FindRequest<'_>, filters: &Filters<'_>, among: &[Scored]) -> FoundPhotos {
        let mut listed: Vec<(usize, &Scored)> =
            among.iter().filter_map(|s| Some((self.index(s.photo)?, s))).filter(|(i, _)| filters.admit(&self.photos[*i])).collect();
        let considered = listed.len();
        listed.retain(|(_, s)| request.is_within(s.score));
        match request.order() {
            // Words that many texts have make equal scores, and photos have the numbers in which they happened to be read.
            Sort::Relevance => {
                listed.sort_by(|(i, a), (j, b)| b.score.total_cmp(&a.score).then_with(|| self.by_name()[*i].cmp(&self.by_name()[*j])));
            }
            Sort::Uncertain => listed.sort_by(|a, b| a.1.margin.total_cmp(&b.1.margin)),
            Sort::Name => listed.sort_by_key(|(i, _)| self.by_name()[*i]),
            Sort::Date => listed.sort_by_key(|(i, _)| self.by_date()[*i]),
            Sort::Size => listed.sort_by_key(|(i, _)| self.by_size(*i)),
            Sort::Rating => listed.sort_by_cached_key(|(i, _)| self.by_stars(*i, request.decided)),
            Sort::Axis(_) | Sort::Hue => listed.sort_by_cached_key(|(i, _)| (request.place(self.photos[*i].id), self.by_name()[*i])),
        }
        let hits = listed.into_iter().map(|(_, s)| Hit::of(s.photo, Some(s.score))).collect();
        FoundPhotos { hits, considered }
    }

    fn listed(&self, request: &FindRequest<'_>, filters: &Filters<'_>) -> FoundPhotos {
        let mut listed: Vec<usize> = self.photos.iter().enumerate().filter(|(_, photo)| filters.admit(photo)).map(|(i, _)| i).collect();
        let considered = listed.len();
        match request.order() {
            Sort::Rating => listed.sort_by_cached_key(|i| self.by_stars(*i, request.decided)),
            Sort::Axis(_) | Sort::Hue => listed.sort_by_cached_key(|i| (request.place(self.photos[*i].id), self.by_name()[*i])),
            Sort::Date => listed.sort_unstable_by_key(|&i| self.by_date()[i]),
            Sort::Size => listed.sort_unstable_by_key(|&i| self.by_size(i)),
            Sort::Relevance | Sort::Name | Sort::Uncertain => listed.sort_unstable_by_key(|&i| self.by_name()[i]),
        }
        let hits = listed.into_iter().map(|i| Hit::of(self.photos[i].id, None)).collect();
        FoundPhotos { hits, considered }
    }
}

/// A copy of the photo scores the same; the photo that was asked about still comes before its copies, though there be more than are wanted.
fn put_first(best: &mut [Ranked], itself: Ranked) {
    const ROUNDING: f32 = 1e-5;
    if best.first().is_some_and(|first| first.score - itself.score <= ROUNDING) {
        let place = best.iter().position(|r| r.row == itself.row).unwrap_or(best.len() - 1);
        best[place] = itself;
        best[..=place].rotate_right(1);
    }
}

/// What pixels and texts say together.
struct Joined<'a> {
    photos: &'a Searchable,
    texts: &'a TextMatches,
    /// Of all rows.
    scores: Vec<f32>,
    spread: Spread,
}

impl<'a> Joined<'a> {
    fn of(photos: &'a Searchable, texts: &'a TextMatches, vector: &UnitVector) -> Self {
        let scores = photos.matrix.scores(vector.as_slice());
        let spread = photos.others.map_or_else(|| Spread::of(scores.iter().copied()), |others| others.spread);
        Self { photos, texts, scores, spread }
    }

    /// Those of the rows whose pixels are within the bounds, with the score of both.
    fn ranked(&self, request: &FindRequest<'_>, rows: &[u32]) -> impl Iterator<Item = Ranked> {
        let within = rows.iter().map(|row| *row as usize).filter(|row| request.is_within(self.scores[*row]));
        within.map(|row| Ranked { row, score: self.score(row) })
    }

    /// Photos that the model has not seen and whose texts have some of the words: their pixels count for the mean of all.
    fn unseen(&self, request: &FindRequest<'_>, filters: &Filters<'_>) -> Vec<Ranked> {
        if request.is_bounded() {
            return Vec::new();
        }
        let ranked = |(photo, found): (PhotoId, TextMatch)| {
            let index = self.photos.index(photo).filter(|index| self.photos.row_of_photo[*index] == NO_ROW)?;
            let score = self.texts.weight * found.score;
            filters.admit(&self.photos.photos[index]).then(|| Ranked { row: self.photos.beyond(index), score })
        };
        self.texts.photos().filter_map(ranked).collect()
    }

    fn score(&self, row: usize) -> f32 {
        let found = self.photos.photo_of_row(row).and_then(|photo| self.texts.of(photo.id));
        self.texts.sight * self.spread.place(self.scores[row]) + self.texts.weight * found.map_or(0.0, |found| found.score)
    }

    fn hit(&self, photo: PhotoId, row: usize) -> Hit {
        let score = self.scores.get(row).copied();
        let words = self.texts.of(photo).map_or(0, |found| found.words);
        let seen = self.texts.sight > 0.0 && score.is_some_and(|score| self.spread.place(score) >= PICTURE_SAYS);
        Hit { photo, score, words, by: found_by(words, seen) }
    }
}

fn found_by(words: u32, seen: bool) -> FoundBy {
    match (words, seen) {
        (0, _) => FoundBy::Picture,
        (_, false) => FoundBy::Words,
        (_, true) => FoundBy::Both,
    }
}

/// What orders photos by name.
fn name_key(photo: &Photo) -> impl Ord + use<> {
    (natural::key(&photo.name()), path_bytes::to_bytes(&photo.path))
}

/// What orders photos by date, the newest first.
fn date_key(photo: &Photo) -> impl Ord + use<> {
    Reverse((moment(photo), natural::key(&photo.name())))
}

/// The place of each photo in the order of `key`, equal ones by id.
fn ranks<K: Ord>(photos: &Photos, key: impl Fn(&Photo) -> K) -> Vec<u32> {
    let mut order: Vec<u32> = (0..photos.len() as u32).collect();
    order.sort_by_cached_key(|&i| key(&photos[i as usize]));
    let mut ranks = vec![0; photos.len()];
    for (rank, &photo) in order.iter().enumerate() {
        ranks[photo as usize] = rank as u32;
    }
    ranks
}

/// Milliseconds since 1970 at which the photo was taken (the camera's clock read as UTC), else when its file was written.
fn moment(photo: &Photo) -> i64 {
    captured_ms(photo).unwrap_or_else(|| photo.mtime_ns.div_euclid(1_000_000))
}

/// The conditions of a request, made ready once.
struct Filters<'a> {
    include_missing: bool,
    folder: Option<(RootId, &'a Path)>,
    query: Matcher<'a>,
    among: Option<HashSet<PhotoId>>,
    only: Option<&'a dyn Fn(PhotoId) -> bool>,
}

impl<'a> Filters<'a> {
    fn new(photos: &'a Searchable, request: &'a FindRequest<'_>) -> Self {
        Self {
            include_missing: request.include_missing,
            folder: request.folder,
            query: Matcher::new(&request.query.filters, &photos.roots, request.decided),
            // Where they are the list, they need not be looked up in it.
            among: request.among.filter(|_| request.vector.is_some()).map(|among| among.iter().map(|s| s.photo).collect()),
            only: request.only,
        }
    }

    fn admit(&self, photo: &Photo) -> bool {
        (self.include_missing || !photo.missing)
            && self.folder.is_none_or(|(root, path)| photo.root == root && photo.path.starts_with(path))
            && self.among.as_ref().is_none_or(|among| among.contains(&photo.id))
            && self.only.is_none_or(|only| only(photo.id))
            && self.query.admits(photo)
    }
}

mod contenders;
mod renewed;
#[cfg(test)]
mod tests;

pub use contenders::{Contenders, Scores};
pub use renewed::ReadAgain;
