//! Export profiles: what the catalogue remembers of each shop, and the file that a profile makes.
//!
//! They are kept in the catalogue and not in the person's settings, since they name its label sets and imported columns, and go where it goes.

use super::content::{Content, wanted};
use super::error::{ExchangeError, read_file, wrong_format};
use super::export::in_file;
use super::products::few;
use crate::products::SkuSource;
use base::fold::{key, same};
use base::labels::set_named;
use base::unfinished::sweep_beside;
use base::{Choice, LabelSet, Photo, PhotoId, Source, atomic, human, natural};
use catalog::Catalog;
use exchange::{Dialect, Feed, FeedProduct, FeedVariant, FormatError, Piece, Profile, ProfileFormat, feed, line_of, pieces};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::Path;

/// Under which the catalogue keeps them.
const CHOICE: &str = "export_profiles";

/// What a profile's export did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileReport {
    /// Rows of the file, and what its importer would refuse of them.
    pub feed: Feed,
    /// Products in it.
    pub products: u64,
    /// Things to look at.
    pub remarks: Vec<String>,
}

/// The catalogue's profiles, by name.
pub fn profiles(catalog: &Catalog) -> Result<Vec<Profile>, ExchangeError> {
    // One that another version wrote and this one cannot read is not shown.
    Ok(stored(catalog)?.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect())
}

