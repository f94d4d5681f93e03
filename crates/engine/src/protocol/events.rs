//! Events: outcomes of requests, and new states.

use super::{
    AdaptOutcome, AgreementView, AuditView, Backup, BackupsView, CheckedSoFar, ComparedSet, Comparison, CopyPreview, CopyReport, Edited,
    EvaluationView, ExportFormat, ExportReport, FeedView, Hit, ImportGuess, ImportReport, LargePicture, LessonsToAdapt, LintView,
    Localised, MapView, MarksReport, MarksRequest, MatchView, Models, PhotoLabels, PhotoMeasures, PickPurpose, Products, ProfileReport,
    RecentCatalog, RequestId, RestoreView, ReviewQueue, SearchCounts, SearchEvaluationView, SearchResults, SharingView, SheetReport,
    ShotsView, SkuPreview, Snapshot, Stacks, StandardCounts, TaggingView, Tags, TextReport, TruthColumn, Walked,
};
use base::{ContentHash, LabelSetId, Opinion, Pace, PhotoId, PhotoText, Rgb8, Verified};
use std::path::PathBuf;
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The catalogue as it is now; replaces the one before.
    Snapshot(Arc<Snapshot>),
    /// Photos for the grid.
    Results(SearchResults),
    /// Photos like the one asked about, nearest first, without itself.
    Similar {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// Nearest first.
        hits: Vec<Hit>,
    },
    /// A walk in steps, or why there is none.
    Walked {
        /// That it answers.
        request: RequestId,
        /// The start first.
        walked: Result<Arc<Walked>, String>,
    },
    /// What was imported about a photo.
    Texts {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// In the order in which the columns came.
        texts: Vec<PhotoText>,
    },
    /// What each author says of a photo.
    Opinions {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// With the set that each is about, by set and author.
        opinions: Arc<[(LabelSetId, Opinion)]>,
    },
    /// How a photo is made up, and what it says to the chosen standard.
    Measures {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// Its figures.
        measures: Arc<PhotoMeasures>,
    },
    /// How many photos meet the chosen standard (`None`: none was chosen), or why that cannot be told.
    StandardCounted {
        /// That it answers.
        request: RequestId,
        /// The counts.
        counts: Result<Option<Arc<StandardCounts>>, String>,
    },
    /// A decoded photo, or why there is none.
    Preview {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// As it was asked for.
        picture: Result<Arc<LargePicture>, String>,
    },
    /// Where in a photo something is, or why that cannot be told and what to do.
    Localised {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// The map, with how far it may be believed.
        found: Result<Arc<Localised>, String>,
    },
    /// A job began for this request (`Engine::job` tells how far it is).
    JobStarted(RequestId),
    /// A job ended.
    JobEnded(JobOutcome),
    /// The person chose something in a dialog; what follows is the window's to say.
    Picked {
        /// That it answers.
        request: RequestId,
        /// What the dialog was opened for.
        purpose: PickPurpose,
        /// What was chosen.
        path: PathBuf,
    },
    /// The desktop has no dialog to choose in: the person has to type the path.
    NoDialog {
        /// That it answers.
        request: RequestId,
        /// What a dialog was wanted for.
        purpose: PickPurpose,
    },
    /// A file of that name is there already: nothing was written, and the person is to be asked.
    FileExists {
        /// That it answers.
        request: RequestId,
        /// What was to be written.
        purpose: PickPurpose,
        /// The file.
        path: PathBuf,
    },
    /// Something to tell the person.
    Notice(Notice),
    /// The desktop prefers dark (or light) windows.
    SystemTheme {
        /// Dark rather than light.
        dark: bool,
    },
    /// The catalogues used lately, newest first: at start, and when one was opened.
    Recent(Arc<[RecentCatalog]>),
    /// The vocabulary and the decisions as they are now; replaces the one before.
    Tags(Arc<Tags>),
    /// So many photos have an open question, as photos, tags and model are now.
    NeedReview(u64),
    /// A gesture was saved.
    Edited(Edited),
    /// Figures for the tagging panel.
    Suggestions(Arc<TaggingView>),
    /// What the model says of a photo.
    PhotoLabels {
        /// That it answers.
        request: RequestId,
        /// The photo it was about.
        photo: PhotoId,
        /// In every set.
        labels: Arc<PhotoLabels>,
    },
    /// Photos to review.
    Review {
        /// That it answers.
        request: RequestId,
        /// In the order asked for.
        queue: Arc<ReviewQueue>,
    },
    /// What an import did or would do.
    Imported {
        /// That it answers.
        request: RequestId,
        /// It only told what would happen.
        dry_run: bool,
        /// Figures and examples, or what is wrong with the file.
        report: Result<ImportReport, String>,
        /// How the file is likely to be read, where that was asked.
        guess: Option<ImportGuess>,
    },
    /// What an import of texts did or would do.
    TextsImported {
        /// That it answers.
        request: RequestId,
        /// It only told what would happen.
        dry_run: bool,
        /// Figures and examples, or what is wrong with the file.
        report: Result<TextReport, String>,
        /// The columns of the file that may hold texts; also of one with which something is wrong.
        columns: Vec<String>,
    },
    /// What reading marks did or would do.
    MarksRead {
        /// That it answers.
        request: RequestId,
        /// What was asked for.
        asked: MarksRequest,
        /// Figures and differences, or what went wrong.
        report: Result<MarksReport, String>,
    },
    /// What an export did.
    Exported {
        /// That it answers.
        request: RequestId,
        /// As what.
        format: ExportFormat,
        /// The file.
        to: Option<PathBuf>,
        /// Figures, or what went wrong.
        report: Result<ExportReport, String>,
    },
    /// What copying would write.
    CopyPreviewed {
        /// That it answers.
        request: RequestId,
        /// Names and figures, or why nothing can be copied like this.
        preview: Result<CopyPreview, String>,
    },
    /// What copying did.
    Copied {
        /// That it answers.
        request: RequestId,
        /// Figures, or why nothing was copied.
        report: Result<CopyReport, String>,
    },
    /// What writing a contact sheet did.
    SheetWritten {
        /// That it answers.
        request: RequestId,
        /// Figures, or why there is none.
        report: Result<SheetReport, String>,
    },
    /// Products as they are now; replaces the ones before.
    Products(Arc<Products>),
    /// Duplicates as they are now; replaces the ones before.
    Stacks(Arc<Stacks>),
    /// What was done with a hub.
    Shared(Arc<SharingView>),
    /// Where photos lie on the map.
    Map(Arc<MapView>),
    /// What groups a rule would make, the first few; or what is wrong with it.
    SkuPreview {
        /// That it answers.
        request: RequestId,
        /// The first few, or what is wrong with the rule.
        preview: Result<SkuPreview, String>,
    },
    /// The models as they are now.
    Models(Arc<Models>),
    /// A download ended: the model is here, or why it is not and what to do (`None`: the person ended it).
    Downloaded {
        /// That it answers.
        request: RequestId,
        /// Which model.
        name: String,
        /// How it ended; where answers of it were published, how its own compare with them.
        outcome: Result<Option<Verified>, Option<String>>,
    },
    /// A folder was made known as a model.
    ModelAdded {
        /// That it answers.
        request: RequestId,
        /// Its name; `None`: it is none that can be used, and a notice says why.
        name: Option<String>,
    },
    /// What a model would learn from the open catalogue, and what it could be called.
    AdaptLooked {
        /// That it answers.
        request: RequestId,
        /// Counts and a free name, or what is wrong.
        plan: Result<(LessonsToAdapt, String), String>,
    },
    /// A model was adapted, or was not.
    Adapted {
        /// That it answers.
        request: RequestId,
        /// What it was to be called.
        name: String,
        /// What came of it, or what went wrong.
        outcome: Result<AdaptOutcome, String>,
    },
    /// Two models and a query.
    Compared(Arc<Comparison>),
    /// Two models and a label set.
    ComparedSet(Arc<ComparedSet>),
    /// Photos whose labels to look at.
    Audited(Arc<AuditView>),
    /// What was checked of a set so far.
    CheckedSoFar(Arc<CheckedSoFar>),
    /// What became of an audit was written to this file, or why it was not.
    AuditExported {
        /// That it answers.
        request: RequestId,
        /// The file, or what went wrong.
        outcome: Result<PathBuf, String>,
    },
    /// A set's suggestions against the truth.
    Evaluated(Arc<EvaluationView>),
    /// How well searches find what is right.
    SearchEvaluated(Arc<SearchEvaluationView>),
    /// How many photos each saved search finds, as photos and tags are now.
    SearchCounts {
        /// Of this catalogue.
        catalog: PathBuf,
        /// By search.
        counts: Arc<SearchCounts>,
    },
    /// What is wrong with a set's words.
    Linted(Arc<LintView>),
    /// What a table may hold of the truth, or why it cannot be read.
    TruthColumns {
        /// That it answers.
        request: RequestId,
        /// In the file's order.
        columns: Result<Vec<TruthColumn>, String>,
    },
    /// How far two people agree.
    Agreed(Arc<AgreementView>),
    /// Products beside views.
    Shots(Arc<ShotsView>),
    /// Photos without a product, with the products that they are likely of.
    Matched(Arc<MatchView>),
    /// A shot list was written to this file, or why it was not.
    ShotsExported {
        /// That it answers.
        request: RequestId,
        /// The file, or what went wrong.
        outcome: Result<PathBuf, String>,
    },
    /// The backups of the catalogue.
    Backups(Arc<BackupsView>),
    /// What restoring from a backup would change.
    RestoreLooked(Arc<RestoreView>),
    /// A backup was made.
    BackedUp {
        /// That it answers; 0: by itself.
        request: RequestId,
        /// `None`: it could not be made, and a notice says why.
        made: Option<Backup>,
    },
    /// What would come of an export profile.
    Feed(Arc<FeedView>),
    /// An export profile was kept or removed, as this request asked; where it was not, a notice says why.
    ProfileKept(RequestId),
    /// A profile's file was written, or why it was not.
    FeedWritten {
        /// That it answers.
        request: RequestId,
        /// The file.
        to: PathBuf,
        /// Figures, or what went wrong.
        report: Result<ProfileReport, String>,
    },
    /// An evaluation was written to this file, or why it was not.
    EvaluationExported {
        /// That it answers.
        request: RequestId,
        /// The file, or what went wrong.
        outcome: Result<PathBuf, String>,
    },
}

/// How a job ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobOutcome {
    /// That the job was begun for; opening a folder begins one too.
    pub request: RequestId,
    /// One sentence, e.g. "Indexed 1,200 photos in 8 seconds"; empty where a folder was opened and nothing had changed.
    pub summary: String,
    /// Files and folders that could not be read in this run: those that the list of problems holds.
    pub failed: u64,
    /// Roots that could not be looked at.
    pub away: u64,
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
    /// What it is about; `None`: nothing that was asked for.
    pub request: Option<RequestId>,
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
    /// That it is done for.
    pub request: RequestId,
    /// "Indexing" and the like.
    pub title: String,
    /// Photos finished in this run.
    pub done: u64,
    /// Photos that this run has read and that are shown; those that are not finished wait for their embeddings.
    pub read: u64,
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
    /// How fast it may go; `None`: it cannot be paused.
    pub pace: Option<Pace>,
}
