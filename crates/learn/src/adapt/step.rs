//! One step: the gradients of all losses over some photos.

use super::{GENERAL, MOST_RIVALS, Maps, OTHERS, Pairs, Texts};
use crate::random::Random;
use crate::stack::softmax;
use nalgebra::DMatrix;

/// The photos of a step with what is asked about them; behind them those of other domains, about which nothing is asked.
pub struct Batch<'a> {
    maps: &'a Maps,
    scale: f32,
    /// `[dimension, photos]`
    photos: Moved,
    questions: Vec<Question>,
    /// The general words, `[dimension, words]`.
    general: Moved,
}

/// Vectors before and after a map.
struct Moved {
    before: DMatrix<f32>,
    after: DMatrix<f32>,
    /// Lengths before they were made 1.
    lengths: Vec<f32>,
}

/// Texts of one kind, and which of them are right.
struct Question {
    texts: Moved,
    /// Whether a text is right for a photo, `[texts, photos]`: 1 or 0.
    right: DMatrix<f32>,
    /// Whether anything is known of a photo.
    asked: Vec<bool>,
}

/// Of a loss, by the moved photos and by the text map's weights.
pub struct Gradient {
    /// `[dimension, photos]`
    photos: DMatrix<f32>,
    /// `[dimension, dimension]`
    text: DMatrix<f32>,
}

/// Of all losses, by the weights of both maps.
pub struct Joined {
    pub image: DMatrix<f32>,
    pub text: DMatrix<f32>,
}

impl<'a> Batch<'a> {
    pub fn new(pairs: &Pairs, photos: &[usize], maps: &'a Maps, random: &mut Random) -> Self {
        let others: Vec<usize> = (0..OTHERS.min(pairs.others.ncols())).map(|_| random.below(pairs.others.ncols())).collect();
        let questions = pairs.kinds.iter().map(|kind| Question::new(kind, photos, others.len(), maps, random)).collect();
        let words = pairs.general.ncols();
        let general: Vec<usize> = (0..GENERAL.min(words)).map(|_| random.below(words)).collect();
        Self {
            maps,
            scale: pairs.scale,
            photos: Moved::new(beside(&pairs.photos.select_columns(photos), &pairs.others.select_columns(&others)), &maps.image),
            questions,
            general: Moved::new(pairs.general.select_columns(&general), &maps.text),
        }
    }

    /// Of the kind in this place; after the kinds, of what is to stay.
    pub fn gradient(&self, part: usize) -> Gradient {
        let (texts, by_logits) = match self.questions.get(part) {
            Some(question) => (&question.texts, self.of_question(question)),
            None => (&self.general, self.of_general()),
        };
        let by_logits = by_logits * self.scale;
        let by_texts = &self.photos.after * by_logits.transpose();
        Gradient { photos: &texts.after * by_logits, text: texts.by_weights(&by_texts) }
    }

    pub fn joined(&self, parts: Vec<Gradient>) -> Joined {
        let dimension = self.maps.image.nrows();
        let (mut photos, mut text) = (DMatrix::zeros(dimension, self.photos.lengths.len()), DMatrix::zeros(dimension, dimension));
        for part in parts {
            photos += part.photos;
            text += part.text;
        }
        Joined { image: self.photos.by_weights(&photos), text }
    }

    fn logits(&self, texts: &Moved) -> DMatrix<f32> {
        texts.after.tr_mul(&self.photos.after) * self.scale
    }

    /// By the logits, `[texts, photos]`: half of it asks each photo for its texts, half each text for its photos. All kinds count alike.
    fn of_question(&self, question: &Question) -> DMatrix<f32> {
        let logits = self.logits(&question.texts);
        let share = 0.5 / self.questions.len() as f32;
        let of_photos = contrast(&logits, &question.right, &vec![true; logits.nrows()]) * share;
        let of_texts = contrast(&logits.transpose(), &question.right.transpose(), &question.asked).transpose() * share;
        of_photos + of_texts
    }

    /// The belief in general words before and now.
    fn of_general(&self) -> DMatrix<f32> {
        let before = softmax(self.general.before.tr_mul(&self.photos.before) * self.scale);
        (softmax(self.logits(&self.general)) - before) / self.photos.lengths.len().max(1) as f32
    }
}

