//! A model of a catalogue's own: what was decided and imported becomes an adapter over a model, measured, and kept where it is worth it.

pub use super::adapt_card::accuracy_in_words;
use super::adapt_card::card;
use super::builtin;
use super::error::AppError;
use super::sample;
use super::workspace::{Cancelled, Workspace};
use base::{Cancel, EncodeError, Encoder, PhotoId, PhotoText, Progress, human};
use catalog::{Catalog, CatalogError, Fault};
use clip::{Adapter, InstalledModel};
use hub::Shelf;
use std::sync::Arc;
use std::time::Instant;
use tasks::adapt::{self, Adaptation, Adapted, Catalogue, LEAST_PRODUCTS, Teaching};
use tasks::suggest::EmbeddedSet;

pub use tasks::adapt::{AdaptReport, Agreement, KindFigures, LearnedWord, Lessons, Way, words_told};

/// What came of adapting.
#[derive(Clone, Debug)]
pub enum AdaptOutcome {
    /// It is a model of its own now.
    Kept(Box<KeptModel>),
    /// It answers no better than the model below, and is not kept.
    NoBetter(AdaptReport),
    /// There is too little to learn from.
    TooLittle(Lessons),
    /// A person ended it; nothing is kept.
    Cancelled,
}

/// A model that was made here.
#[derive(Clone, Debug)]
pub struct KeptModel {
    /// As it is listed.
    pub model: InstalledModel,
    /// What it was made of, and what it is worth.
    pub report: AdaptReport,
    /// Photos of the catalogue whose vectors were adapted.
    pub photos: u64,
    /// How long that took, seconds.
    pub seconds: f64,
}

/// The model that is adapted where this one is asked for: of one that was adapted, the one below.
pub fn base_of(shelf: &Shelf, name: &str) -> Result<String, AppError> {
    let source = shelf.resolve(name)?;
    Ok(shelf.describe(&source).base.unwrap_or_else(|| source.name().to_owned()))
}

/// A free name for a catalogue's own model.
pub fn free_name(shelf: &Shelf, catalog: &str) -> String {
    let plain: String = catalog.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).take(40).collect();
    let name = |n: u32| if n == 1 { format!("{plain}-adapted") } else { format!("{plain}-adapted-{n}") };
    (1..=99).map(name).find(|name| shelf.refuse_name(name).is_none()).unwrap_or_else(|| name(100))
}

impl Workspace {
    /// Adapts the model that this workspace is read with, and keeps what came of it under a name if it is better. The catalogue's photos
    /// then have vectors of it.
    pub fn adapt(
        &self,
        catalog: &mut Catalog,
        shelf: &Shelf,
        name: &str,
        progress: &Progress,
        cancel: &Cancel,
    ) -> Result<AdaptOutcome, AppError> {
        let encoder = self.opened.encoder()?;
        if let Some(why) = shelf.refuse_name(name) {
            return Err(EncodeError::Failed { model: encoder.info().name.clone(), problem: why }.into());
        }
        // Until learning says how many steps there are.
        progress.set_total(1);
        let adaptation = match self.learn_adapter(catalog, encoder, progress, cancel)? {
            Adapted::Learned(adaptation) => adaptation,
            Adapted::TooLittle(lessons) => return Ok(AdaptOutcome::TooLittle(lessons)),
            Adapted::Cancelled => return Ok(AdaptOutcome::Cancelled),
        };
        if !adaptation.report.is_better() {
            return Ok(AdaptOutcome::NoBetter(adaptation.report));
        }
        let Adaptation { image, text, alpha, report } = *adaptation;
        let (_, mut files) = Adapter::new(encoder.info(), alpha, &image, &text)?;
        files.words = words_table(&report.words);
        let base = shelf.describe(&shelf.resolve(&encoder.info().name)?);
        let model = shelf.keep_adapter(name, &files, &card(name, &base, &report))?;
        let (device, arithmetic) = (base::Device::Cpu, base::ArithmeticChoice::Auto);
        let start = Instant::now();
        let adapted = shelf.open(&shelf.resolve(name)?, device, arithmetic)?;
        let photos = adapt_embeddings(catalog, &adapted, cancel)?;
        Ok(AdaptOutcome::Kept(Box::new(KeptModel { model, report, photos, seconds: start.elapsed().as_secs_f64() })))
    }

