//! Where a hub is and who asks, found as libpq finds it: the address, a service, the environment, `~/.pgpass`.

use crate::error::HubError;
use postgres::Config;
use postgres::config::{Host, SslMode};
use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The address of a hub. Shown, it has no password.
#[derive(Clone)]
pub struct Address {
    pub(crate) config: Config,
    pub(crate) tls: TlsMode,
    pub(crate) roots: Option<PathBuf>,
}

/// How much is asked of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlsMode {
    /// Never encrypted.
    Off,
    /// Encrypted where the server can, with whatever certificate.
    Prefer,
    /// Encrypted, with whatever certificate.
    Require,
    /// Encrypted, with a certificate that is trusted and names the host.
    Verify,
}

impl TlsMode {
    fn read(name: &str) -> Result<Self, HubError> {
        Ok(match name {
            "disable" => Self::Off,
            "allow" | "prefer" => Self::Prefer,
            "require" => Self::Require,
            // The stricter of the two: the name is compared as well.
            "verify-ca" | "verify-full" => Self::Verify,
            _ => return Err(HubError::Address("sslmode is disable, prefer, require or verify-full".to_owned())),
        })
    }
}

impl Address {
    /// Reads `postgres://USER@HOST:PORT/DATABASE?sslmode=…&sslrootcert=…` or `service=NAME host=… dbname=…`. What it leaves open comes from the
    /// service, then from `PGHOST` and the like; a password from `PGPASSWORD` or `~/.pgpass`.
    pub fn read(text: &str) -> Result<Self, HubError> {
        let (rest, mut said) = split(text.trim())?;
        let service = said.remove("service").or_else(|| variable("PGSERVICE"));
        let service = service.map_or(Ok(BTreeMap::new()), |name| of_service(&name))?;
        // An error of the parser might show the password.
        let mut config: Config = rest.parse().map_err(|_| HubError::Address("it cannot be read".to_owned()))?;
        let open = |name: &str, env_name: &str| service.get(name).cloned().or_else(|| variable(env_name));
        if config.get_hosts().is_empty() {
            config.host(&open("host", "PGHOST").unwrap_or_else(|| "localhost".to_owned()));
        }
        if config.get_ports().is_empty()
            && let Some(port) = open("port", "PGPORT")
        {
            config.port(port.parse().map_err(|_| HubError::Address(format!("'{port}' is no port")))?);
        }
        if config.get_user().is_none()
            && let Some(user) = open("user", "PGUSER")
        {
            config.user(&user);
        }
        if config.get_dbname().is_none()
            && let Some(name) = open("dbname", "PGDATABASE")
        {
            config.dbname(&name);
        }
        if config.get_password().is_none() {
            let found = open("password", "PGPASSWORD").or_else(|| from_pgpass(&config, said.remove("passfile").map(PathBuf::from)));
            found.map(|password| config.password(password));
        }
        let mut option = |name: &str, env_name: &str| said.remove(name).or_else(|| open(name, env_name));
        let tls = option("sslmode", "PGSSLMODE").map_or_else(|| Ok(usual_tls(&config)), |mode| TlsMode::read(&mode))?;
        let roots = option("sslrootcert", "PGSSLROOTCERT").filter(|file| file != "system").map(PathBuf::from);
        let roots = roots.or_else(|| home().map(|home| home.join(".postgresql/root.crt")).filter(|file| file.is_file()));
        config.ssl_mode(match tls {
            TlsMode::Off => SslMode::Disable,
            TlsMode::Prefer => SslMode::Prefer,
            TlsMode::Require | TlsMode::Verify => SslMode::Require,
        });
        config.application_name("selvedge").connect_timeout(Duration::from_secs(10)).keepalives_idle(Duration::from_secs(30));
        config.tcp_user_timeout(Duration::from_secs(30));
        Ok(Self { config, tls, roots })
    }
}

/// Without its password, and without what is usual.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = self.config.get_user() {
            write!(f, "{user}@")?;
        }
        match self.config.get_hosts().first() {
            Some(Host::Tcp(host)) => f.write_str(host)?,
            #[cfg(unix)]
            Some(Host::Unix(folder)) => f.write_str(&folder.to_string_lossy().replace('/', "%2F"))?,
            None => {}
        }
        if let Some(port) = self.config.get_ports().first().filter(|port| **port != 5432) {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// On this machine nobody listens in between; anywhere else the server has to show who it is.
fn usual_tls(config: &Config) -> TlsMode {
    let is_here = |host: &Host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    if config.get_hosts().iter().all(is_here) { TlsMode::Prefer } else { TlsMode::Verify }
}

/// The options that the library does not know.
const OURS: [&str; 4] = ["service", "passfile", "sslmode", "sslrootcert"];

/// The address without the options that are ours to read, and those.
fn split(text: &str) -> Result<(String, BTreeMap<String, String>), HubError> {
    let is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
    if !is_url && !text.contains('=') {
        return Err(HubError::Address("it does not begin with postgres://".to_owned()));
    }
    let (head, options, between) = match text.split_once('?') {
        Some((head, options)) if is_url => (head, options, '&'),
        None if is_url => (text, "", '&'),
        _ => ("", text, ' '),
    };
    let (mut ours, mut theirs) = (BTreeMap::new(), Vec::new());
    for option in options.split(between).filter(|option| !option.trim().is_empty()) {
        match option.split_once('=') {
            Some((name, value)) if OURS.contains(&name.trim()) => {
                let value = value.trim_matches('\'');
                ours.insert(name.trim().to_owned(), if is_url { decoded(value) } else { value.to_owned() });
            }
            _ => theirs.push(option),
        }
    }
    let between = between.to_string();
    let rest = match (is_url, theirs.is_empty()) {
        (true, false) => format!("{head}?{}", theirs.join(&between)),
        (true, true) => head.to_owned(),
        (false, _) => theirs.join(&between),
    };
    Ok((rest, ours))
}

/// Of a part of a URL: `%2F` is a slash.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn home() -> Option<PathBuf> {
    env::home_dir().filter(|home| !home.as_os_str().is_empty())
}

