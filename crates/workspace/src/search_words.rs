//! What a search makes of the words of its query: what texts say of them, what the model is asked in their place, and what is told of that.

use super::error::AppError;
use super::search::{Nothing, SearchAnswer, SearchRequest};
use super::workspace::Workspace;
use base::{Encoder, PhotoId};
use std::collections::HashSet;
use std::ops::ControlFlow;
use tasks::query::{self, Query, Term, TermContent};
use tasks::search::{FoundBy, Hit, Scored, TextUse};
use tasks::wording::{How, Reworded, Understood, understand};
use tasks::words::{FoundWord, QueryWord, TextMatches, query_words};

/// What pixels say at least, where they are asked: photos without a text stand in their order after those that have one.
const LEAST_SIGHT: f32 = 0.1;

/// A query whose words were looked up.
pub(super) struct SearchedWords {
    /// As the model is asked it.
    pub query: Query,
    /// What texts say of its words.
    pub texts: TextMatches,
    /// Pixels are not asked.
    pub texts_alone: bool,
    /// What became of the words.
    pub told: ToldWords,
}

/// What became of the words of a query, for the person.
pub(super) struct ToldWords {
    understood: Understood,
    cut: Vec<String>,
}

impl ToldWords {
    /// The answer, with it.
    pub fn with(self, answer: SearchAnswer) -> SearchAnswer {
        let Understood { searched_as, offered, untaught, weak, .. } = self.understood;
        SearchAnswer { unknown_words: untaught, weak_words: weak, cut: self.cut, searched_as, offered, ..answer }
    }
}

impl Workspace {
    /// Looks the words of a request up; breaks with the answer where there is nothing to search for.
    pub(super) fn words_of(&self, request: &SearchRequest) -> Result<ControlFlow<SearchAnswer, SearchedWords>, AppError> {
        let query = query::parse(&request.text)?;
        let mut found = self.texts_with(request, query_words(&query))?;
        let mut texts = TextMatches::new(&found);
        let mut understood = self.understood(request, &query, &texts);
        if let Some(nothing) = nothing(request, &query, &understood, &texts) {
            let answer = SearchAnswer { nothing: Some(nothing), ..SearchAnswer::default() };
            return Ok(ControlFlow::Break(ToldWords { understood, cut: Vec::new() }.with(answer)));
        }
        if !understood.searched_as.is_empty() {
            found.extend(self.texts_with(request, new_words(&found, query_words(&understood.query), &understood.searched_as))?);
            texts = TextMatches::new(&found);
        }
        let query = std::mem::take(&mut understood.query);
        // Words that texts alone know are nothing that pixels could be asked for. Of those that the model knows badly it still has a say.
        let blind = request.texts == TextUse::Only || (understood.blind && !texts.is_empty());
        let texts_alone = blind && !query.terms.is_empty() && request.like.is_none();
        let texts = texts.with_sight(understood.sight.max(LEAST_SIGHT));
        let encoder = self.opened.encoder.as_deref().filter(|_| !texts_alone);
        let cut = encoder.map(|encoder| query.words().filter_map(|words| encoder.cut_off(words)).collect()).unwrap_or_default();
        Ok(ControlFlow::Continue(SearchedWords { query, texts, texts_alone, told: ToldWords { understood, cut } }))
    }

    /// The query as the model is asked it; as typed, where texts alone are.
    fn understood(&self, request: &SearchRequest, query: &Query, texts: &TextMatches) -> Understood {
        let encoder = self.opened.encoder.as_deref().filter(|_| request.texts != TextUse::Only);
        let mut understood = understand(query, encoder.and_then(Encoder::vocabulary), texts, request.as_typed);
        if let Some(encoder) = encoder.filter(|encoder| encoder.vocabulary().is_none()) {
            understood.untaught = query.words().flat_map(|words| encoder.unknown_words(words)).collect();
        }
        understood
    }

    /// The photos whose texts have the words, where texts are asked.
    fn texts_with(&self, request: &SearchRequest, words: Vec<QueryWord>) -> Result<Vec<FoundWord>, AppError> {
        if request.texts == TextUse::Off {
            return Ok(Vec::new());
        }
        Ok(self.memory.catalog.with_words(&self.opened.snapshot.catalog, words)?)
    }
}

/// Words that are searched for instead of those that were typed: a text may have either. Another form is found in texts by the word as typed.
fn new_words(typed: &[FoundWord], mut instead: Vec<QueryWord>, reworded: &[Reworded]) -> Vec<QueryWord> {
    let is_form = |word: &str| reworded.iter().any(|other| other.how == How::Form && other.instead == word);
    instead.retain(|word| !is_form(&word.word) && !typed.iter().any(|(known, _)| known.word == word.word));
    instead
}

/// Why there is nothing to search for, unless the person wants it as it is.
fn nothing(request: &SearchRequest, query: &Query, understood: &Understood, texts: &TextMatches) -> Option<Nothing> {
    let is_words = |term: &Term| matches!(term.content, TermContent::Words(_));
    if request.as_typed || request.like.is_some() || query.terms.is_empty() || !query.terms.iter().all(is_words) || !texts.is_empty() {
        return None;
    }
    if query.words().all(|words| !words.contains(char::is_alphanumeric)) {
        return Some(Nothing::Signs);
    }
    (understood.blind && !understood.typing).then_some(Nothing::Untaught)
}

/// The photos whose texts have one of the words; of `among` alone, where that is given.
pub(super) fn with_words(texts: &TextMatches, among: Option<&[Scored]>) -> Vec<Scored> {
    let among: Option<HashSet<PhotoId>> = among.map(|among| among.iter().map(|scored| scored.photo).collect());
    let found = texts.photos().filter(|(photo, _)| among.as_ref().is_none_or(|among| among.contains(photo)));
    let mut found: Vec<Scored> = found.map(|(photo, text)| Scored { photo, score: text.score, margin: text.score }).collect();
    found.sort_by_key(|scored| scored.photo);
    found
}

/// Says of hits that texts alone have found which words they have.
pub(super) fn mark_words(hits: &mut [Hit], texts: &TextMatches, texts_alone: bool) {
    for hit in hits.iter_mut().filter(|_| texts_alone) {
        (hit.words, hit.by) = (texts.of(hit.photo).unwrap_or_default().words, FoundBy::Words);
    }
}
