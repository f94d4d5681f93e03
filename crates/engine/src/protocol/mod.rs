//! What the window asks of the [`Engine`](super::Engine) and what it hears back: one closed enum each way.
//!
//! A [`Command`] never waits; an [`Event`] is an outcome or a new immutable [`Snapshot`]. Progress is neither:
//! it is read from a cell each frame (`Engine::job`).

use base::{ContentHash, Device, LabelSetId, PhotoId, Rgb8, RootId};
use std::path::PathBuf;
use std::sync::Arc;

mod models;
mod tagging;

pub use models::*;
pub use tagging::*;

pub use tasks::compare::{Differ, SetComparison};
pub use tasks::exchange::{
    EXPORT_FORMATS, ExportFormat, ExportOption, ExportReport, ExportRequest, FormatInfo, ImportExample, ImportReport, ImportRequest,
    MatchBy, NoteFacts,
};
pub use tasks::products::{Product, SkuFrom, SkuPreview, SkuRule};
pub use tasks::query::examples as search_examples;
pub use tasks::review::{Opinions, ReviewOrder, ReviewQueue};
pub use tasks::search::{Hit, Sort};
pub use tasks::suggest::{BINS, Figures, LabelFigures, Slot, Suggestion, Suggestions, bin};
pub use workspace::snapshot::{FolderRef, FolderView, RootView, Snapshot};

/// Something the person asked for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Opens what the path names: a catalogue file as it is; a folder as the catalogue that already holds it, or a
    /// new one in the user's data folder. A folder is indexed at once.
    Open(PathBuf),
    /// Copies the drawn sample catalogue to the user's data folder, opens and indexes it.
    OpenSample,
    /// Indexes one more folder into the open catalogue.
    AddFolder(PathBuf),
    /// Looks at every root again.
    Rescan,
    /// Ends the running job at its next safe point; what was indexed stays.
    CancelJob,
    /// Shows these photos. The newest request wins; older ones may never be answered.
    Search(SearchRequest),
    /// Finds photos like this one, for the inspector. The newest request wins.
    Similar(PhotoId),
    /// Decodes a photo for the inspector or the loupe. The newest request wins.
    Preview {
        /// Which photo.
        photo: PhotoId,
        /// No side longer than this, pixels.
        max_side: u32,
    },
    /// Opens the platform's dialog; its answer comes as [`Event::Picked`].
    Pick(PickPurpose),
    /// The root lies here now.
    LocateRoot(RootId, PathBuf),
    /// Takes a root and its photos out of the catalogue; the files are untouched.
    RemoveRoot(RootId),
    /// Takes the photos whose files are gone out of the catalogue.
    ForgetMissing,
    /// Opens the photo in the desktop's viewer.
    OpenInViewer(PathBuf),
    /// Shows the file in the desktop's file manager.
    ShowInFolder(PathBuf),
    /// Remembers the settings on disk.
    SaveSettings(workspace::settings::Settings),
    /// One gesture of the person: saved at once and undoable. Never dropped, never behind a job.
    Edit(Edit),
    /// Takes the last step back.
    Undo,
    /// Does the step again that was taken back last.
    Redo,
    /// Computes a set's suggestions and figures. The newest request wins; answered again when photos or tags change,
    /// until [`Command::StopSuggesting`].
    Suggest(SuggestRequest),
    /// The tagging panel is closed.
    StopSuggesting,
    /// What the model says of one photo in every set, for the inspector and the review. The newest request wins.
    PhotoLabels(PhotoId),
    /// Makes a review queue; one that was left is taken up where it was left.
    Review {
        /// Which set.
        set: LabelSetId,
        /// In which order.
        order: ReviewOrder,
        /// Among which photos.
        scope: Scope,
        /// At most so many.
        most: Option<usize>,
    },
    /// A photo was passed over in the review of this set: it comes last from now on, even after a restart.
    SkipInReview(LabelSetId, PhotoId),
    /// Forgets where the person stands in reviewing this set.
    EndReview(LabelSetId),
    /// Reads labels of a CSV file into tags, or tells what would happen.
    ImportTags(ImportRequest),
    /// Reads the keywords in the photos and their sidecars into tags of this set; makes the labels that are missing.
    ImportKeywords {
        /// Name of the set.
        set: String,
        /// Only tells what would happen.
        dry_run: bool,
    },
    /// Writes tags.
    Export(ExportRequest),
    /// Reads label sets from a CSV or JSON file.
    ImportLabels(PathBuf),
    /// Writes all label sets to a CSV or JSON file, as its ending says.
    ExportLabels(PathBuf),
    /// How photos tell their SKU; `None`: no products.
    SetSkuRule(Option<SkuRule>),
    /// What groups a rule would make. The newest request wins.
    PreviewSkuRule(SkuRule),
    /// Searches and suggests with this model from now on: at once where it has embedded every photo, else as soon as it has
    /// (in the background; the old one answers meanwhile).
    UseModel {
        /// Its name.
        name: String,
        /// At once, with the photos it has embedded so far.
        now: bool,
    },
    /// Embeds the photos with this model too; the one in use stays.
    EmbedWith(String),
    /// Takes a model's embeddings out of the open catalogue and frees the space.
    ForgetEmbeddings(String),
    /// Gets a model from the model hub; what is here of it already is not fetched again.
    DownloadModel(String),
    /// Ends the download; what is here is kept, and the next try goes on from there.
    CancelDownload,
    /// Makes the model in a folder known.
    AddModel(PathBuf),
    /// A downloaded model is deleted from this machine, a folder is forgotten.
    RemoveModel(String),
    /// Runs models on this device from now on.
    UseDevice(Device),
    /// Looks at the models on this machine again.
    LookAtModels,
    /// One query, two models. The newest request wins; answered again when photos change, until [`Command::StopComparing`].
    Compare(CompareRequest),
    /// One label set, two models. The newest request wins.
    CompareSet(CompareSetRequest),
    /// The compare view is closed: what was loaded for it is let go.
    StopComparing,
}

