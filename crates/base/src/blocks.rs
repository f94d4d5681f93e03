//! A long sequence in blocks. A changed copy shares the blocks in which nothing changed: whoever still uses the earlier one holds little twice.

use std::cmp::Ordering;
use std::iter::once;
use std::ops::Range;
use std::sync::Arc;

/// Entries of a block, but for the last one: changing an entry copies so many, a copy of the sequence as many pointers as there are blocks.
pub const ENTRIES: usize = 4096;

/// Entries of `width` values each.
#[derive(Clone, Debug)]
pub struct Blocks<T> {
    width: usize,
    len: usize,
    parts: Vec<Block<T>>,
}

/// Values within others, which more blocks may share.
#[derive(Clone, Debug)]
struct Block<T> {
    within: Arc<Vec<T>>,
    from: usize,
    to: usize,
}

impl<T> Block<T> {
    fn values(&self) -> &[T] {
        &self.within[self.from..self.to]
    }
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self { width: 0, len: 0, parts: Vec::new() }
    }
}

impl<T> Blocks<T> {
    /// Values of entry after entry; they are not copied. `None` where they do not fill whole entries.
    pub fn new(width: usize, values: Vec<T>) -> Option<Self> {
        let whole = if width == 0 { values.is_empty() } else { values.len().is_multiple_of(width) };
        let (all, within) = (values.len(), Arc::new(values));
        let block = |from| Block { within: Arc::clone(&within), from, to: all.min(from + ENTRIES * width) };
        let parts = || (0..all).step_by((ENTRIES * width).max(1)).map(block).collect();
        whole.then(|| Self { width, len: all.checked_div(width).unwrap_or(0), parts: parts() })
    }

    /// Values of each entry.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// One entry, `[width]`.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    pub fn entry(&self, entry: usize) -> &[T] {
        &self.parts[entry / ENTRIES].values()[entry % ENTRIES * self.width..][..self.width]
    }

    /// `count` entries from `first` on, `[count, width]`.
    ///
    /// # Panics
    /// If they do not lie in one block.
    pub fn together(&self, first: usize, count: usize) -> &[T] {
        &self.parts[first / ENTRIES].values()[first % ENTRIES * self.width..][..count * self.width]
    }

    /// The values of each block.
    pub fn blocks(&self) -> impl ExactSizeIterator<Item = &[T]> + DoubleEndedIterator + Clone {
        self.parts.iter().map(Block::values)
    }

    /// Whether a block is the same one as that of the other sequence in its place.
    pub fn shares(&self, block: usize, other: &Self) -> bool {
        let both = self.parts.get(block).zip(other.parts.get(block));
        both.is_some_and(|(a, b)| Arc::ptr_eq(&a.within, &b.within) && (a.from, a.to) == (b.from, b.to))
    }
}

impl<T: Clone> Blocks<T> {
    /// What the edits make of it. `new` are the entries that they take from elsewhere.
    ///
    /// # Panics
    /// If the edits are of a sequence of another length, or of other entries.
    #[must_use]
    pub fn edited(&self, edits: &Edits, new: &[T]) -> Self {
        let new = |entry: usize| &new[entry * self.width..][..self.width];
        let whole = if edits.then.is_empty() && edits.kept == self.len() { self.parts.len() } else { edits.kept / ENTRIES };
        let mut parts = self.parts[..whole].to_vec();
        let (replaced, later) = edits.replaced.split_at(edits.replaced.partition_point(|(entry, _)| *entry < whole * ENTRIES));
        for of_block in replaced.chunk_by(|(a, _), (b, _)| a / ENTRIES == b / ENTRIES) {
            let block = &mut parts[of_block[0].0 / ENTRIES];
            let mut values = block.values().to_vec();
            for (entry, by) in of_block {
                values[entry % ENTRIES * self.width..][..self.width].clone_from_slice(new(*by));
            }
            *block = own(values);
        }
        let mut replaced = later.iter().peekable();
        let kept = (whole * ENTRIES..edits.kept).map(|entry| {
            replaced.next_if(|(replaced, _)| *replaced == entry).map_or_else(|| Origin::Before(entry), |(_, by)| Origin::New(*by))
        });
        let mut rest = kept.chain(edits.then.iter().copied()).peekable();
        while rest.peek().is_some() {
            let mut values = Vec::with_capacity(ENTRIES.min(rest.size_hint().1.unwrap_or(ENTRIES)) * self.width);
            for origin in rest.by_ref().take(ENTRIES) {
                values.extend_from_slice(match origin {
                    Origin::Before(entry) => self.entry(entry),
                    Origin::New(entry) => new(entry),
                });
            }
            parts.push(own(values));
        }
        Self { width: self.width, len: edits.kept + edits.then.len(), parts }
    }
}

