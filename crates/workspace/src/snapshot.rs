//! From the store to what the window shows and what search ranks, in one pass.

use super::error::AppError;
use super::places::{self, Places};
use base::{Clocks, Encoder, FileProblem, ModelInfo, Photo, PhotoId, Photos, Root, RootId, natural};
use catalog::{Catalog, CatalogError, Embeddings, Fault, Look};
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::search::Searchable;
use vectors::Matrix;

/// A folder of the library tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FolderRef {
    /// The root.
    pub root: RootId,
    /// Relative to the root; empty for the root itself.
    pub path: PathBuf,
}

/// A root with what the left panel says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootView {
    /// The root.
    pub root: Root,
    /// Photos under it that are there.
    pub photos: u64,
    /// Photos under it whose file was gone.
    pub missing: u64,
    /// The folder could be read when it was last looked at.
    pub reachable: bool,
    /// The look at it that has not come to its end.
    pub look: Option<Look>,
}

/// A folder of the library tree, with the photos in it and below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderView {
    /// Which folder.
    pub folder: FolderRef,
    /// Photos in it and below.
    pub photos: u64,
}

/// The open catalogue, immutable. A newer one replaces it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The catalogue file.
    pub catalog: PathBuf,
    /// As the person names it: the folder's name or the file's.
    pub name: String,
    /// It cannot be written to, and is open for reading.
    pub read_only: bool,
    /// In the order they were added.
    pub roots: Vec<RootView>,
    /// Folders below the roots, depth first, a parent before its children.
    pub folders: Vec<FolderView>,
    /// All photos, the missing ones too, by id.
    pub photos: Arc<Photos>,
    /// Cameras whose clocks are off; the photos' dates were put right by them, or by newer ones.
    pub clocks: Clocks,
    /// Files and folders that could not be read.
    pub problems: Arc<[FileProblem]>,
    /// How many of them are folders.
    pub unread_folders: u64,
    /// The model in use, as a person names it.
    pub model: String,
    /// Photos that have an embedding of that model.
    pub embedded: u64,
}

impl Snapshot {
    /// The photo of that id.
    pub fn photo(&self, id: PhotoId) -> Option<&Photo> {
        self.photos.find(id)
    }

    /// Where the photo's file lies.
    pub fn absolute(&self, photo: &Photo) -> Option<PathBuf> {
        let view = self.roots.iter().find(|r| r.root.id == photo.root)?;
        Some(photo.absolute(&view.root.path))
    }
}

/// The open catalogue in memory as one model sees it, immutable.
pub struct Opened {
    /// The [`Generations::photos`](catalog::Generations::photos) that it shows, at the least.
    pub generation: i64,
    /// For the window.
    pub snapshot: Arc<Snapshot>,
    /// For search.
    pub searchable: Searchable,
    /// Whose vectors these are: words for them are embedded by it and by no other. `None`: it is still being opened, and there
    /// are no vectors yet.
    pub encoder: Option<Arc<dyn Encoder>>,
}

impl Opened {
    /// The model, where it is open.
    pub fn encoder(&self) -> Result<&dyn Encoder, AppError> {
        self.encoder.as_deref().ok_or_else(|| AppError::ModelNotOpen(self.snapshot.model.clone()))
    }
}

/// Reads photos and embeddings of one model.
pub fn searchable(catalog: &Catalog, model: &ModelInfo) -> Result<Searchable, AppError> {
    // The vector of one that comes between the two readings is nobody's.
    let photos = Arc::new(catalog.photos()?.into());
    let embeddings = embeddings(catalog, model)?;
    Ok(joined(photos, &catalog.roots()?, embeddings))
}

fn joined(photos: Arc<Photos>, roots: &[Root], embeddings: Embeddings) -> Searchable {
    let matrix = Matrix::new(embeddings.dimension, embeddings.values).unwrap_or_default();
    Searchable::new(photos, roots, &embeddings.photos, matrix)
}

