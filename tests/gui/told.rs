//! States are told: an index that was cut off, folders that are empty, away or cannot be read, files that are back.

use super::window::{Window, draw};
use base::process::ProcessMark;
use egui::Key;
use engine::protocol::CatalogRequest;
use std::path::{Path, PathBuf};

const SIZE: egui::Vec2 = egui::vec2(1280.0, 800.0);

/// A window on the folder of photos, after `fill` did something to it.
fn open(fill: impl FnOnce(&Path)) -> Window {
    Window::sized(SIZE, |photos| {
        fill(photos);
        Some(CatalogRequest::Open(photos.to_owned()).into())
    })
}

fn many(photos: &Path) {
    for i in 0..1200_u32 {
        draw(&photos.join(format!("many-{i:03}.jpg")), [(i % 200) as u8, (i / 3) as u8, 90], i % 7);
    }
}

/// A window that is closed while it indexes 1212 photos, and its catalogue.
fn cut_off(end: impl FnOnce(&mut Window)) -> (Window, PathBuf) {
    let mut window = open(many);
    window.until("the first photos are there", |w| !w.cells().is_empty() && w.sees_part("Indexing, "));
    end(&mut window);
    let catalog = window.other_process().path().to_owned();
    let left = catalog::Catalog::open_to_look(&catalog).unwrap();
    let (embedded, looks) = (left.models().unwrap()[0].embedded, left.looks().unwrap());
    assert!(embedded < 1212 && looks.len() == 1, "{embedded} {looks:?}");
    (window.reopened(), catalog)
}

/// Changes rows behind the program's back. Its own connection is opened first, as that one waits for whoever only looks at the file.
fn change(catalog: &Path, sql: &str, value: &str) -> usize {
    let _own = catalog::Catalog::open(catalog).unwrap();
    rusqlite::Connection::open(catalog).unwrap().execute(sql, [value]).unwrap()
}

fn open_file(window: &mut Window, file: &Path) {
    window.select_all_and_write("Path of a folder or catalogue", &file.display().to_string());
    window.key(Key::Enter);
}

#[test]
fn an_index_that_was_cut_off_is_gone_on_with() {
    let (mut window, catalog) = cut_off(|_| {});
    open_file(&mut window, &catalog);
    window.until("all photos are there", |w| w.sees("All photos, 1,212") && !w.busy());
    assert!(!window.sees("Go on"));
    assert_eq!(catalog::Catalog::open_to_look(&catalog).unwrap().looks().unwrap(), []);
}

#[test]
fn an_index_that_a_person_ended_is_offered_with_its_count() {
    let (mut window, catalog) = cut_off(|window| {
        window.click("Cancel");
        window.until("the job ends", |w| !w.busy());
        assert!(window.sees_part(" of 1,212 are not indexed yet"), "also in the window where it was ended");
    });
    let left = catalog::Catalog::open_to_look(&catalog).unwrap().looks().unwrap()[0].remaining.unwrap();
    open_file(&mut window, &catalog);
    window.until("it is offered", |w| w.sees(&format!("{} of 1,212 are not indexed yet", base::human::photos(left))));
    assert!(!window.busy(), "it does not begin by itself");
    window.harness.check_accessibility();
    window.click("Go on");
    window.until("all photos are there", |w| w.sees("All photos, 1,212") && !w.busy() && !w.sees("Go on"));
}

#[test]
fn an_index_is_neither_begun_nor_offered_while_another_program_is_at_it() {
    let (mut window, catalog) = cut_off(|_| {});
    let init = fs_err::read_to_string("/proc/1/stat");
    let Ok(init) = init else { return };
    let own = ProcessMark::own().text().to_owned();
    let began = init.rsplit_once(')').unwrap().1.split_whitespace().nth(19).unwrap().to_owned();
    change(&catalog, "UPDATE looks SET maker = ?1", &format!("{}-1-{began}", &own[..8]));
    open_file(&mut window, &catalog);
    window.until("the photos are there", |w| !w.cells().is_empty());
    for _ in 0..20 {
        window.harness.run_steps(1);
        assert!(!window.busy() && !window.sees("Go on"));
    }
}

/// How many photos each model has read.
fn read(catalog: &Path) -> Vec<u64> {
    catalog::Catalog::open_to_look(catalog).unwrap().models().unwrap().iter().map(|model| model.embedded).collect()
}

