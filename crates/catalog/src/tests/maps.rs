//! A map is kept for its model, is no change of the photos, and goes with the model.

use super::*;
use crate::{KeptMap, MapPlace};

fn map(places: &[(i64, f32)]) -> KeptMap {
    let place = |(photo, x): &(i64, f32)| MapPlace { photo: PhotoId(*photo), seen: u64::MAX - 7, at: [*x, -2.5] };
    KeptMap { method: 3, sampled: 1, places: places.iter().map(place).collect() }
}

#[test]
fn a_map_is_kept_as_it_is_and_replaced_whole() {
    let mut shop = shop();
    assert_eq!(shop.catalog.map(&key("one")).unwrap(), None);
    let before = shop.catalog.generations().unwrap();
    for kept in [map(&[(1, 0.1), (i64::MAX, -7.25)]), map(&[(2, 1e-30)]), KeptMap::default()] {
        shop.catalog.put_map(&key("one"), &kept).unwrap();
        assert_eq!(shop.catalog.map(&key("one")).unwrap(), Some(kept));
    }
    assert_eq!(shop.catalog.generations().unwrap(), before, "nobody has to read the photos again");
    assert_eq!(shop.catalog.check().unwrap(), Vec::<String>::new());
}

#[test]
fn each_model_has_a_map_of_its_own_that_goes_with_it() {
    let mut shop = shop();
    shop.catalog.register_model(&model("two", 4), None).unwrap();
    shop.catalog.put_map(&key("one"), &map(&[(1, 1.0)])).unwrap();
    shop.catalog.put_map(&key("two"), &map(&[(2, 2.0)])).unwrap();
    shop.catalog.forget_model(&key("two")).unwrap();
    assert_eq!(shop.catalog.map(&key("two")).unwrap(), None);
    assert_eq!(shop.catalog.map(&key("one")).unwrap(), Some(map(&[(1, 1.0)])));
    assert!(matches!(shop.catalog.put_map(&key("two"), &map(&[])), Err(CatalogError { fault: Fault::NoSuchModel(_), .. })));
}

#[test]
fn a_place_that_is_no_number_is_left_out() {
    let mut shop = shop();
    shop.catalog.put_map(&key("one"), &map(&[(1, 1.0), (2, f32::NAN), (3, f32::INFINITY), (4, 4.0)])).unwrap();
    let photos: Vec<i64> = shop.catalog.map(&key("one")).unwrap().unwrap().places.iter().map(|place| place.photo.0).collect();
    assert_eq!(photos, [1, 4]);
}
