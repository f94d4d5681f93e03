//! Translates tensor names: the towers ask by transformers' names, and files in other layouts store them under others.
//!
//! The second layout is open_clip's with an image tower of timm's, in which `Marqo/marqo-fashionSigLIP` and timm's own `SigLIP`
//! checkpoints are published. Its names were written down from the state of `open_clip.create_model("ViT-B-16-SigLIP")`,
//! open_clip 3.3 and timm 1.0; `tests/fixtures/clip/make.py` makes a checkpoint of just that layout.

/// The layout of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// The names that transformers writes.
    Transformers,
    /// open_clip's names, with this prefix: empty, or what a wrapping module adds ("model.").
    OpenClip(String),
}

/// A tensor of the file, or some of its rows.
#[derive(Debug, PartialEq, Eq)]
pub struct StoredTensor {
    /// Its name in the file.
    pub name: String,
    /// Which of `parts` equal blocks of rows is meant.
    pub part: usize,
    /// 1 for the whole tensor.
    pub parts: usize,
}

/// Prefix in transformers' names, prefix in the file, block of rows, number of blocks. `#` stands for the number of a layer.
type Row = (&'static str, &'static str, usize, usize);

/// PyTorch's `MultiheadAttention` keeps its three projections in one tensor.
const TRANSFORMERS: [Row; 6] = [
    ("vision_model.head.attention.q_proj.weight", "vision_model.head.attention.in_proj_weight", 0, 3),
    ("vision_model.head.attention.k_proj.weight", "vision_model.head.attention.in_proj_weight", 1, 3),
    ("vision_model.head.attention.v_proj.weight", "vision_model.head.attention.in_proj_weight", 2, 3),
    ("vision_model.head.attention.q_proj.bias", "vision_model.head.attention.in_proj_bias", 0, 3),
    ("vision_model.head.attention.k_proj.bias", "vision_model.head.attention.in_proj_bias", 1, 3),
    ("vision_model.head.attention.v_proj.bias", "vision_model.head.attention.in_proj_bias", 2, 3),
];

const OPEN_CLIP: [Row; 31] = [
    ("vision_model.embeddings.patch_embedding.", PATCHES, 0, 1),
    ("vision_model.embeddings.position_embedding.weight", "visual.trunk.pos_embed", 0, 1),
    ("vision_model.encoder.layers.#.layer_norm", "visual.trunk.blocks.#.norm", 0, 1),
    ("vision_model.encoder.layers.#.self_attn.q_proj.", "visual.trunk.blocks.#.attn.qkv.", 0, 3),
    ("vision_model.encoder.layers.#.self_attn.k_proj.", "visual.trunk.blocks.#.attn.qkv.", 1, 3),
    ("vision_model.encoder.layers.#.self_attn.v_proj.", "visual.trunk.blocks.#.attn.qkv.", 2, 3),
    ("vision_model.encoder.layers.#.self_attn.out_proj.", "visual.trunk.blocks.#.attn.proj.", 0, 1),
    ("vision_model.encoder.layers.#.mlp.", "visual.trunk.blocks.#.mlp.", 0, 1),
    ("vision_model.post_layernorm.", "visual.trunk.norm.", 0, 1),
    ("vision_model.head.probe", "visual.trunk.attn_pool.latent", 0, 1),
    ("vision_model.head.attention.q_proj.", "visual.trunk.attn_pool.q.", 0, 1),
    ("vision_model.head.attention.k_proj.", "visual.trunk.attn_pool.kv.", 0, 2),
    ("vision_model.head.attention.v_proj.", "visual.trunk.attn_pool.kv.", 1, 2),
    ("vision_model.head.attention.out_proj.", "visual.trunk.attn_pool.proj.", 0, 1),
    ("vision_model.head.layernorm.", "visual.trunk.attn_pool.norm.", 0, 1),
    ("vision_model.head.mlp.", "visual.trunk.attn_pool.mlp.", 0, 1),
    ("text_model.embeddings.token_embedding.weight", "text.token_embedding.weight", 0, 1),
    ("text_model.embeddings.position_embedding.weight", "text.positional_embedding", 0, 1),
    ("text_model.encoder.layers.#.layer_norm", "text.transformer.resblocks.#.ln_", 0, 1),
    ("text_model.encoder.layers.#.self_attn.q_proj.weight", "text.transformer.resblocks.#.attn.in_proj_weight", 0, 3),
    ("text_model.encoder.layers.#.self_attn.k_proj.weight", "text.transformer.resblocks.#.attn.in_proj_weight", 1, 3),
    ("text_model.encoder.layers.#.self_attn.v_proj.weight", "text.transformer.resblocks.#.attn.in_proj_weight", 2, 3),
    ("text_model.encoder.layers.#.self_attn.q_proj.bias", "text.transformer.resblocks.#.attn.in_proj_bias", 0, 3),
    ("text_model.encoder.layers.#.self_attn.k_proj.bias", "text.transformer.resblocks.#.attn.in_proj_bias", 1, 3),
    ("text_model.encoder.layers.#.self_attn.v_proj.bias", "text.transformer.resblocks.#.attn.in_proj_bias", 2, 3),
    ("text_model.encoder.layers.#.self_attn.out_proj.", "text.transformer.resblocks.#.attn.out_proj.", 0, 1),
    ("text_model.encoder.layers.#.mlp.fc1.", "text.transformer.resblocks.#.mlp.c_fc.", 0, 1),
    ("text_model.encoder.layers.#.mlp.fc2.", "text.transformer.resblocks.#.mlp.c_proj.", 0, 1),
    ("text_model.final_layer_norm.", "text.ln_final.", 0, 1),
    ("text_model.head.", "text.text_projection.", 0, 1),
    ("logit_scale", "logit_scale", 0, 1),
];

