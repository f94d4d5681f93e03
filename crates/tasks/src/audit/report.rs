//! What became of an audit as one HTML file that needs no other, to be sent on.

use super::so_far::{self, SoFar};
use super::suspects::SuspectKind;
use crate::evaluate::escape;
use crate::exchange::ExchangeError;
use base::{Choice, Kept, LabelId, LabelSet, PhotoId, TagBook, human};
use base64::Engine as _;
use catalog::Correction;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Photos that the HTML report shows as pictures: beyond, it would be too large to be sent.
const PICTURES: usize = 300;

/// In the place of a reason, which is known of this audit alone.
const EARLIER: &str = "Corrected earlier";

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1d2430;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
th,td{padding:.35rem .75rem .35rem 0;text-align:left;border-bottom:1px solid #dfe3ea;vertical-align:top}td{overflow-wrap:anywhere}
.figures{display:flex;gap:2.5rem;flex-wrap:wrap}.figures b{display:block;font-size:1.6rem;font-weight:600}.note{color:#5b6472}
img{width:96px;height:96px;object-fit:contain;display:block}s{color:#8a5a52}";

/// What is written of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFormat {
    /// Every correction of the set so far: [`export_corrections`](crate::exchange::export_corrections).
    Corrections,
    /// One HTML file: figures, corrections with their photos and reasons, what was kept.
    Report,
}

impl AuditFormat {
    /// The name that a new file is offered.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Corrections => "corrections.csv",
            Self::Report => "label-check.html",
        }
    }
}

/// A photo that a person decided about in an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Which photo.
    pub photo: PhotoId,
    /// Whether it had the label.
    pub kind: SuspectKind,
    /// The label that it had (`None`: none of these), or that it may lack.
    pub label: Option<LabelId>,
    /// Why it was asked about, in words.
    pub why: String,
}

/// A random sample that was looked at, of what was accepted from suggestions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpotChecked {
    /// Labels that were right.
    pub right: usize,
    /// Of so many that were decided.
    pub of: usize,
    /// Photos that the sample was drawn from.
    pub all: u64,
}

impl SpotChecked {
    /// "Of 50 looked at, 48 were right: 86 % to 99 % of all 1,204". The interval is Wilson's, 95 %.
    pub fn words(self) -> String {
        let interval = figures::wilson(self.right, self.of);
        let (low, high) = ((interval.low * 100.0).floor(), (interval.high * 100.0).ceil());
        let were = if self.right == 1 { "was" } else { "were" };
        let (of, right, all) = (human::count(self.of as u64), human::count(self.right as u64), human::count(self.all));
        format!("Of {of} looked at, {right} {were} right: {low:.0} % to {high:.0} % of all {all}")
    }
}

/// What a report is made of.
#[derive(Clone, Copy)]
pub struct AuditReport<'a> {
    /// The set that was audited.
    pub set: &'a LabelSet,
    /// What is decided now.
    pub book: &'a TagBook,
    /// All that was corrected and kept.
    pub so_far: &'a SoFar,
    /// What was decided about in this audit: it tells why it was asked.
    pub checked: &'a [Checked],
    /// The sample, where it was one.
    pub spot_check: Option<SpotChecked>,
    /// Where a photo's file lies; `None` for a photo that is gone.
    pub path: &'a dyn Fn(PhotoId) -> Option<PathBuf>,
    /// A photo's thumbnail, as JPEG.
    pub thumbnail: &'a dyn Fn(PhotoId) -> Option<Vec<u8>>,
}

/// A label that is another one now, in words.
struct Row<'a> {
    photo: PhotoId,
    path: PathBuf,
    was: &'a str,
    now: &'a str,
    why: &'a str,
}

