//! What is wrong with a label set's words, measured on the photos of the catalogue: labels that a model cannot tell apart, that no photo
//! looks like, whose answer hangs on the wording, or whose words the model was never taught.

use crate::query_embedding::TextCache;
use crate::search::Searchable;
use crate::suggest::{EmbeddedSet, Slot, Suggestions, embed_set, suggest};
use crate::wording::{Reworded, instead};
use base::labels::LABEL_PLACE;
use base::{Choice, EncodeError, Encoder, LabelSetDraft, human};
use std::collections::HashMap;
use std::sync::Arc;

/// Two labels collide where one of them has on average at least this share of what the two have on each other's photos (one half: they are
/// the same to the model). Pairs of shop categories that people tell apart (Tops and Tshirts, Casual Shoes and Sports Shoes) stay below.
const COLLIDE: f64 = 0.3;

/// A wording of a label is another question where fewer of its photos than this share keep the label.
const KEEPS: f64 = 0.5;

/// Fewer photos say nothing of a label.
const FEW: usize = 5;

/// Labels that fit no photo are told of in a catalogue of at least so many.
const MANY: usize = 100;

/// Other ways to ask for the same.
const WORDINGS: [&str; 3] = ["{label}", "a photo of {label}", "a product photo of {label}"];

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LintKind {
    /// The model cannot tell the labels apart.
    Collide,
    /// The model was never taught the label's words.
    Untaught,
    /// No photo looks like the label.
    Unmatched,
    /// What looks like the label hangs on how it is asked for.
    Fragile,
}

impl LintKind {
    /// As the command line writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Collide => "collide",
            Self::Untaught => "untaught",
            Self::Unmatched => "unmatched",
            Self::Fragile => "fragile",
        }
    }
}

/// Another wording, and what it would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// In the place of the label's words, or the template for them.
    pub words: String,
    /// Photos of the catalogue that the label would be suggested for.
    pub photos: usize,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: LintKind,
    /// With which labels.
    pub labels: Vec<Slot>,
    /// In a sentence.
    pub message: String,
    /// Wordings to try, with what they would do.
    pub wordings: Vec<Wording>,
}

