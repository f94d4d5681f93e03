"""The tokenizer: CLIP's own kind of byte-level BPE, with a vocabulary learned from our captions."""

import json
import random

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from wordings import BROADER_WORDS, STREET_WORDS, TYPE_WORDS

START, END = "<|startoftext|>", "<|endoftext|>"
EXTRA = """a an the of in on with and for from to this is it no not photo picture image close up small big large long short sleeve sleeveless striped
checked printed plain floral pattern cotton leather denim wool silk white background model wearing woman man boy girl kid children baby""".split()


def parts():
    normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    words = Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+")
    return normalizer, pre_tokenizers.Sequence([pre_tokenizers.Split(words, "removed", invert=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])


def sample_captions(rows, words, seed, captions_per_row, prompts_per_class):
    """Captions and prompts as training draws them: for the tokenizer and for the list of taught words."""
    r = random.Random(seed)
    texts = [words.caption(r, row)[0] for row in rows for _ in range(captions_per_row)]
    for attribute in ("type", "colour", "gender", "pattern", "usage"):
        for label in words.types if attribute == "type" else words.labels[attribute]:
            texts += [words.prompt(r, attribute, label) for _ in range(prompts_per_class)]
    return texts


def learn(rows, words, out, seed):
    train = [r for r in rows if r["part"] == "train" and r["source"] != "drawn"]
    corpus = [" ".join(r["words"]) for r in train] + sample_captions(train, words, seed, 2, 20)
    corpus += [w for v in [*TYPE_WORDS.values(), *STREET_WORDS.values()] for w in v * 20] + list(BROADER_WORDS) * 20 + EXTRA * 10
    learner = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    learner.normalizer, learner.pre_tokenizer = parts()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    learner.train_from_iterator(corpus, trainers.BpeTrainer(vocab_size=3840, min_frequency=3, end_of_word_suffix="</w>", initial_alphabet=alphabet, show_progress=False))
    merges = [tuple(m) if not isinstance(m, str) else tuple(m.split(" ")) for m in json.loads(learner.to_str())["model"]["merges"]]
    # Rebuilt by hand: every byte also in its end-of-word form (or an unknown letter would become
    # END in mid-sentence), and END with the highest id of all (pooling looks for the highest id).
    vocabulary = {}
    for piece in alphabet + [a + "</w>" for a in alphabet] + [a + b for a, b in merges] + [START, END]:
        vocabulary.setdefault(piece, len(vocabulary))
    t = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token=END, continuing_subword_prefix="", end_of_word_suffix="</w>", fuse_unk=False))
    t.normalizer, t.pre_tokenizer = parts()
    t.decoder = decoders.ByteLevel()
    t.post_processor = processors.RobertaProcessing((END, vocabulary[END]), (START, vocabulary[START]), trim_offsets=False, add_prefix_space=False)
    t.add_special_tokens([AddedToken(START, special=True, normalized=True), AddedToken(END, special=True, normalized=False)])
    t.save(f"{out}/tokenizer.json")
    print(f"tokenizer: {len(vocabulary)} tokens", flush=True)
    return t
