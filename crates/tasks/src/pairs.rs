//! Which files are one frame: a raw file and the JPEG that the camera, or a program, made of it.

use base::fold::fold;
use base::formats;
use std::collections::HashMap;
use std::path::Path;

/// Pictures that a camera writes beside its raw files.
const PICTURES: [&str; 2] = ["JPEG", "HEIC"];

/// For each picture the raw file of the same frame: in the same folder, of the same name but for its ending, whatever its case and characters.
/// Where several raw files or several pictures bear the name, nobody can tell which belong together, and all are photos.
pub(crate) fn pairs<'a>(files: impl Iterator<Item = &'a Path> + Clone) -> HashMap<&'a Path, &'a Path> {
    let mut frames: HashMap<(&Path, String), Frame<'a>> = HashMap::new();
    for raw in files.clone().filter(|path| formats::is_raw_path(path)) {
        if let Some(name) = name(raw) {
            frames.entry(name).or_default().raw.push(raw);
        }
    }
    if frames.is_empty() {
        return HashMap::new();
    }
    for picture in files.filter(|path| formats::of_path(path).is_some_and(|format| PICTURES.contains(&format.name))) {
        if let Some(frame) = name(picture).and_then(|name| frames.get_mut(&name)) {
            frame.pictures.push(picture);
        }
    }
    let one = |frame: Frame<'a>| match (&*frame.raw, &*frame.pictures) {
        ([raw], [picture]) => Some((*picture, *raw)),
        _ => None,
    };
    frames.into_values().filter_map(one).collect()
}

#[derive(Default)]
struct Frame<'a> {
    raw: Vec<&'a Path>,
    pictures: Vec<&'a Path>,
}

fn name(path: &Path) -> Option<(&Path, String)> {
    Some((path.parent()?, fold(path.file_stem()?.to_str()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(paths: &[&str]) -> Vec<(String, String)> {
        let shown = |path: &Path| path.display().to_string();
        let pairs = pairs(paths.iter().map(Path::new));
        let mut all: Vec<_> = pairs.into_iter().map(|(picture, raw)| (shown(picture), shown(raw))).collect();
        all.sort();
        all
    }

    #[test]
    fn one_raw_file_and_one_picture_of_a_name_are_a_frame() {
        assert_eq!(paired(&["a.jpg", "A.CR2", "b.jpg", "c.nef", "d/a.nef"]), [("a.jpg".into(), "A.CR2".into())]);
        assert_eq!(paired(&["d/gr\u{fc}n.JPG", "d/gru\u{308}n.nef"]).len(), 1);
        for several in [&["a.jpg", "a.jpeg", "a.nef"][..], &["a.jpg", "a.dng", "a.nef"], &["a.png", "a.nef"], &["a.jpg", "a.jpg.nef"]] {
            assert!(paired(several).is_empty(), "{several:?}");
        }
        assert_eq!(paired(&["a.jpg", "a.tif", "a.nef"]).len(), 1, "what was made of the picture later is another one");
    }
}
