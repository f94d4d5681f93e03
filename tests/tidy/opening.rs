//! The sentence that a file opens with.

/// Words that say nothing by themselves.
const EMPTY: [&str; 12] = ["a", "an", "the", "of", "for", "and", "this", "that", "is", "are", "module", "file"];

/// What is wrong with a file's opening, if anything: it must say more than the file's name.
pub fn complaint(path: &str, text: &str) -> Option<&'static str> {
    let Some(opening) = text.strip_prefix("//! ") else { return Some("has no opening line") };
    let lines: Vec<_> = opening.lines().map(|line| line.trim_start_matches("//!").trim()).take_while(|line| !line.is_empty()).collect();
    let paragraph = lines.join(" ").to_lowercase();
    let names: Vec<_> = path.trim_end_matches(".rs").split(['/', '_']).map(stem).collect();
    let says = paragraph.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !EMPTY.contains(word));
    let new = says.filter(|word| !names.contains(&stem(word))).count();
    (new < 2).then_some("opens with its own name and nothing more")
}

/// Enough of a word to know its plural by.
fn stem(word: &str) -> &str {
    word.trim_end_matches('s')
}
