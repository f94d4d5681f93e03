//! What the window asks of the [`Engine`](super::Engine) and what it hears back: one closed enum each way.
//!
//! A [`Command`] never waits; an [`Event`] is an outcome or a new immutable [`Snapshot`]. Progress is neither:
//! it is read from a cell each frame (`Engine::job`).

use crate::base::{
    ContentHash, FileProblem, LabelId, LabelSet, LabelSetDraft, LabelSetId, Photo, PhotoId, Rgb8, Root, RootId, Ruling, TagBook,
};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use crate::tasks::exchange::{ExportFormat, ExportReport, ExportRequest, ImportExample, ImportReport, ImportRequest, MatchBy};
pub use crate::tasks::products::{Product, SkuFrom, SkuPreview, SkuRule};
pub use crate::tasks::review::{ReviewOrder, ReviewQueue};
pub use crate::tasks::search::{Hit, Sort};
pub use crate::tasks::suggest::{BINS, Figures, LabelFigures, Slot, Suggestion, Suggestions, bin};

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
    SaveSettings(super::settings::Settings),
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
}

/// One gesture. The engine fills in who, when, and what the model said.
#[derive(Clone, Debug)]
pub enum Edit {
    /// The person's own verdict about these photos: it replaces whatever was decided.
    Decide {
        /// Which photos.
        photos: Arc<[PhotoId]>,
        /// In which set.
        set: LabelSetId,
        /// What.
        ruling: Ruling,
    },
    /// Accepts every suggestion of a kind at or above a threshold. What a person or an import decided stays.
    AcceptAbove {
        /// In which set.
        set: LabelSetId,
        /// Which suggestions.
        which: Which,
        /// Scores in this [`bin`] and above.
        least_bin: usize,
        /// Among which photos.
        scope: Scope,
    },
    /// Makes a set, or changes it.
    SaveSet(LabelSetDraft),
    /// A new set like this one.
    DuplicateSet(LabelSetId),
    /// Takes a set out, with its tags.
    DeleteSet(LabelSetId),
    /// The order of the sets.
    OrderSets(Vec<LabelSetId>),
    /// A new label at the end of a set, accepted at once for these photos.
    CreateLabel {
        /// Which set.
        set: LabelSetId,
        /// Its name.
        name: String,
        /// Photos that get it.
        photos: Arc<[PhotoId]>,
    },
}

/// Which suggestions are accepted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of every label. That none of them fits is not said by it: a person says so photo by photo, or for that row.
    AllLabels,
    /// Those of this label.
    Label(LabelId),
    /// Those that no label fits.
    NoneOfThese,
}

/// Among which photos something is counted or done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of the catalogue.
    #[default]
    All,
    /// These.
    Photos(Arc<[PhotoId]>),
}

/// What the tagging panel wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestRequest {
    /// Counts up in the window; comes back with the answer.
    pub generation: u64,
    /// The set as it stands in the panel: it may have been edited and not saved yet.
    pub set: Arc<LabelSetDraft>,
    /// Among which photos to count.
    pub scope: Scope,
}

/// The answer to a [`SuggestRequest`].
#[derive(Clone, Debug)]
pub struct TaggingView {
    /// Of the request.
    pub generation: u64,
    /// Counts and histograms.
    pub figures: Arc<Figures>,
    /// Each photo's suggestion.
    pub suggestions: Arc<Suggestions>,
    /// Words that the model was never taught: place of the label, words.
    pub unknown_words: Vec<(usize, Vec<String>)>,
    /// Labels whose prompts are too long for the model: place of the label, what it does not read.
    pub cut: Vec<(usize, String)>,
    /// Why there are no suggestions.
    pub error: Option<String>,
    /// From request to answer.
    pub seconds: f64,
}

/// What the model says of one photo.
#[derive(Clone, Debug, Default)]
pub struct PhotoLabels {
    /// Each set of the catalogue, with its likeliest labels first.
    pub sets: Vec<(LabelSetId, Vec<LabelScore>)>,
    /// The nearest photos that a person decided about: photo, set, label (`None`: none of these); nearest first.
    pub closest: Vec<(PhotoId, LabelSetId, Option<LabelId>)>,
    /// Other photos of the same product.
    pub siblings: Vec<PhotoId>,
    /// Its SKU.
    pub sku: Option<String>,
}

