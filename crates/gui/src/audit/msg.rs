//! What can be done in a check of labels: messages and commands.

use base::{LabelId, LabelSetId};
use engine::protocol::{AuditFormat, AuditRequest};
use std::path::PathBuf;

/// What a person does in a check of labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(AuditCommand),
    /// Opens the dialog that begins a check of this set; `None`: of the one that is open.
    Check(Option<LabelSetId>),
    /// Opens the dialog that writes what was checked of this set.
    Export(LabelSetId),
    /// Asks which labels are likely wrong.
    Begin(AuditRequest),
    /// Ends that.
    Cancel,
    /// The label is right.
    Keep,
    /// Takes the label that is likelier.
    Better,
    /// What Enter does: the likelier label, or in a spot check the label that it has.
    Enter,
    /// Takes another label; `None`: none of these.
    Choose(Option<LabelId>),
    /// Takes the label with this number beside the two, from 0.
    Press(usize),
    /// Looks for a label by its name; `None` ends it.
    Find(Option<String>),
    /// Leaves the photo undecided.
    Skip,
    /// The photo before.
    Back,
    /// The photo after.
    Forward,
    /// The photo at this place of the queue.
    GoTo(usize),
    /// Shows many at once, or one after the other again.
    Cells,
    /// Ticks the cell at this place of the page, or takes its tick away.
    Tick(usize),
    /// Moves the cursor by so many cells.
    Move(isize),
    /// Takes the better label for every photo that is ticked, and shows the next page.
    TakeTicked,
    /// Takes the last decision back.
    Undo,
    /// Does it again.
    Redo,
    /// Goes through the queue though nothing in it looks wrong.
    LookAnyway,
    /// Back to the queue where it was left.
    GoOn,
    /// Ends the check; what was decided is told first.
    Leave,
    /// A file was chosen in the desktop's dialog, or typed.
    ExportTo {
        /// As what.
        format: AuditFormat,
        /// The file.
        path: PathBuf,
        /// The desktop's dialog has asked already whether it may be replaced.
        replace: bool,
    },
}

/// A command about checks of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuditCommand {
    Check,
    Export,
}
