//! Whether a model answers here as others have published that it answers.

use super::error::AppError;
use base::{ArithmeticChoice, Device, Encoder, Verified, human};
use hub::{PublishedAnswer, PublishedPicture, Question, Shelf, published};
use photo::Limits;
use std::path::{Path, PathBuf};
use vectors::softmax;

/// What came of it.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The model of which the answers were published.
    pub model: &'static str,
    /// Those that could be compared.
    pub answers: Vec<CheckedAnswer>,
    /// Pictures that nobody gave; without them some answers could not be compared.
    pub wanted: Vec<PublishedPicture>,
}

/// A published answer beside ours.
#[derive(Clone, Debug)]
pub struct CheckedAnswer {
    /// Where it was published.
    pub source: &'static str,
    /// In the order in which they were published.
    pub figures: Vec<CheckedFigure>,
}

/// A published figure beside ours.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedFigure {
    /// The text, or both texts, that it is of.
    pub of: String,
    /// A probability or a cosine.
    pub published: f64,
    /// The same of this machine.
    pub ours: f64,
}

impl CheckedFigure {
    /// How far apart they are.
    pub fn difference(&self) -> f64 {
        (self.published - self.ours).abs()
    }
}

impl Verification {
    /// What is remembered of it.
    pub fn summary(&self) -> Verified {
        let figures = || self.answers.iter().flat_map(|answer| &answer.figures);
        Verified {
            figures: figures().count() as u64,
            // Not `f64::max`, which would lose a figure that is no number.
            largest: figures().map(CheckedFigure::difference).max_by(f64::total_cmp).unwrap_or(0.0),
            wanted: self.wanted.iter().map(|picture| picture.file.to_owned()).collect(),
            checked: human::date_today(),
        }
    }
}

/// Whether anybody published what this model answers.
pub fn is_published(model: &str) -> bool {
    answers_of(model).next().is_some()
}

fn answers_of(model: &str) -> impl Iterator<Item = &'static PublishedAnswer> {
    published().iter().filter(move |answer| answer.model.eq_ignore_ascii_case(model))
}

/// The pictures that a model's answers were published of.
pub fn pictures_of(model: &str) -> impl Iterator<Item = PublishedPicture> {
    answers_of(model).filter_map(picture_of)
}

/// What came of it, in a sentence.
pub fn told(model: &str, verified: &Verified) -> String {
    match verified.figures {
        0 => format!("Nothing of {model} could be compared without {}", verified.wanted.join(" and ")),
        figures if verified.holds() => {
            format!("{model} answers as published: {figures} figures differ by {:.4} at the most", verified.largest)
        }
        _ => format!(
            "{model} does not answer as published: a figure differs by {:.4}. Download it again; if it stays, this program computes it wrongly",
            verified.largest
        ),
    }
}

/// What can be compared without a picture, of a model that has just come, before anybody indexes with it; `None` where nothing was published.
pub fn verify_downloaded(shelf: &Shelf, name: &str) -> Result<Option<Verification>, AppError> {
    is_published(name).then(|| verify(shelf, name, None, &[])).transpose()
}

/// Puts every published question to a model that is here, in f32 on the processor, and remembers what came of it. `same_as` names the model that
/// its weights are a copy of, where it goes by another name.
pub fn verify(shelf: &Shelf, name: &str, same_as: Option<&str>, pictures: &[PathBuf]) -> Result<Verification, AppError> {
    let source = shelf.resolve(name)?;
    let called = shelf.describe(&source).name;
    let model = same_as.unwrap_or(&called);
    let answers: Vec<_> = answers_of(model).collect();
    let Some(first) = answers.first() else { return Err(AppError::NothingPublished(model.to_owned())) };
    let mut verification = Verification { model: first.model, answers: Vec::new(), wanted: Vec::new() };
    let given = given(&answers, pictures)?;
    let encoder = shelf.open(&source, Device::Cpu, ArithmeticChoice::F32)?;
    for answer in answers {
        match ours(&encoder, answer, &given)? {
            Some(figures) => verification.answers.push(CheckedAnswer { source: answer.source, figures }),
            None => verification.wanted.extend(picture_of(answer)),
        }
    }
    shelf.record_verified(&encoder.info().key, &verification.summary())?;
    Ok(verification)
}

type Given = Vec<(PublishedPicture, Vec<u8>)>;

/// Reads the pictures; one that no question is about is refused rather than answered with other figures.
fn given(answers: &[&PublishedAnswer], files: &[PathBuf]) -> Result<Given, AppError> {
    files.iter().map(|file| which(answers, file)).collect()
}

fn which(answers: &[&PublishedAnswer], file: &Path) -> Result<(PublishedPicture, Vec<u8>), AppError> {
    let bytes = base::regular::read(file)?;
    let picture = answers.iter().filter_map(|answer| picture_of(answer)).find(|picture| picture.is(&bytes));
    let wanted = || answers.iter().filter_map(|answer| picture_of(answer)).map(|picture| picture.page).collect();
    picture.map(|picture| (picture, bytes)).ok_or_else(|| AppError::AnotherPicture { file: file.to_owned(), wanted: wanted() })
}

