//! The state of the products feature: the dialog of the rule.

use super::rule::SkuForm;

/// The dialog of the rule, and what is to follow from it.
#[derive(Debug, Default)]
pub struct ProductsDialog {
    /// The rule as it is written, while the dialog is open.
    pub(super) form: Option<SkuForm>,
    /// As soon as there are products the grid is grouped by them.
    pub(super) group_soon: bool,
}
