//! Settings of the hub and its cache, read from the environment variables of Hugging Face's own tools, and the errors of downloads.

use base::human;
use std::io;
use std::path::{Path, PathBuf};

/// Where downloads come from and go to.
#[derive(Clone, Debug)]
pub struct HubSettings {
    /// Folder of the cache, shared with Hugging Face's own tools. `None`: this machine names no home.
    pub cache: Option<PathBuf>,
    /// Address of the hub, without a slash at the end.
    pub endpoint: String,
    /// Access token, for repositories that require one.
    pub token: Option<String>,
    /// `HF_HUB_OFFLINE`: the network must not be used.
    pub offline: bool,
    /// Whether `HTTP_PROXY` and its like are used.
    pub proxies: bool,
}

impl HubSettings {
    /// As the environment says: `HF_HUB_CACHE`, `HF_HOME`, `HF_ENDPOINT`, `HF_TOKEN`, `HF_TOKEN_PATH`, `HF_HUB_OFFLINE`.
    pub fn from_env() -> Self {
        Self::from(|name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from))
    }

    /// A variable that is set but empty counts as not set. The order is that of Hugging Face's own tools; `hf_hub` knows only
    /// `HF_HOME` and `HF_ENDPOINT`, and panics where there is no home.
    fn from(variable: impl Fn(&str) -> Option<PathBuf>) -> Self {
        let text = |name: &str| variable(name).and_then(|value| value.into_os_string().into_string().ok());
        let home = variable("HF_HOME").or_else(|| {
            let caches =
                variable("XDG_CACHE_HOME").or_else(|| Some(std::env::home_dir()?).filter(|h| h.is_absolute()).map(|h| h.join(".cache")));
            Some(caches?.join("huggingface"))
        });
        let token_file = variable("HF_TOKEN_PATH").or_else(|| Some(home.as_ref()?.join("token")));
        let saved = || fs_err::read_to_string(token_file?).ok();
        let token = text("HF_TOKEN").or_else(saved).map(|token| token.trim().to_owned()).filter(|token| !token.is_empty());
        let endpoint = text("HF_ENDPOINT").unwrap_or_else(|| "https://huggingface.co".to_owned());
        Self {
            cache: variable("HF_HUB_CACHE").or_else(|| Some(home?.join("hub"))),
            endpoint: endpoint.trim_end_matches('/').to_owned(),
            token,
            offline: text("HF_HUB_OFFLINE").is_some_and(|v| ["1", "on", "yes", "true"].contains(&v.to_lowercase().as_str())),
            proxies: true,
        }
    }

    /// The hub's host name, such as "huggingface.co".
    pub(super) fn host(&self) -> &str {
        self.endpoint.split_once("://").map_or(self.endpoint.as_str(), |(_, host)| host)
    }

    /// The web page of a repository.
    pub(super) fn page(&self, name: &str) -> String {
        format!("{}/{name}", self.endpoint)
    }

    pub(super) fn not_found(&self, name: &str, revision: &str) -> DownloadError {
        let (name, revision) = (name.to_owned(), revision.to_owned());
        DownloadError::NotFound { host: self.host().to_owned(), page: self.page(&name), name, revision }
    }
}

/// How to come by a model without a network.
const BY_HAND: &str = "without a network: copy the model's folder from another machine, and add it: selvedge models add DIR";

