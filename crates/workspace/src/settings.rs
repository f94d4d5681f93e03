//! What the program remembers between runs, as one small JSON file. What of it cannot be understood falls back to defaults.

use base::fold::trimmed;
use base::{ArithmeticChoice, Device};
use serde::Deserialize as _;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tasks::search::{Sort, TextUse};

/// Most catalogues remembered.
const RECENT: usize = 8;
/// Most searches remembered.
const SEARCHES: usize = 50;

/// Choices of the person.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools)] // each is a switch of its own
pub struct Settings {
    /// Light, dark, or as the desktop says.
    pub theme: ThemeChoice,
    /// Side of a grid cell's picture, points.
    pub thumbnail_size: f32,
    /// Order of the grid.
    pub sort: Sort,
    /// Whether searches look into pictures, texts, or both.
    pub texts: TextUse,
    /// The library panel is open.
    pub left_panel: bool,
    /// The inspector is open.
    pub right_panel: bool,
    /// Width of the library panel, points; `None` until it was drawn wider or narrower.
    pub library_width: Option<f32>,
    /// Width of the inspector, points.
    pub inspector_width: Option<f32>,
    /// When the photos were taken is shown above the grid.
    pub timeline: bool,
    /// Words that were searched for lately, newest first.
    pub searches: Vec<String>,
    /// No movement where a change can simply appear.
    pub reduced_motion: bool,
    /// After a decision about a photo the next one comes by itself.
    pub auto_advance: bool,
    /// After a mark by its key the next photo comes by itself.
    pub advance_after_mark: bool,
    /// Catalogues keep in step with their folders while the window is open.
    pub watch_folders: bool,
    /// Catalogues are backed up by themselves after work.
    pub backups: bool,
    /// Indexing uses one core, so that the machine stays free for other work.
    pub one_core: bool,
    /// Keys that were chosen in the place of those that commands come with: a command's words, its shortcuts ("Ctrl+Shift+P").
    pub keys: BTreeMap<String, Vec<String>>,
    /// The format of the last export, as the command line names it.
    pub export_format: Option<String>,
    /// The shot list shows only products that lack a view.
    pub only_incomplete: bool,
    /// What the shot list of a catalogue is made of, by the catalogue's file.
    pub shots: BTreeMap<String, ShotChoice>,
    /// The name that the person's decisions bear; `None`: the system's for them.
    pub author: Option<String>,
    /// Catalogues opened lately, newest first.
    pub recent: Vec<PathBuf>,
    /// Width and height of the window, points.
    pub window: Option<[f32; 2]>,
    /// What models run on. The engine keeps it.
    pub device: Device,
    /// What models multiply in on the processor. The engine keeps it.
    pub arithmetic: ArithmeticChoice,
    /// The model that was chosen last: new catalogues are read with it. The engine keeps it.
    pub model: Option<String>,
}

/// What the shot list of a catalogue is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ShotChoice {
    /// Name of the label set whose labels are views; `None`: one with a usual name.
    pub views: Option<String>,
    /// The views that every product should have, by their names; none: all of them.
    pub want: Vec<String>,
    /// The table of the SKUs that should have photos.
    pub list: Option<PathBuf>,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ThemeChoice {
    /// As the desktop says; dark where it says nothing.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            thumbnail_size: 148.0,
            sort: Sort::Relevance,
            texts: TextUse::On,
            left_panel: true,
            right_panel: true,
            library_width: None,
            inspector_width: None,
            timeline: false,
            searches: Vec::new(),
            reduced_motion: false,
            auto_advance: true,
            advance_after_mark: false,
            watch_folders: true,
            backups: true,
            one_core: false,
            keys: BTreeMap::new(),
            export_format: None,
            only_incomplete: false,
            shots: BTreeMap::new(),
            author: None,
            recent: Vec::new(),
            window: None,
            device: Device::Auto,
            arithmetic: ArithmeticChoice::Auto,
            model: None,
        }
    }
}

