//! Products: photos grouped by a SKU rule over their names or folders.

use base::{Choice, Decision, LabelId, LabelSet, LabelSetId, Photo, PhotoId, Photos, SkuBook, TagBook};
use catalog::{Catalog, CatalogError};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use wildmatch::WildMatch;

/// The place of the SKU in a rule's pattern.
pub const SKU_PLACE: &str = "{sku}";

/// Under which name a catalogue keeps its rule.
const SKU_RULE: &str = "sku_rule";

/// What a [`SkuRule`] looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SkuFrom {
    /// The file's name without its ending.
    #[default]
    FileName,
    /// The folder that the photo lies in, relative to the root, with `/` between its parts.
    Folder,
}

/// How a photo tells its SKU.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SkuRule {
    /// What is looked at.
    pub from: SkuFrom,
    /// `{sku}` stands for the SKU, as short as the rest allows; `*` for anything, `?` for one character: `{sku}_*`.
    /// Letters count whatever their case.
    pub pattern: String,
}

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkuRuleError {
    /// The pattern does not say where the SKU stands.
    #[error("the pattern needs {SKU_PLACE} where the SKU stands, such as {SKU_PLACE}_*")]
    NoPlace,
    /// It says so more than once.
    #[error("the pattern may have {SKU_PLACE} only once")]
    TwoPlaces,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// As the rule found it.
    pub sku: String,
    /// Its photos, by name.
    pub photos: Vec<PhotoId>,
}

/// A rule, ready to be used.
#[derive(Clone, Debug)]
pub struct SkuMatcher {
    from: SkuFrom,
    before: WildMatch,
    after: WildMatch,
}

impl SkuMatcher {
    /// Reads a rule.
    pub fn new(rule: &SkuRule) -> Result<Self, SkuRuleError> {
        let (before, after) = rule.pattern.split_once(SKU_PLACE).ok_or(SkuRuleError::NoPlace)?;
        if after.contains(SKU_PLACE) {
            return Err(SkuRuleError::TwoPlaces);
        }
        Ok(Self { from: rule.from, before: WildMatch::new_case_insensitive(before), after: WildMatch::new_case_insensitive(after) })
    }

    /// The SKU of a photo; `None` where the pattern does not fit it.
    pub fn sku(&self, photo: &Photo) -> Option<String> {
        let text = match self.from {
            SkuFrom::FileName => photo.path.file_stem()?.to_string_lossy().into_owned(),
            SkuFrom::Folder => {
                let parts: Vec<_> = photo.path.parent()?.iter().map(|p| p.to_string_lossy().into_owned()).collect();
                parts.join("/")
            }
        };
        self.within(&text)
    }

    /// The first SKU, from the left and the shortest there, around which the rest of the pattern fits.
    fn within(&self, text: &str) -> Option<String> {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let begins = (0..places.len()).filter(|&n| self.before.matches(&text[..places[n]]));
        for begin in begins {
            let mut ends = places[begin + 1..].iter();
            if let Some(end) = ends.find(|&&end| self.after.matches(&text[end..])) {
                return Some(text[places[begin]..*end].to_owned());
            }
        }
        None
    }
}

/// The catalogue's rule. One that a newer program wrote and this one cannot read is no rule here.
pub fn rule(catalog: &Catalog) -> Result<Option<SkuRule>, CatalogError> {
    Ok(catalog.choice(SKU_RULE)?.and_then(|json| serde_json::from_str(&json).ok()))
}

/// Keeps a rule in the catalogue, or none.
pub fn set_rule(catalog: &mut Catalog, rule: Option<&SkuRule>) -> Result<(), CatalogError> {
    let json = rule.map(|rule| serde_json::json!(rule).to_string());
    catalog.set_choice(SKU_RULE, json.as_deref())
}

/// How photos come to their SKUs: by what was said of a photo, else by the rule.
#[derive(Clone, Debug, Default)]
pub struct SkuSource {
    matcher: Option<SkuMatcher>,
    said: Arc<SkuBook>,
}

impl SkuSource {
    /// By this rule, if it is one, and by what was said.
    pub fn new(rule: Option<&SkuRule>, said: Arc<SkuBook>) -> Self {
        Self { matcher: rule.and_then(|rule| SkuMatcher::new(rule).ok()), said }
    }

