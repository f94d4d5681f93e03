//! Every error that reaches a person, with what to do next. The only place that turns errors into words and hints.

use super::model_title::title;
use super::not_kept::NotKept;
use super::presets::PRESETS;
use base::folders::name_of;
use base::{ClockError, EncodeError, LabelSet, human};
use catalog::CatalogError;
use hub::{DownloadError, RemoveError};
use share::HubError;
use std::path::{Path, PathBuf};
use tasks::archive::ArchiveError;
use tasks::axis::NoWalk;
use tasks::backups::BackupError;
use tasks::cameras::CameraError;
use tasks::copies::CopyError;
use tasks::exchange::ExchangeError;
use tasks::index::IndexError;
use tasks::localise::PictureError;
use tasks::products::SkuRuleError;
use tasks::query::{NotAtHub, QueryError};
use tasks::query_embedding::TermError;
use tasks::restore::RestoreError;
use tasks::share::ShareError;
use tasks::sheet::SheetError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The catalogue.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The model.
    #[error(transparent)]
    Model(#[from] EncodeError),
    /// It was asked before it was open.
    #[error("the model {} is still being opened", title(.0))]
    ModelNotOpen(String),
    /// A model could not be downloaded.
    #[error(transparent)]
    Download(#[from] DownloadError),
    /// A model could not be removed.
    #[error(transparent)]
    Remove(#[from] RemoveError),
    /// No such device, or no such arithmetic.
    #[error("{0}")]
    Device(String),
    /// None of the photos that were to be measured on could be read.
    #[error("there are no photos to measure on: name a folder of photos, or a catalogue whose photos are there")]
    NothingToMeasure,
    /// No answers of that model are known.
    #[error("no published answers of {0} are known; there are some of {known}", known = hub::published_models().join(" and "))]
    NothingPublished(String),
    /// A picture of which no answer was published.
    #[error("no answer about this picture was published, or it was saved anew since: {}; those that are known: {}", file.display(), wanted.join(", "))]
    AnotherPicture {
        /// What was given.
        file: PathBuf,
        /// The pages of those that are known.
        wanted: Vec<&'static str>,
    },
    /// A picture of which an answer was published.
    #[error("{file}: {why}")]
    UnreadablePicture {
        /// Its name.
        file: &'static str,
        /// Why it could not be read.
        why: photo::PhotoError,
    },
    /// A folder could not be indexed.
    #[error(transparent)]
    Index(IndexError),
    /// The query cannot be understood.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A term of the query cannot be used.
    #[error(transparent)]
    Term(#[from] TermError),
    /// Tags or label sets could not be read from files or written to them.
    #[error(transparent)]
    Exchange(ExchangeError),
    /// Photos cannot be copied.
    #[error(transparent)]
    Copy(CopyError),
    /// No backup was made.
    #[error(transparent)]
    Backup(BackupError),
    /// Nothing was restored.
    #[error(transparent)]
    Restore(RestoreError),
    /// No archive was written or read.
    #[error(transparent)]
    Archive(ArchiveError),
    /// No backup of that date, and no such file.
    #[error("there is no backup '{name}'; {}", last.map_or_else(|| "none was made of this catalogue yet".to_owned(), |ms| format!("the last one is of {}", human::moment(ms))))]
    NoSuchBackup {
        /// As the person wrote it.
        name: String,
        /// When the last one was made, milliseconds since 1970.
        last: Option<i64>,
    },
    /// A catalogue and its hub could not be brought together.
    #[error(transparent)]
    Share(ShareError),
    /// Filters that a hub cannot answer.
    #[error(transparent)]
    NotAtHub(NotAtHub),
    /// No contact sheet was written.
    #[error(transparent)]
    Sheet(SheetError),
    /// No picture of where something is was written.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A camera's clock cannot be set like this.
    #[error(transparent)]
    Camera(#[from] CameraError),
    /// That is no time to set a clock by.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// A SKU rule that finds no SKU.
    #[error(transparent)]
    SkuRule(#[from] SkuRuleError),
    /// Nothing says which product a photo shows.
    #[error("nothing says yet which product a photo shows")]
    NoProducts,
    /// A product without a name.
    #[error("a SKU needs at least one character that is not a space")]
    NoSku,
    /// No product is known by a photo.
    #[error("no product is known by a photo, so that there is nothing to compare with")]
    NoReferences,
    /// No label of that name in a set.
    #[error("the label set '{set}' has no label '{name}'; {}", known_names(known))]
    NoSuchLabel {
        /// As the person wrote it.
        name: String,
        /// The set.
        set: String,
        /// The names that would have worked.
        known: Vec<String>,
    },
    /// Two models cannot be compared.
    #[error("{0}")]
    Compare(String),
    /// A file that is no photo of the catalogue.
    #[error("this is no photo of the catalogue: {}", .0.display())]
    NoSuchPhoto(PathBuf),
    /// A photo that was there when it was asked about.
    #[error("this photo is no longer in the catalogue")]
    PhotoGone,
    /// A photo that cannot be looked at.
    #[error("{reason}: {}", path.display())]
    Unseen {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Filters, signs or words that the model was never taught: nothing that it could see anywhere.
    #[error("there is nothing to look for in the photo")]
    NothingToLocalise,
    /// Words rank every photo, and none of them is the last one meant.
    #[error("{0} ranks every photo: say with --top or --min-score how many are meant")]
    NoLimit(String),
    /// A saved search that ranks every photo says of none that it is not meant.
    #[error("the saved search '{0}' ranks every photo: save it with a least score, or use one of filters alone")]
    SearchWithoutEnd(String),
    /// Filters alone rank nothing.
    #[error("two models are compared by how they rank: write some words, or choose a photo that both have embedded")]
    NothingToRank,
    /// Nothing was asked.
    #[error("there is nothing to search for")]
    EmptyQuery,
    /// No catalogue was named, and none was used before.
    #[error("no catalogue has been opened yet")]
    NoCatalog,
    /// The catalogue holds no embeddings to rank by.
    #[error("no photo of this catalogue is indexed yet: {}", .0.display())]
    NothingIndexed(PathBuf),
    /// The catalogue holds what an earlier version of the model saw.
    #[error("{model} has changed since the photos of this catalogue were read: {}", .catalog.display())]
    ModelChanged {
        /// As people call it.
        model: String,
        /// The catalogue's file.
        catalog: PathBuf,
    },
    /// The catalogue holds nothing of that model.
    #[error("the catalogue holds no embeddings of '{name}'; it has those of: {known}")]
    NoEmbeddings {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked, joined by commas.
        known: String,
    },
    /// No label set of that name.
    #[error("there is no label set '{name}' in this catalogue; {}", known_names(known))]
    NoSuchSet {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked.
        known: Vec<String>,
    },
    /// Nobody of that name has an opinion of the set.
    #[error("nobody called '{name}' has decided about {set}; {}", known_names(known))]
    NoSuchAuthor {
        /// As the person wrote it.
        name: String,
        /// The label set's name.
        set: String,
        /// Who has.
        known: Vec<String>,
    },
    /// Two names are one person's.
    #[error("'{0}' and '{1}' are one name, in other cases or spaces; name two people: --authors A,B")]
    SameAuthor(String, String),
    /// Several labels for a photo in a set of which one fits.
    #[error("of the label set '{0}' only one label fits a photo; name one --label")]
    OneLabelFits(String),
    /// No saved search of that name.
    #[error("there is no saved search '{name}' in this catalogue; {}", known_names(known))]
    NoSuchSearch {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked.
        known: Vec<String>,
    },
    /// No axis of that name.
    #[error("there is no axis '{name}' in this catalogue; {}", known_names(known))]
    NoSuchAxis {
        /// As the person wrote it.
        name: String,
        /// The names that would have worked.
        known: Vec<String>,
    },
    /// A file of marketplace rules, or rules that the catalogue holds, that are not understood.
    #[error("{of}: {what}")]
    Rules {
        /// Whose they are.
        of: String,
        /// Why not, with the line.
        what: String,
    },
    /// Rules that do not come along.
    #[error("there is no preset '{0}'; known are {known}", known = human::list(PRESETS.iter().map(|preset| preset.key)))]
    NoSuchPreset(String),
    /// Photos are to be held against rules, and none were chosen.
    #[error("no standard was chosen for this catalogue, so that no photo passes or fails")]
    NoStandard,
    /// A walk without a start or an end.
    #[error("a walk needs a start and an end: write some words for each, such as 'casual shoe' and 'formal shoe'")]
    NoEnd,
    /// Words that are ranked by beside filters, or a part of another axis.
    #[error("an end of a walk is words and photos, or filters such as tag: alone, which stand for the photos that they find: {0}")]
    MixedEnd(String),
    /// Filters that find no photo with a vector.
    #[error("no photo that the model has seen is found by this end of the walk: {0}")]
    EmptyEnd(String),
    /// Words that the model was never taught.
    #[error("the model '{model}' was never taught these words, so that nothing leads there: {text}")]
    UntaughtEnd {
        /// As the person wrote it.
        text: String,
        /// The model's name.
        model: String,
    },
    /// There is no way between the ends.
    #[error(transparent)]
    Walk(#[from] NoWalk),
    /// A question that cannot be kept.
    #[error(transparent)]
    NotKept(#[from] NotKept),
    /// A table of labels, but not which column holds them.
    #[error("name the column that holds the true labels with --column: {}", .0.display())]
    NoTruthColumn(PathBuf),
    /// Words with columns in braces that are none.
    #[error("{0}")]
    QueryTemplate(String),
    /// What was counted is of other labels than there are now.
    #[error("the labels have changed since they were counted: look at the figures again, then accept")]
    Recounted,
    /// Neither a folder nor a catalogue.
    #[error("there is no such folder or catalogue: {}", .0.display())]
    NoSuchPath(PathBuf),
    /// The platform names no home folder.
    #[error("this system names no folder for a program's data")]
    NoDataFolder,
    /// A file operation of ours failed; the message names the path.
    #[error("{}", human::reason(.0))]
    Io(#[from] std::io::Error),
    /// There is no window to be had.
    #[error("the window cannot be opened: {0}")]
    NoDisplay(String),
}

impl From<IndexError> for AppError {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Catalog(error) => Self::Catalog(error),
            IndexError::Model(error) => Self::Model(error),
            other => Self::Index(other),
        }
    }
}

impl From<ExchangeError> for AppError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Catalog(error) => Self::Catalog(error),
            other => Self::Exchange(other),
        }
    }
}

impl From<CopyError> for AppError {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::Catalog(error) => Self::Catalog(error),
            other => Self::Copy(other),
        }
    }
}

impl From<ShareError> for AppError {
    fn from(error: ShareError) -> Self {
        match error {
            ShareError::Catalog(error) => Self::Catalog(error),
            other => Self::Share(other),
        }
    }
}

impl From<BackupError> for AppError {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Catalog(error) => Self::Catalog(error),
            other => Self::Backup(other),
        }
    }
}

