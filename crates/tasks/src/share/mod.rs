//! A catalogue that is shared: what was decided here goes to a hub, what others decided comes from it, and vectors are made once for all.
//!
//! The catalogue stays the place of work. Beside it stands what the hub is known to hold (`catalog::hubs`); whatever differs was decided here
//! since. Taking in is a merge of three states (`merge`), place by place; bringing is the same under the hub's lock, and what the merge came to
//! is what is brought. So a hub holds, for every place, what the last one who was there made of all that others had said before; whoever has
//! brought and taken in everything holds the same. What was interrupted is done again by the next run: whatever of it did arrive is found to be
//! the same on both sides.

pub(crate) mod apply;
mod differing;
mod error;
pub(crate) mod local;
mod merge;
mod plan;
mod report;
pub(crate) mod sets;
pub(crate) mod values;
mod vectors;

pub use error::ShareError;
pub use report::{Conflict, Report};
pub use sets::SetsFrom;

use crate::exchange::path_of;
use base::tags::now_ms;
use base::{Cancel, ContentHash, LabelSet, Photo, PhotoId, Progress};
use catalog::{Catalog, CatalogError, Generations, HubRow, HubState, Shared};
use differing::{Compared, differing, differing_places};
use local::{Local, MARK, SKU, TAGS};
use plan::{Clash, Plan, Theirs};
use share::{Change, Hub, HubPhoto, HubSet, NewStep, Session};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use values::{MarkValue, SetValue, SkuValue, TagValue, text};

/// How a catalogue and a hub are brought together.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Whose words count where a label set means something else at the hub.
    pub sets: SetsFrom,
    /// Photos that are made known at the hub, and vectors that are brought or looked for.
    pub progress: Progress,
    /// Ends it before the next thing that is saved. What was saved stays, and the next run goes on.
    pub cancel: Cancel,
}

impl From<SetsFrom> for How {
    fn from(sets: SetsFrom) -> Self {
        Self { sets, ..Self::default() }
    }
}

impl How {
    fn go_on(&self) -> Result<(), ShareError> {
        if self.cancel.is_cancelled() { Err(ShareError::Stopped) } else { Ok(()) }
    }
}

/// Takes in what others brought. What was decided here stays, but where somebody more entitled, or earlier at the hub, decided otherwise; then
/// it is kept as an opinion.
pub fn pull(catalog: &mut Catalog, hub: &mut Hub, how: impl Into<How>) -> Result<Report, ShareError> {
    let how = how.into();
    how.go_on()?;
    let row = known(catalog, hub)?;
    let mut report = look_and_take_in(catalog, hub, &row, &how)?;
    vectors::take(catalog, hub, row.id, &how, &mut report)?;
    Ok(report)
}

/// Takes in what others brought, and brings what was decided here: all of it, or nothing. Vectors follow, some at a time: where that is
/// interrupted, the next run goes on.
pub fn push(catalog: &mut Catalog, hub: &mut Hub, how: impl Into<How>) -> Result<Report, ShareError> {
    push_at(catalog, hub, how, now_ms())
}

/// As [`push`], by a clock that shows `now`, milliseconds since 1970: the step bears it, and nothing is decided by it.
pub fn push_at(catalog: &mut Catalog, hub: &mut Hub, how: impl Into<How>, now: i64) -> Result<Report, ShareError> {
    let how = how.into();
    how.go_on()?;
    let author = catalog.author().ok_or(ShareError::NoName)?.to_owned();
    let row = known(catalog, hub)?;
    let id = random_id();
    let looked = hub.push(|session| {
        let mut looked = look(catalog, session, &row, how.sets)?;
        how.go_on()?;
        let step = step(id, author, now, &looked.plan, &looked.shared);
        if !(step.changes.is_empty() && step.sets.is_empty()) {
            looked.seq = session.bring(&step)?;
        }
        Ok::<_, ShareError>(looked)
    })?;
    let (photos, brought) = (looked.unbrought.clone(), (looked.plan.hub.len() as u64, looked.plan.hub_sets.len() as u64));
    let mut report = match take_in(catalog, &row, looked, true)? {
        Some(report) => report,
        // The hub has it; what stands here is looked at again, as after a push that was killed at this point.
        None => Report { brought: brought.0, sets_brought: brought.1, ..look_and_take_in(catalog, hub, &row, &how)? },
    };
    report.photos = bring_photos(catalog, hub, row.id, &photos, &how)?;
    vectors::bring(catalog, hub, row.id, &how, &mut report)?;
    Ok(report)
}