fn embeddings(catalog: &Catalog, model: &ModelInfo) -> Result<Embeddings, AppError> {
    known(catalog.embeddings(&model.key))
}

/// Of a model that the catalogue does not know there is nothing.
pub(super) fn known<T: Default>(found: Result<T, CatalogError>) -> Result<T, AppError> {
    match found {
        Err(CatalogError { fault: Fault::NoSuchModel(_), .. }) => Ok(T::default()),
        other => Ok(other?),
    }
}

/// Reads all that the window shows.
pub fn load(catalog: &Catalog, encoder: Arc<dyn Encoder>, places: Option<&Places>) -> Result<Opened, AppError> {
    // Before the photos: whoever finds other ones later shows the photos again.
    let (generation, clocks) = (catalog.generations()?.photos, catalog.clocks()?);
    let searchable = searchable(catalog, encoder.info())?;
    let model = (encoder.info().name.clone(), searchable.embedded() as u64);
    let snapshot = snapshot(catalog, &searchable, clocks, model, places)?;
    Ok(Opened { generation, snapshot: Arc::new(snapshot), searchable, encoder: Some(encoder) })
}

/// As [`load`], of these photos alone, and of none whose stored path leads out of its root. The photos are `embedded` in all.
pub fn load_few(
    catalog: &Catalog,
    encoder: &Arc<dyn Encoder>,
    photos: &[PhotoId],
    embedded: u64,
    among: impl FnOnce(Searchable) -> Searchable,
) -> Result<Opened, AppError> {
    let (generation, clocks) = (catalog.generations()?.photos, catalog.clocks()?);
    let few = Arc::new(catalog.photos_of(photos)?.into());
    let searchable = among(joined(few, &catalog.roots()?, known(catalog.embeddings_of(&encoder.info().key, photos))?));
    let snapshot = snapshot(catalog, &searchable, clocks, (encoder.info().name.clone(), embedded), None)?;
    Ok(Opened { generation, snapshot: Arc::new(snapshot), searchable, encoder: Some(Arc::clone(encoder)) })
}

/// As [`load`], while the model of that name is still being opened: photos can be looked at, listed and filtered.
pub fn load_without_model(catalog: &Catalog, model: String, places: Option<&Places>) -> Result<Opened, AppError> {
    let (generation, clocks) = (catalog.generations()?.photos, catalog.clocks()?);
    let searchable = Searchable::new(Arc::new(catalog.photos()?.into()), &catalog.roots()?, &[], Matrix::default());
    let embedded = catalog.embedded_by(&model)?;
    let snapshot = snapshot(catalog, &searchable, clocks, (model, embedded), places)?;
    Ok(Opened { generation, snapshot: Arc::new(snapshot), searchable, encoder: None })
}

/// What was read by [`load_without_model`], now that the model is open: only vectors are read.
pub fn with_model(opened: &Opened, catalog: &Catalog, encoder: Arc<dyn Encoder>) -> Result<Opened, AppError> {
    let photos = Arc::clone(opened.searchable.photos());
    let searchable = joined(photos, &catalog.roots()?, embeddings(catalog, encoder.info())?);
    let (model, embedded) = (encoder.info().name.clone(), searchable.embedded() as u64);
    let snapshot = Arc::new(Snapshot { model, embedded, ..Snapshot::clone(&opened.snapshot) });
    Ok(Opened { generation: opened.generation, snapshot, searchable, encoder: Some(encoder) })
}

pub(super) fn snapshot(
    catalog: &Catalog,
    searchable: &Searchable,
    clocks: Clocks,
    (model, embedded): (String, u64),
    places: Option<&Places>,
) -> Result<Snapshot, AppError> {
    let photos = Arc::clone(searchable.photos());
    let roots = catalog.roots()?;
    Ok(Snapshot {
        catalog: catalog.path().to_owned(),
        name: name(catalog.path(), &roots, places),
        read_only: catalog.is_read_only(),
        roots: root_views(&roots, &photos, &catalog.looks()?),
        folders: folder_views(&photos),
        photos,
        clocks,
        problems: catalog.problems()?.into(),
        unread_folders: catalog.unread_folders()?.len() as u64,
        model,
        embedded,
    })
}

