//! By how much clocks are off, as it is filled in: a line for each camera, and what two selected photos tell of it.

use crate::shell::ctx::Ctx;
use crate::shell::scope;
use base::{ClockError, ClockOffset, Photo, human};
use engine::protocol::{Camera, CameraError, Edit, RequestId, cameras, same_instant};
use std::sync::Arc;

/// A camera with what is typed beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub camera: Camera,
    pub text: String,
}

impl Line {
    fn of(camera: Camera) -> Self {
        let text = if camera.offset == ClockOffset::NONE { String::new() } else { camera.offset.to_string() };
        Self { camera, text }
    }

    /// What is typed; an empty field means that the clock is right.
    pub fn offset(&self) -> Result<ClockOffset, ClockError> {
        if self.text.trim().is_empty() { Ok(ClockOffset::NONE) } else { self.text.parse() }
    }

    fn is_changed(&self) -> bool {
        self.offset() != Ok(self.camera.offset)
    }

    /// "12 photos · 2026-05-04 10:12:07 – 2026-05-10 11:00:00": with the dates as they are with what is typed.
    pub fn words(&self) -> String {
        let offset = self.offset().unwrap_or(self.camera.offset);
        let shown = |date: &Option<String>| offset.corrected(&self.camera.offset.told(date.as_deref()?)?);
        let seconds = |date: String| date.split('.').next().unwrap_or_default().replace('T', " ");
        let dates = match (shown(&self.camera.first).map(seconds), shown(&self.camera.last).map(seconds)) {
            (Some(first), Some(last)) if first == last => first,
            (Some(first), Some(last)) => format!("{first} – {last}"),
            _ => "no dates".to_owned(),
        };
        format!("{} · {dates}", human::photos(self.camera.photos))
    }
}

/// Two selected photos of two cameras, and what each says of the other one's clock if both show the same instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Their files' names.
    pub names: [String; 2],
    /// The camera that is corrected, and by how much, where the other one is right.
    pub ways: [(Arc<str>, ClockOffset); 2],
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockForm {
    pub lines: Vec<Line>,
    /// `None`: two photos are not what is selected.
    pub pair: Option<Result<Pair, CameraError>>,
    /// The request that saves it.
    pub saving: Option<RequestId>,
    /// Why it was not saved.
    pub wrong: Option<String>,
    pub is_new: bool,
}

impl ClockForm {
    /// For the open catalogue and what is selected in it.
    pub fn open(ctx: &Ctx) -> Self {
        Self { lines: all(ctx).into_iter().map(Line::of).collect(), pair: pair(ctx), saving: None, wrong: None, is_new: true }
    }

    /// The photos changed meanwhile: what is typed stays.
    pub fn follow(&mut self, ctx: &Ctx) {
        let typed = std::mem::take(&mut self.lines);
        let kept = |camera: Camera| {
            let text = typed.iter().find(|line| line.camera.name == camera.name && line.is_changed()).map(|line| line.text.clone());
            let line = Line::of(camera);
            Line { text: text.unwrap_or(line.text), camera: line.camera }
        };
        self.lines = all(ctx).into_iter().map(kept).collect();
        self.pair = pair(ctx);
    }

    /// Writes by how much a clock is off.
    pub fn fill(&mut self, camera: &str, offset: ClockOffset) {
        if let Some(line) = self.lines.iter_mut().find(|line| *line.camera.name == *camera) {
            line.text = offset.to_string();
        }
        self.wrong = None;
    }

    /// Something else is typed than what is so already.
    pub fn is_changed(&self) -> bool {
        self.lines.iter().any(Line::is_changed)
    }

    /// The first thing typed that is none, else why it was not saved.
    pub fn problem(&self) -> Option<String> {
        self.lines.iter().find_map(|line| line.offset().err()).map(|error| error.to_string()).or_else(|| self.wrong.clone())
    }

    /// It can be saved as it stands.
    pub fn is_good(&self) -> bool {
        self.is_changed() && self.lines.iter().all(|line| line.offset().is_ok())
    }