fn look_and_take_in(catalog: &mut Catalog, hub: &mut Hub, row: &HubRow, how: &How) -> Result<Report, ShareError> {
    loop {
        let looked = hub.read(|session| look(catalog, session, row, how.sets))?;
        how.go_on()?;
        if let Some(report) = take_in(catalog, row, looked, false)? {
            return Ok(report);
        }
    }
}

/// How many changes the next push would bring, and whether the catalogue was shared through that hub before.
pub fn waiting(catalog: &Catalog, uid: &str) -> Result<(u64, Option<HubRow>), ShareError> {
    catalog.in_one_state(|| {
        let row = catalog.hubs()?.into_iter().find(|row| row.uid == uid);
        let shared = catalog.shared_photos_of(row.as_ref().map_or(0, |row| row.id))?;
        let compared = shared.values().map(|photo| (photo.photo, photo.compared)).collect();
        let local = Local::of(&catalog.label_sets()?, catalog.author());
        let both = differing(catalog, row.as_ref().map(|row| row.id), &local, &compared)?;
        Ok((differing_places(&both.said, &both.known).count() as u64, row))
    })
}

/// Takes photos out of the hub for good: what was said of them, and their vectors. Answers how many the hub knew. Nobody's files are touched.
pub fn remove(catalog: &Catalog, hub: &mut Hub, photos: &[PhotoId]) -> Result<u64, ShareError> {
    let author = catalog.author().ok_or(ShareError::NoName)?.to_owned();
    let hashes: Vec<ContentHash> = catalog.photos_of(photos)?.iter().map(|photo| photo.hash).collect();
    let step = NewStep { id: random_id(), author, made_at_ms: now_ms(), changes: Vec::new(), sets: Vec::new() };
    Ok(hub.push(|session| session.remove(&step, &hashes))?)
}

/// The label sets of a hub, by name; their numbers are nobody's.
pub fn label_sets_at(hub: &mut Hub) -> Result<Vec<LabelSet>, ShareError> {
    let none = BTreeMap::new();
    let sets = hub.read(|session| Ok::<_, ShareError>(plan::theirs(Vec::new(), session.sets()?, &none, &HashSet::new())?.sets))?;
    Ok(sets.into_values().flatten().zip(0..).map(|(set, n)| set.numbered(n)).collect())
}

/// A moment as RFC 3339 writes it, in UTC.
pub fn time(ms: i64) -> Option<String> {
    exchange::rfc3339(ms)
}

/// 32 hexadecimal digits that nobody chose. The standard library seeds its hashers from the system's random numbers.
pub fn random_id() -> String {
    let half = |n: u64| RandomState::new().hash_one((std::process::id(), now_ms(), n));
    format!("{:016x}{:016x}", half(0), half(1))
}

/// The hub as the catalogue knows it. Where what was taken in last was undone, all is taken in anew.
fn known(catalog: &mut Catalog, hub: &Hub) -> Result<HubRow, ShareError> {
    let twins: Vec<String> = catalog.label_sets()?.iter().filter(|set| !set.twins().is_empty()).map(|set| set.name.clone()).collect();
    if !twins.is_empty() {
        return Err(ShareError::Twins(twins));
    }
    let row = catalog.hub(&hub.uid, &hub.address)?;
    if row.undone {
        catalog.forget_hub(row.id)?;
        return Ok(catalog.hub(&hub.uid, &hub.address)?);
    }
    Ok(row)
}

