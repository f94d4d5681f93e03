//! What is wrong with a label set's words, measured on the photos of the catalogue: labels that a model cannot tell apart, that no photo
//! looks like, whose answer hangs on the wording, or whose words the model was never taught.

use crate::learned::Lessons;
use crate::query_embedding::TextCache;
use crate::search::Searchable;
use crate::suggest::{EmbeddedSet, Slot, Suggestions, embed_set, suggest};
use crate::wording::{instead, replace};
use base::labels::LABEL_PLACE;
use base::{Choice, EncodeError, Encoder, LabelSetDraft, Progress, human, vocabulary};
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

/// What another wording changes in the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The templates of all its labels.
    Templates(Vec<String>),
    /// What is read in the place of this label's name.
    Prompts(usize, Vec<String>),
}

/// Another wording, and what it would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// As a person reads it: templates, or words in the place of the label's.
    pub words: String,
    /// What it changes.
    pub change: Change,
    /// Photos of the catalogue that the finding's labels would be suggested for.
    pub photos: usize,
    /// How alike its two labels would be, as [`Finding::alike`].
    pub alike: Option<f64>,
    /// Photos of the catalogue that would get another suggestion.
    pub changed: usize,
    /// Of the photos that were decided about, those whose suggestion would be right.
    pub right: usize,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub kind: LintKind,
    /// With which labels.
    pub labels: Vec<Slot>,
    /// In a sentence, which begins small and has no end.
    pub message: String,
    /// Photos that its labels are suggested for.
    pub photos: usize,
    /// Of two labels that collide: the share that the less likely of the two has, in the mean, of what both have on their photos; one
    /// half: they are the same.
    pub alike: Option<f64>,
    /// Wordings to try, the most promising first.
    pub wordings: Vec<Wording>,
}

/// What was found, and what it was measured on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linted {
    /// The gravest first.
    pub findings: Vec<Finding>,
    /// Photos that were asked about.
    pub photos: usize,
    /// Of them, those that were decided about.
    pub decided: usize,
    /// Of those, the ones whose suggestion is right.
    pub right: usize,
}

impl Linted {
    /// What a wording would do, for people: "suggested for 40 photos, now 12; 81 of 4,358 photos get another label".
    pub fn told(&self, finding: &Finding, wording: &Wording) -> String {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let effect = match (finding.alike, wording.alike) {
            (Some(now), Some(then)) => {
                format!("the other label gets {} of the answer on their photos, now {}", percent(then), percent(now))
            }
            _ => format!("suggested for {}, now {}", human::photos(wording.photos as u64), human::count(finding.photos as u64)),
        };
        let (changed, photos) = (human::count(wording.changed as u64), human::photos(self.photos as u64));
        let others = format!("{changed} of {photos} {} another label", if self.photos == 1 { "gets" } else { "get" });
        let (right, decided, now) = (wording.right as u64, self.decided as u64, self.right as u64);
        let right = format!("{} of {} decided ones are right, now {}", human::count(right), human::count(decided), human::count(now));
        let told = [Some(effect), Some(others), (decided > 0).then_some(right)];
        told.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

impl Wording {
    /// The set with it.
    pub fn applied(&self, set: &LabelSetDraft) -> LabelSetDraft {
        let mut set = set.clone();
        match &self.change {
            Change::Templates(templates) => set.templates.clone_from(templates),
            Change::Prompts(label, prompts) => set.labels[*label].prompts.clone_from(prompts),
        }
        set
    }
}

/// What a set is looked at with.
#[derive(Clone, Copy)]
pub struct LintRequest<'a> {
    /// The photos.
    pub photos: &'a Searchable,
    /// The set as the model reads it.
    pub set: &'a EmbeddedSet,
    /// The model.
    pub encoder: &'a dyn Encoder,
    /// Words that were embedded before.
    pub texts: &'a TextCache,
    /// What was decided: a wording is told by how often it is right there, too.
    pub decided: &'a Lessons,
}

/// Looks at a set. `None` where it was cancelled.
pub fn lint(request: &LintRequest<'_>, progress: &Progress, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<Linted>, EncodeError> {
    let set = request.set;
    let Some(own) = suggest(request.photos, set, cancelled) else { return Ok(None) };
    let changes = templates(&set.draft).into_iter().map(Change::Templates).chain(prompts(set, request.encoder));
    let changes: Vec<Change> = changes.collect();
    progress.set_total(changes.len() as u64);
    let mut tried = Vec::new();
    for change in changes {
        let Some(answers) = request.answers(&change, cancelled)? else { return Ok(None) };
        tried.push(Tried { change, answers });
        progress.advance(1);
    }
    let look = Look { request, own: &own, tried: &tried };
    let mut findings = look.untaught();
    if set.draft.choice == Choice::Single {
        findings.extend(look.colliding());
    }
    findings.extend(look.unmatched());
    findings.extend(look.fragile());
    findings.sort_by_key(|finding| finding.kind);
    let decided = if set.draft.choice == Choice::Single { request.decided.len() } else { 0 };
    Ok(Some(Linted { findings, photos: own.rows.len(), decided, right: look.right(&own) }))
}

/// Templates to try: each alone, and all of them together, where that is not what the set has.
fn templates(draft: &LabelSetDraft) -> Vec<Vec<String>> {
    let all = WORDINGS.map(str::to_owned).to_vec();
    let each = WORDINGS.iter().map(|template| vec![(*template).to_owned()]);
    each.chain([all]).filter(|templates| *templates != draft.templates).collect()
}

/// Words in the place of those that were never taught: taught ones that mean nearly the same, or what is left without them.
fn prompts(set: &EmbeddedSet, encoder: &dyn Encoder) -> Vec<Change> {
    let mut changes = Vec::new();
    for (label, unknown) in &set.unknown_words {
        let words = set.draft.labels[*label].words().iter().map(|words| words.to_lowercase());
        let taught = |word: &str| {
            let is_part = |part: &str| vocabulary::words(word).iter().any(|whole| whole == part || whole.split('-').any(|of| of == part));
            let unknown = unknown.iter().find(|unknown| is_part(&unknown.to_lowercase()));
            match unknown {
                None => Some(word.to_owned()),
                Some(unknown) => instead(unknown, encoder.vocabulary()?).map(|other| replace(word, &other)),
            }
        };
        let in_their_place = |words: String| words.split_whitespace().filter_map(taught).collect::<Vec<_>>().join(" ");
        let mut prompts: Vec<String> = words.map(in_their_place).filter(|words| !words.is_empty()).collect();
        prompts.dedup();
        changes.extend((!prompts.is_empty()).then_some(Change::Prompts(*label, prompts)));
    }
    changes
}

/// A change, and what is suggested with it.
struct Tried {
    change: Change,
    answers: Suggestions,
}

impl LintRequest<'_> {
    fn answers(&self, change: &Change, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<Suggestions>, EncodeError> {
        let wording = Wording { words: String::new(), change: change.clone(), photos: 0, alike: None, changed: 0, right: 0 };
        let draft = Arc::new(wording.applied(&self.set.draft));
        let Some(set) = embed_set(&draft, self.encoder, self.texts, cancelled)? else { return Ok(None) };
        Ok(suggest(self.photos, &set, cancelled))
    }
}

/// A set with its answers, and those to other words.
struct Look<'a> {
    request: &'a LintRequest<'a>,
    own: &'a Suggestions,
    tried: &'a [Tried],
}