    /// What is to be saved.
    pub fn edit(&self) -> Edit {
        let changed = self.lines.iter().filter(|line| line.is_changed());
        Edit::SetClocks(changed.filter_map(|line| Some((Arc::clone(&line.camera.name), line.offset().ok()?))).collect())
    }

    /// "Correct 2 clocks".
    pub fn verb(&self) -> String {
        let clocks = self.lines.iter().filter(|line| line.is_changed()).count().max(1);
        format!("Correct {}", human::counted(clocks as u64, "clock", "clocks"))
    }
}

fn all(ctx: &Ctx) -> Vec<Camera> {
    ctx.library.snapshot.as_ref().map(|snapshot| cameras(snapshot.photos.iter(), &snapshot.clocks)).unwrap_or_default()
}

/// In the order of the grid.
fn pair(ctx: &Ctx) -> Option<Result<Pair, CameraError>> {
    if !scope::is_selected(ctx) {
        return None;
    }
    let photos: Vec<&Photo> = scope::chosen(ctx).iter().filter_map(|id| ctx.library.photo(*id)).collect();
    let [first, second] = photos[..] else { return None };
    let ways = same_instant(second, first).and_then(|way| Ok([way, same_instant(first, second)?]));
    Some(ways.map(|ways| Pair { names: [first.name(), second.name()], ways }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera(name: &str, offset: i64) -> Camera {
        let (first, last) = (Some("2026-05-04T23:30:00.190".to_owned()), Some("2026-05-05T00:30:00".to_owned()));
        Camera { name: name.into(), photos: 2, first, last, offset: ClockOffset::from_seconds(offset).unwrap() }
    }

    fn form(cameras: Vec<Camera>) -> ClockForm {
        ClockForm { lines: cameras.into_iter().map(Line::of).collect(), pair: None, saving: None, wrong: None, is_new: false }
    }

    #[test]
    fn only_what_is_changed_is_saved() {
        let mut form = form(vec![camera("X-10", 3600), camera("X-100", 0)]);
        assert!(!form.is_changed() && !form.is_good());
        form.lines[0].text = "1h".to_owned();
        assert!(!form.is_changed(), "the same in other words");
        form.lines[1].text = "-45".to_owned();
        assert_eq!((form.is_good(), form.verb()), (true, "Correct 1 clock".to_owned()));
        let Edit::SetClocks(clocks) = form.edit() else { panic!() };
        assert_eq!(clocks[..], [("X-100".into(), ClockOffset::from_seconds(-45).unwrap())]);
        form.lines[0].text.clear();
        assert_eq!((form.is_good(), form.verb()), (true, "Correct 2 clocks".to_owned()));
        form.lines[1].text = "soon".to_owned();
        assert!(!form.is_good() && form.problem().unwrap().contains("'soon'"));
    }

    #[test]
    fn dates_are_shown_as_they_will_be() {
        let mut line = Line::of(camera("X-10", 3600));
        assert_eq!(line.words(), "2 photos · 2026-05-04 23:30:00 – 2026-05-05 00:30:00");
        line.text = "2h".to_owned();
        assert_eq!(line.words(), "2 photos · 2026-05-05 00:30:00 – 2026-05-05 01:30:00");
        line.text.clear();
        assert_eq!(line.words(), "2 photos · 2026-05-04 22:30:00 – 2026-05-04 23:30:00");
        line.text = "nonsense".to_owned();
        assert_eq!(line.words(), "2 photos · 2026-05-04 23:30:00 – 2026-05-05 00:30:00");
    }

    #[test]
    fn what_two_photos_tell_is_written_beside_its_camera() {
        let mut form = form(vec![camera("X-10", 0), camera("X-100", 0)]);
        form.fill("X-100", ClockOffset::from_seconds(61).unwrap());
        assert_eq!((form.lines[0].text.as_str(), form.lines[1].text.as_str()), ("", "+0:01:01"));
    }
}
