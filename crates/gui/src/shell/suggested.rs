//! What the model would say of a photo where nobody has decided.

use super::ctx::Ctx;
use base::{Choice, LabelSet, LabelSetId, PhotoId};
use engine::protocol::{LabelScore, PhotoLabels};

/// From this score on a suggestion may well be right.
pub const LIKELY: f32 = 0.5;
/// Suggestions of one set that are shown at most.
const OF_ONE_SET: usize = 4;

/// What the model gave the labels of a set, the likeliest first.
pub fn scores(said: &PhotoLabels, set: LabelSetId) -> &[LabelScore] {
    said.sets.iter().find(|(s, _)| *s == set).map_or(&[], |(_, scores)| scores)
}

/// Whether a set may still suggest something of a photo: a single-choice set does until it is decided.
pub fn is_open(ctx: &Ctx, set: &LabelSet, photo: PhotoId) -> bool {
    set.choice != Choice::Single || ctx.tags.book.settled(photo, set.id).is_none()
}

/// Of a single-choice set its likeliest label, of another one each likely label; nothing that is decided.
pub fn suggestions<'a>(ctx: &'a Ctx, said: &PhotoLabels, photo: PhotoId) -> Vec<(&'a LabelSet, LabelScore)> {
    let book = &ctx.tags.book;
    let mut found = Vec::new();
    for set in ctx.tags.sets.iter() {
        if !is_open(ctx, set, photo) {
            continue;
        }
        let open = |s: &&LabelScore| s.label.is_none_or(|l| book.about(photo, l).is_none());
        let mut likely = scores(said, set.id).iter().filter(open);
        if set.choice == Choice::Single {
            found.extend(likely.next().map(|s| (set, *s)));
        } else {
            found.extend(likely.filter(|s| s.score >= LIKELY && s.label.is_some()).take(OF_ONE_SET).map(|s| (set, *s)));
        }
    }
    found
}
