//! What we ask of the desktop: its viewer, its file manager, its colour scheme, its dialogs.

use crate::protocol::{DesktopRequest, Event, PickPurpose, RequestId, Tone};
use crate::shared::Shared;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens a file in the program that the desktop uses for it.
fn open_in_viewer(file: &Path) -> Result<(), String> {
    // What the launcher says on failure ("ExitStatus…") is of no use to a person.
    open::that_detached(file).map_err(|_| format!("No program of this desktop opens this kind of file: {}", file.display()))
}

/// Opens a file in a program that the person chooses in the desktop's own dialog.
fn open_with(file: &Path) -> Result<(), String> {
    let why =
        if file.is_file() { "This desktop offers no choice of programs; open it in the viewer instead" } else { "The file is not there" };
    choose_program(file).ok_or_else(|| format!("{why}: {}", file.display()))
}

#[cfg(target_os = "linux")]
fn choose_program(file: &Path) -> Option<()> {
    use zbus::zvariant::{Fd, Value};
    let opened = base::regular::open(file).ok()?;
    let options = std::collections::HashMap::from([("ask", Value::from(true))]);
    ask_portal("org.freedesktop.portal.OpenURI", "OpenFile", &("", Fd::from(opened.file()), options)).map(drop)
}

#[cfg(target_os = "macos")]
fn choose_program(file: &Path) -> Option<()> {
    let applications = rfd::FileDialog::new().set_title("Open with").set_directory("/Applications").add_filter("Programs", &["app"]);
    // Closing the dialog is an answer.
    let Some(program) = applications.pick_file() else { return Some(()) };
    std::process::Command::new("open").arg("-a").arg(program).arg(file).status().ok().map(drop)
}

#[cfg(target_os = "windows")]
fn choose_program(file: &Path) -> Option<()> {
    std::process::Command::new("rundll32").arg("shell32.dll,OpenAs_RunDLL").arg(file).spawn().ok().map(drop)
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
fn choose_program(_file: &Path) -> Option<()> {
    None
}

/// Shows a file in the file manager, selected where that is possible; else its folder.
fn show_in_folder(file: &Path) -> Result<(), String> {
    if select_in_file_manager(file) {
        return Ok(());
    }
    let folder = file.ancestors().skip(1).find(|a| a.is_dir()).unwrap_or(Path::new("/"));
    open::that_detached(folder).map_err(|_| format!("No file manager of this desktop could be opened; the folder is {}", folder.display()))
}

#[cfg(target_os = "linux")]
fn select_in_file_manager(file: &Path) -> bool {
    const NAME: &str = "org.freedesktop.FileManager1";
    let Some(uri) = file_uri(file) else { return false };
    let Ok(bus) = zbus::blocking::Connection::session() else { return false };
    bus.call_method(Some(NAME), "/org/freedesktop/FileManager1", Some(NAME), "ShowItems", &(vec![uri], "")).is_ok()
}

#[cfg(target_os = "macos")]
fn select_in_file_manager(file: &Path) -> bool {
    std::process::Command::new("open").arg("-R").arg(file).status().is_ok_and(|s| s.success())
}

#[cfg(target_os = "windows")]
fn select_in_file_manager(file: &Path) -> bool {
    let mut argument = std::ffi::OsString::from("/select,");
    argument.push(file);
    std::process::Command::new("explorer").arg(argument).spawn().is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos", target_os = "windows")))]
fn select_in_file_manager(_file: &Path) -> bool {
    false
}

/// `file:///a%20b.jpg`: every byte that is not plainly allowed is escaped, so names that are not UTF-8 pass too.
#[cfg(target_os = "linux")]
fn file_uri(file: &Path) -> Option<String> {
    use std::fmt::Write;
    let mut uri = String::from("file://");
    for byte in base::path_bytes::to_bytes(&std::path::absolute(file).ok()?) {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            write!(uri, "%{byte:02X}").ok()?;
        }
    }
    Some(uri)
}

/// Whether the desktop prefers dark windows; `None` where it does not say. Waits for the desktop's answer.
#[cfg(target_os = "linux")]
fn prefers_dark() -> Option<bool> {
    // 0 no preference, 1 dark, 2 light. `Read` wraps its answer in one variant more.
    let answer = ask_portal("org.freedesktop.portal.Settings", "Read", &("org.freedesktop.appearance", "color-scheme"))?;
    let outer: zbus::zvariant::OwnedValue = answer.body().deserialize().ok()?;
    let value = match &*outer {
        zbus::zvariant::Value::Value(inner) => u32::try_from(&**inner).ok()?,
        plain => u32::try_from(plain).ok()?,
    };
    match value {
        1 => Some(true),
        2 => Some(false),
        _ => None,
    }
}

/// Elsewhere the window system tells the window itself.
#[cfg(not(target_os = "linux"))]
fn prefers_dark() -> Option<bool> {
    None
}

/// Whether the desktop has dialogs to choose files in. Asked beforehand, since `rfd` answers the same, nothing, where there is none
/// and where the person closes it. A portal has the interface only if something behind it draws the dialogs; without one `rfd` tries
/// zenity.
#[cfg(target_os = "linux")]
fn has_dialogs() -> bool {
    let question = ("org.freedesktop.portal.FileChooser", "version");
    ask_portal("org.freedesktop.DBus.Properties", "Get", &question).is_some() || has_program("zenity")
}

/// What the desktop portal (XDG) answers; `None` where there is none, or it knows no such question.
#[cfg(target_os = "linux")]
fn ask_portal<Q>(interface: &str, method: &str, question: &Q) -> Option<zbus::Message>
where
    Q: zbus::export::serde::Serialize + zbus::zvariant::DynamicType,
{
    const NAME: &str = "org.freedesktop.portal.Desktop";
    let bus = zbus::blocking::Connection::session().ok()?;
    bus.call_method(Some(NAME), "/org/freedesktop/portal/desktop", Some(interface), method, question).ok()
}

#[cfg(target_os = "linux")]
fn has_program(name: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|folders| std::env::split_paths(&folders).any(|folder| folder.join(name).is_file()))
}

