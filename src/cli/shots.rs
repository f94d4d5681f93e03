//! `selvedge shots`: which views of which products are there, and which are still to be taken.

use super::arguments::{ShotsArguments, ShotsJob};
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::decided;
use super::output::{Output, note, put_path};
use super::progress::Bar;
use super::sku_match;
use base::labels::set_named;
use base::{Cancel, Photo, PhotoId, Photos, Progress, Root, TagBook, human};
use catalog::Catalog;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use tasks::products::{SkuFrom, SkuRule};
use workspace::AppError;
use workspace::products::Products;
use workspace::shots::{ListTold, ProductShots, Proposed, Shots, ShotsRequest, shot_list, views_named, write_shots};

pub fn shots(arguments: &ShotsArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    match &arguments.job {
        Some(ShotsJob::Match(job)) => return sku_match::match_skus(job, catalog, out, cancel),
        Some(ShotsJob::Assign(job)) => return sku_match::assign(job, catalog, out),
        None => {}
    }
    let catalog = existing(catalog)?;
    let sets = catalog.label_sets()?;
    let views = arguments.views.as_deref().unwrap_or_default();
    let set = set_named(&sets, views).ok_or_else(|| AppError::no_such_set(views, &sets))?;
    let request = ShotsRequest {
        set: set.id,
        want: views_named(set, &arguments.want)?,
        list: arguments.skus.clone(),
        column: arguments.sku_column.clone(),
    };
    let photos = Photos::from(catalog.photos()?);
    let products = match &arguments.sku_rule {
        Some(pattern) => Products::by(SkuRule { from: SkuFrom::FileName, pattern: pattern.clone() }, &catalog, &photos)?,
        None => Products::read(&catalog, &photos)?,
    };
    let proposed = if arguments.proposed {
        let bar = Bar::steps(&Progress::default(), out.wants_progress(), "asking about every photo");
        let workspace = decided(&catalog, &arguments.model)?;
        let proposed = workspace.proposed_views(set, &|| cancel.is_cancelled())?;
        drop(bar);
        let Some(proposed) = proposed else { return Ok(CANCELLED) };
        proposed
    } else {
        Proposed::default()
    };
    let found = shot_list(&request, set, (&products, &photos), &TagBook::new(catalog.tags()?), &proposed)?;
    if let Some(file) = &arguments.export {
        write_shots(file, &found)?;
    }
    tell(&found, arguments, (&photos, &catalog), out)?;
    Ok(if found.products.is_empty() && found.without_photo.is_empty() { NOTHING } else { 0 })
}

fn tell(found: &Shots, arguments: &ShotsArguments, (photos, catalog): (&Photos, &Catalog), out: &mut Output) -> Result<(), AppError> {
    let shown = || found.products.iter().filter(|product| !arguments.incomplete || !product.is_complete());
    if out.wants_json() {
        let views: Vec<&str> = found.views.iter().map(|view| view.name.as_str()).collect();
        let mut answer = json!({
            "views": views,
            "products": Value::Null,
            "complete": found.complete,
            "incomplete": found.products.len() - found.complete,
            "without_photo": found.without_photo,
            "without_product": without_product(found, photos, &catalog.roots()?),
        });
        if let Some(list) = &found.list {
            answer["list"] = list_json(list, found.unlisted);
        }
        let rows = shown().map(|product| product_json(product, &views, arguments.proposed, found.list.is_some()));
        out.json_with_rows(with_path(answer, "catalog", catalog.path()), "products", rows);
    } else {
        shown().for_each(|product| out.line(&product_words(product, found, arguments.proposed)));
        found.without_photo.iter().for_each(|sku| out.line(&format!("{sku}  no photo")));
        let complete = found.complete as u64;
        note(&format!(
            "{} complete, {} incomplete, {} without a photo, {} without a product",
            human::counted(complete, "product", "products"),
            human::count(found.products.len() as u64 - complete),
            human::counted(found.without_photo.len() as u64, "SKU", "SKUs"),
            human::photos(found.without_product.len() as u64),
        ));
    }
    if let Some(list) = &found.list {
        list.words().iter().for_each(|words| note(words));
    }
    if !found.tagged && !found.products.is_empty() {
        let set = arguments.views.as_deref().unwrap_or_default();
        note(&format!(
            "no photo has a view yet: suggest --set {set} proposes them, and --accept-above S or the window's review accepts them"
        ));
    }
    Ok(())
}

fn product_json(product: &ProductShots, views: &[&str], proposed: bool, with_list: bool) -> Value {
    let counted = |counts: &[u32]| -> Map<String, Value> {
        views.iter().zip(counts).filter(|(_, n)| **n > 0).map(|(view, n)| ((*view).to_owned(), (*n).into())).collect()
    };
    let missing: Vec<&str> = product.missing().filter_map(|place| views.get(place).copied()).collect();
    let mut row = json!({ "sku": product.sku, "have": counted(&product.have), "missing": missing });
    if proposed {
        row["proposed"] = counted(&product.proposed).into();
    }
    if with_list {
        row["listed"] = product.listed.into();
    }
    row
}

fn product_words(product: &ProductShots, found: &Shots, proposed: bool) -> String {
    let name = |place: usize| found.views[place].name.as_str();
    let missing: Vec<&str> = product.missing().map(name).collect();
    let what = if missing.is_empty() { "complete".to_owned() } else { format!("lacks {}", missing.join(", ")) };
    let seen: Vec<&str> = product.missing().filter(|place| proposed && product.proposed[*place] > 0).map(name).collect();
    let seen = if seen.is_empty() { String::new() } else { format!("  (proposed: {})", seen.join(", ")) };
    let unlisted = if product.listed { "" } else { "  (not in the list)" };
    format!("{}  {what}{seen}{unlisted}", product.sku)
}

fn without_product(found: &Shots, photos: &Photos, roots: &[Root]) -> Vec<Value> {
    let by_id: HashMap<PhotoId, &Photo> = photos.iter().map(|photo| (photo.id, photo)).collect();
    let roots: HashMap<_, _> = roots.iter().map(|root| (root.id, root)).collect();
    let row = |photo: &PhotoId| {
        let photo = by_id.get(photo)?;
        let mut row = json!({});
        put_path(&mut row, "path", &photo.absolute(&roots.get(&photo.root)?.path));
        Some(row)
    };
    found.without_product.iter().filter_map(row).collect()
}

fn list_json(list: &ListTold, unlisted: usize) -> Value {
    let unclear = list.unclear.iter().map(|row| json!({ "line": row.line, "sku": row.sku, "may_be": row.may_be }));
    json!({
        "column": list.column,
        "rows": list.rows,
        "skus": list.skus,
        "duplicates": list.duplicates,
        "empty": list.empty,
        "reread": list.reread,
        "ambiguous": list.ambiguous,
        "spoiled": list.spoiled,
        "unclear": unclear.collect::<Vec<_>>(),
        "unlisted": unlisted,
    })
}
