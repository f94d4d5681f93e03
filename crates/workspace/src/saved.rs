//! Saved searches: a question as it is kept, and as it is asked again.

use super::not_kept::NotKept;
use super::search::{Like, Only, SearchRequest};
use super::workspace::{Cancelled, Workspace};
use base::searches::{HUE, RELEVANCE, SavedLike, SavedQuery, SavedSearch, axis_of_sort, sort_along};
use base::{LabelSet, RootId, SearchId};
use std::collections::HashMap;
use std::path::Path;
use tasks::query::{self, name_of_label, quoted};
use tasks::search::{Sort, TextUse};

/// Each order and its name in a catalogue.
const SORTS: [(Sort, &str); 6] = [
    (Sort::Relevance, RELEVANCE),
    (Sort::Name, "name"),
    (Sort::Date, "date"),
    (Sort::Rating, "rating"),
    (Sort::Size, "size"),
    (Sort::Hue, HUE),
];
const TEXTS: [(TextUse, &str); 3] = [(TextUse::On, "on"), (TextUse::Off, "off"), (TextUse::Only, "only")];

/// A question as it is kept: what narrows it beside the words becomes filters of its text. `name_of_root` tells what a root is called.
pub fn kept(request: &SearchRequest, sets: &[LabelSet], name_of_root: &dyn Fn(RootId) -> Option<String>) -> Result<SavedQuery, NotKept> {
    let folder = match &request.folder {
        None => None,
        Some(folder) => {
            let name = name_of_root(folder.root).ok_or(NotKept::Passing)?;
            Some(format!("folder:{}", quoted(&Path::new(&name).join(&folder.path).to_string_lossy())))
        }
    };
    let only = match &request.only {
        None => None,
        Some(Only::Untagged) => Some("is:untagged".to_owned()),
        Some(Only::NeedsReview) => Some("is:review".to_owned()),
        Some(Only::Tagged(id)) => {
            let found = sets.iter().find_map(|set| Some((set, set.label(*id)?)));
            let (set, label) = found.ok_or(NotKept::Passing)?;
            Some(format!("tag:{}", quoted(&name_of_label(sets, set, label))))
        }
        Some(Only::Product(_) | Only::Odd | Only::Listed(_)) => return Err(NotKept::Passing),
    };
    if request.suggested.is_some() || request.along.is_some() {
        return Err(NotKept::Passing);
    }
    let parts = [Some(request.text.trim().to_owned()), folder, only];
    let text = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if text.is_empty() && request.like.is_none() {
        return Err(NotKept::Empty);
    }
    let like = match &request.like {
        Some(Like::Photo(photo)) => Some(SavedLike::Photo(*photo)),
        Some(Like::File(path)) if path.to_str().is_none() => return Err(NotKept::Name),
        Some(Like::File(path)) => Some(SavedLike::File(path.clone())),
        None => None,
    };
    let sort = match request.sort {
        Sort::Axis(axis) => sort_along(axis),
        other => SORTS.iter().find(|(sort, _)| *sort == other).map_or(RELEVANCE, |(_, name)| name).to_owned(),
    };
    let texts = TEXTS.iter().find(|(texts, _)| *texts == request.texts).map_or("on", |(_, name)| name);
    Ok(SavedQuery {
        text,
        like,
        texts: texts.to_owned(),
        as_typed: request.as_typed,
        min_score: request.min_score,
        sort,
        reversed: request.reversed,
    })
}

/// A kept question, to be asked.
pub fn asked(saved: &SavedQuery) -> SearchRequest {
    SearchRequest {
        text: saved.text.clone(),
        texts: TEXTS.iter().find(|(_, name)| *name == saved.texts).map(|(texts, _)| *texts).unwrap_or_default(),
        as_typed: saved.as_typed,
        like: saved.like.as_ref().map(|like| match like {
            SavedLike::Photo(photo) => Like::Photo(*photo),
            SavedLike::File(path) => Like::File(path.clone()),
        }),
        min_score: saved.min_score,
        sort: sort_named(&saved.sort),
        reversed: saved.reversed,
        ..SearchRequest::default()
    }
}

