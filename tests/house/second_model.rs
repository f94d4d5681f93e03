//! A second model for tests: the starter with its text projection turned round, so that it finds last what the starter finds first.

use std::path::{Path, PathBuf};

/// The tensor that is turned round: every text vector becomes its opposite, photos stay as they are.
const TURNED: &str = "text_projection.weight";

/// Writes the model's folder and returns its whole path, which is its name. Its cosines are the starter's with the other sign:
/// answers come in the opposite order, and of two labels it suggests the other one.
pub fn save(folder: &Path) -> PathBuf {
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/starter-model");
    fs_err::create_dir_all(folder).unwrap();
    for file in ["config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.txt"] {
        fs_err::copy(starter.join(file), folder.join(file)).unwrap();
    }
    let mut weights = fs_err::read(starter.join("model.safetensors")).unwrap();
    // Eight bytes of length, a header that says where each tensor lies, then the tensors.
    let data = 8 + u64::from_le_bytes(weights[..8].try_into().unwrap()) as usize;
    let header: serde_json::Value = serde_json::from_slice(&weights[8..data]).unwrap();
    let tensor = &header[TURNED];
    assert_eq!(tensor["dtype"], "F16");
    let offset = |which: usize| data + tensor["data_offsets"][which].as_u64().unwrap() as usize;
    for value in weights[offset(0)..offset(1)].chunks_exact_mut(2) {
        value[1] ^= 0x80;
    }
    fs_err::write(folder.join("model.safetensors"), weights).unwrap();
    folder.canonicalize().unwrap()
}

/// Adds so many bytes to the model's weights that nobody asks for. Opening it takes longer, since its key is made of all of them;
/// the disk holds none of them.
pub fn make_large(folder: &Path, bytes: u64) {
    let path = folder.join("model.safetensors");
    let weights = fs_err::read(&path).unwrap();
    let data = 8 + u64::from_le_bytes(weights[..8].try_into().unwrap()) as usize;
    let mut header: serde_json::Value = serde_json::from_slice(&weights[8..data]).unwrap();
    let end = (weights.len() - data) as u64;
    header["nobody.asks"] = serde_json::json!({ "dtype": "U8", "shape": [bytes], "data_offsets": [end, end + bytes] });
    let header = header.to_string();
    fs_err::write(&path, [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &weights[data..]].concat()).unwrap();
    fs_err::OpenOptions::new().write(true).open(&path).unwrap().set_len((8 + header.len()) as u64 + end + bytes).unwrap();
}
