//! The encoder against transformers and open_clip: tiny checkpoints that `fixtures/clip/make.py` wrote together with what those make of them.
#![allow(clippy::unwrap_used)]

use base::{Arithmetic, Device, Encoder, Prepared, Rgb8, UnitVector};
use clip::{Clip, ModelSource, open};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use std::path::{Path, PathBuf};

const CHECKPOINTS: [&str; 7] = ["quick", "gelu", "tanh", "large", "siglip", "siglip2", "open-clip"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip")
}

fn folder(dir: PathBuf) -> ModelSource {
    ModelSource::Folder { dir, name: "fixture".to_owned() }
}

struct Expected {
    clip: Clip,
    facts: serde_json::Value,
    tensors: Vec<u8>,
}

impl Expected {
    fn of(name: &str) -> Self {
        Self::at(fixtures().join(name))
    }

    fn at(dir: PathBuf) -> Self {
        Self {
            facts: serde_json::from_slice(&fs_err::read(dir.join("expected.json")).unwrap()).unwrap(),
            tensors: fs_err::read(dir.join("expected.safetensors")).unwrap(),
            clip: open(&folder(dir), Device::Auto).unwrap(),
        }
    }

    fn tensor(&self, name: &str) -> Vec<f32> {
        let tensors = SafeTensors::deserialize(&self.tensors).unwrap();
        tensors.tensor(name).unwrap().data().as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect()
    }

    fn texts(&self) -> Vec<&str> {
        self.facts["texts"].as_array().unwrap().iter().map(|t| t.as_str().unwrap()).collect()
    }

    /// What transformers prepared, photo by photo.
    fn prepared(&self) -> Vec<Prepared> {
        let all = self.tensor("prepared");
        let photos = self.facts["photos"].as_array().unwrap().len();
        all.chunks(all.len() / photos).map(|photo| Prepared(photo.to_vec())).collect()
    }
}

/// `photo` of make.py.
fn picture(kind: &str, width: u32, height: u32) -> Rgb8 {
    let noise = |x: u32, y: u32, c: u32| {
        let [x, y, c] = [x, y, c].map(u64::from);
        ((x * 73_856_093) ^ (y * 19_349_663) ^ (c * 83_492_791)) / 32 % 256
    };
    let value = |x, y, c| match kind {
        "noise" => noise(x, y, c),
        "extremes" if noise(x, y, c) > 127 => 255,
        "extremes" => 0,
        "slope" => u64::from(x * 255 / width + y * 255 / height + c * 40) % 256,
        "white" => 255,
        other => panic!("no picture of the kind {other}"),
    };
    let places = (0..height).flat_map(|y| (0..width).flat_map(move |x| (0..3).map(move |c| (x, y, c))));
    Rgb8::new(width, height, places.map(|(x, y, c)| value(x, y, c) as u8).collect()).unwrap()
}

fn compare(got: &[UnitVector], want: &[f32], what: &str) {
    let dimension = want.len() / got.len();
    for (i, (got, want)) in got.iter().zip(want.chunks(dimension)).enumerate() {
        let worst = got.as_slice().iter().zip(want).map(|(g, w)| (g - w).abs()).fold(0.0, f32::max);
        let cosine = got.dot(&UnitVector::normalise(want.to_vec()).unwrap());
        assert!(cosine >= 0.99999 && worst <= 1e-4, "{what} {i}: cosine {cosine}, largest difference {worst}");
    }
}

#[test]
fn texts_are_encoded_as_transformers_encodes_them() {
    for name in CHECKPOINTS {
        let expected = Expected::of(name);
        let got = expected.clip.encode_texts(&expected.texts()).unwrap();
        compare(&got, &expected.tensor("texts"), &format!("{name}: text"));
    }
}

#[test]
fn photos_are_encoded_as_transformers_encodes_them() {
    for name in CHECKPOINTS {
        let expected = Expected::of(name);
        let got = expected.clip.encode_images(&expected.prepared()).unwrap();
        compare(&got, &expected.tensor("images"), &format!("{name}: photo"));
        assert_eq!(got[0].as_slice().len(), expected.clip.info().dimension);
    }
}