/// What was found out in one look at the hub.
struct Looked {
    plan: Plan,
    seq: i64,
    /// The hub was put back to an earlier state.
    anew: bool,
    shared: BTreeMap<ContentHash, Shared>,
    removed: Vec<(ContentHash, Shared)>,
    /// Photos that the hub does not know from here.
    unbrought: Vec<PhotoId>,
    elsewhere: u64,
    sets: BTreeMap<String, SetValue>,
    /// Of the photos that something is to be found out about, with their copies.
    local: Local,
    known: catalog::Known,
    /// Of the catalogue, when it was looked at.
    generations: Generations,
}

fn look(catalog: &Catalog, session: &mut Session<'_>, row: &HubRow, from: SetsFrom) -> Result<Looked, ShareError> {
    catalog.in_one_state(|| {
        let (seq, gone) = (session.seq()?, session.removed()?);
        // A hub that was put back to an older backup: what it is known to hold it may hold no more.
        let anew = seq < row.seq;
        let generations = catalog.generations()?;
        let mut shared = catalog.shared_photos_of(row.id)?;
        let removed = gone.iter().filter_map(|hash| Some((*hash, shared.remove(hash)?)));
        let removed: Vec<_> = removed.filter(|(_, photo)| photo.compared).collect();
        let new = shared.iter().filter(|(_, photo)| anew || !photo.compared).map(|(hash, _)| *hash).collect::<Vec<_>>();
        let mut statements = if anew { Vec::new() } else { session.changes_since(row.seq)? };
        statements.extend(session.changes_of(&new)?);
        let theirs = plan::theirs(statements, session.sets()?, &shared, &gone)?;
        let read_set = |(key, json): (String, String)| Some((key, values::read(&json).ok()?));
        let sets = if anew { BTreeMap::new() } else { catalog.known_sets(row.id)?.into_iter().filter_map(read_set).collect() };
        let compared: Compared = shared.values().map(|photo| (photo.photo, photo.compared && !anew)).collect();
        let mut local = Local::of(&catalog.label_sets()?, catalog.author());
        let known = read_both(catalog, row, &mut local, &compared, &theirs, &shared, if anew { &[] } else { &removed })?;
        let plan = plan::plan(&local, &known, &sets, &theirs, &compared, &|label| catalog.photos_with(label), from)?;
        let unbrought = shared.values().filter(|photo| anew || !photo.brought).map(|photo| photo.photo).collect();
        let sets = theirs.sets.into_iter().filter_map(|(key, set)| Some((key, set?))).collect();
        Ok(Looked { plan, seq, anew, shared, removed, unbrought, elsewhere: theirs.elsewhere, sets, local, known, generations })
    })
}

/// Reads what stands here, and what the hub is known to hold: of photos of which the two differ, of those that somebody else said something of,
/// of the copies of both, and of those that were taken out.
fn read_both(
    catalog: &Catalog,
    row: &HubRow,
    local: &mut Local,
    compared: &Compared,
    theirs: &Theirs,
    shared: &BTreeMap<ContentHash, Shared>,
    removed: &[(ContentHash, Shared)],
) -> Result<catalog::Known, CatalogError> {
    let mut both = differing(catalog, Some(row.id), local, compared)?;
    let found: HashSet<PhotoId> = both.said.keys().chain(both.known.keys()).map(|place| place.0).collect();
    let mut others: Vec<PhotoId> = theirs.said.keys().map(|place| place.0).filter(|photo| !found.contains(photo)).collect();
    others.dedup();
    let (known, new): (Vec<PhotoId>, Vec<PhotoId>) = others.iter().partition(|photo| compared.get(photo) == Some(&true));
    both.add(catalog, Some(row.id), local, &known)?;
    both.add(catalog, Some(row.id), local, &removed.iter().map(|(_, photo)| photo.photo).collect::<Vec<_>>())?;
    let others: HashSet<PhotoId> = others.into_iter().collect();
    let involved =
        shared.values().filter(|photo| !photo.copies.is_empty() && (found.contains(&photo.photo) || others.contains(&photo.photo)));
    let copies = involved.chain(removed.iter().map(|(_, photo)| photo)).flat_map(|photo| photo.copies.iter().copied());
    let copies: Vec<PhotoId> = copies.chain(new).collect();
    both.add(catalog, None, local, &copies)?;
    local.said = both.said;
    Ok(both.known)
}

