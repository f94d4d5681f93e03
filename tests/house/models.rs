//! Models through the engine: which one answers, what each has embedded, and two of them side by side.

use crate::desk::{Desk, draft};
use crate::{pictures, second_model};
use base::{ArithmeticChoice, Choice, Device, LabelSetId, PhotoId, Ruling};
use engine::protocol::{
    CancelRequest, CatalogRequest, CompareRequest, CompareSetRequest, ComparedSet, Comparison, Edit, EditRequest, Event, Hit, JobRequest,
    ModelPlace, ModelRequest, Models, QueryRequest, RequestId, ReviewOrder, SearchRequest, SetComparison, Suggestions, Tone,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use workspace::settings::Settings;

const STARTER: &str = "starter";

impl Desk {
    /// The models, as soon as `enough` says so.
    fn models(&mut self, what: &str, enough: impl Fn(&Models) -> bool) -> Arc<Models> {
        self.wait(what, |e| if let Event::Models(models) = e { enough(&models).then_some(models) } else { None })
    }

    fn use_model(&mut self, name: &str) {
        self.engine.send(ModelRequest::Use { name: name.to_owned(), now: false });
        self.models("that the model answers", |m| m.in_use == name && m.next.is_none());
    }

    fn job_ended(&mut self) -> bool {
        self.wait("that the job ended", |e| if let Event::JobEnded(outcome) = e { Some(outcome.cancelled) } else { None })
    }

    fn embed_with(&mut self, name: &str) {
        self.engine.send(ModelRequest::EmbedWith(name.to_owned()));
        self.models("that it has embedded", |m| m.row(name).is_some_and(|row| row.embedded == m.photos));
    }

    fn notice(&mut self, tone: Tone) -> String {
        self.wait("a notice", |e| if let Event::Notice(notice) = e { (notice.tone == tone).then_some(notice.text) } else { None })
    }

    fn hits(&mut self, text: &str) -> Arc<[Hit]> {
        self.search(SearchRequest { text: text.to_owned(), ..SearchRequest::default() }).hits
    }

    fn compare(&mut self, models: [&str; 2], text: &str) -> Arc<Comparison> {
        let search = SearchRequest { text: text.to_owned(), ..SearchRequest::default() };
        let id = self.engine.send(QueryRequest::Compare(CompareRequest { models: models.map(str::to_owned), search }));
        self.compared(id)
    }

    /// The next answer to a comparison that was sent.
    fn compared(&mut self, id: RequestId) -> Arc<Comparison> {
        self.wait("a comparison", |e| if let Event::Compared(compared) = e { (compared.request == id).then_some(compared) } else { None })
    }

    fn compare_set(&mut self, models: [&str; 2], set: LabelSetId) -> Arc<ComparedSet> {
        let id = self.engine.send(QueryRequest::CompareSet(CompareSetRequest { models: models.map(str::to_owned), set }));
        self.wait(
            "a comparison",
            |e| if let Event::ComparedSet(compared) = e { (compared.request == id).then_some(compared) } else { None },
        )
    }

    fn set(&mut self, choice: Choice) -> LabelSetId {
        self.engine.send(Edit::SaveSet(draft(choice)));
        self.tags("the set", |t| t.sets.len() == 1).sets[0].id
    }

    fn suggestions(&mut self, set: LabelSetId) -> Arc<Suggestions> {
        self.engine.send(JobRequest::Rescan);
        let tags = self.tags("the tags", |t| t.set(set).is_some());
        Arc::clone(&self.suggest(&Arc::new(tags.sets[0].draft())).suggestions)
    }
}

/// A desk with so many photos, read by the starter, and the folder of a second model.
fn two_models(home: &Path, photos: u32) -> (Desk, String) {
    let second = second_model::save(&home.join("second")).to_str().unwrap().to_owned();
    let shop = home.join("shop");
    pictures::save_many(&shop, photos);
    // What the second model answers is the starter's answer turned round to the last photo only where both multiply alike.
    let settings = Settings { arithmetic: ArithmeticChoice::F32, ..Settings::default() };
    settings.save(&home.join("config/settings.json")).unwrap();
    let mut desk = Desk::open(home, shop);
    assert!(!desk.job_ended());
    (desk, second)
}

fn photos(hits: &[Hit]) -> Vec<PhotoId> {
    hits.iter().map(|hit| hit.photo).collect()
}

fn turned(mut photos: Vec<PhotoId>) -> Vec<PhotoId> {
    photos.reverse();
    photos
}

#[test]
fn a_model_answers_once_it_has_embedded_every_photo_and_from_then_on_at_once() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 12);
    let of_starter = photos(&desk.hits("shirt"));
    desk.engine.send(ModelRequest::Use { name: second.clone(), now: false });
    desk.models("which one comes next", |m| m.next.as_deref() == Some(&second) && m.in_use == STARTER);
    let mut shown = Vec::new();
    desk.wait("that the job ended", |e| match e {
        Event::Snapshot(snapshot) => {
            shown.push(snapshot.model.clone());
            None
        }
        Event::JobEnded(_) => Some(()),
        _ => None,
    });
    assert!(shown.iter().all(|model| model == STARTER), "the old one answers until the job ends: {shown:?}");
    assert!(desk.notice(Tone::Done).contains("answers now"));
    let models = desk.models("that it answers", |m| m.in_use == second);
    assert_eq!((models.next.as_deref(), models.row(&second).unwrap().embedded, models.photos), (None, 12, 12));
    assert_eq!(photos(&desk.hits("shirt")), turned(of_starter.clone()), "words and photos are of one model");

    desk.engine.send(ModelRequest::Use { name: STARTER.to_owned(), now: false });
    desk.wait("that the starter answers", |e| match e {
        Event::JobStarted(_) => panic!("it has embedded every photo"),
        Event::Models(models) => (models.in_use == STARTER).then_some(()),
        _ => None,
    });
    assert_eq!(photos(&desk.hits("shirt")), of_starter);

    desk.use_model(&second);
    let catalog = desk.catalog.clone();
    drop(desk);
    let mut desk = Desk::open(home.path(), catalog.clone());
    let models = desk.models("what was chosen", |m| m.in_use == second);
    let used = models.row(&second).unwrap();
    assert!(
        used.place == ModelPlace::Used(PathBuf::from(&second)) && used.bytes.is_some(),
        "never added, and known all the same: {used:?}"
    );
    assert_eq!(photos(&desk.hits("shirt")), turned(of_starter.clone()));
    drop(desk);

    fs_err::rename(&second, home.path().join("elsewhere")).unwrap();
    let mut desk = Desk::open(home.path(), catalog);
    let models = desk.models("what stands in", |m| m.photos == 12);
    assert_eq!((models.in_use.as_str(), &models.row(&second).unwrap().place), (STARTER, &ModelPlace::Gone));
    assert_eq!(photos(&desk.hits("shirt")), of_starter);
}