#[test]
fn photos_in_int8_are_near_those_of_transformers() {
    for name in CHECKPOINTS {
        let mut expected = Expected::of(name);
        expected.clip = expected.clip.in_arithmetic(Arithmetic::Int8);
        let (got, want) = (expected.clip.encode_images(&expected.prepared()).unwrap(), expected.tensor("images"));
        for (got, want) in got.iter().zip(want.chunks(expected.clip.info().dimension)) {
            let cosine = got.dot(&UnitVector::normalise(want.to_vec()).unwrap());
            assert!((0.998..1.0 - 1e-7).contains(&cosine), "{name}: cosine {cosine}");
        }
    }
}

/// `make.py --full-size FOLDER`, then `SELVEDGE_FULL_SIZE=FOLDER cargo test --release --test house full_size -- --ignored --nocapture`.
#[test]
#[ignore = "needs the 3 GB that make.py --full-size writes"]
#[allow(clippy::print_stderr)]
fn full_size_models_encode_as_in_transformers() {
    let folder = PathBuf::from(std::env::var_os("SELVEDGE_FULL_SIZE").unwrap());
    for name in ["vit-b-32", "vit-l-14", "siglip-base"] {
        let expected = Expected::at(folder.join(name));
        let least = |got: &[UnitVector], want: &str| {
            let want = expected.tensor(want);
            let cosine = |(got, want): (&UnitVector, &[f32])| got.dot(&UnitVector::normalise(want.to_vec()).unwrap());
            got.iter().zip(want.chunks(expected.clip.info().dimension)).map(cosine).fold(1.0, f32::min)
        };
        let texts = least(&expected.clip.encode_texts(&expected.texts()).unwrap(), "texts");
        let images = least(&expected.clip.encode_images(&expected.prepared()).unwrap(), "images");
        eprintln!("{name}: least cosine of a text {texts:.7}, of a photo {images:.7}");
        assert!(texts >= 0.9999 && images >= 0.9999);
    }
}

#[test]
fn the_result_does_not_depend_on_the_company_in_a_batch_or_on_the_pool() {
    let expected = Expected::of("quick");
    let (prepared, texts) = (expected.prepared(), expected.texts());
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let photos = one.install(|| expected.clip.encode_images(&prepared)).unwrap();
    let words = one.install(|| expected.clip.encode_texts(&texts)).unwrap();
    let alone: Vec<_> = prepared.iter().flat_map(|p| expected.clip.encode_images(std::slice::from_ref(p)).unwrap()).collect();
    assert_eq!(photos, alone);
    let alone: Vec<_> = texts.iter().flat_map(|t| expected.clip.encode_texts(&[t]).unwrap()).collect();
    assert_eq!(words, alone);
    assert!(expected.clip.encode_images(&[]).unwrap().is_empty());
}

#[test]
fn photos_are_prepared_within_one_grey_level_of_transformers() {
    for name in CHECKPOINTS {
        let expected = Expected::of(name);
        let greys: Vec<f32> = expected.facts["greys_per_unit"].as_array().unwrap().iter().map(|g| g.as_f64().unwrap() as f32).collect();
        for (photo, want) in expected.facts["photos"].as_array().unwrap().iter().zip(expected.prepared()) {
            let side = |i: usize| u32::try_from(photo[i].as_u64().unwrap()).unwrap();
            let got = expected.clip.prepare(&picture(photo[0].as_str().unwrap(), side(1), side(2)));
            assert_eq!(got.0.len(), want.0.len());
            let plane = got.0.len() / 3;
            let differences = got.0.iter().zip(&want.0).enumerate().map(|(i, (g, w))| (g - w).abs() * greys[i / plane]);
            let worst = differences.fold(0.0, f32::max);
            assert!(worst < 1.01, "{name}: {photo} differs by {worst} grey levels");
        }
    }
}

