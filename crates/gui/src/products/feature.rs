//! What the products feature does for the app.

use super::commands::TABLE;
use super::msg::{Msg, ProductsCommand};
use super::rule::{SkuForm, rule_ui};
use super::state::ProductsDialog;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::draft::{Draft, Saving};
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::products::{all_in_grid, grouped, of, show};
use crate::shell::query::Change;
use crate::shell::view::View;
use egui::Ui;
use engine::protocol::{EditRequest, Event, Notice, Only, QueryRequest, Tone};

impl Feature for ProductsDialog {
    type Msg = Msg;
    type Command = ProductsCommand;
    const COMMANDS: &'static [Entry<ProductsCommand, Self>] = TABLE;

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => self.run(ctx, command),
            Msg::UseRule(rule, group) => {
                let (id, effect) = Effect::ask(EditRequest::SetSkuRule(Some(rule)));
                self.group_soon = group.then_some(id);
                vec![effect]
            }
        }
    }

    fn run(&mut self, ctx: &Ctx, command: ProductsCommand) -> Vec<Effect> {
        match command {
            ProductsCommand::SkuRule => self.open_rule(ctx, false),
            ProductsCommand::GroupByProduct => self.toggle_grouping(ctx),
            ProductsCommand::SelectProduct => select(ctx),
            ProductsCommand::ShowOdd => {
                vec![Effect::Show(View::Grid), Effect::Query(vec![Change::Clear, Change::Only(Some(Only::Odd))])]
            }
        }
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::SkuPreview { request, preview } = event
            && let Some(form) = &mut self.form
        {
            form.take_preview(*request, preview);
        }
        if let Event::Products(products) = event
            && products.rule.is_some()
            && self.group_soon.take().is_some()
        {
            return self.toggle_grouping(ctx);
        }
        if let Event::Notice(Notice { request: Some(request), tone: Tone::Error, .. }) = event {
            self.group_soon.take_if(|asked| asked == request);
        }
        Vec::new()
    }

    fn dialog(&self) -> Option<DialogHead> {
        self.form.as_ref().map(|_| DialogHead { title: "Products", wide: true })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, _ctx: &Ctx) -> Output<Msg> {
        self.form.as_mut().map(|form| rule_ui(ui, form)).unwrap_or_default()
    }

    fn close_dialog(&mut self) {
        self.form = None;
    }

    fn draft(&self) -> Option<Draft> {
        let form = self.form.as_ref().filter(|form| form.is_changed())?;
        Some(Draft { what: "The SKU rule".to_owned(), saving: if form.is_good() { Saving::Ready } else { Saving::Wrong } })
    }

    fn save_draft(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.form.take().map(|form| self.update(ctx, form.use_it())).unwrap_or_default()
    }

    fn drop_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.form = None;
        Vec::new()
    }
}

impl ProductsDialog {
    /// Opens the dialog of the rule; `then_group`: it was opened to group the grid.
    fn open_rule(&mut self, ctx: &Ctx, then_group: bool) -> Vec<Effect> {
        let mut form = SkuForm::new(ctx.products.rule.as_ref(), then_group);
        let (id, preview) = Effect::ask(QueryRequest::PreviewSkuRule(form.rule()));
        form.asked(id);
        self.form = Some(form);
        vec![preview]
    }

    /// Groups the grid by product, or no longer. Without a rule it asks for one.
    fn toggle_grouping(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if ctx.products.rule.is_none() {
            return self.open_rule(ctx, true);
        }
        let inside = matches!(ctx.query.only, Some(Only::Product(_)));
        let mut changes = vec![Change::ByProduct(!ctx.query.by_product || inside)];
        if inside {
            changes.push(Change::Only(None));
        }
        vec![Effect::Query(changes)]
    }
}

/// Selects all photos of the product in hand where the grid holds them; else shows them.
fn select(ctx: &Ctx) -> Vec<Effect> {
    let Some(product) = ctx.in_hand.and_then(|p| of(ctx, p)) else { return Vec::new() };
    if !grouped(ctx) && all_in_grid(ctx, &product.photos) { vec![Effect::SelectThese(product.photos.clone())] } else { show(&product.sku) }
}
