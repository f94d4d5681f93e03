//! Adapts a model to a catalogue: what was decided and written about its photos becomes a small map over the model's vectors.
//!
//! 1. What teaches is what teaches a set (`learned`): labels that persons and imports accepted; and the texts that were imported.
//! 2. Products never stand in two parts: photos of one product, of one file and of one title go together. Three fifths of them are learned
//!    from, a fifth chooses how far the map goes (`alpha`; at 0 it is the model itself), and a fifth, which had no part in anything, tells what
//!    came of it. What is kept was learned from the first four.
//! 3. `alpha` is where most of the choosing fifth is answered rightly, among those at which photos of another domain are answered no worse and
//!    the label sets that come along still mean the same ([`LEAST_AGREEMENT`]). Of those photos, too, a third is held fast while learning, a third
//!    chooses, and a third tells.
//! 4. It is worth keeping where the last fifth is answered better by more than two standard errors, products counted as one.
//! 5. A word that the model was not taught, but texts or labels say, counts as taught from here on if the last fifth shows that it finds what it is
//!    said of (`words`).

mod asked;
mod lessons;
mod matrix;
mod measured;
mod parts;
mod teaching;
#[cfg(test)]
mod tests;
mod words;

pub use lessons::lessons;
pub use measured::{Agreement, KindFigures, mean_agreement};
pub use teaching::{Catalogue, Elsewhere, Lessons, Teaching};
pub use words::{LearnedWord, words_told};

use asked::Domain;
use base::{Cancel, EncodeError, Progress};
use learn::{Gain, Maps, adapt as fit};
use lessons::Material;
use parts::Parts;
use std::collections::HashSet;

/// Fewer products teach nothing that a fifth of them could tell.
pub const LEAST_PRODUCTS: usize = 100;
/// The label sets that come along go on meaning the same for this share of the photos, on average over the sets.
pub const LEAST_AGREEMENT: f64 = 0.75;
/// Standard errors that the gain must be above: one would keep one in six that learned nothing.
const SURE: f64 = 2.0;
/// By how much photos of another domain may be answered worse while `alpha` is chosen.
const MOST_LOST: f64 = 0.025;
/// Of each of the two fits.
const STEPS: usize = 300;
const SEED: u64 = 1;
/// `alpha` is one of so many steps up to 1.
const ALPHAS: u8 = 10;

/// What was learned, and what it is worth.
#[derive(Clone, Debug)]
pub struct Adaptation {
    /// Of a photo's vector, `[dimension, dimension]`, row after row.
    pub image: Vec<f32>,
    /// The same of a text's.
    pub text: Vec<f32>,
    /// How far vectors go.
    pub alpha: f32,
    /// What it was made of and measured on.
    pub report: AdaptReport,
}

/// What a person is told.
#[derive(Clone, Debug)]
pub struct AdaptReport {
    /// What there was to learn from.
    pub lessons: Lessons,
    /// Products that were learned from, that chose `alpha`, and that tell.
    pub parts: [usize; 3],
    /// How far vectors go; 0: nowhere was it better.
    pub alpha: f32,
    /// What the choosing products said of each `alpha`, from 0 on.
    pub ways: Vec<Way>,
    /// On held-out products: each label set, then titles.
    pub kinds: Vec<KindFigures>,
    /// How much more often the held-out questions are answered rightly.
    pub gain: Gain,
    /// The share of held-out photos for which a label set that comes along means the same as before.
    pub agreement: Vec<Agreement>,
    /// Photos of another domain: each question.
    pub elsewhere: Vec<KindFigures>,
    /// Words that the model was not taught before and that find held-out photos now; none where it tells nothing of its words.
    pub words: Vec<LearnedWord>,
    /// How long it took, seconds.
    pub seconds: f64,
}

impl AdaptReport {
    /// Held-out products are answered better, beyond chance.
    pub fn is_better(&self) -> bool {
        self.alpha > 0.0 && self.gain.gain > SURE * self.gain.error
    }
}

/// How it is answered at one `alpha`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// How far vectors go.
    pub alpha: f32,
    /// The share of right answers about the choosing products.
    pub right: f64,
    /// The same of photos of another domain.
    pub elsewhere: f64,
    /// How far the label sets that come along mean the same, on average.
    pub same: f64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Adapted {
    /// There is a map, which may be worth nothing.
    Learned(Box<Adaptation>),
    /// Fewer than [`LEAST_PRODUCTS`] products.
    TooLittle(Lessons),
    /// It was cancelled.
    Cancelled,
}

