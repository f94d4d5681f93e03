//! What an index run has to do: the folder as it is, compared with the folder as the catalogue knows it. Pure.

use crate::pairs::pairs;
use base::{ContentHash, PhotoId, RootId, Stamp};
use catalog::{KnownFile, KnownProblem, Placement, Suspect};
use photo::{COMPOSITION, FoundFile, READER};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A root, as it was found and as it was known.
pub struct RootState<'a> {
    /// Which root.
    pub root: RootId,
    /// Files the walk found.
    pub found: &'a [FoundFile],
    /// Sub-folders the walk could not read, relative to the root: what lies below them is unknown, not gone.
    pub unreadable: &'a [PathBuf],
    /// Photos the catalogue knows under this root.
    pub known: &'a [KnownFile],
    /// Files that could not be read last time.
    pub problems: &'a [KnownProblem],
    /// Files that the program may have ended over.
    pub suspects: &'a [Suspect],
}

/// The work of a run.
#[derive(Debug, Default, PartialEq)]
pub struct Plan {
    /// Photos that cost no more than their stat.
    pub unchanged: u64,
    /// Bad files that have not changed since, and are not tried again.
    pub known_problems: u64,
    /// Files to read.
    pub work: Vec<Work>,
    /// Files to read behind those: each goes on as the frame of another file, unless that one turned up elsewhere.
    pub heirs: Vec<Work>,
    /// Files to read behind all others, one at a time.
    pub alone: Vec<Work>,
    /// Photos that are unchanged as far as their stamps tell, of which more is told now.
    pub stamped: Vec<(PhotoId, Stamp)>,
    /// Photos that were missing and are there again, unchanged.
    pub returned: Vec<Placement>,
    /// Photos whose file is not where it was: moved, if their content turns up elsewhere, else missing.
    pub vanished: Vec<Vanished>,
    /// Problems whose file is gone, or shown by another one.
    pub solved: Vec<(RootId, PathBuf)>,
    /// Raw files that lie beside a photo now, or no more; both relative to the root.
    pub companions: Vec<(RootId, PathBuf, Option<PathBuf>)>,
}

/// A photo whose file is not where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vanished {
    /// Which photo.
    pub photo: PhotoId,
    /// Of its content.
    pub hash: ContentHash,
    /// The catalogue calls it missing already.
    pub missing_before: bool,
    /// It has an embedding of the model in use.
    pub embedded: bool,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The root it lies under.
    pub root: RootId,
    /// Relative to the root.
    pub path: PathBuf,
    /// As the walk found it.
    pub stamp: Stamp,
    /// What the catalogue knows at this path.
    pub known: Option<KnownContent>,
    /// The photo of another file of the same frame, which this file shows from now on: tags and marks stay with the frame.
    pub heir_of: Option<Vanished>,
}

/// What the catalogue knows of a file that has to be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct KnownContent {
    /// Which photo.
    pub photo: PhotoId,
    /// Of its content when last read.
    pub hash: ContentHash,
    /// Bytes of that content.
    pub size: u64,
    /// It has an embedding of the model in use: if the content is the same, only the stamp is refreshed.
    pub embedded: bool,
    /// Its file was gone when its folder was last looked at.
    pub missing: bool,
    /// An older revision of the decoders read it: whatever was made of its pixels is made again.
    pub outdated: bool,
    /// The file is as it was: only what its camera noted is read, and how the photo is made up.
    pub facts_alone: bool,
}

impl Plan {
    /// Files to read.
    pub fn files(&self) -> usize {
        self.work.len() + self.heirs.len() + self.alone.len()
    }

