//! What is told of a model, in words.

use crate::shell::format::model_size;
use base::{ArithmeticChoice, Compatibility, Device, human};
use engine::protocol::{DownloadReading, ModelPlace, ModelView};
use std::time::Duration;

/// "38,112 of 40,000 photos embedded", in a row of its own model.
pub fn embedded(row: &ModelView, photos: u64) -> Option<String> {
    match (row.embedded, photos) {
        (_, 0) => None,
        (0, _) if row.problem.is_some() => None,
        (0, _) if !row.place.is_here() => None,
        (0, _) => Some("No photos embedded yet".to_owned()),
        (n, all) if n >= all => Some(format!("{} embedded", human::photos(all))),
        (n, all) => Some(format!("{} of {} embedded", human::count(n), human::photos(all))),
    }
}

/// The facts of a model, those that are known.
pub fn facts(row: &ModelView) -> Vec<String> {
    let what = match row.place {
        ModelPlace::ToGet => "to download",
        ModelPlace::Starter => "inside the program",
        _ => "on disk",
    };
    let speed = |(speed, device): &(f64, String)| {
        let speed = if *speed < 10.0 { format!("{speed:.1}") } else { format!("{speed:.0}") };
        format!("{speed} photos/s on {device}")
    };
    let running = row.runs_on.as_ref().filter(|on| row.speed.as_ref().is_none_or(|(_, device)| device != *on));
    [
        row.bytes.map(|b| format!("{} {what}", model_size(b))),
        row.memory.map(|b| format!("about {} of memory", model_size(b))),
        row.dimension.map(|d| format!("{d} dimensions")),
        row.speed.as_ref().map(speed),
        running.map(|on| format!("runs on {on}")),
        row.verified.as_ref().filter(|verified| verified.holds()).map(super::verify::right),
        row.compatibility.as_ref().map(compatibility),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How far a download is, what matters most first: share, rate, time left.
pub fn download(reading: &DownloadReading) -> Vec<String> {
    let left = reading.seconds_left.filter(|s| s.is_finite());
    [
        (reading.total > 0).then(|| format!("{} of {}", model_size(reading.done), model_size(reading.total))),
        (reading.bytes_per_second > 0.0).then(|| format!("{}/s", human::bytes(reading.bytes_per_second as u64))),
        left.map(|s| human::time_left(Duration::from_secs_f64(s.clamp(0.0, 1e9)))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was measured of a model's int8.
pub fn compatibility(found: &Compatibility) -> String {
    let sees = if found.is_shown() { "sees the same in int8" } else { "sees otherwise in int8" };
    format!("{sees} ({}, {})", human::photos(found.photos), found.measured)
}

/// What models multiply in, in the words of a choice.
pub fn arithmetic(choice: ArithmeticChoice) -> &'static str {
    match choice {
        ArithmeticChoice::Auto => "Automatic",
        ArithmeticChoice::F32 => "f32, exact",
        ArithmeticChoice::Int8 => "int8, quick",
    }
}

/// A device in the words of a choice.
pub fn device(device: Device) -> &'static str {
    match device {
        Device::Auto => "Automatic",
        Device::Cpu => "Processor",
        Device::Cuda => "NVIDIA card",
        Device::Metal => "Apple graphics",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_that_are_not_known_are_absent() {
        assert!(facts(&ModelView::default()).is_empty());
        let row = ModelView {
            place: ModelPlace::Downloaded("/m".into()),
            bytes: Some(605_157_884),
            dimension: Some(512),
            speed: Some((14.2, "CPU".to_owned())),
            runs_on: Some("CPU".to_owned()),
            ..ModelView::default()
        };
        assert_eq!(facts(&row), ["605 MB on disk", "512 dimensions", "14 photos/s on CPU"]);
    }

    #[test]
    fn a_download_tells_what_it_knows() {
        let mut reading = DownloadReading { name: String::new(), done: 0, total: 0, bytes_per_second: 0.0, seconds_left: None };
        assert!(download(&reading).is_empty());
        (reading.done, reading.total, reading.bytes_per_second, reading.seconds_left) = (212_000_000, 605_000_000, 8.1e6, Some(48.5));
        assert_eq!(download(&reading), ["212 MB of 605 MB", "8.1 MB/s", "48 seconds left"]);
        assert_eq!(human::percent(reading.done, reading.total), "35 %");
    }
}