fn own<T>(values: Vec<T>) -> Block<T> {
    Block { from: 0, to: values.len(), within: Arc::new(values) }
}

/// Where an entry of the later sequence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is this one of the earlier sequence.
    Before(usize),
    /// It is this one of the new ones.
    New(usize),
}

/// What makes one sequence, in the order of a key, of another one.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    /// Places of the later sequence, the same as of the earlier one, with what has come to stand there.
    replaced: Vec<(usize, usize)>,
    /// Entries that stand where they stood.
    kept: usize,
    /// What follows.
    then: Vec<Origin>,
}

impl Edits {
    /// The earlier sequence has `count` entries, in the order of their keys. Of those that `changed` names, `now` are there; both in order, and
    /// each key once.
    pub fn new<K: Ord>(count: usize, key: impl Fn(usize) -> K, changed: &[K], now: &[K]) -> Self {
        let mut edits = Self { kept: count, ..Self::default() };
        let mut now = now.iter().enumerate().peekable();
        let mut changed = changed.iter().peekable();
        let mut from = 0;
        // As long as one takes the place of another, all stay in their places.
        while let Some(one) = changed.peek() {
            let place = search(from..count, |place| key(place).cmp(*one));
            let new = now.peek().filter(|(_, next)| next == one).map(|(new, _)| *new);
            match (place, new) {
                (Ok(place), Some(new)) => {
                    edits.replaced.push((place, new));
                    now.next();
                    from = place + 1;
                }
                (Err(place), None) => from = place,
                (Ok(place), None) | (Err(place), Some(_)) => {
                    edits.kept = place;
                    break;
                }
            }
            changed.next();
        }
        if changed.peek().is_none() {
            return edits;
        }
        let mut before = (edits.kept..count).peekable();
        for one in changed {
            edits.then.extend(std::iter::from_fn(|| before.next_if(|place| key(*place) < *one)).map(Origin::Before));
            before.next_if(|place| key(*place) == *one);
            edits.then.extend(now.next_if(|(_, next)| *next == one).map(|(new, _)| Origin::New(new)));
        }
        edits.then.extend(before.map(Origin::Before));
        edits
    }

    /// Where each entry of the later sequence comes from.
    pub fn origins(&self) -> impl Iterator<Item = Origin> {
        let mut from = 0;
        let kept =
            self.replaced.iter().map(|(place, new)| (*place, Some(*new))).chain(once((self.kept, None))).flat_map(move |(place, new)| {
                let same = from..place;
                from = place + 1;
                same.map(Origin::Before).chain(new.map(Origin::New))
            });
        kept.chain(self.then.iter().copied())
    }

    /// Entries that come from elsewhere.
    pub fn news(&self) -> usize {
        self.replaced.len() + self.then.iter().filter(|origin| matches!(origin, Origin::New(_))).count()
    }
}

