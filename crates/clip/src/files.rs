//! Reads the files of a checkpoint from a folder or from inside the program, and hashes them into the model's key.

use base::{EncodeError, ModelKey};
use fs_err::File;
use std::borrow::Cow;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};

/// The only weights file that is ever opened.
pub const WEIGHTS: &str = "model.safetensors";

/// The files of the model that ships inside the program.
const STARTER: [(&str, &[u8]); 6] = [
    ("config.json", include_bytes!("../../../assets/starter-model/config.json")),
    ("preprocessor_config.json", include_bytes!("../../../assets/starter-model/preprocessor_config.json")),
    ("tokenizer.json", include_bytes!("../../../assets/starter-model/tokenizer.json")),
    ("vocabulary.txt", include_bytes!("../../../assets/starter-model/vocabulary.txt")),
    ("vocabulary.tsv", include_bytes!("../../../assets/starter-model/vocabulary.tsv")),
    (WEIGHTS, include_bytes!("../../../assets/starter-model/model.safetensors")),
];

/// The files of one checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Files {
    /// Embedded in the program.
    Starter,
    /// Files in this folder.
    Folder(PathBuf),
}

/// Bytes that can be read from anywhere.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Files {
    /// The path of a file for error messages; it need not exist.
    pub fn path(&self, name: &str) -> PathBuf {
        match self {
            Self::Starter => Path::new("starter model").join(name),
            Self::Folder(folder) => folder.join(name),
        }
    }

    /// The contents of a file; `None` if there is no such file.
    pub fn find(&self, name: &str) -> Result<Option<Cow<'static, [u8]>>, EncodeError> {
        match self {
            Self::Starter => Ok(embedded(name).map(Cow::Borrowed)),
            Self::Folder(folder) => {
                let path = folder.join(name);
                if !path.exists() {
                    return Ok(None);
                }
                fs_err::read(&path).map(|bytes| Some(Cow::Owned(bytes))).map_err(|e| problem(&path, unreadable(&e)))
            }
        }
    }

    /// Whether there is a file of this name.
    pub fn exists(&self, name: &str) -> bool {
        match self {
            Self::Starter => embedded(name).is_some(),
            Self::Folder(folder) => folder.join(name).exists(),
        }
    }

    /// The contents of a file that must be there.
    pub fn read(&self, name: &str) -> Result<Cow<'static, [u8]>, EncodeError> {
        self.find(name)?.ok_or_else(|| problem(&self.path(name), "this file is missing from the checkpoint"))
    }

    /// The weights, for reading piece by piece.
    pub fn weights(&self) -> Result<Box<dyn ReadSeek>, EncodeError> {
        match self {
            Self::Starter => Ok(Box::new(Cursor::new(embedded(WEIGHTS).unwrap_or_default()))),
            Self::Folder(folder) => {
                let path = folder.join(WEIGHTS);
                if !path.exists() {
                    return Err(problem(folder, without_weights(folder)));
                }
                Ok(Box::new(File::open(&path).map_err(|e| problem(&path, unreadable(&e)))?))
            }
        }
    }

    /// The model's key: BLAKE3 over the weights and the other files that influence an embedding, each with its length.
    pub fn key(&self, others: &[&[u8]]) -> Result<ModelKey, EncodeError> {
        let mut hasher = blake3::Hasher::new();
        let mut weights = self.weights()?;
        hasher.update_reader(&mut weights).map_err(|e| problem(&self.path(WEIGHTS), unreadable(&e)))?;
        hasher.update(&hasher.count().to_le_bytes());
        hash_each(&mut hasher, others);
        Ok(ModelKey(hasher.finalize().to_hex().to_string()))
    }
}

/// Hashes each file after its length, so that moving a byte from one file to the next changes the hash.
pub fn hash_each(hasher: &mut blake3::Hasher, files: &[&[u8]]) {
    for bytes in files {
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
}

fn embedded(name: &str) -> Option<&'static [u8]> {
    STARTER.iter().find(|(file, _)| *file == name).map(|(_, bytes)| *bytes)
}

/// An error about one file of a checkpoint.
pub fn problem(path: &Path, problem: impl Into<String>) -> EncodeError {
    EncodeError::Checkpoint { path: path.to_owned(), problem: problem.into() }
}

/// The error without its path: `fs_err` has added one, and our error names it already.
fn unreadable(error: &std::io::Error) -> String {
    let inner = std::error::Error::source(error).map(ToString::to_string);
    format!("cannot be read ({})", inner.unwrap_or_else(|| error.to_string()))
}

fn without_weights(folder: &Path) -> &'static str {
    if folder.join("model.safetensors.index.json").exists() {
        "the weights are split into several files, which is not supported: save the model again as one model.safetensors"
    } else if folder.join("pytorch_model.bin").exists() {
        "there is only pytorch_model.bin, a pickle, which can run any code and is never opened: \
         load it once with transformers and save_pretrained(…, safe_serialization=True), or look for a model.safetensors"
    } else {
        "there is no model.safetensors in this folder"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs_err::write(dir.path().join(name), bytes).unwrap();
        }
        dir
    }

    #[test]
    fn the_key_changes_with_each_file_and_not_with_the_place() {
        let key = |weights: &[u8], others: &[&[u8]]| {
            let dir = folder(&[(WEIGHTS, weights)]);
            Files::Folder(dir.path().to_owned()).key(others).unwrap()
        };
        assert_eq!(key(b"ab", &[b"c"]), key(b"ab", &[b"c"]));
        let keys = [key(b"ab", &[b"c"]), key(b"a", &[b"bc"]), key(b"ab", &[b"d"]), key(b"ab", &[b"c", b""]), key(b"xb", &[b"c"])];
        for (i, a) in keys.iter().enumerate() {
            assert!(keys[i + 1..].iter().all(|b| a != b));
        }
    }

    #[test]
    fn a_folder_without_safetensors_says_what_to_do() {
        for (files, part) in [
            (&[][..], "no model.safetensors"),
            (&[("pytorch_model.bin", &b""[..])][..], "save_pretrained"),
            (&[("model.safetensors.index.json", &b""[..])][..], "several files"),
        ] {
            let dir = folder(files);
            let message = Files::Folder(dir.path().to_owned()).weights().err().unwrap().to_string();
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let dir = folder(&[]);
        let message = Files::Folder(dir.path().to_owned()).read("config.json").unwrap_err().to_string();
        assert!(message.contains("missing") && message.ends_with("config.json"), "{message}");
    }
}
