//! The one trait of the house: images and texts in, unit vectors of one space out.

use super::{Arithmetic, Compatibility, ModelKey, Rgb8, UnitVector, Vocabulary};

/// What a model is, as far as the crates above need to know.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelInfo {
    /// Decides which embeddings belong together.
    pub key: ModelKey,
    /// As a person names it: "starter", "patrickjohncyh/fashion-clip", a folder's name.
    pub name: String,
    /// The commit it was downloaded at; `None` for a folder of the person's own and for the starter model.
    pub revision: Option<String>,
    /// Components of each vector.
    pub dimension: usize,
    /// The checkpoint's own `exp(logit_scale)`: cosines times this go into the softmax of zero-shot labels.
    pub logit_scale: f32,
}

/// A photo made ready for a model: resized, cropped and scaled; `[3, side, side]`, channel after channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared(pub Vec<f32>);

/// Where a model runs at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunsOn {
    /// As a person reads it: "CPU", "CPU (int8)", "CUDA (f16)".
    pub device: String,
    /// What the person should know of it: that the device they asked for failed and the processor goes on, that batches
    /// were halved for want of memory.
    pub notice: Option<String>,
}

impl RunsOn {
    /// The processor, and nothing to say of it.
    pub fn cpu() -> Self {
        Self::processor(Arithmetic::F32)
    }

    /// The processor in an arithmetic, and nothing to say of it.
    pub fn processor(arithmetic: Arithmetic) -> Self {
        let device = match arithmetic {
            Arithmetic::F32 => "CPU",
            Arithmetic::Int8 => "CPU (int8)",
        };
        Self { device: device.to_owned(), notice: None }
    }
}

/// How an encoder is kept busy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feeding {
    /// Photos of one call.
    pub batch: usize,
    /// Calls at the same time. Where there are fewer than cores, each call may use several of them.
    pub calls: usize,
}

/// The processor's: larger batches gained nothing in measurements, smaller ones lose; one single-threaded call a core beats one
/// call on all cores.
impl Default for Feeding {
    fn default() -> Self {
        Self { batch: 16, calls: std::thread::available_parallelism().map_or(2, usize::from) }
    }
}

/// Why a model could not be opened or run. The text is for the person who uses the program.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// A file of the checkpoint is absent, truncated or not what it should be.
    #[error("{problem}: {}", path.display())]
    Checkpoint {
        /// The file or folder.
        path: std::path::PathBuf,
        /// What is wrong with it, and where known which tensor or key.
        problem: String,
    },
    /// No model of that name is known or installed here.
    #[error("no model is called '{name}'; installed are: {installed}")]
    UnknownModel {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked, joined by commas.
        installed: String,
    },
    /// A model that the program knows, but that is not on this machine.
    #[error("{name} is not on this machine yet; get it with: selvedge models download {name}")]
    NotInstalled {
        /// As `models download` takes it: "owner/name".
        name: String,
    },
    /// int8 was asked for, and nothing shows that its vectors may stand beside those of f32.
    #[error("{why}; leave --arithmetic out, or choose f32")]
    NoInt8 {
        /// What is not shown, and how it can be.
        why: String,
    },
    /// The computation itself failed.
    #[error("the model '{model}' failed: {problem}")]
    Failed {
        /// The model's name.
        model: String,
        /// What the library said.
        problem: String,
    },
}

/// Turns photos and words into unit vectors of one space. Shared by threads; each call may run on any of them.
pub trait Encoder: Send + Sync {
    /// Name, key and dimension of the model.
    fn info(&self) -> &ModelInfo;

    /// Pixels on each side of what it sees of a photo.
    fn side(&self) -> u32;

    /// Resizes, crops and scales one photo as the checkpoint asks for. Cheap beside [`Encoder::encode_images`].
    fn prepare(&self, photo: &Rgb8) -> Prepared;

    /// One unit vector a photo, in order. On the processor it runs on the calling thread's rayon pool.
    fn encode_images(&self, batch: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError>;

    /// One unit vector a text, in order. A text over the context length keeps its beginning and its end-of-text.
    fn encode_texts(&self, texts: &[&str]) -> Result<Vec<UnitVector>, EncodeError>;

    /// What the vectors of photos are made in, for as long as it is open.
    fn arithmetic(&self) -> Arithmetic {
        Arithmetic::F32
    }

    /// How near its int8 vectors are to its f32 ones, where that was measured.
    fn compatibility(&self) -> Option<&Compatibility> {
        None
    }

    /// Where it runs now, and what befell it there.
    fn runs_on(&self) -> RunsOn {
        RunsOn::cpu()
    }

    /// The model below, where this one is an adapter over another's vectors.
    fn base(&self) -> Option<&ModelKey> {
        None
    }

    /// A photo's vector, made of the one that [`Encoder::base`] sees in it: the photo need not be encoded again.
    fn adapted(&self, _vector: &[f32]) -> Option<UnitVector> {
        None
    }

    /// How it is kept busy when there are many photos.
    fn feeding(&self) -> Feeding {
        Feeding::default()
    }

    /// The words of `text` that the model was never taught, where the model knows that of itself (the starter model does).
    fn unknown_words(&self, text: &str) -> Vec<String>;

    /// The words it was taught, with how well it knows them, where the model knows that of itself.
    fn vocabulary(&self) -> Option<&Vocabulary> {
        None
    }

    /// The end of `text` that lies beyond the context length, as it was written; `None` where all of it is read.
    fn cut_off(&self, text: &str) -> Option<String>;
}
