//! A hub for tests: serves one repository as the real one does, and misbehaves on request.

use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// The commit that every revision leads to.
pub const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
/// The large file, which lies in a store of its own.
pub const WEIGHTS: &str = "model.safetensors";

/// What the server does, and what it saw.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools)] // each misdeed is one of its own
pub struct Script {
    /// Names and contents.
    pub files: Vec<(String, Vec<u8>)>,
    /// Answer to every question about the repository, instead of the right one.
    pub status: Option<u16>,
    /// Close the connection after so many bytes of the weights.
    pub cut: Option<usize>,
    /// Send half of the weights, and then nothing, for as long as the client waits.
    pub stall: bool,
    /// Send something else than was announced.
    pub corrupt: bool,
    /// Heed no `Range`.
    pub no_ranges: bool,
    /// Announce this size of the weights.
    pub announced: Option<u64>,
    /// Only for who names himself so.
    pub token: Option<String>,
    /// The repository went to this name.
    pub moved_to: Option<String>,
    /// The commit to announce, instead of [`COMMIT`].
    pub commit: Option<String>,
    /// Requests that came: method, path, range.
    pub seen: Vec<(String, String, Option<String>)>,
    /// Bytes of the weights that were sent.
    pub sent: usize,
    /// The token came to the store, where it must not.
    pub leaked: bool,
}

/// Runs until the test's process ends.
#[derive(Clone)]
pub struct Server {
    port: u16,
    script: Arc<Mutex<Script>>,
}

impl Server {
    /// Serves the files of a folder.
    pub fn start(folder: &Path) -> Self {
        let names = ["config.json", "preprocessor_config.json", "tokenizer.json", WEIGHTS];
        let mut files: Vec<(String, Vec<u8>)> = names.iter().map(|n| ((*n).to_owned(), fs_err::read(folder.join(n)).unwrap())).collect();
        files.push(("README.md".to_owned(), b"---\nlicense: mit\n---\n# Tiny\n".to_vec()));
        files.push((".gitattributes".to_owned(), Vec::new()));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server =
            Self { port: listener.local_addr().unwrap().port(), script: Arc::new(Mutex::new(Script { files, ..Script::default() })) };
        let serving = server.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let server = serving.clone();
                // A client that goes away in the middle is what many tests are about.
                std::thread::spawn(move || drop(server.answer(stream)));
            }
        });
        server
    }

    pub fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it does and saw; the server waits meanwhile, and so does a second call beside it.
    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap()
    }

    /// Bytes of the weights that were sent so far.
    pub fn sent(&self) -> usize {
        self.script().sent
    }

    /// The weights' content.
    pub fn weights(&self) -> Vec<u8> {
        self.script().files.iter().find(|(name, _)| name == WEIGHTS).unwrap().1.clone()
    }

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?).lines();
        let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        let headers: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
        let header = |name: &str| {
            headers
                .iter()
                .find_map(|line| line.split_once(':').filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.trim().to_owned()))
        };
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let range = header("range");
        self.script().seen.push((method.clone(), path.clone(), range.clone()));
        if let Some(name) = path.strip_prefix("/store/") {
            self.script().leaked |= header("authorization").is_some();
            let name = name.to_owned();
            return self.send(&mut stream, &name, range.as_deref());
        }
        let script = self.script();
        let known = script.token.is_none() || header("authorization") == script.token.as_ref().map(|token| format!("Bearer {token}"));
        let status = script.status.or((!known).then_some(401));
        let moved = script.moved_to.clone().filter(|to| !path.contains(to.as_str()));
        let commit = script.commit.clone().unwrap_or_else(|| COMMIT.to_owned());
        if let Some(status) = status {
            return head(&mut stream, status, &[("Content-Length", "0")]);
        }
        if let Some(to) = moved {
            let tail: Vec<&str> = path.split('/').skip(if path.starts_with("/api/") { 5 } else { 3 }).collect();
            let prefix = if path.starts_with("/api/") { "/api/models/" } else { "/" };
            return head(&mut stream, 307, &[("Location", &format!("{prefix}{to}/{}", tail.join("/"))), ("Content-Length", "0")]);
        }
        if path.starts_with("/api/models/") {
            let siblings: Vec<serde_json::Value> = script.files.iter().map(|(name, _)| serde_json::json!({ "rfilename": name })).collect();
            let body = serde_json::json!({ "sha": commit, "siblings": siblings, "id": "someone/tiny" }).to_string();
            head(&mut stream, 200, &[("Content-Type", "application/json"), ("Content-Length", &body.len().to_string())])?;
            return stream.write_all(body.as_bytes());
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        let Some((_, content)) = script.files.iter().find(|(file, _)| file == name).cloned() else {
            return head(&mut stream, 404, &[("Content-Length", "0")]);
        };
        let announced = script.announced.unwrap_or(content.len() as u64).to_string();
        drop(script);
        if name == WEIGHTS {
            // Another host, as the real hub's store is.
            let location = format!("http://localhost:{}/store/{name}", self.port);
            let etag = format!("\"{}\"", hex(&Sha256::digest(&content)));
            return head(
                &mut stream,
                302,
                &[
                    ("Location", &location),
                    ("X-Linked-Etag", &etag),
                    ("X-Linked-Size", &announced),
                    ("X-Repo-Commit", &commit),
                    ("Content-Length", "0"),
                ],
            );
        }
        let mut hasher = Sha1::new_with_prefix(format!("blob {}\0", content.len()));
        hasher.update(&content);
        let etag = format!("\"{}\"", hex(&hasher.finalize()));
        head(&mut stream, 200, &[("ETag", &etag), ("X-Repo-Commit", &commit), ("Content-Length", &content.len().to_string())])?;
        if method == "GET" { stream.write_all(&content) } else { Ok(()) }
    }

    fn send(&self, stream: &mut TcpStream, name: &str, range: Option<&str>) -> std::io::Result<()> {
        let mut script = self.script();
        let mut content = script.files.iter().find(|(file, _)| file == name).unwrap().1.clone();
        if script.corrupt {
            content[100] ^= 1;
        }
        let (cut, stall) = (script.cut.take(), script.stall);
        let from = range.filter(|_| !script.no_ranges).and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
        let rest = &content[from.unwrap_or(0)..];
        let length = rest.len().to_string();
        let end = cut.unwrap_or(rest.len()).min(if stall { rest.len() / 2 } else { rest.len() });
        script.sent += end;
        drop(script);
        match from {
            Some(from) => {
                let range = format!("bytes {from}-{}/{}", content.len() - 1, content.len());
                head(stream, 206, &[("Content-Range", &range), ("Content-Length", &length)])?;
            }
            None => head(stream, 200, &[("Content-Length", &length)])?,
        }
        stream.write_all(&rest[..end])?;
        stream.flush()?;
        if stall {
            // Ends when the client closes.
            stream.set_read_timeout(Some(Duration::from_mins(1)))?;
            let _ = std::io::Read::read(stream, &mut [0]);
        }
        Ok(())
    }
}

fn head(stream: &mut TcpStream, status: u16, headers: &[(&str, &str)]) -> std::io::Result<()> {
    let mut text = format!("HTTP/1.1 {status} Status\r\nConnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    stream.write_all((text + "\r\n").as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
