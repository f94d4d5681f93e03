//! Figures of merit: how often labels, rankings and probabilities are right, and how sure that is.
//!
//! Numbers in, numbers out. What a label is called, which photo it stands on and where its truth comes from is the caller's.

mod agreement;
mod auc;
mod calibration;
mod classes;
mod interval;
mod promise;
mod ranking;
mod several;
#[cfg(test)]
mod tests;
mod trend;

pub use agreement::{Kappa, cohen_kappa};
pub use auc::Auc;
pub use calibration::{Bin, calibration_error, reliability};
pub use classes::{ClassFigures, Confusion};
pub use interval::{Interval, needed, wilson};
pub use promise::{Coverage, Promise, coverage, promise};
pub use ranking::{Ranking, RankingFigures};
pub use several::LabelCounts;
pub use trend::{Trend, trend};
