//! PostgreSQL servers that a test starts itself, on a free port, in a folder of its own that goes with the test's process.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server that runs.
pub struct Server {
    bin: PathBuf,
    /// Where its socket is.
    pub folder: PathBuf,
    /// On 127.0.0.1.
    pub port: u16,
    user: Option<(u32, u32)>,
    databases: AtomicU32,
}

/// A session that stays open until this is dropped.
pub struct Held(Child);

impl Drop for Held {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        self.0.wait().ok();
    }
}

/// Debian's server, without pgvector and with TLS where `openssl` is there to make a certificate. `None`, with a word about it: it is not installed.
pub fn plain() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| started(debians(), "postgresql")).as_ref()
}

/// A second one of the same kind.
pub fn another() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| started(debians(), "postgresql")).as_ref()
}

/// The server in `PyPI`'s pgserver, with pgvector: unpacked in `target/pgserver`, or where `SELVEDGE_PGSERVER` says.
pub fn with_pgvector() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(|| started(pgservers(), "pgserver")).as_ref()
}

fn started(bin: Option<PathBuf>, package: &str) -> Option<Server> {
    let server = bin.and_then(Server::start);
    if server.is_none() {
        skip(package);
    }
    server
}

#[allow(clippy::print_stderr)] // a test tells why it did nothing
fn skip(package: &str) {
    eprintln!("skipped: no server of {package} could be started here");
}

fn debians() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> =
        Path::new("/usr/lib/postgresql").read_dir().ok()?.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
    found.sort();
    found.pop().filter(|bin| bin.join("initdb").is_file())
}

fn pgservers() -> Option<PathBuf> {
    let named = std::env::var_os("SELVEDGE_PGSERVER").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pgserver"));
    Some(folder.join("pgserver/pginstall/bin")).filter(|bin| bin.join("initdb").is_file())
}

/// The script that holds the server: it ends, and takes the folder along, once the pipe to it is closed; so also where the test was killed.
const HOLD: &str = r#""$1" -D "$2/data" >"$2/log" 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf "$2""#;

