//! The towers on tensors against transformers' fixtures and against the towers on slices, on candle's own processor device.

use super::placement::Placement;
use crate::device::TensorDevice;
use crate::encoder::{Clip, open_on};
use crate::files::Files;
use crate::source::ModelSource;
use base::{Encoder, Prepared, Rgb8, RunsOn, UnitVector};
use candle_core::DType;
use safetensors::SafeTensors;
use std::path::{Path, PathBuf};

const CHECKPOINTS: [&str; 7] = ["clip/quick", "clip/gelu", "clip/tanh", "clip/large", "clip/siglip", "clip/siglip2", "clip/open-clip"];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures").join(name)
}

fn source(name: &str) -> ModelSource {
    ModelSource::Folder { dir: fixture(name), name: name.to_owned() }
}

/// On candle's processor device, with products of these numbers.
fn on_tensors(source: &ModelSource, products: DType) -> Clip {
    let placement = Placement { device: candle_core::Device::Cpu, products };
    open_on(source, Some(TensorDevice { name: "candle".to_owned(), placement }), Files::key).unwrap()
}

fn on_slices(source: &ModelSource) -> Clip {
    open_on(source, None, Files::key).unwrap()
}

/// Photos and texts of a fixture, and what transformers makes of them, `[photos or texts, dimension]`.
struct Expected {
    photos: Vec<Prepared>,
    images: Vec<f32>,
    texts: Vec<String>,
    words: Vec<f32>,
}

impl Expected {
    fn of(name: &str) -> Self {
        let facts: serde_json::Value = serde_json::from_slice(&fs_err::read(fixture(name).join("expected.json")).unwrap()).unwrap();
        let bytes = fs_err::read(fixture(name).join("expected.safetensors")).unwrap();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let values = |name: &str| -> Vec<f32> {
            tensors.tensor(name).unwrap().data().as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
        };
        let (prepared, count) = (values("prepared"), facts["photos"].as_array().unwrap().len());
        Self {
            photos: prepared.chunks(prepared.len() / count).map(|photo| Prepared(photo.to_vec())).collect(),
            images: values("images"),
            texts: facts["texts"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect(),
            words: values("texts"),
        }
    }
}

fn encode(clip: &Clip, expected: &Expected) -> [Vec<UnitVector>; 2] {
    let texts: Vec<&str> = expected.texts.iter().map(String::as_str).collect();
    let features = [clip.encode_images(&expected.photos).unwrap(), clip.encode_texts(&texts).unwrap()];
    assert_eq!(features[0].len() + features[1].len(), expected.photos.len() + texts.len());
    features
}

/// The lowest cosine between what the tensors make of photos and texts and what transformers, then the slices, made of them.
fn lowest_cosines(name: &str, products: DType) -> [f32; 2] {
    let expected = Expected::of(name);
    let clip = on_tensors(&source(name), products);
    let got = encode(&clip, &expected);
    assert_eq!(clip.runs_on(), RunsOn { device: "candle".to_owned(), notice: None });
    let slices = encode(&on_slices(&source(name)), &expected);
    let mut lowest = [1.0_f32; 2];
    for ((got, want), slices) in got.iter().zip([&expected.images, &expected.words]).zip(&slices) {
        for ((got, want), slices) in got.iter().zip(want.chunks(clip.info().dimension)).zip(slices) {
            let want = UnitVector::normalise(want.to_vec()).unwrap();
            lowest = [lowest[0].min(got.dot(&want)), lowest[1].min(got.dot(slices))];
        }
    }
    lowest
}

#[test]
fn in_f32_photos_and_texts_are_those_of_transformers_and_of_the_slices() {
    for name in CHECKPOINTS {
        let lowest = lowest_cosines(name, DType::F32);
        assert!(lowest.iter().all(|cosine| *cosine >= 0.99999), "{name}: cosines {lowest:?}");
    }
}

#[test]
fn in_f16_they_stay_close() {
    for name in CHECKPOINTS {
        let lowest = lowest_cosines(name, DType::F16);
        assert!(lowest.iter().all(|cosine| *cosine >= 0.999), "{name}: cosines {lowest:?}");
    }
}

/// The fixtures' weights are drawn at random; these are trained.
#[test]
fn in_f16_the_starter_stays_close_to_itself() {
    let photo = |i: u32| Rgb8::new(90, 60, (0..3 * 90 * 60).map(|n| (n * (i + 1) / 50 + n % 7 * 20) as u8).collect()).unwrap();
    let texts = ["a red dress", "blue shirt with stripes", "", "leather shoes on a white background"];
    let encode = |clip: &Clip| {
        let photos: Vec<Prepared> = (0..5).map(|i| clip.prepare(&photo(i))).collect();
        [clip.encode_images(&photos).unwrap(), clip.encode_texts(&texts).unwrap()].concat()
    };
    let tensors = encode(&on_tensors(&ModelSource::Starter, DType::F16));
    for (got, want) in tensors.iter().zip(encode(&on_slices(&ModelSource::Starter))) {
        assert!(got.dot(&want) >= 0.999, "cosine {}", got.dot(&want));
    }
}

#[test]
fn a_device_that_fails_while_it_runs_leaves_the_processors_result_and_a_notice() {
    let (source, expected) = (source("clip/quick"), Expected::of("clip/quick"));
    // candle multiplies no bytes.
    let clip = on_tensors(&source, DType::U8);
    assert_eq!(encode(&clip, &expected), encode(&on_slices(&source), &expected));
    let told = clip.runs_on();
    assert!(told.device == "CPU" && told.notice.unwrap().contains("candle failed"));
    assert_eq!(clip.feeding(), on_slices(&source).feeding());
}

#[test]
fn a_damaged_checkpoint_is_no_fault_of_the_device() {
    let dir = tempfile::tempdir().unwrap();
    for file in ["config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json"] {
        fs_err::copy(fixture("clip/quick").join(file), dir.path().join(file)).unwrap();
    }
    let clip = on_tensors(&ModelSource::Folder { dir: dir.path().to_owned(), name: "damaged".to_owned() }, DType::F32);
    // Opening would name it: it is damaged between then and the first text.
    let weights = dir.path().join("model.safetensors");
    let bytes = fs_err::read(&weights).unwrap();
    let lost = "text_model.encoder.layers.1.mlp.fc1.bias";
    let left = SafeTensors::deserialize(&bytes).unwrap().tensors().into_iter().filter(|(name, _)| name != lost);
    fs_err::write(&weights, safetensors::serialize(left, None).unwrap()).unwrap();
    let message = clip.encode_texts(&["a"]).unwrap_err().to_string();
    assert!(message.contains(lost) && message.contains("model.safetensors"), "{message}");
    assert_eq!(clip.runs_on().device, "candle");
}
