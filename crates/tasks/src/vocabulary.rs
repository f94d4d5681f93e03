//! Label sets in and out of files.

use super::exchange::{ExchangeError, read_file, wrong_format};
use base::fold::told_apart;
use base::{Choice, Label, LabelDraft, LabelSet, LabelSetDraft, human};
use catalog::{Catalog, Changed, MergedLabels, Step};
use exchange::{self, FileSet};
use std::path::Path;

/// Larger files are no label sets: 10,000 labels with prompts are about 1 MB.
const MAX_BYTES: u64 = 64 << 20;

/// Whether the model may say that none of the labels fits, in a new set of which one label fits a photo, where its file does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoneOfThese {
    /// No.
    Off,
    /// Yes.
    On,
}

/// What an import of label sets did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VocabularyReport {
    /// The sets of the file, in its order.
    pub sets: Vec<String>,
    /// Sets that were not there before.
    pub new_sets: u64,
    /// Labels that were not there before.
    pub new_labels: u64,
    /// Sets in which the model may say that none of the labels fits, though their file does not tell.
    pub none_of_these: u64,
    /// What changed in the catalogue.
    pub changed: Changed,
}

/// Reads label sets from a CSV, a JSON or a plain list, in one step. A set whose name is known is brought up to date: known
/// labels keep their ids and tags, new ones come after them, none goes.
pub fn import(catalog: &mut Catalog, file: &Path, untold: NoneOfThese) -> Result<VocabularyReport, ExchangeError> {
    if fs_err::metadata(file).is_ok_and(|data| data.len() > MAX_BYTES) {
        return Err(ExchangeError::TooLarge(file.to_owned()));
    }
    let name = file.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let sets = exchange::read_label_sets(&read_file(file)?, &name).map_err(wrong_format(file))?;
    let (mut report, changed) = catalog.step(|step| {
        let mut report = VocabularyReport::default();
        for set in &sets {
            let known = step.label_sets()?;
            let known = base::labels::set_named(&known, &set.draft.name);
            let mut draft = known.map_or_else(|| set.draft.clone(), |known| merged(known, set));
            if known.is_none() && draft.choice == Choice::Single && !set.says_none_of_these && untold == NoneOfThese::On {
                draft.none_of_these = true;
                report.none_of_these += 1;
            }
            report.new_sets += u64::from(known.is_none());
            report.new_labels += draft.labels.iter().filter(|l| l.id.is_none()).count() as u64;
            report.sets.push(draft.name.clone());
            step.save_set(&draft)?;
        }
        step.words = match &report.sets[..] {
            [one] => format!("Import the label set {one}"),
            several => format!("Import {} label sets", several.len()),
        };
        Ok(report)
    })?;
    report.changed = changed;
    Ok(report)
}

fn merged(known: &LabelSet, file: &FileSet) -> LabelSetDraft {
    let mut draft = known.draft();
    let new = &file.draft;
    if file.says_choice {
        draft.choice = new.choice;
    }
    if file.says_templates {
        draft.templates.clone_from(&new.templates);
    }
    if file.says_none_of_these {
        draft.none_of_these = new.none_of_these;
    }
    for label in &new.labels {
        match known.label_named(&label.name).and_then(|l| draft.labels.iter_mut().find(|d| d.id == Some(l.id))) {
            Some(old) if label.prompts.is_empty() => old.name.clone_from(&label.name),
            Some(old) => *old = LabelDraft { id: old.id, ..label.clone() },
            None => draft.labels.push(LabelDraft { id: None, ..label.clone() }),
        }
    }
    draft
}

/// Labels whose names are one name to people, a sentence for each time, with what to do.
pub fn twins_told(sets: &[LabelSet]) -> Vec<String> {
    let told = |set: &LabelSet, twins: &[&Label]| {
        let names = human::list(twins.iter().map(|label| format!("'{}'", told_apart(&label.name))));
        format!("the labels {names} of {} are one name; selvedge labels merge makes them one label", set.name)
    };
    sets.iter().flat_map(|set| set.twins().into_iter().map(move |twins| told(set, &twins))).collect()
}

