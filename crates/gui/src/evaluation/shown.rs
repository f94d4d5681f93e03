//! An answer with what is drawn of it, worked out once: labels in order, what is taken for what, which photos stand behind a cell.

use super::msg::{Column, Sorted};
use engine::protocol::{ClassFigures, Confusion, EvaluateRequest, EvaluationReport, Judged, Listed, RequestId, Slice};
use std::cmp::Ordering;
use std::sync::Arc;

/// Classes that the matrix shows: more could not be told apart.
const MOST: usize = 100;

/// Figures of the last answer.
#[derive(Debug)]
pub struct Shown {
    /// That it answers.
    pub request: RequestId,
    pub asked: EvaluateRequest,
    pub report: Arc<EvaluationReport>,
    /// In the order that the person chose.
    pub labels: Vec<LabelRow>,
    /// Those that occur, most photos first; none of these is last.
    pub classes: Vec<usize>,
    /// Classes that occur and have no place in the matrix.
    pub more: usize,
    /// What is taken for what, most photos first.
    pub pairs: Vec<Pair>,
    /// All photos have one and the same label.
    pub one_label: bool,
}

/// A label's figures.
#[derive(Clone, Copy, Debug)]
pub struct LabelRow {
    /// Its number.
    pub class: usize,
    pub figures: ClassFigures,
    /// Photos of which it is true and that are suggested another; where several may fit, those for which it is missing or wrongly suggested.
    pub wrong: usize,
}

/// A label that is suggested where another one is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub truth: usize,
    pub given: usize,
    pub photos: usize,
}

impl LabelRow {
    fn new(class: usize, figures: ClassFigures, several: bool) -> Self {
        let right = (figures.recall * figures.support as f64).round() as usize;
        let wrongly_given = if several { figures.given - right } else { 0 };
        Self { class, figures, wrong: figures.support - right + wrongly_given }
    }
}