fn of_service(name: &str) -> Result<BTreeMap<String, String>, HubError> {
    let own = variable("PGSERVICEFILE").map(PathBuf::from).or_else(|| home().map(|home| home.join(".pg_service.conf")));
    let systems = variable("PGSYSCONFDIR").map_or_else(|| PathBuf::from("/etc/postgresql-common"), PathBuf::from).join("pg_service.conf");
    let texts = own.into_iter().chain([systems]).filter_map(|file| fs_err::read_to_string(file).ok());
    texts.into_iter().find_map(|text| section(&text, name)).ok_or_else(|| HubError::NoService(name.to_owned()))
}

fn section(text: &str, name: &str) -> Option<BTreeMap<String, String>> {
    let wanted = format!("[{name}]");
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != wanted);
    lines.next()?;
    let lines = lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.starts_with('#'));
    Some(lines.filter_map(|line| line.split_once('=')).map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect())
}

fn from_pgpass(config: &Config, named: Option<PathBuf>) -> Option<String> {
    let file = named.or_else(|| variable("PGPASSFILE").map(PathBuf::from)).or_else(|| home().map(|home| home.join(".pgpass")))?;
    if !is_private(&file) {
        return None;
    }
    let host = match config.get_hosts().first()? {
        Host::Tcp(host) => host.clone(),
        #[cfg(unix)]
        Host::Unix(_) => "localhost".to_owned(),
    };
    let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
    let user = config.get_user().map(str::to_owned).or_else(|| variable("USER"))?;
    let database = config.get_dbname().unwrap_or(&user);
    password_in(&fs_err::read_to_string(file).ok()?, &[&host, &port, database, &user])
}

/// Others may not read it: libpq takes no password from a file that they may.
fn is_private(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(file).is_ok_and(|facts| facts.is_file() && facts.permissions().mode().trailing_zeros() >= 6)
    }
    #[cfg(not(unix))]
    file.is_file()
}

/// The password of the first line that fits host, port, database and user.
fn password_in(text: &str, wanted: &[&str; 4]) -> Option<String> {
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = fields(line);
        let fits = |(field, wanted): (&String, &&str)| field == "*" || field == wanted;
        (fields.len() == 5 && fields.iter().zip(wanted).all(fits)).then(|| fields[4].clone())
    })
}

/// Of a line of `.pgpass`: five parts between colons; a backslash stands before a colon that is meant.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut chars) = (vec![String::new()], line.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => fields.iter_mut().last().into_iter().for_each(|field| field.extend(chars.next())),
            ':' if fields.len() < 5 => fields.push(String::new()),
            c => fields.iter_mut().last().into_iter().for_each(|field| field.push(c)),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let address = Address::read("postgres://anna:s3cret@db.example:5433/shop?sslmode=require&password=s3cret").unwrap();
        assert_eq!(
            (address.to_string(), format!("{address:?}").contains("s3cret")),
            ("postgres://anna@db.example:5433/shop".into(), false)
        );
        for bad in
            ["postgres://anna:s3cret@db:notaport/shop", "s3cret", "host=db port=x password=s3cret", "postgres://a:s3cret@h/d?sslmode=no"]
        {
            let error = Address::read(bad).unwrap_err().to_string();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn another_machine_has_to_show_who_it_is() {
        let mode = |text: &str| Address::read(text).unwrap().tls;
        assert_eq!(mode("postgres://a@db.example/shop"), TlsMode::Verify);
        assert_eq!(mode("postgres://a@127.0.0.1/shop"), TlsMode::Prefer);
        assert_eq!(mode("postgres:///shop?host=/run/postgresql"), TlsMode::Prefer);
        assert_eq!(mode("postgres://a@db.example/shop?sslmode=disable"), TlsMode::Off);
        assert_eq!(mode("host=db.example sslmode=require dbname=shop"), TlsMode::Require);
    }

    #[test]
    fn pgpass_and_services_are_read_as_libpq_reads_them() {
        let text = "# mine\nother:5432:shop:anna:no\ndb:*:shop:anna:p\\:w\\\\d\n*:*:*:*:last\n";
        assert_eq!(password_in(text, &["db", "5432", "shop", "anna"]).as_deref(), Some("p:w\\d"));
        assert_eq!(password_in(text, &["x", "5432", "shop", "anna"]).as_deref(), Some("last"));
        let found = section("[a]\nhost=x\n[shop]\n# it\nhost = db\nuser=anna\n[b]\nport=1", "shop").unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [("host".into(), "db".into()), ("user".into(), "anna".into())]);
        assert!(section("[a]\nhost=x", "shop").is_none());
    }
}
