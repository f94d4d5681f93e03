//! Models that can be downloaded by name: what each is for, and how large it is.
//!
//! A fact stands here only with its public source beside it, as it was found; what was not found is `None`. Sizes are rounded
//! as the hub's file pages round them, so they are for people, never for a check.

/// A model that can be downloaded by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownModel {
    /// Its repository on the hub: "owner/name".
    pub name: &'static str,
    /// Display name.
    pub title: &'static str,
    /// One sentence on what it is for.
    pub about: &'static str,
    /// The licence that its card names, such as "mit"; `None` if it names none or was not found.
    pub licence: Option<&'static str>,
    /// The web page of its model card.
    pub page: &'static str,
    /// Approximate size of the download.
    pub bytes: Option<u64>,
    /// Components of an embedding.
    pub dimension: Option<usize>,
    /// The revision to download if `main` has no weights that can be opened.
    pub revision: Option<&'static str>,
    /// Whether this is the one to download first.
    pub recommended: bool,
}

const MB: u64 = 1_000_000;

const KNOWN: [KnownModel; 11] = [
    KnownModel {
        name: "patrickjohncyh/fashion-clip",
        title: "FashionCLIP 2.0",
        about: "Fashion: trained on 800,000 products with their descriptions.",
        // Page of files, huggingface.co/patrickjohncyh/fashion-clip/tree/afacf5e5851d5979ab030e228eab60e2c95a912c:
        // "License: mit", model.safetensors 605 MB, tokenizer.json 2.22 MB. Its card: 800K products.
        licence: Some("mit"),
        page: "https://huggingface.co/patrickjohncyh/fashion-clip",
        bytes: Some(607 * MB),
        // projection_dim: huggingface.co/patrickjohncyh/fashion-clip/blob/main/onnx/config.json
        dimension: Some(512),
        revision: None,
        recommended: true,
    },
    KnownModel {
        name: "openai/clip-vit-base-patch32",
        title: "CLIP ViT-B/32 (OpenAI)",
        about: "General: the original CLIP, the usual yardstick.",
        // huggingface.co/openai/clip-vit-base-patch32/tree/refs%2Fpr%2F32, a page of the same files with the weights converted:
        // no line "License", model.safetensors 605 MB, tokenizer.json 2.22 MB.
        licence: None,
        page: "https://huggingface.co/openai/clip-vit-base-patch32",
        bytes: Some(607 * MB),
        // ClipConfig::vit_base_patch32 of candle-transformers: projection_dim 512.
        dimension: Some(512),
        // github.com/huggingface/candle, candle-examples/examples/clip/main.rs takes model.safetensors from there. The page of files of
        // another request, tree/refs%2Fpr%2F13, shows main's: pickles and no safetensors.
        revision: Some("refs/pr/15"),
        recommended: false,
    },
    KnownModel {
        name: "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
        title: "CLIP ViT-B/32 (LAION-2B)",
        about: "General: trained on two billion pictures; FashionCLIP 2.0 began from it.",
        // Its card was found only retold by others, hence no licence here.
        licence: None,
        page: "https://huggingface.co/laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
        // Public download scripts take model.safetensors and tokenizer.json from its main and call the weights 605 MB; others pin its
        // open_clip_model.safetensors at 605,143,316 bytes.
        bytes: Some(607 * MB),
        // projection_dim of a checkpoint saved from it, which names it as its origin:
        // huggingface.co/strollingorange/roomLuxuryAnnotater/blame/d991c471bb5394f3f8a2562c287108215fd29095/config.json
        dimension: Some(512),
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "openai/clip-vit-large-patch14",
        title: "CLIP ViT-L/14 (OpenAI)",
        about: "General: a larger CLIP of 24 layers; slower than ViT-B/32.",
        // The page of its own files was not found. A copy, huggingface.co/mikitona/clip-vit-large-patch14/tree/main, has the same
        // set of files: no line "License", model.safetensors 1.71 GB. Public download scripts take model.safetensors from its main.
        licence: None,
        page: "https://huggingface.co/openai/clip-vit-large-patch14",
        bytes: Some(1712 * MB),
        // projection_dim of its conversion: huggingface.co/Xenova/clip-vit-large-patch14/blob/main/config.json
        dimension: Some(768),
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "google/siglip-base-patch16-224",
        title: "SigLIP base (Google)",
        about: "General: trained with a loss that judges each pair by itself.",
        // Page of files, huggingface.co/google/siglip-base-patch16-224/tree/d0ffe3fe6b24d37e1fc878f6f6c12837e82e8d21, and its page of
        // commits: "License: apache-2.0", model.safetensors 813 MB. That commit has no tokenizer.json, only spiece.model; its sisters
        // of 256 and 384 pixels got theirs later, and public code takes tokenizer.json from main of this one. The rest is as large.
        licence: Some("apache-2.0"),
        page: "https://huggingface.co/google/siglip-base-patch16-224",
        bytes: Some(815 * MB),
        // hidden_size of its conversion, which SigLIP does not project:
        // huggingface.co/Xenova/siglip-base-patch16-224/blob/main/config.json
        dimension: Some(768),
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "Marqo/marqo-fashionSigLIP",
        title: "Marqo-FashionSigLIP",
        about: "Fashion: trained on a million products with colours, materials and styles.",
        // Page of files, huggingface.co/Marqo/marqo-fashionSigLIP/tree/e5619578fd528afa0bf88d8fae37748336a57fa2: "License: apache-2.0",
        // model.safetensors 813 MB, tokenizer.json 2.42 MB. marqo.ai/blog/search-model-for-fashion: over 1M fashion products.
        licence: Some("apache-2.0"),
        page: "https://huggingface.co/Marqo/marqo-fashionSigLIP",
        bytes: Some(815 * MB),
        // Its card (raw/e5619578fd528afa0bf88d8fae37748336a57fa2/README.md): fine-tuned from ViT-B-16-SigLIP, whose embed_dim is 768 in
        // open_clip's model_configs/ViT-B-16-SigLIP.json.
        dimension: Some(768),
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "Marqo/marqo-fashionCLIP",
        title: "Marqo-FashionCLIP",
        about: "Fashion: the same products as Marqo-FashionSigLIP, in a CLIP of 16-pixel patches.",
        // huggingface.co/Marqo/marqo-fashionCLIP/commit/a5a23fcaae2f24f86a91188210fd51595bec5278: open_clip_config.json,
        // open_clip_model.safetensors and tokenizer.json. Its card says MIT there, marqo.ai/blog/search-model-for-fashion Apache 2.0.
        licence: None,
        page: "https://huggingface.co/Marqo/marqo-fashionCLIP",
        bytes: None,
        // "embed_dim": 512 in that open_clip_config.json.
        dimension: Some(512),
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "HopitAI/moda-fashion-distilled",
        title: "MODA Fashion, distilled",
        about: "Fashion: distilled from three models into the shape of Marqo-FashionSigLIP; for finding a product by its photo.",
        // github.com/hopit-ai/Moda, README: ViT-B-16-SigLIP in open_clip's layout, 768 dimensions, 775 MB; licence MIT.
        licence: Some("mit"),
        page: "https://huggingface.co/HopitAI/moda-fashion-distilled",
        bytes: Some(775 * MB),
        dimension: Some(768),
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "HopitAI/moda-pro-lite",
        title: "MODA Pro Lite",
        about: "Fashion: for finding products by the words of a catalogue; a SigLIP 2.",
        // huggingface.co/HopitAI/moda-pro-lite/discussions: OpenCLIP, safetensors, siglip2. github.com/hopit-ai/Moda, README: licence MIT.
        licence: Some("mit"),
        page: "https://huggingface.co/HopitAI/moda-pro-lite",
        bytes: None,
        dimension: None,
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "srpone/zooclaw-fashionsiglip2",
        title: "ZooClaw-FashionSigLIP2",
        about: "Fashion: a SigLIP 2 that kept its general knowledge while it learned fashion.",
        // arxiv.org/abs/2606.27708; the hub lists it with 0.4 billion parameters. Its files and its licence were not found.
        licence: None,
        page: "https://huggingface.co/srpone/zooclaw-fashionsiglip2",
        bytes: None,
        dimension: None,
        revision: None,
        recommended: false,
    },
    KnownModel {
        name: "google/siglip2-base-patch16-224",
        title: "SigLIP 2 base (Google)",
        about: "General: SigLIP trained further, in many languages.",
        // Name and layout, SigLIP's own for those of fixed resolution: transformers' documentation of SigLIP 2. Dimensions: the card of
        // qoranet/QORA-Vision-Image, which runs it.
        licence: None,
        page: "https://huggingface.co/google/siglip2-base-patch16-224",
        bytes: None,
        dimension: Some(768),
        revision: None,
        recommended: false,
    },
];

/// All of them, the recommended one first.
pub fn known() -> &'static [KnownModel] {
    &KNOWN
}

/// The known model of this name: "owner/name", or the name alone where it means one; capitals do not matter.
pub fn find(name: &str) -> Option<&'static KnownModel> {
    KNOWN.iter().find(|model| model.name.eq_ignore_ascii_case(name)).or_else(|| {
        let mut named = KNOWN.iter().filter(|model| last_part(model.name).eq_ignore_ascii_case(name));
        named.next().filter(|_| named.next().is_none())
    })
}

/// "fashion-clip" of "patrickjohncyh/fashion-clip", the folder's name of a path.
pub fn last_part(name: &str) -> &str {
    name.rsplit(['/', std::path::MAIN_SEPARATOR]).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_one_model() {
        assert!(KNOWN[0].recommended && KNOWN[1..].iter().all(|model| !model.recommended));
        for model in known() {
            assert!(model.page.ends_with(model.name));
            for name in [model.name.to_lowercase(), last_part(model.name).to_uppercase()] {
                assert_eq!(find(&name), Some(model));
            }
        }
        assert_eq!(find("clip"), None);
    }
}
