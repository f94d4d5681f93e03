//! What the window asks of the [`Engine`](super::Engine) and what it hears back.
//!
//! A [`Request`] never waits; it belongs to one lane, each with a closed enum of its own. Sending it gives a [`RequestId`], and
//! whatever comes of the request carries that number. An [`Event`] is an outcome or a new immutable [`Snapshot`]. Progress is
//! neither: it is read from a cell each frame (`Engine::job`).

mod agreement;
mod backups;
mod events;
mod feeds;
mod localise;
mod map;
mod models;
mod picture;
mod request_id;
mod requests;
mod search;
mod sharing;
mod shots;
mod tagging;
mod trust;

/// What a query is made of, for the field that it is typed into. Pure functions over its text; the engine alone runs it.
pub mod query {
    pub use tasks::query::{FIELDS, Part, PartKind, Typed, Values, name_of_label, parts, quoted, typed_at};
}

pub use agreement::*;
pub use backups::*;
pub use events::*;
pub use feeds::*;
pub use localise::*;
pub use map::*;
pub use models::*;
pub use picture::*;
pub use request_id::RequestId;
pub use requests::*;
pub use search::*;
pub use sharing::*;
pub use shots::*;
pub use tagging::*;
pub use trust::*;

pub use catalog::{HeldSet, Holdings, Look, NamedStep, Stands};
pub use figures::{Bin, ClassFigures, Confusion, Coverage, Interval, RankingFigures};
pub use tasks::adapt::{AdaptReport, KindFigures, LEAST_PRODUCTS, Lessons as LessonsToAdapt, mean_agreement, words_told};
pub use tasks::audit::{Audit, AuditFormat, Checked, Neighbour, Reason, SpotChecked, Suspect, SuspectKind};
pub use tasks::axis::HeldOut as AxisHeldOut;
pub use tasks::cameras::{Camera, CameraError, cameras, same_instant};
pub use tasks::compare::{Differ, SetComparison};
pub use tasks::copies::{CopyExample, CopyPreview, CopyReport, CopyRequest, Layout, PLACES as NAME_PLACES};
pub use tasks::duplicates::{Criterion, Group, Kind, Member, Standing};
pub use tasks::evaluate::{Counts, Curve, Evaluation, Judged, LeftOut, MEASURED, Slice, TruthColumn};
pub use tasks::exchange::{
    EXPORT_FORMATS, ExportFormat, ExportOption, ExportReport, ExportRequest, FormatInfo, ImportExample, ImportGuess, ImportReport,
    ImportRequest, MarkDifference, MarksReport, MarksRequest, MatchBy, NoteFacts, Prefer, Profile, ProfileColumn, ProfileFormat,
    ProfileReport, TagCounts, TextReport, TextRequest, known_columns,
};
pub use tasks::learned::{Accuracy, ENOUGH, LabelPromise, Promised, SetPromise, threshold};
pub use tasks::lint::{Finding, LintKind, Linted, Wording};
pub use tasks::localise::{COLDEST, HeatMap};
pub use tasks::products::{Product, SkuFrom, SkuPreview, SkuRule};
pub use tasks::query::{examples as search_examples, has_terms};
pub use tasks::review::{Opinions, ReviewOrder, ReviewQueue};
pub use tasks::search::{FoundBy, Hit, Sort, TextUse};
pub use tasks::sheet::{Paper, SheetReport, SheetRequest};
pub use tasks::suggest::{BINS, By, LabelStats, ProductFigures, SetStats, Slot, Suggestion, Suggestions, bin};
pub use tasks::timeline::Timeline;
pub use tasks::wording::{How, Reworded};
pub use workspace::adapt::{AdaptOutcome, KeptModel};
pub use workspace::agreement::{Agreement, AgreementRequest, ConfusedPair, Dispute, NoKappa, answer};
pub use workspace::along::Along;
pub use workspace::audit::AuditOrder;
pub use workspace::axes::{WalkRequest, WalkStep, Walked};
pub use workspace::backups::{
    Backup, Listed as ListedBackup, Part as RestorePart, PartReport, RestoreReport, Selection as RestoreSelection, SetChange,
};
pub use workspace::compare::CompareSide;
pub use workspace::duplicates::{Duplicates as Stacks, Stack};
pub use workspace::evaluate::{EvaluatedQuery, EvaluationReport, SearchEvaluation, SliceBy, TruthSource};
pub use workspace::localise::{Localised, Pointing, Sought};
pub use workspace::map::{LEAST as LEAST_ON_MAP, PhotoMap};
pub use workspace::not_kept::NotKept;
pub use workspace::products::Products;
pub use workspace::recent::RecentCatalog;
pub use workspace::review::ReviewRequest;
pub use workspace::saved::{SearchCounts, asked, kept};
pub use workspace::search::{Like, Listed, Nothing, Only, SearchRequest, SuggestedLabel, UnmetFilter};
pub use workspace::share::{Conflict as SharingConflict, Contributor, Report as SharingReport, SetsFrom, Status as SharingStatus};
pub use workspace::shots::{Likely, ListTold, Matches, ProductShots, Shots, ShotsRequest, SkuMatch, Unclear, View as WantedView};
pub use workspace::snapshot::{FolderRef, FolderView, RootView, Snapshot};
pub use workspace::standards::{PRESETS, PhotoMeasures, Preset, RuleAnswer, StandardCounts, parsed as parsed_rules};
pub use workspace::suggest::{Counted, LabelScore, PhotoLabels, Which};
pub use workspace::tags::{Scope, Tags};
