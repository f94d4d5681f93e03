//! What is found of photos that the model has not seen yet.

use super::*;
use crate::query;
use crate::words::QueryWord;

/// Three photos, of which the model has seen the first two: the first is what it is asked for.
fn three() -> Searchable {
    let photos: Arc<Photos> =
        Arc::new(["red.jpg", "blue.jpg", "red-late.jpg"].iter().zip(1..).map(|(name, id)| Photo::sample(id, name)).collect());
    let matrix = Matrix::new(2, vec![1.0, 0.0, 0.0, 1.0]).unwrap();
    Searchable::new(photos, &[], &[PhotoId(1), PhotoId(2)], matrix)
}

fn ids(found: &FoundPhotos) -> Vec<i64> {
    found.hits.iter().map(|hit| hit.photo.0).collect()
}

#[test]
fn a_photo_that_the_model_has_not_seen_is_listed_and_found_by_its_texts_alone() {
    let (photos, query) = (three(), query::parse("red").unwrap());
    let vector = UnitVector::normalise(vec![1.0, 0.0]).unwrap();
    let word = |found: &[(i64, f32)]| {
        let found = found.iter().map(|(id, score)| (PhotoId(*id), *score)).collect();
        TextMatches::new(&[(QueryWord { word: "red".into(), weight: 1.0 }, found)])
    };
    let all = FindRequest::of(&query);
    assert_eq!(ids(&photos.find(&all)), [2, 3, 1], "by name");
    let pixels = FindRequest { vector: Some(&vector), ..all };
    assert_eq!(ids(&photos.find(&pixels)), [1, 2]);
    let texts = word(&[(1, 2.0), (3, 2.0)]);
    let both = FindRequest { texts: Some(&texts), ..pixels };
    let found = photos.find(&both);
    assert_eq!((ids(&found), found.considered), (vec![1, 3, 2], 3));
    assert_eq!((found.hits[1].score, found.hits[1].by), (None, FoundBy::Words));
    for (sort, wanted) in [(Sort::Name, vec![2, 3, 1]), (Sort::Relevance, vec![1])] {
        let top = if sort == Sort::Relevance { 1 } else { usize::MAX };
        assert_eq!(ids(&photos.find(&FindRequest { top, sort, ..both })), wanted);
    }
    assert_eq!(ids(&photos.find(&FindRequest { min_score: Some(-1.0), ..both })), [1, 2], "it has no score to reach a cut-off");
    let elsewhere = photos.find(&FindRequest { folder: Some((RootId(2), Path::new(""))), ..both });
    assert!(elsewhere.hits.is_empty(), "filters hold for it too");
    let nothing = Searchable::new(Arc::clone(photos.photos()), &[], &[], Matrix::default());
    assert_eq!(ids(&nothing.find(&both)), [1, 3], "nothing is embedded yet");
}
