//! How far two people agree about a label set, and who says what of a photo.

use crate::Workspace;
use crate::error::AppError;
use crate::shots::views_named;
use crate::steps::StepWords;
use base::labels::set_named;
use base::tags::now_ms;
use base::{Choice, LabelId, LabelSet, LabelSetId, Opinion, PhotoId, Provenance, Source, StepId, Verdict};
use catalog::Catalog;
use std::collections::{HashMap, HashSet};
use tasks::agreement::WhoProblem;
pub use tasks::agreement::{Agreement, ConfusedPair, Dispute, NoKappa, answer, rulings};

/// Which two people are compared, and about what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementRequest {
    /// The label set.
    pub set: LabelSetId,
    /// The two by name; none: the two who share the most photos.
    pub authors: Vec<String>,
    /// Whose the decisions are that persons made before names were kept; empty: nobody's.
    pub own: String,
}

/// Compares what two people say of a set: those named, or the two who share the most photos.
pub fn agreement(catalog: &Catalog, set: &str, who: &[String]) -> Result<(LabelSet, Agreement), AppError> {
    let sets = catalog.label_sets()?;
    let set = set_named(&sets, set).ok_or_else(|| AppError::no_such_set(set, &sets))?;
    Ok((set.clone(), compared(catalog, set, who)?))
}

/// What became of disputes that were to be settled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Name of the set, as it is written.
    pub set: String,
    /// Disputes that are settled now.
    pub changed: u64,
    /// Those that were settled like that before.
    pub unchanged: u64,
    /// Photos about which nobody disagrees.
    pub undisputed: u64,
    /// The step that can be undone; `None`: nothing changed.
    pub step: Option<StepId>,
}

/// Settles what people say of these photos in a set: the labels of these names are right, and no others; none: none of these. One step.
pub fn settle(catalog: &mut Catalog, set: &str, photos: &[PhotoId], labels: &[String]) -> Result<Settled, AppError> {
    let sets = catalog.label_sets()?;
    let set = set_named(&sets, set).ok_or_else(|| AppError::no_such_set(set, &sets))?;
    let labels = views_named(set, labels)?;
    if let (Choice::Single, [_, _, ..]) = (set.choice, &labels[..]) {
        return Err(AppError::OneLabelFits(set.name.clone()));
    }
    let disputed = disputed(catalog, set.id)?;
    let (asked, undisputed): (Vec<PhotoId>, Vec<PhotoId>) = photos.iter().partition(|photo| disputed.contains(photo));
    let decided_at_ms = now_ms();
    let provenance = Provenance { settles: true, ..Provenance::of(Source::Person, decided_at_ms) };
    let mut verdicts = Vec::new();
    for photo in &asked {
        let tags = catalog.tags_of(&[*photo])?;
        let verdict = |ruling| Verdict { photo: *photo, set: set.id, ruling, provenance: provenance.clone() };
        verdicts.push(rulings(set, &tags, &labels).into_iter().map(verdict).collect::<Vec<_>>());
    }
    let words = StepWords::settle(Some(set), &labels, asked.len() as u64).step;
    let (changed, made) = catalog.step(|step| {
        step.words.clone_from(&words);
        let mut changed = 0;
        for verdicts in &verdicts {
            changed += u64::from(step.decide_all(verdicts, Source::Person)?.changed > 0);
        }
        Ok(changed)
    })?;
    let unchanged = asked.len() as u64 - changed;
    Ok(Settled { set: set.name.clone(), changed, unchanged, undisputed: undisputed.len() as u64, step: made.step })
}

/// Photos about which two people say something else.
fn disputed(catalog: &Catalog, set: LabelSetId) -> Result<HashSet<PhotoId>, AppError> {
    let mut first: HashMap<PhotoId, Vec<LabelId>> = HashMap::new();
    let mut disputed = HashSet::new();
    for Opinion { photo, labels, .. } in catalog.opinions(set)? {
        let said = first.entry(photo).or_insert_with(|| labels.clone());
        if *said != labels {
            disputed.insert(photo);
        }
    }
    Ok(disputed)
}

fn compared(catalog: &Catalog, set: &LabelSet, who: &[String]) -> Result<Agreement, AppError> {
    match tasks::agreement::agreement(catalog, set, who)? {
        Ok(agreement) => Ok(agreement),
        Err(WhoProblem::Nobody(name, known)) => Err(AppError::NoSuchAuthor { name, set: set.name.clone(), known }),
        Err(WhoProblem::Same(a, b)) => Err(AppError::SameAuthor(a, b)),
    }
}

impl Workspace {
    /// The same for the window, as the catalogue's file is now.
    pub fn agreement(&self, asked: &AgreementRequest) -> Result<Agreement, AppError> {
        let mut catalog = Catalog::open(&self.opened.snapshot.catalog)?;
        catalog.set_author(&asked.own);
        compared(&catalog, self.tags.require_set(asked.set)?, &asked.authors)
    }

    /// What each author says of a photo, with the set that it is about, by set and author. `own`: as in an [`AgreementRequest`].
    pub fn opinions_of(&self, photo: PhotoId, own: &str) -> Result<Vec<(LabelSetId, Opinion)>, AppError> {
        Ok(self.memory.catalog.read(&self.opened.snapshot.catalog, |catalog| catalog.opinions_of(photo, own))?)
    }
}