impl AuditReport<'_> {
    /// Writes the file, whole or not at all.
    pub fn save(&self, to: &Path) -> Result<(), ExchangeError> {
        Ok(exchange::write_atomically(to, self.html().as_bytes())?)
    }

    /// The corrections, by path: the same as in the table of them.
    fn rows(&self) -> Vec<Row<'_>> {
        let why: HashMap<_, _> = self.checked.iter().map(|checked| (self.key(checked), checked.why.as_str())).collect();
        let row = |correction| {
            let (was, now) = self.told_both(correction);
            let why = why.get(&so_far::key(self.set, correction)).copied().unwrap_or(EARLIER);
            let photo = correction.by.photo;
            Some(Row { photo, path: (self.path)(photo)?, was, now, why })
        };
        let mut rows: Vec<Row<'_>> = self.so_far.corrections.iter().filter_map(row).collect();
        rows.sort_by(|a, b| a.path.cmp(&b.path));
        rows
    }

    fn key(&self, checked: &Checked) -> (PhotoId, Option<LabelId>) {
        (checked.photo, checked.label.filter(|_| self.set.choice == Choice::Multi))
    }

    fn told_both(&self, correction: &Correction) -> (&str, &str) {
        match (self.set.choice, correction.was, correction.now) {
            (Choice::Multi, None, now) => ("missing", self.told(now)),
            (Choice::Multi, was, None) => (self.told(was), "taken off"),
            (_, was, now) => (self.told(was), self.told(now)),
        }
    }

    /// What was kept, by path: the photo's file and the label, or what it is rightly without.
    fn kept_rows(&self) -> Vec<(PathBuf, String)> {
        let label = |kept: &Kept| {
            let without = if so_far::has(self.book, kept) { "" } else { "without " };
            format!("{without}{}", self.told(kept.label))
        };
        let mut rows: Vec<_> = self.so_far.kept.iter().filter_map(|kept| Some(((self.path)(kept.photo)?, label(kept)))).collect();
        rows.sort();
        rows
    }

    fn html(&self) -> String {
        let (rows, kept) = (self.rows(), self.kept_rows());
        let none = if self.set.choice == Choice::Multi { 0 } else { self.so_far.corrections.iter().filter(|c| c.now.is_none()).count() };
        let title = escape(&format!("{}: labels that were checked", self.set.name));
        let mut body = format!("<h1>{title}</h1><div class=\"figures\">");
        let figures = [("looked at", rows.len() + kept.len()), ("corrected", rows.len() - none.min(rows.len())), ("kept", kept.len())];
        for (words, figure) in figures.into_iter().chain((none > 0).then_some(("no label", none))) {
            let _ = write!(body, "<div><b>{}</b>{words}</div>", human::count(figure as u64));
        }
        body.push_str("</div>");
        if let Some(spot_check) = self.spot_check {
            let _ = write!(body, "<p>{}.</p>", escape(&spot_check.words()));
        }
        self.corrected(&mut body, &rows);
        kept_table(&mut body, &kept);
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
        )
    }

    fn corrected(&self, body: &mut String, rows: &[Row<'_>]) {
        if rows.is_empty() {
            return;
        }
        body.push_str("<h2>Corrected</h2><table><tr><th>Photo</th><th>Was</th><th>Now</th><th>Why it was asked about</th></tr>");
        for (place, row) in rows.iter().enumerate() {
            let picture = if place < PICTURES { self.picture(row.photo) } else { String::new() };
            let _ = write!(
                body,
                "<tr><td>{picture}{}</td><td><s>{}</s></td><td>{}</td><td class=\"note\">{}</td></tr>",
                escape(&file_name(&row.path)),
                escape(row.was),
                escape(row.now),
                escape(row.why),
            );
        }
        body.push_str("</table>");
    }

    fn told(&self, label: Option<LabelId>) -> &str {
        label.map_or("none of these", |id| self.set.label(id).map_or("", |label| label.name.as_str()))
    }

    fn picture(&self, photo: PhotoId) -> String {
        let Some(jpeg) = (self.thumbnail)(photo) else { return String::new() };
        format!("<img alt=\"\" src=\"data:image/jpeg;base64,{}\">", base64::engine::general_purpose::STANDARD.encode(jpeg))
    }
}