impl Look<'_> {
    fn set(&self) -> &EmbeddedSet {
        self.request.set
    }

    fn name(&self, label: usize) -> &str {
        &self.set().draft.labels[label].name
    }

    /// Labels whose words the model was never taught, or does badly at.
    fn untaught(&self) -> Vec<Finding> {
        let finding = |label: usize, message: String| {
            let own = |tried: &&Tried| matches!(&tried.change, Change::Prompts(of, _) if *of == label);
            self.finding(LintKind::Untaught, &[Slot::label(label)], message, self.tried.iter().filter(own))
        };
        let set = self.set();
        let untaught = set.unknown_words.iter().map(|(label, words)| {
            let message = format!("the model was never taught {}; give {} other words as prompts", quoted(words), self.name(*label));
            finding(*label, message)
        });
        let known = |label: usize| !set.unknown_words.iter().any(|(other, _)| *other == label);
        let weak = set.weak_words.iter().filter(|(label, _)| known(*label)).map(|(label, words)| {
            let message = format!("the model does badly at {}; give {} other words as prompts", quoted(words), self.name(*label));
            finding(*label, message)
        });
        untaught.chain(weak).collect()
    }

    /// Pairs of labels of which the second likeliest is nearly as likely as the first on many photos.
    fn colliding(&self) -> Vec<Finding> {
        let labels = self.set().labels();
        let shares = Shares::of(self.own);
        let pairs = (0..labels).flat_map(|a| (a + 1..labels).map(move |b| [Slot::label(a), Slot::label(b)]));
        let collide = |pair: &[Slot; 2]| shares.photos(*pair) >= FEW && shares.alike(*pair) >= COLLIDE;
        let finding = |[a, b]: [Slot; 2]| {
            let names = [a, b].map(|slot| slot.place().map_or("", |place| self.name(place)));
            let message =
                format!("the model can hardly tell {} from {}; merge them, or give them prompts that say what differs", names[0], names[1]);
            let mut finding = self.finding(LintKind::Collide, &[a, b], message, self.of_all());
            finding.alike = Some(shares.alike([a, b]));
            finding.wordings.sort_by(|a, b| a.alike.partial_cmp(&b.alike).unwrap_or(std::cmp::Ordering::Equal));
            finding
        };
        pairs.filter(collide).map(finding).collect()
    }

    fn unmatched(&self) -> Vec<Finding> {
        if self.own.rows.len() < MANY {
            return Vec::new();
        }
        let finding = |label: usize| {
            let message = format!("of {} none looks like {}", human::photos(self.own.rows.len() as u64), self.name(label));
            let mut finding = self.finding(LintKind::Unmatched, &[Slot::label(label)], message, self.of_all());
            finding.wordings.retain(|wording| wording.photos > 0);
            if finding.wordings.is_empty() {
                finding.message += "; nor do any in other wordings. Give it other words as prompts, or remove it";
            }
            finding.wordings.sort_by_key(|wording| std::cmp::Reverse(wording.photos));
            finding
        };
        (0..self.set().labels()).filter(|&label| suggested(self.own, &[Slot::label(label)]) == 0).map(finding).collect()
    }

    /// Labels that most of their photos lose when they are asked for in other words.
    fn fragile(&self) -> Vec<Finding> {
        let finding = |label: usize| {
            let single = self.of_all().filter_map(|tried| match &tried.change {
                Change::Templates(templates) if templates.len() == 1 => Some((&templates[0], self.kept(label, &tried.answers))),
                _ => None,
            });
            let (template, least) = single.min_by(|a, b| a.1.total_cmp(&b.1))?;
            let words = template.replace(LABEL_PLACE, self.name(label));
            let lost = 100.0 * (1.0 - least);
            let message =
                format!("asked for as “{words}”, {lost:.0} % of its photos look like another label; several prompts are averaged");
            let mut found = self.finding(LintKind::Fragile, &[Slot::label(label)], message, self.of_all());
            found.wordings.sort_by_key(|wording| !matches!(&wording.change, Change::Templates(t) if t.len() > 1));
            (least < KEEPS).then_some(found)
        };
        (0..self.set().labels()).filter(|&label| suggested(self.own, &[Slot::label(label)]) >= FEW).filter_map(finding).collect()
    }

    /// The share of a label's photos that keep it.
    fn kept(&self, label: usize, answers: &Suggestions) -> f64 {
        let own = self.own.rows.iter().filter(|row| row.slot == Slot::label(label));
        let kept = own.filter(|row| answers.of(row.photo).is_some_and(|other| other.slot == row.slot));
        kept.count() as f64 / suggested(self.own, &[Slot::label(label)]).max(1) as f64
    }

    /// The changes of all labels.
    fn of_all(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|tried| matches!(tried.change, Change::Templates(_)))
    }

    fn finding<'a>(&self, kind: LintKind, labels: &[Slot], message: String, tried: impl Iterator<Item = &'a Tried>) -> Finding {
        let wordings = tried.map(|tried| self.wording(labels, tried)).collect();
        Finding { kind, labels: labels.to_vec(), message, photos: suggested(self.own, labels), alike: None, wordings }
    }

    fn wording(&self, labels: &[Slot], tried: &Tried) -> Wording {
        let answers = &tried.answers;
        let words = match &tried.change {
            Change::Templates(words) | Change::Prompts(_, words) => words.join(" | "),
        };
        let changed = self.own.rows.iter().filter(|row| answers.of(row.photo).is_none_or(|other| other.slot != row.slot)).count();
        let alike = if let [a, b] = *labels { Some(Shares::of(answers).alike([a, b])) } else { None };
        Wording { words, change: tried.change.clone(), photos: suggested(answers, labels), alike, changed, right: self.right(answers) }
    }

    /// Of the decided photos, those that are suggested what was decided.
    fn right(&self, answers: &Suggestions) -> usize {
        let is_right = |lesson: &&crate::learned::Lesson| answers.of(lesson.photo).is_some_and(|row| row.slot == lesson.slot);
        self.request.decided.0.iter().filter(is_right).count()
    }
}

