//! `selvedge duplicates`: the same bytes, bursts and near copies; and which photos are none.

use super::arguments::{DuplicateKind, DuplicatesArguments};
use super::commands::{answering, existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, PhotoId, Progress, human};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tasks::duplicates::{Group, Kind, Member};
use tasks::search::Searchable;
use workspace::steps::StepWords;
use workspace::{AppError, Library, Workspace};

impl From<DuplicateKind> for Kind {
    fn from(kind: DuplicateKind) -> Self {
        match kind {
            DuplicateKind::Exact => Self::Exact,
            DuplicateKind::Near => Self::Near,
            DuplicateKind::Burst => Self::Burst,
        }
    }
}

pub fn duplicates(arguments: &DuplicatesArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let encoder = answering(&catalog, &arguments.model)?;
    let mut library = Library::new(catalog, encoder);
    let workspace = library.workspace()?;
    if let [a, b] = &arguments.distinct[..] {
        return tell_apart(&mut library, &workspace, [a, b], out);
    }
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let found = workspace.duplicates(&progress, &|| cancel.is_cancelled());
    drop(bar);
    let Some(found) = found? else { return Ok(CANCELLED) };
    let asked: Option<Kind> = arguments.kind.map(Into::into);
    let groups: Vec<&Group> = found.groups.iter().filter(|group| asked.is_none_or(|kind| kind == group.kind)).collect();
    let photos = &workspace.opened.searchable;
    if out.wants_json() {
        let groups: Vec<Value> = groups.iter().map(|group| in_json(group, photos)).collect();
        out.json(&with_path(json!({ "groups": groups }), "catalog", library.catalog().path()));
    } else {
        for group in &groups {
            told(group, photos, out);
        }
    }
    if groups.is_empty() {
        note("no duplicates were found");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn tell_apart(library: &mut Library, workspace: &Workspace, pair: [&PathBuf; 2], out: &mut Output) -> Result<u8, AppError> {
    let photos = &workspace.opened.searchable;
    let [a, b] = [named(photos, pair[0])?, named(photos, pair[1])?];
    let (changed, made) = library.catalog_mut().step(|step| {
        step.words = StepWords::tell_apart(2).step;
        step.tell_apart([(a, b)])
    })?;
    if out.wants_json() {
        let answer = json!({ "changed": changed, "step": made.step.map(|step| step.0) });
        out.json(&with_path(answer, "catalog", library.catalog().path()));
    } else {
        out.line(if changed > 0 {
            "They are not proposed together again (selvedge undo takes that back)"
        } else {
            "They were told apart before"
        });
    }
    Ok(0)
}

fn named(photos: &Searchable, path: &Path) -> Result<PhotoId, AppError> {
    // A file that is gone is known by its place all the same.
    let place = fs_err::canonicalize(path).or_else(|_| std::path::absolute(path))?;
    photos.at(&place).map(|photo| photo.id).ok_or_else(|| AppError::NoSuchPhoto(path.to_owned()))
}

fn in_json(group: &Group, photos: &Searchable) -> Value {
    let member = |member: &Member| {
        let value = json!({ "best": member.standing.best, "reason": member.standing.as_str() });
        Some(with_path(value, "path", &photos.absolute(photos.photo(member.photo)?)))
    };
    json!({ "kind": group.kind.as_str(), "photos": group.photos.iter().filter_map(member).collect::<Vec<_>>() })
}

fn told(group: &Group, photos: &Searchable, out: &mut Output) {
    out.line(&format!("{}, {}", group.kind.as_str(), human::photos(group.photos.len() as u64)));
    for member in &group.photos {
        let Some(photo) = photos.photo(member.photo) else { continue };
        let sign = if member.standing.best { '*' } else { ' ' };
        out.line(&format!("{sign} {}  {}", photos.absolute(photo).display(), member.standing.words()));
    }
}