/// The tensor by which the layout is recognised: no other layout has a patch embedding of this name.
const PATCHES: &str = "visual.trunk.patch_embed.proj.";

impl Names {
    /// Recognises the layout of a file by the names of its tensors.
    pub fn of<'a>(mut names: impl Iterator<Item = &'a str>) -> Self {
        let wanted = format!("{PATCHES}weight");
        names.find_map(|name| name.strip_suffix(&wanted)).map_or(Self::Transformers, |before| Self::OpenClip(before.to_owned()))
    }

    /// Where the file stores the tensor that transformers calls `name`.
    pub fn stored(&self, name: &str) -> StoredTensor {
        let (rows, before): (&[Row], &str) = match self {
            Self::Transformers => (&TRANSFORMERS, ""),
            Self::OpenClip(before) => (&OPEN_CLIP, before),
        };
        let number = name.split('.').find(|part| part.parse::<usize>().is_ok());
        let general = number.map_or_else(|| name.to_owned(), |number| name.replacen(&format!(".{number}."), ".#.", 1));
        for (from, to, part, parts) in rows {
            if let Some(rest) = general.strip_prefix(from) {
                let name = format!("{before}{to}{rest}").replacen('#', number.unwrap_or_default(), 1);
                return StoredTensor { name, part: *part, parts: *parts };
            }
        }
        StoredTensor { name: format!("{before}{name}"), part: 0, parts: 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_is_told_by_the_names_in_the_file() {
        let of = |names: &[&str]| Names::of(names.iter().copied());
        assert_eq!(of(&["logit_scale", "vision_model.head.probe"]), Names::Transformers);
        assert_eq!(of(&["visual.trunk.patch_embed.proj.weight"]), Names::OpenClip(String::new()));
        assert_eq!(of(&["logit_scale", "model.visual.trunk.patch_embed.proj.weight"]), Names::OpenClip("model.".to_owned()));
    }

    #[test]
    fn a_name_leads_to_a_tensor_and_its_part() {
        let stored = |name: &str, part, parts| StoredTensor { name: name.to_owned(), part, parts };
        let hugging = Names::Transformers;
        let name = "text_model.encoder.layers.11.self_attn.k_proj.bias";
        assert_eq!(hugging.stored(name), stored(name, 0, 1));
        assert_eq!(hugging.stored("vision_model.head.attention.k_proj.bias"), stored("vision_model.head.attention.in_proj_bias", 1, 3));
        let open = Names::OpenClip("model.".to_owned());
        assert_eq!(open.stored(name), stored("model.text.transformer.resblocks.11.attn.in_proj_bias", 1, 3));
        let norm = open.stored("vision_model.encoder.layers.0.layer_norm2.weight");
        assert_eq!(norm, stored("model.visual.trunk.blocks.0.norm2.weight", 0, 1));
        assert_eq!(open.stored("logit_scale"), stored("model.logit_scale", 0, 1));
    }
}
