//! What is put before each thread: mailboxes in which the newest request of each kind wins, and messages that are taken in order.

use crate::opened_model::OpenedModel;
use crate::protocol::{
    AgreementRequest, AuditRequest, CatalogRequest, CompareRequest, CompareSetRequest, CopyRequest, EditRequest, EvaluateRequest,
    EvaluateSearchRequest, FeedRequest, JobRequest, LocaliseRequest, ModelRequest, PictureRequest, RequestId, RestoreRequest,
    ReviewRequest, SearchRequest, SharingRequest, ShotsRequest, SkuRule, SuggestRequest, TruthColumnsRequest, WalkRequest,
};
use base::{LabelSetId, PhotoId, RootId};
use std::path::PathBuf;

/// For the search thread.
#[derive(Default)]
pub struct SearchMail {
    pub search: Option<(RequestId, SearchRequest)>,
    pub similar: Option<(RequestId, PhotoId)>,
    pub walk: Option<(RequestId, WalkRequest)>,
    pub texts: Option<(RequestId, PhotoId)>,
    pub opinions: Option<(RequestId, PhotoId, String)>,
    pub measures: Option<(RequestId, PhotoId)>,
    pub standard: Option<RequestId>,
    /// The catalogue changed: the last search is answered again.
    pub again: bool,
    /// Decisions changed: it is answered again where they play a part in it.
    pub decided: bool,
}

/// For the counts thread: decisions changed.
#[derive(Default)]
pub struct CountsMail {
    /// So did something else.
    pub again: bool,
}

/// For the preview thread.
#[derive(Default)]
pub struct PreviewMail(pub Option<(RequestId, PictureRequest)>);

/// For the suggest thread.
#[derive(Default)]
pub struct SuggestMail {
    pub panel: Option<Panel>,
    pub photo: Option<(RequestId, PhotoId)>,
    pub review: Option<(RequestId, ReviewRequest)>,
    pub sku: Option<(RequestId, SkuRule)>,
    pub copy: Option<(RequestId, CopyRequest)>,
    /// Photos or tags changed: what is shown is answered again.
    pub again: bool,
}

/// What the tagging panel shows from now on.
pub enum Panel {
    Set(RequestId, SuggestRequest),
    Closed,
}

/// For the compare thread.
#[derive(Default)]
pub struct CompareMail {
    pub query: Option<(RequestId, CompareRequest)>,
    pub set: Option<(RequestId, CompareSetRequest)>,
    /// Photos changed: the last query is answered again.
    pub again: bool,
    /// The view was closed.
    pub closed: bool,
}

/// For the learn thread: decisions, photos or model changed.
#[derive(Default)]
pub struct LearnMail;

/// For the measure thread.
#[derive(Default)]
pub struct MeasureMail {
    pub audit: Option<(RequestId, AuditRequest)>,
    pub evaluate: Option<(RequestId, EvaluateRequest)>,
    pub evaluate_search: Option<(RequestId, EvaluateSearchRequest)>,
    pub columns: Option<(RequestId, TruthColumnsRequest)>,
    pub lint: Option<(RequestId, LabelSetId)>,
    pub agreement: Option<(RequestId, AgreementRequest)>,
    pub shots: Option<(RequestId, ShotsRequest)>,
    pub matches: Option<RequestId>,
    pub feed: Option<(RequestId, FeedRequest)>,
}

/// For the sharing thread.
#[derive(Default)]
pub struct SharingMail(pub Option<(RequestId, SharingRequest)>);

/// For the backups thread.
#[derive(Default)]
pub struct BackupsMail {
    pub make: Option<RequestId>,
    pub list: Option<(RequestId, Option<PathBuf>)>,
    pub look: Option<(RequestId, RestoreRequest)>,
}

/// For the localise thread.
#[derive(Default)]
pub struct LocaliseMail(pub Option<(RequestId, LocaliseRequest)>);

/// For the duplicates thread: photos changed, or what a person said of them.
#[derive(Default)]
pub struct DuplicatesMail {
    /// Somebody wants to know them, from now on.
    pub asked: Option<RequestId>,
    /// Photos were read.
    pub indexed: bool,
    /// Other photos are shown: what is being compared is outdated.
    pub photos: bool,
}

/// For the map thread.
#[derive(Default)]
pub struct MapMail {
    /// Somebody looks at it, from now on; all photos are to be laid out again.
    pub asked: Option<(RequestId, bool)>,
    /// Other photos are shown, or a job ended.
    pub photos: bool,
    /// Nobody looks at it.
    pub closed: bool,
}

/// For the control thread.
pub enum ControlMessage {
    Catalog(RequestId, CatalogRequest),
    Job(RequestId, JobRequest),
    Model(RequestId, ModelRequest),
    /// A model was opened, or could not be.
    ModelOpened(OpenedModel),
    /// Models came or went, or embedded photos: the window is told.
    ModelsChanged,
    /// An index run with a model of its own ended.
    Embedded {
        /// That the run was begun for.
        request: RequestId,
        /// Of this catalogue.
        catalog: PathBuf,
        /// The model's name.
        model: String,
        /// It was neither cancelled nor failed.
        complete: bool,
    },
    /// Something changed in these roots, or may have.
    FoldersChanged {
        /// Of this catalogue.
        catalog: PathBuf,
        folders: Vec<PathBuf>,
    },
    /// A root that was gone is here.
    RootMoved {
        /// Of this catalogue.
        catalog: PathBuf,
        root: RootId,
        to: PathBuf,
    },
    /// The window is going away.
    Close,
}

/// For the edits thread.
pub enum EditMessage {
    /// Another catalogue was opened.
    Open(PathBuf),
    /// Photos came or went: what is counted over them is counted again.
    Photos,
    /// An index run or an import ended: tags may have changed.
    Reload,
    /// Another program wrote to the catalogue.
    Look,
    /// By the person.
    Request(RequestId, EditRequest),
    /// The window is going away.
    Close,
}
