//! A catalogue that is read for one question answers it as the whole one does.

use super::*;
use crate::search::{Reach, SearchAnswer};
use base::{CaptureFacts, ContentHash, PictureFacts, Stamp, UnitVector};
use catalog::{IndexBatch, IndexedPhoto};
use tasks::search::TextUse;
use testing::{TextModel, noise_of};

const PHOTOS: u64 = 400;
const DIMENSION: usize = 12;
const WORDS: [&str; 5] = ["red", "shirt", "blue", "dress", "bag"];

/// Photos that lie in folders named by words; every eighth looks like another, some are gone, and some the model has not seen.
fn drawn(folder: &tempfile::TempDir) -> (Catalog, Arc<dyn Encoder>) {
    let encoder = TextModel::of_noise(DIMENSION, 100.0);
    let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
    let root = catalog.add_root(folder.path()).unwrap();
    catalog.register_model(encoder.info(), None).unwrap();
    let photo = |n: u64| IndexedPhoto {
        id: None,
        root,
        path: if n.is_multiple_of(3) { format!("{}/{n}.jpg", WORDS[n as usize / 3 % 5]) } else { format!("{n}.jpg") }.into(),
        stamp: Stamp::new(n, 0),
        hash: ContentHash([(n % 251) as u8; 32]),
        width: 3,
        height: 4,
        format: "JPEG".to_owned(),
        captured: None,
        facts: CaptureFacts::default(),
        fingerprint: None,
        embedding: (!n.is_multiple_of(11)).then(|| UnitVector::normalise(noise_of(DIMENSION, n % 50))).flatten(),
        thumbnail: None,
        reader: 1,
        composition: None,
        picture: PictureFacts::default(),
        same_shot: false,
    };
    let key = Some(encoder.info().key.clone());
    let ids = catalog.commit(&IndexBatch { model: key, photos: (0..PHOTOS).map(photo).collect(), ..IndexBatch::default() }).unwrap().photos;
    let missing = ids.iter().skip(5).step_by(9).copied().collect();
    catalog.commit(&IndexBatch { missing, ..IndexBatch::default() }).unwrap();
    (catalog, Arc::new(encoder))
}

/// Its answer from the whole catalogue and from what is read for it, and how many photos that was.
fn both(catalog: &Catalog, encoder: &Arc<dyn Encoder>, request: &SearchRequest, most: usize) -> (SearchAnswer, SearchAnswer, usize) {
    let reach = Reach { most, missing: false };
    let answer = |workspace: &Workspace| workspace.search(request, reach, &|| false).unwrap();
    let whole = Workspace::read(catalog, Arc::clone(encoder)).unwrap();
    let few = Workspace::read_for(catalog, Arc::clone(encoder), request, most).unwrap();
    assert_eq!(few.opened.snapshot.embedded, whole.opened.snapshot.embedded);
    (answer(&whole), answer(&few), few.opened.searchable.photos().len())
}

#[test]
fn it_answers_as_the_whole_catalogue_does() {
    let folder = tempfile::tempdir().unwrap();
    let (catalog, encoder) = drawn(&folder);
    let queries = ["satin", "red", "red shirt", "satin red -shirt", "satin -red -blue", "2:red satin", "red shirt blue dress bag", "?"];
    for text in queries {
        for texts in [TextUse::On, TextUse::Off, TextUse::Only] {
            for most in [0, 1, 7, 50, 1000] {
                let request = SearchRequest { text: text.to_owned(), texts, ..SearchRequest::default() };
                let (whole, few, read) = both(&catalog, &encoder, &request, most);
                assert_eq!(whole, few, "{request:?}, {most}");
                assert!(read < PHOTOS as usize / 2 + most, "{request:?}, {most}: {read} were read");
                assert!(most == 0 || text == "?" || texts == TextUse::Only || !few.hits.is_empty());
            }
        }
    }
}

#[test]
fn a_photo_of_the_catalogue_is_found_first_by_its_own_file() {
    let folder = tempfile::tempdir().unwrap();
    let (catalog, encoder) = drawn(&folder);
    // 12 looks like 62, 112 and others.
    let path = catalog.photos().unwrap()[12].path.clone();
    let file = folder.path().join(&path);
    fs_err::create_dir_all(file.parent().unwrap()).unwrap();
    fs_err::write(&file, "what lies there is not read").unwrap();
    let request = SearchRequest { like: Some(Like::File(file)), ..SearchRequest::default() };
    let (whole, few, read) = both(&catalog, &encoder, &request, 3);
    assert_eq!((&whole, read), (&few, 3));
    assert_eq!(few.hits[0].photo, catalog.photos().unwrap()[12].id);
    let words = SearchRequest { text: "satin red".to_owned(), ..request };
    let (whole, few, _) = both(&catalog, &encoder, &words, 3);
    assert_eq!(whole, few);
}

#[test]
fn what_is_filtered_or_ordered_otherwise_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (catalog, encoder) = drawn(&folder);
    let asked = |text: &str| SearchRequest { text: text.to_owned(), ..SearchRequest::default() };
    let by_name = SearchRequest { sort: Sort::Name, ..asked("satin") };
    let backwards = SearchRequest { reversed: true, ..asked("satin") };
    let cut_off = SearchRequest { min_score: Some(0.1), ..asked("satin") };
    for request in [asked("satin folder:red"), asked("name:1"), asked(""), asked("satin score:>0.1"), by_name, backwards, cut_off] {
        let (whole, few, read) = both(&catalog, &encoder, &request, 5);
        assert_eq!((whole, read), (few, PHOTOS as usize), "{request:?}");
    }
    let (whole, few, read) = both(&catalog, &encoder, &asked("satin"), MOST + 1);
    assert_eq!((whole, read), (few, PHOTOS as usize), "reading them one by one would take longer");
}

#[test]
fn a_model_that_has_read_nothing_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let (catalog, _) = drawn(&folder);
    let other: Arc<dyn Encoder> = Arc::new(TextModel::new("other", DIMENSION, 100.0, |_| UnitVector::normalise(vec![1.0; DIMENSION])));
    let (whole, few, _) = both(&catalog, &other, &SearchRequest { text: "satin".to_owned(), ..SearchRequest::default() }, 5);
    assert_eq!((whole.hits.len(), few.hits.len()), (0, 0));
}
