//! What a gesture acts on: computed here and nowhere else, and said in the same words on every button, menu line and key.
//!
//! In the grid it is what is selected, else the photo under the cursor; where a cell stands for a product, all photos of it. In the
//! other views it is the one photo that they show. What is not in view, or not named, is never among it.

use super::ctx::Ctx;
use super::products;
use super::view::View;
use base::{Choice, Decision, LabelId, PhotoId, Ruling, human};
use engine::protocol::Hit;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Photos that a gesture acts on.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// Each once.
    pub photos: Arc<[PhotoId]>,
    /// How many products they are of, where the grid shows products.
    pub products: Option<u64>,
}

/// What a target was made from; another one is made when that changes.
#[derive(Clone, Debug, Default)]
pub struct MadeFrom {
    selection: u64,
    view: View,
    in_hand: Option<PhotoId>,
    grouped: Option<Arc<HashMap<PhotoId, usize>>>,
}

impl MadeFrom {
    fn now(ctx: &Ctx) -> Self {
        Self { selection: ctx.selection.version(), view: ctx.view, in_hand: ctx.in_hand, grouped: grouping(ctx) }
    }

    fn is(&self, other: &Self) -> bool {
        (self.selection, self.view, self.in_hand) == (other.selection, other.view, other.in_hand) && same(&self.grouped, &other.grouped)
    }
}

impl Target {
    /// There is nothing to act on.
    pub fn is_empty(&self) -> bool {
        self.photos.is_empty()
    }

    /// "this photo", "5 photos", "3 photos of this product", "111 photos of 74 products".
    pub fn words(&self) -> String {
        match (self.photos.len() as u64, self.products) {
            (1, _) => "this photo".to_owned(),
            (n, Some(1)) => format!("{} of this product", human::photos(n)),
            (n, products) => photos_words(n, products),
        }
    }
}

/// "111 photos", "111 photos of 74 products".
pub fn photos_words(photos: u64, products: Option<u64>) -> String {
    match products {
        Some(n) => format!("{} of {}", human::photos(photos), human::counted(n, "product", "products")),
        None => human::photos(photos),
    }
}

/// Each photo's place among the products, where a cell of the grid stands for a product.
pub fn grouping(ctx: &Ctx) -> Option<Arc<HashMap<PhotoId, usize>>> {
    products::grouped(ctx).then(|| Arc::clone(&ctx.products.of))
}

/// What is pointed at is a cell of the grid, or seen beside it; in the other views it is a photo for itself.
fn by_cell(view: View) -> bool {
    matches!(view, View::Grid | View::Problems | View::Missing)
}

/// The same grouping, or both none.
pub fn same(a: &Option<Arc<HashMap<PhotoId, usize>>>, b: &Option<Arc<HashMap<PhotoId, usize>>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// Several photos, or products, are selected and in view.
pub fn several(ctx: &Ctx) -> bool {
    ctx.view != View::Loupe && ctx.selection.count() > 1
}

/// What keys, the tag bar and the palette act on; made anew where something changed.
pub fn follow(ctx: &mut Ctx) {
    let now = MadeFrom::now(ctx);
    if !ctx.target_from.is(&now) {
        ctx.target = made(ctx);
        ctx.target_from = now;
    }
}

fn made(ctx: &Ctx) -> Target {
    match ctx.view {
        View::Models => Target::default(),
        view if by_cell(view) && ctx.selection.count() > 0 => of_cells(ctx, ctx.selection.iter()),
        view if by_cell(view) => of_cells(ctx, ctx.in_hand),
        _ => Target { photos: ctx.in_hand.into_iter().collect(), products: None },
    }
}

/// One photo that is named; in the grid of products the product that it stands for.
pub fn of_photo(ctx: &Ctx, photo: PhotoId) -> Target {
    if by_cell(ctx.view) { of_cells(ctx, [photo]) } else { Target { photos: Arc::new([photo]), products: None } }
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
    Target { photos: all.into(), products }
}

/// What a click on a label does to photos: all have it: it is withdrawn; else it is accepted.
pub fn toggled(ctx: &Ctx, photos: &[PhotoId], label: LabelId) -> Ruling {
    let has = |p: &PhotoId| ctx.tags.book.about(*p, label).is_some_and(|t| t.decision == Decision::Accepted);
    if !photos.is_empty() && photos.iter().all(has) { Ruling::Withdraw(label) } else { Ruling::Accept(label) }
}

/// How many labels of a single-choice set would give way to this one.
pub fn replaced(ctx: &Ctx, photos: &[PhotoId], label: LabelId) -> u64 {
    let Some((set, _)) = ctx.tags.label(label).filter(|(set, _)| set.choice == Choice::Single) else { return 0 };
    let others = photos.iter().flat_map(|p| ctx.tags.book.accepted(*p));
    others.filter(|t| t.set == set.id && t.label.is_some_and(|other| other != label)).count() as u64
}

/// "Replaces 4 labels"; of one photo "Replaces “Blue”".
pub fn replaced_words(ctx: &Ctx, photos: &[PhotoId], label: LabelId) -> Option<String> {
    let n = replaced(ctx, photos, label);
    let set = ctx.tags.label(label)?.0;
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
        let hits: Vec<Hit> = [2, 3, 9].map(|id| Hit { photo: PhotoId(id), score: None }).into();
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
        for view in [View::Loupe, View::Review, View::Compare] {
            (ctx.view, ctx.in_hand) = (view, Some(PhotoId(3)));
            assert_eq!(acted_on(&mut ctx), (vec![3], "this photo".into()), "{view:?}");
        }
        ctx.in_hand = None;
        assert_eq!(acted_on(&mut ctx).0, Vec::<i64>::new());
    }
}
