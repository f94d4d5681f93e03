//! What a search of a workspace finds, and in which order.

use super::*;
use crate::duplicates::Stack;
use crate::snapshot::Snapshot;
use crate::tags::Tags;
use base::score::of_hundredths;
use base::{Decision, LabelSetId, Mark, Marked, Photo, Photos, Provenance, Source, Stars, Tag, TagBook};
use tasks::products::Product;
use tasks::search::Searchable;
use testing::TextModel;
use vectors::Matrix;

/// More than anybody would call a page.
const PHOTOS: i64 = 3000;
const ALL: Reach = Reach { most: usize::MAX, missing: true };

/// Photos 1, 2, 3 … turned further and further away from the first axis, and named the other way round.
fn workspace() -> Workspace {
    let photos: Arc<Photos> = Arc::new((1..=PHOTOS).map(|id| Photo::sample(id, &format!("IMG_{}.jpg", PHOTOS - id))).collect());
    let ids: Vec<PhotoId> = photos.iter().map(|p| p.id).collect();
    let turned = |id: &PhotoId| {
        let angle = id.0 as f32 / PHOTOS as f32 * 2.0;
        [angle.cos(), angle.sin()]
    };
    let matrix = Matrix::new(2, ids.iter().flat_map(turned).collect()).unwrap();
    // Every text lies on the first axis.
    let encoder = Arc::new(TextModel::new("axis", 2, 1.0, |_| UnitVector::normalise(vec![1.0, 0.0])));
    let snapshot = Snapshot {
        catalog: "/c.selvedge".into(),
        name: "c".to_owned(),
        read_only: false,
        roots: Vec::new(),
        folders: Vec::new(),
        photos: Arc::clone(&photos),
        clocks: base::Clocks::new(),
        problems: [].into(),
        unread_folders: 0,
        model: "axis".to_owned(),
        embedded: PHOTOS as u64,
    };
    let searchable = Searchable::new(photos, &[], &ids, matrix);
    Workspace {
        opened: Arc::new(Opened { generation: 0, snapshot: Arc::new(snapshot), searchable, encoder: Some(encoder) }),
        tags: Arc::default(),
        products: Arc::default(),
        stacks: Arc::default(),
        memory: Arc::default(),
        learning: crate::learned::Learning::Off,
    }
}

fn found(workspace: &Workspace, request: &SearchRequest) -> (Vec<i64>, SearchAnswer) {
    let answer = workspace.search(request, ALL, &|| false).unwrap();
    (answer.hits.iter().map(|h| h.photo.0).collect(), answer)
}

fn red() -> SearchRequest {
    SearchRequest { text: "red".to_owned(), texts: TextUse::Off, ..SearchRequest::default() }
}

#[test]
fn order_and_reverse_are_over_all_hits() {
    let workspace = workspace();
    let forward: Vec<i64> = (1..=PHOTOS).collect();
    let backward: Vec<i64> = forward.iter().rev().copied().collect();
    assert_eq!(found(&workspace, &red()).0, forward);
    assert_eq!(found(&workspace, &SearchRequest { reversed: true, ..red() }).0, backward);
    assert_eq!(found(&workspace, &SearchRequest { sort: Sort::Name, ..red() }).0, backward, "IMG_0 is the last photo");
    assert_eq!(found(&workspace, &SearchRequest { sort: Sort::Name, reversed: true, ..red() }).0, forward);
    let few = Reach { most: 2, missing: true };
    let last = workspace.search(&SearchRequest { reversed: true, ..red() }, few, &|| false).unwrap();
    assert_eq!(last.hits.iter().map(|h| h.photo.0).collect::<Vec<_>>(), backward[..2], "a limit comes after the order");
}

