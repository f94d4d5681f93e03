//! What is asked of the engine about the shot list, and what follows from a click.

use super::export::ExportForm;
use super::msg::{Msg, ShotsCommand};
use super::rows::Row;
use super::state::{ShotsPage, asked_of, choice, key, views_of};
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::products;
use crate::shell::view::View;
use base::{Decision, LabelId, PhotoId};
use engine::builtin;
use engine::protocol::{Edit, Listed, PickPurpose, QueryRequest, ShotsView};
use engine::settings::ShotChoice;
use std::sync::Arc;

impl ShotsPage {
    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.command(ctx, command),
            Msg::Set(set) => {
                let views = ctx.tags.set(set).map(|set| set.name.clone());
                return choose(ctx, |choice| *choice = ShotChoice { views, want: Vec::new(), list: choice.list.take() });
            }
            Msg::Want(label) => return want(ctx, label),
            Msg::AddViews => {
                let views = builtin::label_sets().iter().find(|set| set.draft.name == builtin::VIEWS);
                return views.map(|set| Effect::send(Edit::SaveSet(set.draft.clone()))).into_iter().collect();
            }
            Msg::List(list) => {
                let effects = choose(ctx, |choice| choice.list = list);
                return if ctx.view == View::Shots { effects } else { effects.into_iter().chain([Effect::Show(View::Shots)]).collect() };
            }
            Msg::OnlyIncomplete(on) => {
                self.cursor = None;
                return vec![Effect::Settings(if on { |s| s.only_incomplete = true } else { |s| s.only_incomplete = false })];
            }
            Msg::Go(row, column) => {
                self.cursor = Some((row, column));
                self.reveal.set(true);
            }
            Msg::Open(row, column) => {
                self.cursor = Some((row, column));
                return self.open(ctx, row, column);
            }
            Msg::Match(msg) => return self.matching.carry_out(ctx, msg),
            Msg::ShowWithoutProduct => return self.without_product(),
            Msg::ExportTo { path, replace } => {
                self.export.get_or_insert_with(|| ExportForm::new(ctx)).file.picked(&path, replace);
            }
        }
        Vec::new()
    }

    /// Carries out a command.
    pub(super) fn command(&mut self, ctx: &Ctx, command: ShotsCommand) -> Vec<Effect> {
        match command {
            ShotsCommand::Open => vec![Effect::Show(View::Shots)],
            ShotsCommand::ChooseList => vec![Effect::Ask(Dialog::path(PickPurpose::SkuList))],
            ShotsCommand::OnlyIncomplete => self.carry_out(ctx, Msg::OnlyIncomplete(!ctx.settings.only_incomplete)),
            ShotsCommand::WithoutProduct => self.without_product(),
            ShotsCommand::Match => self.matching.begin(),
            ShotsCommand::Export => {
                self.export = Some(ExportForm::new(ctx));
                Vec::new()
            }
        }
    }

    /// Asks again where what is asked, or what it is asked about, is no longer that of the answer.
    pub(super) fn follow(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if ctx.view != View::Shots || ctx.products.rule.is_none() && ctx.products.products.is_empty() {
            return Vec::new();
        }
        let Some(asked) = asked_of(ctx) else { return Vec::new() };
        let same = self.from.as_ref().is_some_and(|(tags, products)| Arc::ptr_eq(tags, &ctx.tags) && Arc::ptr_eq(products, &ctx.products));
        let known = self.waiting.as_ref().map(|(_, asked)| asked).or(self.found.as_ref().map(|(asked, _)| asked));
        if same && known == Some(&asked) {
            return Vec::new();
        }
        vec![self.ask(ctx, asked)]
    }

    fn ask(&mut self, ctx: &Ctx, asked: engine::protocol::ShotsRequest) -> Effect {
        let (id, effect) = Effect::ask(QueryRequest::Shots(asked.clone()));
        self.waiting = Some((id, asked));
        self.from = Some((Arc::clone(&ctx.tags), Arc::clone(&ctx.products)));
        effect
    }

    /// Takes in the answer that was asked for last.
    pub(super) fn take(&mut self, ctx: &Ctx, view: &ShotsView) -> Vec<Effect> {
        let Some((_, asked)) = self.waiting.take_if(|(id, _)| *id == view.request) else { return Vec::new() };
        if view.cancelled {
            return vec![self.ask(ctx, asked)];
        }
        if self.about() != Some(asked.set) {
            self.cursor = None;
        }
        self.found = Some((asked, view.outcome.clone()));
        Vec::new()
    }

    fn row<R>(&self, at: usize, of: impl FnOnce(Row<'_>) -> R) -> Option<R> {
        let shots = self.shots()?;
        self.rows.borrow().get(shots, at).map(of)
    }

    /// A view that is there: its photos. A hole, or the SKU: all photos of the product.
    fn open(&self, ctx: &Ctx, row: usize, column: usize) -> Vec<Effect> {
        let product = self.row(row, |row| match row {
            Row::Product(product) => Some((product.product, product.sku.clone())),
            Row::NoPhoto(_) => None,
        });
        let Some((place, sku)) = product.flatten() else { return Vec::new() };
        let view = column.checked_sub(1).and_then(|column| self.shots()?.views.get(column));
        let known = ctx.products.products.get(place).filter(|product| product.sku == sku);
        if let (Some(view), Some(product)) = (view, known) {
            let has = |photo: &PhotoId| ctx.tags.book.about(*photo, view.label).is_some_and(|tag| tag.decision == Decision::Accepted);
            let photos: Vec<PhotoId> = product.photos.iter().copied().filter(has).collect();
            if !photos.is_empty() {
                return Effect::show_listed(Listed::new(format!("{sku}, {}", view.name), photos.into_iter()));
            }
        }
        products::show(&sku)
    }

    fn without_product(&self) -> Vec<Effect> {
        let photos = self.shots().map(|shots| shots.without_product.clone()).unwrap_or_default();
        if photos.is_empty() {
            return Vec::new();
        }
        Effect::show_listed(Listed::new("photos without a product".to_owned(), photos.into_iter()))
    }
}

/// A view is wanted, or no longer; one stays.
fn want(ctx: &Ctx, label: LabelId) -> Vec<Effect> {
    let (Some(set), Some(asked)) = (views_of(ctx), asked_of(ctx)) else { return Vec::new() };
    let wanted = |id: LabelId| (asked.want.is_empty() || asked.want.contains(&id)) != (id == label);
    let names: Vec<String> = set.labels.iter().filter(|label| wanted(label.id)).map(|label| label.name.clone()).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let (all, views) = (names.len() == set.labels.len(), set.name.clone());
    choose(ctx, |choice| (choice.views, choice.want) = (Some(views), if all { Vec::new() } else { names }))
}

/// Changes what was chosen for the open catalogue.
fn choose(ctx: &Ctx, change: impl FnOnce(&mut ShotChoice)) -> Vec<Effect> {
    let Some(key) = key(ctx) else { return Vec::new() };
    let mut chosen = choice(ctx).cloned().unwrap_or_default();
    change(&mut chosen);
    vec![Effect::ShotList(key, chosen)]
}
