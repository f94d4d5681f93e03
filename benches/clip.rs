//! Photos a second, prepared and encoded, by two workers side by side: `cargo bench --bench clip [-- ARGUMENTS]`.
//!
//! ```text
//! clip                          the starter and a random ViT-B/32
//! clip FOLDER [SECONDS]         that checkpoint only, two numbers: photos/s encoded, and photos for each second a core worked
//! clip --write FOLDER [l14]     writes the random ViT-B/32 there, or a ViT-L/14, for peers.py and compare_pytorch.py
//! clip --arithmetic int8 …      in front of the others: in that arithmetic
//! clip --device cuda …          in front of the others: on the card instead of the processor (cargo bench --features cuda …)
//! ```
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use base::{Arithmetic, Device, Encoder, Prepared, Rgb8};
use clip::{Clip, ModelSource, open};
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use std::path::Path;
use std::time::{Duration, Instant};

const WORKERS: usize = 2;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (device, arguments) = match &arguments[..] {
        ["--device", device, rest @ ..] => (device.parse().unwrap(), rest),
        all => (Device::Cpu, all),
    };
    let (arithmetic, arguments) = match arguments {
        ["--arithmetic", "int8", rest @ ..] => (Arithmetic::Int8, rest),
        ["--arithmetic", "f32", rest @ ..] => (Arithmetic::F32, rest),
        all => (Arithmetic::F32, all),
    };
    let open = |source: &ModelSource| open(source, device).unwrap().in_arithmetic(arithmetic);
    match arguments {
        ["--write", folder] => write_random(Path::new(folder), &B_32),
        ["--write", folder, "l14"] => write_random(Path::new(folder), &L_14),
        [folder, seconds @ ..] => {
            let clip = open(&ModelSource::Folder { dir: folder.into(), name: (*folder).to_owned() });
            let seconds = seconds.first().map_or(5.0, |s| s.parse().unwrap());
            let speed = encode(&clip, Duration::from_secs_f64(seconds));
            println!("{:.2} {:.2}", speed.wall, speed.busy);
        }
        [] => {
            report("starter", &open(&ModelSource::Starter));
            let dir = tempfile::tempdir().unwrap();
            write_random(dir.path(), &B_32);
            let source = ModelSource::Folder { dir: dir.path().to_owned(), name: "random".to_owned() };
            report("ViT-B/32 at 224, random weights", &open(&source));
        }
    }
}

fn report(name: &str, clip: &Clip) {
    let name = format!("{name}, {}", clip.runs_on().device);
    let time = Duration::from_secs(5);
    for (what, speed) in [("prepare", prepare(clip, time)), ("encode", encode(clip, time))] {
        println!("{name}: {what} {:.1} photos/s; {:.1} for each second that a core worked on it", speed.wall, speed.busy);
    }
}

/// A photo of 12 megapixels, to be prepared over and over.
fn prepare(clip: &Clip, time: Duration) -> Speed {
    let photo = photo(4000, 3000);
    side_by_side(time, || {
        std::hint::black_box(clip.prepare(&photo));
        1
    })
}

fn encode(clip: &Clip, time: Duration) -> Speed {
    let batch: Vec<Prepared> = (0..clip.feeding().batch as u32).map(|i| clip.prepare(&photo(300 + i, 400))).collect();
    clip.encode_images(&batch).unwrap();
    let speed = side_by_side(time, || clip.encode_images(&batch).unwrap().len());
    assert_eq!(clip.runs_on().notice, None, "the figures would be those of another device or of smaller batches");
    speed
}

/// Photos a second.
struct Speed {
    /// By the clock, all workers together.
    wall: f64,
    /// By the time that one core really spent: what other programs take from a busy machine hardly matters to it.
    busy: f64,
}

/// How many things a second the workers do together, each in a pool of one thread. The first round of each is not counted.
fn side_by_side(time: Duration, work: impl Fn() -> usize + Sync) -> Speed {
    let run = || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        pool.install(|| {
            work();
            let (start, busy) = (Instant::now(), busy_ns());
            let mut done = 0;
            while start.elapsed() < time {
                done += work();
            }
            (done as f64, start.elapsed().as_secs_f64(), (busy_ns() - busy) / 1e9)
        })
    };
    let workers = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..WORKERS).map(|_| scope.spawn(run)).collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect::<Vec<_>>()
    });
    let sum = |part: fn(&(f64, f64, f64)) -> f64| workers.iter().map(part).sum::<f64>();
    Speed { wall: sum(|w| w.0 / w.1), busy: sum(|w| w.0) / sum(|w| w.2) }
}

/// Time that this thread has had a core, as Linux counts it; elsewhere not a number.
fn busy_ns() -> f64 {
    let stat = fs_err::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or(f64::NAN)
}

fn photo(width: u32, height: u32) -> Rgb8 {
    let values = (0..3 * width * height).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8);
    Rgb8::new(width, height, values.collect()).unwrap()
}