fn step(id: String, author: String, made_at_ms: i64, plan: &Plan, shared: &BTreeMap<ContentHash, Shared>) -> NewStep {
    let told: HashSet<PhotoId> = plan.hub.keys().map(|place| place.0).collect();
    let hashes = shared.iter().filter(|(_, photo)| told.contains(&photo.photo));
    let hashes: HashMap<PhotoId, ContentHash> = hashes.map(|(hash, photo)| (photo.photo, *hash)).collect();
    let change = |((photo, kind, key), value): (&plan::Place, &Option<String>)| {
        Some(Change { photo: *hashes.get(photo)?, kind: kind.clone(), key: key.clone(), value: value.clone() })
    };
    let set = |key: &String| HubSet { key: key.clone(), value: plan.sets.get(key).and_then(Option::as_ref).map(text) };
    NewStep { id, author, made_at_ms, changes: plan.hub.iter().filter_map(change).collect(), sets: plan.hub_sets.iter().map(set).collect() }
}

/// Changes the catalogue, and then remembers what the hub holds. Where the second is interrupted, the next look finds both sides the same. `None`:
/// label sets were changed here since the look, and nothing was done.
fn take_in(catalog: &mut Catalog, row: &HubRow, looked: Looked, brought: bool) -> Result<Option<Report>, ShareError> {
    let Looked { mut plan, seq, anew, shared, removed, elsewhere, mut sets, local, known, generations, .. } = looked;
    let gone: HashSet<PhotoId> = removed.iter().map(|(_, photo)| photo.photo).collect();
    // Only what came from there: whatever else was said here is the person's own.
    let from_there = known.iter().filter(|(place, value)| gone.contains(&place.0) && local.said.get(*place) == Some(value));
    plan.here.extend(from_there.map(|(place, _)| (place.clone(), None)));
    let conflicts = told(catalog, &plan)?;
    let photos = shared.iter().chain(removed.iter().map(|(hash, photo)| (hash, photo)));
    let changed: HashSet<PhotoId> = plan.here.keys().map(|place| place.0).collect();
    let photos = photos.filter(|(_, photo)| changed.contains(&photo.photo));
    let photos = photos.map(|(hash, photo)| (photo.photo, (*hash, &photo.copies[..]))).collect();
    let Some(applied) = apply::apply(catalog, &plan, &apply::Before { local: &local, photos: &photos, generations })? else {
        return Ok(None);
    };
    let mut report = Report {
        seq,
        brought: plan.hub.len() as u64,
        taken: applied.taken,
        sets_taken: plan.here_sets.len() as u64,
        sets_brought: plan.hub_sets.len() as u64,
        conflicts,
        elsewhere,
        step: applied.step,
        ..Report::default()
    };
    let mut learned = plan.learned;
    if brought {
        learned.extend(plan.hub);
        for key in &plan.hub_sets {
            match plan.sets.get(key).cloned().flatten() {
                Some(set) => drop(sets.insert(key.clone(), set)),
                None => drop(sets.remove(key)),
            }
        }
    }
    if anew {
        catalog.forget_hub(row.id)?;
    }
    let new = shared.iter().filter(|(_, photo)| anew || !photo.compared).map(|(hash, photo)| (photo.photo, *hash)).collect();
    let sets = sets.iter().map(|(key, set)| (key.clone(), text(set))).collect();
    let (known, again) = (learned.into_iter().collect(), applied.meanwhile);
    catalog.remember_hub(row.id, &HubState { seq, step: report.step, photos: new, known, again, sets })?;
    if !removed.is_empty() {
        let photos: Vec<PhotoId> = removed.iter().flat_map(|(_, photo)| photo.copies.iter().chain([&photo.photo])).copied().collect();
        catalog.forget_vectors_of(row.id, &photos)?;
        report.removed = removed.len() as u64;
    }
    Ok(Some(report))
}

