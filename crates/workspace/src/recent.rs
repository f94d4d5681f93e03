//! The catalogues used lately, with what a person knows them by: the folder, how many photos, when.

use super::places::Places;
use super::snapshot;
use catalog::Catalog;
use std::path::PathBuf;

/// A catalogue that was used lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentCatalog {
    /// Its file.
    pub catalog: PathBuf,
    /// As the window calls it while it is open.
    pub name: String,
    /// The folders it is of.
    pub folders: Vec<PathBuf>,
    /// Photos that are there; `None` where it cannot be asked.
    pub photos: Option<u64>,
    /// When it was last written to, in milliseconds since 1970.
    pub changed_ms: Option<i64>,
}

impl Places {
    /// The catalogues used lately whose file is there, newest first. A question: none of them is opened for it.
    pub fn recent(&self) -> Vec<RecentCatalog> {
        self.settings().recent.into_iter().filter(|catalog| catalog.is_file()).map(|catalog| self.recent_catalog(catalog)).collect()
    }

    fn recent_catalog(&self, catalog: PathBuf) -> RecentCatalog {
        let glance = Catalog::glance(&catalog).ok();
        let roots = glance.as_ref().map_or(&[][..], |g| &g.roots);
        let written = fs_err::metadata(&catalog).and_then(|data| data.modified()).ok();
        RecentCatalog {
            name: snapshot::name(&catalog, roots, Some(self)),
            folders: roots.iter().map(|root| root.path.clone()).collect(),
            photos: glance.as_ref().map(|g| g.photos),
            changed_ms: written.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()).map(|since| since.as_millis() as i64),
            catalog,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catalogue_is_known_by_its_folder_and_nothing_is_written_to_find_out() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::new(Some(home.path().join("config")), Some(home.path().join("data"))).unwrap();
        let photos = home.path().join("Autumn 2026");
        fs_err::create_dir_all(&photos).unwrap();
        let file = places.catalog_for(&photos);
        let mut catalog = Catalog::open_or_create(&file).unwrap();
        catalog.add_root(&photos).unwrap();
        drop(catalog);
        places.remember(&home.path().join("gone.selvedge"));
        places.remember(&file);
        let before: Vec<_> = fs_err::read_dir(file.parent().unwrap()).unwrap().map(|e| e.unwrap().path()).collect();
        let bytes = fs_err::read(&file).unwrap();
        let recent = places.recent();
        assert_eq!(recent.len(), 1, "a file that is gone is not offered");
        assert_eq!((recent[0].name.as_str(), recent[0].photos), ("Autumn 2026", Some(0)));
        assert_eq!(recent[0].folders, [photos]);
        assert!(recent[0].changed_ms.is_some());
        let after: Vec<_> = fs_err::read_dir(file.parent().unwrap()).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!((after, fs_err::read(&file).unwrap()), (before, bytes));
    }
}