#[test]
fn a_closed_stack_is_one_hit_and_an_open_one_stands_together() {
    let mut workspace = workspace();
    let stack = |photos: &[i64]| Stack { photos: photos.iter().map(|id| PhotoId(*id)).collect(), groups: Vec::new() };
    let stacks = vec![stack(&[7, 3, 5]), stack(&[2000, 9])];
    let stack_of = stacks.iter().enumerate().flat_map(|(n, stack)| stack.photos.iter().map(move |photo| (*photo, n))).collect();
    workspace.stacks = Arc::new(Duplicates { stacks, stack_of, ..Duplicates::default() });
    let stacked = |workspace: &Workspace, open: &[i64], text: &str| {
        let open_stacks = open.iter().map(|id| PhotoId(*id)).collect();
        let request = SearchRequest { stacked: true, open_stacks, text: text.to_owned(), texts: TextUse::Off, ..SearchRequest::default() };
        let (hits, answer) = found(workspace, &request);
        let mut together: Vec<_> = answer.found_together.iter().map(|(photo, all)| (photo.0, all.len())).collect();
        together.sort_unstable();
        (hits, answer.folded, together)
    };
    let (hits, folded, together) = stacked(&workspace, &[], "red");
    assert_eq!(together, [(3, 3), (5, 3), (7, 3), (9, 2), (2000, 2)]);
    assert_eq!((&hits[..9], folded, hits.len()), (&[1, 2, 7, 4, 6, 8, 2000, 10, 11][..], 3, PHOTOS as usize - 3));
    let (hits, folded, _) = stacked(&workspace, &[5], "red");
    assert_eq!((&hits[..7], folded), (&[1, 2, 7, 3, 5, 4, 6][..], 1));
    let by_name = SearchRequest { stacked: true, sort: Sort::Name, reversed: true, ..red() };
    assert_eq!(found(&workspace, &by_name).0[..8], [1, 2, 4, 6, 7, 8, 10, 11], "what is in order stays so");
    let only_one = stacked(&workspace, &[], "red name:IMG_2995.jpg");
    assert_eq!(only_one, (vec![5], 0, Vec::new()), "where its best is not found, the first that is stands for it");
    let marked = |photo: i64, mark| Marked { photo: PhotoId(photo), mark, source: Source::Person, at_ms: 0 };
    let [pick, reject] = [Flag::Pick, Flag::Reject].map(|flag| Mark::Flag(Some(flag)));
    let mut tags = Tags::clone(&workspace.tags);
    tags.book = tags.book.with_marks([marked(3, pick), marked(2000, reject)]);
    workspace.tags = Arc::new(tags);
    let (hits, ..) = stacked(&workspace, &[], "red");
    assert_eq!(&hits[..9], [1, 2, 3, 4, 6, 8, 9, 10, 11], "what is picked stands for a stack, and what is rejected for none");
    let (hits, folded, together) = stacked(&workspace, &[], "red is:unflagged");
    assert_eq!((&hits[..6], folded), (&[1, 2, 4, 7, 6, 8][..], 1));
    assert_eq!(together, [(5, 2), (7, 2)], "a filter's photos alone are found together");
}

#[test]
fn a_filter_that_no_photo_meets_is_told_where_nothing_is_found() {
    let workspace = workspace();
    let unmet = |text: &str| {
        let request = SearchRequest { text: text.to_owned(), texts: TextUse::Off, ..SearchRequest::default() };
        let unmet = found(&workspace, &request).1.unmet;
        unmet.into_iter().map(|filter| (filter.place, filter.field)).collect::<Vec<_>>()
    };
    assert_eq!(unmet("red name:IMG_1* folder:shoes tag:dress"), [(1, "folder"), (2, "tag")]);
    assert_eq!(unmet("name:IMG_1.jpg name:IMG_2.jpg"), [], "each of them is met");
    assert_eq!(unmet("name:IMG_1*"), []);
}

