//! What is copied where: every name, before anything is written.

use super::error::CopyError;
use super::ground;
use super::names::{Taken, file_name};
use super::pattern::{Filling, NamePattern};
use super::report::{CopyExample, EXAMPLES};
use crate::exchange::Stems;
use base::labels::set_named;
use base::{FileProblem, LabelId, LabelSet, Photo, PhotoId, Root, TagBook, formats};
use exchange::{Beside, sidecars_of};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is to be copied, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a choice of its own
pub struct CopyRequest {
    /// In the order in which they are numbered.
    pub photos: Arc<[PhotoId]>,
    /// The folder that they go to; made where it is not there.
    pub to: PathBuf,
    /// Hard links in the place of copies.
    pub link: bool,
    /// Which folders are made in it.
    pub layout: Layout,
    /// The label set that names and folders take labels from; `None`: the only one.
    pub set: Option<String>,
    /// The pattern of the names, without the ending.
    pub name: String,
    /// Sidecars are copied too.
    pub sidecars: bool,
    /// Labels and marks are put into the copies as XMP.
    pub xmp: bool,
    /// Raw files that go with a photo are left where they are.
    pub without_raw: bool,
}

/// Which folders are made for the copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// None.
    #[default]
    Flat,
    /// One for each label.
    Label,
    /// One for each product.
    Sku,
}

/// What is known of the photos.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// A photo of the catalogue.
    pub photo: &'a dyn Fn(PhotoId) -> Option<&'a Photo>,
    /// The folders of the catalogue.
    pub roots: &'a [Root],
    /// The vocabulary.
    pub sets: &'a [LabelSet],
    /// What was decided, with the marks.
    pub book: &'a TagBook,
    /// The SKU of a photo.
    pub sku: &'a dyn Fn(PhotoId) -> Option<&'a str>,
}

/// One file and its copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub photo: PhotoId,
    /// The raw file that goes with the photo.
    pub is_companion: bool,
    pub from: PathBuf,
    pub to: PathBuf,
    /// The sidecars that go along, and what they are called.
    pub sidecars: Vec<(PathBuf, PathBuf)>,
    /// The sidecar that is to hold what would be put into the copy of another kind of photo.
    pub xmp: Option<PathBuf>,
    /// Of the file: of a photo when it was indexed.
    pub bytes: u64,
}

/// What is to be done.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// Absolute.
    pub to: PathBuf,
    pub items: Vec<Item>,
    /// Names that would have been equal and bear a number.
    pub renamed: u64,
    /// Photos whose file was gone when their folder was last looked at.
    pub gone: Vec<FileProblem>,
}

impl Plan {
    /// The photos themselves.
    pub fn photos(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| !item.is_companion)
    }

    pub fn bytes(&self) -> u64 {
        self.items.iter().map(|item| item.bytes).sum()
    }

    /// The first names.
    pub fn examples(&self) -> Vec<CopyExample> {
        self.photos().take(EXAMPLES).map(|item| CopyExample::of(item, &self.to)).collect()
    }
}

