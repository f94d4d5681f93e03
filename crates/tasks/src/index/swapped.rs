//! Photos whose files took one another's names: each keeps its tags, wherever it went.

use crate::plan::{KnownContent, Work};
use base::{ContentHash, RootId};
use catalog::Placement;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Content, and the first of the files that hold it.
type Held = HashMap<ContentHash, usize>;

/// Files to be read at whose paths the catalogue knows a photo. What they hold now is asked only of those that have the size of a photo
/// whose place was taken, and read once more for it.
pub(super) struct Swapped<'a> {
    files: Vec<&'a Work>,
    roots: &'a HashMap<RootId, &'a PathBuf>,
    /// By the content that was known at the path.
    of_content: HashMap<ContentHash, Vec<usize>>,
    /// By the size that the file has now.
    of_size: HashMap<u64, Vec<usize>>,
    held: Mutex<HashMap<u64, Arc<Held>>>,
}

impl<'a> Swapped<'a> {
    pub fn of(work: impl Iterator<Item = &'a Work>, roots: &'a HashMap<RootId, &'a PathBuf>) -> Self {
        let files: Vec<&Work> = work.filter(|work| work.known.is_some_and(|known| !known.facts_alone)).collect();
        let (mut of_content, mut of_size): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = (HashMap::new(), HashMap::new());
        for (i, work) in files.iter().enumerate() {
            work.known.into_iter().for_each(|known| of_content.entry(known.hash).or_default().push(i));
            of_size.entry(work.stamp.size).or_default().push(i);
        }
        Self { files, roots, of_content, of_size, held: Mutex::default() }
    }

    /// The photo that a file with this content is: one whose own place holds something else now.
    pub fn come_from(&self, file: &Work, hash: &ContentHash) -> Option<KnownContent> {
        let is_here = |i: &&usize| self.home(**i).is_some_and(|home| is_same(self.files[home], file));
        let photo = self.of_content.get(hash)?.iter().find(is_here)?;
        self.files[*photo].known
    }

    /// Where the photo that was known at the place of a file lies now, if it is elsewhere.
    pub fn left(&self, file: &Work) -> Option<Placement> {
        let known = file.known?;
        let of_content = self.of_content.get(&known.hash)?;
        let own = of_content.iter().find(|i| is_same(self.files[**i], file))?;
        let home = self.files[self.home(*own)?];
        Some(Placement { id: known.photo, root: home.root, path: home.path.clone(), stamp: home.stamp })
    }

    /// The first file that holds the content of a photo whose own place does not. Of several photos of the same content one can have gone.
    fn home(&self, photo: usize) -> Option<usize> {
        let known = self.files[photo].known?;
        let alike = self.of_content.get(&known.hash)?;
        let home = *self.held(known.size).get(&known.hash)?;
        (alike.first() == Some(&photo) && home != photo).then_some(home)
    }

    /// What the files of a size hold now.
    fn held(&self, size: u64) -> Arc<Held> {
        let mut held = self.held.lock();
        let of_size = held.entry(size).or_insert_with(|| {
            let files = self.of_size.get(&size).into_iter().flatten();
            let mut now = Held::new();
            for i in files {
                let work = self.files[*i];
                if let Ok(bytes) = photo::read(&self.roots[&work.root].join(&work.path)) {
                    now.entry(photo::hash(&bytes)).or_insert(*i);
                }
            }
            Arc::new(now)
        });
        Arc::clone(of_size)
    }
}

fn is_same(a: &Work, b: &Work) -> bool {
    (a.root, &a.path) == (b.root, &b.path)
}