/// The place that `order` calls equal, or where it would be.
fn search(among: Range<usize>, order: impl Fn(usize) -> Ordering) -> Result<usize, usize> {
    let (mut low, mut high) = (among.start, among.end);
    while low < high {
        let middle = low.midpoint(high);
        match order(middle) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Each key with what stands there, twice.
    fn blocks(of: &BTreeMap<u32, u32>) -> Blocks<u32> {
        Blocks::new(2, of.iter().flat_map(|(key, value)| [*key, *value]).collect()).unwrap()
    }

    fn values(of: &Blocks<u32>) -> Vec<u32> {
        of.blocks().flatten().copied().collect()
    }

    /// The edit, made at the sequence in blocks; what is shared of it.
    fn edit(before: &Blocks<u32>, after: &mut BTreeMap<u32, u32>, changes: &BTreeMap<u32, Option<u32>>) -> (Blocks<u32>, usize) {
        for (key, value) in changes {
            match value {
                Some(value) => after.insert(*key, *value),
                None => after.remove(key),
            };
        }
        let changed: Vec<u32> = changes.keys().copied().collect();
        let now: Vec<u32> = changes.iter().filter(|(_, value)| value.is_some()).map(|(key, _)| *key).collect();
        let new: Vec<u32> = changes.iter().filter_map(|(key, value)| Some([*key, (*value)?])).flatten().collect();
        let edits = Edits::new(before.len(), |place| before.entry(place)[0], &changed, &now);
        let edited = before.edited(&edits, &new);
        let entry = |origin| match origin {
            Origin::Before(place) => before.entry(place).to_vec(),
            Origin::New(place) => new[2 * place..][..2].to_vec(),
        };
        assert_eq!(edits.origins().flat_map(entry).collect::<Vec<_>>(), values(&edited));
        assert_eq!(edits.news(), now.len());
        let shared = (0..edited.parts.len()).filter(|block| edited.shares(*block, before)).count();
        (edited, shared)
    }

    #[test]
    fn whatever_changes_it_is_what_is_made_anew() {
        let mut random = 7_u32;
        let mut next = |below: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) % below
        };
        let mut after = BTreeMap::new();
        let mut before = Blocks::new(2, Vec::new()).unwrap();
        for round in 0..60 {
            let beyond = after.last_key_value().map_or(0, |(key, _)| key + 1);
            let changes = match round % 6 {
                // Behind the others, in their place, both, in between, and gone.
                0 => (0..next(9000)).map(|n| (beyond + 2 * n, Some(n))).collect(),
                1 => (0..next(20)).map(|n| (after.keys().nth(n as usize * 50).copied().unwrap_or(beyond), Some(n + round))).collect(),
                2 => (0..next(300)).map(|n| (next(beyond + 200), Some(n))).collect(),
                3 => (0..next(9)).map(|n| (n * 977, None)).collect(),
                4 => (0..next(30)).map(|n| (next(beyond + 30), (n % 2 == 0).then_some(n))).collect(),
                _ => BTreeMap::new(),
            };
            let (edited, _) = edit(&before, &mut after, &changes);
            assert_eq!(values(&edited), values(&blocks(&after)), "round {round}");
            assert_eq!((edited.len(), edited.is_empty()), (after.len(), after.is_empty()));
            before = edited;
        }
        assert!(after.len() > 3 * ENTRIES, "{}", after.len());
    }

    #[test]
    fn blocks_in_which_nothing_changed_are_shared() {
        let mut of: BTreeMap<u32, u32> = (0..5 * ENTRIES as u32 + 9).map(|key| (2 * key, key)).collect();
        let whole = blocks(&of);
        let shared = |changes: &[(u32, Option<u32>)]| edit(&whole, &mut of.clone(), &changes.iter().copied().collect()).1;
        assert_eq!(shared(&[]), 6);
        assert_eq!(shared(&[(1 << 20, Some(1)), (2 << 20, Some(1))]), 5, "one at the end is written anew");
        assert_eq!(shared(&[(0, Some(1)), (2 * ENTRIES as u32, Some(2))]), 4, "two have another entry");
        assert_eq!(shared(&[(6 * ENTRIES as u32, None)]), 3, "all behind move up");
        assert_eq!(shared(&[(1, Some(3))]), 0, "all behind make room");
        of.retain(|key, _| *key < 2 * ENTRIES as u32);
        let full = blocks(&of);
        assert_eq!(edit(&full, &mut of, &[(1 << 20, Some(1))].into()).1, 1);
    }

    #[test]
    fn entries_are_whole() {
        assert!(Blocks::new(4, vec![0; 6]).is_none() && Blocks::new(0, vec![0]).is_none());
        assert!(Blocks::<u8>::new(0, Vec::new()).unwrap().is_empty() && Blocks::<u8>::default().is_empty());
        let some = Blocks::new(3, (0..3 * 5000).collect()).unwrap();
        assert_eq!((some.entry(0), some.entry(4999)), (&[0, 1, 2][..], &[14_997, 14_998, 14_999][..]));
        assert_eq!(some.together(4096, 2), [12_288, 12_289, 12_290, 12_291, 12_292, 12_293]);
    }
}