    /// Adds what one root needs.
    pub fn add(&mut self, state: &RootState<'_>) {
        let known: HashMap<&Path, &KnownFile> = state.known.iter().map(|k| (k.path.as_path(), k)).collect();
        let problems: HashMap<&Path, &KnownProblem> = state.problems.iter().map(|p| (p.path.as_path(), p)).collect();
        let is_bad = |file: &FoundFile| problems.get(file.path.as_path()).is_some_and(|problem| is_unsolved(problem, file));
        let mut pairs = pairs(state.found.iter().filter(|file| !is_bad(file)).map(|file| file.path.as_path()));
        // Both are photos already, each with its own marks: no rule of ours may choose between them.
        pairs.retain(|picture, raw| !(known.contains_key(picture) && known.get(raw).is_some_and(|raw| !raw.missing)));
        let companions: HashSet<&Path> = pairs.values().copied().collect();
        let seen: HashSet<&Path> = state.found.iter().map(|file| file.path.as_path()).collect();
        // Photos whose raw file is still there.
        let left: HashMap<&Path, &KnownFile> =
            state.known.iter().filter(|k| !seen.contains(&*k.path)).filter_map(|k| Some((k.companion.as_deref()?, k))).collect();
        for file in state.found {
            let path = file.path.as_path();
            if companions.contains(path) {
                self.solved.extend(problems.contains_key(path).then(|| (state.root, file.path.clone())));
                continue;
            }
            let companion = pairs.get(path).copied();
            if companion != known.get(path).and_then(|k| k.companion.as_deref()) {
                self.companions.push((state.root, file.path.clone(), companion.map(Path::to_owned)));
            }
            let work = |known| Work { root: state.root, path: file.path.clone(), stamp: file.stamp, known, heir_of: None };
            match (known.get(file.path.as_path()), problems.get(file.path.as_path())) {
                // A file that went bad keeps its photo's row beside the problem; the problem decides.
                (_, Some(problem)) if is_unsolved(problem, file) => self.known_problems += 1,
                (Some(k), _) if file.stamp.is_still(&k.stamp) && k.embedded && k.reader >= READER => {
                    if k.has_facts && k.composition >= COMPOSITION {
                        self.unchanged += 1;
                    } else {
                        self.work.push(work(Some(known_content(k, true))));
                    }
                    if k.missing {
                        self.returned.push(Placement { id: k.id, root: state.root, path: k.path.clone(), stamp: file.stamp });
                    } else if k.stamp.inode.is_none() && file.stamp.inode.is_some() {
                        self.stamped.push((k.id, file.stamp));
                    }
                }
                (k, _) => {
                    let suspected = state.suspects.iter().any(|s| s.path == file.path && file.stamp.is_still(&s.stamp));
                    let frame = if k.is_none() { companion.and_then(|raw| known.get(raw)).or_else(|| left.get(path)) } else { None };
                    let place = match frame {
                        _ if suspected => &mut self.alone,
                        Some(_) => &mut self.heirs,
                        None => &mut self.work,
                    };
                    place.push(Work { heir_of: frame.map(|k| vanished(k)), ..work(k.map(|k| known_content(k, false))) });
                }
            }
        }
        let unknown_fate = |path: &Path| state.unreadable.iter().any(|folder| path.starts_with(folder));
        for k in state.known {
            if !seen.contains(k.path.as_path()) && !unknown_fate(&k.path) {
                self.vanished.push(vanished(k));
            }
        }
        for p in state.problems {
            if !seen.contains(p.path.as_path()) && !unknown_fate(&p.path) {
                self.solved.push((state.root, p.path.clone()));
            }
        }
    }
}

/// A file that could not be read and has not changed since, nor have the decoders.
fn is_unsolved(problem: &KnownProblem, file: &FoundFile) -> bool {
    file.stamp.is_still(&problem.stamp) && problem.reader >= READER
}

fn vanished(known: &KnownFile) -> Vanished {
    Vanished { photo: known.id, hash: known.hash, missing_before: known.missing, embedded: known.embedded }
}