#[test]
fn a_catalogue_whose_model_is_gone_tells_so() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 3);
    desk.use_model(&second);
    desk.engine.send(ModelRequest::ForgetEmbeddings(STARTER.to_owned()));
    desk.models("that they are gone", |m| m.row(STARTER).is_some_and(|row| row.id.is_none()));
    let catalog = desk.catalog.clone();
    drop(desk);
    fs_err::remove_dir_all(&second).unwrap();
    let mut desk = Desk::open(home.path(), catalog);
    // The catalogue was shown already; what was told before is asked for again.
    desk.engine.send(ModelRequest::Use { name: second.clone(), now: false });
    assert!(desk.notice(Tone::Error).contains(&second));
    desk.engine.send(ModelRequest::List);
    assert_eq!(desk.models("the starter", |m| m.photos == 3).in_use, STARTER);
}

#[test]
fn a_cancelled_switch_keeps_the_old_model_and_what_was_embedded() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 300);
    let models = desk.models("how fast it was", |m| m.row(STARTER).is_some_and(|row| row.speed.is_some()));
    assert_eq!(models.row(STARTER).unwrap().embedded, 300);
    desk.engine.send(ModelRequest::Use { name: second.clone(), now: false });
    let job = desk.wait("that a job began", |e| if let Event::JobStarted(request) = e { Some(request) } else { None });
    assert!(desk.engine.job().is_none_or(|job| job.title == "Embedding with second"));
    desk.engine.send(CancelRequest::Job(job));
    assert!(desk.job_ended(), "300 photos take longer than a cancelling");
    let models = desk.models("that nothing comes next", |m| m.next.is_none());
    let embedded = models.row(&second).map_or(0, |row| row.embedded);
    assert_eq!(models.in_use, STARTER);
    assert!(embedded < 300);

    desk.engine.send(ModelRequest::Use { name: second.clone(), now: true });
    assert_eq!(desk.models("that it answers", |m| m.in_use == second).row(&second).map_or(0, |row| row.embedded), embedded);
    assert_eq!(desk.hits("shirt").len() as u64, embedded, "with the photos it has");
    desk.use_model(STARTER);
    desk.embed_with(&second);
    assert_eq!(desk.compare([STARTER, &second], "shirt").common, 300);

    // Closed, everything is in the file itself.
    let catalog = desk.catalog.clone();
    drop(desk);
    let size = || fs_err::metadata(&catalog).unwrap().len();
    let before = size();
    let mut desk = Desk::open(home.path(), catalog.clone());
    desk.engine.send(ModelRequest::ForgetEmbeddings(second.clone()));
    let models = desk.models("that they are gone", |m| m.photos == 300 && m.row(&second).is_none_or(|row| row.embedded == 0));
    assert_eq!(models.row(STARTER).unwrap().embedded, 300);
    desk.engine.send(ModelRequest::ForgetEmbeddings(STARTER.to_owned()));
    assert!(desk.notice(Tone::Warning).contains("use another one first"));
    // While somebody reads, the file keeps its size.
    drop(desk);
    let freed = before.saturating_sub(size());
    assert!(freed >= 300 * 256 * 4, "{freed} bytes are free again");
}

