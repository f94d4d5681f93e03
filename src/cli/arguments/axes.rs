//! Arguments of walks and of the axes that are kept.

use super::models::ModelArguments;
use base::axes::{Constants, Way};
use clap::{ArgGroup, Args, ValueEnum};

#[derive(Args)]
#[command(group = ArgGroup::new("way_there").required(true).args(["from", "saved"]))]
pub struct AxisArguments {
    /// Where it starts: words or a photo as in a search (casual shoe, "./ref.jpg"), or filters alone, for the photos that they find (tag:casual)
    #[arg(long, value_name = "QUERY", requires = "to", allow_hyphen_values = true)]
    pub from: Option<String>,
    /// Where it ends, likewise
    #[arg(long, value_name = "QUERY", requires = "from", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Go along an axis that was kept under this name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["from", "to", "way", "save"])]
    pub saved: Option<String>,
    /// Keep it as an axis under this name, for axis:NAME>0.5 and --sort-along NAME in searches; one that has it already is changed
    #[arg(long, value_name = "NAME")]
    pub save: Option<String>,
    /// Steps from the start to the end, both included
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = steps)]
    pub steps: usize,
    /// Most photos to print at each step
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub top: usize,
    /// How it leads there: line (straight, which arrived more surely where it was measured) or gradrec (away from the start among the photos)
    #[arg(long, value_enum, default_value = "line", value_name = "line|gradrec", hide_possible_values = true)]
    pub way: WayChoice,
    #[command(flatten)]
    pub model: ModelArguments,
    #[command(flatten)]
    pub constants: ConstantsArguments,
}

/// What `GradREC` is made of.
#[derive(Args)]
#[command(next_help_heading = "For --way gradrec")]
pub struct ConstantsArguments {
    /// Photos that are the best for the start
    #[arg(long, value_name = "N", default_value_t = Constants::default().start, value_parser = photos)]
    pub start_photos: usize,
    /// Photos that are the best for the end [default: a fortieth of the catalogue, 10 to 1,000]
    #[arg(long, value_name = "N", value_parser = photos)]
    pub end_photos: Option<usize>,
    /// How strongly a step leads away from the start
    #[arg(long, value_name = "S", default_value_t = Constants::default().strength, value_parser = strength)]
    pub strength: f32,
    /// How much the mean of the nearest photos counts against that, 0 to 1
    #[arg(long, value_name = "W", default_value_t = Constants::default().pull, value_parser = pull)]
    pub pull: f32,
    /// Photos whose mean that is
    #[arg(long, value_name = "N", default_value_t = Constants::default().near, value_parser = photos)]
    pub near_photos: usize,
}

impl AxisArguments {
    pub fn way(&self) -> Way {
        let ConstantsArguments { start_photos, end_photos, strength, pull, near_photos } = self.constants;
        match self.way {
            WayChoice::Line => Way::Line,
            WayChoice::Gradrec => Way::Gradient(Constants { start: start_photos, end: end_photos, strength, pull, near: near_photos }),
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum WayChoice {
    Line,
    Gradrec,
}

#[derive(Args)]
pub struct AxesArguments {
    /// Delete the axis of this name
    #[arg(long, value_name = "NAME")]
    pub delete: Option<String>,
}

fn steps(text: &str) -> Result<usize, String> {
    within(text, 2..=1000, "write a number of steps from 2 to 1000, such as 10")
}

fn photos(text: &str) -> Result<usize, String> {
    within(text, 2..=1_000_000, "write a number of photos, 2 or more, such as 100")
}

fn strength(text: &str) -> Result<f32, String> {
    within(text, 0.01..=100.0, "write a number above 0, such as 2 or 4")
}

fn pull(text: &str) -> Result<f32, String> {
    within(text, 0.0..=1.0, "write a share from 0 to 1, such as 0.9")
}

fn within<N: std::str::FromStr + PartialOrd>(text: &str, range: std::ops::RangeInclusive<N>, otherwise: &str) -> Result<N, String> {
    text.parse().ok().filter(|n| range.contains(n)).ok_or_else(|| otherwise.to_owned())
}
