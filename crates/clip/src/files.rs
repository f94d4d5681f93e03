//! Reads the files of a checkpoint from a folder or from inside the program, and hashes them into the model's key.

use base::{EncodeError, ModelKey, human, regular};
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

/// What transformers' slow tokenizers read, from which it makes tokenizer.json.
const SLOW_TOKENIZERS: [&[&str]; 2] = [&["vocab.json", "merges.txt"], &["spiece.model"]];

/// The files of one checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Files {
    /// Embedded in the program.
    Starter,
    /// Files in this folder.
    Folder(PathBuf),
}

/// No file beside the weights is this large, bytes: the largest tokenizers have 35 MB.
const MOST_BYTES: u64 = 64 << 20;

/// How a file begins that stands for one which was not fetched.
const POINTER: &[u8] = b"version https://git-lfs";

/// What some programs put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

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

    /// The contents of a file, a text without its byte order mark; `None` if there is no such file.
    pub fn find(&self, name: &str) -> Result<Option<Cow<'static, [u8]>>, EncodeError> {
        match self {
            Self::Starter => Ok(embedded(name).map(Cow::Borrowed)),
            Self::Folder(folder) => {
                let path = folder.join(name);
                if !path.exists() {
                    return Ok(None);
                }
                let mut bytes = Vec::new();
                let file = regular::open(&path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
                file.map_err(|e| problem(&path, unreadable(&e)))?;
                if bytes.len() as u64 > MOST_BYTES {
                    return Err(problem(&path, format!("the file is larger than {}", human::bytes(MOST_BYTES))));
                }
                refuse_pointer(&path, &bytes)?;
                if bytes.starts_with(BYTE_ORDER_MARK) {
                    bytes.drain(..BYTE_ORDER_MARK.len());
                }
                Ok(Some(Cow::Owned(bytes)))
            }
        }
    }

    /// Whether there is a file of this name.
    pub fn exists(&self, name: &str) -> bool {
        match self {
            Self::Starter => embedded(name).is_some(),
            Self::Folder(folder) => folder.join(name).is_file(),
        }
    }

    /// The contents of a file that must be there.
    pub fn read(&self, name: &str) -> Result<Cow<'static, [u8]>, EncodeError> {
        self.find(name)?.ok_or_else(|| self.missing(name))
    }

    /// That a file is missing, and what to do about it.
    pub fn missing(&self, name: &str) -> EncodeError {
        let slow = SLOW_TOKENIZERS.iter().find(|files| name == "tokenizer.json" && files.iter().all(|file| self.exists(file)));
        let what = slow.map_or_else(
            || "this file is missing from the checkpoint".to_owned(),
            |files| {
                format!(
                    "this file is missing; there is only {}, from which it is made once with transformers: \
                     AutoTokenizer.from_pretrained(FOLDER, use_fast=True).save_pretrained(FOLDER)",
                    files.join(" and ")
                )
            },
        );
        problem(&self.path(name), what)
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
                let mut file = regular::open(&path).map_err(|e| problem(&path, unreadable(&e)))?;
                let mut head = Vec::new();
                let looked = file.by_ref().take(POINTER.len() as u64).read_to_end(&mut head).and_then(|_| file.rewind());
                looked.map_err(|e| problem(&path, unreadable(&e)))?;
                refuse_pointer(&path, &head)?;
                Ok(Box::new(file))
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

/// A repository that was cloned without Git LFS holds pointers where its large files should be.
fn refuse_pointer(path: &Path, head: &[u8]) -> Result<(), EncodeError> {
    if !head.starts_with(POINTER) {
        return Ok(());
    }
    Err(problem(path, "this is a Git LFS pointer and not the file itself; run git lfs pull in its folder, or download the model again"))
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
pub(crate) fn unreadable(error: &std::io::Error) -> String {
    if error.kind() == std::io::ErrorKind::InvalidInput {
        return regular::NOT_REGULAR.to_owned();
    }
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
    fn pointers_slow_tokenizers_and_byte_order_marks_are_known() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 165648\n".as_slice();
        let dir =
            folder(&[(WEIGHTS, pointer), ("vocab.json", pointer), ("merges.txt", b"#version: 0.2"), ("config.json", b"\xef\xbb\xbf{}")]);
        let files = Files::Folder(dir.path().to_owned());
        for message in [files.weights().err().unwrap().to_string(), files.find("vocab.json").unwrap_err().to_string()] {
            assert!(message.contains("Git LFS pointer") && message.contains("git lfs pull"), "{message}");
        }
        let message = files.read("tokenizer.json").unwrap_err().to_string();
        assert!(message.contains("only vocab.json and merges.txt") && message.contains("save_pretrained"), "{message}");
        assert_eq!(files.read("config.json").unwrap(), &b"{}"[..]);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let dir = folder(&[]);
        for name in [WEIGHTS, "tokenizer.json"] {
            assert!(std::process::Command::new("mkfifo").arg(dir.path().join(name)).status().unwrap().success());
        }
        let files = Files::Folder(dir.path().to_owned());
        for message in [files.weights().err().unwrap().to_string(), files.find("tokenizer.json").unwrap_err().to_string()] {
            assert!(message.contains("it is no regular file"), "{message}");
        }
        assert!(!files.exists("tokenizer.json"));
    }

    #[test]
    fn a_missing_file_is_named() {
        let dir = folder(&[]);
        let message = Files::Folder(dir.path().to_owned()).read("config.json").unwrap_err().to_string();
        assert!(message.contains("missing") && message.ends_with("config.json"), "{message}");
    }
}
