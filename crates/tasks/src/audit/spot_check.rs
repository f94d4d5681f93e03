//! A random sample of what was accepted from suggestions, to estimate how much of it is right.

use super::reason::Reason;
use super::suspects::{Audit, AuditRequest, Suspect};
use crate::review::mixed;
use base::PhotoId;
use std::collections::HashSet;

/// Of an audit those that were accepted from suggestions (by a rule, in bulk or one by one), at most `most`, in an order that looks
/// random and is always the same for the same seed. A label that somebody wrote, and no model proposed, is not among them.
pub fn spot_check(audit: &Audit, request: &AuditRequest<'_>, most: usize, seed: u64) -> Audit {
    let proposed: HashSet<PhotoId> =
        request.book.iter().filter(|tag| tag.set == request.set.id && tag.provenance.model.is_some()).map(|tag| tag.photo).collect();
    let mut suspects: Vec<Suspect> = audit.suspects.iter().filter(|suspect| proposed.contains(&suspect.photo)).cloned().collect();
    let photos = suspects.len() as u64;
    suspects.sort_by_key(|suspect| mixed(seed, suspect.photo));
    suspects.truncate(most);
    for suspect in &mut suspects {
        // It was drawn, whatever speaks against it: that would sway the answer.
        suspect.reasons = vec![Reason::Drawn];
    }
    Audit { photos, kept: 0, suspects }
}
