//! What is wrong with a label set's words, measured on the photos of the catalogue: labels that a model cannot tell apart, that no photo
//! looks like, whose answer hangs on the wording, or whose words the model was never taught; and photos that none of them fits.

use crate::learned::{Lesson, Lessons};
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
    /// The model was taught the label's words and does badly at them.
    Weak,
    /// No photo looks like the label.
    Unmatched,
    /// What looks like the label hangs on how it is asked for.
    Fragile,
    /// Photos that no label fits get one all the same.
    NoneOfThese,
}

impl LintKind {
    /// As the command line writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Collide => "collide",
            Self::Untaught => "untaught",
            Self::Weak => "weak",
            Self::Unmatched => "unmatched",
            Self::Fragile => "fragile",
            Self::NoneOfThese => "none-of-these",
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
    /// None of these is an answer.
    NoneOfThese,
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
    /// Photos about which one of its labels was decided.
    pub tagged: usize,
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
            Change::NoneOfThese => set.none_of_these = true,
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
    let changes: Vec<Change> = changes.chain(lacks_none(&set.draft).then_some(Change::NoneOfThese)).collect();
    progress.set_total(changes.len() as u64);
    let mut tried = Vec::new();
    for change in changes {
        let Some(answers) = request.answers(&change, cancelled)? else { return Ok(None) };
        tried.push(Tried { change, counts: Counts::of(&own, &answers, request.decided) });
        progress.advance(1);
        if cancelled() {
            return Ok(None);
        }
    }
    let own = Counts::of(&own, &own, request.decided);
    let look = Look { set, own: &own, tried: &tried, tagged: &tagged(request.decided) };
    let mut findings = look.untaught();
    if set.draft.choice == Choice::Single {
        findings.extend(look.colliding());
    }
    findings.extend(look.unmatched());
    findings.extend(look.fragile());
    findings.extend(look.without_none());
    findings.sort_by_key(|finding| finding.kind);
    let decided = if set.draft.choice == Choice::Single { request.decided.len() } else { 0 };
    Ok(Some(Linted { findings, photos: own.all, decided, right: own.right }))
}

/// Photos by the label that was decided about them.
fn tagged(decided: &Lessons) -> HashMap<Slot, usize> {
    let mut tagged = HashMap::new();
    for lesson in &decided.0 {
        *tagged.entry(lesson.slot).or_default() += 1;
    }
    tagged
}

/// Whether one label is given to every photo, whatever it shows.
fn lacks_none(draft: &LabelSetDraft) -> bool {
    draft.choice == Choice::Single && !draft.none_of_these && draft.labels.len() > 1
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

/// A change, and what came of it.
struct Tried {
    change: Change,
    counts: Counts,
}

impl LintRequest<'_> {
    fn answers(&self, change: &Change, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Option<Suggestions>, EncodeError> {
        let wording = Wording { words: String::new(), change: change.clone(), photos: 0, alike: None, changed: 0, right: 0 };
        let draft = Arc::new(wording.applied(&self.set.draft));
        let Some(set) = embed_set(&draft, self.encoder, self.texts, cancelled)? else { return Ok(None) };
        Ok(suggest(self.photos, &set, cancelled))
    }
}

/// Suggestions in numbers, counted once: findings by the hundred tell of them.
struct Counts {
    /// Photos.
    all: usize,
    /// Those that each label is suggested for.
    photos: HashMap<Slot, usize>,
    /// How far the second likeliest labels come, by pairs.
    shares: HashMap<(Slot, Slot), f64>,
    /// Photos of each label that the set itself suggests it for, too.
    kept: HashMap<Slot, usize>,
    /// Photos that the set itself suggests another label for.
    changed: usize,
    /// Of the decided photos, those that are suggested what was decided.
    right: usize,
    /// The same by label.
    rightly: HashMap<Slot, usize>,
}

impl Counts {
    /// `own`: what the set itself suggests for the same photos.
    fn of(own: &Suggestions, answers: &Suggestions, decided: &Lessons) -> Self {
        let (mut photos, mut shares, mut kept): (HashMap<Slot, usize>, HashMap<_, f64>, HashMap<Slot, usize>) = Default::default();
        for (row, own) in answers.rows.iter().zip(&own.rows) {
            *photos.entry(row.slot).or_default() += 1;
            if row.slot == own.slot {
                *kept.entry(row.slot).or_default() += 1;
            }
            if let Some(other) = row.runner_up {
                let second = row.score - row.margin;
                *shares.entry((row.slot, other)).or_default() += f64::from(second / (row.score + second).max(f32::MIN_POSITIVE));
            }
        }
        let is_right = |lesson: &&Lesson| answers.of(lesson.photo).is_some_and(|row| row.slot == lesson.slot);
        let (all, same) = (answers.rows.len(), kept.values().sum::<usize>());
        let mut rightly = HashMap::new();
        for lesson in decided.0.iter().filter(is_right) {
            *rightly.entry(lesson.slot).or_default() += 1;
        }
        Self { all, photos, shares, kept, changed: all - same, right: rightly.values().sum(), rightly }
    }

    /// Photos that any of these labels is suggested for.
    fn suggested(&self, labels: &[Slot]) -> usize {
        labels.iter().filter_map(|slot| self.photos.get(slot)).sum()
    }

    /// See [`Finding::alike`]; 0 of no photos.
    fn alike(&self, [a, b]: [Slot; 2]) -> f64 {
        let share: f64 = [(a, b), (b, a)].iter().filter_map(|pair| self.shares.get(pair)).sum();
        share / self.suggested(&[a, b]).max(1) as f64
    }
}

/// A set with what came of its own words, and of others.
struct Look<'a> {
    set: &'a EmbeddedSet,
    own: &'a Counts,
    tried: &'a [Tried],
    /// Photos by the label that was decided about them.
    tagged: &'a HashMap<Slot, usize>,
}

