//! What a gesture acts on: computed here and nowhere else, and said in the same words on every button, menu line and key.
//!
//! In the grid it is what is selected, else the photo under the cursor; where a cell stands for a product, all photos of it. In the
//! other views it is the one photo that they show. What is not in view, or not named, is never among it.

use super::ctx::Ctx;
use super::products;
pub use super::target::{MadeFrom, Target, photos_words, same};
use super::view::View;
use base::{Choice, Decision, LabelId, LabelSet, Photo, PhotoId, Ruling, human};
use engine::protocol::Hit;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Each photo's place among the products, where a cell of the grid stands for a product.
pub fn grouping(ctx: &Ctx) -> Option<Arc<HashMap<PhotoId, usize>>> {
    products::grouped(ctx).then(|| Arc::clone(&ctx.products.of))
}

/// What is pointed at is a cell of the grid, or seen beside it; in the other views it is a photo for itself.
fn by_cell(view: View) -> bool {
    matches!(view, View::Grid | View::Problems | View::Missing)
}

/// Several photos, or products, are selected and in view.
pub fn several(ctx: &Ctx) -> bool {
    ctx.view != View::Loupe && ctx.selection.count() > 1
}

/// What keys, the tag bar and the palette act on; made anew where something changed.
pub fn follow(ctx: &mut Ctx) {
    let (selection, view, in_hand, grouped) = (ctx.selection.version(), ctx.view, ctx.in_hand, grouping(ctx));
    let now = MadeFrom { selection, view, in_hand, grouped };
    if !ctx.target_from.is(&now) {
        ctx.target = made(ctx);
        ctx.target_from = now;
    }
}

fn made(ctx: &Ctx) -> Target {
    match ctx.view {
        View::Models => Target::default(),
        // A point is a photo for itself.
        View::Map if ctx.selection.count() > 0 => {
            let mut photos: Vec<PhotoId> = ctx.selection.iter().collect();
            photos.sort_unstable();
            Target { photos: photos.into(), ..Target::default() }
        }
        view if by_cell(view) && ctx.selection.count() > 0 => of_cells(ctx, ctx.selection.iter()),
        view if by_cell(view) => of_cells(ctx, ctx.in_hand),
        view => {
            let name =
                ctx.in_hand.filter(|_| matches!(view, View::Survey | View::Compare | View::Agreement)).and_then(|id| ctx.library.photo(id));
            Target { photos: ctx.in_hand.into_iter().collect(), name: name.map(Photo::name), products: None }
        }
    }
}

/// One photo that is named; in the grid of products the product that it stands for.
pub fn of_photo(ctx: &Ctx, photo: PhotoId) -> Target {
    if by_cell(ctx.view) { of_cells(ctx, [photo]) } else { Target { photos: Arc::new([photo]), ..Target::default() } }
}

/// What a photo's menu acts on: all that is selected where the photo is among it, else the photo.
pub fn around(ctx: &Ctx, photo: PhotoId) -> Target {
    if ctx.target.photos.binary_search(&photo).is_ok() { ctx.target.clone() } else { of_photo(ctx, photo) }
}

/// All photos that these cells of the grid stand for.
pub fn of_hits(ctx: &Ctx, hits: &[Hit]) -> Target {
    of_cells(ctx, hits.iter().map(|h| h.photo))
}

fn of_cells(ctx: &Ctx, photos: impl IntoIterator<Item = PhotoId>) -> Target {
    let photos = photos.into_iter();
    let mut all: Vec<PhotoId> = Vec::new();
    let mut products = None;
    if products::grouped(ctx) {
        let (mut seen, mut single) = (HashSet::new(), 0);
        for photo in photos {
            match ctx.products.of.get(&photo).and_then(|place| Some((place, ctx.products.products.get(*place)?))) {
                Some((place, product)) if seen.insert(*place) => all.extend(&product.photos),
                Some(_) => {}
                None => {
                    single += 1;
                    all.push(photo);
                }
            }
        }
        products = Some(seen.len() as u64 + single);
    } else {
        all.extend(photos);
    }
    all.sort_unstable();
    all.dedup();
    Target { photos: all.into(), products, name: None }
}

/// What is acted on was chosen by the person, and is not merely what the grid shows.
pub fn is_selected(ctx: &Ctx) -> bool {
    ctx.selection.count() > 0 || !by_cell(ctx.view)
}

/// The photos that leave the catalogue together: what is selected, else all that the grid shows; in the order of the grid, in which they
/// are numbered.
pub fn chosen(ctx: &Ctx) -> Arc<[PhotoId]> {
    let target = if is_selected(ctx) { ctx.target.clone() } else { of_hits(ctx, &ctx.shown.hits) };
    if target.photos.len() < 2 {
        return target.photos;
    }
    let place: HashMap<PhotoId, usize> = ctx.shown.hits.iter().enumerate().map(|(place, hit)| (hit.photo, place)).collect();
    let mut photos = target.photos.to_vec();
    // Photos of a product stand behind the one that is shown for it.
    let product = |photo: &PhotoId| grouping(ctx).and_then(|of| Some(ctx.products.products.get(*of.get(photo)?)?.photos.clone()));
    let shown = |photo: &PhotoId| product(photo)?.iter().find_map(|other| place.get(other).copied());
    photos.sort_by_cached_key(|photo| place.get(photo).copied().or_else(|| shown(photo)).unwrap_or(usize::MAX));
    photos.into()
}