/// The window closed and opened again, as if an earlier version of the starter had read them.
fn read_by_an_earlier_version(mut window: Window) -> (Window, PathBuf) {
    window.until("it stands still", |w| !w.cells().is_empty() && !w.busy());
    let catalog = window.other_process().path().to_owned();
    let window = window.reopened();
    assert_eq!(change(&catalog, "UPDATE models SET key = ?1", "of an earlier version"), 1);
    (window, catalog)
}

#[test]
fn photos_that_an_earlier_version_of_the_model_read_are_read_again() {
    let (mut window, catalog) = read_by_an_earlier_version(Window::open());
    open_file(&mut window, &catalog);
    window.until("it is told", |w| w.sees_part("Starter model has changed: 12 photos are to be read again"));
    window.until("both versions have read them", |w| !w.busy() && read(&catalog) == [12, 12]);
    window.search("red");
    window.until("they are found in words", |w| w.sees("12 photos by relevance"));
}

#[test]
fn a_person_who_ends_the_reading_again_is_not_asked_to_wait_for_it_at_the_next_opening() {
    let (mut window, catalog) = read_by_an_earlier_version(open(many));
    open_file(&mut window, &catalog);
    window.until("the first photos are read again", |w| w.busy() && read(&catalog).get(1).is_some_and(|photos| *photos > 0));
    window.click("Cancel");
    window.until("the job ends", |w| !w.busy());
    let before = read(&catalog);
    assert!(before[1] < 1212, "{before:?}");
    let mut window = window.reopened();
    open_file(&mut window, &catalog);
    window.until("it is offered", |w| w.sees("Go on"));
    window.search("red");
    window.until("the model answers", |w| w.sees_part(" by relevance"));
    for _ in 0..20 {
        window.harness.run_steps(1);
        assert!(!window.busy() && !window.sees_part("has changed"));
    }
    assert_eq!(read(&catalog), before);
}

#[test]
fn a_folder_of_bad_files_says_how_many_and_shows_them() {
    let mut window = open(|photos| {
        fs_err::remove_dir_all(photos).unwrap();
        fs_err::create_dir_all(photos).unwrap();
        (0..30).for_each(|i| fs_err::write(photos.join(format!("bad-{i}.jpg")), "no photo").unwrap());
    });
    window.until("they are told", |w| w.sees("30 files could not be read") && !w.busy());
    assert!(!window.sees_part("There are no photos") && window.sees("Look again"));
    window.harness.check_accessibility();
    // The toast of the job has such a button, too.
    window.click("Dismiss");
    window.click("Show problems");
    window.until("the list is there", |w| w.sees("bad-0.jpg"));
}

#[test]
fn an_empty_folder_says_so_and_what_to_do() {
    let mut window = open(|photos| {
        fs_err::remove_dir_all(photos).unwrap();
        fs_err::create_dir_all(photos).unwrap();
    });
    window.until("it is told", |w| w.sees("There are no photos in “photos”") && !w.busy());
    assert!(window.sees("Add folder…") && window.sees_part("files are read, in this folder and below"));
    window.harness.check_accessibility();
    draw(&window.photos().join("new.jpg"), [200, 30, 30], 1);
    window.click("Look again");
    window.until("the photo is there", |w| w.sees("All photos, 1"));
}

#[test]
fn a_folder_that_is_away_is_told_and_so_is_its_return() {
    let mut window = Window::open();
    let (photos, elsewhere) = (window.photos(), window.photos().with_file_name("elsewhere"));
    fs_err::rename(&photos, &elsewhere).unwrap();
    window.key(Key::F5);
    let away = format!("“photos” cannot be reached at {}. Its photos stay in the catalogue.", photos.display());
    window.until("it is told", |w| w.sees(&away) && w.sees_part("“photos”: the folder is not there"));
    assert!(!window.sees_part("could not be read") && !window.sees("Show problems"), "no file is to blame");
    assert!(window.sees("Try again") && window.sees("Locate folder…"));
    fs_err::rename(&elsewhere, &photos).unwrap();
    window.until("nothing stands in the way, without a click", |w| !w.sees(&away));
}