impl Look<'_> {
    fn name(&self, label: usize) -> &str {
        &self.set.draft.labels[label].name
    }

    /// Labels whose words the model was never taught, or does badly at.
    fn untaught(&self) -> Vec<Finding> {
        let finding = |kind: LintKind, label: usize, message: String| {
            let own = |tried: &&Tried| matches!(&tried.change, Change::Prompts(of, _) if *of == label);
            self.finding(kind, &[Slot::label(label)], message, self.tried.iter().filter(own))
        };
        let set = self.set;
        let untaught = set.unknown_words.iter().map(|(label, words)| {
            let message = format!("the model was never taught {}; give {} other words as prompts", quoted(words), self.name(*label));
            finding(LintKind::Untaught, *label, message)
        });
        let known = |label: usize| !set.unknown_words.iter().any(|(other, _)| *other == label);
        let weak = set.weak_words.iter().filter(|(label, _)| known(*label)).map(|(label, words)| {
            let so_far = self.so_far(*label).map(|so_far| format!("; {so_far}")).unwrap_or_default();
            let message = format!("the model does badly at {}{so_far}; other words as prompts may do better", quoted(words));
            finding(LintKind::Weak, *label, message)
        });
        untaught.chain(weak).collect()
    }

    /// "it suggests Casual Shoes for 39 of the 48 photos that are tagged so": badly may be well enough.
    fn so_far(&self, label: usize) -> Option<String> {
        let (slot, name) = (Slot::label(label), self.name(label));
        let tagged = self.tagged.get(&slot).filter(|_| self.set.draft.choice == Choice::Single)?;
        let right = human::count(self.own.rightly.get(&slot).copied().unwrap_or_default() as u64);
        Some(match tagged {
            1 => format!("it suggests {name} for {right} of the 1 photo that is tagged so"),
            n => format!("it suggests {name} for {right} of the {} that are tagged so", human::photos(*n as u64)),
        })
    }

    /// Pairs of labels of which the second likeliest is nearly as likely as the first on many photos.
    fn colliding(&self) -> Vec<Finding> {
        let labels = self.set.labels();
        let pairs = (0..labels).flat_map(|a| (a + 1..labels).map(move |b| [Slot::label(a), Slot::label(b)]));
        let collide = |pair: &[Slot; 2]| self.own.suggested(pair) >= FEW && self.own.alike(*pair) >= COLLIDE;
        let finding = |[a, b]: [Slot; 2]| {
            let names = [a, b].map(|slot| slot.place().map_or("", |place| self.name(place)));
            let message =
                format!("the model can hardly tell {} from {}; merge them, or give them prompts that say what differs", names[0], names[1]);
            let mut finding = self.finding(LintKind::Collide, &[a, b], message, self.of_all());
            finding.alike = Some(self.own.alike([a, b]));
            finding.wordings.sort_by(|a, b| a.alike.partial_cmp(&b.alike).unwrap_or(std::cmp::Ordering::Equal));
            finding
        };
        pairs.filter(collide).map(finding).collect()
    }

    fn unmatched(&self) -> Vec<Finding> {
        if self.own.all < MANY {
            return Vec::new();
        }
        let finding = |label: usize| {
            let message = format!("of {} none looks like {}", human::photos(self.own.all as u64), self.name(label));
            let mut finding = self.finding(LintKind::Unmatched, &[Slot::label(label)], message, self.of_all());
            finding.wordings.retain(|wording| wording.photos > 0);
            let tagged = human::counted(finding.tagged as u64, "photo is", "photos are");
            match (finding.tagged, finding.wordings.is_empty()) {
                (0, true) => finding.message += "; nor do any in other wordings. Give it other words as prompts, or remove it",
                (0, false) => {}
                // Nobody should remove what photos are tagged with.
                _ => {
                    finding.message = format!(
                        "{tagged} tagged {}, but by its words the model suggests it for none; other words may do better",
                        self.name(label)
                    );
                }
            }
            finding.wordings.sort_by_key(|wording| std::cmp::Reverse(wording.photos));
            finding
        };
        (0..self.set.labels()).filter(|&label| self.own.suggested(&[Slot::label(label)]) == 0).map(finding).collect()
    }

    /// Labels that most of their photos lose when they are asked for in other words.
    fn fragile(&self) -> Vec<Finding> {
        let finding = |label: usize| {
            let single = self.of_all().filter_map(|tried| match &tried.change {
                Change::Templates(templates) if templates.len() == 1 => Some((&templates[0], self.kept(label, &tried.counts))),
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
        (0..self.set.labels()).filter(|&label| self.own.suggested(&[Slot::label(label)]) >= FEW).filter_map(finding).collect()
    }

    /// The share of a label's photos that keep it.
    fn kept(&self, label: usize, counts: &Counts) -> f64 {
        let kept = counts.kept.get(&Slot::label(label)).copied().unwrap_or_default();
        kept as f64 / self.own.suggested(&[Slot::label(label)]).max(1) as f64
    }

    /// Photos that no label fits, where that is no answer.
    fn without_none(&self) -> Option<Finding> {
        let tried = self.tried.iter().find(|tried| tried.change == Change::NoneOfThese)?;
        let photos = tried.counts.suggested(&[Slot::NONE_OF_THESE]);
        let message = format!("switch none of these on: {} no label", human::counted(photos as u64, "photo fits", "photos fit"));
        let finding = || self.finding(LintKind::NoneOfThese, &[Slot::NONE_OF_THESE], message, std::iter::once(tried));
        (photos >= FEW).then(finding)
    }

    /// The changes of all labels.
    fn of_all(&self) -> impl Iterator<Item = &Tried> {
        self.tried.iter().filter(|tried| matches!(tried.change, Change::Templates(_)))
    }

    fn finding<'a>(&self, kind: LintKind, labels: &[Slot], message: String, tried: impl Iterator<Item = &'a Tried>) -> Finding {
        let wordings = tried.map(|tried| Self::wording(labels, tried)).collect();
        let tagged = labels.iter().filter_map(|label| self.tagged.get(label)).sum();
        Finding { kind, labels: labels.to_vec(), message, photos: self.own.suggested(labels), tagged, alike: None, wordings }
    }

    fn wording(labels: &[Slot], tried: &Tried) -> Wording {
        let Tried { change, counts } = tried;
        let words = match change {
            Change::Templates(words) | Change::Prompts(_, words) => words.join(" | "),
            Change::NoneOfThese => "none of these".to_owned(),
        };
        let alike = if let [a, b] = *labels { Some(counts.alike([a, b])) } else { None };
        Wording { words, change: change.clone(), photos: counts.suggested(labels), alike, changed: counts.changed, right: counts.right }
    }
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
