//! Products with their labels for shop systems.

use super::content::{Content, Skus};
use super::error::ExchangeError;
use super::report::ExportReport;
use super::tables::TableExport;
use base::{Choice, Label, Photo, PhotoId, Source, Tag, human};
use exchange::{ProductRow, ShopReport, write_google, write_shopify};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Remarks of one kind that are told one by one.
const TOLD: usize = 5;

/// Shopify's product CSV.
pub(super) fn write_shopify_file(export: &TableExport<'_>, out: &mut dyn Write) -> Result<ExportReport, ExchangeError> {
    write_products(export, |rows| write_shopify(out, rows))
}

/// Google's product feed.
pub(super) fn write_google_file(export: &TableExport<'_>, out: &mut dyn Write) -> Result<ExportReport, ExchangeError> {
    write_products(export, |rows| write_google(out, rows))
}

/// Writes one row a product. Without any SKU each photo stands for a product, called like its file without the ending.
fn write_products(
    export: &TableExport<'_>,
    write: impl FnOnce(&[ProductRow]) -> io::Result<ShopReport>,
) -> Result<ExportReport, ExchangeError> {
    let content = &Content::of(export.catalog, export.photos)?;
    let sku = |photo: &Photo| Some((photo.id, export.skus.as_ref()?.sku(photo)?));
    let skus: Skus = content.photos.iter().filter_map(sku).collect();
    let mut remarks = Vec::new();
    let mut products: BTreeMap<String, Vec<PhotoId>> = BTreeMap::new();
    let mut without = Vec::new();
    if skus.is_empty() && !content.photos.is_empty() {
        remarks.push("no SKU rule is set, so each photo counts as a product called like its file".to_owned());
    }
    for photo in &content.photos {
        let sku = if skus.is_empty() {
            photo.path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
        } else {
            skus.get(&photo.id).cloned()
        };
        match sku {
            Some(sku) => products.entry(sku).or_default().push(photo.id),
            None if content.book.accepted(photo.id).next().is_some() => without.push(photo.name()),
            None => {}
        }
    }
    if !without.is_empty() {
        remarks.push(format!("{} without a SKU left out: {}", human::photos(without.len() as u64), few(&without)));
    }
    let mut torn = Vec::new();
    let rows: Vec<ProductRow> = products.into_iter().map(|(sku, photos)| product(content, sku, &photos, &mut torn)).collect();
    if !torn.is_empty() {
        remarks.push(format!(
            "photos of {} disagree about a set with one choice; the one with the highest scores was taken: {}",
            human::counted(torn.len() as u64, "product", "products"),
            few(&torn)
        ));
    }
    let report = write(&rows)?;
    remarks.extend(words(&report));
    Ok(ExportReport { written: report.products, remarks, ..ExportReport::default() })
}

/// The labels of a product's photos: all of them in a multi-choice set; in a single-choice one the label with the highest
/// sum of its photos' scores, where what a person decided, or nobody scored, counts in full.
fn product(content: &Content, sku: String, photos: &[PhotoId], torn: &mut Vec<String>) -> ProductRow {
    let mut labels = Vec::new();
    let accepted: Vec<&Tag> = photos.iter().flat_map(|p| content.book.accepted(*p)).collect();
    for set in &content.sets {
        let fused = |label: &Label| accepted.iter().filter(|t| t.label == Some(label.id)).map(|t| weight(t)).reduce(|a, b| a + b);
        let mut named: Vec<(&Label, f32)> = set.labels.iter().filter_map(|l| Some((l, fused(l)?))).collect();
        if set.choice == Choice::Single && named.len() > 1 {
            torn.push(format!("{sku} ({})", set.name));
            // Of equals the first: the sort is stable.
            named.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            named.truncate(1);
        }
        labels.push((set.name.clone(), named.into_iter().map(|(l, _)| l.name.clone()).collect()));
    }
    ProductRow { sku, labels }
}

fn weight(tag: &Tag) -> f32 {
    match tag.provenance.source {
        Source::Person => 1.0,
        Source::Rule | Source::Import => tag.provenance.score.unwrap_or(1.0),
    }
}

/// What a person should know before they import the file into the shop.
fn words(report: &ShopReport) -> Vec<String> {
    let mut words = Vec::new();
    if report.left_out > 0 {
        words.push(format!("{} without a label for this shop left out", human::counted(report.left_out, "product", "products")));
    }
    if !report.unused_sets.is_empty() {
        words.push(format!("the shop has no column for {}", report.unused_sets.join(", ")));
    }
    for (column, n) in &report.blank {
        words.push(format!("{column} is empty for {}: the shop may blank what it has there", human::counted(*n, "product", "products")));
    }
    if !report.risky.is_empty() {
        let cells: Vec<String> = report.risky.iter().map(|(sku, column, text)| format!("{sku}, {column}: {text}")).collect();
        let n = human::counted(cells.len() as u64, "cell", "cells");
        words.push(format!("{n} would be taken for a formula, so do not open the file in a spreadsheet: {}", few(&cells)));
    }
    let problems: Vec<String> = report.problems.iter().map(|(sku, column, problem)| format!("{sku}, {column}: {problem}")).collect();
    words.extend(problems.iter().take(TOLD).cloned());
    if problems.len() > TOLD {
        words.push(format!("{} more like these", human::count((problems.len() - TOLD) as u64)));
    }
    words.extend(report.notes.iter().cloned());
    words
}

pub(super) fn few(all: &[String]) -> String {
    let shown = all.iter().take(TOLD).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > TOLD { format!("{shown}, …") } else { shown }
}
