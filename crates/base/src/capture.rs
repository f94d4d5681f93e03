//! What a camera noted about a photo beside the moment.

use std::fmt::Write as _;
use std::sync::Arc;

/// With which camera a photo was taken, and how. Whole numbers, so that facts can be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CaptureFacts {
    /// Make and model, "Canon EOS R5".
    pub camera: Option<Arc<str>>,
    /// "24-70mm f/2.8".
    pub lens: Option<Arc<str>>,
    /// Sensitivity.
    pub iso: Option<u32>,
    /// Exposure time, nanoseconds.
    pub exposure_ns: Option<u64>,
    /// F-number times 100.
    pub aperture_hundredths: Option<u32>,
    /// Focal length, micrometres.
    pub focal_um: Option<u32>,
}

impl CaptureFacts {
    /// "1/125 s · f/2.8 · ISO 400 · 50 mm": what is known of it; empty where nothing is.
    pub fn exposure(&self) -> String {
        let time = self.exposure_ns.map(exposure_time);
        let aperture = self.aperture_hundredths.map(|n| format!("f/{}", decimal(f64::from(n) / 100.0)));
        let iso = self.iso.map(|n| format!("ISO {n}"));
        let focal = self.focal_um.map(|n| format!("{} mm", decimal(f64::from(n) / 1000.0)));
        [time, aperture, iso, focal].into_iter().flatten().fold(String::new(), |mut line, part| {
            let gap = if line.is_empty() { "" } else { " · " };
            // Writing to a string does not fail.
            let _ = write!(line, "{gap}{part}");
            line
        })
    }
}

/// "1/125 s", "2.5 s".
fn exposure_time(ns: u64) -> String {
    let seconds = ns as f64 / 1e9;
    if seconds > 0.0 && seconds < 0.4 { format!("1/{} s", (1.0 / seconds).round()) } else { format!("{} s", decimal(seconds)) }
}

/// With one decimal where it says something.
fn decimal(n: f64) -> String {
    let tenths = (n * 10.0).round() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_read_as_photographers_write_them() {
        let facts = |exposure_ns, aperture, iso, focal| CaptureFacts {
            exposure_ns,
            aperture_hundredths: aperture,
            iso,
            focal_um: focal,
            ..CaptureFacts::default()
        };
        for (facts, want) in [
            (facts(Some(8_000_000), Some(280), Some(400), Some(50_000)), "1/125 s · f/2.8 · ISO 400 · 50 mm"),
            (facts(Some(125_000), Some(800), None, Some(35_500)), "1/8000 s · f/8 · 35.5 mm"),
            (facts(Some(2_500_000_000), None, Some(100), None), "2.5 s · ISO 100"),
            (facts(Some(333_333_333), None, None, None), "1/3 s"),
            (facts(Some(30_000_000_000), None, None, None), "30 s"),
            (facts(None, None, None, None), ""),
        ] {
            assert_eq!(facts.exposure(), want);
        }
    }
}
