//! Requests to the hub, and one file's way onto the disk: resumed, counted, and compared with its checksum.

use super::hub::{DownloadError, HubSettings, is_hex};
use crate::base::{Cancel, Progress};
use fs_err as fs;
use hf_hub::Repo;
use hf_hub::api::RepoInfo;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use ureq::http::{HeaderMap, Response, StatusCode, Uri};
use ureq::{Agent, Body};

/// For a name to be found and a connection to be made. Neither can be interrupted, so it is short.
const CONNECT: Duration = Duration::from_secs(10);
/// The longest silence of a server.
const SILENCE: Duration = Duration::from_secs(20);
/// For a whole answer that is small.
const ANSWER: Duration = Duration::from_secs(30);
/// The largest list of a repository's files, bytes.
const MOST_INFO: u64 = 20_000_000;
/// Redirections inside the hub: a model that was renamed.
const MOST_HOPS: usize = 5;
/// Bytes read at once.
const PIECE: usize = 1 << 16;

/// What the hub says of a file before it is fetched.
#[derive(Clone, Debug)]
pub struct Announced {
    /// Name in the repository.
    pub name: &'static str,
    /// Size.
    pub bytes: u64,
    /// What its content must hash to.
    pub checksum: Checksum,
    /// Where its content is.
    address: String,
}

/// The hub's name for a file's content: a large file goes by its SHA-256, a small one by the SHA-1 that git gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// Of the content.
    Sha256(String),
    /// Of "blob", the length and the content.
    Git(String),
}

impl Checksum {
    fn parse(etag: &str) -> Option<Self> {
        let text = etag.trim_start_matches("W/").trim_matches('"').to_ascii_lowercase();
        if is_hex(&text, 64) {
            Some(Self::Sha256(text))
        } else if is_hex(&text, 40) {
            Some(Self::Git(text))
        } else {
            None
        }
    }

    /// Hexadecimal; also the file's name in the cache.
    pub fn text(&self) -> &str {
        match self {
            Self::Sha256(text) | Self::Git(text) => text,
        }
    }
}

enum Hasher {
    Sha256(Sha256),
    Git(Sha1),
}

impl Hasher {
    fn new(checksum: &Checksum, bytes: u64) -> Self {
        match checksum {
            Checksum::Sha256(_) => Self::Sha256(Sha256::new()),
            Checksum::Git(_) => Self::Git(Sha1::new_with_prefix(format!("blob {bytes}\0"))),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Git(hasher) => hasher.update(bytes),
        }
    }

    fn finish(self) -> String {
        let digest = match self {
            Self::Sha256(hasher) => hasher.finalize().to_vec(),
            Self::Git(hasher) => hasher.finalize().to_vec(),
        };
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// Where a file grows until it is whole; Hugging Face's own tools call it so too.
pub fn partial(blob: &Path) -> PathBuf {
    blob.with_extension("incomplete")
}

/// The hub, asked about one repository.
#[derive(Clone)]
pub struct Hub<'a> {
    settings: &'a HubSettings,
    name: &'a str,
    agent: Agent,
}

impl<'a> Hub<'a> {
    /// Opens no connection yet.
    pub fn new(settings: &'a HubSettings, name: &'a str) -> Self {
        let mut config = Agent::config_builder()
            .user_agent(concat!("selvedge/", env!("CARGO_PKG_VERSION")))
            .accept_encoding("identity")
            .http_status_as_error(false)
            // Ours to follow: a token must not leave the hub, and the checksum stands in the first answer.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_send_request(Some(SILENCE))
            .timeout_recv_response(Some(ANSWER))
            .timeout_per_read(Some(SILENCE))
            .timeout_per_write(Some(SILENCE));
        if !settings.proxies {
            config = config.proxy(None);
        }
        Self { settings, name, agent: config.build().into() }
    }

    /// Ends what is under way, from another thread.
    pub fn close(&self) {
        self.agent.clone().shutdown();
    }

    /// The files of a revision, and its commit.
    pub fn info(&self, repo: &Repo) -> Result<RepoInfo, DownloadError> {
        let address = format!("{}/api/{}", self.settings.endpoint, repo.api_url());
        let (_, mut response) = self.ask(&address, |address| self.get(address))?;
        self.check(response.status(), repo)?;
        let body = response.body_mut().with_config().limit(MOST_INFO).read_to_vec().map_err(|e| self.no_connection(&e))?;
        serde_json::from_slice(&body).map_err(|e| self.odd(&format!("its list of files cannot be read: {e}")))
    }

