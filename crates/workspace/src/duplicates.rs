//! Groups and stacks of duplicates, and what of them was found last.

use super::snapshot::Opened;
use base::PhotoId;
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::duplicates::{Alike, Distinct, Group, Kind, Standing};

/// Groups that have photos in common, as one cell of the grid shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// The best, then the others in the order of their groups; two at least.
    pub photos: Vec<PhotoId>,
    /// Places of its groups.
    pub groups: Vec<usize>,
}

/// The groups of a catalogue.
#[derive(Clone, Debug, Default)]
pub struct Duplicates {
    /// The catalogue's file.
    pub catalog: PathBuf,
    /// By kind, then by the name of their best.
    pub groups: Vec<Group>,
    /// All photos of them.
    pub members: HashSet<PhotoId>,
    /// Places in `groups` of those that each photo stands in.
    pub of: HashMap<PhotoId, Vec<usize>>,
    /// The groups, put together where they have photos in common.
    pub stacks: Vec<Stack>,
    /// Each photo's place in `stacks`.
    pub stack_of: HashMap<PhotoId, usize>,
}

impl Duplicates {
    pub(super) fn new(catalog: PathBuf, groups: Vec<Group>) -> Self {
        let mut of: HashMap<PhotoId, Vec<usize>> = HashMap::new();
        for (place, group) in groups.iter().enumerate() {
            group.photos.iter().for_each(|member| of.entry(member.photo).or_default().push(place));
        }
        let stacks = stacks(&groups, &of);
        let stack_of = stacks.iter().enumerate().flat_map(|(place, stack)| stack.photos.iter().map(move |photo| (*photo, place))).collect();
        Self { catalog, members: of.keys().copied().collect(), groups, of, stacks, stack_of }
    }

    /// The stack that a photo stands in.
    pub fn stack(&self, photo: PhotoId) -> Option<&Stack> {
        self.stacks.get(*self.stack_of.get(&photo)?)
    }

    /// Where a photo stands in its group: in a burst before near copies, and in those before the same bytes.
    pub fn standing(&self, photo: PhotoId) -> Option<(Kind, Standing)> {
        let groups = self.of.get(&photo)?.iter().filter_map(|place| self.groups.get(*place));
        let group = groups.min_by_key(|group| weight(group.kind))?;
        let member = group.photos.iter().find(|member| member.photo == photo)?;
        Some((group.kind, member.standing))
    }
}

/// What says most about which photo is the best: frames differ, copies hardly, and the same bytes not at all.
fn weight(kind: Kind) -> usize {
    match kind {
        Kind::Burst => 0,
        Kind::Near => 1,
        Kind::Exact => 2,
    }
}

/// Each group with all that have a photo in common with it, or with one of those.
fn stacks(groups: &[Group], of: &HashMap<PhotoId, Vec<usize>>) -> Vec<Stack> {
    let mut taken = vec![false; groups.len()];
    let mut stacks = Vec::new();
    for first in 0..groups.len() {
        if taken[first] {
            continue;
        }
        taken[first] = true;
        let mut own = vec![first];
        let mut next = 0;
        while let Some(place) = own.get(next).copied() {
            next += 1;
            for other in groups[place].photos.iter().filter_map(|member| of.get(&member.photo)).flatten() {
                if !std::mem::replace(&mut taken[*other], true) {
                    own.push(*other);
                }
            }
        }
        own.sort_unstable_by_key(|place| (weight(groups[*place].kind), *place));
        let mut seen = HashSet::new();
        let members = own.iter().flat_map(|place| groups[*place].photos.iter().map(|member| member.photo));
        stacks.push(Stack { photos: members.filter(|photo| seen.insert(*photo)).collect(), groups: own });
    }
    stacks
}

/// What was found last.
#[derive(Default)]
pub struct FoundDuplicates(Mutex<Option<Found>>);

struct Found {
    opened: Arc<Opened>,
    alike: Arc<Alike>,
    distinct: Distinct,
    grouped: Arc<Duplicates>,
}

impl FoundDuplicates {
    pub(super) fn alike(&self, opened: &Arc<Opened>) -> Option<Arc<Alike>> {
        self.0.lock().as_ref().filter(|found| Arc::ptr_eq(&found.opened, opened)).map(|found| Arc::clone(&found.alike))
    }

    pub(super) fn grouped(&self, alike: &Arc<Alike>, distinct: &Distinct) -> Option<Arc<Duplicates>> {
        let found = self.0.lock();
        let same = found.as_ref().filter(|found| Arc::ptr_eq(&found.alike, alike) && found.distinct == *distinct);
        same.map(|found| Arc::clone(&found.grouped))
    }

    pub(super) fn keep(&self, opened: &Arc<Opened>, alike: Arc<Alike>, distinct: Distinct, grouped: &Arc<Duplicates>) {
        *self.0.lock() = Some(Found { opened: Arc::clone(opened), alike, distinct, grouped: Arc::clone(grouped) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tasks::duplicates::{Criterion, Member};

    fn group(kind: Kind, photos: &[i64]) -> Group {
        let standing = |n: usize| Standing { best: n == 0, by: Criterion::Sharpness };
        let photos = photos.iter().enumerate().map(|(n, id)| Member { photo: PhotoId(*id), standing: standing(n) });
        Group { kind, photos: photos.collect() }
    }

    #[test]
    fn groups_with_a_photo_in_common_are_one_stack_led_by_the_best_of_the_burst() {
        let groups =
            vec![group(Kind::Exact, &[5, 9]), group(Kind::Burst, &[2, 1, 5]), group(Kind::Near, &[7, 1]), group(Kind::Near, &[20, 21])];
        let found = Duplicates::new("c".into(), groups);
        let ids = |stack: &Stack| stack.photos.iter().map(|photo| photo.0).collect::<Vec<_>>();
        assert_eq!(found.stacks.iter().map(ids).collect::<Vec<_>>(), [vec![2, 1, 5, 7, 9], vec![20, 21]]);
        assert_eq!(found.stack(PhotoId(9)), found.stack(PhotoId(2)));
        assert_eq!(found.stack(PhotoId(3)), None);
        assert!(found.standing(PhotoId(2)).is_some_and(|(kind, standing)| kind == Kind::Burst && standing.best));
        assert!(found.standing(PhotoId(5)).is_some_and(|(kind, standing)| kind == Kind::Burst && !standing.best));
    }
}