#[test]
fn two_models_are_ranked_among_the_photos_that_both_have_embedded() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 12);
    let both = [STARTER, second.as_str()];
    for (models, words) in [(both, "embed the photos with it first"), ([STARTER, "nobody/nothing"], "not on this machine")] {
        let error = desk.compare(models, "shirt").error.clone().unwrap();
        assert!(error.contains(words), "{error}");
    }
    desk.embed_with(&second);
    let of_starter = photos(&desk.hits("shirt"));
    let compared = desk.compare(both, "shirt");
    assert_eq!((compared.error.as_deref(), compared.common), (None, 12));
    assert_eq!(photos(&compared.sides[0].hits), of_starter);
    assert_eq!(photos(&compared.sides[1].hits), turned(of_starter.clone()));
    assert_eq!((compared.sides[1].ranks[&of_starter[0]], compared.sides[0].ranks[&of_starter[0]]), (12, 1));
    assert!((compared.overlap_at_10 - 0.8).abs() < 1e-9 && (compared.overlap_at_100 - 1.0).abs() < 1e-9, "{compared:?}");
    assert_eq!(desk.compare(both, "shirt name:photo-00*").common, 10);
    let last = desk.compare(both, "name:photo-00*");
    assert!(last.error.is_some(), "filters alone rank nothing");

    // A photo that only one of them has embedded takes no part.
    pictures::save(&home.path().join("shop/new.jpg"), 99);
    desk.engine.send(JobRequest::Rescan);
    desk.job_ended();
    let again = desk.wait("an answer of its own", |e| if let Event::Compared(compared) = e { Some(compared) } else { None });
    assert_eq!(again.request, last.request);
    let compared = desk.compare(both, "shirt");
    assert_eq!((compared.common, compared.sides[0].embedded, compared.sides[1].embedded), (12, 13, 12));
}

/// What each says of every photo, once it answers.
fn both_say(desk: &mut Desk, second: &str, set: LabelSetId) -> [Arc<Suggestions>; 2] {
    let of_starter = desk.suggestions(set);
    desk.use_model(second);
    let of_second = desk.suggestions(set);
    desk.use_model(STARTER);
    [of_starter, of_second]
}

fn agreement(compared: &ComparedSet) -> &SetComparison {
    compared.outcome.as_ref().unwrap()
}