impl Settings {
    /// The name that the person's decisions bear: the chosen one, else the system's for whoever is logged in; empty where it tells none.
    pub fn author_name(&self) -> String {
        let chosen = self.author.as_deref().map(trimmed).filter(|name| !name.is_empty()).map(str::to_owned);
        let system =
            || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.trim().is_empty()));
        chosen.or_else(system).unwrap_or_default()
    }

    /// Reads the file; defaults for what is not in it or cannot be understood.
    pub fn load(file: &Path) -> Self {
        base::regular::read(file).ok().and_then(|bytes| Self::read(&bytes)).unwrap_or_default()
    }

    /// Value by value, and of lists what can be understood: one that is wrong loses no other.
    fn read(bytes: &[u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let Value::Object(told) = serde_json::from_slice(bytes).ok()? else { return None };
        let mut all = serde_json::to_value(Self::default()).ok()?;
        for (name, value) in told {
            let mut with = |value: Value| {
                let before = std::mem::replace(&mut all[&name], value);
                let fits = Self::deserialize(&all).is_ok();
                if !fits {
                    all[&name] = before;
                }
                fits
            };
            if with(value.clone()) {
                continue;
            }
            if let Value::Array(mut items) = value {
                items.retain(|item| with(Value::Array(vec![item.clone()])));
                with(Value::Array(items));
            } else if let Value::Object(items) = value {
                let fitting =
                    items.into_iter().filter(|(key, item)| with(Value::Object([(key.clone(), item.clone())].into_iter().collect())));
                let fitting = fitting.collect();
                with(Value::Object(fitting));
            }
        }
        serde_json::from_value(all).ok()
    }

    /// Writes the file whole or not at all; one that cannot be understood is set aside.
    pub fn save(&self, file: &Path) -> std::io::Result<()> {
        let ours = |bytes: &[u8]| serde_json::from_slice::<Self>(bytes).is_ok();
        base::atomic::write_own(file, &serde_json::to_vec_pretty(self)?, ours)
    }

    /// This was searched for just now.
    pub fn searched(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.searches.retain(|other| other != text);
            self.searches.insert(0, text.to_owned());
            self.searches.truncate(SEARCHES);
        }
    }

    /// The catalogue was opened just now.
    pub fn opened(&mut self, catalog: &Path) {
        self.recent.retain(|c| c != catalog);
        self.recent.insert(0, catalog.to_owned());
        self.recent.truncate(RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_a_round_trip_and_damage() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/settings.json");
        let mut settings = Settings { thumbnail_size: 200.0, ..Settings::default() };
        settings.opened(Path::new("/a.selvedge"));
        settings.opened(Path::new("/b.selvedge"));
        settings.opened(Path::new("/a.selvedge"));
        (0..60).for_each(|n| settings.searched(&format!(" red {} ", n % 55)));
        settings.searched("  ");
        assert_eq!((settings.searches.len(), settings.searches[0].as_str(), settings.searches[5].as_str()), (50, "red 4", "red 54"));
        settings.save(&file).unwrap();
        assert_eq!(Settings::load(&file), settings);
        assert_eq!(settings.recent, [Path::new("/a.selvedge"), Path::new("/b.selvedge")]);
        let wrong = r#"{"thumbnail_size": "large", "auto_advance": false, "recent": ["/a.selvedge", 7], "keys": {"Undo": ["U"], "Redo": 1}, "new": 1}"#;
        fs_err::write(&file, wrong).unwrap();
        let read = Settings::load(&file);
        assert_eq!((read.thumbnail_size, read.auto_advance), (Settings::default().thumbnail_size, false));
        assert_eq!((read.recent, read.keys.into_keys().collect::<Vec<_>>()), (vec![PathBuf::from("/a.selvedge")], vec!["Undo".to_owned()]));
        fs_err::write(&file, "{ not json").unwrap();
        assert_eq!(Settings::load(&file), Settings::default());
        settings.save(&file).unwrap();
        assert_eq!(fs_err::read(folder.path().join("deep/settings.json.unread")).unwrap(), b"{ not json", "it was not ours to replace");
    }
}
