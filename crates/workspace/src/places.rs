//! Where things are kept: catalogues that Selvedge makes itself, the settings, and which catalogue holds which folder.

use super::error::AppError;
use super::settings::Settings;
use base::{folders, path_bytes};
use catalog::Catalog;
use std::path::{Path, PathBuf};

/// Ending of a catalogue file.
pub const ENDING: &str = "selvedge";

/// The folders that hold the program's own files.
#[derive(Clone, Debug)]
pub struct Places {
    config: PathBuf,
    data: PathBuf,
}

impl Places {
    /// The given folders, or the platform's.
    pub fn new(config: Option<PathBuf>, data: Option<PathBuf>) -> Result<Self, AppError> {
        let config = config.or_else(folders::config).ok_or(AppError::NoDataFolder)?;
        let data = data.or_else(folders::data).ok_or(AppError::NoDataFolder)?;
        Ok(Self { config, data })
    }

    /// The settings' file.
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("settings.json")
    }

    /// What is remembered of models: added folders, keys, speeds.
    pub fn models_file(&self) -> PathBuf {
        self.config.join("models.json")
    }

    /// The settings as they are on disk.
    pub fn settings(&self) -> Settings {
        Settings::load(&self.settings_file())
    }

    /// Changes the settings on disk.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> std::io::Result<()> {
        let mut settings = self.settings();
        change(&mut settings);
        settings.save(&self.settings_file())
    }

    /// Remembers that a catalogue was used; the next command without `--catalog` uses it.
    pub fn remember(&self, catalog: &Path) {
        let mut settings = self.settings();
        settings.opened(catalog);
        // A read-only home costs the memory of the last catalogue, not the job.
        let _ = settings.save(&self.settings_file());
    }

    /// The catalogue used last that is still there.
    pub fn last_used(&self) -> Result<PathBuf, AppError> {
        self.settings().recent.into_iter().find(|c| c.is_file()).ok_or(AppError::NoCatalog)
    }

    /// Where the sample catalogue's photos are copied to.
    pub fn sample_photos(&self) -> PathBuf {
        self.data.join("sample catalogue")
    }

    /// The sample catalogue's file.
    pub fn sample_catalog(&self) -> PathBuf {
        self.catalogs().join(format!("sample.{ENDING}"))
    }

    /// Whether a catalogue is one that Selvedge made by itself.
    pub fn made_here(&self, catalog: &Path) -> bool {
        catalog.parent() == Some(&self.catalogs())
    }

    /// Where the backups of a catalogue lie: a folder that goes by its name, told apart by its whole path.
    pub fn backups_of(&self, catalog: &Path) -> PathBuf {
        let catalog = std::path::absolute(catalog).unwrap_or_else(|_| catalog.to_owned());
        let stem = catalog.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        self.data.join("backups").join(format!("{}-{}", without_tag(&stem), tag_of(&catalog)))
    }

    fn catalogs(&self) -> PathBuf {
        self.data.join("catalogues")
    }

    /// Where the photos of `folder` are kept: the catalogue that holds it already, or a file for a new one.
    pub fn catalog_for(&self, folder: &Path) -> PathBuf {
        self.catalog_with(folder).unwrap_or_else(|| self.new_catalog(folder))
    }

    /// The catalogue that already holds `folder` or a folder above it, among those used lately and those made here.
    fn catalog_with(&self, folder: &Path) -> Option<PathBuf> {
        let made_here = fs_err::read_dir(self.catalogs()).into_iter().flatten().flatten().map(|entry| entry.path());
        let made_here = made_here.filter(|path| path.extension().is_some_and(|e| e == ENDING));
        // A question: whichever catalogue is then chosen is opened, and so brought up to date, but none of the others.
        let holds = |path: &PathBuf| Catalog::roots_of(path).is_ok_and(|roots| roots.iter().any(|r| folder.starts_with(&r.path)));
        self.settings().recent.into_iter().chain(made_here).filter(|path| path.is_file()).find(holds)
    }

    /// A file for a new catalogue of `folder`: named after it, and told apart by its whole path.
    fn new_catalog(&self, folder: &Path) -> PathBuf {
        let name = folder.file_name().map_or_else(|| "photos".into(), |n| n.to_string_lossy().into_owned());
        self.catalogs().join(format!("{name}-{}.{ENDING}", tag_of(folder)))
    }
}

/// Hexadecimal digits that tell folders of one name apart.
const TAG: usize = 8;

fn tag_of(path: &Path) -> String {
    blake3::hash(&path_bytes::to_bytes(path)).to_hex()[..TAG].to_owned()
}

/// The folder's name in that of a catalogue which was named after it.
pub fn without_tag(stem: &str) -> &str {
    let is_tag = |tag: &str| tag.len() == TAG && tag.bytes().all(|b| b.is_ascii_hexdigit());
    stem.rsplit_once('-').filter(|(name, tag)| !name.is_empty() && is_tag(tag)).map_or(stem, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_catalogue_goes_by_its_folders_name() {
        let places = Places::new(Some("/config".into()), Some("/data".into())).unwrap();
        for name in ["shoot", "spring-2026", "a-1f3870be274f", "deadbeef", "é x"] {
            let file = places.new_catalog(&Path::new("/photos").join(name));
            let stem = file.file_stem().unwrap().to_str().unwrap().to_owned();
            assert_ne!(stem, name);
            assert_eq!(without_tag(&stem), name);
        }
        assert_eq!((without_tag("sample"), without_tag("-deadbeef"), without_tag("spring-2026")), ("sample", "-deadbeef", "spring-2026"));
    }
}
