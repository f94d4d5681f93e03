"""The averaged weights of a checkpoint as a Hugging Face CLIP folder in half precision, and the list of taught words."""

import collections
import json
import os
import re
import shutil
import tempfile

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

import data
import schedule
from tokens import END, START, sample_captions
from captions import Words
from train import towers

K = 1.702  # quick_gelu(y) = y * sigmoid(K * y), so silu(x) = K * quick_gelu(x / K)


def block_weights(prefix, blocks):
    out = {}
    for i, b in enumerate(blocks):
        p = f"{prefix}.encoder.layers.{i}."
        for name, weight, bias in zip("qkv", b.qkv.weight.chunk(3), b.qkv.bias.chunk(3)):
            out[f"{p}self_attn.{name}_proj.weight"], out[f"{p}self_attn.{name}_proj.bias"] = weight, bias
        for name, layer in (("self_attn.out_proj", b.out), ("layer_norm1", b.ln1), ("layer_norm2", b.ln2)):
            out[f"{p}{name}.weight"], out[f"{p}{name}.bias"] = layer.weight, layer.bias
        out[p + "mlp.fc1.weight"], out[p + "mlp.fc1.bias"] = b.fc1.weight / K, b.fc1.bias / K
        out[p + "mlp.fc2.weight"], out[p + "mlp.fc2.bias"] = b.fc2.weight * K, b.fc2.bias
    return out


def weights(m, c):
    v, t, w = m.v, m.t, {}
    w["vision_model.embeddings.class_embedding"] = v.cls
    w["vision_model.embeddings.patch_embedding.weight"] = v.patch.weight.view(c["width"], 3, c["patch"], c["patch"])
    w["vision_model.embeddings.position_embedding.weight"] = v.pos
    for name, layer in (("pre_layrnorm", v.pre), ("post_layernorm", v.post)):
        w[f"vision_model.{name}.weight"], w[f"vision_model.{name}.bias"] = layer.weight, layer.bias
    w.update(block_weights("vision_model", v.blocks))
    w["visual_projection.weight"] = v.proj.weight
    w["text_model.embeddings.token_embedding.weight"], w["text_model.embeddings.position_embedding.weight"] = t.tok.weight, t.pos
    w.update(block_weights("text_model", t.blocks))
    w["text_model.final_layer_norm.weight"], w["text_model.final_layer_norm.bias"] = t.fin.weight, t.fin.bias
    w["text_projection.weight"], w["logit_scale"] = t.proj.weight, m.logit_scale
    return {k: x.detach().to(torch.float16).contiguous().clone() for k, x in w.items()}


def configs(c, vocabulary):
    common = dict(hidden_act="quick_gelu", layer_norm_eps=1e-5, attention_dropout=0.0, dropout=0.0, initializer_factor=1.0, initializer_range=0.02, projection_dim=c["projection"])
    end = vocabulary - 1
    text = dict(model_type="clip_text_model", hidden_size=c["text_width"], intermediate_size=4 * c["text_width"], num_hidden_layers=c["text_layers"], num_attention_heads=c["text_heads"],
                max_position_embeddings=c["context"], vocab_size=vocabulary, bos_token_id=end - 1, eos_token_id=end, pad_token_id=end, **common)
    vision = dict(model_type="clip_vision_model", hidden_size=c["width"], intermediate_size=4 * c["width"], num_hidden_layers=c["layers"], num_attention_heads=c["heads"],
                  image_size=c["image"], patch_size=c["patch"], num_channels=3, **common)
    size = dict(height=c["image"], width=c["image"])
    return {"config.json": dict(architectures=["CLIPModel"], model_type="clip", torch_dtype="float16", projection_dim=c["projection"], logit_scale_init_value=2.6592, initializer_factor=1.0,
                                text_config=text, vision_config=vision),
            # Squashed to the square, nothing cropped, bicubic, to [-1, 1].
            "preprocessor_config.json": dict(image_processor_type="CLIPImageProcessor", do_convert_rgb=True, do_resize=True, size=size, resample=3, do_center_crop=False, crop_size=size,
                                             do_rescale=True, rescale_factor=1 / 255, do_normalize=True, image_mean=[0.5] * 3, image_std=[0.5] * 3),
            "tokenizer_config.json": dict(tokenizer_class="PreTrainedTokenizerFast", bos_token=START, eos_token=END, unk_token=END, pad_token=END, model_max_length=c["context"])}