/// How far the second likeliest labels come, by pairs.
struct Shares {
    photos: HashMap<Slot, usize>,
    shares: HashMap<(Slot, Slot), f64>,
}

impl Shares {
    fn of(answers: &Suggestions) -> Self {
        let (mut photos, mut shares) = (HashMap::new(), HashMap::new());
        for row in &answers.rows {
            *photos.entry(row.slot).or_default() += 1;
            if let Some(other) = row.runner_up {
                let second = row.score - row.margin;
                *shares.entry((row.slot, other)).or_default() += f64::from(second / (row.score + second).max(f32::MIN_POSITIVE));
            }
        }
        Self { photos, shares }
    }

    /// Photos of either.
    fn photos(&self, pair: [Slot; 2]) -> usize {
        pair.iter().filter_map(|slot| self.photos.get(slot)).sum()
    }

    /// See [`Finding::alike`]; 0 of no photos.
    fn alike(&self, [a, b]: [Slot; 2]) -> f64 {
        let share: f64 = [(a, b), (b, a)].iter().filter_map(|pair| self.shares.get(pair)).sum();
        share / self.photos([a, b]).max(1) as f64
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}

fn suggested(answers: &Suggestions, labels: &[Slot]) -> usize {
    answers.rows.iter().filter(|row| labels.contains(&row.slot)).count()
}