/// Why a download failed. The text is for the user.
#[derive(Debug, thiserror::Error)]
pub enum DownloadError {
    /// The user cancelled it.
    #[error("the download was cancelled; what has come stays, and the next download goes on from there")]
    Cancelled,
    /// Neither a known model nor "owner/name".
    #[error("'{name}' is no model that can be downloaded; write OWNER/NAME as on the hub, or one of: {known}")]
    NoSuchName {
        /// The name as the user typed it.
        name: String,
        /// Names of the known models, joined by commas.
        known: String,
    },
    /// The environment forbids the network.
    #[error("{name} is not on this machine, and HF_HUB_OFFLINE forbids the network; unset it, or {BY_HAND}")]
    Offline {
        /// Name of the model, "owner/name".
        name: String,
    },
    /// The machine has no folder for downloads.
    #[error("this system names no home folder to keep downloads in; set HF_HOME to a folder")]
    NoCache,
    /// The hub does not answer.
    #[error("there is no connection to {host} ({problem}); check the network and try again, or, {BY_HAND}")]
    NoConnection {
        /// Host name of the hub.
        host: String,
        /// The network's error.
        problem: String,
    },
    /// The connection ended in the middle.
    #[error("the connection broke off at {} of {} ({problem}); try again: the download goes on from there", human::bytes(*done), human::bytes(*total))]
    BrokenOff {
        /// Bytes of the file that have arrived.
        done: u64,
        /// Size of the file, bytes.
        total: u64,
        /// The network's error.
        problem: String,
    },
    /// No such repository or revision.
    #[error("{host} has no model {name} at the revision {revision}; check the spelling at {page}")]
    NotFound {
        /// Host name of the hub.
        host: String,
        /// Name of the model, "owner/name".
        name: String,
        /// The branch, tag or commit that was asked for.
        revision: String,
        /// The web page where it would be.
        page: String,
    },
    /// The hub requires a login, or hides that the repository does not exist.
    #[error(
        "{host} gives {name} only to people it knows, or there is no such model; open {page}, accept its terms if it asks for that, \
         and set HF_TOKEN to an access token of your account"
    )]
    NotAllowed {
        /// Host name of the hub.
        host: String,
        /// Name of the model, "owner/name".
        name: String,
        /// The web page of the model.
        page: String,
    },
    /// The weights are there, but not in a form that can be opened safely.
    #[error("{name} has its weights only as {file}, which can run any code and is never opened; {advice}")]
    OnlyPickles {
        /// Name of the model, "owner/name".
        name: String,
        /// Name of the file.
        file: String,
        /// What to do instead.
        advice: String,
    },
    /// A file that every checkpoint needs is not in the repository.
    #[error("{name} has no {file}, so it is no checkpoint that can be read here")]
    Incomplete {
        /// Name of the model, "owner/name".
        name: String,
        /// Name of the file.
        file: String,
    },
    /// The disk is too small.
    #[error(
        "there is not enough free space in {}: {} are needed, {} are free; make room, or set HF_HOME to a folder on another disk",
        dir.display(), human::bytes(*needs), human::bytes(*has)
    )]
    NoSpace {
        /// Folder of the download.
        dir: PathBuf,
        /// Bytes that are still to be downloaded.
        needs: u64,
        /// Bytes that are free on its disk.
        has: u64,
    },
    /// The content does not have the announced checksum.
    #[error("{file} came damaged: its checksum is not the one that {host} announces; it was deleted, so try again")]
    Checksum {
        /// Name of the file.
        file: String,
        /// Host name of the hub.
        host: String,
    },
    /// The hub's response is an error or makes no sense.
    #[error("{host} cannot give the model at the moment ({problem}); try again later")]
    Server {
        /// Host name of the hub.
        host: String,
        /// What is wrong with the response.
        problem: String,
    },
    /// Another process downloads the same file.
    #[error("another program is downloading this model at the moment: {}", .0.display())]
    Busy(PathBuf),
    /// The file could not be written.
    #[error("the download cannot be written ({source}); what has come stays, and the next download goes on from there")]
    Write {
        /// The error, which names the file.
        source: io::Error,
    },
    /// The download is complete, but the checkpoint cannot be used.
    #[error("{name} was downloaded, but cannot be used here: {problem}")]
    Unusable {
        /// Name of the model, "owner/name".
        name: String,
        /// The reason, which names the file.
        problem: String,
    },
}

impl DownloadError {
    pub(super) fn write(source: io::Error) -> Self {
        Self::Write { source }
    }
}

