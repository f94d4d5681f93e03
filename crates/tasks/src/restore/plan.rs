//! What a restore would change: what was told elsewhere, held against what stands here. Nothing is changed by it.

use super::pair::{Paired, pair};
use super::parts::{Part, PartReport, Selection, SetChange};
use super::told::{About, Place, Said, Told, ToldSearch};
use crate::share::sets::with_others;
use crate::share::values::SetValue;
use base::PhotoId;
use base::axes::AxisDraft;
use base::fold::key;
use base::searches::{SavedLike, SavedQuery};
use std::collections::{BTreeMap, HashMap};

/// What is to be changed here, photos by their ids here.
#[derive(Debug, Default)]
pub struct Plan {
    /// To be put in the place of what stands; `None`: nothing stands there any more.
    pub said: Vec<(PhotoId, About, Option<Said>)>,
    /// Label sets that are lacking, or otherwise, as they shall be.
    pub sets: Vec<SetValue>,
    /// Saved searches that are lacking, or otherwise.
    pub searches: Vec<ToldSearch>,
    /// Axes that are lacking, or otherwise.
    pub axes: Vec<(String, AxisDraft)>,
    /// The marketplace rules.
    pub standard: Option<String>,
    /// Clocks that are lacking, or otherwise.
    pub clocks: Vec<(String, i64)>,
    /// Pairs that nobody told apart here.
    pub distinct: Vec<(PhotoId, PhotoId)>,
    /// What it comes to, part by part.
    pub parts: Vec<PartReport>,
    /// Photos there that are here.
    pub matched: u64,
    /// Those of them that hold something else by now: what was decided of their content is left out.
    pub changed_content: u64,
    /// Photos there of which something was said and that are not here.
    pub elsewhere: u64,
}

/// Holds what was told elsewhere until `made_ms` against what stands here.
pub fn plan(ours: &Told, theirs: &Told, selection: &Selection, made_ms: i64) -> Plan {
    let pairs = pair(&ours.photos, &theirs.photos);
    let planning = Planning { ours, theirs, selection, made_ms, pairs };
    let mut plan = Plan::default();
    planning.photos(&mut plan);
    planning.sets(&mut plan);
    planning.said(&mut plan);
    planning.searches(&mut plan);
    planning.others(&mut plan);
    plan
}

struct Planning<'a> {
    ours: &'a Told,
    theirs: &'a Told,
    selection: &'a Selection,
    made_ms: i64,
    pairs: HashMap<PhotoId, Paired>,
}

