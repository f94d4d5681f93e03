//! What the points are coloured by: to which line of the legend each belongs, and which of them the search has found.

use super::msg::ColourBy;
use super::places::Places;
use crate::kit::theme::{GROUPS, Palette};
use crate::shell::ctx::Ctx;
use crate::shell::products;
use base::{ColourLabel, Flag, LabelSetId, PhotoId, human};
use egui::Color32;
use std::collections::HashMap;

/// Steps of a scale of scores.
const STEPS: usize = 5;

/// How a line of the legend is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// One of a few groups.
    Group(usize),
    /// All groups of which there are too many for colours of their own.
    Others,
    /// Those that belong to none.
    None,
    /// On a scale, 0 to 1.
    Scale(f32),
    /// A colour label's own.
    Label(ColourLabel),
    /// Each of many has one of the colours.
    Many,
}

impl Paint {
    /// Its colour; of many, that of the first.
    pub fn colour(self, palette: &Palette) -> Color32 {
        match self {
            Self::Group(place) => palette.groups[place % GROUPS],
            Self::Others => palette.weak,
            Self::None => palette.rail,
            Self::Scale(share) => palette.below.lerp_to_gamma(palette.strong, share),
            Self::Label(label) => palette.label(label),
            Self::Many => palette.groups[0],
        }
    }
}

/// A line of the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is called.
    pub words: String,
    /// How it is painted.
    pub paint: Paint,
    /// Points of it.
    pub count: u64,
}

/// All points, grouped.
#[derive(Debug, Default)]
pub struct Groups {
    /// The lines, in the order of the legend.
    pub lines: Vec<Line>,
    /// The line of each point.
    pub line_of: Vec<u8>,
    /// Of each point its colour among the groups, where each of many has one.
    pub shade: Vec<u8>,
    /// Whether the search has found each point; `None`: it has found all.
    pub found: Option<Vec<bool>>,
    /// How many it has found.
    pub found_count: u64,
}

impl Groups {
    /// Groups the photos of the map.
    pub fn of(ctx: &Ctx, photos: &[PhotoId], places: &Places, by: ColourBy) -> Self {
        let mut groups = match by {
            ColourBy::Folder => by_folder(ctx, photos),
            ColourBy::Tags(set) => by_tags(ctx, photos, set),
            ColourBy::Product => by_product(ctx, photos),
            ColourBy::Score => by_score(ctx, photos, places),
            ColourBy::Flag => by_flag(ctx, photos),
            ColourBy::Stars => by_stars(ctx, photos),
            ColourBy::Colour => by_colour(ctx, photos),
        };
        groups.found = found(ctx, photos.len(), places);
        let all = photos.len() as u64;
        groups.found_count = groups.found.as_ref().map_or(all, |found| found.iter().filter(|found| **found).count() as u64);
        groups
    }

    /// The search has found this point.
    pub fn is_found(&self, place: usize) -> bool {
        self.found.as_ref().is_none_or(|found| found[place])
    }

    /// The line of the legend that a point belongs to.
    pub fn line(&self, place: usize) -> Option<&Line> {
        self.lines.get(usize::from(self.line_of[place]))
    }

    /// How a point is painted.
    pub fn paint(&self, place: usize) -> Paint {
        match self.line(place).map(|line| line.paint) {
            Some(Paint::Many) => Paint::Group(usize::from(self.shade[place])),
            Some(paint) => paint,
            None => Paint::None,
        }
    }

    /// Lines that are there whatever their count, but the last one, of those that belong to none; and the line of each point.
    fn fixed(lines: Vec<(String, Paint)>, line_of: Vec<u8>) -> Self {
        let mut counts = vec![0; lines.len()];
        for line in &line_of {
            counts[usize::from(*line)] += 1;
        }
        let mut lines: Vec<Line> = lines.into_iter().zip(counts).map(|((words, paint), count)| Line { words, paint, count }).collect();
        lines.pop_if(|line| line.paint == Paint::None && line.count == 0);
        Self { lines, line_of, ..Self::default() }
    }

    /// Of names the ones that most points have get colours; those that have none come last.
    fn named<'a>(names: &[Option<&'a str>], others: &str, none: &str) -> Self {
        let mut counts: HashMap<&'a str, u64> = HashMap::new();
        names.iter().flatten().for_each(|name| *counts.entry(name).or_default() += 1);
        let mut order: Vec<&str> = counts.keys().copied().collect();
        order.sort_unstable_by(|a, b| counts[b].cmp(&counts[a]).then(a.cmp(b)));
        let own = if order.len() > GROUPS { GROUPS - 1 } else { order.len() };
        let line: HashMap<&str, u8> = order.iter().enumerate().map(|(place, name)| (*name, place.min(own) as u8)).collect();
        let mut lines: Vec<(String, Paint)> =
            order[..own].iter().enumerate().map(|(n, name)| ((*name).to_owned(), Paint::Group(n))).collect();
        if order.len() > own {
            lines.push((format!("{} {others}", human::count((order.len() - own) as u64)), Paint::Others));
        }
        lines.push((none.to_owned(), Paint::None));
        let last = lines.len() as u8 - 1;
        Self::fixed(lines, names.iter().map(|name| name.map_or(last, |name| line[name])).collect())
    }
}

