//! The towers once more, on candle's tensors: for graphics cards.
//!
//! Products are made of the numbers that the device likes best (f16 on a graphics card). Tokens on their way from block to
//! block, normalisation and softmax stay f32: there many numbers are summed, which f16 would round away or overflow.

mod placement;
mod pooling;
#[cfg(test)]
mod tests;
mod text;
mod transformer;
mod vision;

use super::accelerator::{Fault, Forward};
use super::config::ModelConfig;
use super::files::{Files, WEIGHTS};
use super::weights::Weights;
use base::Prepared;
use candle_core::{DType, Tensor};
pub use placement::Placement;
use text::TextTower;
use transformer::Loader;
use vision::VisionTower;

/// Both towers, each read when it is first needed.
pub struct Towers {
    checkpoint: Checkpoint,
    vision: Option<VisionTower>,
    text: Option<TextTower>,
}

struct Checkpoint {
    files: Files,
    config: ModelConfig,
    placement: Placement,
}

impl Towers {
    /// Reads nothing yet.
    pub fn new(files: Files, config: ModelConfig, placement: Placement) -> Self {
        Self { checkpoint: Checkpoint { files, config, placement }, vision: None, text: None }
    }
}

impl Checkpoint {
    fn load<T>(&self, load: impl FnOnce(&mut Loader<'_, '_>, &ModelConfig) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut source = self.files.weights()?;
        let mut weights = Weights::open(&mut *source, self.files.path(WEIGHTS))?;
        load(&mut Loader { weights: &mut weights, placement: &self.placement }, &self.config).map_err(|fault| match fault {
            // No smaller batch would help.
            Fault::OutOfMemory => Fault::Device("it has too little memory for this model".to_owned()),
            other => other,
        })
    }
}

impl Forward for Towers {
    fn images(&mut self, batch: &[Prepared]) -> Result<Vec<f32>, Fault> {
        let tower = match &self.vision {
            Some(tower) => tower,
            None => self.vision.insert(self.checkpoint.load(VisionTower::load)?),
        };
        Ok(values(&tower.forward(batch)?)?)
    }

    fn texts(&mut self, texts: &[Vec<u32>]) -> Result<Vec<f32>, Fault> {
        let tower = match &self.text {
            Some(tower) => tower,
            None => self.text.insert(self.checkpoint.load(TextTower::load)?),
        };
        Ok(values(&tower.forward(texts)?)?)
    }
}

fn values(features: &Tensor) -> candle_core::Result<Vec<f32>> {
    features.to_dtype(DType::F32)?.flatten_all()?.to_vec1()
}