/// The photo's JPEG decoder differs from ours, so only the mean has to be within a grey level.
#[test]
#[allow(clippy::print_stderr)]
fn a_jpeg_is_prepared_as_openais_processor_prepares_it() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/clip-reference");
    let Ok(want) = fs_err::read(shared.join("expected_preprocessed_image.npy")) else {
        eprintln!("skipped: {} is not here", shared.display());
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    fs_err::copy(fixtures().join("quick/tokenizer.json"), dir.path().join("tokenizer.json")).unwrap();
    // The preprocessing alone is of interest here: OpenAI's, which is all defaults. For its 224 pixels the model has more positions.
    let weights = fs_err::read(fixtures().join("quick/model.safetensors")).unwrap();
    let weights = SafeTensors::deserialize(&weights).unwrap();
    let positions = vec![0; 4 * (1 + (224 / 6) * (224 / 6)) * 27];
    let tensors = weights.tensors().into_iter().map(|(name, tensor)| {
        let is_wanted = name.contains("vision_model.embeddings.position_embedding");
        let more = TensorView::new(Dtype::F32, vec![positions.len() / 4 / 27, 27], &positions).unwrap();
        (name, if is_wanted { more } else { tensor })
    });
    safetensors::serialize_to_file(tensors, None, &dir.path().join("model.safetensors")).unwrap();
    let mut config: serde_json::Value = serde_json::from_slice(&fs_err::read(fixtures().join("quick/config.json")).unwrap()).unwrap();
    config["vision_config"]["image_size"] = 224.into();
    fs_err::write(dir.path().join("config.json"), config.to_string()).unwrap();
    fs_err::write(dir.path().join("preprocessor_config.json"), "{}").unwrap();
    let clip = open(&folder(dir.path().to_owned()), Device::Auto).unwrap();
    let photo = image::open(shared.join("franz-kafka.jpg")).unwrap().into_rgb8();
    let got = clip.prepare(&Rgb8::new(photo.width(), photo.height(), photo.into_raw()).unwrap());
    let values = &want[want.len() - 4 * got.0.len()..];
    let want = values.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b));
    let mean = got.0.iter().zip(want).map(|(g, w)| (g - w).abs() * 0.27 * 255.0).sum::<f32>() / got.0.len() as f32;
    assert!(mean <= 1.0, "{mean} grey levels on average");
}

type Change = dyn Fn(Vec<u8>) -> Vec<u8>;

/// A copy of a checkpoint with one file changed.
fn damaged(checkpoint: &str, file: &str, change: impl Fn(Vec<u8>) -> Vec<u8>) -> (tempfile::TempDir, ModelSource) {
    let dir = tempfile::tempdir().unwrap();
    for entry in fs_err::read_dir(fixtures().join(checkpoint)).unwrap() {
        let entry = entry.unwrap();
        let (name, bytes) = (entry.file_name(), fs_err::read(entry.path()).unwrap());
        fs_err::write(dir.path().join(&name), if name == file { change(bytes) } else { bytes }).unwrap();
    }
    let source = folder(dir.path().to_owned());
    (dir, source)
}

fn replace(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains(from));
    text.replace(from, to).into_bytes()
}

/// Another name of the same length in the header.
fn rename(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
}