fn stored(catalog: &Catalog) -> Result<Vec<Value>, ExchangeError> {
    Ok(catalog.choice(CHOICE)?.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
}

/// The profile of a name.
pub fn profile(catalog: &Catalog, name: &str) -> Result<Profile, ExchangeError> {
    let all = profiles(catalog)?;
    let known = || all.iter().map(|profile| profile.name.clone()).collect();
    let found = all.iter().find(|profile| key(&profile.name) == key(name));
    found.cloned().ok_or_else(|| ExchangeError::NoSuchProfile { name: name.to_owned(), known: known() })
}

/// Reads a profile from a file, and keeps it in the place of one of the same name; `true` where there was one. A set or a column of texts that
/// the catalogue lacks is named with its line.
pub fn save_profile(catalog: &mut Catalog, file: &Path) -> Result<(Profile, bool), ExchangeError> {
    let profile = read_profile(catalog, file)?;
    let replaced = keep(catalog, &profile)?;
    Ok((profile, replaced))
}

/// Reads a profile from a file, and keeps nothing.
pub fn read_profile(catalog: &Catalog, file: &Path) -> Result<Profile, ExchangeError> {
    let bytes = read_file(file)?;
    let wrong = wrong_format(file);
    let text =
        std::str::from_utf8(&bytes).map_err(|_| wrong(FormatError::Line { line: 1, problem: "the file is not UTF-8".to_owned() }))?;
    let profile = Profile::read(text).map_err(&wrong)?;
    if let Some((word, problem)) = unknown(catalog, &profile)? {
        return Err(wrong(FormatError::Line { line: line_of(text, &word), problem }));
    }
    Ok(profile)
}

/// Keeps a profile in the place of one of the same name; `true` where there was one.
pub fn keep_profile(catalog: &mut Catalog, profile: &Profile) -> Result<bool, ExchangeError> {
    let wrong = |problem| ExchangeError::Profile { name: profile.name.clone(), problem };
    profile.check().map_err(|(_, problem)| wrong(problem))?;
    if let Some((_, problem)) = unknown(catalog, profile)? {
        return Err(wrong(problem));
    }
    keep(catalog, profile)
}

fn keep(catalog: &mut Catalog, profile: &Profile) -> Result<bool, ExchangeError> {
    let mut all = stored(catalog)?;
    let before = all.len();
    all.retain(|other| !same(name_of(other), &profile.name));
    let replaced = all.len() < before;
    all.push(json!(profile));
    store(catalog, all)?;
    Ok(replaced)
}

/// Forgets a profile.
pub fn remove_profile(catalog: &mut Catalog, name: &str) -> Result<(), ExchangeError> {
    let gone = profile(catalog, name)?;
    let mut all = stored(catalog)?;
    all.retain(|other| name_of(other) != gone.name);
    store(catalog, all)
}

/// Also what this version cannot read is kept as it is.
fn store(catalog: &mut Catalog, mut all: Vec<Value>) -> Result<(), ExchangeError> {
    all.sort_by_cached_key(|profile| natural::key(name_of(profile)));
    Ok(catalog.set_choice(CHOICE, Some(&json!(all).to_string()))?)
}

fn name_of(profile: &Value) -> &str {
    profile["name"].as_str().unwrap_or_default()
}

/// The first name in a profile that the catalogue does not know, and what is wrong with it.
fn unknown(catalog: &Catalog, profile: &Profile) -> Result<Option<(String, String)>, ExchangeError> {
    let sets = catalog.label_sets()?;
    let names = |sets: &[LabelSet]| sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(name) = profile.sets().into_iter().find(|name| set_named(&sets, name).is_none()) {
        let problem = format!("there is no label set '{name}' in this catalogue; there are {}", names(&sets));
        return Ok(Some((name, problem)));
    }
    if let Some(set) = profile.view_set.as_ref().and_then(|name| set_named(&sets, name)) {
        let lacks = |label: &&String| !set.labels.iter().any(|known| same(&known.name, label));
        if let Some(label) = profile.view_order.iter().find(lacks) {
            let known = set.labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>().join(", ");
            return Ok(Some((label.clone(), format!("{} has no label '{label}'; it has {known}", set.name))));
        }
    }
    let texts = profile.texts();
    if texts.is_empty() {
        return Ok(None);
    }
    let known = catalog.text_columns()?;
    Ok(texts.into_iter().find(|name| !known.iter().any(|column| same(column, name))).map(|name| {
        let there = if known.is_empty() {
            "import texts first: selvedge text import FILE.csv".to_owned()
        } else {
            format!("there are {}", known.join(", "))
        };
        let problem = format!("no text of a column '{name}' was imported; {there}");
        (name, problem)
    }))
}

/// Makes a profile's file of all photos, or of those of `among`, and writes it to `to`, whole or not at all, or else to `out`; with neither it
/// only tells what would come of it.
pub fn export_profile(
    catalog: &Catalog,
    profile: &Profile,
    among: Option<&[PhotoId]>,
    to: Option<&Path>,
    out: Option<&mut dyn Write>,
) -> Result<ProfileReport, ExchangeError> {
    let wrong = |problem| ExchangeError::Profile { name: profile.name.clone(), problem };
    profile.check().map_err(|(_, problem)| wrong(problem))?;
    if let Some((_, problem)) = unknown(catalog, profile)? {
        return Err(wrong(problem));
    }
    let mut report = catalog.in_one_state(|| {
        let (photos, left_out) = wanted(catalog, among)?;
        let mut source = Things::of(catalog, profile, &photos)?;
        let products = source.products();
        if left_out > 0 {
            source.remarks.push(format!("{} left out, because the files are gone", human::photos(left_out)));
        }
        Ok::<_, ExchangeError>(ProfileReport { feed: feed(profile, &products), products: products.len() as u64, remarks: source.remarks })
    })?;
    let dialect = if profile.excel { Dialect::excel(&sys_locale::get_locale().unwrap_or_default()) } else { Dialect::CSV };
    for (column, n) in &report.feed.blank {
        report.remarks.push(format!("{column} is empty for {}: the shop may blank what it has there", human::counted(*n, "row", "rows")));
    }
    match (to, out) {
        (Some(path), _) => {
            sweep_beside(path);
            let written = atomic::write_with(path, |file| Ok::<_, ExchangeError>(report.feed.write(profile.format, dialect, file)?));
            written.map_err(|error| in_file(error, path))?;
        }
        (None, Some(out)) => report.feed.write(profile.format, dialect, out)?,
        (None, None) => {}
    }
    catalog.require_there()?;
    Ok(report)
}

/// What values are made of.
struct Things<'a> {
    profile: &'a Profile,
    content: Content,
    /// Of each photo, by the key of the column.
    texts: HashMap<PhotoId, HashMap<String, String>>,
    skus: Option<SkuSource>,
    remarks: Vec<String>,
}

impl<'a> Things<'a> {
    fn of(catalog: &Catalog, profile: &'a Profile, photos: &[PhotoId]) -> Result<Self, ExchangeError> {
        let content = Content::of(catalog, photos)?;
        let by_column = |texts: Vec<base::PhotoText>| texts.into_iter().map(|text| (key(&text.column), text.text)).collect();
        let texts = catalog.texts()?.into_iter().map(|(photo, texts)| (photo, by_column(texts))).collect();
        let skus = Some(SkuSource::of(catalog)?).filter(|skus| !skus.is_empty());
        Ok(Self { profile, content, texts, skus, remarks: Vec::new() })
    }