/// Why a model could not be removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// The starter model is part of the program.
    #[error("the starter model is part of the program and cannot be removed")]
    Starter,
    /// No model has this name.
    #[error("no model is called '{name}'; installed are: {installed}")]
    NotHere {
        /// The name as the user typed it.
        name: String,
        /// The names that would have worked, joined by commas.
        installed: String,
    },
    /// The last part of a name is not enough where something is deleted.
    #[error("several models are called '{name}'; write the whole name: {names}")]
    Several {
        /// The name as the user typed it.
        name: String,
        /// The whole names, joined by commas.
        names: String,
    },
    /// A link leads out of the cache.
    #[error("this is a link to a folder elsewhere, whose files are left alone; delete the link yourself: {}", .0.display())]
    Link(PathBuf),
    /// A file could not be deleted, or the list of models not written.
    #[error("the model cannot be removed: {0}")]
    Io(#[from] io::Error),
}

/// What was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The model's whole name.
    pub name: String,
    /// Bytes of disk that are free again; 0 for a folder, which is only forgotten.
    pub freed: u64,
}

/// Whether a text can be part of a repository's name: it becomes part of a path and of an address.
pub(super) fn is_repository(name: &str) -> bool {
    let part = |part: &str| {
        let plain = part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        !part.is_empty() && part.len() <= 96 && plain && !part.starts_with(['.', '-']) && !part.contains("..") && !part.contains("--")
    };
    name.split_once('/').is_some_and(|(owner, name)| part(owner) && part(name))
}

/// Whether a text names a branch, a tag, a pull request ("refs/pr/15") or a commit, and nothing else: it becomes part of a path.
pub(super) fn is_revision(revision: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    revision.len() <= 200 && !Path::new(revision).is_absolute() && revision.split('/').all(part)
}

/// Whether a text is a commit or a checksum of `digits` hexadecimal digits.
pub(super) fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn settings(variables: &[(&str, &str)]) -> HubSettings {
        let variables: HashMap<&str, &str> = variables.iter().copied().collect();
        HubSettings::from(|name| variables.get(name).map(PathBuf::from))
    }

    #[test]
    fn the_variables_of_hugging_face_are_used() {
        let home = tempfile::tempdir().unwrap();
        fs_err::write(home.path().join("token"), "saved\n").unwrap();
        let at = home.path().to_str().unwrap();
        let plain = settings(&[("HF_HOME", at)]);
        assert_eq!(plain.cache, Some(home.path().join("hub")));
        assert_eq!((plain.endpoint.as_str(), plain.host(), plain.offline), ("https://huggingface.co", "huggingface.co", false));
        assert_eq!(plain.token.as_deref(), Some("saved"));
        let other = [("HF_HUB_CACHE", "/c"), ("HF_TOKEN", " own "), ("HF_ENDPOINT", "http://mirror:8080/"), ("HF_HUB_OFFLINE", "True")];
        let other = settings(&[&other[..], &[("HF_HOME", at)]].concat());
        assert_eq!((other.cache, other.token.as_deref()), (Some("/c".into()), Some("own")));
        assert_eq!((other.endpoint.as_str(), other.offline), ("http://mirror:8080", true));
        assert_eq!(settings(&[("XDG_CACHE_HOME", "/x")]).cache, Some("/x/huggingface/hub".into()));
        assert!(!settings(&[("HF_HUB_OFFLINE", "0")]).offline);
    }

    #[test]
    fn names_cannot_leave_their_folder() {
        for (name, fits) in [("a/b", true), ("laion/CLIP-ViT_2.0", true), ("a", false), ("a/b/c", false), ("../b", false), ("a/..", false)]
        {
            assert_eq!(is_repository(name), fits, "{name}");
        }
        for (revision, fits) in [("main", true), ("refs/pr/15", true), ("v1.0", true), ("", false), ("a//b", false), ("../x", false)] {
            assert_eq!(is_revision(revision), fits, "{revision}");
        }
    }
}