/// Elsewhere the dialogs are the system's own.
#[cfg(not(target_os = "linux"))]
fn has_dialogs() -> bool {
    true
}

/// Asks for a folder; `None` where the person closes the dialog.
fn pick_folder(title: &str) -> Option<PathBuf> {
    rfd::FileDialog::new().set_title(title).pick_folder()
}

/// Asks for a file with one of the endings.
fn pick_file(title: &str, kind: &str, endings: &[&str]) -> Option<PathBuf> {
    rfd::FileDialog::new().set_title(title).add_filter(kind, endings).pick_file()
}

/// Asks where to write a file; `name` is offered.
fn pick_save(title: &str, name: &str) -> Option<PathBuf> {
    rfd::FileDialog::new().set_title(title).set_file_name(name).save_file()
}

/// Carries out a request on a thread of its own that is never joined: a dialog is open for as long as the person likes, and the
/// desktop may never answer.
pub fn carry_out(shared: &Arc<Shared>, id: RequestId, request: DesktopRequest) {
    let of_thread = Arc::clone(shared);
    let started = std::thread::Builder::new().name("desktop".into()).spawn(move || {
        let shared = of_thread;
        let outcome = match request {
            DesktopRequest::Pick(purpose) => {
                if !has_dialogs() {
                    shared.post(Event::NoDialog { request: id, purpose });
                } else if let Some(path) = pick(purpose) {
                    shared.post(Event::Picked { request: id, purpose, path });
                }
                Ok(())
            }
            DesktopRequest::OpenInViewer(file) => open_in_viewer(&file),
            DesktopRequest::OpenWith(file) => open_with(&file),
            DesktopRequest::ShowInFolder(file) => show_in_folder(&file),
        };
        if let Err(problem) = outcome {
            shared.notice(id, Tone::Error, problem);
        }
    });
    if let Err(error) = started {
        shared.report(id, Err(error.into()));
    }
}

fn pick(purpose: PickPurpose) -> Option<PathBuf> {
    match purpose {
        PickPurpose::OpenFolder => pick_folder("Open a folder of photos"),
        PickPurpose::AddFolder => pick_folder("Add a folder of photos"),
        PickPurpose::Locate(_) => pick_folder("Where is this folder now?"),
        PickPurpose::OpenCatalog => pick_file("Open a catalogue", "Selvedge catalogue", &[workspace::places::ENDING]),
        PickPurpose::SearchPhoto => pick_file("Search by a photo", "Photos", &base::formats::readable_endings()),
        PickPurpose::ImportTags => pick_file("Import labels", "Tables", &["csv", "tsv", "txt"]),
        PickPurpose::ImportTexts => pick_file("Import texts", "Tables", &["csv", "tsv", "txt"]),
        PickPurpose::ImportLabels => pick_file("Import label sets", "Label sets", &["csv", "json", "txt"]),
        PickPurpose::CopyTo => pick_folder("Where should the copies go?"),
        PickPurpose::ContactSheet => pick_save("Contact sheet", "contact-sheet.pdf"),
        PickPurpose::ExportTags(format) => pick_save("Export tags", format.file_name()),
        PickPurpose::ExportAudit(format) => pick_save("Export what was checked", format.file_name()),
        PickPurpose::Truth => pick_file("Compare with a table", "Tables", &["csv", "tsv", "txt"]),
        PickPurpose::ExportEvaluation => pick_save("Export the evaluation", "evaluation.html"),
        PickPurpose::SkuList => pick_file("The list of SKUs", "Tables", &["csv", "tsv", "txt"]),
        PickPurpose::Backup => pick_file("A backup to restore from", "Selvedge catalogue", &[workspace::places::ENDING]),
        PickPurpose::Profile => pick_file("An export profile", "Profiles", &["json"]),
        PickPurpose::ExportFeed => pick_save("Export for a shop", "products.csv"),
        PickPurpose::ExportShots => pick_save("Export the shot list", "shot-list.csv"),
        PickPurpose::PublishedPicture => pick_file("The picture of a published answer", "Photos", &base::formats::readable_endings()),
        PickPurpose::AddModel => pick_folder("Add the folder of a model"),
        PickPurpose::ExportLabels => pick_save("Export label sets", "label-sets.csv"),
    }
}

/// Asks the desktop once, on a thread that is never joined: the portal may never answer.
pub fn ask_for_theme(shared: &Arc<Shared>) {
    let shared = Arc::clone(shared);
    let _ = std::thread::Builder::new().name("desktop theme".into()).spawn(move || {
        if let Some(dark) = prefers_dark() {
            shared.post(Event::SystemTheme { dark });
        }
    });
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_uri_escapes_every_byte_that_is_not_plain() {
        let path = base::path_bytes::from_bytes(b"/a b/\xff#.jpg");
        assert_eq!(super::file_uri(&path).unwrap(), "file:///a%20b/%FF%23.jpg");
    }
}