/// A label and its probability for a photo.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelScore {
    /// Which label; `None`: none of these.
    pub label: Option<LabelId>,
    /// 0 to 1.
    pub score: f32,
}

/// The vocabulary and all decisions, immutable. A newer one replaces it.
#[derive(Clone, Debug, Default)]
pub struct Tags {
    /// In the person's order.
    pub sets: Arc<[LabelSet]>,
    /// What was decided about each photo.
    pub book: TagBook,
    /// Photos that have each label accepted.
    pub accepted: HashMap<LabelId, u64>,
    /// Present photos without an accepted label.
    pub untagged: u64,
    /// What Undo would take back.
    pub undo: Option<String>,
    /// What Redo would do again.
    pub redo: Option<String>,
}

impl Tags {
    /// The set of that id.
    pub fn set(&self, id: LabelSetId) -> Option<&LabelSet> {
        self.sets.iter().find(|s| s.id == id)
    }

    /// A label's set and itself.
    pub fn label(&self, id: LabelId) -> Option<(&LabelSet, &crate::base::Label)> {
        self.sets.iter().find_map(|s| Some((s, s.label(id)?)))
    }
}

/// What a gesture came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// What was done: "204 tags accepted".
    pub done: String,
    /// Decisions (or labels) that changed.
    pub changed: u64,
    /// Decisions that were left alone because a person or an import had made them.
    pub kept: u64,
    /// The set that was made or changed.
    pub set: Option<LabelSetId>,
    /// It was an Undo or a Redo.
    pub turned_back: bool,
    /// Rows that had changed since and were left as they are, in words.
    pub refused: Vec<String>,
    /// The step itself, not its undoing: a toast may offer Undo.
    pub undoable: bool,
}

/// What a rule makes of the catalogue.
#[derive(Clone, Debug, Default)]
pub struct Products {
    /// The rule; `None`: there are no products.
    pub rule: Option<SkuRule>,
    /// By SKU.
    pub products: Arc<[Product]>,
    /// Each photo's place in `products`.
    pub of: Arc<HashMap<PhotoId, usize>>,
    /// Photos whose accepted label differs from that of most of their product's photos: photo, set.
    pub odd: Vec<(PhotoId, LabelSetId)>,
}

/// Only photos of this kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Only {
    /// Without any accepted label.
    Untagged,
    /// Nobody decided about them in some set that has suggestions.
    NeedsReview,
    /// With this label accepted.
    Tagged(LabelId),
    /// Suggested as this label of a set as it stands in the panel; the score is the suggestion's.
    Suggested(Arc<LabelSetDraft>, Slot),
    /// Of this product.
    Product(String),
    /// Whose label differs from that of most photos of their product.
    Odd,
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

/// A folder of the library tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FolderRef {
    /// The root.
    pub root: RootId,
    /// Relative to the root; empty for the root itself.
    pub path: PathBuf,
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

/// A root with what the left panel says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootView {
    /// The root.
    pub root: Root,
    /// Photos under it that are there.
    pub photos: u64,
    /// Photos under it whose file was gone.
    pub missing: u64,
    /// The folder could be read when it was last looked at.
    pub reachable: bool,
}

/// A folder of the library tree, with the photos in it and below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderView {
    /// Which folder.
    pub folder: FolderRef,
    /// Photos in it and below.
    pub photos: u64,
}

/// The open catalogue, immutable. A newer one replaces it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The catalogue file.
    pub catalog: PathBuf,
    /// As the person names it: the folder's name or the file's.
    pub name: String,
    /// In the order they were added.
    pub roots: Vec<RootView>,
    /// Folders below the roots, depth first, a parent before its children.
    pub folders: Vec<FolderView>,
    /// All photos, the missing ones too, by id.
    pub photos: Arc<[Photo]>,
    /// Files that could not be read.
    pub problems: Arc<[FileProblem]>,
    /// The model in use, as a person names it.
    pub model: String,
    /// Photos that have an embedding of that model.
    pub embedded: u64,
}

impl Snapshot {
    /// The photo of that id.
    pub fn photo(&self, id: PhotoId) -> Option<&Photo> {
        self.photos.binary_search_by_key(&id, |p| p.id).ok().map(|i| &self.photos[i])
    }

    /// Where the photo's file lies.
    pub fn absolute(&self, photo: &Photo) -> Option<PathBuf> {
        let view = self.roots.iter().find(|r| r.root.id == photo.root)?;
        Some(photo.absolute(&view.root.path))
    }
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
