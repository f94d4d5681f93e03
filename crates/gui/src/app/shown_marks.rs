//! Marks are seen in the frame of their key, and not when the disk has them.

use base::{Mark, PhotoId};
use engine::protocol::{Edit, EditRequest, Request, RequestId, Tags};
use std::sync::Arc;

/// The tags as the engine told them last, and the marks that are on their way to it.
#[derive(Debug, Default)]
pub struct ShownMarks {
    told: Arc<Tags>,
    on_their_way: Vec<(RequestId, Arc<[PhotoId]>, Vec<Mark>)>,
}

impl ShownMarks {
    /// Takes note of what is sent. True where it is a mark.
    pub fn sent(&mut self, id: RequestId, request: &Request) -> bool {
        let Request::Edit(EditRequest::Edit(Edit::Mark { photos, marks })) = request else { return false };
        self.on_their_way.push((id, Arc::clone(photos), marks.clone()));
        true
    }

    /// The engine tells the tags as they are.
    pub fn told(&mut self, tags: Arc<Tags>) {
        self.told = tags;
    }

    /// It is saved, or it could not be. True where it was a mark.
    pub fn answered(&mut self, id: RequestId) -> bool {
        let before = self.on_their_way.len();
        self.on_their_way.retain(|(request, ..)| *request != id);
        before != self.on_their_way.len()
    }

    /// The tags as they are shown.
    pub fn tags(&self) -> Arc<Tags> {
        if self.on_their_way.is_empty() {
            return Arc::clone(&self.told);
        }
        let mut tags = (*self.told).clone();
        for (_, photos, marks) in &self.on_their_way {
            for photo in photos.iter() {
                let marked = marks.iter().fold(tags.book.marks.of(*photo), |marked, mark| marked.with(*mark));
                tags.book.marks.put(*photo, marked);
            }
        }
        Arc::new(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Stars;

    #[test]
    fn a_mark_is_seen_until_the_engine_tells_what_became_of_it() {
        let mut shown = ShownMarks::default();
        let stars = |shown: &ShownMarks| shown.tags().book.marks.of(PhotoId(1)).stars.map(Stars::count);
        let (first, second) = (RequestId::next(), RequestId::next());
        let request =
            |n| Request::from(EditRequest::Edit(Edit::Mark { photos: Arc::new([PhotoId(1)]), marks: vec![Mark::Stars(Stars::new(n))] }));
        assert!(shown.sent(first, &request(2)) && shown.sent(second, &request(5)));
        assert_eq!(stars(&shown), Some(5));
        let mut saved = Tags::default();
        saved.book.marks.put(PhotoId(1), base::Marks { stars: Stars::new(2), ..base::Marks::default() });
        shown.told(Arc::new(saved));
        assert!(shown.answered(first) && stars(&shown) == Some(5), "the second one is still on its way");
        assert!(shown.answered(second) && stars(&shown) == Some(2), "it could not be saved");
        assert!(!shown.answered(second));
    }
}