#[test]
fn the_worst_disagreements_of_a_set_come_first_in_their_review() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 12);
    let set = desk.set(Choice::Single);
    let [a, b] = both_say(&mut desk, &second, set);
    let compared = desk.compare_set([STARTER, &second], set);
    let found = agreement(&compared);
    let mut wanted: Vec<(PhotoId, f32)> =
        a.rows.iter().zip(&b.rows).filter(|(a, b)| a.slot != b.slot).map(|(a, b)| (a.photo, a.margin.min(b.margin))).collect();
    wanted.sort_by(|x, y| y.1.total_cmp(&x.1));
    assert_eq!((found.photos, found.agreed), (12, 12 - wanted.len() as u64));
    assert!(wanted.len() >= 3, "a model that is turned round disagrees");
    assert_eq!(found.differ.iter().map(|d| (d.photo, d.weight)).collect::<Vec<_>>(), wanted);
    assert_eq!(found.pairs.iter().map(|(_, n)| n).sum::<u64>(), wanted.len() as u64);

    let [left, right] = compared.ids.unwrap();
    let order = ReviewOrder::Disagreement(left, right);
    let queue = desk.review(set, order);
    let worst_first: Vec<PhotoId> = wanted.iter().map(|(photo, _)| *photo).collect();
    assert_eq!((&queue.photos, queue.total), (&worst_first, worst_first.len() as u64));
    let opinions = queue.opinions.clone().unwrap();
    assert_eq!(opinions.models, [STARTER.to_owned(), second.clone()]);
    let first = opinions.of[&worst_first[0]];
    assert_ne!(first.labels[0], first.labels[1]);

    desk.edit(Edit::Decide { photos: [worst_first[0]].into(), set, rulings: vec![Ruling::Accept(first.labels[1].unwrap())] });
    desk.engine.send(EditRequest::SkipInReview(set, worst_first[1]));
    let queue = desk.review(set, order);
    assert_eq!(queue.photos, [&worst_first[2..], &worst_first[1..2]].concat(), "decided ones are gone, skipped ones last");
}

#[test]
fn in_a_multi_choice_set_they_disagree_about_a_label() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 12);
    let set = desk.set(Choice::Multi);
    desk.embed_with(&second);
    let compared = desk.compare_set([STARTER, &second], set);
    let found = agreement(&compared);
    assert!(found.photos == 12 && !found.differ.is_empty(), "{found:?}");
    for d in &found.differ {
        assert!(d.labels[0].is_some() != d.labels[1].is_some() && (d.scores[0] >= 0.5) != (d.scores[1] >= 0.5), "{d:?}");
        assert!((d.weight - (d.scores[0] - d.scores[1]).abs()).abs() < 1e-6);
    }
    assert!(found.differ.windows(2).all(|w| w[0].weight >= w[1].weight));
}

#[test]
fn a_folder_is_added_used_kept_while_it_is_needed_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 3);
    desk.engine.send(ModelRequest::Add(PathBuf::from(&second)));
    assert_eq!(
        desk.wait("that it was added", |e| if let Event::ModelAdded { name, .. } = e { Some(name) } else { None }),
        Some(second.clone())
    );
    let models = desk.models("the folder", |m| m.row(&second).is_some());
    let row = models.row(&second).unwrap();
    assert_eq!((&row.place, row.title.as_str(), row.embedded), (&ModelPlace::Folder(PathBuf::from(&second)), "second", 0));
    assert!(row.bytes.is_some() && row.problem.is_none() && row.runs_on.is_none(), "{row:?}");
    let starter = models.row(STARTER).unwrap();
    assert!(starter.runs_on.is_some() && models.rows[0] == *starter, "{starter:?}");
    desk.use_model(&second);
    desk.engine.send(ModelRequest::Remove(second.clone()));
    assert!(desk.notice(Tone::Warning).contains("stays"));
    desk.use_model(STARTER);
    desk.engine.send(ModelRequest::Remove(second.clone()));
    assert!(desk.notice(Tone::Done).contains("Removed second"));
    desk.engine.send(ModelRequest::Add(home.path().join("shop")));
    assert!(desk.notice(Tone::Error).contains("shop"));
}

#[test]
fn a_device_that_is_not_there_is_refused_and_one_that_is_is_remembered() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = two_models(home.path(), 3);
    desk.engine.send(ModelRequest::UseDevice(if cfg!(target_os = "macos") { Device::Cuda } else { Device::Metal }));
    desk.notice(Tone::Error);
    desk.engine.send(ModelRequest::UseDevice(Device::Cpu));
    desk.models("the device", |m| m.device == Device::Cpu);
    assert_eq!(desk.hits("shirt").len(), 3);
    let catalog = desk.catalog.clone();
    drop(desk);
    let mut desk = Desk::open(home.path(), catalog);
    desk.engine.send(ModelRequest::List);
    assert_eq!(desk.models("the models", |_| true).device, Device::Cpu);
}