/// What a file dialog is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickPurpose {
    /// A folder of photos, for [`Command::Open`].
    OpenFolder,
    /// One more folder, for [`Command::AddFolder`].
    AddFolder,
    /// A catalogue file, for [`Command::Open`].
    OpenCatalog,
    /// A photo to search by, for [`Like::File`].
    SearchPhoto,
    /// The new place of a root, for [`Command::LocateRoot`].
    Locate(RootId),
    /// A CSV of labels, for [`Command::ImportTags`].
    ImportTags,
    /// A CSV or JSON of label sets, for [`Command::ImportLabels`].
    ImportLabels,
    /// Where to write tags, for [`Command::Export`].
    ExportTags(ExportFormat),
    /// Where to write label sets, for [`Command::ExportLabels`].
    ExportLabels,
    /// The folder of a model, for [`Command::AddModel`].
    AddModel,
}

/// Which photos the grid shows, and in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchRequest {
    /// Counts up in the window; comes back with the answer.
    pub generation: u64,
    /// As typed: words, terms and filters. Empty: all photos.
    pub text: String,
    /// A photo to search by, beside or instead of the words.
    pub like: Option<Like>,
    /// Only hits with at least this cosine.
    pub min_score: Option<f32>,
    /// Only photos under this folder.
    pub folder: Option<FolderRef>,
    /// Only photos of this kind.
    pub only: Option<Only>,
    /// One hit a product: its first photo.
    pub by_product: bool,
    /// Order of the hits.
    pub sort: Sort,
    /// Turns the order round.
    pub reversed: bool,
}

/// A photo that stands in for words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Like {
    /// One of the catalogue.
    Photo(PhotoId),
    /// A file anywhere.
    File(PathBuf),
}

