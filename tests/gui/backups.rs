//! Backups through the window: made, looked at, restored from, and taken back.

use super::window::Window;
use egui_kittest::kittest::{NodeT, Queryable};

impl Window {
    fn restore_from_a_backup(&mut self) {
        self.command("Restore from a backup…");
        self.until("the dialog is there", |w| w.sees("Restore from a backup") && w.sees("Not now"));
    }

    fn back_up(&mut self) {
        self.command("Back up now");
        self.until("it is told", |w| w.sees_part("Backed up what was decided ("));
    }
}

#[test]
fn a_label_set_that_was_deleted_is_brought_back_and_taken_back() {
    let mut window = Window::with_labels();
    let sets = |w: &Window| w.other_process().label_sets().unwrap().into_iter().map(|set| set.name).collect::<Vec<_>>();
    let before = sets(&window);
    window.restore_from_a_backup();
    window.until("what backups are is told", |w| w.sees_part("No backup of this catalogue was made yet."));
    window.harness.check_accessibility();
    window.click("Back up now");
    window.until("it is listed and looked at", |w| w.sees_part("Backup of ") && w.sees("Nothing: all of this is as it was then."));
    assert!(window.harness.get_by_label("Restore").accesskit_node().is_disabled());
    window.click("Not now");
    let gone = window.other_process().label_sets().unwrap().remove(0);
    window.other_process().step(|step| step.delete_set(gone.id)).unwrap();
    window.restore_from_a_backup();
    let told = format!("{}: comes back", gone.name);
    window.until("what would change is told", |w| w.sees_part(&told) && w.sees_part("Restore 1 change"));
    window.harness.check_accessibility();
    window.click(&gone.name);
    window.until("without it nothing would", |w| w.sees("Nothing: all of this is as it was then."));
    window.click(&gone.name);
    window.until("with it, it would", |w| w.sees_part(&told));
    window.click("Restore 1 change");
    window.until("it is done", |w| w.sees_part("Restored 1 change from the backup of ") && !w.sees("Not now"));
    assert_eq!(sets(&window).len(), before.len());
    window.click("Undo");
    window.until("it is taken back", |w| w.sees_part("Undone: Restore 1 change from the backup of "));
    assert_eq!(sets(&window).len(), before.len() - 1);
}

#[test]
fn what_was_decided_since_is_told_and_may_stay() {
    let mut window = Window::with_labels();
    window.back_up();
    let mut catalog = window.other_process();
    let (photo, set) = (catalog.photos().unwrap()[0].id, catalog.label_sets().unwrap().remove(0));
    let later = base::tags::now_ms() + 5_000;
    let verdict = base::Verdict {
        photo,
        set: set.id,
        ruling: base::Ruling::Accept(set.labels[0].id),
        provenance: base::Provenance::of(base::Source::Person, later),
    };
    catalog.step(|step| step.decide(&verdict, base::Source::Person)).unwrap();
    window.restore_from_a_backup();
    let told = format!("{}: 1 removed", set.name);
    window.until("it is told", |w| w.sees(&told) && w.sees("1 thing was decided here since, and gives way"));
    window.click("Keep what was decided since");
    window.until("it stays", |w| w.sees("1 thing was decided here since, and stays") && !w.sees(&told));
    assert!(window.harness.get_by_label("Restore").accesskit_node().is_disabled());
}

#[test]
fn a_file_that_is_no_backup_is_refused_in_words() {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("notes.selvedge");
    fs_err::write(&file, "my notes").unwrap();
    window.restore_from_a_backup();
    window.click("From a file…");
    window.type_path(&file);
    window.until("it is refused", |w| w.sees_part("This file is no Selvedge catalogue"));
    assert!(window.sees("Not now"));
    assert_eq!(fs_err::read(&file).unwrap(), b"my notes");
}
