//! Products beside views, and lists as spreadsheets write them.

use super::*;
use crate::products::{SkuMatcher, SkuRule, group, places};
use base::Photo;
use base::{Decision, LabelSetId, Provenance, Source, Tag};
use std::fmt::Write as _;

fn product(sku: &str) -> Product {
    Product { sku: sku.into(), photos: Vec::new() }
}

fn listed(text: &str, skus: &[&str]) -> Listed {
    let products: Vec<Product> = skus.iter().map(|sku| product(sku)).collect();
    SkuList::of_bytes(text.as_bytes(), None).unwrap().among(&products)
}

fn tag(photo: i64, label: i64, decision: Decision) -> Tag {
    let provenance = Provenance::of(Source::Person, 0);
    let (set, label) = (LabelSetId(1), Some(LabelId(label)));
    Tag { photo: PhotoId(photo), set, label, decision, provenance, revision: 1, stale: false }
}

#[test]
fn only_accepted_views_fill_a_hole() {
    let names = ["a2_1.jpg", "a10_1.jpg", "a10_2.jpg", "a10_3.jpg", "other.jpg", "gone_1.jpg"];
    let mut photos: Vec<Photo> = (1..).zip(names).map(|(id, name)| Photo::sample(id, name)).collect();
    photos[5].missing = true;
    let rule = SkuRule { pattern: "{sku}_*".into(), ..SkuRule::default() };
    let matcher = SkuMatcher::new(&rule).unwrap();
    let products = group(&photos, |photo| matcher.sku(photo));
    let set = LabelSet::sample(1, "View", [(1, "Front"), (2, "Back"), (3, "Side")]);
    let rejected = tag(2, 3, Decision::Rejected);
    let book = TagBook::new([tag(1, 1, Decision::Accepted), tag(1, 2, Decision::Accepted), tag(2, 1, Decision::Accepted), rejected]);
    let of = ShotsOf { products: &products, places: &places(&products), photos: &photos.into(), book: &book, set: &set };
    let found = shots(of, &[], None, |photo| (photo.0 > 2).then_some(LabelId(2)));
    let rows: Vec<(&str, Vec<u32>, Vec<u32>)> =
        found.products.iter().map(|p| (p.sku.as_str(), p.have.to_vec(), p.proposed.to_vec())).collect();
    assert_eq!(rows, [("a2", vec![1, 1, 0], vec![0; 3]), ("a10", vec![1, 0, 0], vec![0, 2, 0])], "in natural order");
    assert_eq!((found.without_product.as_slice(), found.complete, found.tagged), (&[PhotoId(5)][..], 0, true));
    let two = shots(of, &[LabelId(1), LabelId(2)], None, |_| None);
    assert_eq!((two.views.len(), two.complete, two.products[1].missing().collect::<Vec<_>>()), (2, 1, vec![1]));
}

#[test]
fn a_list_is_read_whatever_a_spreadsheet_made_of_it() {
    let skus = ["AB1", "ab2", "AB2", "00123", "77", "077", "5500", "-9"];
    let list = "\u{feff}Name;SKU\r\nShirt; ab1 \r\nShirt;AB1\r\nShoe;Ab2\r\nBag;123\r\nBelt;0077\r\nCap;5500.0\r\nTie;'-9\r\n;\r\nHat;\r\n\
        Pin;4.00639E+12\r\nRing;#N/A\r\nScarf;new1\r\nScarf;NEW1\r\nA;AB2\r\n";
    let found = listed(list, &skus);
    assert_eq!(found.products, [true, false, true, true, false, false, true, true]);
    assert_eq!(found.without_photo, ["new1"]);
    let told = &found.told;
    assert_eq!((told.rows, told.empty, told.duplicates, told.reread), (13, 1, 2, 2), "{told:?}");
    assert_eq!((told.ambiguous, told.spoiled, told.skus), (2, 2, 6), "{told:?}");
    assert_eq!(told.skus + told.duplicates + told.empty + told.ambiguous + told.spoiled, told.rows);
    let unclear: Vec<(&str, u64, usize)> = told.unclear.iter().map(|u| (u.sku.as_str(), u.line, u.may_be.len())).collect();
    assert_eq!(unclear, [("Ab2", 4, 2), ("0077", 6, 2), ("4.00639E+12", 11, 0), ("#N/A", 12, 0)]);
}

#[test]
fn a_column_without_a_name_is_a_list_and_a_table_without_skus_is_none() {
    let found = listed("AB1\nAB2\n", &["ab2"]);
    assert_eq!((found.without_photo.as_slice(), found.products.as_slice(), found.told.rows), (&["AB1".to_owned()][..], &[true][..], 2));
    assert_eq!(listed("article\nAB1\n", &["AB1"]).told.rows, 1, "that is a name");
    let error = SkuList::of_bytes(b"name,price\nx,1\n", None).unwrap_err().to_string();
    assert!(error.contains("no column 'sku'") && error.contains("name, price"), "{error}");
    assert_eq!(SkuList::of_bytes(b"name,price\nx,1\n", Some("Name")).unwrap().among(&[product("X")]).products, [true]);
    assert!(SkuList::of_bytes(b"", None).is_err() && SkuList::of_bytes(b"sku,a\nx\n", None).is_err());
}

#[test]
fn fifty_thousand_rows_with_duplicates_and_other_cases_are_counted() {
    let mut text = "sku\n".to_owned();
    for n in 0..50_000 {
        let n = n % 40_000;
        let sku = if n % 2 == 0 { "Sku" } else { "SKU" };
        writeln!(text, "{sku}-{n}").unwrap();
    }
    let skus: Vec<String> = (0..30_000).map(|n| format!("sku-{n}")).collect();
    let products: Vec<Product> = skus.iter().map(|sku| product(sku)).collect();
    let found = SkuList::of_bytes(text.as_bytes(), None).unwrap().among(&products);
    assert_eq!((found.told.rows, found.told.skus, found.told.duplicates, found.without_photo.len()), (50_000, 40_000, 10_000, 10_000));
    assert!(found.products.iter().all(|listed| *listed));
}