    /// Size and checksum of a file.
    pub fn announced(&self, repo: &Repo, name: &'static str) -> Result<Announced, DownloadError> {
        let address = format!("{}/{}/resolve/{}/{name}", self.settings.endpoint, repo.url(), repo.url_revision());
        let (address, response) = self.ask(&address, |address| self.authorised(self.agent.head(address), address).call())?;
        let (status, headers) = (response.status(), response.headers());
        let elsewhere = status.is_redirection().then(|| text(headers, "location")).flatten();
        if elsewhere.is_none() {
            self.check(status, repo)?;
        }
        let either = |first: &str, second: &str| text(headers, first).or_else(|| text(headers, second));
        let checksum = either("x-linked-etag", "etag").and_then(|etag| Checksum::parse(&etag));
        let bytes = either("x-linked-size", "content-length").and_then(|bytes| bytes.parse().ok());
        let (Some(checksum), Some(bytes)) = (checksum, bytes) else {
            return Err(self.odd(&format!("it announces no size or no checksum of {name}")));
        };
        Ok(Announced { name, bytes, checksum, address: elsewhere.unwrap_or(address) })
    }

    /// Brings a file into the cache: what is there of it already is kept, and it gets its name only when its checksum is right.
    pub fn fetch(&self, file: &Announced, blob: &Path, progress: &Progress, cancel: &Cancel) -> Result<(), DownloadError> {
        let path = partial(blob);
        let mut part = std::fs::OpenOptions::new().read(true).append(true).create(true).open(&path).map_err(DownloadError::write)?;
        // Two writers would interleave. The lock goes with the process, so that a killed one leaves none behind.
        if part.try_lock().is_err() {
            return Err(DownloadError::Busy(path));
        }
        let mut hasher = Hasher::new(&file.checksum, file.bytes);
        let mut done = self.read_again(&mut part, file, &mut hasher, cancel)?;
        if done < file.bytes {
            let mut response = self.rest(file, done)?;
            if done > 0 && response.status() != StatusCode::PARTIAL_CONTENT {
                // The server begins anew, and so does the file.
                part.set_len(0).map_err(DownloadError::write)?;
                (done, hasher) = (0, Hasher::new(&file.checksum, file.bytes));
            }
            progress.advance(done);
            let mut body = response.body_mut().as_reader();
            let mut piece = vec![0; PIECE];
            while done < file.bytes {
                if cancel.is_cancelled() {
                    return Err(DownloadError::Cancelled);
                }
                let broken = |problem: String| DownloadError::BrokenOff { done, total: file.bytes, problem };
                let read = match body.read(&mut piece) {
                    Ok(0) => return Err(broken("the server closed it".to_owned())),
                    Ok(read) => read,
                    Err(error) => return Err(broken(error.to_string())),
                };
                // More than was announced is nothing that can be right.
                let wanted = &piece[..read.min(usize::try_from(file.bytes - done).unwrap_or(usize::MAX))];
                part.write_all(wanted).map_err(DownloadError::write)?;
                hasher.update(wanted);
                done += wanted.len() as u64;
                progress.advance(wanted.len() as u64);
            }
        } else {
            progress.advance(done);
        }
        if hasher.finish() != file.checksum.text() {
            fs::remove_file(&path).map_err(DownloadError::write)?;
            return Err(DownloadError::Checksum { file: file.name.to_owned(), host: self.settings.host().to_owned() });
        }
        part.sync_all().map_err(DownloadError::write)?;
        fs::rename(&path, blob).map_err(DownloadError::write)
    }

    /// Hashes what an earlier download left; how much that is.
    fn read_again(&self, part: &mut std::fs::File, file: &Announced, hasher: &mut Hasher, cancel: &Cancel) -> Result<u64, DownloadError> {
        let length = part.metadata().map_err(DownloadError::write)?.len();
        if length > file.bytes {
            part.set_len(0).map_err(DownloadError::write)?;
            return Ok(0);
        }
        part.seek(SeekFrom::Start(0)).map_err(DownloadError::write)?;
        let mut piece = vec![0; PIECE];
        let mut done = 0;
        loop {
            if cancel.is_cancelled() {
                return Err(DownloadError::Cancelled);
            }
            match part.read(&mut piece).map_err(DownloadError::write)? {
                0 => return Ok(done),
                read => {
                    hasher.update(&piece[..read]);
                    done += read as u64;
                }
            }
        }
    }

