//! The review queue, by keys.

use super::window::Window;
use egui::{Key, Modifiers};
use selvedge::app::protocol::{Event, LabelScore, PhotoLabels, ReviewOrder, ReviewQueue, Tags};
use selvedge::base::{Choice, Label, LabelId, LabelSet, LabelSetId, PhotoId, TagBook};
use std::sync::Arc;

const SET: LabelSetId = LabelSetId(1);

fn tags() -> Tags {
    let label = |id: i64, name: &str| Label { id: LabelId(id), name: name.into(), prompts: Vec::new(), since: 1 };
    let set = LabelSet {
        id: SET,
        name: "Shoe type".into(),
        choice: Choice::Single,
        templates: vec!["a photo of {label}".into()],
        none_of_these: false,
        revision: 1,
        labels: vec![label(1, "Flats"), label(2, "Sandals"), label(3, "Heels"), label(4, "Flip flops")],
    };
    Tags { sets: [set].into(), book: TagBook::default(), ..Tags::default() }
}

fn labels(first: i64) -> Arc<PhotoLabels> {
    let score = |id: i64, score: f32| LabelScore { label: Some(LabelId(id)), score };
    let scores = vec![score(first, 0.44), score(first % 4 + 1, 0.39), score((first + 1) % 4 + 1, 0.11), score((first + 2) % 4 + 1, 0.03)];
    Arc::new(PhotoLabels {
        sets: vec![(SET, scores)],
        closest: vec![(PhotoId(5), SET, Some(LabelId(2))), (PhotoId(6), SET, None)],
        siblings: vec![PhotoId(7)],
        sku: Some("30211".into()),
    })
}

#[test]
fn a_played_queue_goes_on_with_every_key() {
    let mut window = Window::open();
    window.tell(Event::Tags(Arc::new(tags())));
    let photos = (1..=4).map(PhotoId).collect();
    window.tell(Event::Review(Arc::new(ReviewQueue { set: SET, order: ReviewOrder::Uncertain, photos, total: 4 })));
    for id in 1..=4 {
        window.tell(Event::PhotoLabels(PhotoId(id), labels(id)));
    }
    assert!(window.sees("1 of 4") && window.sees("Which shoe type?") && window.sees("Flats, 0.44"));
    window.harness.check_accessibility();
    window.key(Key::Enter);
    assert!(window.sees("2 of 4") && window.sees("Sandals, 0.44"));
    window.key(Key::Num2);
    assert!(window.sees("3 of 4"));
    window.key(Key::X);
    assert!(window.sees("4 of 4"));
    window.key(Key::Backspace);
    assert!(window.sees("3 of 4"));
    window.key(Key::ArrowRight);
    assert!(window.sees("4 of 4"));
    window.key(Key::Space);
    assert!(window.sees("All seen") && window.sees("1 accepted · 1 changed · 1 none of these · 1 skipped"));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert!(window.sees("3 of 4"));
    window.key(Key::Escape);
    assert!(!window.sees("3 of 4") && window.sees("12 photos"));
}
