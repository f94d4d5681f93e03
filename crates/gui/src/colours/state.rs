//! The colours of the photo in the inspector, and the colour that is being picked.

use crate::shell::ctx::Ctx;
use base::PhotoId;
use base::composition::Swatch;
use base::standards::RuleSet;
use engine::protocol::{PhotoMeasures, RequestId};
use std::sync::Arc;

/// Of a photo with several colours, so many are searched by together.
pub const TOGETHER: usize = 2;

/// The state of the feature.
#[derive(Debug, Default)]
pub struct Colours {
    /// What was measured of this photo.
    pub measures: Option<(PhotoId, Arc<PhotoMeasures>)>,
    /// The photo that was asked about last, and the standard that it was held against.
    pub(super) asked: Option<(PhotoId, Option<Arc<RuleSet>>)>,
    /// The request about it.
    pub(super) request: RequestId,
    /// The dialog, while it is open.
    pub(super) form: Option<ColourForm>,
}

/// The colour that is being picked.
#[derive(Debug, Default)]
pub struct ColourForm {
    /// As picked.
    pub colour: [u8; 3],
    /// As written: `#aabbcc`.
    pub text: String,
    /// It was opened in this frame.
    pub is_new: bool,
}

impl Colours {
    /// The colours of the photo in the inspector, the largest share first; none where they are not known.
    pub(super) fn palette(&self, ctx: &Ctx) -> &[Swatch] {
        let known = self.measures.as_ref().filter(|(of, _)| Some(*of) == ctx.selection.cursor());
        known.and_then(|(_, measures)| measures.composition.as_ref()).map_or(&[], |composition| &composition.palette)
    }
}