fn by_folder(ctx: &Ctx, photos: &[PhotoId]) -> Groups {
    let folder = |photo: &PhotoId| {
        let path = &ctx.library.photo(*photo)?.path;
        let mut parts = path.components();
        let first = parts.next()?.as_os_str();
        parts.next().and(first.to_str())
    };
    Groups::named(&photos.iter().map(folder).collect::<Vec<_>>(), "other folders", "In no folder below")
}

fn by_tags(ctx: &Ctx, photos: &[PhotoId], set: LabelSetId) -> Groups {
    let Some(set) = ctx.tags.set(set) else { return Groups::named(&vec![None; photos.len()], "", "Untagged") };
    let names: HashMap<_, &str> = set.labels.iter().map(|label| (label.id, label.name.as_str())).collect();
    let label = |photo: &PhotoId| {
        let mut tags = ctx.tags.book.accepted(*photo).filter(|tag| tag.set == set.id);
        tags.next().and_then(|tag| names.get(&tag.label?).copied())
    };
    Groups::named(&photos.iter().map(label).collect::<Vec<_>>(), "other labels", "Untagged")
}

fn by_product(ctx: &Ctx, photos: &[PhotoId]) -> Groups {
    let product = |photo: &PhotoId| ctx.products.of.get(photo).copied();
    let of: Vec<Option<usize>> = photos.iter().map(product).collect();
    let products = of.iter().flatten().collect::<std::collections::HashSet<_>>().len() as u64;
    let words = format!("{}, in {GROUPS} colours by turns", human::counted(products, "product", "products"));
    let lines = vec![(words, Paint::Many), ("In no product".to_owned(), Paint::None)];
    let mut groups = Groups::fixed(lines, of.iter().map(|of| u8::from(of.is_none())).collect());
    groups.shade = of.iter().map(|of| (of.unwrap_or_default() % GROUPS) as u8).collect();
    groups
}

fn by_score(ctx: &Ctx, photos: &[PhotoId], places: &Places) -> Groups {
    let mut scores = vec![f32::NAN; photos.len()];
    for hit in ctx.shown.hits.iter() {
        if let (Some(place), Some(score)) = (places.get(hit.photo), hit.score) {
            scores[place] = score;
        }
    }
    let (least, most) =
        scores.iter().filter(|score| !score.is_nan()).fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), s| (a.min(*s), b.max(*s)));
    let step = ((most - least) / STEPS as f32).max(f32::MIN_POSITIVE);
    let line =
        |score: &f32| if score.is_nan() { STEPS as u8 } else { STEPS as u8 - 1 - (((score - least) / step) as usize).min(STEPS - 1) as u8 };
    let words = |at: usize| match at {
        _ if at + 1 == STEPS => format!("{} and above", human::score(least + step * at as f32)),
        _ => format!("{} to {}", human::score(least + step * at as f32), human::score(least + step * (at + 1) as f32)),
    };
    let mut lines: Vec<(String, Paint)> = (0..STEPS).rev().map(|at| (words(at), Paint::Scale((at as f32 + 0.5) / STEPS as f32))).collect();
    lines.push(("Without a score".to_owned(), Paint::None));
    Groups::fixed(lines, scores.iter().map(line).collect())
}

fn by_flag(ctx: &Ctx, photos: &[PhotoId]) -> Groups {
    let lines = [(Flag::Pick.title(), Paint::Group(0)), (Flag::Reject.title(), Paint::Group(1)), ("No flag", Paint::None)];
    let line = |photo: &PhotoId| match ctx.tags.book.marks.of(*photo).flag {
        Some(Flag::Pick) => 0,
        Some(Flag::Reject) => 1,
        None => 2,
    };
    Groups::fixed(lines.map(|(words, paint)| (words.to_owned(), paint)).to_vec(), photos.iter().map(line).collect())
}

fn by_stars(ctx: &Ctx, photos: &[PhotoId]) -> Groups {
    let words = |stars: u8| human::counted(u64::from(stars), "star", "stars");
    let mut lines: Vec<(String, Paint)> = (1..=5).rev().map(|stars| (words(stars), Paint::Scale(f32::from(stars) / 5.0))).collect();
    lines.push(("No stars".to_owned(), Paint::None));
    let line = |photo: &PhotoId| 5 - ctx.tags.book.marks.of(*photo).stars.map_or(0, base::Stars::count);
    Groups::fixed(lines, photos.iter().map(line).collect())
}