fn sort_named(name: &str) -> Sort {
    axis_of_sort(name).map(Sort::Axis).or_else(|| SORTS.iter().find(|(_, known)| *known == name).map(|(sort, _)| *sort)).unwrap_or_default()
}

/// How many photos a search finds; `None`: that cannot be told now.
pub type SearchCounts = HashMap<SearchId, Option<u64>>;

impl Workspace {
    /// How many photos each search finds. Not told of one that the model must be opened for first, or for which all photos would have to be
    /// compared: a number beside a name is not worth that.
    pub fn count_searches(&self, searches: &[SavedSearch], cancelled: Cancelled<'_>) -> Option<SearchCounts> {
        let mut counts = SearchCounts::new();
        for search in searches {
            if cancelled() {
                return None;
            }
            counts.insert(search.id, self.count_search(&asked(&search.query), cancelled));
        }
        (!cancelled()).then_some(counts)
    }

    fn count_search(&self, request: &SearchRequest, cancelled: Cancelled<'_>) -> Option<u64> {
        let compared = self.stacks.catalog == self.opened.snapshot.catalog;
        let asks_duplicates = query::parse(&request.text).is_ok_and(|query| query.asks_for_duplicates());
        let ready = self.opened.encoder.is_some() || self.needs_no_model(request);
        if !ready || (asks_duplicates && !compared) {
            return None;
        }
        // Without a bound all that pass the filters are found, whatever their order.
        let bound = request.min_score.is_some() || query::parse(&request.text).is_ok_and(|query| !query.scores.is_empty());
        let reach = super::search::Reach { most: if bound { usize::MAX } else { 0 }, missing: true };
        self.search(request, reach, cancelled).ok().map(|answer| if bound { answer.hits.len() as u64 } else { answer.considered })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::FolderRef;
    use base::{AxisId, LabelId, PhotoId};

    fn keep(request: &SearchRequest) -> Result<SavedQuery, NotKept> {
        kept(request, &[LabelSet::sample(1, "Colour", [(1, "Red")]), LabelSet::sample(2, "Trim", [(2, "Red")])], &|_| {
            Some("shop".to_owned())
        })
    }

    #[test]
    fn what_is_kept_is_asked_again() {
        for like in [None, Some(Like::Photo(PhotoId(3))), Some(Like::File("/a.jpg".into()))] {
            for (sort, texts) in [
                (Sort::Relevance, TextUse::On),
                (Sort::Axis(AxisId(7)), TextUse::Only),
                (Sort::Rating, TextUse::Off),
                (Sort::Hue, TextUse::On),
            ] {
                let text = "red -tag:sale".to_owned();
                let request = SearchRequest {
                    text,
                    texts,
                    like: like.clone(),
                    sort,
                    min_score: Some(0.2),
                    as_typed: true,
                    reversed: true,
                    ..SearchRequest::default()
                };
                assert_eq!(asked(&keep(&request).unwrap()), request);
            }
        }
    }

    #[test]
    fn what_narrows_a_question_becomes_part_of_its_text() {
        let folder = FolderRef { root: RootId(1), path: "day 1/raw".into() };
        let only = Some(Only::Tagged(LabelId(2)));
        let request = SearchRequest { text: " red ".to_owned(), folder: Some(folder), only, ..SearchRequest::default() };
        let saved = keep(&request).unwrap();
        assert_eq!(saved.text, "red folder:\"shop/day 1/raw\" tag:\"Trim/Red\"");
        assert!(query::parse(&saved.text).is_ok());
        let untagged = SearchRequest { only: Some(Only::Untagged), ..SearchRequest::default() };
        assert_eq!(keep(&untagged).unwrap().text, "is:untagged");
    }

    #[test]
    fn what_is_of_the_moment_is_not_kept() {
        assert_eq!(keep(&SearchRequest::default()), Err(NotKept::Empty));
        let product = SearchRequest { only: Some(Only::Product("a".to_owned())), ..SearchRequest::default() };
        assert_eq!(keep(&product), Err(NotKept::Passing));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_not_kept_as_another_one() {
        let like = Some(Like::File(base::path_bytes::from_bytes(b"/a\xff.jpg")));
        assert_eq!(keep(&SearchRequest { like, ..SearchRequest::default() }), Err(NotKept::Name));
    }
}