impl Planning<'_> {
    fn photos(&self, plan: &mut Plan) {
        plan.matched = self.pairs.len() as u64;
        plan.changed_content = self.pairs.values().filter(|paired| !paired.same_content).count() as u64;
        let is_away = |place: &&Place| {
            let from = (place.photo, About::Tags(String::new()));
            !self.pairs.contains_key(&place.photo)
                && self.theirs.said.range(from..).next().is_some_and(|((photo, _), _)| *photo == place.photo)
        };
        plan.elsewhere = self.theirs.photos.iter().filter(is_away).count() as u64;
    }

    /// Sets that are asked for, of those that were told.
    fn wanted_sets(&self) -> impl Iterator<Item = &SetValue> {
        self.theirs.sets.iter().filter(|set| self.selection.wants_set(&key(&set.name)))
    }

    fn sets(&self, plan: &mut Plan) {
        for set in self.wanted_sets() {
            let here = self.ours.sets.iter().find(|here| key(&here.name) == key(&set.name));
            // No label is taken from a photo that bears it: what came since stays, after the others.
            let shall_be = here.map_or_else(|| set.clone(), |here| with_others(set, here));
            let change = match here {
                None => SetChange::New,
                Some(here) if *here == shall_be => SetChange::Same,
                Some(_) => SetChange::Changed,
            };
            plan.parts.push(PartReport { set: Some(set.name.clone()), set_change: change, ..PartReport::of(Part::Labels) });
            if change != SetChange::Same {
                plan.sets.push(shall_be);
            }
        }
        for part in [Part::Marks, Part::Products, Part::Texts] {
            if self.selection.wants(part) {
                plan.parts.push(PartReport::of(part));
            }
        }
    }

    fn said(&self, plan: &mut Plan) {
        let mut theirs: BTreeMap<(PhotoId, &About), &Said> = BTreeMap::new();
        for ((photo, about), said) in &self.theirs.said {
            match self.pairs.get(photo) {
                Some(paired) if paired.same_content || !about.is_of_content() => drop(theirs.insert((paired.photo, about), said)),
                _ => {}
            }
        }
        for ((photo, about), said) in &theirs {
            let here = self.ours.said.get(&(*photo, (*about).clone()));
            if here == Some(*said) {
                continue;
            }
            let is_newer = here.is_some_and(|here| self.is_newer(here));
            let Some(row) = counted_in(plan, about) else { continue };
            row.newer += u64::from(is_newer);
            if is_newer && self.selection.keep_newer {
                continue;
            }
            *(if here.is_some() { &mut row.changed } else { &mut row.added }) += 1;
            plan.said.push((*photo, (*about).clone(), Some((*said).clone())));
        }
        let known: HashMap<PhotoId, bool> = self.pairs.values().map(|paired| (paired.photo, paired.same_content)).collect();
        for ((photo, about), said) in &self.ours.said {
            // Of a photo that was not there, or held something else, nothing was said there, and so nothing was taken back.
            let was_known = known.get(photo).is_some_and(|same_content| *same_content || !about.is_of_content());
            if !was_known || theirs.contains_key(&(*photo, about)) {
                continue;
            }
            let is_newer = self.is_newer(said);
            let Some(row) = counted_in(plan, about) else { continue };
            row.newer += u64::from(is_newer);
            if !(is_newer && self.selection.keep_newer) {
                row.removed += 1;
                plan.said.push((*photo, about.clone(), None));
            }
        }
    }

    fn is_newer(&self, said: &Said) -> bool {
        said.last_ms().is_some_and(|at| at > self.made_ms)
    }

    fn searches(&self, plan: &mut Plan) {
        if !self.selection.wants(Part::Searches) {
            return;
        }
        let mut row = PartReport::of(Part::Searches);
        for (name, axis) in &self.theirs.axes {
            let here = self.ours.axes.iter().find(|(here, _)| key(here) == key(name));
            if here.is_none_or(|(_, here)| here != axis) {
                *(if here.is_some() { &mut row.changed } else { &mut row.added }) += 1;
                plan.axes.push((name.clone(), axis.clone()));
            }
        }
        for search in &self.theirs.searches {
            let Some(query) = self.here(&search.query) else {
                row.left_out += 1;
                continue;
            };
            let shall_be = ToldSearch { query, ..search.clone() };
            let here = self.ours.searches.iter().find(|here| key(&here.name) == key(&search.name));
            if here.is_none_or(|here| (&here.query, &here.axis) != (&shall_be.query, &shall_be.axis)) {
                *(if here.is_some() { &mut row.changed } else { &mut row.added }) += 1;
                plan.searches.push(shall_be);
            }
        }
        plan.parts.push(row);
    }

    /// The query with the photo that is meant here; `None`: it is not here.
    fn here(&self, query: &SavedQuery) -> Option<SavedQuery> {
        let like = match &query.like {
            Some(SavedLike::Photo(photo)) => Some(SavedLike::Photo(self.pairs.get(photo)?.photo)),
            other => other.clone(),
        };
        Some(SavedQuery { like, ..query.clone() })
    }

    fn others(&self, plan: &mut Plan) {
        if !self.selection.wants(Part::Other) {
            return;
        }
        let mut row = PartReport::of(Part::Other);
        if let Some(rules) = self.theirs.standard.as_ref().filter(|rules| self.ours.standard.as_ref() != Some(rules)) {
            *(if self.ours.standard.is_some() { &mut row.changed } else { &mut row.added }) += 1;
            plan.standard = Some(rules.clone());
        }
        for (camera, offset) in &self.theirs.clocks {
            match self.ours.clocks.get(camera) {
                Some(here) if here == offset => continue,
                Some(_) => row.changed += 1,
                None => row.added += 1,
            }
            plan.clocks.push((camera.clone(), *offset));
        }
        for (a, b) in &self.theirs.distinct {
            let Some((a, b)) = self.pairs.get(a).zip(self.pairs.get(b)) else { continue };
            let pair = (a.photo.min(b.photo), a.photo.max(b.photo));
            if !self.ours.distinct.contains(&pair) {
                row.added += 1;
                plan.distinct.push(pair);
            }
        }
        plan.parts.push(row);
    }
}

/// Where in the report something is counted; `None`: it is not asked for, or its set is not known there.
fn counted_in<'p>(plan: &'p mut Plan, about: &About) -> Option<&'p mut PartReport> {
    let (part, set) = match about {
        About::Mark(_) => (Part::Marks, None),
        About::Product => (Part::Products, None),
        About::Texts => (Part::Texts, None),
        About::Tags(set) | About::Opinion(set, _) | About::Kept(set) => (Part::Labels, Some(set)),
    };
    plan.parts.iter_mut().find(|row| row.part == part && row.set.as_deref().map(key).as_ref() == set)
}
