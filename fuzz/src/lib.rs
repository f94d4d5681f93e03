//! What is fuzzed: each function takes any bytes, and panics where a promise is broken.

mod seeds;

pub use seeds::seeds;

use exchange::{Keywords, MarkChange, ReadOptions};
use photo::Limits;
use std::path::Path;
use std::sync::LazyLock;

/// A name and what takes the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 5] = [("decode", decode), ("xmp", xmp), ("csv", csv), ("query", query), ("model", model)];

/// Pictures of every format: within limits, whatever they hold.
pub fn decode(bytes: &[u8]) {
    let limits = Limits { pixels: 4_000_000, memory: 256 << 20 };
    let _ = photo::read_capture(bytes);
    for least_side in [u32::MAX, 64] {
        if let Ok(decoded) = photo::decode_at_least(bytes, &limits, least_side) {
            let (width, height) = (decoded.pixels.width(), decoded.pixels.height());
            assert_eq!(decoded.pixels.data().len(), 3 * width as usize * height as usize);
            assert!(u64::from(width) * u64::from(height) <= limits.pixels);
            let thumbnail = photo::thumbnail(&decoded.pixels, 64);
            assert!(photo::decode_thumbnail(&thumbnail).is_ok());
            let _ = photo::fingerprint(&decoded.pixels);
        }
    }
}

/// Sidecars, and keywords inside photos: a changed sidecar is read again as it was meant, and changes no more.
pub fn xmp(bytes: &[u8]) {
    let _ = exchange::marks(bytes);
    let _ = exchange::embedded_keywords(&mut std::io::Cursor::new(bytes));
    let _ = exchange::embedded_marks(&mut std::io::Cursor::new(bytes));
    let _ = exchange::plan_marks(Some(bytes), MarkChange { stars: Some(None), ..MarkChange::default() });
    let Ok(before) = exchange::keywords(bytes) else { return };
    let want = Keywords::of(&[("Type", "Shoe"), ("Colour", "Red & blue")]);
    if let Ok(planned) = exchange::plan(Some(bytes), &want, &Keywords::default()) {
        let after = planned.bytes.as_deref().unwrap_or(bytes);
        let read = exchange::keywords(after).expect("what was written is read");
        for word in before.subject.iter().chain(&want.subject) {
            assert!(read.subject.contains(word), "{word:?} is there");
        }
        let again = exchange::plan(Some(after), &want, &planned.ours).expect("what was written is changed again");
        assert!(again.bytes.is_none(), "and nothing is left to be done");
    }
}

/// Tables and lists of labels.
pub fn csv(bytes: &[u8]) {
    let _ = exchange::read_tags(bytes, &ReadOptions::default());
    let _ = exchange::read_tags(bytes, &ReadOptions { column: Some("Type".to_owned()), ..ReadOptions::default() });
    let _ = exchange::read_columns(bytes, None, &["title"]);
    let _ = exchange::read_label_sets(bytes, "labels");
    let _ = exchange::Table::columns(bytes);
}

/// Whatever is typed into the search field.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = tasks::query::parse(&text);
    let parts = tasks::query::parts(&text);
    assert!(parts.len() <= text.len() + 1);
    for (at, _) in text.char_indices() {
        let _ = tasks::query::typed_at(&text, at);
    }
}

/// A sound checkpoint, of which one file is replaced. The first byte says which.
pub fn model(bytes: &[u8]) {
    static SOUND: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/clip/siglip");
        for file in std::fs::read_dir(fixture).expect("the fixture is there").flatten() {
            std::fs::copy(file.path(), folder.path().join(file.file_name())).expect("it is copied");
        }
        folder
    });
    let Some((which, content)) = bytes.split_first() else { return };
    let name = seeds::MODEL_FILES[usize::from(*which) % seeds::MODEL_FILES.len()];
    let path = SOUND.path().join(name);
    let sound = std::fs::read(&path).expect("the fixture has it");
    std::fs::write(&path, content).expect("it is written");
    let opened = clip::open(&clip::ModelSource::of_folder(SOUND.path()), base::Device::Cpu);
    if let Ok(model) = &opened {
        use base::Encoder;
        let _ = model.encode_texts(&["a red dress"]);
        let _ = model.cut_off(&"a long text ".repeat(100));
    }
    std::fs::write(&path, sound).expect("it is put back");
}
