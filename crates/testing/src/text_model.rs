//! A model that reads texts as it is told.

use super::noise::noise_of;
use base::{EncodeError, Encoder, ModelInfo, ModelKey, Prepared, Rgb8, UnitVector};

type Read = dyn Fn(&str) -> Option<UnitVector> + Send + Sync;
type Words = dyn Fn(&str) -> Vec<String> + Send + Sync;
type Cut = dyn Fn(&str) -> Option<String> + Send + Sync;

/// A model of which only the texts matter: photos it does not read.
pub struct TextModel {
    info: ModelInfo,
    read: Box<Read>,
    unknown: Box<Words>,
    cut: Box<Cut>,
}

impl TextModel {
    /// `read` tells what a text looks like (of `dimension` values); one of which it tells nothing has no vector.
    pub fn new(name: &str, dimension: usize, logit_scale: f32, read: impl Fn(&str) -> Option<UnitVector> + Send + Sync + 'static) -> Self {
        let info = ModelInfo { key: ModelKey(format!("{name}0123456789")), name: name.into(), revision: None, dimension, logit_scale };
        Self { info, read: Box::new(read), unknown: Box::new(|_| Vec::new()), cut: Box::new(|_| None) }
    }

    /// Every text looks like something, and no two alike.
    pub fn of_noise(dimension: usize, logit_scale: f32) -> Self {
        let seed = |text: &str| text.bytes().fold(7_u64, |seed, b| seed.wrapping_mul(31).wrapping_add(u64::from(b)));
        Self::new("noise", dimension, logit_scale, move |text| UnitVector::normalise(noise_of(dimension, seed(text))))
    }

    /// The words of a text that it was never taught.
    #[must_use]
    pub fn with_unknown(mut self, unknown: impl Fn(&str) -> Vec<String> + Send + Sync + 'static) -> Self {
        self.unknown = Box::new(unknown);
        self
    }

    /// What of a text it does not read.
    #[must_use]
    pub fn with_cut(mut self, cut: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.cut = Box::new(cut);
        self
    }
}

impl Encoder for TextModel {
    fn info(&self) -> &ModelInfo {
        &self.info
    }

    fn side(&self) -> u32 {
        1
    }

    fn prepare(&self, _: &Rgb8) -> Prepared {
        Prepared(Vec::new())
    }

    fn encode_images(&self, _: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError> {
        Ok(Vec::new())
    }

    fn encode_texts(&self, texts: &[&str]) -> Result<Vec<UnitVector>, EncodeError> {
        Ok(texts.iter().filter_map(|text| (self.read)(text)).collect())
    }

    fn unknown_words(&self, text: &str) -> Vec<String> {
        (self.unknown)(text)
    }

    fn cut_off(&self, text: &str) -> Option<String> {
        (self.cut)(text)
    }
}
