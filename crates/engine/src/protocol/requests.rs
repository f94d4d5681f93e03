//! Requests: one closed enum for each lane of the engine.

use super::{
    AgreementRequest, AuditExport, AuditFormat, AuditRequest, CompareRequest, CompareSetRequest, CopyRequest, Edit, EvaluateRequest,
    EvaluateSearchRequest, EvaluationReport, ExportFormat, ExportRequest, FeedExport, FeedRequest, ImportRequest, LocaliseRequest,
    MarksRequest, PictureRequest, Profile, RequestId, RestoreRequest, ReviewRequest, SearchRequest, SharingRequest, SheetRequest, Shots,
    ShotsRequest, SkuRule, SuggestRequest, TextRequest, TruthColumnsRequest, WalkRequest,
};
use base::{ArithmeticChoice, Device, LabelSetId, PhotoId, RootId, StepId};
use std::path::PathBuf;
use std::sync::Arc;
use workspace::settings::Settings;

/// Something the person asked for, by lane.
#[derive(Clone, Debug)]
pub enum Request {
    /// Answered from memory; the newest of each kind wins.
    Query(QueryRequest),
    /// In order, none dropped.
    Edit(EditRequest),
    /// Opening and changing the catalogue, in order.
    Catalog(CatalogRequest),
    /// Queued behind the running job, in the order of the catalogue lane.
    Job(JobRequest),
    /// About models, in the order of the catalogue lane.
    Model(ModelRequest),
    /// For the desktop, each by itself.
    Desktop(DesktopRequest),
    /// Waits behind nothing.
    Cancel(CancelRequest),
}

/// A question. A newer one of the same kind takes the place of an older one, which may then never be answered.
#[derive(Clone, Debug)]
pub enum QueryRequest {
    /// Shows these photos. Answered again, with the same number, when photos or tags change.
    Search(SearchRequest),
    /// Finds photos like this one, for the inspector.
    Similar(PhotoId),
    /// What was imported about a photo.
    Texts(PhotoId),
    /// What each author says of a photo.
    Opinions {
        /// Which photo.
        photo: PhotoId,
        /// Whose the decisions are that persons made before names were kept; empty: nobody's.
        own: String,
    },
    /// How a photo is made up, and what it says to the chosen standard.
    Measures(PhotoId),
    /// How many photos meet the chosen standard. Answered once.
    StandardCounts,
    /// Photos at each step of a walk. Answered once.
    Walk(WalkRequest),
    /// Decodes a photo for the inspector, the loupe or the survey.
    Preview(PictureRequest),
    /// Computes a set's suggestions and statistics. Answered again, with the same number, when photos or tags change, until
    /// [`QueryRequest::StopSuggesting`].
    Suggest(SuggestRequest),
    /// The tagging panel is closed.
    StopSuggesting,
    /// What the model says of one photo in every set, for the inspector and the review.
    PhotoLabels(PhotoId),
    /// What groups a rule would make.
    PreviewSkuRule(SkuRule),
    /// What copying these photos would write, and under which names.
    PreviewCopy(CopyRequest),
    /// One query, two models. Answered again, with the same number, when photos change, until [`QueryRequest::StopComparing`].
    Compare(CompareRequest),
    /// One label set, two models.
    CompareSet(CompareSetRequest),
    /// Orders a set's tagged photos by how likely their label is wrong, or draws a sample of them; takes a while in a large catalogue
    /// (`Engine::measuring` tells how far it is). Answered once: the order stays while a person goes through it.
    Audit(AuditRequest),
    /// Compares a set's suggestions with what is known to be true. Answered once.
    Evaluate(EvaluateRequest),
    /// Searches for the values of a table's columns, and compares what is found with what is right. Answered once.
    EvaluateSearch(EvaluateSearchRequest),
    /// Looks at the words of a set, and tries others (`Engine::measuring` tells how far it is). Answered once.
    Lint(LabelSetId),
    /// Compares what two people say of a set. Answered once; whoever shows it asks again when tags change.
    Agreement(AgreementRequest),
    /// Sets products beside views. Answered once; whoever shows it asks again when photos or tags change.
    Shots(ShotsRequest),
    /// The backups of the catalogue, with what each holds; `Some`: and a file of the person's. Answered once.
    Backups(Option<PathBuf>),
    /// What restoring from a backup would change. Answered once; whoever shows it asks again when tags change.
    LookAtRestore(RestoreRequest),
    /// Makes a backup now: [`Event::BackedUp`](super::Event::BackedUp).
    BackUp,
    /// What a profile's file would be, and what the shop's importer would refuse of it.
    Feed(FeedRequest),
    /// Something with a hub that the catalogue is shared through (`Engine::sharing` tells how far it is). Of several that wait, the newest is
    /// done; what runs goes on. Answered by [`Event::Shared`](super::Event::Shared).
    Share(SharingRequest),
    /// Proposes products for photos that belong to none, by how alike they are to photos of products. Answered once: the order stays while a
    /// person goes through it.
    MatchSkus,
    /// Where in a photo something is.
    Localise(LocaliseRequest),
    /// Which columns a table has, and how far each speaks of a set's labels.
    TruthColumns(TruthColumnsRequest),
    /// Looks for duplicates, and again when photos change (`Engine::stacking` tells how far it is). Answered by
    /// [`Event::Stacks`](super::Event::Stacks), as often as they change.
    Stacks,
    /// Tells where photos lie on the map, and again when photos change (`Engine::mapping` tells how far it is), until
    /// [`QueryRequest::StopMapping`]. Answered by [`Event::Map`](super::Event::Map), at once and whenever it is better known.
    Map {
        /// All photos are laid out again, in the place of the map that is kept.
        anew: bool,
    },
    /// The map is no longer looked at. What is being laid out is laid out to its end, and kept.
    StopMapping,
    /// The compare view is closed: what was loaded for it is let go.
    StopComparing,
}

