//! What was measured of a model's arithmetics: of the starter before it was shipped, of any model on this machine.

use super::memory::Memory;
use base::{ArithmeticChoice, Compatibility, EncodeError, Encoder, ModelKey, human};
use clip::Clip;

/// Made by `models check-arithmetic`, and `cargo bench --bench arithmetic` prints the same.
const STARTER: &str = include_str!("../../../assets/starter-model/arithmetic.json");

/// One model's figures.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measured {
    pub model: String,
    pub compatibility: Compatibility,
}

/// What is known of a model; what was measured here stands before what was shipped.
pub fn of_model(memory: &Memory, model: &ModelKey) -> Option<Compatibility> {
    memory.compatibility(model).or_else(|| shipped().filter(|measured| measured.model == model.0).map(|measured| measured.compatibility))
}

/// The starter's key, without a look at its weights.
pub fn starter_key() -> Option<ModelKey> {
    shipped().map(|measured| ModelKey(measured.model))
}

fn shipped() -> Option<Measured> {
    serde_json::from_str(STARTER).ok()
}

/// The model in the arithmetic that the choice comes to for it.
pub fn in_arithmetic(clip: Clip, choice: ArithmeticChoice, measured: Option<Compatibility>) -> Result<Clip, EncodeError> {
    if choice == ArithmeticChoice::Int8 {
        refuse(&clip, measured.as_ref())?;
    }
    let arithmetic = choice.on_processor(measured.as_ref());
    Ok(clip.with_compatibility(measured).in_arithmetic(arithmetic))
}

/// Why the model cannot be had in int8.
fn refuse(clip: &Clip, measured: Option<&Compatibility>) -> Result<(), EncodeError> {
    let name = &clip.info().name;
    let why = match measured {
        _ if clip.is_on_card() => format!("int8 is the processor's, and {name} runs on {}: choose the device cpu", clip.runs_on().device),
        Some(measured) if measured.is_shown() => return Ok(()),
        Some(measured) => format!("in int8 {name} sees photos otherwise than in f32 ({})", in_words(measured)),
        None => format!(
            "whether {name} sees photos in int8 as it does in f32 was not measured; measure it with selvedge models check-arithmetic {name}"
        ),
    };
    Err(EncodeError::NoInt8 { why })
}

/// "cosine .9931 at the least, 93.1 % of the nearest photos and 98.7 % of the labels the same, on 2,000 photos".
pub fn in_words(measured: &Compatibility) -> String {
    let Compatibility { photos, least_cosine, overlap_at_10, labels, .. } = measured;
    format!(
        "cosine {least_cosine:.4} at the least, {:.1} % of the nearest photos and {:.1} % of the labels the same, on {}",
        100.0 * overlap_at_10,
        100.0 * labels,
        human::photos(*photos)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Device;
    use clip::{ModelSource, open};

    #[test]
    fn what_is_shipped_speaks_of_the_starter_and_shows_its_class() {
        let measured = shipped().unwrap();
        assert_eq!(
            measured.model,
            open(&ModelSource::Starter, Device::Cpu).unwrap().info().key.0,
            "measure anew: cargo bench --bench arithmetic"
        );
        assert!(measured.compatibility.is_shown(), "{:?}", measured.compatibility);
    }
}