#[test]
fn what_is_counted_at_a_cut_off_is_what_it_shows() {
    let mut workspace = workspace();
    let products = (0..PHOTOS / 3).map(|n| Product { sku: n.to_string(), photos: (1..=3).map(|i| PhotoId(3 * n + i)).collect() });
    let of = (1..=PHOTOS).map(|id| (PhotoId(id), (id as usize - 1) / 3)).collect();
    let grouped = crate::products::Products { products: products.collect(), of: Arc::new(of), ..Default::default() };
    workspace.products = Arc::new(grouped);
    for (by_product, sort) in [(false, Sort::Relevance), (true, Sort::Relevance), (true, Sort::Name)] {
        let all = SearchRequest { by_product, sort, ..red() };
        let counts = found(&workspace, &all).1.scores;
        assert_eq!(counts.total(), if by_product { PHOTOS as u64 / 3 } else { PHOTOS as u64 });
        for cut in [-41, -20, 0, 24, 60, 99, 100] {
            let (shown, answer) = found(&workspace, &SearchRequest { min_score: Some(of_hundredths(cut)), ..all.clone() });
            assert_eq!(shown.len() as u64, counts.at_or_above(cut), "{by_product} {cut}");
            assert_eq!(answer.scores, counts, "the histogram is of all that could be shown");
        }
    }
}

#[test]
fn the_first_few_are_the_first_of_all_and_a_photo_comes_before_its_copies() {
    let mut workspace = workspace();
    let all = found(&workspace, &red()).0;
    for most in [0, 1, 7, PHOTOS as usize + 1] {
        let few = workspace.search(&red(), Reach { most, missing: true }, &|| false).unwrap();
        let ids: Vec<i64> = few.hits.iter().map(|h| h.photo.0).collect();
        assert_eq!((&ids[..], few.considered), (&all[..most.min(all.len())], PHOTOS as u64));
    }
    let photos = Arc::clone(workspace.opened.searchable.photos());
    let ids: Vec<PhotoId> = photos.iter().map(|p| p.id).collect();
    let copies = Matrix::new(2, ids.iter().flat_map(|_| [0.6, 0.8]).collect()).unwrap();
    let opened = &workspace.opened;
    let searchable = Searchable::new(photos, &[], &ids, copies);
    workspace.opened =
        Arc::new(Opened { generation: 0, snapshot: Arc::clone(&opened.snapshot), searchable, encoder: opened.encoder.clone() });
    let like = SearchRequest { like: Some(Like::Photo(PhotoId(2000))), ..SearchRequest::default() };
    for (most, wanted) in [(1, vec![2000]), (3, vec![2000, 1, 2])] {
        let hits = workspace.search(&like, Reach { most, missing: true }, &|| false).unwrap().hits;
        assert_eq!(hits.iter().map(|h| h.photo.0).collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn what_rests_on_no_decision_is_the_same_whatever_is_decided() {
    let mut workspace = workspace();
    let text = |text: &str| SearchRequest { text: text.to_owned(), texts: TextUse::Off, ..SearchRequest::default() };
    let requests = [
        (false, red()),
        (false, SearchRequest::default()),
        (false, text("red name:IMG_1* -folder:shoes")),
        (false, SearchRequest { sort: Sort::Name, reversed: true, ..red() }),
        (false, SearchRequest { sort: Sort::Date, min_score: Some(0.2), ..red() }),
        (true, text("red is:untagged")),
        (true, text("-is:pick")),
        (true, text("rating:5")),
        (true, SearchRequest { sort: Sort::Rating, ..red() }),
        (true, SearchRequest { only: Some(Only::Untagged), ..red() }),
    ];
    let answers = |workspace: &Workspace| requests.each_ref().map(|(_, request)| found(workspace, request).1);
    let before = answers(&workspace);
    let provenance = Provenance::of(Source::Person, 0);
    let (set, label, decision) = (LabelSetId(1), Some(LabelId(1)), Decision::Accepted);
    let tag = Tag { photo: PhotoId(3), set, label, decision, provenance, revision: 1, stale: false };
    let marked = |photo: i64, mark| Marked { photo: PhotoId(photo), mark, source: Source::Person, at_ms: 0 };
    let marks = [marked(7, Mark::Flag(Some(Flag::Pick))), marked(5, Mark::Stars(Stars::new(5)))];
    workspace.tags = Arc::new(Tags { book: TagBook::new([tag]).with_marks(marks), ..Tags::default() });
    for (((rests, request), before), after) in requests.iter().zip(before).zip(answers(&workspace)) {
        assert_eq!((workspace.rests_on_decisions(request), before != after), (*rests, *rests), "{request:?}");
    }
}