    /// By what variants have in common, each with its SKUs.
    fn products(&mut self) -> Vec<FeedProduct> {
        let photos = std::mem::take(&mut self.content.photos);
        let (mut without, mut remarks) = (Vec::new(), Vec::new());
        let mut by_sku: BTreeMap<String, Vec<&Photo>> = BTreeMap::new();
        for photo in &photos {
            let sku = match &self.skus {
                Some(skus) => skus.sku(photo),
                None => photo.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()),
            };
            match sku {
                Some(sku) => by_sku.entry(sku).or_default().push(photo),
                None => without.push(photo.name()),
            }
        }
        if self.skus.is_none() && !photos.is_empty() {
            remarks.push("no SKU rule is set, so each photo counts as a product called like its file".to_owned());
        }
        if !without.is_empty() {
            remarks.push(format!("{} without a SKU left out: {}", human::photos(without.len() as u64), few(&without)));
        }
        let mut products: BTreeMap<String, Vec<(String, Vec<&Photo>)>> = BTreeMap::new();
        for (sku, photos) in by_sku {
            let shared = self.profile.product.as_deref().map(|value| self.value(value, &sku, "", &photos)).unwrap_or_default();
            products.entry(if shared.is_empty() { sku.clone() } else { shared }).or_default().push((sku, photos));
        }
        self.remarks.extend(remarks);
        products.into_iter().map(|(key, variants)| self.product(key, variants)).collect()
    }

    fn product(&self, key: String, variants: Vec<(String, Vec<&Photo>)>) -> FeedProduct {
        let mut product = FeedProduct { tags: self.tags(&variants), ..FeedProduct::default() };
        for (sku, photos) in variants {
            let cells = self.profile.columns.iter().map(|column| self.value(&column.value, &sku, &key, &photos)).collect();
            let mut images = Vec::new();
            if let Some(image) = &self.profile.image {
                for photo in self.in_view_order(photos) {
                    images.push(product.images.len());
                    let alt = self.profile.alt_text.as_deref().map(|alt| self.value(alt, &sku, &key, &[photo])).unwrap_or_default();
                    product.images.push((self.address(image, &sku, &key, photo), alt));
                }
            }
            product.variants.push(FeedVariant { sku, cells, images });
        }
        FeedProduct { key, ..product }
    }

    /// A value with what its pieces stand for; where nothing is known of any of them, nothing.
    fn value(&self, value: &str, sku: &str, product: &str, photos: &[&Photo]) -> String {
        let (mut text, mut unknown, mut known) = (String::new(), false, false);
        for piece in pieces(value).unwrap_or_default() {
            let part = match &piece {
                Piece::Plain(plain) => {
                    text += plain;
                    continue;
                }
                Piece::Sku => sku.to_owned(),
                Piece::Product => product.to_owned(),
                Piece::File => photos.first().map(|photo| photo.name()).unwrap_or_default(),
                Piece::Text(column) => {
                    let column = key(column);
                    photos.iter().find_map(|p| self.texts.get(&p.id)?.get(&column)).cloned().unwrap_or_default()
                }
                Piece::Set(name) => self.labels(name, photos).join(", "),
            };
            (unknown, known) = (unknown || part.is_empty(), known || !part.is_empty());
            text += &part;
        }
        if unknown && !known {
            return String::new();
        }
        // Of a list of which a part is not known nothing hangs in the air.
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '/')).to_owned()
    }

    /// The accepted labels of photos: all of them in a multi-choice set; in a single-choice one that with the most weight.
    fn labels(&self, set: &str, photos: &[&Photo]) -> Vec<String> {
        let Some(set) = set_named(&self.content.sets, set) else { return Vec::new() };
        let tags: Vec<_> = photos.iter().flat_map(|photo| self.content.book.accepted(photo.id)).filter(|tag| tag.set == set.id).collect();
        let weight = |tag: &base::Tag| match tag.provenance.source {
            Source::Person => 1.0,
            Source::Rule | Source::Import => tag.provenance.score.unwrap_or(1.0),
        };
        let named = set.labels.iter().filter_map(|label| {
            let fused = tags.iter().filter(|tag| tag.label == Some(label.id)).map(|tag| weight(tag)).reduce(|a, b| a + b)?;
            Some((label.name.clone(), fused))
        });
        let mut named: Vec<(String, f32)> = named.collect();
        if set.choice == Choice::Single {
            // Of equals the first: the sort is stable.
            named.sort_by(|(_, a), (_, b)| b.total_cmp(a));
            named.truncate(1);
        }
        named.into_iter().map(|(name, _)| name).collect()
    }

    fn tags(&self, variants: &[(String, Vec<&Photo>)]) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        for set in &self.profile.tags {
            for (_, photos) in variants {
                for label in self.labels(set, photos) {
                    if !tags.contains(&label) {
                        tags.push(label);
                    }
                }
            }
        }
        tags
    }

    /// By the places of their views in the profile's order; those of no view come last, by their names.
    fn in_view_order<'p>(&self, mut photos: Vec<&'p Photo>) -> Vec<&'p Photo> {
        let set = self.profile.view_set.as_deref();
        let place = |photo: &Photo| {
            let views = set.map(|set| self.labels(set, &[photo])).unwrap_or_default();
            let order = &self.profile.view_order;
            views.iter().filter_map(|view| order.iter().position(|label| same(label, view))).min().unwrap_or(usize::MAX)
        };
        photos.sort_by_cached_key(|photo| (place(photo), natural::key(&photo.name()), photo.path.clone()));
        photos
    }

    /// Where the shop finds a photo; what names it may hold no space there.
    fn address(&self, image: &str, sku: &str, product: &str, photo: &Photo) -> String {
        self.value(image, sku, product, &[photo]).replace(' ', "%20")
    }
}