fn known_content(known: &KnownFile, facts_alone: bool) -> KnownContent {
    let (outdated, missing) = (known.reader < READER, known.missing);
    let embedded = known.embedded && !outdated;
    KnownContent { photo: known.id, hash: known.hash, size: known.stamp.size, embedded, missing, outdated, facts_alone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Inode;

    fn found(path: &str, size: u64) -> FoundFile {
        FoundFile { path: path.into(), stamp: Stamp::new(size, 1) }
    }

    fn known(id: i64, path: &str, size: u64) -> KnownFile {
        KnownFile {
            id: PhotoId(id),
            path: path.into(),
            stamp: Stamp::new(size, 1),
            hash: ContentHash([id as u8; 32]),
            missing: false,
            embedded: true,
            has_facts: true,
            composition: COMPOSITION,
            reader: READER,
            companion: None,
        }
    }

    fn plan(found: &[FoundFile], known: &[KnownFile], problems: &[KnownProblem], unreadable: &[PathBuf]) -> Plan {
        let mut plan = Plan::default();
        plan.add(&RootState { root: RootId(1), found, unreadable, known, problems, suspects: &[] });
        plan
    }

    #[test]
    fn what_older_decoders_read_or_could_not_read_is_read_again() {
        let old = KnownFile { reader: READER - 1, ..known(1, "a.jpg", 1) };
        let failed = KnownProblem { path: "b.jpg".into(), stamp: Stamp::new(1, 1), reason: "damaged".into(), reader: READER - 1 };
        let p = plan(&[found("a.jpg", 1), found("b.jpg", 1)], &[old], &[failed], &[]);
        assert_eq!((p.unchanged, p.known_problems), (0, 0));
        let work: Vec<_> = p.work.iter().map(|w| w.known.map(|k| (k.outdated, k.embedded))).collect();
        assert_eq!(work, [Some((true, false)), None]);
    }

    #[test]
    fn what_the_program_may_have_ended_over_is_read_alone() {
        let suspect = |path: &str, size| Suspect { path: path.into(), stamp: Stamp::new(size, 1), guilty: false };
        let found = [found("a.jpg", 1), found("b.jpg", 1), found("changed.jpg", 2)];
        let suspects = [suspect("a.jpg", 1), suspect("changed.jpg", 1)];
        let mut plan = Plan::default();
        plan.add(&RootState { root: RootId(1), found: &found, unreadable: &[], known: &[], problems: &[], suspects: &suspects });
        assert_eq!(plan.alone.iter().map(|w| w.path.to_str().unwrap()).collect::<Vec<_>>(), ["a.jpg"]);
        assert_eq!(plan.work.len(), 2);
    }

    #[test]
    fn unchanged_files_cost_nothing_and_changed_ones_are_read() {
        let p = plan(&[found("a.jpg", 1), found("b.jpg", 9), found("new.jpg", 3)], &[known(1, "a.jpg", 1), known(2, "b.jpg", 2)], &[], &[]);
        assert_eq!(p.unchanged, 1);
        let work: Vec<_> = p.work.iter().map(|w| (w.path.to_str().unwrap(), w.known.map(|k| k.photo.0))).collect();
        assert_eq!(work, [("b.jpg", Some(2)), ("new.jpg", None)]);
        assert!(p.vanished.is_empty());
    }

    #[test]
    fn another_file_or_change_time_is_looked_into_and_the_first_is_recorded() {
        let with = |number, changed_ns| Stamp { inode: Some(Inode { number, changed_ns }), ..Stamp::new(1, 1) };
        let there = |stamp| [FoundFile { path: "a.jpg".into(), stamp }];
        let then = |stamp| [KnownFile { stamp, ..known(1, "a.jpg", 1) }];
        for (now, before, read, recorded) in [
            (with(7, 7), with(7, 7), 0, 0),
            (with(7, 8), with(7, 7), 1, 0),
            (with(8, 7), with(7, 7), 1, 0),
            (with(7, 7), Stamp::new(1, 1), 0, 1),
            (Stamp::new(1, 1), with(7, 7), 0, 0),
        ] {
            let p = plan(&there(now), &then(before), &[], &[]);
            assert_eq!((p.work.len(), p.stamped.len()), (read, recorded), "{now:?} {before:?}");
            let failed = KnownProblem { path: "a.jpg".into(), stamp: before, reason: "damaged".into(), reader: READER };
            assert_eq!(plan(&there(now), &[], &[failed], &[]).work.len(), read);
        }
    }

    #[test]
    fn a_photo_without_an_embedding_of_this_model_is_read() {
        let bare = KnownFile { embedded: false, ..known(1, "a.jpg", 1) };
        assert_eq!(plan(&[found("a.jpg", 1)], &[bare], &[], &[]).work.len(), 1);
    }

    #[test]
    fn what_lies_below_an_unreadable_folder_is_not_gone() {
        let all = [known(1, "gone.jpg", 1), known(2, "locked/there.jpg", 1)];
        let p = plan(&[], &all, &[], &[PathBuf::from("locked")]);
        assert_eq!(p.vanished.iter().map(|v| v.photo.0).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn a_bad_file_is_tried_again_only_when_it_changed_and_forgotten_when_gone() {
        let bad =
            |path: &str, size| KnownProblem { path: path.into(), stamp: Stamp::new(size, 1), reason: "cut short".into(), reader: READER };
        let p = plan(
            &[found("same.jpg", 1), found("mended.jpg", 2)],
            &[],
            &[bad("same.jpg", 1), bad("mended.jpg", 1), bad("gone.jpg", 1)],
            &[],
        );
        assert_eq!(p.known_problems, 1);
        assert_eq!(p.work.len(), 1);
        assert_eq!(p.solved, [(RootId(1), PathBuf::from("gone.jpg"))]);
    }

    #[test]
    fn a_missing_photo_that_is_back_returns() {
        let missing = KnownFile { missing: true, ..known(1, "a.jpg", 1) };
        let returned: Vec<_> = plan(&[found("a.jpg", 1)], &[missing], &[], &[]).returned.iter().map(|p| p.id).collect();
        assert_eq!(returned, [PhotoId(1)]);
    }

    fn paired(found: &[FoundFile], known: &[KnownFile]) -> Plan {
        plan(found, known, &[], &[])
    }

    fn paths(work: &[Work]) -> Vec<&str> {
        work.iter().map(|w| w.path.to_str().unwrap()).collect()
    }

    #[test]
    fn a_raw_file_goes_with_its_picture_and_is_not_read() {
        let p = paired(&[found("a.jpg", 1), found("a.nef", 9), found("b.nef", 9)], &[]);
        assert_eq!(paths(&p.work), ["a.jpg", "b.nef"]);
        assert_eq!(p.companions, [(RootId(1), "a.jpg".into(), Some("a.nef".into()))]);
        let with = KnownFile { companion: Some("a.nef".into()), ..known(1, "a.jpg", 1) };
        let p = paired(&[found("a.jpg", 1), found("a.nef", 9)], std::slice::from_ref(&with));
        assert_eq!((p.unchanged, p.files(), p.companions.len(), p.vanished.len()), (1, 0, 0, 0), "and then costs a look");
        assert_eq!(paired(&[found("a.jpg", 1)], &[with]).companions, [(RootId(1), "a.jpg".into(), None)]);
    }

    #[test]
    fn a_picture_that_comes_later_goes_on_as_the_frame_of_its_raw_file() {
        let p = paired(&[found("a.jpg", 1), found("a.nef", 9)], &[known(7, "a.nef", 9)]);
        assert_eq!((paths(&p.heirs), p.vanished.len(), p.work.len()), (vec!["a.jpg"], 0, 0));
        assert_eq!(p.heirs[0].heir_of.map(|heir| heir.photo), Some(PhotoId(7)));
        let both = [known(7, "a.nef", 9), known(8, "a.jpg", 1)];
        let p = paired(&[found("a.jpg", 1), found("a.nef", 9)], &both);
        assert_eq!((p.unchanged, p.companions.len()), (2, 0), "two photos with marks of their own stay two");
    }

    #[test]
    fn a_raw_file_that_is_left_goes_on_as_the_frame() {
        let with = KnownFile { companion: Some("a.nef".into()), ..known(7, "a.jpg", 1) };
        let p = paired(&[found("a.nef", 9)], std::slice::from_ref(&with));
        assert_eq!((paths(&p.heirs), p.heirs[0].heir_of.map(|heir| heir.photo)), (vec!["a.nef"], Some(PhotoId(7))));
        assert_eq!(p.vanished.len(), 1, "unless the picture turns up elsewhere");
        let p = plan(
            &[found("a.jpg", 1), found("a.nef", 9)],
            &[],
            &[KnownProblem { path: "a.jpg".into(), stamp: Stamp::new(1, 1), reason: "damaged".into(), reader: READER }],
            &[],
        );
        assert_eq!((p.known_problems, paths(&p.work)), (1, vec!["a.nef"]), "a picture that cannot be read shows nothing");
    }
}
