//! The marketplace rules that come along, each as the text of its file.

/// Rules that come along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// As `--preset` has it.
    pub key: &'static str,
    /// The file.
    pub text: &'static str,
}

/// All of them.
pub static PRESETS: [Preset; 5] = [
    Preset { key: "amazon", text: include_str!("../../../assets/standards/amazon.json") },
    Preset { key: "google", text: include_str!("../../../assets/standards/google.json") },
    Preset { key: "ebay", text: include_str!("../../../assets/standards/ebay.json") },
    Preset { key: "shopify", text: include_str!("../../../assets/standards/shopify.json") },
    Preset { key: "zalando", text: include_str!("../../../assets/standards/zalando.json") },
];
