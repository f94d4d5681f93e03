//! A random sample of what was accepted from suggestions, to estimate how much of it is right.

use super::reason::Reason;
use super::suspects::{Audit, AuditRequest, Suspect, SuspectKind};
use crate::review::mixed;
use base::{Decision, LabelId, PhotoId};
use std::collections::HashSet;

/// Of an audit those that were accepted from suggestions (by a rule, in bulk or one by one), at most `most`, in an order that looks
/// random and is always the same for the same seed. A label that somebody wrote, and no model proposed, is not among them.
pub fn spot_check(audit: &Audit, request: &AuditRequest<'_>, most: usize, seed: u64) -> Audit {
    let own = request.book.iter().filter(|tag| tag.set == request.set.id && tag.decision != Decision::Rejected);
    let proposed: HashSet<(PhotoId, Option<LabelId>)> =
        own.filter(|tag| tag.provenance.model.is_some()).map(|tag| (tag.photo, tag.label)).collect();
    let label = |suspect: &Suspect| Some(request.set.labels.get(suspect.slot.place()?)?.id);
    let is_proposed = |s: &&Suspect| s.kind == SuspectKind::Wrong && proposed.contains(&(s.photo, label(s)));
    let mut suspects: Vec<Suspect> = audit.suspects.iter().filter(is_proposed).cloned().collect();
    let photos = suspects.len() as u64;
    suspects.sort_by_key(|suspect| (mixed(seed, suspect.photo), suspect.slot));
    suspects.truncate(most);
    for suspect in &mut suspects {
        // It was drawn, whatever speaks against it: that would sway the answer.
        suspect.reasons = vec![Reason::Drawn];
    }
    Audit { photos, kept: 0, suspects }
}
