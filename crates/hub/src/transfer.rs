//! Requests to the hub: what a repository has, what a file is announced to be, its content.

use super::part::{BUFFER, Checksum, Part};
use super::settings::{DownloadError, HubSettings};
use base::{Cancel, Progress};
use hf_hub::Repo;
use hf_hub::api::RepoInfo;
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use ureq::http::{HeaderMap, Response, StatusCode, Uri};
use ureq::{Agent, Body};

/// Limit for resolving a name and for connecting. Neither can be interrupted, so it is short.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Limit for a single read or write.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
/// Limit for the headers of a response.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest list of a repository's files, bytes.
const MAX_INFO: u64 = 20_000_000;
/// Redirections inside the hub: a model that was renamed.
const MAX_REDIRECTS: usize = 5;

/// What the hub says of a file before it is fetched.
#[derive(Clone, Debug)]
pub struct Announced {
    /// Its name in the repository.
    pub name: &'static str,
    /// Its size.
    pub bytes: u64,
    /// The checksum that its content must have.
    pub checksum: Checksum,
    /// The URL of its content.
    address: String,
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
            .timeout_resolve(Some(CONNECT_TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .timeout_send_request(Some(READ_TIMEOUT))
            .timeout_recv_response(Some(RESPONSE_TIMEOUT))
            .timeout_per_read(Some(READ_TIMEOUT))
            .timeout_per_write(Some(READ_TIMEOUT));
        if !settings.proxies {
            config = config.proxy(None);
        }
        Self { settings, name, agent: config.build().into() }
    }

    /// Closes all connections; called from another thread to cancel.
    pub fn close(&self) {
        self.agent.clone().shutdown();
    }

    /// The files of a revision, and its commit.
    pub fn info(&self, repo: &Repo) -> Result<RepoInfo, DownloadError> {
        let address = format!("{}/api/{}", self.settings.endpoint, repo.api_url());
        let (_, mut response) = self.follow(&address, |address| self.authorised(self.agent.get(address), address).call(), |_| false)?;
        self.check(response.status(), repo)?;
        let body = response.body_mut().with_config().limit(MAX_INFO).read_to_vec().map_err(|e| self.no_connection(&e))?;
        serde_json::from_slice(&body).map_err(|e| self.unexpected(&format!("its list of files cannot be read: {e}")))
    }

    /// Size and checksum of a file.
    pub fn announced(&self, repo: &Repo, name: &'static str) -> Result<Announced, DownloadError> {
        let address = format!("{}/{}/resolve/{}/{name}", self.settings.endpoint, repo.url(), repo.url_revision());
        // A large file lies in a store elsewhere, whose own checksum is of another kind: the hub's stands in its redirection.
        let linked = |headers: &HeaderMap| headers.contains_key("x-linked-etag");
        let request = |address: &str| self.authorised(self.agent.head(address), address).call();
        let (address, response) = self.follow(&address, request, linked)?;
        let (status, headers) = (response.status(), response.headers());
        let elsewhere = location(&address, &response);
        let (checksum, bytes) = match elsewhere {
            Some(_) => ("x-linked-etag", "x-linked-size"),
            None => ("etag", "content-length"),
        };
        if elsewhere.is_none() {
            self.check(status, repo)?;
        }
        let checksum = text(headers, checksum).and_then(|etag| Checksum::parse(&etag));
        let bytes = text(headers, bytes).and_then(|bytes| bytes.parse().ok());
        let (Some(checksum), Some(bytes)) = (checksum, bytes) else {
            return Err(self.unexpected(&format!("it announces no size or no checksum of {name}")));
        };
        Ok(Announced { name, bytes, checksum, address: elsewhere.unwrap_or(address) })
    }

    /// Downloads a file into the cache. Resumes an earlier attempt, and names the file only after its checksum was verified.
    pub fn fetch(&self, file: &Announced, blob: &Path, progress: &Progress, cancel: &Cancel) -> Result<(), DownloadError> {
        let mut part = Part::open(blob, &file.checksum, file.bytes)?;
        part.hash_existing(cancel)?;
        if part.done() < file.bytes {
            let mut response = self.rest(file, part.done())?;
            if response.status() != StatusCode::PARTIAL_CONTENT {
                part.restart()?;
            }
            progress.advance(part.done());
            receive(&mut response.body_mut().as_reader(), &mut part, file, progress, cancel)?;
        } else {
            progress.advance(part.done());
        }
        if part.finish()? {
            Ok(())
        } else {
            Err(DownloadError::Checksum { file: file.name.to_owned(), host: self.settings.host().to_owned() })
        }
    }

    /// The content from byte `from` on.
    fn rest(&self, file: &Announced, from: u64) -> Result<Response<Body>, DownloadError> {
        let range = format!("bytes={from}-");
        let request = |address: &str| {
            let request = self.authorised(self.agent.get(address), address);
            if from > 0 { request.header("Range", &range).call() } else { request.call() }
        };
        let (_, response) = self.follow(&file.address, request, |_| false)?;
        let begins = text(response.headers(), "content-range").is_none_or(|range| range.starts_with(&format!("bytes {from}-")));
        match response.status() {
            StatusCode::OK => Ok(response),
            StatusCode::PARTIAL_CONTENT if begins => Ok(response),
            StatusCode::PARTIAL_CONTENT => Err(self.unexpected("it sent another part of the file than was asked for")),
            status => Err(self.unexpected(&format!("it answered {status} for {}", file.name))),
        }
    }

    /// The token goes to the hub only, not to the store that its files lie in.
    fn authorised<B>(&self, request: ureq::RequestBuilder<B>, address: &str) -> ureq::RequestBuilder<B> {
        match &self.settings.token {
            Some(token) if host(address) == host(&self.settings.endpoint) => request.header("Authorization", format!("Bearer {token}")),
            _ => request,
        }
    }

    /// Asks, and follows redirections inside the hub, and out of it until `enough` is said. With the address that gave the answer.
    fn follow(
        &self,
        address: &str,
        request: impl Fn(&str) -> Result<Response<Body>, ureq::Error>,
        enough: impl Fn(&HeaderMap) -> bool,
    ) -> Result<(String, Response<Body>), DownloadError> {
        let mut address = address.to_owned();
        for _ in 0..MAX_REDIRECTS {
            let response = request(&address).map_err(|e| self.no_connection(&e))?;
            match location(&address, &response) {
                Some(to) if host(&to) == host(&address) || !enough(response.headers()) => address = to,
                _ => return Ok((address, response)),
            }
        }
        Err(self.unexpected("it redirects in a circle"))
    }

    fn check(&self, status: StatusCode, repo: &Repo) -> Result<(), DownloadError> {
        let (host, name) = (self.settings.host().to_owned(), self.name.to_owned());
        match status {
            status if status.is_success() => Ok(()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(DownloadError::NotAllowed { host, name, page: self.settings.page(self.name) })
            }
            StatusCode::NOT_FOUND => Err(self.settings.not_found(self.name, repo.revision())),
            StatusCode::TOO_MANY_REQUESTS => Err(self.unexpected("too many requests from here")),
            status => Err(self.unexpected(&format!("it answered {status}"))),
        }
    }

    /// The hub's answer is not one that a hub gives.
    pub fn unexpected(&self, what: &str) -> DownloadError {
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

/// Reads a body to the announced end.
fn receive(body: &mut impl Read, part: &mut Part, file: &Announced, progress: &Progress, cancel: &Cancel) -> Result<(), DownloadError> {
    let mut piece = vec![0; BUFFER];
    while part.done() < file.bytes {
        if cancel.is_cancelled() {
            return Err(DownloadError::Cancelled);
        }
        let broken = |problem: String| DownloadError::BrokenOff { done: part.done(), total: file.bytes, problem };
        let read = match body.read(&mut piece) {
            Ok(0) => return Err(broken("the server closed it".to_owned())),
            Ok(read) => read,
            Err(error) => return Err(broken(error.to_string())),
        };
        // What is more than was announced cannot be right, and never reaches the disk.
        let wanted = &piece[..read.min(usize::try_from(file.bytes - part.done()).unwrap_or(usize::MAX))];
        part.write(wanted)?;
        progress.advance(wanted.len() as u64);
    }
    Ok(())
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

fn host(address: &str) -> Option<String> {
    let address: Uri = address.parse().ok()?;
    address.authority().map(|authority| authority.as_str().to_ascii_lowercase())
}

/// Where a redirection leads; a place inside the same host is told without the host.
fn location(from: &str, response: &Response<Body>) -> Option<String> {
    let to = text(response.headers(), "location").filter(|_| response.status().is_redirection())?;
    if !to.starts_with('/') || to.starts_with("//") {
        return Some(to);
    }
    let from: Uri = from.parse().ok()?;
    Some(format!("{}://{}{to}", from.scheme_str()?, from.authority()?))
}
