//! The card of an adapted model: what it was made of, how, and what it is worth.

use clip::InstalledModel;
use std::fmt::Write;
use tasks::adapt::{AdaptReport, KindFigures};

/// As the README.md beside it says.
pub fn card(name: &str, base: &InstalledModel, report: &AdaptReport) -> String {
    let mut card = String::from("---\n");
    if let Some(licence) = &base.licence {
        _ = writeln!(card, "license: {licence}");
    }
    _ = writeln!(card, "base_model: {}\n---\n\n# {name}\n", base.name);
    _ = writeln!(
        card,
        "An adapter over the model {}: `x' = normalise(x + {} W x)`, with one `W` for photos and one for texts, learned on this machine from the \
         decisions and texts of one catalogue. It holds no photo and no text but the words below. `selvedge models add FOLDER` takes it where the model below is.\n",
        base.name, report.alpha
    );
    learned_from(&mut card, report);
    table(&mut card, "On products that were held out", &report.kinds);
    table(&mut card, "On photos of another domain (the drawn sample catalogue)", &report.elsewhere);
    _ = writeln!(
        card,
        "All answers together: {:+.2} points, standard error {:.2} (products counted as one).\n",
        100.0 * report.gain.gain,
        100.0 * report.gain.error
    );
    _ = writeln!(card, "| label set that comes along | held-out photos with the same label as before |\n|---|---|");
    for set in &report.agreement {
        _ = writeln!(card, "| {} | {:.3} |", set.set, set.same);
    }
    if !report.words.is_empty() {
        _ = writeln!(
            card,
            "\nWords that the model below was not taught. AUC: of a held-out product that the word is said of and one that it is not, how often the \
             first comes first.\n\n| word | held-out products | AUC |\n|---|---|---|"
        );
    }
    for learned in &report.words {
        _ = writeln!(card, "| {} | {} | {:.3} |", learned.word, learned.products, learned.auc);
    }
    card
}

fn learned_from(card: &mut String, report: &AdaptReport) {
    let [learned, chose, told] = report.parts;
    _ = writeln!(
        card,
        "{} photos of {} products: {learned} products were learned from, {chose} chose how far vectors go, {told} tell the figures below.\n",
        report.lessons.photos, report.lessons.products
    );
    for (set, decisions) in &report.lessons.decisions {
        _ = writeln!(card, "- {set}: {decisions} photos decided");
    }
    if report.lessons.texts > 0 {
        _ = writeln!(card, "- texts of {} photos", report.lessons.texts);
    }
    card.push('\n');
}

/// "0.512 (0.480 to 0.544)": what is right before and after, with the intervals.
pub fn accuracy_in_words(kind: &KindFigures) -> [String; 2] {
    kind.accuracy().map(|(share, interval)| format!("{share:.3} ({:.3} to {:.3})", interval.low, interval.high))
}

fn table(card: &mut String, title: &str, kinds: &[KindFigures]) {
    _ = writeln!(
        card,
        "{title} (95 % intervals):\n\n| what | photos | right before | right after | precision at 10 before | after |\n|---|---|---|---|---|---|"
    );
    for kind in kinds {
        let [right_before, right_after] = accuracy_in_words(kind);
        let [before, after] = kind.p_at_10.map(|p| if kind.queries > 0 { format!("{p:.3}") } else { "–".to_owned() });
        _ = writeln!(card, "| {} | {} | {right_before} | {right_after} | {before} | {after} |", kind.name, kind.photos);
    }
    card.push('\n');
}