fn bring_photos(catalog: &mut Catalog, hub: &mut Hub, row: i64, photos: &[PhotoId], how: &How) -> Result<u64, ShareError> {
    let told = |photo: &Photo| HubPhoto {
        hash: photo.hash,
        name: photo.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        format: photo.format.to_string(),
        width: photo.width,
        height: photo.height,
        captured: photo.captured.clone(),
    };
    for some in photos.chunks(5000) {
        how.go_on()?;
        let rows: Vec<HubPhoto> = catalog.photos_of(some)?.iter().map(told).collect();
        hub.add(|session| session.add_photos(&rows))?;
        catalog.photos_are_at(row, some)?;
        how.progress.advance(some.len() as u64);
    }
    Ok(photos.len() as u64)
}

/// What two people said differently, in words.
fn told(catalog: &Catalog, plan: &Plan) -> Result<Vec<Conflict>, ShareError> {
    let mut ids: Vec<PhotoId> = plan.clashes.iter().map(|clash| clash.photo).collect();
    ids.dedup();
    let roots = catalog.roots()?;
    let paths: HashMap<PhotoId, PathBuf> = catalog.photos_of(&ids)?.iter().map(|photo| (photo.id, path_of(photo, &roots))).collect();
    let conflict = |clash: &Clash| {
        let set = plan.sets.get(&clash.key).and_then(Option::as_ref);
        let words = |said: &Option<String>| words(&clash.kind, said.as_deref(), set);
        Conflict {
            path: paths.get(&clash.photo).cloned().unwrap_or_default(),
            about: match clash.kind.as_str() {
                TAGS => set.map_or_else(|| clash.key.clone(), |set| set.name.clone()),
                SKU => "product".to_owned(),
                _ => clash.key.clone(),
            },
            here: words(&clash.here),
            hub: words(&clash.hub),
            stands: words(&clash.stands),
        }
    };
    let mut conflicts: Vec<Conflict> = plan.clashes.iter().map(conflict).collect();
    conflicts.sort_by(|a, b| (&a.path, &a.about).cmp(&(&b.path, &b.about)));
    Ok(conflicts)
}

fn words(kind: &str, said: Option<&str>, set: Option<&SetValue>) -> String {
    let Some(said) = said else { return String::new() };
    let name = |key: &str| {
        let label = set.and_then(|set| set.labels.iter().find(|label| base::fold::key(&label.name) == key));
        label.map_or_else(|| key.to_owned(), |label| label.name.clone())
    };
    let tag = |tag: &TagValue| {
        let said = match (&tag.label, tag.decision.as_str()) {
            (None, _) => exchange::NONE_OF_THESE.to_owned(),
            (Some(label), "rejected") => format!("not {}", name(label)),
            (Some(label), _) => name(label),
        };
        tag.author.as_ref().map_or_else(|| said.clone(), |author| format!("{said} ({author})"))
    };
    match kind {
        TAGS => values::read(said).map(|tags: Vec<TagValue>| tags.iter().map(tag).collect::<Vec<_>>().join(", ")).unwrap_or_default(),
        MARK => values::read(said).map(|mark: MarkValue| mark.value.unwrap_or_else(|| "none".to_owned())).unwrap_or_default(),
        _ => {
            let sku = |sku: &SkuValue| if sku.decision == "accepted" { sku.sku.clone() } else { format!("not {}", sku.sku) };
            values::read(said).map(|skus: Vec<SkuValue>| skus.iter().map(sku).collect::<Vec<_>>().join(", ")).unwrap_or_default()
        }
    }
}
