//! Suggestions for the command line: the same tasks that the window's threads run.

use super::error::AppError;
use super::library::Library;
use super::steps::StepWords;
use base::labels::set_named;
use base::tags::{model_name, now_ms};
use base::{Choice, LabelSetDraft, Source, StepId, TagBook};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::search::Searchable;
use tasks::suggest::{self, Acceptance, Asked, SUGGESTED, Slot, Suggestions, Within};
use tasks::terms::TextCache;

/// What to suggest, and what of it to accept.
#[derive(Clone, Copy, Debug, Default)]
pub struct SuggestOrder<'a> {
    /// Name of the set, whatever its case.
    pub set: &'a str,
    /// Only suggestions with at least this score.
    pub min_score: Option<f64>,
    /// Accept those with at least this score.
    pub accept_above: Option<f64>,
}

/// One suggestion, with names for ids.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedFile {
    /// The photo's file.
    pub path: PathBuf,
    /// The label's name; `None`: none of these.
    pub label: Option<String>,
    /// Its probability, 0 to 1.
    pub score: f32,
    /// How sure that is, as in [`suggest::Suggestion`].
    pub margin: f32,
    /// The second likeliest label.
    pub runner_up: Option<String>,
}

/// What was suggested and accepted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SuggestReport {
    /// The set's name.
    pub set: String,
    /// The model's name.
    pub model: String,
    /// By photo; in a multi-choice set each likely label of each photo.
    pub suggestions: Vec<SuggestedFile>,
    /// How many were accepted, where that was asked for; what had been accepted before is not counted.
    pub accepted: Option<u64>,
    /// Those that were left alone, because a person or an import had decided.
    pub kept: u64,
    /// The step that accepted them; `None` where nothing changed.
    pub step: Option<StepId>,
    /// Words of the labels that the model was never taught.
    pub unknown_words: Vec<String>,
    /// Labels with prompts that are too long for the model: name, what it does not read.
    pub cut: Vec<(String, String)>,
}

impl Library {
    /// Suggests the labels of a set for all photos that are there, and accepts the surest in one undoable step.
    pub fn suggest(&mut self, photos: &Searchable, order: &SuggestOrder<'_>) -> Result<SuggestReport, AppError> {
        let sets = self.catalog().label_sets()?;
        let Some(known) = set_named(&sets, order.set) else {
            let known = sets.iter().map(|s| s.name.clone()).collect();
            return Err(AppError::NoSuchSet { name: order.set.to_owned(), known });
        };
        if photos.embedded() == 0 {
            return Err(AppError::NothingIndexed(self.catalog().path().to_owned()));
        }
        let never = || false;
        let draft = Arc::new(known.draft());
        let texts = TextCache::default();
        let Some(set) = suggest::embed_set(&draft, self.encoder(), &texts, &never)? else { return Ok(SuggestReport::default()) };
        let Some(base) = suggest::suggest(photos, &set, &never) else { return Ok(SuggestReport::default()) };
        let book = TagBook::new(self.catalog().tags()?);
        let asked = Asked { set: &set, saved: Some(known), book: &book };
        let heeded = suggest::heed(&base, photos, &asked);
        let least = order.min_score.unwrap_or(if draft.choice == Choice::Multi { f64::from(SUGGESTED) } else { 0.0 });
        let enough = |score: f32| f64::from(score) >= least;
        let found = suggest::likely(photos, &heeded, &set, &|_, _, score| enough(score), &never).unwrap_or_default();
        let mut report = SuggestReport {
            set: known.name.clone(),
            model: model_name(&set.model).to_owned(),
            suggestions: found.iter().filter_map(|a| suggested(photos, &draft, &heeded, a)).collect(),
            unknown_words: set.unknown_words.iter().flat_map(|(_, words)| words.clone()).collect(),
            cut: set.cut.iter().map(|(place, rest)| (draft.labels[*place].name.clone(), rest.clone())).collect(),
            ..SuggestReport::default()
        };
        if let Some(least) = order.accept_above {
            let sure = |score: f32| f64::from(score) >= least;
            let within = Within::default();
            let sure = suggest::above(photos, &heeded, &asked, None, &within, &sure, &never).unwrap_or_default();
            // That no label fits is for a person to say: a rule gives labels.
            let labels: Vec<Acceptance> = sure.into_iter().filter(|a| a.slot != Slot::NONE_OF_THESE).collect();
            let verdicts = asked.verdicts(&labels, Source::Rule, now_ms());
            let (counts, changed) = self.catalog_mut().step(|step| {
                let counts = step.decide_all(&verdicts, Source::Rule)?;
                step.words = StepWords::accept(counts.changed, &known.name).step;
                Ok(counts)
            })?;
            (report.accepted, report.kept, report.step) = (Some(counts.changed), counts.kept, changed.step);
        }
        Ok(report)
    }
}

/// With names, and where the file lies.
fn suggested(photos: &Searchable, draft: &LabelSetDraft, heeded: &Suggestions, found: &Acceptance) -> Option<SuggestedFile> {
    let photo = photos.photo(found.photo)?;
    let name = |slot: Slot| Some(draft.labels.get(slot.place()?)?.name.clone());
    let row = heeded.of(found.photo).filter(|_| draft.choice == Choice::Single);
    Some(SuggestedFile {
        path: photos.absolute(photo),
        label: name(found.slot),
        score: found.score,
        // In a multi-choice set each label stands alone.
        margin: row.map_or((2.0 * found.score - 1.0).abs(), |s| s.margin),
        runner_up: row.and_then(|s| name(s.runner_up?)),
    })
}
