//! What can be done about products: messages and commands.

use engine::protocol::SkuRule;

/// What a person does about products.
#[derive(Clone, Debug)]
pub enum Msg {
    /// As if chosen from a menu.
    Run(ProductsCommand),
    /// Products by this rule; `true`: the grid is then grouped by them.
    UseRule(SkuRule, bool),
}

/// A command about products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProductsCommand {
    SkuRule,
    GroupByProduct,
    SelectProduct,
    ShowOdd,
}