    /// The content from byte `from` on.
    fn rest(&self, file: &Announced, from: u64) -> Result<Response<Body>, DownloadError> {
        let range = format!("bytes={from}-");
        let (_, response) = self.ask_anywhere(&file.address, |address| {
            let request = self.authorised(self.agent.get(address), address);
            if from > 0 { request.header("Range", &range).call() } else { request.call() }
        })?;
        let begins = text(response.headers(), "content-range").is_none_or(|range| range.starts_with(&format!("bytes {from}-")));
        match response.status() {
            StatusCode::OK => Ok(response),
            StatusCode::PARTIAL_CONTENT if begins => Ok(response),
            StatusCode::PARTIAL_CONTENT => Err(self.odd("it sent another part of the file than was asked for")),
            status => Err(self.odd(&format!("it answered {status} for {}", file.name))),
        }
    }

    fn get(&self, address: &str) -> Result<Response<Body>, ureq::Error> {
        self.authorised(self.agent.get(address), address).call()
    }

    /// The token goes to the hub only, not to the store that its files lie in.
    fn authorised<B>(&self, request: ureq::RequestBuilder<B>, address: &str) -> ureq::RequestBuilder<B> {
        match &self.settings.token {
            Some(token) if host(address) == host(&self.settings.endpoint) => request.header("Authorization", format!("Bearer {token}")),
            _ => request,
        }
    }

    /// Asks, and follows redirections inside the hub; the last answer may point elsewhere. With the address that gave it.
    fn ask(
        &self,
        address: &str,
        request: impl Fn(&str) -> Result<Response<Body>, ureq::Error>,
    ) -> Result<(String, Response<Body>), DownloadError> {
        self.follow(address, request, |from, to| host(from) == host(to))
    }

    /// Asks, and follows every redirection.
    fn ask_anywhere(
        &self,
        address: &str,
        request: impl Fn(&str) -> Result<Response<Body>, ureq::Error>,
    ) -> Result<(String, Response<Body>), DownloadError> {
        self.follow(address, request, |_, _| true)
    }

    fn follow(
        &self,
        address: &str,
        request: impl Fn(&str) -> Result<Response<Body>, ureq::Error>,
        may: impl Fn(&str, &str) -> bool,
    ) -> Result<(String, Response<Body>), DownloadError> {
        let mut address = address.to_owned();
        for _ in 0..MOST_HOPS {
            let response = request(&address).map_err(|e| self.no_connection(&e))?;
            let to = response.status().is_redirection().then(|| text(response.headers(), "location")).flatten();
            match to.map(|to| absolute(&address, &to)) {
                Some(to) if may(&address, &to) => address = to,
                _ => return Ok((address, response)),
            }
        }
        Err(self.odd("it redirects in a circle"))
    }

    fn check(&self, status: StatusCode, repo: &Repo) -> Result<(), DownloadError> {
        let (host, name) = (self.settings.host().to_owned(), self.name.to_owned());
        match status {
            status if status.is_success() => Ok(()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(DownloadError::NotAllowed { host, name, page: self.settings.page(self.name) })
            }
            StatusCode::NOT_FOUND => {
                Err(DownloadError::NotFound { host, name, revision: repo.revision().to_owned(), page: self.settings.page(self.name) })
            }
            StatusCode::TOO_MANY_REQUESTS => Err(self.odd("too many requests from here")),
            status => Err(self.odd(&format!("it answered {status}"))),
        }
    }

    /// The hub's answer is not one that a hub gives.
    pub fn odd(&self, what: &str) -> DownloadError {
        DownloadError::Server { host: self.settings.host().to_owned(), problem: what.to_owned() }
    }

    fn no_connection(&self, error: &ureq::Error) -> DownloadError {
        let problem = match error {
            ureq::Error::HostNotFound => "its address was not found".to_owned(),
            ureq::Error::Timeout(_) => "it does not answer in time".to_owned(),
            ureq::Error::Io(error) => error.to_string(),
            other => other.to_string(),
        };
        DownloadError::NoConnection { host: self.settings.host().to_owned(), problem }
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn host(address: &str) -> Option<String> {
    let address: Uri = address.parse().ok()?;
    address.authority().map(|authority| authority.as_str().to_ascii_lowercase())
}

/// Where a redirection leads, from the address that gave it.
fn absolute(from: &str, to: &str) -> String {
    match from.parse::<Uri>() {
        Ok(from) if to.starts_with('/') && !to.starts_with("//") => {
            format!("{}://{}{to}", from.scheme_str().unwrap_or("https"), from.authority().map_or("", |a| a.as_str()))
        }
        _ => to.to_owned(),
    }
}
