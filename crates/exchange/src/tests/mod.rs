//! What every format must keep.

mod embedded;
mod files;
mod inside;
mod label_sets;
mod properties;
mod shops;
mod table;
mod tags;
mod tools;
mod xmp;
mod xmp_marks;

/// Texts that break careless formats.
const AWKWARD: [&str; 33] = [
    "",
    " ",
    "a",
    " a",
    "a ",
    "a,b",
    "a;b",
    "a\tb",
    "\"",
    "\"\"",
    "a\"b",
    "\"a\"",
    "a\nb",
    "a\r\nb",
    "\r",
    "\n",
    "=1+1",
    "'=1+1",
    "''=1+1",
    "'a",
    "'",
    "+49",
    "-1",
    "@sum",
    "\tx",
    "sep=;",
    "\u{feff}a",
    "👩🏽‍🎨 é e\u{301}",
    "عربي עברית",
    "a|b",
    "a\\|b\\",
    "a & <b> \"c\"",
    "'\t",
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }

    /// A text of the characters that formats stumble over.
    fn text(&mut self) -> String {
        const CHARS: [char; 18] = ['a', 'b', ' ', '"', '\'', '=', '+', '-', '@', ',', ';', '\t', '\r', '\n', '|', '\\', 'é', '🟥'];
        (0..self.roll(7)).map(|_| CHARS[self.roll(CHARS.len())]).collect()
    }
}

/// Says so when a check could not be made on this machine.
fn skipped(why: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
