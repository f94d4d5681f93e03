//! How far two people agree about a label set, and what they disagree about.

use crate::exchange::ExchangeError;
use crate::exchange::path_of;
use base::fold::{key, same};
use base::{Choice, Decision, LabelId, LabelSet, Opinion, PhotoId, Ruling, Source, Tag};
use catalog::{Catalog, CatalogError};
use exchange::{Dialect, TagRow, write_atomically, write_tags_csv};
use figures::{Kappa, cohen_kappa};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What two people's decisions about one label set come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// The two; fewer where fewer have decided about the set.
    pub authors: Vec<Arc<str>>,
    /// Everybody who has, with how many photos, most first.
    pub everybody: Vec<(Arc<str>, u64)>,
    /// Photos that both decided about.
    pub photos: u64,
    /// Of these, those that they gave the same answer.
    pub agreed: u64,
    /// `None` where it is not defined: [`Agreement::no_kappa`].
    pub kappa: Option<Kappa>,
    /// Which answers they take for one another, settled photos among them, most photos first.
    pub confused: Vec<ConfusedPair>,
    /// Photos that they disagree about and nobody has settled, by path.
    pub disputed: Vec<Dispute>,
    /// Those that somebody has.
    pub settled: u64,
}

/// Two different answers to the same photos.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfusedPair {
    /// The labels that the first gives, and those that the second gives; none: none of these.
    pub answers: [Vec<LabelId>; 2],
    /// Photos to which they answer so.
    pub photos: u64,
}

/// Why there is no kappa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKappa {
    /// Nobody whose name is known has decided about the set.
    Nobody,
    /// One person has.
    OnePerson,
    /// No photo has a decision of both.
    NoSharedPhoto,
    /// Both gave all of their photos the same answer: chance alone would have them agree.
    OneAnswer,
}

/// A photo about which two people disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Which photo.
    pub photo: PhotoId,
    /// Its file, absolute.
    pub path: PathBuf,
    /// Who says what: the two, and then everybody else.
    pub opinions: Vec<Opinion>,
}

/// Why two people cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhoProblem {
    /// Nobody of that name has decided about the set; these have.
    Nobody(String, Vec<String>),
    /// Two names are one person's.
    Same(String, String),
}

impl Agreement {
    /// Why there is no kappa.
    pub fn no_kappa(&self) -> Option<NoKappa> {
        match (self.kappa, self.authors.len(), self.photos) {
            (Some(_), ..) => None,
            (None, 0, _) => Some(NoKappa::Nobody),
            (None, 1, _) => Some(NoKappa::OnePerson),
            (None, _, 0) => Some(NoKappa::NoSharedPhoto),
            (None, ..) => Some(NoKappa::OneAnswer),
        }
    }

    /// The same in words, for a command line.
    pub fn why_not(&self) -> Option<&'static str> {
        Some(match self.no_kappa()? {
            NoKappa::Nobody => "nobody whose name is known has decided about this set",
            NoKappa::OnePerson => {
                "only one person has decided about this set; bring in another's decisions: tags import FILE --author NAME"
            }
            NoKappa::NoSharedPhoto => "the two share no photo: no photo has a decision of both",
            NoKappa::OneAnswer => {
                "both gave all of their photos one and the same answer, so that chance alone would have them agree: kappa says nothing"
            }
        })
    }
}