/// Works out the names. With `stems`, sidecars are looked for on disk; nothing is written.
pub(super) fn plan(sources: &Sources<'_>, request: &CopyRequest, stems: Option<&Stems>) -> Result<Plan, CopyError> {
    if request.link && request.xmp {
        return Err(CopyError::LinkWithXmp);
    }
    let pattern = NamePattern::parse(&request.name)?;
    let set = if pattern.has_label() || request.layout == Layout::Label { Some(the_set(sources.sets, request)?) } else { None };
    let mut plan = Plan { to: ground::allowed(&request.to, sources.roots)?, ..Plan::default() };
    let mut taken = Taken::default();
    let known = request.photos.iter().filter_map(|id| (sources.photo)(*id));
    for (place, photo) in known.enumerate() {
        let Some(root) = sources.roots.iter().find(|root| root.id == photo.root) else { continue };
        let from = photo.absolute(&root.path);
        if photo.missing {
            plan.gone.push(FileProblem { path: from, reason: "the file is gone".to_owned() });
            continue;
        }
        let label = set.map(|set| labels(sources.book, photo.id, set)).unwrap_or_default();
        let sku = (sources.sku)(photo.id);
        let filling = Filling { photo, n: place + 1, sku, label: &label, marks: sources.book.marks.of(photo.id) };
        let folder = match request.layout {
            Layout::Flat => String::new(),
            Layout::Label => file_name(if label.is_empty() { "No label" } else { &label }),
            Layout::Sku => file_name(sku.unwrap_or("No SKU")),
        };
        let companion = photo.absolute_companion(&root.path).filter(|_| !request.without_raw);
        let files: Vec<Source> = std::iter::once(from).chain(companion).map(|file| Source::of(file, request, stems)).collect();
        let (names, renamed) = taken.take(&folder, &file_name(&pattern.fill(&filling)), |stem| names(stem, &files));
        let folder = plan.to.join(folder);
        for (place, (source, names)) in files.into_iter().zip(names).enumerate() {
            let is_companion = place > 0;
            let size = |file: &Path| fs_err::metadata(file).map_or(0, |about| about.len());
            let bytes = if is_companion { size(&source.file) } else { photo.size };
            let sidecars = source.beside.into_iter().zip(names.sidecars).map(|(beside, name)| (beside.path, folder.join(name))).collect();
            let (to, xmp) = (folder.join(names.photo), names.xmp.map(|name| folder.join(name)));
            plan.items.push(Item { photo: photo.id, is_companion, from: source.file, to, sidecars, xmp, bytes });
        }
        plan.renamed += u64::from(renamed);
    }
    Ok(plan)
}

/// A file to be copied, and what lies beside it.
struct Source {
    file: PathBuf,
    beside: Vec<Beside>,
    /// Nothing is written into a raw file, and its copy is one: XMP goes beside it.
    with_xmp: bool,
}

impl Source {
    fn of(file: PathBuf, request: &CopyRequest, stems: Option<&Stems>) -> Self {
        let beside = stems.map(|stems| sidecars_of(&file, stems.is_shared(&file))).unwrap_or_default();
        Self { with_xmp: request.xmp && formats::is_raw_path(&file), beside, file }
    }
}

struct Names {
    photo: String,
    sidecars: Vec<String>,
    xmp: Option<String>,
}

/// What the files of a photo and their sidecars are called, given the name without its ending.
fn names(stem: &str, files: &[Source]) -> (Vec<String>, Vec<Names>) {
    let names = |source: &Source| {
        let ending = source.file.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
        let photo = format!("{stem}{ending}");
        let named = |b: &Beside| if b.stem { format!("{stem}.xmp") } else { format!("{photo}.xmp") };
        Names { sidecars: source.beside.iter().map(named).collect(), xmp: source.with_xmp.then(|| format!("{stem}.xmp")), photo }
    };
    let each: Vec<Names> = files.iter().map(names).collect();
    let all = each.iter().flat_map(|names| std::iter::once(&names.photo).chain(&names.sidecars).chain(&names.xmp)).cloned().collect();
    (all, each)
}

fn the_set<'a>(sets: &'a [LabelSet], request: &CopyRequest) -> Result<&'a LabelSet, CopyError> {
    let known = || sets.iter().map(|set| set.name.clone()).collect();
    match (&request.set, sets) {
        (Some(name), _) => set_named(sets, name).ok_or_else(|| CopyError::NoSuchSet { name: name.clone(), known: known() }),
        (None, [only]) => Ok(only),
        (None, _) => Err(CopyError::WhichSet { known: known() }),
    }
}

/// The accepted labels of a photo in a set, in the set's order.
fn labels(book: &TagBook, photo: PhotoId, set: &LabelSet) -> String {
    let accepted: HashSet<LabelId> = book.accepted(photo).filter_map(|tag| tag.label).collect();
    if accepted.is_empty() {
        return String::new();
    }
    set.labels.iter().filter(|label| accepted.contains(&label.id)).map(|label| label.name.as_str()).collect::<Vec<_>>().join(", ")
}