#[test]
fn a_folder_that_is_suddenly_empty_is_told_above_its_photos() {
    let mut window = Window::open();
    let elsewhere = window.photos().with_file_name("elsewhere");
    fs_err::rename(window.photos(), &elsewhere).unwrap();
    fs_err::create_dir_all(window.photos()).unwrap();
    window.key(Key::F5);
    window.until("it is told", |w| w.sees_part("“photos” could not be indexed: the folder is suddenly empty"));
    assert!(window.sees("All photos, 12") && window.sees("Locate folder…"));
    fs_err::remove_dir_all(window.photos()).unwrap();
    fs_err::rename(&elsewhere, window.photos()).unwrap();
    window.click("Try again");
    window.until("all is well", |w| !w.sees_part("could not be indexed") && !w.busy());
}

#[cfg(unix)]
#[test]
fn a_sub_folder_that_cannot_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |folder: &Path, mode| fs_err::set_permissions(folder, std::fs::Permissions::from_mode(mode)).unwrap();
    let mut window = open(|photos| mode(&photos.join("dresses"), 0o000));
    let closed = window.photos().join("dresses");
    if fs_err::read_dir(&closed).is_ok() {
        // This user may read everything.
        return mode(&closed, 0o755);
    }
    window.until("it is told", |w| w.sees("1 folder could not be read; what it holds is not here.") && !w.busy());
    assert!(window.sees("All photos, 9") && window.sees("Problems, 1"));
    mode(&closed, 0o755);
    window.click("Try again");
    window.until("all is well", |w| w.sees("All photos, 12") && w.sees("Problems, 0"));
}

#[test]
fn a_file_that_is_back_is_shown_again() {
    let mut window = Window::open();
    let (photos, elsewhere) = (window.photos(), window.photos().with_file_name("elsewhere"));
    let gone = |w: &Window| w.sees_part("file is gone");
    window.click("red-0.jpg");
    window.until("it is shown", |w| w.sees("Preview of red-0.jpg"));
    fs_err::rename(&photos, &elsewhere).unwrap();
    window.click("red-1.jpg");
    window.key(Key::E);
    window.until("the loss is told", gone);
    fs_err::rename(&elsewhere, &photos).unwrap();
    window.until("it is shown without a click", |w| !gone(w));
    // One file of a folder that stays.
    fs_err::rename(photos.join("red-2.jpg"), photos.join("red-2.old")).unwrap();
    window.key(Key::ArrowRight);
    window.until("the loss is told", gone);
    fs_err::rename(photos.join("red-2.old"), photos.join("red-2.jpg")).unwrap();
    window.key(Key::ArrowLeft);
    window.until("another one is shown", |w| !gone(w));
    window.key(Key::ArrowRight);
    window.until("it is asked for again", |w| w.sees("red-2.jpg, large") && !gone(w));
}

#[test]
fn a_new_catalogue_never_goes_by_its_hash() {
    let mut window = open(|_| {});
    window.until("all photos are there", |w| {
        assert!(!w.sees_part("Catalogue photos-"));
        w.sees("All photos, 12") && !w.busy()
    });
    assert!(window.sees("Catalogue photos"));
}

#[test]
fn a_foreign_file_in_the_place_of_the_thumbnails_is_told_once_and_left() {
    let window = Window::open();
    let catalog = window.other_process().path().to_owned();
    let mut thumbs = catalog.clone().into_os_string();
    thumbs.push(".thumbs");
    let mut window = window.reopened();
    fs_err::remove_file(&thumbs).unwrap();
    fs_err::write(&thumbs, "my notes").unwrap();
    open_file(&mut window, &catalog);
    window.until("it is told", |w| w.sees_part("beside the catalogue is not Selvedge's and was left as it is"));
    window.until("photos are shown all the same", |w| !w.cells().is_empty());
    window.key(Key::F5);
    window.until("the job ends", |w| w.sees_part("Nothing new in 12 photos"));
    assert_eq!(fs_err::read(&thumbs).unwrap(), b"my notes");
}

#[cfg(unix)]
#[test]
fn a_catalogue_that_is_deleted_is_told() {
    let mut window = Window::open();
    let catalog = window.other_process().path().to_owned();
    // A file that is written meanwhile keeps the folder for a moment.
    window.until("it is deleted", |_| fs_err::remove_dir_all(catalog.parent().unwrap()).is_ok());
    window.until("it is told without a click", |w| w.sees_part("catalogue is gone: its file was deleted"));
    window.click("Dismiss");
    window.key(Key::F5);
    window.until("a job says so too", |w| w.sees_part("here is no catalogue here"));
}