/// Makes labels one whose names are one name to people, in all sets, as one step; with `dry_run` only tells which.
pub fn merge_twins(catalog: &mut Catalog, dry_run: bool) -> Result<(Vec<MergedLabels>, Changed), ExchangeError> {
    let work = |step: &mut Step<'_>| {
        let mut merged = Vec::new();
        for set in step.label_sets()? {
            merged.extend(step.merge_twins(&set)?);
        }
        let gone = merged.iter().map(|m| m.gone.len() as u64).sum();
        step.words = format!("Merge {}", human::counted(gone, "label that looked the same", "labels that looked the same"));
        Ok(merged)
    };
    Ok(if dry_run { catalog.rehearse(work)? } else { catalog.step(work)? })
}

/// All label sets as a file holds them: CSV, or JSON where asked.
pub fn export(sets: &[LabelSet], json: bool) -> Result<Vec<u8>, ExchangeError> {
    let drafts: Vec<LabelSetDraft> = sets.iter().map(LabelSet::draft).collect();
    let mut bytes = Vec::new();
    if json {
        exchange::write_label_sets_json(&mut bytes, &drafts)?;
    } else {
        exchange::write_label_sets_csv(&mut bytes, &drafts)?;
    }
    Ok(bytes)
}

/// Writes all label sets to a file, whole or not at all: JSON where its name ends so, else CSV.
pub fn export_to(sets: &[LabelSet], file: &Path) -> Result<(), ExchangeError> {
    let json = file.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    Ok(exchange::write_atomically(file, &export(sets, json)?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_adds_and_keeps_and_an_export_brings_the_same_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let mut catalog = Catalog::create(&folder.path().join("a.selvedge")).unwrap();
        let file = folder.path().join("sets.csv");
        fs_err::write(&file, "set,label,choice\nStyle,Casual,multi\nStyle,Formal,multi\nColour,Red,\n").unwrap();
        let report = import(&mut catalog, &file, NoneOfThese::Off).unwrap();
        assert_eq!((report.sets.clone(), report.new_sets, report.new_labels), (vec!["Style".to_owned(), "Colour".into()], 2, 3));
        let before = catalog.label_sets().unwrap();
        assert_eq!(before[0].choice, Choice::Multi);
        fs_err::write(&file, "set,label,prompts\nstyle,Party,\nstyle,formal,suit and tie|black tie\n").unwrap();
        let report = import(&mut catalog, &file, NoneOfThese::Off).unwrap();
        assert_eq!((report.new_sets, report.new_labels), (0, 1));
        let after = catalog.label_sets().unwrap().remove(0);
        assert_eq!(after.choice, Choice::Multi, "what the file does not say stays");
        assert_eq!(after.labels.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["Casual", "formal", "Party"]);
        assert_eq!((after.labels[1].id, after.labels[1].prompts.len()), (before[0].labels[1].id, 2));
        assert_eq!(import(&mut catalog, &file, NoneOfThese::Off).unwrap().changed.rows, 0, "the same again changes nothing");
        assert_eq!(catalog.history().unwrap().undo.map(|step| step.words).as_deref(), Some("Import the label set Style"));
        for name in ["out.csv", "out.json"] {
            let out = folder.path().join(name);
            export_to(&catalog.label_sets().unwrap(), &out).unwrap();
            let mut other = Catalog::create(&folder.path().join(format!("{name}.selvedge"))).unwrap();
            import(&mut other, &out, NoneOfThese::Off).unwrap();
            let plain = |c: &Catalog| {
                let mut drafts: Vec<_> = c.label_sets().unwrap().iter().map(LabelSet::draft).collect();
                for draft in &mut drafts {
                    draft.id = None;
                    draft.labels.iter_mut().for_each(|l| l.id = None);
                }
                drafts
            };
            assert_eq!(plain(&other), plain(&catalog), "{name}");
        }
    }

    #[test]
    fn a_bad_file_is_told_with_its_line_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut catalog = Catalog::create(&folder.path().join("a.selvedge")).unwrap();
        let file = folder.path().join("sets.csv");
        fs_err::write(&file, "set,label\nStyle,Casual\nStyle,\n").unwrap();
        let error = import(&mut catalog, &file, NoneOfThese::Off).unwrap_err().to_string();
        assert!(error.contains('3') && error.contains("sets.csv"), "{error}");
        assert!(catalog.label_sets().unwrap().is_empty());
    }
}
