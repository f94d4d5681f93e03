//! What came of a merge becomes one step of the catalogue.

use super::local::{MARK, OPINION, TAGS};
use super::plan::Plan;
use super::values::{MarkValue, OpinionValue, SetValue, SkuValue, TagValue, read};
use base::fold::key;
use base::{Decision, LabelDraft, LabelSet, LabelSetDraft, Marked, Opinion, PhotoId, PhotoSku, Provenance, Source, StepId, Tag, human};
use catalog::{Catalog, CatalogError, Fault, Known, Step};
use std::collections::HashMap;

/// Changes the catalogue as the plan says: all of it, or nothing. Copies of a photo that said the same as the one that speaks for them go with it.
pub fn apply(
    catalog: &mut Catalog,
    plan: &Plan,
    before: &Known,
    copies: &HashMap<PhotoId, &[PhotoId]>,
) -> Result<Option<StepId>, CatalogError> {
    if plan.here.is_empty() && plan.here_sets.is_empty() {
        return Ok(None);
    }
    let ((), changed) = catalog.step(|step| {
        step.words = format!("Take in {} from the hub", human::counted(plan.here.len() as u64, "change", "changes"));
        for set in plan.here_sets.iter().filter_map(|key| plan.sets.get(key)?.as_ref()) {
            save_set(step, set)?;
        }
        let sets = step.label_sets()?;
        for ((photo, kind, place), value) in &plan.here {
            let said = before.get(&(*photo, kind.clone(), place.clone()));
            let same = |copy: &&PhotoId| before.get(&(**copy, kind.clone(), place.clone())) == said;
            let others = copies.get(photo).into_iter().flat_map(|copies| copies.iter().filter(same));
            for photo in others.chain([photo]) {
                put(step, &sets, *photo, kind, place, value.as_deref())?;
            }
        }
        for key in plan.here_sets.iter().filter(|key| plan.sets.get(*key).is_some_and(Option::is_none)) {
            if let Some(set) = find(&step.label_sets()?, key) {
                step.delete_set(set.id)?;
            }
        }
        Ok(())
    })?;
    Ok(changed.step)
}

fn find<'a>(sets: &'a [LabelSet], name: &str) -> Option<&'a LabelSet> {
    sets.iter().find(|set| key(&set.name) == name)
}

fn save_set(step: &mut Step<'_>, value: &SetValue) -> Result<(), Fault> {
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
            let said = said.map(|said| Opinion {
                photo,
                author: said.author.as_str().into(),
                labels: said.labels.iter().filter_map(|label| set.label_named(label)).map(|label| label.id).collect(),
                decided_at_ms: said.at,
            });
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
            let sku = |value: &SkuValue| {
                Ok(PhotoSku {
                    photo,
                    sku: value.sku.as_str().into(),
                    decision: value.decision.parse::<Decision>()?,
                    provenance: Provenance {
                        score: value.score,
                        model: value.model.as_deref().map(Into::into),
                        ..Provenance::of(value.source.parse::<Source>()?, value.at)
                    },
                })
            };
            let skus = values.iter().map(sku).collect::<Result<Vec<_>, String>>().map_err(Fault::damaged)?;
            step.put_skus(photo, &skus)
        }
    }
}

fn tag(photo: PhotoId, set: &LabelSet, value: &TagValue) -> Result<Tag, Fault> {
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
        stale: false,
    })
}
