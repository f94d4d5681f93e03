//! What came of a merge becomes one step of the catalogue.

use super::local::{Local, MARK, OPINION, TAGS, values_of};
use super::plan::{Place, Plan, with_known_labels};
use super::values::{MarkValue, OpinionValue, SetValue, SkuValue, TagValue, read};
use base::fold::key;
use base::{ContentHash, LabelDraft, LabelSet, LabelSetDraft, Marked, Opinion, PhotoId, PhotoSku, Provenance, StepId, Tag, human};
use catalog::{Catalog, CatalogError, Fault, Generations, Step};
use std::collections::HashMap;

/// What was known when the plan was made.
pub struct Before<'a> {
    /// What stood here, of the photos that the plan is about and of their copies.
    pub local: &'a Local,
    /// What each photo that speaks for a content held, and the others that held the same.
    pub photos: &'a HashMap<PhotoId, (ContentHash, &'a [PhotoId])>,
    /// Where these stand, nobody has changed anything since.
    pub generations: Generations,
}

/// What came of it.
#[derive(Default)]
pub struct Applied {
    /// The step, where there was something to do.
    pub step: Option<StepId>,
    /// Places that say now what the plan says.
    pub taken: u64,
    /// Photos about which something else was decided meanwhile: it stands, and they have to be compared anew.
    pub meanwhile: Vec<PhotoId>,
}

/// Changes the catalogue as the plan says: all of it, or nothing. Copies of a photo that said the same as the one that speaks for them go with it.
/// Whatever was decided here since the plan was made stays: that is looked at in the transaction that writes. `None`: label sets are no longer what
/// they were, and nothing was changed.
pub fn apply(catalog: &mut Catalog, plan: &Plan, before: &Before<'_>) -> Result<Option<Applied>, CatalogError> {
    if plan.here.is_empty() && plan.here_sets.is_empty() {
        return Ok(Some(Applied::default()));
    }
    let (applied, changed) = catalog.step(|step| {
        step.words = format!("Take in {} from the hub", human::counted(plan.here.len() as u64, "change", "changes"));
        if values_of(&step.label_sets()?) != before.local.sets {
            return Ok(None);
        }
        for set in plan.here_sets.iter().filter_map(|key| plan.sets.get(key)?.as_ref()) {
            save_set(step, set)?;
        }
        let sets = step.label_sets()?;
        let local = before.local.with_sets(&sets);
        let mut as_it_was = step.generations()? == before.generations;
        let mut applied = Applied::default();
        for (place, value) in &plan.here {
            let Some((hash, copies)) = before.photos.get(&place.0) else { continue };
            let said = before.local.said.get(place);
            let at = |photo: PhotoId| (photo, place.1.clone(), place.2.clone());
            let same = |copy: &&PhotoId| before.local.said.get(&at(**copy)) == said;
            for photo in copies.iter().filter(same).chain([&place.0]) {
                as_it_was &= !step.let_others()? || step.generations()? == before.generations;
                if as_it_was || still_stands(step, plan, &local, &at(*photo), *hash, said)? {
                    put(step, &sets, *photo, &place.1, &place.2, value.as_deref())?;
                    applied.taken += u64::from(*photo == place.0);
                } else {
                    applied.meanwhile.push(place.0);
                }
            }
        }
        for key in plan.here_sets.iter().filter(|key| plan.sets.get(*key).is_some_and(Option::is_none)) {
            if let Some(set) = find(&step.label_sets()?, key)
                && (as_it_was || !step.is_in_use(set.id)?)
            {
                step.delete_set(set.id)?;
            }
        }
        Ok(Some(applied))
    })?;
    Ok(applied.map(|applied| Applied { step: changed.step, ..applied }))
}

/// The photo holds what it held, and what is said of it is what was said when the plan was made.
fn still_stands(
    step: &Step<'_>,
    plan: &Plan,
    local: &Local,
    place: &Place,
    hash: ContentHash,
    said: Option<&String>,
) -> Result<bool, Fault> {
    if step.content_of(place.0)? != Some(hash) {
        return Ok(false);
    }
    let is_going = plan.sets.get(place.2.split('\n').next().unwrap_or_default()).is_some_and(Option::is_none);
    // Of labels that the merge takes out, the step has taken out what was said.
    let said = if is_going { said.cloned() } else { with_known_labels(place, said.cloned(), &plan.sets) };
    Ok(local.told(&step.said_of(&[place.0])?).remove(place) == said)
}