def taught_words(prepared, seed=1, least=20):
    """Words that occur often enough in what the training says; hyphenated ones also by their parts."""
    rows, labels = data.rows_of(prepared)
    count = collections.Counter()
    for text in sample_captions([r for r in rows if r["part"] == "train"], Words(labels), seed, 6, 40):
        for word in re.findall(r"[a-z][a-z'’-]*", text.lower()):
            word = word.strip("-'")
            parts = {word, *word.split("-"), word.removesuffix("'s")} | ({word + "'"} if word in ("boys", "girls", "kids") else set())
            count.update(p for p in parts if p)
    return sorted(w for w, n in count.items() if n >= least and (len(w) > 1 or w in "at"))


@torch.no_grad()
def agreement(folder, m, tokenizer, c):
    """Cosines between the folder as transformers reads it and the model as it was trained."""
    from transformers import CLIPModel

    hf = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
    x = torch.rand(8, 3, c["image"], c["image"], generator=torch.Generator().manual_seed(0)) * 2 - 1
    found = [torch.nn.functional.cosine_similarity(m.photos(x)[1], hf.visual_projection(hf.vision_model(x).pooler_output)).min().item()]
    for text in ("red dress", "a photo of men's formal shoes", "caf\u00e9 \u2615 bag"):
        ids = torch.tensor([tokenizer.encode(text).ids])
        found.append(torch.nn.functional.cosine_similarity(m.t(ids, torch.tensor([ids.shape[1] - 1])), hf.text_projection(hf.text_model(ids).pooler_output)).item())
    return min(found)


def mean(late, earlier, share):
    return {name: torch.lerp(x.float(), earlier[name].float(), share) for name, x in late.items()}


def export(checkpoint, prepared, out):
    c = torch.load(checkpoint, weights_only=False, map_location="cpu")
    tokenizer = Tokenizer.from_file(f"{prepared}/tokenizer.json")
    m = towers("student", tokenizer.get_vocab_size(), c["config"]).eval()
    m.load_state_dict(mean(c["average"], torch.load(f"{os.path.dirname(checkpoint)}/earlier.pt", map_location="cpu"), schedule.EARLIER_SHARE))
    os.makedirs(out, exist_ok=True)
    new = tempfile.mkdtemp(dir=out, prefix=".new-")
    os.chmod(new, 0o755)
    save_file(weights(m, c["config"]), f"{new}/model.safetensors", metadata={"format": "pt"})
    for name, content in configs(c["config"], tokenizer.get_vocab_size()).items():
        with open(f"{new}/{name}", "w") as f:
            f.write(json.dumps(content, indent=1) + "\n")
    shutil.copy(f"{prepared}/tokenizer.json", f"{new}/tokenizer.json")
    with open(f"{new}/vocabulary.txt", "w") as f:
        f.write("\n".join(taught_words(prepared)) + "\n")
    cosine = agreement(new, m, tokenizer, c["config"])
    assert cosine > 0.9995, cosine
    for name in os.listdir(new):
        os.chmod(f"{new}/{name}", 0o644)
        os.replace(f"{new}/{name}", f"{out}/{name}")
    os.rmdir(new)
    total = sum(os.path.getsize(f"{out}/{n}") for n in ("config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json"))
    print(json.dumps(dict(exported_step=c["step"], cosine_with_training_model=round(cosine, 6), bytes=total)), flush=True)
