//! Why a catalogue and a hub could not be brought together.

use base::human;
use catalog::CatalogError;
use share::HubError;

/// Nothing was brought, and nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// The hub.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// The catalogue.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// Label sets of one name that mean different things.
    #[error(
        "a label set means something else at the hub than here, so nothing was brought and nothing taken in; {}. Rename one of them, or say whose words count: --sets hub, or --sets here; no label and no tag is lost by that",
        .0.join("; ")
    )]
    Sets(Vec<String>),
    /// Labels of one name in a set.
    #[error("labels of {} are one name to people; join them first: selvedge labels merge", human::list(.0.iter().map(|name| format!("'{name}'"))))]
    Twins(Vec<String>),
    /// Steps need a name.
    #[error("decisions bear the name of who made them, and yours is empty: say it in the settings, under Author")]
    NoName,
    /// The person ended it.
    #[error("sharing was stopped; what had been brought or taken in by then is saved, and the next run goes on from there")]
    Stopped,
    /// A model that nobody has used yet.
    #[error("the hub has no vectors of {0}; push some first, or search with a model that it has: selvedge share status URL")]
    NoVectors(String),
}
