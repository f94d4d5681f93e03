//! Something written that is not saved. Whatever would lose it asks first: the app knows every draft, and asks in one way.

/// Something written and not saved yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is, as a sentence begins with it: "The label set “Colour”".
    pub what: String,
    /// What can become of it but being thrown away.
    pub saving: Saving,
}

/// What becomes of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftEnd {
    Save,
    Drop,
    /// It is gone on with, and nothing else happens.
    Keep,
}

/// Whether a draft can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saving {
    /// As it stands.
    Ready,
    /// Something in it is missing or wrong.
    Wrong,
    /// It is a step towards something else, and is not kept by itself.
    Never,
}
