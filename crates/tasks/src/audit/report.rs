//! What became of an audit as one HTML file that needs no other, to be sent on.

use super::suspects::SuspectKind;
use crate::evaluate::escape;
use crate::exchange::ExchangeError;
use base::{Choice, LabelId, LabelSet, PhotoId, TagBook, human};
use base64::Engine as _;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Photos that the HTML report shows as pictures: beyond, it would be too large to be sent.
const PICTURES: usize = 300;

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
    /// What was decided about, in the order in which it was asked.
    pub checked: &'a [Checked],
    /// The sample, where it was one.
    pub spot_check: Option<SpotChecked>,
    /// Where a photo's file lies; `None` for a photo that is gone.
    pub path: &'a dyn Fn(PhotoId) -> Option<PathBuf>,
    /// A photo's thumbnail, as JPEG.
    pub thumbnail: &'a dyn Fn(PhotoId) -> Option<Vec<u8>>,
}

/// A label that is another one now, in words.
struct Correction<'a> {
    checked: &'a Checked,
    path: PathBuf,
    was: &'a str,
    now: &'a str,
}

impl AuditReport<'_> {
    /// Writes the file, whole or not at all.
    pub fn save(&self, to: &Path) -> Result<(), ExchangeError> {
        base::unfinished::sweep_beside(to);
        Ok(exchange::write_atomically(to, self.html().as_bytes())?)
    }

    /// What is another label now than it was; decisions that were taken back are not among them.
    fn corrections(&self) -> Vec<Correction<'_>> {
        self.checked.iter().filter_map(|checked| self.correction(checked)).collect()
    }

    fn correction<'c>(&'c self, checked: &'c Checked) -> Option<Correction<'c>> {
        let (photo, label) = (checked.photo, self.told(checked.label));
        let (was, now) = match (self.set.choice, checked.kind) {
            (Choice::Single, _) => {
                let now = self.book.settled(photo, self.set.id).filter(|tag| tag.label != checked.label)?;
                (label, self.told(now.label))
            }
            (Choice::Multi, SuspectKind::Wrong) => (!self.has(checked)).then_some((label, "taken off"))?,
            (Choice::Multi, SuspectKind::Missing) => self.has(checked).then_some(("missing", label))?,
        };
        Some(Correction { checked, path: (self.path)(photo)?, was, now })
    }

    /// Whether the photo has the label now.
    fn has(&self, checked: &Checked) -> bool {
        self.book.accepted(checked.photo).any(|tag| tag.set == self.set.id && tag.label == checked.label)
    }

    fn html(&self) -> String {
        let corrections = self.corrections();
        let kept: Vec<&Checked> =
            self.checked.iter().filter(|checked| !corrections.iter().any(|c| std::ptr::eq(c.checked, *checked))).collect();
        let title = escape(&format!("{}: labels that were checked", self.set.name));
        let mut body = format!("<h1>{title}</h1><div class=\"figures\">");
        let figures = [("looked at", self.checked.len()), ("corrected", corrections.len()), ("kept", kept.len())];
        for (words, figure) in figures {
            let _ = write!(body, "<div><b>{}</b>{words}</div>", human::count(figure as u64));
        }
        body.push_str("</div>");
        if let Some(spot_check) = self.spot_check {
            let _ = write!(body, "<p>{}.</p>", escape(&spot_check.words()));
        }
        self.corrected(&mut body, &corrections);
        self.kept(&mut body, &kept);
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
        )
    }

    fn corrected(&self, body: &mut String, corrections: &[Correction<'_>]) {
        if corrections.is_empty() {
            return;
        }
        body.push_str("<h2>Corrected</h2><table><tr><th>Photo</th><th>Was</th><th>Now</th><th>Why it was asked about</th></tr>");
        for (place, correction) in corrections.iter().enumerate() {
            let picture = if place < PICTURES { self.picture(correction.checked.photo) } else { String::new() };
            let _ = write!(
                body,
                "<tr><td>{picture}{}</td><td><s>{}</s></td><td>{}</td><td class=\"note\">{}</td></tr>",
                escape(&file_name(&correction.path)),
                escape(correction.was),
                escape(correction.now),
                escape(&correction.checked.why),
            );
        }
        body.push_str("</table>");
    }

    fn kept(&self, body: &mut String, kept: &[&Checked]) {
        if kept.is_empty() {
            return;
        }
        body.push_str("<h2>Kept</h2><table><tr><th>Photo</th><th>Label</th></tr>");
        for checked in kept {
            let Some(path) = (self.path)(checked.photo) else { continue };
            let without = if checked.kind == SuspectKind::Missing { "without " } else { "" };
            let label = escape(self.told(checked.label));
            let _ = write!(body, "<tr><td>{}</td><td>{without}{label}</td></tr>", escape(&file_name(&path)));
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

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clouds::Clouds;
    use base::Source;

    /// Three photos were asked about: the first got the label after its own, the second was kept, the third is gone.
    fn page(spot_check: Option<SpotChecked>) -> String {
        let clouds = Clouds::new(20, 4, 0.5);
        let mut tags = clouds.tags(20, Source::Person);
        let was: Vec<Option<LabelId>> = tags.iter().map(|tag| tag.label).collect();
        tags[0].label = was[1];
        let book = TagBook::new(tags);
        let checked: Vec<Checked> = (0..3)
            .map(|i| Checked { photo: PhotoId(i + 1), kind: SuspectKind::Wrong, label: was[i as usize], why: "2 of <3> nearest".into() })
            .collect();
        let report = AuditReport {
            set: &clouds.set,
            book: &book,
            checked: &checked,
            spot_check,
            path: &|photo| (photo.0 < 3).then(|| format!("/photos/a&b {}.jpg", photo.0).into()),
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
            "a&amp;b 1.jpg</td><td><s>L0</s></td><td>L1</td>",
            "2 of &lt;3&gt; nearest",
            "data:image/jpeg;base64,AQID",
            "<h2>Kept</h2>",
            "a&amp;b 2.jpg</td><td>L1</td>",
            "Of 50 looked at, 48 were right: 86 % to 99 % of all 1,204.",
        ] {
            assert!(checked.contains(part), "{part} in {checked}");
        }
        assert!(!checked.contains("3.jpg") && !page(None).contains("looked at, "));
    }

    #[test]
    fn of_several_labels_what_was_added_and_taken_off_is_told() {
        let mut clouds = Clouds::new(20, 4, 0.5);
        clouds.set.choice = Choice::Multi;
        let book = TagBook::new(clouds.tags(2, Source::Person));
        let checked =
            |photo, kind, label: usize| Checked { photo: PhotoId(photo), kind, label: Some(clouds.label(label)), why: "why".into() };
        // The first photo has L0, the second L1.
        let checked = [
            checked(1, SuspectKind::Missing, 0),
            checked(1, SuspectKind::Wrong, 2),
            checked(2, SuspectKind::Wrong, 1),
            checked(2, SuspectKind::Missing, 3),
        ];
        let path = |photo: PhotoId| Some(format!("/{}.jpg", photo.0).into());
        let report = AuditReport { set: &clouds.set, book: &book, checked: &checked, spot_check: None, path: &path, thumbnail: &|_| None };
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
