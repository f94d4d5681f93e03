//! The state of the products feature: the dialog of the rule.

use super::rule::SkuForm;
use engine::protocol::RequestId;

/// The dialog of the rule, and what is to follow from it.
#[derive(Debug, Default)]
pub struct ProductsDialog {
    /// The rule as it is written, while the dialog is open.
    pub(super) form: Option<SkuForm>,
    /// The request for a rule after which the grid is grouped, as soon as there are products.
    pub(super) group_soon: Option<RequestId>,
}