impl Server {
    fn start(bin: PathBuf) -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("selvedge-pg").tempdir_in("/tmp").ok()?;
        let server = Self::start_in(bin, folder.path().to_owned())?;
        // From now on the script takes it away.
        drop(folder.keep());
        Some(server)
    }

    fn start_in(bin: PathBuf, folder: PathBuf) -> Option<Self> {
        let user = unprivileged();
        // A server refuses to run as root, and another account must be able to run its program.
        let bin = if user.is_some() && !bin.starts_with("/usr") { copied(&bin, &folder)? } else { bin };
        if let Some((uid, gid)) = user {
            Command::new("chown").arg("-R").arg(format!("{uid}:{gid}")).arg(&folder).status().ok()?;
        }
        let port = TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
        let server = Self { bin, folder, port, user, databases: AtomicU32::new(0) };
        let data = server.folder.join("data");
        server.run("initdb", &["-D", data.to_str()?, "-U", "owner", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])?;
        // PyPI's is built without.
        let tls = server.bin.starts_with("/usr") && server.certificate();
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{}'\nfsync = off\nmax_connections = 60\nssl = {}\n",
            server.folder.display(),
            if tls { "on\nssl_cert_file = '../server.crt'\nssl_key_file = '../server.key'" } else { "off" },
        );
        let mut file = fs_err::OpenOptions::new().append(true).open(data.join("postgresql.conf")).ok()?;
        file.write_all(settings.as_bytes()).ok()?;
        fs_err::write(data.join("pg_hba.conf"), "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n").ok()?;
        let mut hold = Command::new("sh");
        hold.args(["-c", HOLD, "hold"]).arg(server.bin.join("postgres")).arg(&server.folder).stdin(Stdio::piped());
        server.demoted(&mut hold);
        let held = hold.spawn().ok()?;
        // The pipe stays open for as long as this process is there.
        std::mem::forget(held);
        let since = Instant::now();
        while server.psql("postgres", "SELECT 1").is_none() {
            if since.elapsed() > Duration::from_secs(30) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(server)
    }

    fn demoted(&self, command: &mut Command) {
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid).current_dir(&self.folder).env("HOME", &self.folder);
        }
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Option<Output> {
        let mut command = Command::new(self.bin.join(program));
        command.args(arguments);
        self.demoted(&mut command);
        command.output().ok().filter(|output| output.status.success())
    }

    /// Makes the certificate of `localhost`, signed by itself.
    fn certificate(&self) -> bool {
        let (key, certificate) = (self.folder.join("server.key"), self.folder.join("server.crt"));
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]);
        command.args(["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE", "-keyout"]);
        command.arg(key).arg("-out").arg(certificate);
        self.demoted(&mut command);
        command.output().is_ok_and(|output| output.status.success())
    }

    /// The certificate to trust, where the server has one.
    pub fn certificates(&self) -> Option<PathBuf> {
        Some(self.folder.join("server.crt")).filter(|file| file.is_file())
    }

    /// Runs SQL as the owner of everything; `None` where it fails.
    pub fn psql(&self, database: &str, sql: &str) -> Option<String> {
        let output = self.psql_of(database).args(["-c", sql]).output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok().map(|text| text.trim_end().to_owned())
    }

    fn psql_of(&self, database: &str) -> Command {
        let mut command = Command::new(self.bin.join("psql"));
        command.arg("-h").arg(&self.folder).args([
            "-p",
            &self.port.to_string(),
            "-U",
            "owner",
            "-d",
            database,
            "-v",
            "ON_ERROR_STOP=1",
            "-XAtq",
        ]);
        self.demoted(&mut command);
        command
    }

    /// Runs SQL in a session that stays open, so that what it locks stays locked; `None` where it fails.
    pub fn hold(&self, database: &str, sql: &str) -> Option<Held> {
        let mut command = self.psql_of(database);
        let mut held = Held(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?);
        held.0.stdin.as_mut()?.write_all(format!("{sql}\n\\echo held\n").as_bytes()).ok()?;
        let mut line = String::new();
        BufReader::new(held.0.stdout.as_mut()?).read_line(&mut line).ok()?;
        (line.trim_end() == "held").then_some(held)
    }

    /// Makes an empty database and answers its name.
    pub fn database(&self) -> String {
        let name = format!("shop{}_{}", std::process::id(), self.databases.fetch_add(1, Ordering::Relaxed));
        self.psql("postgres", &format!("CREATE DATABASE {name}"));
        name
    }

    /// The address of a database for a login, over the socket: no password is asked.
    pub fn url(&self, user: &str, database: &str) -> String {
        format!("postgres://{user}@/{database}?host={}&port={}", self.folder.display(), self.port)
    }
}

/// Who runs the server where this process is root's.
fn unprivileged() -> Option<(u32, u32)> {
    let is_root = fs_err::metadata("/proc/self").is_ok_and(|facts| std::os::unix::fs::MetadataExt::uid(&facts) == 0);
    let passwords = fs_err::read_to_string("/etc/passwd").ok().filter(|_| is_root)?;
    let line = |name: &str| passwords.lines().find(|line| line.starts_with(&format!("{name}:")));
    let fields: Vec<&str> = line("postgres").or_else(|| line("nobody"))?.split(':').collect();
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}

/// The installation above `bin`, where everybody can read it.
fn copied(bin: &Path, folder: &Path) -> Option<PathBuf> {
    let (from, to) = (bin.ancestors().nth(3)?, folder.join("programs"));
    let done = Command::new("cp").arg("-rL").arg(from).arg(&to).status().ok()?;
    Command::new("chmod").args(["-R", "a+rX"]).arg(folder).status().ok()?;
    done.success().then(|| to.join("pgserver/pginstall/bin"))
}