impl Shown {
    /// Works out what is drawn.
    pub fn new(request: RequestId, asked: EvaluateRequest, report: Arc<EvaluationReport>) -> Self {
        let (counts, none) = (&report.evaluation.counts, report.set.labels.len());
        // Where several labels may fit, nothing is taken for anything else.
        let rows = counts.confusion().map_or(&[][..], Confusion::rows);
        let figures: Vec<ClassFigures> = (0..none.max(rows.len())).map(|class| counts.label(class)).collect();
        let several = counts.several().is_some();
        let labels = (0..none).map(|class| LabelRow::new(class, figures[class], several)).collect();
        let mut classes: Vec<usize> = (0..rows.len()).filter(|class| figures[*class].support + figures[*class].given > 0).collect();
        classes.sort_by_key(|&class| (class == none, std::cmp::Reverse(figures[class].support)));
        let more = classes.len().saturating_sub(MOST);
        classes.truncate(MOST);
        let pair = |truth: usize, given: usize| Pair { truth, given, photos: rows[truth][given] };
        let pairs = (0..rows.len()).flat_map(|truth| (0..rows.len()).map(move |given| (truth, given)));
        let mut pairs: Vec<Pair> = pairs.map(|(truth, given)| pair(truth, given)).filter(|p| p.truth != p.given && p.photos > 0).collect();
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.photos), pair.truth, pair.given));
        let one_label = figures.iter().filter(|figures| figures.support > 0).count() == 1;
        let mut shown = Self { request, asked, report, labels, classes, more, pairs, one_label };
        shown.sort(Sorted::default());
        shown
    }

    /// A class by its name.
    pub fn name(&self, class: usize) -> &str {
        self.report.set.labels.get(class).map_or("None of these", |label| label.name.as_str())
    }

    /// Puts the labels in order. A figure that is unknown comes last either way.
    pub fn sort(&mut self, by: Sorted) {
        let mut labels = std::mem::take(&mut self.labels);
        labels.sort_by(|a, b| self.compare(by, a, b).then_with(|| a.class.cmp(&b.class)));
        self.labels = labels;
    }

    fn compare(&self, by: Sorted, a: &LabelRow, b: &LabelRow) -> Ordering {
        let turned = |order: Ordering| if by.descending { order.reverse() } else { order };
        match by.column {
            Column::Name => turned(base::natural::key(self.name(a.class)).cmp(&base::natural::key(self.name(b.class)))),
            Column::Support => turned(a.figures.support.cmp(&b.figures.support)),
            Column::Suggested => turned(a.figures.given.cmp(&b.figures.given)),
            Column::Wrong => turned(a.wrong.cmp(&b.wrong)),
            column => match (value(column, &a.figures), value(column, &b.figures)) {
                (Some(a), Some(b)) => turned(a.total_cmp(&b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
        }
    }

    /// The photos of a cell of the matrix.
    pub fn cell(&self, truth: usize, given: usize) -> Listed {
        let none = self.report.set.labels.len();
        let class = |places: &[usize]| places.first().copied().unwrap_or(none);
        let is_in = |photo: &&Judged| (class(&photo.truth), class(&photo.given)) == (truth, given);
        let photos = self.report.evaluation.photos.iter().filter(is_in).map(|photo| photo.photo);
        Listed::new(cell_words(self.name(truth), self.name(given)), photos)
    }

    /// Several labels may fit a photo.
    pub fn is_several(&self) -> bool {
        self.report.evaluation.counts.several().is_some()
    }

    /// The photos of which a label is wrongly suggested or missing, where several may fit.
    pub fn mistaken(&self, label: usize) -> Listed {
        let is_in = |photo: &&Judged| photo.truth.contains(&label) != photo.given.contains(&label);
        let photos = self.report.evaluation.photos.iter().filter(is_in).map(|photo| photo.photo);
        Listed::new(format!("{}, wrongly suggested or missing", self.name(label)), photos)
    }

    /// The photos of a part whose suggestion is wrong.
    pub fn part(&self, by: usize, place: usize) -> Option<Listed> {
        let slice = self.slices(by).get(place)?;
        Some(Listed::new(format!("wrong in {}", slice.name), slice.wrong.iter().copied()))
    }

    /// The parts of a kind.
    pub fn slices(&self, by: usize) -> &[Slice] {
        self.report.sliced.get(by).map_or(&[], |(_, slices)| slices)
    }
}

/// A figure of a label; `None` where there is nothing to divide by.
pub fn value(column: Column, figures: &ClassFigures) -> Option<f64> {
    let (share, of) = match column {
        Column::Precision => (figures.precision, figures.given),
        Column::Recall => (figures.recall, figures.support),
        _ => (figures.f1, figures.support),
    };
    (of > 0).then_some(share)
}

/// "Boots suggested as Sandals", as a chip says it.
pub fn cell_words(truth: &str, given: &str) -> String {
    if truth == given { format!("{truth}, suggested rightly") } else { format!("{truth} suggested as {given}") }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use base::{LabelDraft, LabelSetDraft, LabelSetId, PhotoId};
    use engine::protocol::{By, Counts, Evaluation, LeftOut, TruthSource};

    /// Red, Green, Blue; the third red is taken for Green, and a green one is none of these. Nothing is blue.
    pub fn shown(request: u64) -> Shown {
        let pairs = [(Some(0), Some(0)), (Some(0), Some(0)), (Some(0), Some(1)), (Some(1), Some(1)), (Some(1), None)];
        let judged = |(photo, (truth, given)): (usize, (Option<usize>, Option<usize>))| Judged {
            photo: PhotoId(10 - photo as i64),
            truth: truth.into_iter().collect(),
            given: given.into_iter().collect(),
            groups: Vec::new(),
        };
        let label = |name: &str| LabelDraft { name: name.into(), ..LabelDraft::default() };
        let evaluation = Evaluation {
            by: By::ZeroShot,
            calibrated_on: 0,
            held_out: 0,
            photos: pairs.into_iter().enumerate().map(judged).collect(),
            counts: Counts::Single(Confusion::count(3, pairs)),
            reliability: Vec::new(),
            calibration_error: 0.0,
            coverage: Vec::new(),
            left_out: LeftOut::default(),
        };
        let set = LabelSetDraft { labels: ["Red", "Green", "Blue"].map(label).to_vec(), ..LabelSetDraft::named("Colour") };
        let report = EvaluationReport { set, model: "starter".into(), truth: TruthSource::Tags, evaluation, sliced: Vec::new() };
        let asked = EvaluateRequest { set: LabelSetId(1), truth: TruthSource::Tags, slices: Vec::new(), zero_shot: false };
        Shown::new(RequestId(request), asked, Arc::new(report))
    }

    fn names(shown: &Shown) -> Vec<&str> {
        shown.labels.iter().map(|label| shown.name(label.class)).collect()
    }

    #[test]
    fn where_most_is_wrong_comes_first_and_what_is_unknown_last_either_way() {
        let mut shown = shown(1);
        assert_eq!(names(&shown), ["Red", "Green", "Blue"]);
        assert_eq!(shown.labels.iter().map(|label| label.wrong).collect::<Vec<_>>(), [1, 1, 0]);
        shown.sort(Sorted { column: Column::F1, descending: false });
        assert_eq!(names(&shown), ["Green", "Red", "Blue"]);
        shown.sort(Sorted { column: Column::F1, descending: true });
        assert_eq!(names(&shown), ["Red", "Green", "Blue"]);
        shown.sort(Sorted { column: Column::Name, descending: false });
        assert_eq!(names(&shown), ["Blue", "Green", "Red"]);
    }

    #[test]
    fn a_cell_holds_its_photos_by_id_and_the_matrix_what_occurs() {
        let shown = shown(1);
        assert_eq!(shown.classes.iter().map(|class| shown.name(*class)).collect::<Vec<_>>(), ["Red", "Green", "None of these"]);
        let cell = shown.cell(0, 0);
        assert_eq!((&*cell.photos, &*cell.words), (&[PhotoId(9), PhotoId(10)][..], "Red, suggested rightly"));
        assert_eq!(&*shown.cell(1, 3).words, "Green suggested as None of these");
        assert_eq!(shown.pairs.iter().map(|pair| (pair.truth, pair.given)).collect::<Vec<_>>(), [(0, 1), (1, 3)]);
    }
}