/// What a click on a label does to photos: all have it: it is withdrawn; else it is accepted.
pub fn toggled(ctx: &Ctx, photos: &[PhotoId], label: LabelId) -> Ruling {
    let has = |p: &PhotoId| ctx.tags.book.about(*p, label).is_some_and(|t| t.decision == Decision::Accepted);
    if !photos.is_empty() && photos.iter().all(has) { Ruling::Withdraw(label) } else { Ruling::Accept(label) }
}

/// How many labels of a single-choice set would give way to this one of it; `None`: one that is still to be made.
fn replaced_in(ctx: &Ctx, photos: &[PhotoId], set: &LabelSet, label: Option<LabelId>) -> u64 {
    if set.choice != Choice::Single {
        return 0;
    }
    let others = photos.iter().flat_map(|p| ctx.tags.book.accepted(*p));
    others.filter(|t| t.set == set.id && t.label.is_some() && t.label != label).count() as u64
}

/// "Replaces 4 labels"; of one photo "Replaces “Blue”".
pub fn replaced_words(ctx: &Ctx, photos: &[PhotoId], label: LabelId) -> Option<String> {
    let set = ctx.tags.label(label)?.0;
    replaced_words_in(ctx, photos, set, Some(label))
}

/// "to 3 photos, replaces 2 labels": to what a label of this set is given; `None`: one that is still to be made.
pub fn given_words(ctx: &Ctx, target: &Target, set: &LabelSet, label: Option<LabelId>) -> String {
    let replaces = replaced_words_in(ctx, &target.photos, set, label).map(|words| format!(", {words}"));
    format!("to {}{}", target.words(), replaces.unwrap_or_default())
}

fn replaced_words_in(ctx: &Ctx, photos: &[PhotoId], set: &LabelSet, label: Option<LabelId>) -> Option<String> {
    let n = replaced_in(ctx, photos, set, label);
    match (photos, n) {
        (_, 0) => None,
        ([photo], 1) => {
            let old = ctx.tags.book.accepted(*photo).find(|t| t.set == set.id)?.label?;
            Some(format!("replaces “{}”", set.label(old)?.name))
        }
        _ => Some(format!("replaces {}", human::counted(n, "label", "labels"))),
    }
}

/// "5 selected", "12 photos of 4 products selected".
pub fn selected_words(ctx: &Ctx) -> String {
    let n = ctx.selection.count() as u64;
    match (ctx.view, n, ctx.target.products) {
        (_, 0, _) => "Nothing selected".to_owned(),
        (View::Loupe, n, _) if n > 1 => format!("{} selected in the grid", human::count(n)),
        (_, _, Some(products)) => format!("{} selected", photos_words(ctx.target.photos.len() as u64, Some(products))),
        (_, n, None) => format!("{} selected", human::count(n)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::selection::Reach;
    use engine::protocol::{Only, Product, Products, SkuRule};

    fn two_products() -> Ctx {
        let product = |sku: &str, photos: &[i64]| Product { sku: sku.into(), photos: photos.iter().copied().map(PhotoId).collect() };
        let products = Products {
            rule: Some(SkuRule::default()),
            products: [product("a", &[1, 2]), product("b", &[3])].into(),
            of: Arc::new([(PhotoId(1), 0), (PhotoId(2), 0), (PhotoId(3), 1)].into()),
            odd: Vec::new(),
        };
        let mut ctx = Ctx { products: Arc::new(products), ..Ctx::default() };
        let hits: Vec<Hit> = [2, 3, 9].map(|id| Hit::of(PhotoId(id), None)).into();
        ctx.shown.hits = hits.into();
        ctx
    }

    fn acted_on(ctx: &mut Ctx) -> (Vec<i64>, String) {
        follow(ctx);
        (ctx.target.photos.iter().map(|p| p.0).collect(), ctx.target.words())
    }

    #[test]
    fn where_a_cell_is_a_product_a_gesture_is_for_all_its_photos() {
        let mut ctx = two_products();
        let hits = Arc::clone(&ctx.shown.hits);
        ctx.selection.pick(&hits, 0, Reach::Only);
        ctx.selection.pick(&hits, 2, Reach::Toggle);
        assert_eq!(acted_on(&mut ctx), (vec![2, 9], "2 photos".into()));
        ctx.query.by_product = true;
        assert_eq!(acted_on(&mut ctx), (vec![1, 2, 9], "3 photos of 2 products".into()));
        ctx.selection.pick(&hits, 0, Reach::Only);
        assert_eq!(acted_on(&mut ctx), (vec![1, 2], "2 photos of this product".into()));
        ctx.query.only = Some(Only::Product("a".into()));
        assert_eq!(acted_on(&mut ctx), (vec![2], "this photo".into()), "inside a product its photos stand for themselves");
    }

    #[test]
    fn a_view_of_one_photo_acts_on_that_photo_whatever_is_selected() {
        let mut ctx = two_products();
        let hits = Arc::clone(&ctx.shown.hits);
        ctx.selection.all(&hits);
        ctx.query.by_product = true;
        for view in [View::Loupe, View::Survey, View::Review, View::Audit, View::Disputes, View::Compare] {
            (ctx.view, ctx.in_hand) = (view, Some(PhotoId(3)));
            assert_eq!(acted_on(&mut ctx), (vec![3], "this photo".into()), "{view:?}");
        }
        ctx.in_hand = None;
        assert_eq!(acted_on(&mut ctx).0, Vec::<i64>::new());
    }
}
