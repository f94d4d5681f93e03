//! What products mean for the grid.

use super::ctx::Ctx;
use super::effect::Effect;
use super::query::Change;
use super::view::View;
use base::PhotoId;
use engine::protocol::{Only, Product};

/// The product of a photo.
pub fn of(ctx: &Ctx, photo: PhotoId) -> Option<&Product> {
    ctx.products.products.get(*ctx.products.of.get(&photo)?)
}

/// One cell of the grid stands for one product.
pub fn grouped(ctx: &Ctx) -> bool {
    ctx.query.by_product && ctx.products.rule.is_some() && !ctx.query.only.as_ref().is_some_and(Only::is_of_photos)
}

/// How many photos a cell stands for; `None`: the one it shows.
pub fn stack(ctx: &Ctx, photo: PhotoId) -> Option<u64> {
    let product = of(ctx, photo).filter(|p| p.photos.len() > 1 && grouped(ctx))?;
    Some(product.photos.len() as u64)
}

/// The grid shows every one of these.
pub fn all_in_grid(ctx: &Ctx, photos: &[PhotoId]) -> bool {
    let found = ctx.shown.hits.iter().filter(|h| photos.contains(&h.photo)).count();
    found == photos.len()
}

/// The photos of one product, in the grid.
pub fn show(sku: &str) -> Vec<Effect> {
    let only = Change::Only(Some(Only::Product(sku.to_owned())));
    vec![Effect::Show(View::Grid), Effect::Query(vec![Change::Clear, only])]
}

/// What opens a cell: its product where it stands for one, else the photo.
pub fn opening(ctx: &Ctx, index: usize) -> Vec<Effect> {
    let stacked = ctx.shown.hits.get(index).and_then(|h| stack(ctx, h.photo).and(of(ctx, h.photo)));
    stacked.map_or_else(|| vec![Effect::Enlarge(index)], |product| show(&product.sku))
}

/// The cell under the cursor stands for several photos: what shows them.
pub fn opened_by_cursor(ctx: &Ctx) -> Option<Vec<Effect>> {
    let photo = ctx.selection.cursor().filter(|_| ctx.view == View::Grid)?;
    stack(ctx, photo)?;
    Some(show(&of(ctx, photo)?.sku))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::LabelSetId;
    use engine::protocol::{Products, SkuRule};
    use std::sync::Arc;

    #[test]
    fn a_cell_stands_for_its_product_but_not_inside_of_it() {
        let product = |sku: &str, photos: &[i64]| Product { sku: sku.into(), photos: photos.iter().copied().map(PhotoId).collect() };
        let products = Products {
            rule: Some(SkuRule::default()),
            products: [product("a", &[1, 2]), product("b", &[3])].into(),
            of: Arc::new([(PhotoId(1), 0), (PhotoId(2), 0), (PhotoId(3), 1)].into()),
            odd: vec![(PhotoId(2), LabelSetId(1))],
        };
        let mut ctx = Ctx { products: Arc::new(products), ..Ctx::default() };
        assert_eq!(stack(&ctx, PhotoId(1)), None);
        ctx.query.by_product = true;
        assert_eq!((stack(&ctx, PhotoId(1)), stack(&ctx, PhotoId(3))), (Some(2), None));
        ctx.query.only = Some(Only::Product("a".into()));
        assert_eq!(stack(&ctx, PhotoId(1)), None);
    }
}