#[test]
fn an_arithmetic_is_remembered_and_one_that_was_not_shown_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 3);
    let runs = |on: &'static str| move |m: &Models| m.row(STARTER).is_some_and(|row| row.runs_on.as_deref() == Some(on));
    desk.engine.send(ModelRequest::UseArithmetic(ArithmeticChoice::Auto));
    let models = desk.models("int8, which was shown of the starter", runs("CPU (int8)"));
    assert!(models.row(STARTER).unwrap().compatibility.as_ref().is_some_and(base::Compatibility::is_shown));
    desk.engine.send(ModelRequest::UseArithmetic(ArithmeticChoice::F32));
    desk.models("f32", runs("CPU"));
    desk.use_model(&second);
    desk.engine.send(ModelRequest::UseArithmetic(ArithmeticChoice::Int8));
    assert!(desk.notice(Tone::Error).contains("was not measured"));
    desk.engine.send(ModelRequest::List);
    assert_eq!(desk.models("what it was before", |_| true).arithmetic, ArithmeticChoice::F32);
    let catalog = desk.catalog.clone();
    drop(desk);
    let mut desk = Desk::open(home.path(), catalog);
    desk.engine.send(ModelRequest::List);
    assert_eq!(desk.models("the models", |_| true).arithmetic, ArithmeticChoice::F32);
}

#[test]
fn a_measurement_is_a_job_that_tells_what_it_found() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 3);
    desk.engine.send(ModelRequest::CheckArithmetic(second));
    let told = desk.wait("the end", |e| if let Event::JobEnded(outcome) = e { Some(outcome.summary) } else { None });
    assert!(told.contains("Fewer than 2,000 photos show nothing"), "{told}");
}

#[test]
fn a_download_that_cannot_be_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, _) = two_models(home.path(), 3);
    let models = desk.models("what can be had", |m| m.photos == 3);
    let wanted = models.rows.iter().find(|row| row.recommended).unwrap();
    assert_eq!((&wanted.place, wanted.title.as_str()), (&ModelPlace::ToGet, "FashionCLIP 2.0"));
    desk.engine.send(ModelRequest::Download(wanted.name.clone()));
    let (name, outcome) =
        desk.wait("how it ended", |e| if let Event::Downloaded { name, outcome, .. } = e { Some((name, outcome)) } else { None });
    let why = outcome.unwrap_err().unwrap();
    assert!(name == wanted.name && why.contains("selvedge models add"), "{why}");
    assert_eq!(desk.engine.download(), None);
    desk.engine.send(ModelRequest::Use { name: wanted.name.clone(), now: false });
    assert!(desk.notice(Tone::Error).contains("not on this machine"));
}

#[test]
fn a_model_that_takes_long_to_open_holds_up_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let (mut desk, second) = two_models(home.path(), 3);
    let slow = second_model::save(&home.path().join("slow"));
    second_model::make_large(&slow, 2 << 30);
    let slow = slow.to_str().unwrap();
    desk.engine.send(ModelRequest::Use { name: slow.to_owned(), now: true });
    let other = home.path().join("other shop");
    pictures::save_many(&other, 5);
    let opened = desk.engine.send(CatalogRequest::Open(other));
    let before = desk.catalog.clone();
    // Once another folder was asked for, the model is not wanted any more. Had the folder waited for it, it would have been used first.
    let unwanted = |e: &Event| matches!(e, Event::Models(models) if models.in_use == slow || models.next.as_deref() == Some(slow));
    desk.wait("the other folder", |e| {
        assert!(!unwanted(&e));
        matches!(e, Event::Snapshot(shown) if shown.catalog != before).then_some(())
    });
    desk.wait("that it is indexed", |e| {
        assert!(!unwanted(&e));
        matches!(e, Event::JobEnded(outcome) if outcome.request == opened).then_some(())
    });
    assert_eq!(desk.hits("shirt").len(), 5);
    desk.use_model(&second);
    assert_eq!(desk.hits("shirt").len(), 5);
}