    /// As the catalogue has them.
    pub fn of(catalog: &Catalog) -> Result<Self, CatalogError> {
        Ok(Self::new(rule(catalog)?.as_ref(), Arc::new(SkuBook::new(catalog.photo_skus()?))))
    }

    /// No photo can have one.
    pub fn is_empty(&self) -> bool {
        self.matcher.is_none() && self.said.is_empty()
    }

    /// The SKU of a photo; `None`: it belongs to no product.
    pub fn sku(&self, photo: &Photo) -> Option<String> {
        if let Some(said) = self.said.accepted(photo.id) {
            return Some((**said).to_owned());
        }
        self.matcher.as_ref()?.sku(photo).filter(|sku| !self.said.is_rejected(photo.id, sku))
    }
}

/// The products of the photos that are there, by SKU; each with its photos by name. A photo without a SKU is in none.
pub fn group<'a>(photos: impl IntoIterator<Item = &'a Photo>, sku: impl Fn(&Photo) -> Option<String>) -> Vec<Product> {
    let mut groups: BTreeMap<String, Vec<&Photo>> = BTreeMap::new();
    for photo in photos.into_iter().filter(|p| !p.missing) {
        if let Some(sku) = sku(photo) {
            groups.entry(sku).or_default().push(photo);
        }
    }
    let product = |(sku, mut photos): (String, Vec<&Photo>)| {
        photos.sort_by(|a, b| a.path.cmp(&b.path));
        Product { sku, photos: photos.into_iter().map(|p| p.id).collect() }
    };
    groups.into_iter().map(product).collect()
}

/// Each photo's place among the products.
pub fn places(products: &[Product]) -> HashMap<PhotoId, usize> {
    products.iter().enumerate().flat_map(|(place, product)| product.photos.iter().map(move |photo| (*photo, place))).collect()
}

/// Photos whose label in a single-choice set differs from the one that more than half of their product's tagged photos have.
pub fn odd(products: &[Product], sets: &[LabelSet], book: &TagBook) -> Vec<(PhotoId, LabelSetId)> {
    let mut odd = Vec::new();
    for set in sets.iter().filter(|s| s.choice == Choice::Single) {
        for product in products.iter().filter(|p| p.photos.len() > 1) {
            let accepted = |photo: &PhotoId| book.settled(*photo, set.id).filter(|t| t.decision == Decision::Accepted)?.label;
            let tagged: Vec<(PhotoId, LabelId)> = product.photos.iter().filter_map(|p| Some((*p, accepted(p)?))).collect();
            let mut counts: HashMap<LabelId, usize> = HashMap::new();
            for (_, label) in &tagged {
                *counts.entry(*label).or_default() += 1;
            }
            let most = counts.iter().find(|(_, n)| **n * 2 > tagged.len()).map(|(label, _)| *label);
            if let Some(most) = most {
                odd.extend(tagged.iter().filter(|(_, label)| *label != most).map(|(photo, _)| (*photo, set.id)));
            }
        }
    }
    odd
}

/// What groups a rule would make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkuPreview {
    /// How many products.
    pub products: u64,
    /// Photos that fall into one.
    pub matched: u64,
    /// Photos that do not.
    pub unmatched: u64,
    /// The first products, with the names of their photos; those of several photos first, since they show what is grouped.
    pub examples: Vec<(String, Vec<String>)>,
    /// The first photos that fall into none.
    pub unmatched_examples: Vec<String>,
}

/// Products and photos shown in a preview.
const EXAMPLES: usize = 8;

