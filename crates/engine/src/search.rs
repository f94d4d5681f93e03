//! The search thread: search, similar photos and what was imported about a photo. The newest request of each kind wins.

use crate::mail::SearchMail;
use crate::protocol::{Event, RequestId, SearchRequest, SearchResults, Tone};
use crate::shared::Shared;
use std::sync::Arc;
use std::time::Instant;
use workspace::Workspace;
use workspace::search::Reach;

/// The window holds all hits, 24 bytes each, so that no cap is ever taken for a result.
const REACH: Reach = Reach { most: usize::MAX, missing: true };
/// Similar photos in the inspector.
const SIMILAR: usize = 24;

pub fn run(shared: &Arc<Shared>) {
    let mut last = (RequestId::default(), SearchRequest::default());
    while let Some(SearchMail { search, similar, walk, texts, opinions, measures, standard, again, decided }) = shared.search.take() {
        let searched = search.is_some();
        last = search.unwrap_or(last);
        let Some(workspace) = shared.workspace() else { continue };
        // What has to wait for the model is answered when it is open: the catalogue is shown again then.
        let ready = workspace.opened.encoder.is_some() || workspace.needs_no_model(&last.1);
        let outdated = again || (decided && workspace.rests_on_decisions(&last.1));
        if ready && (searched || outdated) {
            shared.post(Event::Results(answer(shared, &workspace, last.0, &last.1)));
        }
        if let Some((request, photo)) = similar {
            shared.post(Event::Similar { request, photo, hits: workspace.similar(photo, SIMILAR) });
        }
        if let Some((request, walk)) = walk {
            let outdated = || shared.closing.is_cancelled() || shared.search.peek(|mail| mail.walk.is_some());
            let walked = workspace.walk(&walk, &outdated).map(Arc::new).map_err(|error| error.notice());
            shared.post(Event::Walked { request, walked });
        }
        if let Some((request, photo)) = texts {
            match workspace.texts_of(photo) {
                Ok(texts) => shared.post(Event::Texts { request, photo, texts }),
                Err(error) => shared.notice(request, Tone::Error, error.notice()),
            }
        }
        if let Some((request, photo, own)) = opinions {
            match workspace.opinions_of(photo, &own) {
                Ok(opinions) => shared.post(Event::Opinions { request, photo, opinions: opinions.into() }),
                Err(error) => shared.notice(request, Tone::Error, error.notice()),
            }
        }
        if let Some((request, photo)) = measures {
            match workspace.measures(photo) {
                Ok(measures) => shared.post(Event::Measures { request, photo, measures: Arc::new(measures) }),
                Err(error) => shared.notice(request, Tone::Error, error.notice()),
            }
        }
        if let Some(request) = standard {
            let counts = workspace.standard_counts().map(|counts| counts.map(Arc::new)).map_err(|error| error.notice());
            shared.post(Event::StandardCounted { request, counts });
        }
    }
}

fn answer(shared: &Shared, workspace: &Workspace, request: RequestId, wanted: &SearchRequest) -> SearchResults {
    let start = Instant::now();
    let outdated = || shared.closing.is_cancelled() || shared.search.peek(|mail| mail.search.is_some());
    let (answer, error) = match workspace.search(wanted, REACH, &outdated) {
        Ok(answer) => (answer, None),
        Err(error) => (workspace::search::SearchAnswer::default(), Some(error.to_string())),
    };
    if let Ok(encoder) = workspace.opened.encoder() {
        shared.tell_device_notice(encoder);
    }
    SearchResults {
        request,
        hits: answer.hits.into(),
        considered: answer.considered,
        folded: answer.folded,
        found_together: answer.found_together.into(),
        scores: answer.scores.into(),
        unknown_words: answer.unknown_words,
        weak_words: answer.weak_words,
        cut: answer.cut,
        searched_as: answer.searched_as,
        offered: answer.offered,
        nothing: answer.nothing,
        words: answer.words,
        whatever_label: answer.whatever_label.map(Into::into),
        unmet: answer.unmet,
        timeline: answer.timeline.map(Into::into),
        error,
        seconds: start.elapsed().as_secs_f64(),
    }
}