/// Looks at a set as the model reads it. `None` where it was cancelled.
pub fn lint(
    photos: &Searchable,
    set: &EmbeddedSet,
    encoder: &dyn Encoder,
    texts: &TextCache,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Vec<Finding>>, EncodeError> {
    let Some(own) = suggest(photos, set, cancelled) else { return Ok(None) };
    let mut worded = Vec::new();
    for template in WORDINGS.iter().filter(|template| set.draft.templates != [**template]) {
        let draft = Arc::new(LabelSetDraft { templates: vec![(*template).to_owned()], ..LabelSetDraft::clone(&set.draft) });
        let Some(other) = embed_set(&draft, encoder, texts, cancelled)? else { return Ok(None) };
        let Some(answers) = suggest(photos, &other, cancelled) else { return Ok(None) };
        worded.push((*template, answers));
    }
    let mut findings = untaught(photos, set, encoder, texts, cancelled)?;
    if set.draft.choice == Choice::Single {
        findings.extend(colliding(set, &own));
    }
    findings.extend(unmatched(set, &own, &worded));
    findings.extend(fragile(set, &own, &worded));
    findings.sort_by_key(|finding| finding.kind);
    Ok(Some(findings))
}

fn name(set: &EmbeddedSet, label: usize) -> &str {
    &set.draft.labels[label].name
}

/// Labels whose words the model was never taught, or does badly at.
fn untaught(
    photos: &Searchable,
    set: &EmbeddedSet,
    encoder: &dyn Encoder,
    texts: &TextCache,
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Finding>, EncodeError> {
    let finding = |label, message, wordings| Finding { kind: LintKind::Untaught, labels: vec![Slot::label(label)], message, wordings };
    let mut findings = Vec::new();
    for (label, words) in &set.unknown_words {
        let message = format!("the model was never taught {}; give {} other words as prompts", quoted(words), name(set, *label));
        let mut wordings = Vec::new();
        for other in words.iter().filter_map(|word| instead(word, encoder.vocabulary()?)) {
            wordings.extend(tried(photos, set, *label, &other, (encoder, texts), cancelled)?);
        }
        findings.push(finding(*label, message, wordings));
    }
    let known = |label: &usize| !set.unknown_words.iter().any(|(other, _)| other == label);
    for (label, words) in set.weak_words.iter().filter(|(label, _)| known(label)) {
        let message = format!("the model does badly at {}; give {} other words as prompts", quoted(words), name(set, *label));
        findings.push(finding(*label, message, Vec::new()));
    }
    Ok(findings)
}

/// The label in other words, with what they would do.
fn tried(
    photos: &Searchable,
    set: &EmbeddedSet,
    label: usize,
    other: &Reworded,
    (encoder, texts): (&dyn Encoder, &TextCache),
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<Option<Wording>, EncodeError> {
    let mut draft = LabelSetDraft::clone(&set.draft);
    let words = name(set, label).to_lowercase().replace(&other.word, &other.instead);
    draft.labels[label].prompts = vec![words.clone()];
    let Some(set) = embed_set(&Arc::new(draft), encoder, texts, cancelled)? else { return Ok(None) };
    Ok(suggest(photos, &set, cancelled).map(|answers| Wording { words, photos: suggested(&answers, label) }))
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}

/// Pairs of labels of which the second likeliest is nearly as likely as the first on many photos.
fn colliding(set: &EmbeddedSet, own: &Suggestions) -> Vec<Finding> {
    let mut photos: HashMap<Slot, usize> = HashMap::new();
    let mut shares: HashMap<(Slot, Slot), f64> = HashMap::new();
    for row in &own.rows {
        *photos.entry(row.slot).or_default() += 1;
        if let Some(other) = row.runner_up {
            let second = row.score - row.margin;
            *shares.entry((row.slot, other)).or_default() += f64::from(second / (row.score + second).max(f32::MIN_POSITIVE));
        }
    }
    let mut found: Vec<(Slot, Slot)> = Vec::new();
    for (a, b) in (0..set.labels()).flat_map(|a| (a + 1..set.labels()).map(move |b| (Slot::label(a), Slot::label(b)))) {
        let of = |slot| photos.get(&slot).copied().unwrap_or_default();
        let all = of(a) + of(b);
        let share: f64 = [(a, b), (b, a)].iter().filter_map(|pair| shares.get(pair)).sum();
        if all >= FEW && share / all as f64 >= COLLIDE {
            found.push((a, b));
        }
    }
    found.into_iter().map(|(a, b)| collision(set, a, b)).collect()
}

fn collision(set: &EmbeddedSet, a: Slot, b: Slot) -> Finding {
    let names = [a, b].map(|slot| slot.place().map_or("", |place| name(set, place)));
    let message =
        format!("the model can hardly tell {} from {}; merge them, or give them prompts that say what differs", names[0], names[1]);
    Finding { kind: LintKind::Collide, labels: vec![a, b], message, wordings: Vec::new() }
}

fn suggested(answers: &Suggestions, label: usize) -> usize {
    answers.rows.iter().filter(|row| row.slot == Slot::label(label)).count()
}

fn wordings(worded: &[(&str, Suggestions)], label: usize) -> Vec<Wording> {
    worded.iter().map(|(template, answers)| Wording { words: (*template).to_owned(), photos: suggested(answers, label) }).collect()
}

fn unmatched(set: &EmbeddedSet, own: &Suggestions, worded: &[(&str, Suggestions)]) -> Vec<Finding> {
    if own.rows.len() < MANY {
        return Vec::new();
    }
    let finding = |label: usize| Finding {
        kind: LintKind::Unmatched,
        labels: vec![Slot::label(label)],
        message: format!("of {} none looks like {}", human::photos(own.rows.len() as u64), name(set, label)),
        wordings: wordings(worded, label),
    };
    (0..set.labels()).filter(|&label| suggested(own, label) == 0).map(finding).collect()
}

/// Labels that most of their photos lose when they are asked for in other words.
fn fragile(set: &EmbeddedSet, own: &Suggestions, worded: &[(&str, Suggestions)]) -> Vec<Finding> {
    let keeps = |label: usize, answers: &Suggestions| {
        let of = |row: &&crate::suggest::Suggestion| row.slot == Slot::label(label);
        let kept = own.rows.iter().filter(of).filter(|row| answers.of(row.photo).is_some_and(|other| other.slot == row.slot));
        kept.count() as f64 / suggested(own, label).max(1) as f64
    };
    let finding = |label: usize| {
        let (template, least) =
            worded.iter().map(|(template, answers)| (*template, keeps(label, answers))).min_by(|a, b| a.1.total_cmp(&b.1))?;
        let words = template.replace(LABEL_PLACE, name(set, label));
        let lost = 100.0 * (1.0 - least);
        (least < KEEPS).then(|| Finding {
            kind: LintKind::Fragile,
            labels: vec![Slot::label(label)],
            message: format!("asked for as “{words}”, {lost:.0} % of its photos look like another label; several prompts are averaged"),
            wordings: wordings(worded, label),
        })
    };
    (0..set.labels()).filter(|&label| suggested(own, label) >= FEW).filter_map(finding).collect()
}
