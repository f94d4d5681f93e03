//! Products, what they were made from and what decisions say of them: regrouped only when photos or rule change, and after a decision looked
//! at only where its photos are.

use crate::protocol::{Product, Products, SkuRule, Tags};
use base::{LabelSetId, PhotoId, Photos, SkuBook};
use std::collections::HashMap;
use std::slice::from_ref;
use std::sync::Arc;
use tasks::products;

#[derive(Default)]
pub struct Grouping(Option<Grouped>);

struct Grouped {
    photos: Arc<Photos>,
    rule: Option<SkuRule>,
    said: Arc<SkuBook>,
    products: Arc<[Product]>,
    of: Arc<HashMap<PhotoId, usize>>,
    /// Of each product.
    judged: Vec<Judged>,
}

/// What decisions say of a product.
#[derive(Default)]
struct Judged {
    /// Photos that disagree with it.
    odd: Vec<(PhotoId, LabelSetId)>,
    tagged: bool,
}

impl Judged {
    fn of(product: &Product, tags: &Tags) -> Self {
        let tagged = product.photos.iter().any(|photo| tags.book.accepted(*photo).next().is_some());
        Self { odd: products::odd(from_ref(product), &tags.sets, &tags.book), tagged }
    }
}

impl Grouping {
    /// The products of these photos, with those that disagree with their product; and how many have a tag. `changed` are the photos about
    /// which other things are decided than at the last call; `None`: any.
    pub fn products(&mut self, photos: &Arc<Photos>, rule: Option<&SkuRule>, tags: &Tags, changed: Option<&[PhotoId]>) -> (Products, u64) {
        let known = self
            .0
            .take()
            .filter(|known| Arc::ptr_eq(&known.photos, photos) && known.rule.as_ref() == rule && Arc::ptr_eq(&known.said, &tags.skus));
        let changed = changed.filter(|_| known.is_some());
        let grouped = self.0.insert(known.unwrap_or_else(|| group(photos, rule, &tags.skus)));
        match changed {
            None => grouped.judged = grouped.products.iter().map(|product| Judged::of(product, tags)).collect(),
            Some(changed) => {
                for place in changed.iter().filter_map(|photo| grouped.of.get(photo)) {
                    grouped.judged[*place] = Judged::of(&grouped.products[*place], tags);
                }
            }
        }
        let products = Products {
            rule: grouped.rule.clone(),
            products: Arc::clone(&grouped.products),
            of: Arc::clone(&grouped.of),
            odd: grouped.judged.iter().flat_map(|judged| judged.odd.iter().copied()).collect(),
        };
        (products, grouped.judged.iter().filter(|judged| judged.tagged).count() as u64)
    }
}

fn group(photos: &Arc<Photos>, rule: Option<&SkuRule>, said: &Arc<SkuBook>) -> Grouped {
    let Products { rule, products, of, .. } = Products::grouped(rule.cloned(), Arc::clone(said), photos);
    Grouped { photos: Arc::clone(photos), rule, said: Arc::clone(said), products, of, judged: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Decision, LabelId, LabelSet, Photo, Provenance, Source, Tag, TagBook};
    use tasks::products::SkuFrom;

    fn accepted(photo: i64, label: i64) -> Tag {
        let provenance = Provenance::of(Source::Person, 0);
        let (set, label) = (LabelSetId(1), Some(LabelId(label)));
        Tag { photo: PhotoId(photo), set, label, decision: Decision::Accepted, provenance, revision: 1, stale: false }
    }

    #[test]
    fn what_is_looked_at_where_photos_changed_is_what_all_products_come_to() {
        let names = ["a_1.jpg", "a_2.jpg", "a_3.jpg", "b_1.jpg", "b_2.jpg", "c.jpg"];
        let photos: Arc<Photos> = Arc::new(names.iter().zip(1..).map(|(name, id)| Photo::sample(id, name)).collect());
        let rule = SkuRule { from: SkuFrom::FileName, pattern: "{sku}_*".to_owned() };
        let sets = [LabelSet::sample(1, "Colour", [(1, "Red"), (2, "Blue")])].into();
        let mut tags = Tags { sets, ..Tags::default() };
        let mut grouping = Grouping::default();
        grouping.products(&photos, Some(&rule), &tags, None);
        let mut seen = Vec::new();
        for (photo, label) in [(1, 1), (2, 1), (3, 2), (6, 1), (4, 2), (3, 1)] {
            tags.book.replace(&[PhotoId(photo)], vec![accepted(photo, label)]);
            let (products, tagged) = grouping.products(&photos, Some(&rule), &tags, Some(&[PhotoId(photo)]));
            let anew = Grouping::default().products(&photos, Some(&rule), &tags, Some(&[]));
            assert_eq!((&products.odd, tagged), (&anew.0.odd, anew.1), "photo {photo}");
            seen.push((products.odd.len(), tagged));
        }
        assert_eq!(seen, [(0, 1), (0, 1), (1, 1), (1, 1), (1, 2), (0, 2)]);
        tags.book = TagBook::default();
        assert_eq!(grouping.products(&photos, Some(&rule), &tags, None).1, 0);
    }
}