    /// What there would be to learn from.
    pub fn lessons_to_adapt(&self, catalog: &Catalog) -> Result<Lessons, AppError> {
        let sets = self.sets_in_words(&|| false)?.unwrap_or_default();
        let texts = catalog.texts()?;
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        Ok(adapt::lessons(&self.catalogue(&sets, &texts, &product)))
    }

    fn learn_adapter(&self, catalog: &Catalog, encoder: &dyn Encoder, progress: &Progress, cancel: &Cancel) -> Result<Adapted, AppError> {
        let cancelled = || cancel.is_cancelled();
        let Some(sets) = self.sets_in_words(&cancelled)? else { return Ok(Adapted::Cancelled) };
        let texts = catalog.texts()?;
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        // Before the drawn photos are looked at: too little is said at once.
        let catalogue = self.catalogue(&sets, &texts, &product);
        let lessons = adapt::lessons(&catalogue);
        if lessons.products < LEAST_PRODUCTS {
            return Ok(Adapted::TooLittle(lessons));
        }
        let mut general = Vec::new();
        for set in builtin::label_sets() {
            let Some(set) = self.embedded_set(&self.opened, &Arc::new(set.draft.clone()), &cancelled)? else {
                return Ok(Adapted::Cancelled);
            };
            general.push(set);
        }
        let teaching = Teaching { catalogue, encoder, general: &general, elsewhere: &sample::drawn(encoder)? };
        Ok(adapt::adapt(&teaching, progress, cancel)?)
    }

    /// What the catalogue says of its photos.
    fn catalogue<'a>(
        &'a self,
        sets: &'a [Arc<EmbeddedSet>],
        texts: &'a [(PhotoId, Vec<PhotoText>)],
        product: &'a dyn Fn(PhotoId) -> Option<usize>,
    ) -> Catalogue<'a> {
        Catalogue { photos: &self.opened.searchable, sets, book: &self.tags.book, texts, product }
    }

    /// The catalogue's sets as the model reads them; `None` where it was cancelled.
    fn sets_in_words(&self, cancelled: Cancelled<'_>) -> Result<Option<Vec<Arc<EmbeddedSet>>>, AppError> {
        let mut sets = Vec::new();
        for set in self.asked_sets() {
            let Some(set) = self.embedded_set(&self.opened, &Arc::new(set.draft()), cancelled)? else { return Ok(None) };
            sets.push(set);
        }
        Ok(Some(sets))
    }
}

/// Where the model is an adapter: photos that the model below has embedded get what it makes of that. Answers how many they were.
pub fn adapt_embeddings(catalog: &mut Catalog, encoder: &dyn Encoder, cancel: &Cancel) -> Result<u64, AppError> {
    let Some(base) = encoder.base() else { return Ok(0) };
    catalog.register_model(encoder.info(), encoder.compatibility())?;
    match catalog.adapt_embeddings(base, &encoder.info().key, &|vector| encoder.adapted(vector), cancel) {
        Err(CatalogError { fault: Fault::NoSuchModel(_), .. }) => Ok(0),
        other => Ok(other?),
    }
}

/// The words as a model's `vocabulary.tsv` has them; `None` where there are none.
fn words_table(words: &[LearnedWord]) -> Option<String> {
    let lines: Vec<String> = words.iter().map(|learned| format!("{}\t{}\t{:.3}\n", learned.word, learned.products, learned.auc)).collect();
    (!words.is_empty()).then(|| format!("word\tproducts\tauc\n{}", lines.concat()))
}

/// Why there is too little, and what to do.
pub fn too_little(lessons: &Lessons) -> String {
    format!(
        "too little to learn from: something is decided or written about {} of this catalogue, and at least {LEAST_PRODUCTS} are needed, a fifth \
         of them to tell what came of it; decide about more photos, or import labels or titles",
        human::counted(lessons.products as u64, "product", "products")
    )
}

/// What came of it, in a sentence.
pub fn told(report: &AdaptReport) -> String {
    let gain = format!("{:+.1} ± {:.1} points on held-out products", 100.0 * report.gain.gain, 196.0 * report.gain.error);
    if report.is_better() { format!("Right answers: {gain}") } else { format!("No better than the model below ({gain}): nothing is kept") }
}
