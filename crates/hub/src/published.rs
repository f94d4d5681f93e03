//! Answers of real checkpoints as others have published them: who has the same weights and computes the same, gets the same.
//!
//! Only figures stand here. The pictures that they were computed on lie in their projects' repositories, not on the model hub, and nothing but the
//! hub is ever asked over the network: a person gives the pictures, or leaves those answers out.

use super::part::hex;
use sha2::{Digest, Sha256};

/// A question that somebody put to a checkpoint, and the figures that they say it answered with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedAnswer {
    /// The checkpoint, by its name on the hub.
    pub model: &'static str,
    /// Where the figures stand.
    pub source: &'static str,
    /// What was asked.
    pub question: Question,
    /// In the order of the question's texts, or of their pairs.
    pub figures: &'static [f64],
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Question {
    /// Which of the texts a picture shows: softmax of the cosines times `scale`.
    Picture {
        /// Which picture.
        picture: PublishedPicture,
        /// Those to choose from.
        texts: &'static [&'static str],
        /// What the cosines are multiplied by.
        scale: f32,
    },
    /// How near texts are to one another: the cosines of the first with each later one, then of the second, and so on.
    Texts(&'static [&'static str]),
}

/// A picture of somebody else's repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedPicture {
    /// Its file.
    pub file: &'static str,
    /// The page from which a person gets it.
    pub page: &'static str,
    /// It is transparent in parts, of which the reference code took the hidden colours (`photo::as_python_sees_it`).
    pub transparent: bool,
    /// Of the file's bytes.
    sha256: &'static str,
}

impl PublishedPicture {
    /// Whether these are the bytes of its file.
    pub fn is(&self, bytes: &[u8]) -> bool {
        hex(&Sha256::digest(bytes)) == self.sha256
    }
}

const OPENAI_B32: &str = "openai/clip-vit-base-patch32";

const PUBLISHED: [PublishedAnswer; 3] = [
    // datasets/metadata/lvis_v1_clip_a+cname.npy (commit 436cda2), made by its tools/dump_clip_features.py with ViT-B/32 and "a " before the name:
    // rows of single words without synonyms, scaled to length 1 and multiplied with each other. They were kept in half precision.
    PublishedAnswer {
        model: OPENAI_B32,
        source: "text vectors of LVIS names, github.com/facebookresearch/Detic, Apache-2.0",
        question: Question::Texts(&["a apron", "a banana", "a boot", "a jacket", "a necklace", "a skirt"]),
        figures: &[
            0.66409, 0.69465, 0.73031, 0.75193, 0.77125, //
            0.81783, 0.76982, 0.74816, 0.74074, //
            0.80167, 0.75949, 0.79239, //
            0.81206, 0.79231, //
            0.75090,
        ],
    },
    PublishedAnswer {
        model: OPENAI_B32,
        source: "README, github.com/openai/CLIP, MIT",
        question: Question::Picture {
            picture: PublishedPicture {
                file: "CLIP.png",
                page: "https://github.com/openai/CLIP/blob/main/CLIP.png",
                transparent: true,
                sha256: "308a3ca4503f1c7a07803916c369d78c4ef501e5ab7fc727da9b5e1d2f9ec85b",
            },
            texts: &["a diagram", "a dog", "a cat"],
            scale: 100.0,
        },
        figures: &[0.992_793_7, 0.004_210_68, 0.002_995_72],
    },
    PublishedAnswer {
        model: "Marqo/marqo-fashionSigLIP",
        source: "model card, huggingface.co/Marqo/marqo-fashionSigLIP, Apache-2.0",
        question: Question::Picture {
            picture: PublishedPicture {
                file: "fashion-hippo.png",
                page: "https://github.com/marqo-ai/marqo-FashionCLIP/blob/main/docs/fashion-hippo.png",
                transparent: false,
                sha256: "b572a792369c955ae11e8e7bcb2cc3be6a2cc30fe8d255a1a68630a7f743999c",
            },
            texts: &["a hat", "a t-shirt", "shoes"],
            scale: 100.0,
        },
        figures: &[0.983_798_46, 0.012_940_10, 0.003_260_44],
    },
];

/// The models that there are answers of.
pub fn published_models() -> Vec<&'static str> {
    let mut models: Vec<_> = PUBLISHED.iter().map(|answer| answer.model).collect();
    models.dedup();
    models
}

/// All of them, those of one model after another.
pub fn published() -> &'static [PublishedAnswer] {
    &PUBLISHED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_has_a_figure_for_each_part_of_its_question() {
        for answer in published() {
            let asked = match answer.question {
                Question::Picture { texts, .. } => texts.len(),
                Question::Texts(texts) => texts.len() * (texts.len() - 1) / 2,
            };
            assert_eq!(answer.figures.len(), asked, "{}", answer.source);
            if let Question::Picture { .. } = answer.question {
                assert!((answer.figures.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{}", answer.source);
            }
        }
    }

    #[test]
    fn a_picture_is_known_by_its_bytes() {
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // printf abc | sha256sum
        let picture = PublishedPicture { file: "abc", page: "", transparent: false, sha256 };
        assert!(picture.is(b"abc") && !picture.is(b"abcd"));
    }
}