fn by_colour(ctx: &Ctx, photos: &[PhotoId]) -> Groups {
    let mut lines: Vec<(String, Paint)> = ColourLabel::ALL.iter().map(|label| (label.title().to_owned(), Paint::Label(*label))).collect();
    lines.push(("No colour label".to_owned(), Paint::None));
    let line = |photo: &PhotoId| ctx.tags.book.marks.of(*photo).colour.map_or(ColourLabel::ALL.len() as u8, |label| label as u8);
    Groups::fixed(lines, photos.iter().map(line).collect())
}

/// Which points the search has found, photos that a cell of the grid stands for too.
fn found(ctx: &Ctx, count: usize, places: &Places) -> Option<Vec<bool>> {
    if ctx.query.is_empty() {
        return None;
    }
    let mut found = vec![false; count];
    let mut mark = |photo: PhotoId| {
        if let Some(place) = places.get(photo) {
            found[place] = true;
        }
    };
    let grouped = products::grouped(ctx);
    for hit in ctx.shown.hits.iter() {
        mark(hit.photo);
        if let Some(product) = products::of(ctx, hit.photo).filter(|_| grouped) {
            product.photos.iter().for_each(|photo| mark(*photo));
        }
    }
    ctx.shown.found_together.values().flat_map(|photos| photos.iter()).for_each(|photo| mark(*photo));
    Some(found)
}

/// The set that most photos have labels of; `None` where there is none.
pub fn richest_set(ctx: &Ctx) -> Option<LabelSetId> {
    let mut counts: HashMap<LabelSetId, usize> = ctx.tags.sets.iter().map(|set| (set.id, 0)).collect();
    for tag in ctx.tags.book.iter().filter(|tag| tag.label.is_some()) {
        *counts.entry(tag.set).or_default() += 1;
    }
    ctx.open_set
        .filter(|set| counts.get(set).is_some_and(|count| *count > 0))
        .or_else(|| ctx.tags.sets.iter().map(|set| set.id).rev().max_by_key(|set| counts[set]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Mark, Marked, Stars, TagBook};
    use engine::protocol::{Hit, Tags};
    use std::sync::Arc;

    #[test]
    fn the_most_frequent_names_have_colours_the_rest_is_counted_and_nobody_is_left_out() {
        let name = |n: usize| (!n.is_multiple_of(7)).then(|| ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"][n % 11]);
        let names: Vec<Option<&str>> = (0..500).map(name).collect();
        let groups = Groups::named(&names, "others", "none");
        assert_eq!(groups.lines.iter().map(|line| line.count).sum::<u64>(), 500);
        assert_eq!(groups.lines.len(), GROUPS + 1);
        assert_eq!(groups.lines[GROUPS - 1].words, format!("{} others", 11 - (GROUPS - 1)));
        assert!((0..500).all(|n| (groups.paint(n) == Paint::None) == names[n].is_none()));
        let few = Groups::named(&[Some("x"), Some("x")], "others", "none");
        assert_eq!(few.lines, [Line { words: "x".into(), paint: Paint::Group(0), count: 2 }]);
    }

    #[test]
    fn what_the_search_has_not_found_is_known_and_without_a_search_all_is_found() {
        let photos: Vec<PhotoId> = (1..=4).map(PhotoId).collect();
        let places = Places::of(&photos);
        let mut ctx = Ctx::default();
        assert!((0..4).all(|place| Groups::of(&ctx, &photos, &places, ColourBy::Flag).is_found(place)));
        ctx.query.text = "is:pick".into();
        ctx.shown.hits = [2, 3, 99].map(|id| Hit::of(PhotoId(id), Some(id as f32 / 10.0))).into();
        let groups = Groups::of(&ctx, &photos, &places, ColourBy::Score);
        assert_eq!((0..4).map(|place| groups.is_found(place)).collect::<Vec<_>>(), [false, true, true, false]);
        assert_eq!(groups.line_of, [5, 4, 0, 5], "the best stand first, those without a score last");
    }

    #[test]
    fn marks_are_told_each_by_its_own_line() {
        let photos: Vec<PhotoId> = (1..=3).map(PhotoId).collect();
        let marked = |photo, mark| Marked { photo: PhotoId(photo), mark, source: base::Source::Person, at_ms: 0 };
        let marks = [marked(1, Mark::Flag(Some(Flag::Reject))), marked(2, Mark::Stars(Stars::new(5)))];
        let book = TagBook::default().with_marks(marks);
        let ctx = Ctx { tags: Arc::new(Tags { book, ..Tags::default() }), ..Ctx::default() };
        let lines = |by| Groups::of(&ctx, &photos, &Places::of(&photos), by).line_of;
        assert_eq!((lines(ColourBy::Flag), lines(ColourBy::Stars), lines(ColourBy::Colour)), (vec![1, 2, 2], vec![5, 0, 5], vec![5, 5, 5]));
    }
}