/// A catalogue that Selvedge made itself is named after its folder; one that the person named keeps that name.
pub(super) fn name(catalog: &Path, roots: &[Root], places: Option<&Places>) -> String {
    let last = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
    let ours = places.is_some_and(|p| p.made_here(catalog));
    let from_root = roots.first().filter(|_| ours).and_then(|root| last(&root.path));
    let from_file = || {
        let stem = catalog.file_stem().map(|n| n.to_string_lossy().into_owned());
        // Before the first folder is in it, one of ours goes by the folder's name in its own.
        if ours { stem.map(|stem| places::without_tag(&stem).to_owned()) } else { stem }
    };
    from_root.or_else(from_file).unwrap_or_else(|| "Catalogue".to_owned())
}

fn root_views(roots: &[Root], photos: &Photos, looks: &[Look]) -> Vec<RootView> {
    let mut counts: HashMap<RootId, (u64, u64)> = HashMap::new();
    for photo in photos.iter() {
        let (there, missing) = counts.entry(photo.root).or_default();
        *(if photo.missing { missing } else { there }) += 1;
    }
    let view = |root: &Root| {
        let (photos, missing) = counts.get(&root.id).copied().unwrap_or_default();
        let look = looks.iter().find(|look| look.root == root.id).cloned();
        RootView { root: root.clone(), photos, missing, reachable: root.path.is_dir(), look }
    };
    roots.iter().map(view).collect()
}

/// Folders below the roots with what lies in them and below, parents first, in natural order.
fn folder_views(photos: &Photos) -> Vec<FolderView> {
    // By its bytes: a path is compared and hashed part by part.
    let mut direct: HashMap<(RootId, &OsStr), u64> = HashMap::new();
    for photo in photos.iter().filter(|p| !p.missing) {
        if let Some(folder) = photo.path.parent() {
            *direct.entry((photo.root, folder.as_os_str())).or_default() += 1;
        }
    }
    let mut all: BTreeMap<(RootId, PathBuf), u64> = BTreeMap::new();
    for ((root, folder), count) in direct {
        for ancestor in Path::new(folder).ancestors().filter(|a| !a.as_os_str().is_empty()) {
            *all.entry((root, ancestor.to_owned())).or_default() += count;
        }
    }
    let mut views: Vec<FolderView> =
        all.into_iter().map(|((root, path), photos)| FolderView { folder: FolderRef { root, path }, photos }).collect();
    views.sort_by_cached_key(|view| (view.folder.root, natural::path_key(&view.folder.path)));
    views
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photo(id: i64, path: &str, missing: bool) -> Photo {
        Photo { missing, ..Photo::sample(id, path) }
    }

    #[test]
    fn folders_are_in_natural_order_and_stay_together_with_what_is_in_them() {
        let photos = ["Look 10/a/1.jpg", "Look 2/1.jpg", "look 2-back/1.jpg", "Look 2/b/1.jpg"];
        let photos = photos.iter().zip(1..).map(|(path, id)| photo(id, path, false)).collect();
        let folders: Vec<String> = folder_views(&photos).iter().map(|f| f.folder.path.to_string_lossy().into_owned()).collect();
        assert_eq!(folders, ["Look 2", "Look 2/b", "look 2-back", "Look 10", "Look 10/a"]);
    }

    #[test]
    fn folders_count_what_lies_below_and_parents_come_first() {
        let photos = Photos::from_iter([
            photo(1, "a/b/1.jpg", false),
            photo(2, "a/2.jpg", false),
            photo(3, "3.jpg", false),
            photo(4, "a/b/4.jpg", true),
        ]);
        let folders: Vec<_> = folder_views(&photos).iter().map(|f| (f.folder.path.to_str().unwrap().to_owned(), f.photos)).collect();
        assert_eq!(folders, [("a".to_owned(), 2), ("a/b".to_owned(), 1)]);
    }
}