/// The answer to a [`SearchRequest`]. Comes again, with the same generation, when the catalogue grew meanwhile.
#[derive(Clone, Debug)]
pub struct SearchResults {
    /// Of the request.
    pub generation: u64,
    /// In the order asked for.
    pub hits: Arc<[Hit]>,
    /// Photos that passed the filters, before the cut-off.
    pub considered: u64,
    /// Words the model was never taught.
    pub unknown_words: Vec<String>,
    /// The query could not be understood: what, and what to write instead. `hits` is empty then.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The catalogue as it is now; replaces the one before.
    Snapshot(Arc<Snapshot>),
    /// Photos for the grid.
    Results(SearchResults),
    /// Photos like the one asked about, nearest first, without itself.
    Similar(PhotoId, Vec<Hit>),
    /// A decoded photo, or why there is none.
    Preview(PhotoId, Result<Arc<Rgb8>, String>),
    /// A job began (`Engine::job` tells how far it is).
    JobStarted,
    /// A job ended.
    JobEnded(JobOutcome),
    /// The person chose something in a dialog; what follows is the window's to say.
    Picked(PickPurpose, PathBuf),
    /// Something to tell the person.
    Notice(Notice),
    /// The desktop prefers dark (or light) windows.
    SystemTheme {
        /// Dark rather than light.
        dark: bool,
    },
    /// The list of recent catalogues changed (something was opened).
    Recent(Vec<PathBuf>),
    /// The vocabulary and the decisions as they are now; replaces the one before.
    Tags(Arc<Tags>),
    /// A gesture was saved.
    Edited(Edited),
    /// Figures for the tagging panel.
    Suggestions(Arc<TaggingView>),
    /// What the model says of a photo.
    PhotoLabels(PhotoId, Arc<PhotoLabels>),
    /// Photos to review.
    Review(Arc<ReviewQueue>),
    /// What an import did or would do.
    Imported {
        /// It only told what would happen.
        dry_run: bool,
        /// Figures and examples, or what is wrong with the file.
        report: Result<ImportReport, String>,
    },
    /// What an export did.
    Exported {
        /// As what.
        format: ExportFormat,
        /// The file.
        to: Option<PathBuf>,
        /// Figures, or what went wrong.
        report: Result<ExportReport, String>,
    },
    /// Products as they are now; replaces the ones before.
    Products(Arc<Products>),
    /// What groups a rule would make, the first few; or what is wrong with it.
    SkuPreview(Result<SkuPreview, String>),
    /// The models as they are now.
    Models(Arc<Models>),
    /// A download ended: the model is here, or why it is not and what to do (`None`: the person ended it).
    Downloaded {
        /// Which model.
        name: String,
        /// How it ended.
        outcome: Result<(), Option<String>>,
    },
    /// A folder was made known as a model of this name; `None`: it is none that can be used, and a notice says why.
    ModelAdded(Option<String>),
    /// Two models and a query.
    Compared(Arc<Comparison>),
    /// Two models and a label set.
    ComparedSet(Arc<ComparedSet>),
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq)]
pub struct JobOutcome {
    /// One sentence, e.g. "Indexed 1,200 photos in 8 seconds"; empty where a folder was opened and nothing had changed.
    pub summary: String,
    /// Files that could not be read in this run.
    pub failed: u64,
    /// The person ended it.
    pub cancelled: bool,
}

/// How loudly to say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It is done.
    Done,
    /// Worth knowing.
    Warning,
    /// It did not work.
    Error,
}

/// A message for the person; an error says what, where and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How loudly.
    pub tone: Tone,
    /// The text.
    pub text: String,
}

/// A thumbnail the grid would like to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThumbnailRequest {
    /// The photo, should its thumbnail have to be made.
    pub photo: PhotoId,
    /// The key of the thumbnail: equal pictures share one.
    pub hash: ContentHash,
}

/// A thumbnail, or `None` where the file could not be read.
pub type ThumbnailAnswer = (ContentHash, Option<Rgb8>);

/// The running job, as the job pill shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct JobReading {
    /// "Indexing" and the like.
    pub title: String,
    /// Photos finished in this run.
    pub done: u64,
    /// Photos this run has to do; 0 while folders are still being walked.
    pub total: u64,
    /// Files found so far by the walk.
    pub found: u64,
    /// Over the last seconds; 0 until known.
    pub photos_per_second: f64,
    /// `None` until known.
    pub seconds_left: Option<f64>,
    /// Jobs that wait behind this one.
    pub waiting: usize,
}
