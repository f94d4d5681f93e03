//! Which process something is of, so that another one can tell whether it still runs.

use std::path::Path;

/// A process, told from every other one that ran on this machine before it or will after it: what the machine calls this time of
/// running, the number of the process, and when it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessMark(String);

impl ProcessMark {
    /// This process.
    pub fn own() -> Self {
        let id = std::process::id();
        Self(format!("{}-{id}-{}", boot().unwrap_or_else(|| "0".repeat(8)), began(id).unwrap_or_default()))
    }

    /// As [`ProcessMark::text`] told it; `None`: no mark.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (boot, id, began) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let whole = boot.len() == 8 && boot.bytes().all(|b| b.is_ascii_hexdigit()) && digits(id) && digits(began) && parts.next().is_none();
        whole.then(|| Self(text.to_owned()))
    }

    /// Letters, digits and hyphens.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it runs on this machine, for sure.
    pub fn runs(&self) -> bool {
        self.is_running() == Some(true)
    }

    /// Whether it has ended for sure: nobody knows that of a process of another machine.
    pub fn has_ended(&self) -> bool {
        self.is_running() == Some(false)
    }

    /// `None` for a process of another machine or another time of running, and where numbers of processes cannot be looked up.
    fn is_running(&self) -> Option<bool> {
        let mut parts = self.0.split('-');
        let (theirs, id, then) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        began(std::process::id()).filter(|_| boot().as_deref() == Some(theirs))?;
        Some(began(id).is_some_and(|now| now.to_string() == then))
    }
}

/// What Linux calls the time since it was started: 8 of 32 random digits.
fn boot() -> Option<String> {
    let id = fs_err::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    id.get(..8).map(str::to_owned)
}

/// When a process that runs now began, in the machine's ticks.
fn began(id: u32) -> Option<u64> {
    let stat = fs_err::read_to_string(Path::new("/proc").join(id.to_string()).join("stat")).ok()?;
    // The name, in brackets, may hold anything; the time is the 20th field behind it.
    stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_is_told_from_those_before_it() {
        let own = ProcessMark::own();
        assert_eq!(ProcessMark::parse(own.text()), Some(own.clone()));
        assert!(!own.has_ended() && own.runs());
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let mark = ProcessMark(format!("{}-{}-{}", boot().unwrap(), child.id(), began(child.id()).unwrap()));
        assert!(!mark.has_ended());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(mark.has_ended() && !mark.runs());
        let (boot, id) = (boot().unwrap(), std::process::id());
        assert!(ProcessMark(format!("{boot}-{id}-1")).has_ended(), "this number was another process's");
        assert!(!ProcessMark(format!("00000000-{id}-1")).has_ended(), "of another machine");
        for text in ["", "a", "12345678-1", "12345678-1-2-3", "12345678-x-2", "../../../-1-2", "12345678--2"] {
            assert_eq!(ProcessMark::parse(text), None, "{text}");
        }
    }
}