fn kept_table(body: &mut String, kept: &[(PathBuf, String)]) {
    if kept.is_empty() {
        return;
    }
    body.push_str("<h2>Kept</h2><table><tr><th>Photo</th><th>Label</th></tr>");
    for (path, label) in kept {
        let _ = write!(body, "<tr><td>{}</td><td>{}</td></tr>", escape(&file_name(path)), escape(label));
    }
    body.push_str("</table>");
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clouds::Clouds;
    use base::Source;

    fn correction(photo: i64, was: Option<LabelId>, now: Option<LabelId>, by: &base::Tag) -> Correction {
        Correction { was, now, by: base::Tag { photo: PhotoId(photo), label: now, ..by.clone() } }
    }

    fn keep(set: &LabelSet, photo: i64, label: Option<LabelId>) -> Kept {
        Kept { photo: PhotoId(photo), set: set.id, label, revision: set.revision, kept_at_ms: 1 }
    }

    /// The first photo got the label after its own in this audit, the fourth none in an earlier one; the second was kept, the third is gone.
    fn page(spot_check: Option<SpotChecked>) -> String {
        let clouds = Clouds::new(20, 4, 0.5);
        let mut tags = clouds.tags(20, Source::Person);
        let was: Vec<Option<LabelId>> = tags.iter().map(|tag| tag.label).collect();
        (tags[0].label, tags[3].label) = (was[1], None);
        let corrections = vec![correction(4, was[3], None, &tags[3]), correction(1, was[0], was[1], &tags[0])];
        // The first was kept before it was corrected.
        let kept = vec![keep(&clouds.set, 1, was[0]), keep(&clouds.set, 2, was[1]), keep(&clouds.set, 3, was[2])];
        let book = TagBook::new(tags);
        let so_far = SoFar::new(&clouds.set, &book, corrections, kept);
        let checked = [Checked { photo: PhotoId(1), kind: SuspectKind::Wrong, label: was[0], why: "2 of <3> nearest".into() }];
        let report = AuditReport {
            set: &clouds.set,
            book: &book,
            so_far: &so_far,
            checked: &checked,
            spot_check,
            path: &|photo| (photo.0 != 3).then(|| format!("/photos/a&b {}.jpg", photo.0).into()),
            thumbnail: &|_| Some(vec![1, 2, 3]),
        };
        report.html()
    }

    #[test]
    fn the_report_tells_figures_corrections_with_their_pictures_and_what_was_kept() {
        let checked = page(Some(SpotChecked { right: 48, of: 50, all: 1204 }));
        for part in [
            "<b>3</b>looked at",
            "<b>1</b>corrected",
            "<b>1</b>kept",
            "<b>1</b>no label",
            "a&amp;b 4.jpg</td><td><s>L3</s></td><td>none of these</td><td class=\"note\">Corrected earlier",
            "a&amp;b 1.jpg</td><td><s>L0</s></td><td>L1</td>",
            "2 of &lt;3&gt; nearest",
            "data:image/jpeg;base64,AQID",
            "<h2>Kept</h2>",
            "a&amp;b 2.jpg</td><td>L1</td>",
            "Of 50 looked at, 48 were right: 86 % to 99 % of all 1,204.",
        ] {
            assert!(checked.contains(part), "{part} in {checked}");
        }
        assert!(checked.find("1.jpg") < checked.find("4.jpg"), "by path");
        assert!(!checked.contains(" 3.jpg") && !page(None).contains("looked at, "));
    }

    #[test]
    fn of_several_labels_what_was_added_and_taken_off_is_told() {
        let mut clouds = Clouds::new(20, 4, 0.5);
        clouds.set.choice = Choice::Multi;
        let tags = clouds.tags(2, Source::Person);
        let label = |place| Some(clouds.label(place));
        // The first photo has L0, the second L1.
        let corrections = vec![correction(1, None, label(0), &tags[0]), correction(1, label(2), None, &tags[0])];
        let kept = vec![keep(&clouds.set, 2, label(1)), keep(&clouds.set, 2, label(3)), keep(&clouds.set, 1, label(2))];
        let book = TagBook::new(tags);
        let so_far = SoFar::new(&clouds.set, &book, corrections, kept);
        let path = |photo: PhotoId| Some(format!("/{}.jpg", photo.0).into());
        let report = AuditReport {
            set: &clouds.set,
            book: &book,
            so_far: &so_far,
            checked: &[],
            spot_check: None,
            path: &path,
            thumbnail: &|_| None,
        };
        let page = report.html();
        for part in [
            "<b>2</b>corrected",
            "<b>2</b>kept",
            "1.jpg</td><td><s>missing</s></td><td>L0</td>",
            "1.jpg</td><td><s>L2</s></td><td>taken off</td>",
            "2.jpg</td><td>L1</td>",
            "2.jpg</td><td>without L3</td>",
        ] {
            assert!(page.contains(part), "{part} in {page}");
        }
    }
}
