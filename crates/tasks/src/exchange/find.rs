//! Which photo a row of a file means.

use super::content::Skus;
use super::report::MatchBy;
use base::fold::{fold, trimmed};
use base::{Photo, PhotoId, Root, RootId};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::PathBuf;

/// The photos of a catalogue by what files name them by.
pub(crate) struct Finder {
    by: MatchBy,
    /// Tried in this order; the first that knows the key decides: as written before any spelling, with the ending before without.
    levels: Vec<HashMap<String, Vec<PhotoId>>>,
    missing: HashSet<PhotoId>,
}

/// What a key means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// One photo, or the photos of one product.
    Photos(Vec<PhotoId>),
    /// Nothing.
    Nothing,
    /// Any of these.
    Several(Vec<PhotoId>),
}

impl Finder {
    pub(crate) fn new<'a>(by: MatchBy, photos: impl IntoIterator<Item = &'a Photo>, roots: &[Root], skus: &Skus) -> Self {
        // A root may be reached by a link, and the file may know its true place.
        let places: HashMap<RootId, Vec<PathBuf>> = roots
            .iter()
            .map(|root| {
                let true_place = fs_err::canonicalize(&root.path).ok().filter(|place| *place != root.path);
                (root.id, std::iter::once(root.path.clone()).chain(true_place).collect())
            })
            .collect();
        let keys = |photo: &Photo| -> [Vec<String>; 2] {
            // A file may name a frame by either of its two.
            let files = || std::iter::once(&photo.path).chain(&photo.companion);
            match by {
                MatchBy::Path => {
                    let roots = || places.get(&photo.root).into_iter().flatten();
                    let paths = files().flat_map(|file| roots().map(move |root| root.join(file)).chain([file.clone()]));
                    [paths.map(|path| path.to_string_lossy().into_owned()).collect(), Vec::new()]
                }
                MatchBy::Name => {
                    [files().filter_map(|file| lossy(file.file_name())).collect(), lossy(photo.path.file_stem()).into_iter().collect()]
                }
                MatchBy::Sku => [skus.get(&photo.id).cloned().into_iter().collect(), Vec::new()],
            }
        };
        let mut levels: Vec<HashMap<String, Vec<PhotoId>>> = vec![HashMap::new(); 4];
        let mut missing = HashSet::new();
        for photo in photos {
            missing.extend(photo.missing.then_some(photo.id));
            for (i, keys) in keys(photo).into_iter().enumerate() {
                for key in keys {
                    let key = tidy(by, &key);
                    put(&mut levels[2 * i + 1], fold(&key), photo.id);
                    put(&mut levels[2 * i], key, photo.id);
                }
            }
        }
        Self { by, levels, missing }
    }

    pub(crate) fn find(&self, key: &str) -> Found {
        let key = tidy(self.by, key);
        let folded = fold(&key);
        let mut levels = self.levels.iter().zip([&key, &folded, &key, &folded]);
        let Some(photos) = levels.find_map(|(level, key)| level.get(key)) else { return Found::Nothing };
        let present: Vec<PhotoId> = photos.iter().copied().filter(|p| !self.missing.contains(p)).collect();
        match (self.by, photos.as_slice(), present.as_slice()) {
            (MatchBy::Sku, ..) | (_, [_], _) => Found::Photos(photos.clone()),
            // The others' files are gone.
            (_, _, [_]) => Found::Photos(present),
            _ => Found::Several(photos.clone()),
        }
    }

    /// What to say where nothing was found.
    pub(super) fn nothing(&self) -> &'static str {
        match self.by {
            MatchBy::Path => "no photo lies at this path",
            MatchBy::Name => "no photo has this name",
            MatchBy::Sku => "no product has this SKU",
        }
    }
}

fn lossy(name: Option<&OsStr>) -> Option<String> {
    name.map(|name| name.to_string_lossy().into_owned())
}

fn put(level: &mut HashMap<String, Vec<PhotoId>>, key: String, photo: PhotoId) {
    let photos = level.entry(key).or_default();
    if photos.last() != Some(&photo) {
        photos.push(photo);
    }
}

/// One spelling of a key, whichever platform it was written on.
fn tidy(by: MatchBy, key: &str) -> String {
    let key = trimmed(key);
    if by == MatchBy::Sku {
        return key.to_owned();
    }
    let key = of_address(key).replace('\\', "/");
    let key = key.trim_start_matches("./");
    match by {
        MatchBy::Name => key.rsplit('/').next().unwrap_or(key).to_owned(),
        _ => key.to_owned(),
    }
}