/// What the two sizes differ in; for both, heads are 64 wide and perceptrons four times as wide as the rest.
struct Size {
    width: usize,
    layers: usize,
    patch: usize,
    text_width: usize,
    projection: usize,
}

const B_32: Size = Size { width: 768, layers: 12, patch: 32, text_width: 512, projection: 512 };
const L_14: Size = Size { width: 1024, layers: 24, patch: 14, text_width: 768, projection: 768 };

/// A CLIP at 224 with weights at random; its text tower has one layer and the tokenizer of a test fixture.
fn write_random(folder: &Path, size: &Size) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/clip/quick");
    fs_err::create_dir_all(folder).unwrap();
    fs_err::copy(fixture.join("tokenizer.json"), folder.join("tokenizer.json")).unwrap();
    let fixture: serde_json::Value = serde_json::from_slice(&fs_err::read(fixture.join("config.json")).unwrap()).unwrap();
    let tower = |width: usize, layers: usize| {
        serde_json::json!({
            "hidden_size": width, "intermediate_size": 4 * width, "num_attention_heads": width / 64, "num_hidden_layers": layers,
            "patch_size": size.patch, "eos_token_id": fixture["text_config"]["eos_token_id"], "projection_dim": size.projection,
        })
    };
    // All other values are transformers' defaults.
    let config = serde_json::json!({
        "model_type": "clip", "architectures": ["CLIPModel"], "projection_dim": size.projection,
        "text_config": tower(size.text_width, 1), "vision_config": tower(size.width, size.layers),
    });
    fs_err::write(folder.join("config.json"), config.to_string()).unwrap();
    fs_err::write(folder.join("preprocessor_config.json"), "{}").unwrap();
    let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = shapes(size).into_iter().map(random).collect();
    let views = tensors.iter().map(|(name, shape, data)| (name, TensorView::new(Dtype::F32, shape.clone(), data).unwrap()));
    let weights = safetensors::serialize(views, Some([("format".to_owned(), "pt".to_owned())].into())).unwrap();
    fs_err::write(folder.join("model.safetensors"), weights).unwrap();
}

fn shapes(size: &Size) -> Vec<(String, Vec<usize>)> {
    let Size { width, layers, patch, text_width, projection } = *size;
    let mut all = vec![
        ("logit_scale".to_owned(), vec![]),
        ("visual_projection.weight".to_owned(), vec![projection, width]),
        ("text_projection.weight".to_owned(), vec![projection, text_width]),
        ("vision_model.embeddings.class_embedding".to_owned(), vec![width]),
        ("vision_model.embeddings.patch_embedding.weight".to_owned(), vec![width, 3, patch, patch]),
        ("vision_model.embeddings.position_embedding.weight".to_owned(), vec![(224 / patch) * (224 / patch) + 1, width]),
        ("text_model.embeddings.position_embedding.weight".to_owned(), vec![77, text_width]),
        ("text_model.embeddings.token_embedding.weight".to_owned(), vec![49_408, text_width]),
    ];
    let mut layer = |name: String, weight: &[usize]| {
        all.push((format!("{name}.weight"), weight.to_vec()));
        all.push((format!("{name}.bias"), vec![weight[0]]));
    };
    let norms = [("vision_model.pre_layrnorm", width), ("vision_model.post_layernorm", width), ("text_model.final_layer_norm", text_width)];
    for (name, width) in norms {
        layer(name.to_owned(), &[width]);
    }
    for (tower, layers, width) in [("vision", layers, width), ("text", 1, text_width)] {
        for prefix in (0..layers).map(|i| format!("{tower}_model.encoder.layers.{i}")) {
            layer(format!("{prefix}.layer_norm1"), &[width]);
            layer(format!("{prefix}.layer_norm2"), &[width]);
            for part in ["q", "k", "v", "out"] {
                layer(format!("{prefix}.self_attn.{part}_proj"), &[width, width]);
            }
            layer(format!("{prefix}.mlp.fc1"), &[4 * width, width]);
            layer(format!("{prefix}.mlp.fc2"), &[width, 4 * width]);
        }
    }
    all
}

/// Values between ±0.03, which keep the activations in the range that trained weights give them.
fn random((name, shape): (String, Vec<usize>)) -> (String, Vec<usize>, Vec<u8>) {
    let mut state = blake3::hash(name.as_bytes()).as_bytes()[..8].iter().fold(1, |n: u64, b| n << 8 | u64::from(*b));
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 40) as f32 / (1 << 24) as f32 - 0.5) * 0.06
    };
    let unit = if name.contains("norm") && name.ends_with("weight") { 1.0 } else { 0.0 };
    let data = (0..shape.iter().product::<usize>()).flat_map(|_| (unit + next()).to_le_bytes()).collect();
    (name, shape, data)
}
