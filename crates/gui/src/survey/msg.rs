//! What can be done with photos side by side: messages and commands.

use crate::shell::zoom::Zoom;
use base::PhotoId;

/// What a person does with photos side by side.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(SurveyCommand),
    /// The cursor goes to this photo.
    Move(PhotoId),
    /// The cursor goes on by so many photos; the held one is passed over.
    Step(isize),
    /// Home and End.
    ToEnd {
        /// The last one rather than the first.
        last: bool,
    },
    /// This photo is no longer among them.
    TakeOut(PhotoId),
    /// The others are held against this one.
    Hold(PhotoId),
    /// The held one and the other change places.
    Swap,
    /// This photo is looked at so; the others are not.
    Look(PhotoId, Zoom),
    /// They were laid out in so many columns.
    LaidOut(usize),
}

/// A command about photos side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SurveyCommand {
    Survey,
    Compare,
    TakeOut,
    Link,
}
