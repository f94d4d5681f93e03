//! What the catalogue keeps of a frame's files: of the raw one, and of the other one.

use base::PhotoId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The same of each of the two files. Which is which the files themselves tell, whether the raw file is the photo or lies beside it: so it
/// stays true when one of the two goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ByFile<T> {
    #[serde(flatten)]
    other: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<T>,
}

impl<T: Clone + Default + PartialEq + Serialize + DeserializeOwned> ByFile<T> {
    /// What is kept of a photo, of all that is; nothing where nothing is.
    pub fn of(photo: PhotoId, kept: &HashMap<PhotoId, String>) -> Self {
        kept.get(&photo).and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
    }

    /// Of the raw file, or of the other one.
    pub fn file(&self, is_raw: bool) -> T {
        if is_raw { self.raw.clone().unwrap_or_default() } else { self.other.clone() }
    }

    /// Replaces what is kept of one of the two.
    pub fn set_file(&mut self, is_raw: bool, file: T) {
        if is_raw {
            self.raw = Some(file).filter(|raw| *raw != T::default());
        } else {
            self.other = file;
        }
    }

    /// Nothing is kept of either.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As the catalogue keeps it.
    pub fn stored(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_its_own_and_the_raw_one_stands_in_the_other_ones_object() {
        let kept = |json: &str| ByFile::<HashMap<String, u8>>::of(PhotoId(1), &[(PhotoId(1), json.to_owned())].into());
        let mut both = kept("");
        assert!(both.is_empty());
        both.set_file(false, [("a".to_owned(), 1)].into());
        assert_eq!(both.stored(), r#"{"a":1}"#, "as it was kept before there were raw files");
        both.set_file(true, [("b".to_owned(), 2)].into());
        assert_eq!(both.stored(), r#"{"a":1,"raw":{"b":2}}"#);
        assert_eq!((kept(&both.stored()), both.file(true)["b"], both.file(false)["a"]), (both.clone(), 2, 1));
        both.set_file(true, HashMap::new());
        assert_eq!(both.stored(), r#"{"a":1}"#);
    }
}
