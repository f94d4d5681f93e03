//! A decoder's panic becomes an error, and the terminal stays quiet.
//!
//! The one piece of process-wide state in the program: a panic hook can only be process-wide. It is put in front of the
//! hook that is there at the first decode, and hands every panic on to that hook except those of threads which are
//! inside [`quietly`]. Image decoders run on the thread that calls them.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Runs `work`; a panic in it is caught, printed nowhere, and given back as the text of the panic.
///
/// Whatever `work` borrowed mutably must be thrown away after an `Err`. Nothing catches a stack overflow or the
/// allocator's abort: the limits on sizes are there for that.
pub fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    HOOK.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                others(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    outcome.map_err(|payload| {
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_panic_becomes_its_text() {
        assert_eq!(quietly(|| 7), Ok(7));
        assert_eq!(quietly(|| panic!("no room")), Err::<(), _>("no room".to_owned()));
        let number = 4;
        assert_eq!(quietly(|| panic!("row {number}")), Err::<(), _>("row 4".to_owned()));
    }

    /// A hook belongs to the whole process, so what it prints is looked at in a process of its own.
    #[test]
    fn only_the_guarded_thread_is_quiet() {
        let alone = ["--exact", "guard::tests::one_panic_is_caught_and_two_are_not", "--ignored", "--nocapture"];
        let run = Command::new(std::env::current_exe().unwrap()).args(alone).output().unwrap();
        let printed = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{printed}");
        assert!(!printed.contains("caught in silence"), "{printed}");
        assert_eq!(printed.matches("printed while another thread is guarded").count(), 1, "{printed}");
        assert_eq!(printed.matches("printed after the guard").count(), 1, "the flag is taken down after a caught panic: {printed}");
    }

    #[test]
    #[ignore = "panics on purpose: the test above runs it and reads what is printed"]
    fn one_panic_is_caught_and_two_are_not() {
        let caught = quietly(|| {
            assert!(std::thread::spawn(|| panic!("printed while another thread is guarded")).join().is_err());
            panic!("caught in silence");
        });
        assert_eq!(caught, Err::<(), _>("caught in silence".to_owned()));
        let after = std::thread::spawn(|| {
            let _ = quietly(|| panic!("caught in silence"));
            panic!("printed after the guard");
        });
        assert!(after.join().is_err());
    }
}