impl Question {
    fn new(kind: &Texts, photos: &[usize], others: usize, maps: &Maps, random: &mut Random) -> Self {
        let nothing = Vec::new();
        let said: Vec<&Vec<usize>> = photos.iter().map(|photo| &kind.right[*photo]).chain(std::iter::repeat_n(&nothing, others)).collect();
        let rivals: Vec<usize> = if kind.texts.ncols() <= MOST_RIVALS {
            (0..kind.texts.ncols()).collect()
        } else {
            let mut one_each: Vec<usize> =
                said.iter().filter(|right| !right.is_empty()).map(|right| right[random.below(right.len())]).collect();
            one_each.sort_unstable();
            one_each.dedup();
            one_each
        };
        let right = DMatrix::from_fn(rivals.len(), said.len(), |text, photo| f32::from(u8::from(said[photo].contains(&rivals[text]))));
        let asked = said.iter().map(|right| !right.is_empty()).collect();
        Self { texts: Moved::new(kind.texts.select_columns(&rivals), &maps.text), right, asked }
    }
}

impl Moved {
    fn new(before: DMatrix<f32>, map: &DMatrix<f32>) -> Self {
        let mut after = &before + map * &before;
        let lengths = after.column_iter_mut().map(|mut column| column.normalize_mut()).collect();
        Self { before, after, lengths }
    }

    /// From the gradient by the moved vectors to that by the map's weights: only what is across a vector turns it.
    fn by_weights(&self, gradient: &DMatrix<f32>) -> DMatrix<f32> {
        let mut across = gradient.clone();
        for ((mut across, after), length) in across.column_iter_mut().zip(self.after.column_iter()).zip(&self.lengths) {
            let along = across.dot(&after);
            across.axpy(-along, &after, 1.0);
            across /= *length;
        }
        across * self.before.transpose()
    }
}

/// By the logits: in each column the share that a row has, less the share that it has among the right ones, over the columns that have a right
/// one. Rows that are not `asked` about are nobody's rivals.
fn contrast(logits: &DMatrix<f32>, right: &DMatrix<f32>, asked: &[bool]) -> DMatrix<f32> {
    let mut gradient = DMatrix::zeros(logits.nrows(), logits.ncols());
    let answered: Vec<usize> = (0..logits.ncols()).filter(|column| right.column(*column).iter().any(|right| *right > 0.0)).collect();
    for &column in &answered {
        let rows = |row: &usize| asked[*row];
        let highest = (0..asked.len()).filter(rows).map(|row| logits[(row, column)]).fold(f32::MIN, f32::max);
        let weight = |row: usize| (logits[(row, column)] - highest).exp();
        let (mut all, mut of_right) = (0.0, f32::MIN_POSITIVE);
        for row in (0..asked.len()).filter(rows) {
            all += weight(row);
            of_right += weight(row) * right[(row, column)];
        }
        for row in (0..asked.len()).filter(rows) {
            gradient[(row, column)] = weight(row) * (1.0 / all - right[(row, column)] / of_right) / answered.len() as f32;
        }
    }
    gradient
}

/// Both, side by side.
fn beside(a: &DMatrix<f32>, b: &DMatrix<f32>) -> DMatrix<f32> {
    let mut both = DMatrix::zeros(a.nrows(), a.ncols() + b.ncols());
    both.columns_mut(0, a.ncols()).copy_from(a);
    both.columns_mut(a.ncols(), b.ncols()).copy_from(b);
    both
}

#[cfg(test)]
impl Batch<'_> {
    /// What the gradients are of.
    pub fn loss(&self) -> f32 {
        let minus_log_share = |logits: &DMatrix<f32>, right: &DMatrix<f32>, asked: &[bool]| -> f32 {
            let (mut loss, mut columns) = (0.0, 0.0);
            for (logits, right) in logits.column_iter().zip(right.column_iter()) {
                let e = |i: &usize| logits[*i].exp();
                let all: f32 = (0..asked.len()).filter(|i| asked[*i]).map(|i| e(&i)).sum();
                let of_right: f32 = (0..asked.len()).filter(|i| right[*i] > 0.0).map(|i| e(&i)).sum();
                if of_right > 0.0 {
                    loss -= (of_right / all).ln();
                    columns += 1.0;
                }
            }
            if columns > 0.0 { loss / columns } else { 0.0 }
        };
        let of_question = |question: &Question| {
            let logits = self.logits(&question.texts);
            let all = vec![true; logits.nrows()];
            minus_log_share(&logits, &question.right, &all)
                + minus_log_share(&logits.transpose(), &question.right.transpose(), &question.asked)
        };
        let questions: f32 = self.questions.iter().map(of_question).sum();
        let before = softmax(self.general.before.tr_mul(&self.photos.before) * self.scale);
        let now = softmax(self.logits(&self.general));
        let general: f32 = before.iter().zip(&now).map(|(before, now)| before * (before / now).ln()).sum();
        questions * 0.5 / self.questions.len() as f32 + general / self.photos.lengths.len() as f32
    }
}
