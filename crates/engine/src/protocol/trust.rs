//! Labels that can be trusted: what a set has learned, audits and evaluations.

use super::{
    Accuracy, Audit, AuditFormat, AuditOrder, By, Checked, Coverage, EvaluationReport, Linted, MatchBy, Promised, RequestId,
    SearchEvaluation, SliceBy, SpotChecked, TextUse, TruthSource,
};
use base::{LabelSetDraft, LabelSetId};
use std::path::PathBuf;
use std::sync::Arc;

/// What answers about a set, and what that rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetLearning {
    /// The set's words alone, or what decisions taught.
    pub by: By,
    /// Decisions that teach: of persons and files, about photos that are as they were.
    pub decisions: usize,
    /// The photos that they are about: where several labels may fit, a photo has several decisions.
    pub photos: usize,
    /// Photos that scores were fitted to; 0: they are the model's own, and were not checked on these photos. From
    /// [`ENOUGH`](super::ENOUGH) photos on they are.
    pub calibrated_on: usize,
    /// How often words and head are right on decisions, each with its product held out; `None` without decisions.
    pub figures: Option<LearnedFigures>,
}

/// How often words and head are right on held-out decisions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LearnedFigures {
    /// The words alone.
    pub zero_shot: Accuracy,
    /// Words and head.
    pub learned: Accuracy,
    /// The difference of the shares that are right.
    pub gain: f64,
    /// Its standard error: the head is used where the gain is larger.
    pub gain_error: f64,
}

/// What came of a precision that was asked for.
#[derive(Clone, Debug)]
pub struct PromiseView {
    /// The precision, in thousandths.
    pub per_mille: u16,
    /// Whether it can be promised.
    pub promised: Promised,
    /// Photos (in a set of which several labels may fit: tags) that would be accepted by it.
    pub accepted: u64,
    /// Which share of the decisions would be accepted at which precision, the surest first; empty without decisions.
    pub curve: Arc<[Coverage]>,
}

/// Which tagged photos to look at. A set of which several labels may fit has no audit: the view says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditRequest {
    /// Which set.
    pub set: LabelSetId,
    /// The likeliest wrong ones first, or a sample.
    pub order: AuditOrder,
}

/// The answer to an [`AuditRequest`].
#[derive(Clone, Debug)]
pub struct AuditView {
    /// That it answers.
    pub request: RequestId,
    /// What was asked.
    pub asked: AuditRequest,
    /// The photos in their order; or why there are none. `Ok` with nothing in it where no photo has a label.
    pub outcome: Result<Arc<Audit>, String>,
    /// The person ended it.
    pub cancelled: bool,
    /// From request to answer.
    pub seconds: f64,
}

/// What to write of an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditExport {
    /// The set that was audited.
    pub set: LabelSetId,
    /// As what.
    pub format: AuditFormat,
    /// What the person decided about, in the order in which it was asked.
    pub checked: Vec<Checked>,
    /// What the sample came to, where it was one.
    pub spot_check: Option<SpotChecked>,
    /// The file.
    pub to: PathBuf,
}

/// A set's suggestions against the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluateRequest {
    /// Which set, of which one label fits a photo.
    pub set: LabelSetId,
    /// Where the truth comes from.
    pub truth: TruthSource,
    /// What to tell photos apart by.
    pub slices: Vec<SliceBy>,
    /// By the words alone, without what decisions taught.
    pub zero_shot: bool,
}

/// The answer to an [`EvaluateRequest`].
#[derive(Clone, Debug)]
pub struct EvaluationView {
    /// That it answers.
    pub request: RequestId,
    /// What was asked.
    pub asked: EvaluateRequest,
    /// Figures, and each photo with what is true of it and what is suggested; or what is wrong. There are no photos where nothing could
    /// be used, and what was left out then says why.
    pub outcome: Result<Arc<EvaluationReport>, String>,
    /// The person ended it.
    pub cancelled: bool,
    /// From request to answer.
    pub seconds: f64,
}

/// How well searches find what a table knows to be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluateSearchRequest {
    /// The CSV.
    pub file: PathBuf,
    /// What its rows name photos by.
    pub match_by: MatchBy,
    /// Words with columns in braces: a query for each combination of their values.
    pub query: String,
    /// Combinations that fewer photos have are no queries.
    pub least: usize,
    /// What texts have to do with the searches.
    pub texts: TextUse,
}

/// The answer to an [`EvaluateSearchRequest`].
#[derive(Clone, Debug)]
pub struct SearchEvaluationView {
    /// That it answers.
    pub request: RequestId,
    /// What was asked.
    pub asked: EvaluateSearchRequest,
    /// Figures, or what is wrong.
    pub outcome: Result<Arc<SearchEvaluation>, String>,
    /// The person ended it.
    pub cancelled: bool,
    /// From request to answer.
    pub seconds: f64,
}

/// What is wrong with a set's words.
#[derive(Clone, Debug)]
pub struct LintView {
    /// That it answers.
    pub request: RequestId,
    /// The set as it was looked at.
    pub set: LabelSetDraft,
    /// Findings, or why there are none.
    pub outcome: Result<Arc<Linted>, String>,
    /// The person ended it.
    pub cancelled: bool,
    /// From request to answer.
    pub seconds: f64,
}

/// What a table may hold of the truth about a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruthColumnsRequest {
    /// The CSV.
    pub file: PathBuf,
    /// The set.
    pub set: LabelSetId,
}

/// The running audit or evaluation, or look at words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeasureReading {
    /// That it is for.
    pub request: RequestId,
    /// Photos or steps finished.
    pub done: u64,
    /// Photos to be looked at, or steps to be taken; 0 until known.
    pub total: u64,
}