fn picture_of(answer: &PublishedAnswer) -> Option<PublishedPicture> {
    match answer.question {
        Question::Picture { picture, .. } => Some(picture),
        Question::Texts(_) => None,
    }
}

/// `None` where its picture was not given.
fn ours(encoder: &dyn Encoder, answer: &PublishedAnswer, given: &Given) -> Result<Option<Vec<CheckedFigure>>, AppError> {
    let (of, ours): (Vec<String>, Vec<f32>) = match answer.question {
        Question::Texts(texts) => cosines(encoder, texts)?.into_iter().unzip(),
        Question::Picture { picture, texts, scale } => {
            let Some((_, bytes)) = given.iter().find(|(given, _)| *given == picture) else { return Ok(None) };
            let odds = probabilities(encoder, &picture, bytes, texts, scale)?;
            (texts.iter().map(|&text| text.to_owned()).collect(), odds)
        }
    };
    let figures = of.into_iter().zip(answer.figures).zip(ours);
    Ok(Some(figures.map(|((of, published), ours)| CheckedFigure { of, published: *published, ours: f64::from(ours) }).collect()))
}

/// Of each pair of texts, the first with all later ones first.
fn cosines(encoder: &dyn Encoder, texts: &[&str]) -> Result<Vec<(String, f32)>, AppError> {
    let vectors = encoder.encode_texts(texts)?;
    let read: Vec<_> = texts.iter().zip(&vectors).collect();
    let pair = |(one, a): &(&&str, &base::UnitVector), (other, b): &(&&str, &base::UnitVector)| (format!("{one} · {other}"), a.dot(b));
    Ok(read.iter().enumerate().flat_map(|(i, one)| read[i + 1..].iter().map(move |other| pair(one, other))).collect())
}

fn probabilities(
    encoder: &dyn Encoder,
    picture: &PublishedPicture,
    bytes: &[u8],
    texts: &[&str],
    scale: f32,
) -> Result<Vec<f32>, AppError> {
    let unreadable = |why| AppError::UnreadablePicture { file: picture.file, why };
    let pixels = if picture.transparent {
        photo::as_python_sees_it(bytes, encoder.side()).map_err(unreadable)?
    } else {
        photo::decode(bytes, &Limits::default()).map_err(unreadable)?.pixels
    };
    let seen = encoder.encode_images(&[encoder.prepare(&pixels)])?;
    let mut odds: Vec<f32> = encoder.encode_texts(texts)?.iter().flat_map(|text| seen.iter().map(|seen| seen.dot(text))).collect();
    softmax(&mut odds, scale);
    Ok(odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::UnitVector;
    use testing::TextModel;

    /// Texts at 0, 60 and 90 degrees.
    fn model() -> TextModel {
        let degrees = |text: &str| [("a", 0.0_f32), ("b", 60.0), ("c", 90.0)].into_iter().find(|(name, _)| *name == text).map(|(_, d)| d);
        TextModel::new("angles", 2, 100.0, move |text| {
            let angle = degrees(text)?.to_radians();
            UnitVector::normalise(vec![angle.cos(), angle.sin()])
        })
    }

    #[test]
    fn figures_stand_beside_the_published_ones_pair_by_pair() {
        let answer = PublishedAnswer { model: "m", source: "s", question: Question::Texts(&["a", "b", "c"]), figures: &[0.5, 0.25, 0.866] };
        let figures = ours(&model(), &answer, &Vec::new()).unwrap().unwrap();
        let names: Vec<_> = figures.iter().map(|figure| figure.of.as_str()).collect();
        assert_eq!(names, ["a · b", "a · c", "b · c"]);
        let differences: Vec<_> = figures.iter().map(|figure| (figure.difference() * 1000.0).round()).collect();
        assert_eq!(differences, [0.0, 250.0, 0.0]);
        let verification = Verification { model: "m", answers: vec![CheckedAnswer { source: "s", figures }], wanted: Vec::new() };
        let summary = verification.summary();
        assert!((summary.largest - 0.25).abs() < 1e-6 && !summary.holds() && summary.figures == 3, "{summary:?}");
    }

    #[test]
    fn a_picture_that_is_not_given_is_wanted_and_another_one_is_refused() {
        let answers: Vec<_> = published().iter().filter(|answer| picture_of(answer).is_some()).collect();
        assert!(ours(&model(), answers[0], &Vec::new()).unwrap().is_none());
        let folder = tempfile::tempdir().unwrap();
        let other = folder.path().join("CLIP.png");
        fs_err::write(&other, b"another picture").unwrap();
        let refused = given(&answers, &[other]).unwrap_err().to_string();
        assert!(refused.contains("CLIP.png") && refused.contains("https://github.com/openai/CLIP/"), "{refused}");
    }
}
