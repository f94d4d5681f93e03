//! A cache with a limit on what its values weigh together; what was used longest ago goes first.

use std::borrow::Borrow;
use std::hash::Hash;

/// Weights are in whatever unit the owner counts: bytes, or 1 for each value.
pub struct Lru<K, V> {
    entries: lru::LruCache<K, Entry<V>>,
    limit: usize,
    used: usize,
}

struct Entry<V> {
    value: V,
    weight: usize,
}

impl<K: Hash + Eq, V> Lru<K, V> {
    /// An empty cache whose values may weigh `limit` together.
    pub fn new(limit: usize) -> Self {
        Self { entries: lru::LruCache::unbounded(), limit, used: 0 }
    }

    /// The value, which is now the one that was used last.
    pub fn get<Q: Hash + Eq + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.entries.get_mut(key).map(|entry| &mut entry.value)
    }

    /// Whether the value is there; it counts as no use.
    pub fn contains<Q: Hash + Eq + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.entries.contains(key)
    }

    /// Puts a value in, in place of one of the same key. Others go until the limit holds, or until none is left: a value that
    /// weighs more than the limit is kept alone.
    pub fn insert(&mut self, key: K, value: V, weight: usize) {
        self.insert_sparing(key, value, weight, |_| false);
    }

    /// As [`Lru::insert`], but stops at the first value that is `spared`: the cache grows over its limit instead. Returns the
    /// values that went, the longest unused first.
    pub fn insert_sparing(&mut self, key: K, value: V, weight: usize, spared: impl Fn(&V) -> bool) -> Vec<V> {
        let mut gone = Vec::new();
        if let Some(same) = self.entries.pop(&key) {
            self.used -= same.weight;
            gone.push(same.value);
        }
        gone.extend(self.make_room(weight, spared));
        self.used += weight;
        self.entries.put(key, Entry { value, weight });
        gone
    }

    /// The value, which is now the one that was used last; made first where it is not there.
    pub fn get_or_insert_with(&mut self, key: K, weight: usize, make: impl FnOnce() -> V) -> &mut V {
        if !self.entries.contains(&key) {
            self.make_room(weight, |_| false);
            self.used += weight;
        }
        &mut self.entries.get_or_insert_mut(key, || Entry { value: make(), weight }).value
    }

    fn make_room(&mut self, weight: usize, spared: impl Fn(&V) -> bool) -> Vec<V> {
        let mut gone = Vec::new();
        while self.used + weight > self.limit && self.entries.peek_lru().is_some_and(|(_, oldest)| !spared(&oldest.value)) {
            let Some((_, oldest)) = self.entries.pop_lru() else { break };
            self.used -= oldest.weight;
            gone.push(oldest.value);
        }
        gone
    }

    /// The sum of the weights; over the limit only where values were spared or one alone weighs more.
    pub fn used(&self) -> usize {
        self.used
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.used = 0;
    }
}

impl<K: Hash + Eq, V> std::fmt::Debug for Lru<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lru").field("len", &self.len()).field("used", &self.used).field("limit", &self.limit).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let mut cache = Lru::new(10);
        for (key, weight) in [("a", 4), ("b", 4)] {
            cache.insert(key, key, weight);
        }
        assert_eq!(cache.get("a"), Some(&mut "a"));
        cache.insert("c", "c", 4);
        assert!(cache.contains("a") && cache.contains("c") && !cache.contains("b"));
        assert_eq!((cache.used(), cache.len()), (8, 2));
    }

    #[test]
    fn a_value_in_the_place_of_another_takes_over_its_weight() {
        let mut cache = Lru::new(10);
        cache.insert("a", 1, 8);
        assert_eq!(cache.insert_sparing("a", 2, 3, |_| false), [1]);
        assert_eq!((cache.used(), cache.get("a")), (3, Some(&mut 2)));
    }

    #[test]
    fn what_is_spared_stays_beyond_the_limit() {
        let mut cache = Lru::new(2);
        cache.insert("a", 1, 1);
        cache.insert("b", 2, 1);
        assert_eq!(cache.insert_sparing("c", 3, 1, |_| true), [0; 0]);
        assert_eq!((cache.used(), cache.len()), (3, 3));
        assert_eq!(cache.insert_sparing("d", 4, 1, |value| *value == 2), [1], "up to the first that is spared");
    }

    #[test]
    fn a_value_is_made_once() {
        let mut cache = Lru::new(2);
        *cache.get_or_insert_with("a", 1, || 1) += 1;
        assert_eq!(cache.get_or_insert_with("a", 1, || 7), &2);
        cache.get_or_insert_with("b", 1, || 3);
        cache.get_or_insert_with("c", 1, || 4);
        assert_eq!((cache.used(), cache.contains("a")), (2, false));
    }

    #[test]
    fn a_value_over_the_limit_is_kept_alone() {
        let mut cache = Lru::new(2);
        cache.insert("a", 1, 1);
        cache.insert("b", 2, 5);
        assert!(!cache.contains("a") && cache.contains("b"));
        cache.clear();
        assert!(cache.is_empty());
    }
}