/// Gestures about labels and tags, and what must take in all gestures before it.
#[derive(Clone, Debug)]
pub enum EditRequest {
    /// One gesture of the person: one step, saved at once. Never dropped, never behind a job.
    Edit(Edit),
    /// Takes a step back: the last one; or this one, if it is still the last that this process made.
    Undo {
        /// `None`: the last, whoever made it.
        step: Option<StepId>,
    },
    /// Does a step again that was taken back: the one taken back last; or this one, if it is that.
    Redo {
        /// `None`: the one taken back last, whoever made it.
        step: Option<StepId>,
    },
    /// Makes a review queue; one that was left is taken up where it was left.
    Review(ReviewRequest),
    /// A photo was passed over in the review of this set: it comes last from now on, even after a restart.
    SkipInReview(LabelSetId, PhotoId),
    /// Forgets where the person stands in reviewing this set.
    EndReview(LabelSetId),
    /// Brings back what a backup holds, as one step.
    Restore(RestoreRequest),
    /// Reads label sets from a CSV or JSON file. In a new set of which one label fits a photo the model may say that none fits, unless the
    /// file tells otherwise.
    ImportLabels(PathBuf),
    /// Writes all label sets to a CSV or JSON file, as its ending says.
    ExportLabels {
        /// The file.
        file: PathBuf,
        /// One that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
    /// What was checked of this set so far.
    CheckedSoFar(LabelSetId),
    /// Writes what became of an audit.
    ExportAudit {
        /// What, and where.
        export: Arc<AuditExport>,
        /// A file that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
    /// Writes an evaluation to one HTML file.
    ExportEvaluation {
        /// What.
        report: Arc<EvaluationReport>,
        /// The file.
        to: PathBuf,
        /// A file that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
    /// Keeps an export profile in the place of one of the same name: [`Event::ProfileKept`](super::Event::ProfileKept).
    KeepProfile(Box<Profile>),
    /// Forgets the profile of this name: [`Event::ProfileKept`](super::Event::ProfileKept).
    RemoveProfile(String),
    /// Writes a shot list to a CSV file.
    ExportShots {
        /// What.
        shots: Arc<Shots>,
        /// The file.
        to: PathBuf,
        /// A file that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
    /// How photos tell their SKU; `None`: no products.
    SetSkuRule(Option<SkuRule>),
    /// The person's decisions bear this name from now on; empty: none. Who asks for it keeps it in the settings.
    SetAuthor(String),
}

/// About the open catalogue and the settings.
#[derive(Clone, Debug)]
pub enum CatalogRequest {
    /// Opens what the path names: a catalogue file as it is; a folder as the catalogue that already holds it, or a
    /// new one in the user's data folder. A folder is indexed at once.
    Open(PathBuf),
    /// Copies the drawn sample catalogue to the user's data folder, opens and indexes it.
    OpenSample,
    /// Indexes one more folder into the open catalogue.
    AddFolder(PathBuf),
    /// The root lies here now.
    LocateRoot(RootId, PathBuf),
    /// Takes a root and its photos out of the catalogue; the files are untouched.
    RemoveRoot(RootId),
    /// Takes the photos whose files are gone out of the catalogue.
    ForgetMissing,
    /// Remembers the settings on disk.
    SaveSettings(Settings),
}

/// What takes a while: one after the other, with progress.
#[derive(Clone, Debug)]
pub enum JobRequest {
    /// Looks at every root again.
    Rescan,
    /// Goes on with index runs that were cut off or ended early.
    GoOn,
    /// Reads labels of a CSV file into tags, or tells what would happen.
    ImportTags(ImportRequest),
    /// Finds out how a CSV file of labels is likely to be read, and tells what would happen.
    LookAtTags {
        /// The table.
        file: PathBuf,
        /// Whose decisions they are, for rows that name nobody.
        author: Option<String>,
    },
    /// Reads the keywords in the photos and their sidecars into tags of this set; makes the labels that are missing.
    ImportKeywords {
        /// Name of the set.
        set: String,
        /// Only tells what would happen.
        dry_run: bool,
    },
    /// Reads columns of a CSV file into texts of photos, or tells what would happen.
    ImportTexts(TextRequest),
    /// Reads the marks in photos and sidecars, or tells what would happen.
    ReadMarks(MarksRequest),
    /// Copies or links photos into a folder.
    Copy(CopyRequest),
    /// Writes a contact sheet.
    Sheet {
        /// What, and where.
        request: SheetRequest,
        /// A file that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
    /// Writes tags.
    Export {
        /// What, and where.
        request: ExportRequest,
        /// A file that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
    /// Writes a profile's file.
    ExportFeed {
        /// What, and where.
        export: FeedExport,
        /// A file that is there may be replaced; else [`Event::FileExists`](super::Event::FileExists) is the answer.
        replace: bool,
    },
}

/// About the models of this machine. A model goes by its name.
#[derive(Clone, Debug)]
pub enum ModelRequest {
    /// Searches and suggests with this model from now on: at once where it has embedded every photo, else as soon as it has
    /// (in the background; the old one answers meanwhile).
    Use {
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
    Download(String),
    /// Makes the model in a folder known.
    Add(PathBuf),
    /// A downloaded model is deleted from this machine, a folder is forgotten.
    Remove(String),
    /// Runs models on this device from now on.
    UseDevice(Device),
    /// What models multiply in on the processor. Refused where the open catalogue's model was not shown to see the same in it.
    UseArithmetic(ArithmeticChoice),
    /// Measures on the open catalogue's photos whether a model may be used in int8.
    CheckArithmetic(String),
    /// Compares a model's answers with those that were published of it.
    Verify {
        /// Its name.
        name: String,
        /// A picture that an answer was published of; without one only texts are compared.
        picture: Option<PathBuf>,
    },
    /// Tells what a model would learn from the open catalogue: [`Event::AdaptLooked`](super::Event::AdaptLooked).
    LookToAdapt,
    /// Adapts the model in use to the open catalogue, and keeps what came of it under this name where it is better:
    /// [`Event::Adapted`](super::Event::Adapted).
    Adapt(String),
    /// Looks at the models on this machine again.
    List,
}

/// For the desktop.
#[derive(Clone, Debug)]
pub enum DesktopRequest {
    /// Opens the platform's dialog; its answer comes as [`Event::Picked`](super::Event::Picked).
    Pick(PickPurpose),
    /// Opens the photo in the desktop's viewer.
    OpenInViewer(PathBuf),
    /// Opens the photo in a program that the person chooses.
    OpenWith(PathBuf),
    /// Shows the file in the desktop's file manager.
    ShowInFolder(PathBuf),
}

/// What is ended, or waits, at its next safe point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelRequest {
    /// The job that this request began, while it runs; what was indexed stays.
    Job(RequestId),
    /// Not an end: that index run waits.
    PauseJob(RequestId),
    /// It goes on.
    ResumeJob(RequestId),
    /// The download; what is here is kept, and the next try goes on from there.
    Download,
    /// That audit, evaluation or look at words, running or not begun.
    Measure(RequestId),
    /// That look for duplicates.
    Stacks(RequestId),
    /// Laying out that map.
    Map(RequestId),
    /// That work with a hub; what was saved stays, and the next run goes on.
    Share(RequestId),
}

macro_rules! lanes {
    ($($request:ident => $lane:ident),* $(,)?) => {$(
        impl From<$request> for Request {
            fn from(request: $request) -> Self {
                Self::$lane(request)
            }
        }
    )*};
}

lanes! {
    QueryRequest => Query,
    EditRequest => Edit,
    CatalogRequest => Catalog,
    JobRequest => Job,
    ModelRequest => Model,
    DesktopRequest => Desktop,
    CancelRequest => Cancel,
}

impl From<Edit> for Request {
    fn from(edit: Edit) -> Self {
        Self::Edit(EditRequest::Edit(edit))
    }
}

/// What a file dialog is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickPurpose {
    /// A folder of photos, for [`CatalogRequest::Open`].
    OpenFolder,
    /// One more folder, for [`CatalogRequest::AddFolder`].
    AddFolder,
    /// A catalogue file, for [`CatalogRequest::Open`].
    OpenCatalog,
    /// A photo to search by, for [`Like::File`](super::Like::File).
    SearchPhoto,
    /// The new place of a root, for [`CatalogRequest::LocateRoot`].
    Locate(RootId),
    /// A CSV of labels, for [`JobRequest::ImportTags`].
    ImportTags,
    /// A CSV of texts, for [`JobRequest::ImportTexts`].
    ImportTexts,
    /// A CSV or JSON of label sets, for [`EditRequest::ImportLabels`].
    ImportLabels,
    /// The folder that copies go to, for [`JobRequest::Copy`].
    CopyTo,
    /// Where to write a contact sheet, for [`JobRequest::Sheet`].
    ContactSheet,
    /// Where to write tags, for [`JobRequest::Export`].
    ExportTags(ExportFormat),
    /// Where to write label sets, for [`EditRequest::ExportLabels`].
    ExportLabels,
    /// Where to write what became of an audit, for [`EditRequest::ExportAudit`].
    ExportAudit(AuditFormat),
    /// A CSV that holds the truth, for [`QueryRequest::TruthColumns`].
    Truth,
    /// A table of SKUs, for [`QueryRequest::Shots`].
    SkuList,
    /// Where to write a shot list, for [`EditRequest::ExportShots`].
    ExportShots,
    /// A JSON file of an export profile, for [`FeedChoice::File`](super::FeedChoice::File).
    Profile,
    /// A catalogue file to restore from, for [`QueryRequest::Backups`].
    Backup,
    /// Where to write a shop's file, for [`JobRequest::ExportFeed`].
    ExportFeed,
    /// A picture that an answer of a model was published of, for [`ModelRequest::Verify`].
    PublishedPicture,
    /// Where to write an evaluation, for [`EditRequest::ExportEvaluation`].
    ExportEvaluation,
    /// The folder of a model, for [`ModelRequest::Add`].
    AddModel,
}
