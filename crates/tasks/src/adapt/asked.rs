//! Questions about photos whose answers are known, and how they are answered before and after.

use super::lessons::{Kind, Material};
use super::matrix::matrix;
use super::teaching::Elsewhere;
use base::UnitVector;
use figures::Ranking;
use learn::{Maps, Texts};
use nalgebra::DMatrix;

/// A title finds its photo among the first so many.
const FOUND: usize = 10;
/// A label is searched for where so many photos have it.
const LEAST_RELEVANT: usize = 3;

/// Photos, and what is asked about them.
pub struct Domain {
    /// `[dimension, photos]`
    pub photos: DMatrix<f32>,
    /// The place of each of them in the material.
    pub places: Vec<usize>,
    pub questions: Vec<Question>,
}

/// One question about each photo of which the answer is known.
pub struct Question {
    pub name: String,
    texts: Texts,
    class_of: Vec<usize>,
    asks_for_photos: bool,
}

/// The answers to a question.
pub struct Answers {
    /// The photo, by its place among the domain's, and whether it was answered rightly.
    pub right: Vec<(usize, bool)>,
    /// The photo's place in the material.
    pub places: Vec<usize>,
    /// Each label as a search.
    pub rankings: Vec<Ranking>,
}

impl Domain {
    /// Some of the material's photos.
    pub fn own(material: &Material, places: &[usize]) -> Self {
        let question = |(kind, texts): (&Kind, &Texts)| Question {
            name: kind.name.clone(),
            texts: Texts { texts: texts.texts.clone(), right: places.iter().map(|place| texts.right[*place].clone()).collect() },
            class_of: kind.class_of.clone(),
            asks_for_photos: kind.asks_for_photos,
        };
        Self {
            photos: material.pairs.photos.select_columns(places),
            places: places.to_vec(),
            questions: material.kinds.iter().zip(&material.pairs.kinds).map(question).collect(),
        }
    }

    pub fn elsewhere(elsewhere: &Elsewhere, third: usize, dimension: usize) -> Self {
        let places: Vec<usize> = elsewhere.third(third).collect();
        let question = |(name, texts, right): &(String, Vec<UnitVector>, Vec<Option<usize>>)| Question {
            name: name.clone(),
            class_of: (0..texts.len()).collect(),
            texts: Texts {
                texts: matrix(dimension, &texts.iter().collect::<Vec<_>>()),
                right: places.iter().map(|place| right[*place].iter().copied().collect()).collect(),
            },
            asks_for_photos: false,
        };
        Self {
            photos: elsewhere.matrix(third, dimension),
            places: places.clone(),
            questions: elsewhere.questions.iter().map(question).collect(),
        }
    }

    /// Under the maps, or (without) as the model sees them.
    pub fn answers(&self, under: Option<(&Maps, f32)>) -> Vec<Answers> {
        let photos = under.map_or_else(|| self.photos.clone(), |(maps, alpha)| Maps::apply(&maps.image, alpha, &self.photos));
        let answers = |question: &Question| {
            let texts = &question.texts.texts;
            let texts = under.map_or_else(|| texts.clone(), |(maps, alpha)| Maps::apply(&maps.text, alpha, texts));
            let scores = texts.tr_mul(&photos);
            let right = if question.asks_for_photos { question.found(&scores) } else { question.named(&scores) };
            let rankings = if question.asks_for_photos { Vec::new() } else { question.rankings(&scores) };
            Answers { places: right.iter().map(|(photo, _)| self.places[*photo]).collect(), right, rankings }
        };
        self.questions.iter().map(answers).collect()
    }
}

impl Question {
    fn is_right(&self, photo: usize, class: usize) -> bool {
        self.texts.right[photo].iter().any(|text| self.class_of[*text] == class)
    }

    fn asked(&self) -> impl Iterator<Item = usize> {
        (0..self.texts.right.len()).filter(|photo| !self.texts.right[*photo].is_empty())
    }

    /// Whether the likeliest text is one of the right ones. `scores`: `[texts, photos]`.
    fn named(&self, scores: &DMatrix<f32>) -> Vec<(usize, bool)> {
        self.asked().map(|photo| (photo, self.is_right(photo, self.class_of[scores.column(photo).argmax().0]))).collect()
    }

    /// Whether the photo is among the first that its own (longest) text finds.
    fn found(&self, scores: &DMatrix<f32>) -> Vec<(usize, bool)> {
        let is_found = |photo: usize| {
            let of_text = scores.row(self.texts.right[photo][0]);
            of_text.iter().filter(|score| **score > of_text[photo]).count() < FOUND
        };
        self.asked().map(|photo| (photo, is_found(photo))).collect()
    }

    /// Each label as a search over the photos that are asked about; of several wordings the nearest counts.
    fn rankings(&self, scores: &DMatrix<f32>) -> Vec<Ranking> {
        let asked: Vec<usize> = self.asked().collect();
        let classes = self.class_of.iter().max().map_or(0, |last| last + 1);
        let mut rankings = Vec::new();
        for class in 0..classes {
            let relevant = asked.iter().filter(|photo| self.is_right(**photo, class)).count();
            if relevant < LEAST_RELEVANT {
                continue;
            }
            let texts: Vec<usize> = (0..self.class_of.len()).filter(|text| self.class_of[*text] == class).collect();
            let score = |photo: usize| texts.iter().map(|text| scores[(*text, photo)]).fold(f32::MIN, f32::max);
            let mut order = asked.clone();
            order.sort_by(|a, b| score(*b).total_cmp(&score(*a)));
            let found_at = order.iter().enumerate().filter(|(_, photo)| self.is_right(**photo, class)).map(|(rank, _)| rank).collect();
            rankings.push(Ranking { found_at, relevant });
        }
        rankings
    }
}