/// Compares two people's opinions of a set: those of `who`, or, of nobody, the two who share the most photos. In a set of which several labels
/// may fit, an answer is all labels of a photo together. `Ok(Err(_))`: a name is nobody's.
pub fn agreement(catalog: &Catalog, set: &LabelSet, who: &[String]) -> Result<Result<Agreement, WhoProblem>, CatalogError> {
    let mut by_photo: BTreeMap<PhotoId, Vec<Opinion>> = BTreeMap::new();
    for opinion in catalog.opinions(set.id)? {
        by_photo.entry(opinion.photo).or_default().push(opinion);
    }
    let mut people: BTreeMap<String, (Arc<str>, u64)> = BTreeMap::new();
    for opinion in by_photo.values().flatten() {
        people.entry(key(&opinion.author)).or_insert_with(|| (Arc::clone(&opinion.author), 0)).1 += 1;
    }
    let mut everybody: Vec<(Arc<str>, u64)> = people.into_values().collect();
    everybody.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let authors = match chosen(&everybody, who) {
        Ok(authors) if authors.is_empty() => most_together(&everybody, &by_photo),
        Ok(authors) => authors,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut agreement = Agreement { everybody, ..Agreement::default() };
    if let [first, second] = &authors[..] {
        compare(catalog, set, &by_photo, [first, second], &mut agreement)?;
    }
    agreement.authors = authors;
    Ok(Ok(agreement))
}

/// The people of these names, as they are written; with one name, the other is whoever has decided most.
fn chosen(everybody: &[(Arc<str>, u64)], who: &[String]) -> Result<Vec<Arc<str>>, WhoProblem> {
    let known = || everybody.iter().map(|(name, _)| name.to_string()).collect();
    let find = |name: &String| {
        let found = everybody.iter().find(|(known, _)| key(known) == key(name)).map(|(known, _)| Arc::clone(known));
        found.ok_or_else(|| WhoProblem::Nobody(name.trim().to_owned(), known()))
    };
    let mut authors = who.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    if let ([a, b, ..], [first, second, ..]) = (who, &authors[..])
        && same(first, second)
    {
        return Err(WhoProblem::Same(a.clone(), b.clone()));
    }
    if let [one] = &authors[..] {
        let other = everybody.iter().find(|(name, _)| !same(name, one)).map(|(name, _)| Arc::clone(name));
        authors.extend(other);
    }
    Ok(authors)
}

/// The two who share the most photos; of equals those who have decided more.
fn most_together(everybody: &[(Arc<str>, u64)], by_photo: &BTreeMap<PhotoId, Vec<Opinion>>) -> Vec<Arc<str>> {
    let place: HashMap<String, usize> = everybody.iter().enumerate().map(|(i, (name, _))| (key(name), i)).collect();
    let mut together: HashMap<(usize, usize), u64> = HashMap::new();
    for opinions in by_photo.values() {
        let mut places: Vec<usize> = opinions.iter().map(|o| place[&key(&o.author)]).collect();
        places.sort_unstable();
        for (i, a) in places.iter().enumerate() {
            places[i + 1..].iter().for_each(|b| *together.entry((*a, *b)).or_default() += 1);
        }
    }
    let best = together.into_iter().max_by_key(|(pair, n)| (*n, std::cmp::Reverse(*pair)));
    let names = |places: &[usize]| places.iter().filter_map(|i| everybody.get(*i)).map(|(name, _)| Arc::clone(name)).collect();
    best.map_or_else(|| names(&[0, 1]), |((a, b), _)| names(&[a, b]))
}

fn compare(
    catalog: &Catalog,
    set: &LabelSet,
    by_photo: &BTreeMap<PhotoId, Vec<Opinion>>,
    [first, second]: [&Arc<str>; 2],
    agreement: &mut Agreement,
) -> Result<(), CatalogError> {
    let (photos, roots) = (catalog.photos()?, catalog.roots()?);
    let settled: HashSet<PhotoId> = catalog.settled_disputes(set.id)?.into_iter().collect();
    let (first, second) = (key(first), key(second));
    let mut classes: HashMap<Vec<LabelId>, usize> = HashMap::new();
    let mut confused: HashMap<[&[LabelId]; 2], u64> = HashMap::new();
    let mut answers = Vec::new();
    for photo in &photos {
        let Some(opinions) = by_photo.get(&photo.id) else { continue };
        let of = |name: &str| opinions.iter().find(|o| key(&o.author) == name);
        let (Some(one), Some(other)) = (of(&first), of(&second)) else { continue };
        let mut class = |labels: &Vec<LabelId>| {
            let next = classes.len();
            *classes.entry(labels.clone()).or_insert(next)
        };
        answers.push((class(&one.labels), class(&other.labels)));
        if one.labels == other.labels {
            agreement.agreed += 1;
            continue;
        }
        *confused.entry([&one.labels, &other.labels]).or_default() += 1;
        if settled.contains(&photo.id) {
            agreement.settled += 1;
        } else {
            let others = opinions.iter().filter(|o| ![&first, &second].contains(&&key(&o.author)));
            let opinions = [one, other].into_iter().chain(others).cloned().collect();
            agreement.disputed.push(Dispute { photo: photo.id, path: path_of(photo, &roots), opinions });
        }
    }
    agreement.disputed.sort_by(|a, b| a.path.cmp(&b.path));
    agreement.confused = by_number(set, confused);
    agreement.photos = answers.len() as u64;
    agreement.kappa = cohen_kappa(&answers);
    Ok(())
}

/// Most photos first, and of equals in the order of the set's labels.
fn by_number(set: &LabelSet, confused: HashMap<[&[LabelId]; 2], u64>) -> Vec<ConfusedPair> {
    let mut confused: Vec<ConfusedPair> =
        confused.into_iter().map(|(answers, photos)| ConfusedPair { answers: answers.map(<[_]>::to_vec), photos }).collect();
    let places = |labels: &[LabelId]| -> Vec<Option<usize>> {
        labels.iter().map(|id| set.labels.iter().position(|label| label.id == *id)).collect()
    };
    confused.sort_by_cached_key(|c| (std::cmp::Reverse(c.photos), [places(&c.answers[0]), places(&c.answers[1])]));
    confused
}

/// An answer in words: "Red", "Red, Blue", "none of these".
pub fn answer(set: &LabelSet, labels: &[LabelId]) -> String {
    if labels.is_empty() {
        return exchange::NONE_OF_THESE.to_owned();
    }
    labels.iter().filter_map(|id| set.label(*id)).map(|label| label.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What is to be said of a photo so that these labels of the set, and no others, are its accepted ones; none: none of these. `tags`: what was
/// decided about it. Of a set with one choice the first label counts.
pub fn rulings(set: &LabelSet, tags: &[Tag], labels: &[LabelId]) -> Vec<Ruling> {
    let Some(first) = labels.first() else { return vec![Ruling::NoneOfThese] };
    if set.choice == Choice::Single {
        return vec![Ruling::Accept(*first)];
    }
    let accepted = tags.iter().filter(|tag| tag.set == set.id && tag.decision == Decision::Accepted).filter_map(|tag| tag.label);
    let withdrawn = accepted.filter(|label| !labels.contains(label)).map(Ruling::Withdraw);
    labels.iter().copied().map(Ruling::Accept).chain(withdrawn).collect()
}

/// When an opinion was given, as RFC 3339 writes it, in UTC.
pub fn decided_at(opinion: &Opinion) -> Option<String> {
    exchange::rfc3339(opinion.decided_at_ms)
}

/// Writes who said what of the disputed photos as the long CSV, whole or not at all; answers how many rows.
pub fn export_disputes(set: &LabelSet, disputed: &[Dispute], file: &Path) -> Result<u64, ExchangeError> {
    let row = |dispute: &Dispute, opinion: &Opinion, label: Option<LabelId>| TagRow {
        path: dispute.path.clone(),
        raw: None,
        set: set.name.clone(),
        label: label.and_then(|id| set.label(id)).map(|label| label.name.clone()).unwrap_or_default(),
        decision: if label.is_some() { Decision::Accepted } else { Decision::None },
        source: Source::Person,
        score: None,
        model: None,
        decided_at_ms: Some(opinion.decided_at_ms),
        author: Some(opinion.author.to_string()),
    };
    let mut rows = Vec::new();
    for dispute in disputed {
        for opinion in &dispute.opinions {
            match &opinion.labels[..] {
                [] => rows.push(row(dispute, opinion, None)),
                labels => rows.extend(labels.iter().map(|label| row(dispute, opinion, Some(*label)))),
            }
        }
    }
    let (written, mut bytes) = (rows.len() as u64, Vec::new());
    write_tags_csv(&mut bytes, Dialect::CSV, rows)?;
    write_atomically(file, &bytes)?;
    Ok(written)
}
