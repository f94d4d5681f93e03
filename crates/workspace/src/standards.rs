//! Marketplace rules: the sets that come along, the one that was chosen, and what photos say to it.

use super::error::AppError;
pub use super::presets::{PRESETS, Preset};
pub use super::rules::{chosen, parsed, preset, rules_file};
use super::workspace::Workspace;
use base::colour::Lab;
use base::composition::{Composition, LEAST_NEARNESS};
use base::standards::{Answer, Rule, RuleSet, Verdict};
use base::{Photo, PhotoId};
use catalog::Catalog;
use exchange::{StandardRow, write_atomically, write_standard_csv};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::axis::Places;
use tasks::exchange::ExchangeError;
use tasks::query::Query;
use tasks::search::Scored;

/// What a photo says to a rule, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAnswer {
    /// The rule.
    pub rule: Rule,
    /// What it says.
    pub answer: Answer,
    /// What the photo has.
    pub found: String,
}

/// What is told of one photo beside its file's facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotoMeasures {
    /// How it is made up; `None` where that was not measured yet.
    pub composition: Option<Composition>,
    /// What it says to the chosen rules, in their order; empty where none were chosen.
    pub answers: Vec<RuleAnswer>,
}

/// What a photo says to rules: those that it does not meet, and those that cannot be told.
pub fn answers(rules: &RuleSet, photo: &Photo, measured: Option<&Composition>) -> Vec<RuleAnswer> {
    let told = |(rule, answer): (&Rule, Answer)| RuleAnswer { rule: rule.clone(), answer, found: rule.asks.found(photo, measured) };
    rules.answers(photo, measured).map(told).collect()
}

/// How many photos meet each rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StandardCounts {
    /// The name of the rules.
    pub name: String,
    /// The rules with how many photos fail each, and of how many it cannot be told.
    pub rules: Vec<(Rule, u64, u64)>,
    /// Photos that meet all.
    pub passing: u64,
    /// Photos that fail one.
    pub failing: u64,
    /// Photos that fail none, and of which one cannot be told.
    pub unknown: u64,
    /// Photos of which nothing was measured yet.
    pub unmeasured: u64,
}

/// Counts photos that are there.
#[allow(clippy::implicit_hasher)] // it is the one that the catalogue hands out
pub fn count<'a>(rules: &RuleSet, photos: impl Iterator<Item = &'a Photo>, measured: &HashMap<PhotoId, Composition>) -> StandardCounts {
    let mut counts = StandardCounts {
        name: rules.name.clone(),
        rules: rules.rules.iter().map(|rule| (rule.clone(), 0, 0)).collect(),
        ..StandardCounts::default()
    };
    for photo in photos.filter(|photo| !photo.missing) {
        let composition = measured.get(&photo.id);
        counts.unmeasured += u64::from(composition.is_none());
        let mut verdict = Verdict::Passes;
        for ((_, answer), (_, fails, unknown)) in rules.answers(photo, composition).zip(&mut counts.rules) {
            *fails += u64::from(answer == Answer::Fails);
            *unknown += u64::from(answer == Answer::Unknown);
            verdict = verdict.and(answer);
        }
        *match verdict {
            Verdict::Passes => &mut counts.passing,
            Verdict::Fails => &mut counts.failing,
            Verdict::Unknown => &mut counts.unknown,
        } += 1;
    }
    counts
}

/// Writes what photos do not meet as CSV, whole or not at all: a row for each photo and rule.
pub fn export(rows: impl Iterator<Item = (PathBuf, RuleAnswer)>, file: &Path) -> Result<(), AppError> {
    let row = |(path, told): (PathBuf, RuleAnswer)| StandardRow {
        path,
        rule: told.rule.asks.name(),
        verdict: if told.answer == Answer::Fails { "fails" } else { "unknown" },
        asked: told.rule.asks.asked(),
        found: told.found,
    };
    let mut bytes = Vec::new();
    write_standard_csv(&mut bytes, rows.map(row)).map_err(ExchangeError::from)?;
    write_atomically(file, &bytes).map_err(ExchangeError::from)?;
    Ok(())
}

impl Workspace {
    /// How photos are made up.
    pub fn compositions(&self) -> Result<Arc<HashMap<PhotoId, Composition>>, AppError> {
        let read = || Ok(Catalog::open(&self.opened.snapshot.catalog)?.compositions()?);
        self.memory.compositions.of(self.opened.searchable.photos(), read)
    }

    /// What is told of one photo. A photo that is gone says nothing.
    pub fn measures(&self, photo: PhotoId) -> Result<PhotoMeasures, AppError> {
        let composition = self.memory.catalog.read(&self.opened.snapshot.catalog, |catalog| catalog.composition(photo))?;
        let rules = self.tags.standard.as_deref().zip(self.opened.searchable.photo(photo));
        let answers = rules.map(|(rules, photo)| answers(rules, photo, composition.as_ref())).unwrap_or_default();
        Ok(PhotoMeasures { composition, answers })
    }

    /// How many photos meet the rules that were chosen; `None` where none were.
    pub fn standard_counts(&self) -> Result<Option<StandardCounts>, AppError> {
        let Some(rules) = self.tags.standard.as_deref() else { return Ok(None) };
        Ok(Some(count(rules, self.opened.searchable.photos().iter(), &*self.compositions()?)))
    }
}

/// The colours of a query, and the photos near them.
pub(super) struct Near {
    /// With their nearness, where they come near every one of the colours.
    scored: Vec<Scored>,
}

impl Near {
    /// `None` where the query names no colour.
    pub fn of(query: &Query, measured: &HashMap<PhotoId, Composition>) -> Option<Self> {
        let hues: Vec<Lab> = query.hues().collect();
        if hues.is_empty() {
            return None;
        }
        // Near several is as near as to the one that is farthest.
        let nearness = |measured: &Composition| hues.iter().map(|hue| measured.nearness(*hue)).fold(1.0, f32::min);
        let all = measured.iter().map(|(photo, measured)| Scored { photo: *photo, score: nearness(measured), margin: 0.0 });
        Some(Self { scored: all.filter(|scored| scored.score >= LEAST_NEARNESS).collect() })
    }

    /// To list them by.
    pub fn scored(&self) -> &[Scored] {
        &self.scored
    }

    /// The nearest at 0.
    pub fn places(&self) -> Places {
        Places::new(self.scored.iter().map(|scored| (scored.photo, 1.0 - scored.score)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_understood_and_says_where_it_was_read() {
        for Preset { key, text } in PRESETS {
            let set = parsed(key, text).unwrap();
            assert!(set.note.is_some(), "{key}");
            for rule in &set.rules {
                assert!(rule.source.as_deref().is_some_and(|source| source.starts_with("https://")), "{key} {}", rule.asks.name());
                assert_eq!(rule.read.as_deref().map(str::len), Some(10), "{key} {}", rule.asks.name());
            }
        }
        assert!(preset("Amazon").is_ok());
        assert!(preset("amazin").unwrap_err().to_string().contains("amazon, google, ebay, shopify and zalando"));
    }
}