impl From<RestoreError> for AppError {
    fn from(error: RestoreError) -> Self {
        match error {
            RestoreError::Catalog(error) => Self::Catalog(error),
            other => Self::Restore(other),
        }
    }
}

impl From<ArchiveError> for AppError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Catalog(error) => Self::Catalog(error),
            ArchiveError::Restore(error) => error.into(),
            other => Self::Archive(other),
        }
    }
}

impl From<HubError> for AppError {
    fn from(error: HubError) -> Self {
        Self::Share(ShareError::Hub(error))
    }
}

impl From<SheetError> for AppError {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Catalog(error) => Self::Catalog(error),
            other => Self::Sheet(other),
        }
    }
}

fn known_names(known: &[String]) -> String {
    if known.is_empty() { "it has none yet".to_owned() } else { format!("known are: {}", known.join(", ")) }
}

impl AppError {
    /// None of these sets has the name; `""`: it was known by its id.
    pub fn no_such_set(name: &str, sets: &[LabelSet]) -> Self {
        Self::NoSuchSet { name: name.to_owned(), known: sets.iter().map(|set| set.name.clone()).collect() }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::EmptyQuery => "write some words, such as: selvedge search red dress; or --like PHOTO",
            Self::NothingToLocalise => "write words that the model was taught, such as: red shoes; filters alone are nowhere in a photo",
            Self::NoCatalog => "index a folder first: selvedge index FOLDER; or name a catalogue with --catalog FILE",
            Self::NothingIndexed(_) => "index its folder first: selvedge index FOLDER --catalog FILE",
            Self::ModelChanged { .. } => "read them again: selvedge index FOLDER --catalog FILE",
            Self::NoEmbeddings { name, .. } => return Some(format!("embed its photos first: selvedge index FOLDER --model {name}")),
            Self::NoSuchSet { known, .. } if known.is_empty() => "bring one in first: selvedge labels import FILE.csv (columns: set,label)",
            Self::NoProducts => "say how a file's name tells its SKU: --sku-rule \"{sku}_*\", or for good in the window under Products",
            Self::NoReferences => {
                "name the photos that products are known by: --references FILE.csv (columns: path,sku), or a folder of them"
            }
            Self::NoStandard => {
                "choose one first: selvedge standards --preset NAME --choose, or \"Check against a standard\" in the window (Ctrl+K)"
            }
            Self::NoSuchAxis { known, .. } if known.is_empty() => "keep one first: selvedge axis --from Q --to Q --save NAME",
            Self::NoSuchPhoto(_) => "name files below its folders (selvedge info lists them), or index the folder first",
            Self::NothingPublished(_) => "a copy of one of them is compared with: selvedge models verify NAME --same-as ITS-NAME",
            Self::AnotherPicture { .. } => "download the file itself from its page, not a preview of it",
            Self::NoSuchBackup { last: Some(_), .. } => "list them: selvedge backup --list; or name the file of another backup",
            Self::NoSuchBackup { last: None, .. } => "make one: selvedge backup; or name the file of another backup",
            Self::NoDataFolder => "set HOME, or name a catalogue with --catalog FILE",
            Self::NoDisplay(_) => {
                "without a window use a subcommand: demo, index, search, labels, suggest, compare, mark, copy, tags, undo, redo, models, info, check or backup (selvedge --help tells more)"
            }
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// Message and hint in one text, for a notice in the window.
    pub fn notice(&self) -> String {
        match self.hint() {
            Some(hint) => format!("{self}\n{hint}"),
            None => self.to_string(),
        }
    }
}

/// A file that is not ours stands where thumbnails are kept.
pub fn foreign_thumbnails(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().display();
    format!("“{name}” beside the catalogue is not Selvedge's and was left as it is. Thumbnails are not kept until it is moved away.")
}

/// "Indexed 1,200 photos in 8 seconds" and the like; `model` is the name of the one that embedded them.
pub fn index_summary(report: &tasks::index::IndexReport, model: &str) -> String {
    let read = report.added + report.updated - report.embedded;
    let took = human::duration(report.seconds);
    let first = match (read, report.embedded, report.moved) {
        // What is away is told below, by name.
        (0, 0, 0) if report.unchanged == 0 && !report.away.is_empty() => String::new(),
        (0, 0, 0) if report.unchanged == 0 => "No photos found".to_owned(),
        (0, 0, 0) => format!("Nothing new in {}", human::photos(report.unchanged)),
        (0, 0, moved) => format!("{} found in a new place", human::photos(moved)),
        (0, embedded, _) => format!("Embedded {} with {} in {took}", human::photos(embedded), title(model)),
        (read, ..) => format!("Indexed {} in {took}", human::photos(read)),
    };
    let mut parts = vec![first];
    if read > 0 && report.embedded > 0 {
        parts.push(format!("{} embedded with {}", human::photos(report.embedded), title(model)));
    }
    if report.missing > 0 {
        parts.push(format!("{} missing", human::count(report.missing)));
    }
    let files = report.failed.len() as u64 - report.folders - report.away.len() as u64;
    if let Some(words) = human::unread(files, report.folders) {
        parts.push(words);
    }
    if report.left_out > 0 {
        let (one, many) = ("folder or file was left out", "folders or files were left out");
        parts.push(human::counted(report.left_out, one, many));
    }
    if report.kept > 0 {
        let (one, many) = ("photo of the catalogue lies there and stays", "photos of the catalogue lie there and stay");
        parts.push(human::counted(report.kept, one, many));
    }
    // They were told when they were tried; where nothing else is there, they are why.
    if report.unchanged == 0 && read == 0 && report.known_problems > 0 {
        let (one, many) = ("unreadable file has not changed", "unreadable files have not changed");
        parts.push(human::counted(report.known_problems, one, many));
    }
    for root in &report.away {
        // The longer words are for those who look closer.
        let reason = root.reason.split(';').next().unwrap_or_default();
        parts.push(format!("“{}”: {reason}", name_of(&root.path)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::FileProblem;
    use tasks::index::IndexReport;

    #[test]
    fn a_run_that_found_nothing_new_says_what_it_found() {
        let problem = |path: &str, reason: &str| FileProblem { path: path.into(), reason: reason.to_owned() };
        let unread = vec![problem("/p/a.jpg", "it is damaged"), problem("/p/b.jpg", "it is damaged")];
        let away = vec![problem("/away", "it cannot be reached; connect the drive")];
        let words = |unchanged, missing, failed: &[FileProblem], away: &[FileProblem]| {
            let failed = [failed, away].concat();
            index_summary(&IndexReport { unchanged, missing, failed, away: away.to_vec(), ..IndexReport::default() }, "starter")
        };
        assert_eq!(words(12, 0, &[], &[]), "Nothing new in 12 photos");
        assert_eq!(words(12, 0, &unread, &[]), "Nothing new in 12 photos, 2 files could not be read");
        assert_eq!(words(0, 0, &unread, &[]), "No photos found, 2 files could not be read");
        assert_eq!(words(0, 0, &[], &[]), "No photos found");
        let known = IndexReport { known_problems: 300, ..IndexReport::default() };
        assert_eq!(index_summary(&known, "starter"), "No photos found, 300 unreadable files have not changed");
        let marked = IndexReport { unchanged: 12, left_out: 3, kept: 1, ..IndexReport::default() };
        let told = "Nothing new in 12 photos, 3 folders or files were left out, 1 photo of the catalogue lies there and stays";
        assert_eq!(index_summary(&marked, "starter"), told);
        assert_eq!(words(0, 3, &[], &[]), "No photos found, 3 missing");
        assert_eq!(words(0, 0, &[], &away), "“away”: it cannot be reached");
    }
}
