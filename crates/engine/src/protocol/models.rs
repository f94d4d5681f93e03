//! Models: which are here, which can be had, which is in use, and two of them side by side.

use super::{CompareSide, RequestId, SearchRequest};
use base::{ArithmeticChoice, Compatibility, Device, LabelSetId, ModelId, Verified};
use std::path::PathBuf;
use std::sync::Arc;

/// All models that are here or can be had, immutable. A newer one replaces it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Models {
    /// Those that are here first, then those that can be had; each group in a fixed order.
    pub rows: Vec<ModelView>,
    /// Name of the one that answers.
    pub in_use: String,
    /// Name of the one that will answer as soon as it has embedded the photos.
    pub next: Option<String>,
    /// Present photos of the open catalogue.
    pub photos: u64,
    /// The person's wish.
    pub device: Device,
    /// The person's wish.
    pub arithmetic: ArithmeticChoice,
    /// Devices that this build and this machine have.
    pub devices: Vec<Device>,
}

impl Models {
    /// The row of that name.
    pub fn row(&self, name: &str) -> Option<&ModelView> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// As a person reads it: "FashionCLIP 2.0", else the name.
    pub fn title<'a>(&'a self, name: &'a str) -> &'a str {
        self.row(name).map_or(name, |row| row.title.as_str())
    }
}

/// One model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelView {
    /// What commands understand: "starter", "owner/name", a folder's path.
    pub name: String,
    /// As a person reads it: "FashionCLIP 2.0", "Starter model", a folder's name.
    pub title: String,
    /// What it is for, one short sentence; empty where nothing is known of it.
    pub about: String,
    /// The one to get first.
    pub recommended: bool,
    /// Whether it is on this machine, and how it came there.
    pub place: ModelPlace,
    /// As its card says: "mit".
    pub licence: Option<String>,
    /// Its card in the web.
    pub page: Option<String>,
    /// The commit that was downloaded.
    pub revision: Option<String>,
    /// On disk where it is here, else what would be downloaded; `None`: unknown.
    pub bytes: Option<u64>,
    /// About so much memory while both of its halves are in use, bytes.
    pub memory: Option<u64>,
    /// Components of an embedding.
    pub dimension: Option<usize>,
    /// Its row in the open catalogue, where it has embedded photos of it.
    pub id: Option<ModelId>,
    /// Present photos of the open catalogue that it has embedded.
    pub embedded: u64,
    /// Photos a second when it last indexed on this machine, and on which device.
    pub speed: Option<(f64, String)>,
    /// How near its int8 vectors were to its f32 ones; `None`: that was not measured.
    pub compatibility: Option<Compatibility>,
    /// How its answers compared with those that were published of it; `None`: nobody looked.
    pub verified: Option<Verified>,
    /// The pages of the pictures that answers of it were published of; `None`: none were published, of pictures or of texts.
    pub to_verify: Option<Vec<String>>,
    /// Where it runs now; `None`: it is not loaded.
    pub runs_on: Option<String>,
    /// Why it cannot be used: names the file, and what to do.
    pub problem: Option<String>,
}

/// Where a model is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ModelPlace {
    /// Inside the program.
    Starter,
    /// In the Hugging Face cache: this folder.
    Downloaded(PathBuf),
    /// In a folder of the person's own.
    Folder(PathBuf),
    /// It was adapted to a catalogue on this machine: this folder.
    Adapted(PathBuf),
    /// In a folder that was used without being added: there is nothing to forget.
    Used(PathBuf),
    /// It would have to be downloaded.
    #[default]
    ToGet,
    /// Only its embeddings are here, in the open catalogue.
    Gone,
}

impl ModelPlace {
    /// It can be opened.
    pub fn is_here(&self) -> bool {
        matches!(self, Self::Starter | Self::Downloaded(_) | Self::Folder(_) | Self::Adapted(_) | Self::Used(_))
    }
}

/// The running download.
#[derive(Clone, Debug, PartialEq)]
pub struct DownloadReading {
    /// Which model.
    pub name: String,
    /// Bytes that are here.
    pub done: u64,
    /// All bytes; 0 until known.
    pub total: u64,
    /// Over the last seconds; 0 until known.
    pub bytes_per_second: f64,
    /// `None` until known.
    pub seconds_left: Option<f64>,
}

/// One query, two models.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareRequest {
    /// Names of the models, left and right.
    pub models: [String; 2],
    /// What to search for; its own sort and grouping are of no account.
    pub search: SearchRequest,
}

/// The answer to a [`CompareRequest`].
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// That it answers.
    pub request: RequestId,
    /// Left and right.
    pub sides: [CompareSide; 2],
    /// Photos that both models have embedded and that passed the filters: only these are ranked, by both.
    pub common: u64,
    /// Share of the first 10 that both found, 0 to 1.
    pub overlap_at_10: f64,
    /// Share of the first 100 that both found, 0 to 1.
    pub overlap_at_100: f64,
    /// Why there is no answer, and what to do; the sides are empty then.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
}

/// One label set, two models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompareSetRequest {
    /// Names of the models, left and right.
    pub models: [String; 2],
    /// The set, as it is saved.
    pub set: LabelSetId,
}

/// The answer to a [`CompareSetRequest`].
#[derive(Clone, Debug)]
pub struct ComparedSet {
    /// That it answers.
    pub request: RequestId,
    /// Names of the models, left and right.
    pub models: [String; 2],
    /// Their rows in the catalogue, for [`super::ReviewOrder::Disagreement`].
    pub ids: Option<[ModelId; 2]>,
    /// Agreement, or why there is none to tell, and what to do.
    pub outcome: Result<Arc<super::SetComparison>, String>,
}
