//! A plan becomes one step of the catalogue.

use super::plan::Plan;
use super::told::{About, Said};
use crate::share::apply::{find, opinion, save_set, sku, tag};
use base::fold::key;
use base::searches::{SavedQuery, search_named, sort_along};
use base::{ClockOffset, LabelSet, Marked, PhotoId, StepId};
use catalog::{Catalog, CatalogError, Fault, Step};

/// Changes the catalogue as the plan says: all of it, or nothing. `words` name the step for Undo. `None` where there is nothing to change.
pub fn apply(catalog: &mut Catalog, plan: &Plan, words: &str) -> Result<Option<StepId>, CatalogError> {
    let ((), changed) = catalog.step(|step| {
        words.clone_into(&mut step.words);
        for set in &plan.sets {
            save_set(step, set)?;
        }
        let sets = step.label_sets()?;
        for (photo, about, said) in &plan.said {
            put(step, &sets, *photo, about, said.as_ref())?;
        }
        searches(step, plan)?;
        if let Some(rules) = &plan.standard {
            step.choose_standard(Some(rules))?;
        }
        for (camera, seconds) in &plan.clocks {
            if let Some(offset) = ClockOffset::from_seconds(*seconds) {
                step.set_clock(camera, offset)?;
            }
        }
        step.tell_apart(plan.distinct.iter().copied())?;
        Ok(())
    })?;
    Ok(changed.step)
}

fn searches(step: &mut Step<'_>, plan: &Plan) -> Result<(), Fault> {
    for (name, axis) in &plan.axes {
        let known = step.axes()?.into_iter().find(|here| key(&here.name) == key(name));
        step.save_axis(known.map(|here| here.id), name, axis)?;
    }
    for search in &plan.searches {
        let axis = search.axis.as_ref().and_then(|name| step.axes().ok()?.into_iter().find(|axis| key(&axis.name) == key(name)));
        let sort = axis.map_or_else(|| search.query.sort.clone(), |axis| sort_along(axis.id));
        let known = search_named(&step.searches()?, &search.name).map(|search| search.id);
        step.save_search(known, &search.name, &SavedQuery { sort, ..search.query.clone() })?;
    }
    Ok(())
}

fn put(step: &mut Step<'_>, sets: &[LabelSet], photo: PhotoId, about: &About, said: Option<&Said>) -> Result<(), Fault> {
    if let Some(name) = about.set() {
        let set = find(sets, name).ok_or(Fault::NoSuchSet)?;
        return put_in_set(step, set, photo, about, said);
    }
    match (about, said) {
        (About::Mark(kind), said) => {
            let marked = match said {
                Some(Said::Mark(value)) => {
                    let mark = value.mark(kind).ok_or_else(|| Fault::damaged("a mark that is none"))?;
                    Some(Marked { photo, mark, source: value.source.parse().map_err(Fault::damaged)?, at_ms: value.at })
                }
                _ => None,
            };
            step.put_mark(photo, kind, marked.as_ref())
        }
        (About::Texts, Some(Said::Texts(texts))) => step.put_texts(photo, texts),
        (About::Texts, _) => step.put_texts(photo, &[]),
        (_, Some(Said::Products(skus))) => {
            let skus = skus.iter().map(|value| sku(photo, value)).collect::<Result<Vec<_>, _>>()?;
            step.put_skus(photo, &skus)
        }
        _ => step.put_skus(photo, &[]),
    }
}

fn put_in_set(step: &mut Step<'_>, set: &LabelSet, photo: PhotoId, about: &About, said: Option<&Said>) -> Result<(), Fault> {
    let id = |name: &str| set.label_named(name).map(|label| label.id);
    match (about, said) {
        (About::Opinion(_, author), said) => {
            let said = match said {
                Some(Said::Opinion(value)) => Some(opinion(photo, set, value)),
                _ => None,
            };
            step.put_opinion(photo, set.id, author, said.as_ref())
        }
        (About::Kept(_), Some(Said::Kept(kept))) => {
            let kept = kept.iter().filter_map(|one| Some((one.label.as_ref().map_or(Some(None), |name| id(name).map(Some))?, one.at)));
            step.put_kept(photo, set.id, &kept.collect::<Vec<_>>())
        }
        (About::Kept(_), _) => step.put_kept(photo, set.id, &[]),
        (_, Some(Said::Tags(values))) => {
            let tags = values.iter().map(|value| tag(photo, set, value)).collect::<Result<Vec<_>, _>>()?;
            step.put_tags(photo, set.id, &tags)
        }
        _ => step.put_tags(photo, set.id, &[]),
    }
}