#[test]
fn a_damaged_checkpoint_is_refused_in_words_that_name_what_is_wrong() {
    let message = |checkpoint: &str, file: &str, change: &Change| {
        let (_dir, source) = damaged(checkpoint, file, change);
        let opened = open(&source, Device::Auto);
        // What opening does not see, the first use does.
        let photo = |clip: &Clip| clip.prepare(&picture("noise", 40, 40));
        opened.and_then(|clip| clip.encode_texts(&["a"]).and_then(|_| clip.encode_images(&[photo(&clip)]))).unwrap_err().to_string()
    };
    let siglip: [(&str, &Change, &[&str]); 6] = [
        ("config.json", &|b| replace(&b, "\"intermediate_size\": 50", "\"intermediate_size\": 51"), &["fc1", "[51", "model.safetensors"]),
        ("config.json", &|b| replace(&b, "\"image_size\": 29", "\"image_size\": 36"), &["position_embedding", "[36", "[16"]),
        ("preprocessor_config.json", &|b| replace(&b, "29", "36"), &["36 x 36", "image_size is 29", "preprocessor_config.json"]),
        ("config.json", &|b| replace(&b, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"), &["layers.2.", "missing"]),
        ("tokenizer_config.json", &|b| replace(&b, "pad_token", "padding"), &["pad_token", "tokenizer_config.json"]),
        ("model.safetensors", &|b| rename(&b, "head.probe", "head.prope"), &["vision_model.head.probe", "missing", "model.safetensors"]),
    ];
    for (file, change, parts) in siglip {
        let message = message("siglip", file, change);
        assert!(parts.iter().all(|part| message.contains(part)), "{file}: {message}");
    }
    let open_clip = message("open-clip", "model.safetensors", &|b| rename(&b, "attn_pool.kv.bias", "attn_pool.kv.bios"));
    assert!(open_clip.contains("the tensor model.visual.trunk.attn_pool.kv.bias is missing"), "{open_clip}");
    let cases: [(&str, &Change, &[&str]); 7] = [
        ("model.safetensors", &|b| b[..b.len() / 2].to_vec(), &["bytes", "not whole is", "model.safetensors"]),
        ("model.safetensors", &|_| b"<html>".to_vec(), &["not a complete safetensors file"]),
        (
            "config.json",
            &|b| replace(&b, "\"hidden_size\": 22", "\"hidden_size\": 24"),
            &["text_model.", "22]", "24]", "model.safetensors"],
        ),
        ("config.json", &|b| replace(&b, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3"), &["layers.2.", "missing"]),
        ("config.json", &|b| b[..b.len() / 2].to_vec(), &["JSON", "config.json"]),
        ("tokenizer.json", &|b| b[..b.len() / 2].to_vec(), &["tokenizer.json"]),
        ("config.json", &|b| replace(&b, "\"eos_token_id\": ", "\"eos_token_id\": 1"), &["eos_token_id", "tokenizer.json"]),
    ];
    for (file, change, parts) in cases {
        let message = message("quick", file, change);
        assert!(parts.iter().all(|part| message.contains(part)), "{file}: {message}");
    }
}

#[test]
fn each_file_that_decides_an_embedding_changes_the_key() {
    let key = |source: &ModelSource| open(source, Device::Cpu).unwrap().info().key.clone();
    let plain = key(&folder(fixtures().join("quick")));
    let spaced = |b: Vec<u8>| [b, b"\n".to_vec()].concat();
    for file in ["config.json", "tokenizer.json", "preprocessor_config.json"] {
        assert_ne!(key(&damaged("quick", file, spaced).1), plain, "{file}");
    }
    let padded = key(&folder(fixtures().join("siglip")));
    assert_ne!(key(&damaged("siglip", "tokenizer_config.json", spaced).1), padded);
    let flipped = |mut b: Vec<u8>| {
        let last = b.len() - 1;
        b[last] ^= 1;
        b
    };
    assert_ne!(key(&damaged("quick", "model.safetensors", flipped).1), plain);
    assert_eq!(key(&damaged("quick", "", spaced).1), plain, "the folder's name is no part of it");
}

#[test]
fn the_starter_model_opens_and_encodes() {
    let clip = open(&ModelSource::Starter, Device::Auto).unwrap();
    let photos = [clip.prepare(&picture("slope", 200, 300)), clip.prepare(&picture("noise", 60, 90))];
    let photos = clip.encode_images(&photos).unwrap();
    let texts = clip.encode_texts(&["a red dress", "a blue shirt"]).unwrap();
    assert!(photos[0].dot(&photos[1]) < 0.9999 && texts[0].dot(&texts[1]) < 0.9999);
    assert_eq!(photos[0].as_slice().len(), clip.info().dimension);
    assert_eq!(clip.unknown_words("a red zzyzx"), ["zzyzx"]);
    assert!(clip.info().logit_scale > 1.0);
}

#[test]
fn a_device_that_this_build_lacks_is_refused_by_name() {
    let message = open(&ModelSource::Starter, Device::Cuda).err().unwrap().to_string();
    assert!(message.contains("no CUDA support"), "{message}");
}