impl ProfileReport {
    /// "row 3, SH-001, Title: it is missing".
    pub fn refusals(&self) -> impl Iterator<Item = String> {
        self.feed.refused.iter().map(|r| {
            let value = if r.value.is_empty() { String::new() } else { format!(" '{}'", r.value) };
            format!("row {}, {}, {}{value}: {}", human::count(r.row), r.sku, r.column, r.reason)
        })
    }

    /// Rows that are not in the way.
    pub fn is_accepted(&self) -> bool {
        self.feed.refused.is_empty()
    }
}

/// What a person may begin with: a profile for a shop that is made of the catalogue's own sets and texts.
pub fn example(catalog: &Catalog, format: ProfileFormat) -> Result<Profile, ExchangeError> {
    let sets = catalog.label_sets()?;
    let named = |names: &[&str]| sets.iter().find(|set| names.contains(&key(&set.name).as_str())).map(|set| set.name.clone());
    let texts = catalog.text_columns()?;
    let text = |name: &str| texts.iter().find(|column| same(column, name)).map(|column| format!("{{text:{column}}}"));
    let of_set = |names: &[&str]| named(names).map(|set| format!("{{set:{set}}}"));
    let (colour, kind) = (of_set(&["colour", "color", "base colour"]), of_set(&["category", "type", "product type"]));
    let wished: Vec<(&str, Option<String>)> = match format {
        ProfileFormat::Shopify => vec![
            ("Title", text("title")),
            ("Description", text("description")),
            ("Vendor", text("brand")),
            ("Type", kind),
            ("SKU", Some("{sku}".to_owned())),
        ],
        ProfileFormat::Google => {
            vec![
                ("title", text("title")),
                ("description", text("description")),
                ("brand", text("brand")),
                ("product_type", kind),
                ("color", colour),
            ]
        }
        ProfileFormat::Csv => {
            let of_sets = sets.iter().map(|set| (set.name.as_str(), Some(format!("{{set:{}}}", set.name))));
            [("SKU", Some("{sku}".to_owned()))].into_iter().chain(of_sets).collect()
        }
    };
    let column = |(column, value): (&str, Option<String>)| Some(exchange::ProfileColumn { column: column.to_owned(), value: value? });
    Ok(Profile {
        name: format!("my {}", format.as_str()),
        format,
        columns: wished.into_iter().filter_map(column).collect(),
        product: None,
        tags: if format == ProfileFormat::Shopify { sets.iter().map(|set| set.name.clone()).collect() } else { Vec::new() },
        image: None,
        alt_text: None,
        view_set: None,
        view_order: Vec::new(),
        search: None,
        excel: format == ProfileFormat::Csv,
    })
}