/// The set of that key.
pub fn find<'a>(sets: &'a [LabelSet], name: &str) -> Option<&'a LabelSet> {
    sets.iter().find(|set| key(&set.name) == name)
}

/// Makes the set, or brings the one of its name to what the value says.
pub fn save_set(step: &mut Step<'_>, value: &SetValue) -> Result<(), Fault> {
    let sets = step.label_sets()?;
    let known = find(&sets, &key(&value.name));
    let label = |label: &super::values::LabelValue| LabelDraft {
        id: known.and_then(|set| set.label_named(&label.name)).map(|label| label.id),
        name: label.name.clone(),
        prompts: label.prompts.clone(),
    };
    step.save_set(&LabelSetDraft {
        id: known.map(|set| set.id),
        name: value.name.clone(),
        choice: value.choice.parse().map_err(Fault::damaged)?,
        templates: value.templates.clone(),
        none_of_these: value.none_of_these,
        words_only: value.words_only,
        labels: value.labels.iter().map(label).collect(),
    })?;
    Ok(())
}

fn put(step: &mut Step<'_>, sets: &[LabelSet], photo: PhotoId, kind: &str, place: &str, value: Option<&str>) -> Result<(), Fault> {
    match kind {
        TAGS | OPINION => {
            let (set, author) = place.split_once('\n').unwrap_or((place, ""));
            // Of a set that goes, what was said of it goes too.
            let Some(set) = find(sets, set) else { return Ok(()) };
            if kind == TAGS {
                let values: Vec<TagValue> = value.map_or(Ok(Vec::new()), read).map_err(Fault::damaged)?;
                let tags = values.iter().map(|value| tag(photo, set, value)).collect::<Result<Vec<_>, _>>()?;
                return step.put_tags(photo, set.id, &tags);
            }
            let said: Option<OpinionValue> = value.map(read).transpose().map_err(Fault::damaged)?;
            let said = said.map(|value| opinion(photo, set, &value));
            step.put_opinion(photo, set.id, author, said.as_ref())
        }
        MARK => {
            let value: Option<MarkValue> = value.map(read).transpose().map_err(Fault::damaged)?;
            let marked = value
                .and_then(|value| Some(Marked { photo, mark: value.mark(place)?, source: value.source.parse().ok()?, at_ms: value.at }));
            step.put_mark(photo, place, marked.as_ref())
        }
        _ => {
            let values: Vec<SkuValue> = value.map_or(Ok(Vec::new()), read).map_err(Fault::damaged)?;
            let skus = values.iter().map(|value| sku(photo, value)).collect::<Result<Vec<_>, _>>()?;
            step.put_skus(photo, &skus)
        }
    }
}

/// The decision about a photo, in the ids of this catalogue.
pub fn tag(photo: PhotoId, set: &LabelSet, value: &TagValue) -> Result<Tag, Fault> {
    let label = match &value.label {
        Some(name) => Some(set.label_named(name).ok_or(Fault::NoSuchLabel)?.id),
        None => None,
    };
    Ok(Tag {
        photo,
        set: set.id,
        label,
        decision: value.decision.parse().map_err(Fault::damaged)?,
        provenance: Provenance {
            source: value.source.parse().map_err(Fault::damaged)?,
            score: value.score,
            model: value.model.as_deref().map(Into::into),
            decided_at_ms: value.at,
            author: value.author.as_deref().map(Into::into),
            settles: value.settles,
        },
        revision: set.revision,
        stale: value.stale,
    })
}

/// What an author says of the photo, in the ids of this catalogue. Labels that the set does not have are left out.
pub fn opinion(photo: PhotoId, set: &LabelSet, value: &OpinionValue) -> Opinion {
    Opinion {
        photo,
        author: value.author.as_str().into(),
        labels: value.labels.iter().filter_map(|label| set.label_named(label)).map(|label| label.id).collect(),
        decided_at_ms: value.at,
    }
}

/// What is known of the photo's product.
pub fn sku(photo: PhotoId, value: &SkuValue) -> Result<PhotoSku, Fault> {
    Ok(PhotoSku {
        photo,
        sku: value.sku.as_str().into(),
        decision: value.decision.parse().map_err(Fault::damaged)?,
        provenance: Provenance {
            score: value.score,
            model: value.model.as_deref().map(Into::into),
            ..Provenance::of(value.source.parse().map_err(Fault::damaged)?, value.at)
        },
    })
}