/// Tries a rule.
pub fn preview(photos: &Photos, rule: &SkuRule) -> Result<SkuPreview, SkuRuleError> {
    let matcher = SkuMatcher::new(rule)?;
    let products = group(photos.iter(), |photo| matcher.sku(photo));
    let names: HashMap<PhotoId, String> = photos.iter().map(|p| (p.id, p.name())).collect();
    let mut shown: Vec<&Product> = products.iter().collect();
    shown.sort_by_key(|p| p.photos.len() == 1);
    let example = |p: &&Product| (p.sku.clone(), p.photos.iter().filter_map(|id| names.get(id).cloned()).collect());
    let outside = || photos.iter().filter(|p| !p.missing && matcher.sku(p).is_none());
    Ok(SkuPreview {
        products: products.len() as u64,
        matched: products.iter().map(|p| p.photos.len() as u64).sum(),
        unmatched: outside().count() as u64,
        examples: shown.iter().take(EXAMPLES).map(example).collect(),
        unmatched_examples: outside().take(EXAMPLES).map(Photo::name).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Provenance, Source, Tag};

    fn sku(pattern: &str, from: SkuFrom, path: &str) -> Option<String> {
        SkuMatcher::new(&SkuRule { from, pattern: pattern.into() }).unwrap().sku(&Photo::sample(1, path))
    }

    #[test]
    fn a_pattern_finds_the_shortest_sku_that_fits() {
        let name = |pattern, path| sku(pattern, SkuFrom::FileName, path);
        assert_eq!(name("{sku}_*", "a/AB12_front_1.jpg").as_deref(), Some("AB12"));
        assert_eq!(name("{sku}_*", "AB12.jpg"), None);
        assert_eq!(name("{sku}", "AB12.jpg").as_deref(), Some("AB12"));
        assert_eq!(name("IMG-{sku}-??", "img-00ß-01.jpg").as_deref(), Some("00ß"), "whatever the case, as it is written");
        assert_eq!(name("*-{sku}-*", "shop-30211-front-big.jpg").as_deref(), Some("30211"));
        assert_eq!(name("{sku}*", "AB12.jpg").as_deref(), Some("A"), "as short as the rest allows");
        assert_eq!(name("*{sku}", "AB12.jpg").as_deref(), Some("AB12"), "from the left");
        let folder = |pattern, path| sku(pattern, SkuFrom::Folder, path);
        assert_eq!(folder("*/{sku}", "shoes/30211/front.jpg").as_deref(), Some("30211"));
        assert_eq!(folder("{sku}", "front.jpg"), None);
        let long = "a".repeat(3000);
        assert_eq!(name("*a*a*a*a*b{sku}", &format!("{long}.jpg")), None, "no explosion");
    }

    #[test]
    fn a_rule_without_a_place_is_refused() {
        let rule = |pattern: &str| SkuMatcher::new(&SkuRule { pattern: pattern.into(), ..SkuRule::default() }).unwrap_err();
        assert_eq!((rule("*_*"), rule("{sku}_{sku}")), (SkuRuleError::NoPlace, SkuRuleError::TwoPlaces));
    }

    #[test]
    fn a_preview_shows_groups_and_what_is_left() {
        let mut photos = vec![
            Photo::sample(1, "B_2.jpg"),
            Photo::sample(2, "A_1.jpg"),
            Photo::sample(3, "B_1.jpg"),
            Photo::sample(4, "odd.jpg"),
            Photo::sample(5, "C_1.jpg"),
        ];
        photos[4].missing = true;
        let rule = SkuRule { from: SkuFrom::FileName, pattern: "{sku}_*".into() };
        let seen = preview(&photos.into(), &rule).unwrap();
        assert_eq!((seen.products, seen.matched, seen.unmatched), (2, 3, 1));
        assert_eq!(seen.examples[0], ("B".to_owned(), vec!["B_1.jpg".to_owned(), "B_2.jpg".to_owned()]));
        assert_eq!(seen.unmatched_examples, ["odd.jpg"]);
    }

    #[test]
    fn a_photo_that_disagrees_with_most_of_its_product_is_odd() {
        let products = [Product { sku: "B".into(), photos: (1..=4).map(PhotoId).collect() }];
        let set = LabelSet::sample(1, "Type", [(1, "x")]);
        let tag = |photo: i64, label: i64| Tag {
            photo: PhotoId(photo),
            set: set.id,
            label: Some(LabelId(label)),
            decision: Decision::Accepted,
            provenance: Provenance::of(Source::Person, 0),
            revision: 1,
            stale: false,
        };
        let book = TagBook::new([tag(1, 1), tag(2, 1), tag(3, 2)]);
        assert_eq!(odd(&products, std::slice::from_ref(&set), &book), [(PhotoId(3), set.id)]);
        let tie = TagBook::new([tag(1, 1), tag(3, 2)]);
        assert!(odd(&products, &[set], &tie).is_empty(), "two against two says nothing");
    }
}
