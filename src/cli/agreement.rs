//! `selvedge agreement`: how far two people agree about a label set, and what they disagree about.

use super::arguments::AgreementArguments;
use super::commands::{existing, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use super::which;
use base::{LabelId, LabelSet, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::agreement::{Agreement, ConfusedPair, Dispute, answer, decided_at, export_disputes};
use workspace::AppError;

pub fn agreement(arguments: &AgreementArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    if !arguments.settle.is_empty() {
        return settle(arguments, &mut catalog, out);
    }
    let (set, found) = workspace::agreement::agreement(&catalog, &arguments.set, &arguments.authors)?;
    if let Some(file) = &arguments.export {
        let rows = export_disputes(&set, &found.disputed, file)?;
        note(&format!("{} written to {}", human::counted(rows, "row", "rows"), file.display()));
    }
    if out.wants_json() {
        out.json(&with_path(in_json(&set, &found), "catalog", catalog.path()));
    } else {
        tell(&set, &found, out);
    }
    if let Some(why) = found.why_not() {
        note(why);
    }
    Ok(if found.kappa.is_none() { NOTHING } else { 0 })
}

/// Settles disputes about the named photos; those that nobody disagrees about stay as they are.
fn settle(arguments: &AgreementArguments, catalog: &mut Catalog, out: &mut Output) -> Result<u8, AppError> {
    let photos = which::named(&arguments.settle, catalog)?;
    let settled = workspace::agreement::settle(catalog, &arguments.set, &photos, &arguments.labels)?;
    if out.wants_json() {
        let answer = json!({
            "set": settled.set,
            "settled": settled.changed,
            "unchanged": settled.unchanged,
            "undisputed": settled.undisputed,
            "step": settled.step.map(|step| step.0),
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        out.line(&format!("{} settled, {} unchanged", human::counted(settled.changed, "dispute", "disputes"), settled.unchanged));
        if settled.undisputed > 0 {
            note(&format!("nobody disagrees about {}: left as they are", human::photos(settled.undisputed)));
        }
    }
    Ok(if settled.changed == 0 { NOTHING } else { 0 })
}

fn in_json(set: &LabelSet, found: &Agreement) -> Value {
    json!({
        "set": set.name,
        "authors": found.authors.iter().map(|name| &**name).collect::<Vec<_>>(),
        "everybody": found.everybody.iter().map(|(name, photos)| json!({ "author": &**name, "photos": photos })).collect::<Vec<_>>(),
        "photos": found.photos,
        "agreed": found.agreed,
        "kappa": found.kappa.map(|k| k.kappa),
        "kappa_low": found.kappa.map(|k| k.interval.low),
        "kappa_high": found.kappa.map(|k| k.interval.high),
        "message": found.why_not(),
        "confused": found.confused.iter().map(|c| pair_json(set, c)).collect::<Vec<_>>(),
        "settled": found.settled,
        "disputed": found.disputed.iter().map(|dispute| dispute_json(set, dispute)).collect::<Vec<_>>(),
    })
}

fn names<'a>(set: &'a LabelSet, labels: &[LabelId]) -> Vec<&'a str> {
    labels.iter().filter_map(|id| set.label(*id)).map(|label| label.name.as_str()).collect()
}

fn pair_json(set: &LabelSet, confusion: &ConfusedPair) -> Value {
    json!({ "labels": confusion.answers.each_ref().map(|labels| names(set, labels)), "photos": confusion.photos })
}

fn dispute_json(set: &LabelSet, dispute: &Dispute) -> Value {
    let opinion = |o: &base::Opinion| json!({ "author": &*o.author, "labels": names(set, &o.labels), "decided_at": decided_at(o) });
    with_path(json!({ "opinions": dispute.opinions.iter().map(opinion).collect::<Vec<_>>() }), "path", &dispute.path)
}

fn tell(set: &LabelSet, found: &Agreement, out: &mut Output) {
    let [first, second] = &found.authors[..] else { return };
    if let Some(kappa) = found.kappa {
        out.line(&format!(
            "{first} and {second} agree about {} of {} (Cohen's kappa {:.3}, 95 % {:.3} to {:.3})",
            human::count(found.agreed),
            human::photos(found.photos),
            kappa.kappa,
            kappa.interval.low,
            kappa.interval.high,
        ));
    }
    for dispute in &found.disputed {
        let said: Vec<String> = dispute.opinions.iter().map(|o| format!("{}: {}", o.author, answer(set, &o.labels))).collect();
        out.line(&format!("{}  {}", said.join("; "), dispute.path.display()));
    }
    if found.settled > 0 {
        note(&format!("{} settled", human::counted(found.settled, "dispute is", "disputes are")));
    }
}
