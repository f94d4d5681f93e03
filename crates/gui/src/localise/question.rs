//! What is looked for in the large photo: the label that is pointed at, else what is searched for, else the label that is suggested.

use crate::shell::ctx::Ctx;
use crate::shell::suggested::suggestions;
use base::{ContentHash, LabelId, LabelSetId, PhotoId};
use engine::protocol::{LocaliseRequest, SearchRequest, Sought};

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    pub request: LocaliseRequest,
    /// For people.
    pub words: String,
    /// The photo as it is: of another one in its place it is another question.
    pub content: ContentHash,
}

impl Question {
    /// What is looked for now; `None`: nothing was said.
    pub fn now(ctx: &Ctx) -> Option<Self> {
        let current = ctx.current()?;
        let photo = current.id;
        let (sought, words) = pointed(ctx).or_else(|| query(ctx)).or_else(|| shown(ctx)).or_else(|| suggested(ctx, photo))?;
        Some(Self { request: LocaliseRequest { photo, sought }, words, content: current.hash })
    }

    /// The photo that it is about.
    pub fn photo(&self) -> PhotoId {
        self.request.photo
    }
}

fn label(ctx: &Ctx, set: LabelSetId, label: LabelId) -> Option<(Sought, String)> {
    let name = &ctx.tags.set(set)?.label(label)?.name;
    Some((Sought::Label(set, label), name.clone()))
}

fn pointed(ctx: &Ctx) -> Option<(Sought, String)> {
    ctx.pointed.and_then(|(set, of)| label(ctx, set, of))
}

/// What ranks the photos; filters, order and cut-off have no place in one of them.
fn query(ctx: &Ctx) -> Option<(Sought, String)> {
    let asked = &ctx.query;
    if !asked.ranks() {
        return None;
    }
    let request =
        SearchRequest { text: asked.text.clone(), like: asked.like.clone(), as_typed: asked.as_typed, ..SearchRequest::default() };
    let words = asked.words_but(&[]).join(" ");
    Some((Sought::Query(Box::new(request)), if words.is_empty() { "the photo that is searched by".to_owned() } else { words }))
}

/// The label whose photos the grid shows.
fn shown(ctx: &Ctx) -> Option<(Sought, String)> {
    let shown = ctx.query.label.as_ref()?;
    label(ctx, shown.set.id?, shown.set.labels.get(shown.slot.place()?)?.id?)
}

/// The likeliest of all that is suggested.
fn suggested(ctx: &Ctx, photo: PhotoId) -> Option<(Sought, String)> {
    let (_, said) = ctx.said.as_ref().filter(|(of, _)| *of == photo)?;
    let suggested = suggestions(ctx, said, photo).into_iter().filter_map(|(set, score)| Some((set.id, score.label?, score.score)));
    let (set, of, _) = suggested.max_by(|a, b| a.2.total_cmp(&b.2))?;
    label(ctx, set, of)
}