/// Learns the maps and measures them.
pub fn adapt(teaching: &Teaching<'_>, progress: &Progress, cancel: &Cancel) -> Result<Adapted, EncodeError> {
    let start = std::time::Instant::now();
    let Some(material) = Material::gather(teaching, &|| cancel.is_cancelled())? else { return Ok(Adapted::Cancelled) };
    let lessons = material.lessons.clone();
    if lessons.products < LEAST_PRODUCTS {
        return Ok(Adapted::TooLittle(lessons));
    }
    let parts = Parts::of(&material.groups, SEED);
    progress.set_total(2 * STEPS as u64);
    let mut go_on = || {
        progress.advance(1);
        !cancel.is_cancelled()
    };
    let Some(maps) = fit(&material.pairs, &parts.learn, STEPS, SEED, &mut go_on) else { return Ok(Adapted::Cancelled) };
    let ways = ways(teaching, &material, &parts, &maps);
    let alpha = choose(&ways);
    let shown: Vec<usize> = parts.learn.iter().chain(&parts.choose).copied().collect();
    let Some(maps) = fit(&material.pairs, &shown, STEPS, SEED, &mut go_on) else { return Ok(Adapted::Cancelled) };
    let domain = Domain::own(&material, &parts.tell);
    let (before, after) = (domain.answers(None), domain.answers(Some((&maps, alpha))));
    let one_each = first_of_each(&parts.tell, &material.groups);
    let seen = Maps::apply(&maps.image, alpha, &material.pairs.photos.select_columns(&one_each));
    let words = words::learned(&material.untaught, teaching.encoder, (&maps, alpha), (&one_each, &seen))?;
    let elsewhere = Domain::elsewhere(teaching.elsewhere, 2, teaching.encoder.info().dimension);
    let report = AdaptReport {
        lessons,
        parts: parts.products,
        alpha,
        ways,
        gain: measured::gain(&before, &after, &material.groups),
        kinds: measured::kinds(&domain, &before, &after),
        agreement: measured::agreement(teaching.general, &domain.photos, &maps, alpha),
        elsewhere: measured::kinds(&elsewhere, &elsewhere.answers(None), &elsewhere.answers(Some((&maps, alpha)))),
        words,
        seconds: start.elapsed().as_secs_f64(),
    };
    let rows = |map: &nalgebra::DMatrix<f32>| map.transpose().as_slice().to_vec();
    Ok(Adapted::Learned(Box::new(Adaptation { image: rows(&maps.image), text: rows(&maps.text), alpha, report })))
}

/// The first photo of each product among these.
fn first_of_each(places: &[usize], groups: &[usize]) -> Vec<usize> {
    let mut seen = HashSet::new();
    places.iter().copied().filter(|place| seen.insert(groups[*place])).collect()
}

fn ways(teaching: &Teaching<'_>, material: &Material, parts: &Parts, maps: &Maps) -> Vec<Way> {
    let own = Domain::own(material, &parts.choose);
    let elsewhere = Domain::elsewhere(teaching.elsewhere, 1, teaching.encoder.info().dimension);
    let way = |step: u8| {
        let alpha = f32::from(step) / f32::from(ALPHAS);
        let right = |domain: &Domain| measured::right(&domain.answers(Some((maps, alpha))));
        let same = measured::mean_agreement(&measured::agreement(teaching.general, &own.photos, maps, alpha));
        Way { alpha, right: right(&own), elsewhere: right(&elsewhere), same }
    };
    (0..=ALPHAS).map(way).collect()
}

/// Where most is right at home without a loss elsewhere; of equals the least.
fn choose(ways: &[Way]) -> f32 {
    let Some(still) = ways.first() else { return 0.0 };
    // Shares of few photos: 1.0 - 0.975 is more than 0.025 as numbers go.
    let allowed = |way: &&Way| way.same >= LEAST_AGREEMENT && still.elsewhere - way.elsewhere <= MOST_LOST + 1e-9;
    let better = |best: Way, way: &Way| if way.right > best.right { *way } else { best };
    ways.iter().filter(allowed).fold(*still, better).alpha
}