/// The path in an address on the web, as shops name photos by, or of a file: without server and version (`?v=1`), and with the characters that
/// an address must write as numbers. Anything else as it is.
fn of_address(key: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = key.split_once("://").filter(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric())) else {
        return Cow::Borrowed(key);
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let path = if scheme.eq_ignore_ascii_case("file") { path } else { path.split_once('/').map_or("", |(_, path)| path) };
    percent_decode_str(path).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finder(by: MatchBy, paths: &[&str]) -> Finder {
        let photos: Vec<Photo> = (1..).zip(paths).map(|(id, path)| Photo::sample(id, path)).collect();
        Finder::new(by, &photos, &[Root { id: RootId(1), path: "/shop".into() }], &Skus::new())
    }

    #[test]
    fn names_are_found_in_whatever_characters_they_are_written() {
        let photos = ["Scha\u{308}rpen/gru\u{308}n.jpg", "plain.jpg"];
        for (by, key) in [
            (MatchBy::Path, "Sch\u{e4}rpen/gr\u{fc}n.jpg"),
            (MatchBy::Path, "/shop/SCH\u{c4}RPEN/gru\u{308}n.jpg"),
            (MatchBy::Name, "gr\u{fc}n.jpg"),
            (MatchBy::Name, "GR\u{dc}N"),
            (MatchBy::Name, "\u{feff}gr\u{fc}n.jpg\u{200b}"),
        ] {
            assert_eq!(finder(by, &photos).find(key), Found::Photos(vec![PhotoId(1)]), "{key}");
        }
        let twins = finder(MatchBy::Name, &["a/gr\u{fc}n.jpg", "b/gru\u{308}n.jpg"]);
        assert_eq!(twins.find("gr\u{fc}n.jpg"), Found::Photos(vec![PhotoId(1)]), "as written goes first");
        assert_eq!(twins.find("GR\u{dc}N.JPG"), Found::Several(vec![PhotoId(1), PhotoId(2)]));
    }

    #[test]
    fn a_frame_is_found_by_the_name_of_either_of_its_two_files() {
        let with_raw = Photo { companion: Some("a/IMG_1.NEF".into()), ..Photo::sample(1, "a/IMG_1.jpg") };
        let photos = [with_raw, Photo::sample(2, "b/IMG_1.dng"), Photo::sample(3, "b/IMG_2.NEF")];
        let root = [Root { id: RootId(1), path: "/shop".into() }];
        for (by, key, wanted) in [
            (MatchBy::Name, "IMG_1.NEF", Found::Photos(vec![PhotoId(1)])),
            (MatchBy::Name, "img_1.nef", Found::Photos(vec![PhotoId(1)])),
            (MatchBy::Name, "IMG_1", Found::Several(vec![PhotoId(1), PhotoId(2)])),
            (MatchBy::Name, "IMG_2.NEF", Found::Photos(vec![PhotoId(3)])),
            (MatchBy::Path, "a/IMG_1.NEF", Found::Photos(vec![PhotoId(1)])),
            (MatchBy::Path, "/shop/a/IMG_1.NEF", Found::Photos(vec![PhotoId(1)])),
            (MatchBy::Path, "b/IMG_1.NEF", Found::Nothing),
        ] {
            assert_eq!(Finder::new(by, &photos, &root, &Skus::new()).find(key), wanted, "{key}");
        }
    }

    #[test]
    fn an_address_names_the_file_at_its_end() {
        let photos = ["a/SH-003.jpg", "a/gr\u{fc}n 1.jpg"];
        for (key, photo) in [
            ("https://cdn.example.com/s/files/1/0001/products/SH-003.jpg?v=1690000000", 1),
            ("http://cdn.example.com/SH-003.jpg#top", 1),
            ("https://cdn.example.com/gr%C3%BCn%201.jpg", 2),
            ("https://cdn.example.com/gru%CC%88n%201.jpg", 2),
        ] {
            assert_eq!(finder(MatchBy::Name, &photos).find(key), Found::Photos(vec![PhotoId(photo)]), "{key}");
        }
        assert_eq!(finder(MatchBy::Path, &photos).find("file:///shop/a/gr%C3%BCn%201.jpg"), Found::Photos(vec![PhotoId(2)]));
        assert_eq!(finder(MatchBy::Name, &["what?.jpg"]).find("what?.jpg"), Found::Photos(vec![PhotoId(1)]));
    }
}
