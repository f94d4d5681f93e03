//! Products in the window: the rule that makes them, the grouped grid, what a photo's product says about it.

mod rule;

pub use rule::{SkuForm, hear_preview, rule_ui};

use super::actions::{Action, Actions};
use super::app::App;
use super::command::UiCommand;
use super::overlay::{Dialog, Overlay};
use super::state::{State, View};
use super::theme::{self, space};
use super::widgets;
use base::{LabelSetId, PhotoId, human};
use egui::{Label, Ui};
use egui_material_icons::icons;
use engine::protocol::{Only, Product, Products, QueryRequest};
use std::collections::HashMap;
use std::sync::Arc;

/// What the window makes of the products once and reads often.
#[derive(Debug, Default)]
pub struct Odd {
    /// By photo: the sets in which it differs from its product.
    by_photo: HashMap<PhotoId, Vec<LabelSetId>>,
}

impl Odd {
    /// Takes the products over.
    pub fn rebuild(&mut self, products: &Products) {
        self.by_photo.clear();
        for (photo, set) in &products.odd {
            self.by_photo.entry(*photo).or_default().push(*set);
        }
    }

    /// The photo's label differs from its siblings'.
    pub fn contains(&self, photo: PhotoId) -> bool {
        self.by_photo.contains_key(&photo)
    }

    /// In which sets.
    pub fn sets(&self, photo: PhotoId) -> &[LabelSetId] {
        self.by_photo.get(&photo).map_or(&[], Vec::as_slice)
    }

    /// How many photos.
    pub fn count(&self) -> u64 {
        self.by_photo.len() as u64
    }
}

/// The product of a photo.
pub fn of(state: &State, photo: PhotoId) -> Option<&Product> {
    state.products.products.get(*state.products.of.get(&photo)?)
}

/// One cell of the grid stands for one product.
pub fn grouped(state: &State) -> bool {
    state.query.by_product && state.products.rule.is_some() && !matches!(state.query.only, Some(Only::Product(_)))
}

/// How many photos a cell stands for; `None`: the one it shows.
pub fn stack(state: &State, photo: PhotoId) -> Option<u64> {
    let product = of(state, photo).filter(|p| p.photos.len() > 1 && grouped(state))?;
    Some(product.photos.len() as u64)
}

/// The photos that a decision about the selected ones is for: with grouping on, all photos of their products.
pub fn decided_with(state: &State, photos: impl IntoIterator<Item = PhotoId>) -> Arc<[PhotoId]> {
    let photos = photos.into_iter();
    if !grouped(state) {
        return photos.collect();
    }
    let mut all: Vec<PhotoId> =
        photos.flat_map(|photo| of(state, photo).map_or_else(|| vec![photo], |product| product.photos.clone())).collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// Groups the grid by product, or no longer. Without a rule it asks for one.
pub fn toggle_grouping(app: &mut App) {
    if app.state.products.rule.is_none() {
        open_rule(app, true);
        return;
    }
    super::update::ask(app, |q| {
        q.by_product = !q.by_product || matches!(q.only, Some(Only::Product(_)));
        if matches!(q.only, Some(Only::Product(_))) {
            q.only = None;
        }
    });
}

/// Opens the dialog of the rule; `then_group`: it was opened to group the grid.
pub fn open_rule(app: &mut App, then_group: bool) {
    let form = SkuForm::new(app.state.products.rule.as_ref(), then_group);
    app.engine.send(QueryRequest::PreviewSkuRule(form.rule()));
    app.state.overlay = Some(Overlay::Dialog(Dialog::SkuRule(form)));
}

/// The photos of one product, in the grid.
pub fn show(app: &mut App, sku: &str) {
    app.state.view = View::Grid;
    super::update::ask(app, |q| {
        q.clear();
        q.only = Some(Only::Product(sku.to_owned()));
    });
}

/// The cell stands for several photos: they are shown. True where it does.
pub fn opens(app: &mut App) -> bool {
    let photo = app.state.selection.cursor().filter(|_| app.state.view == View::Grid);
    let Some(sku) = photo.filter(|p| stack(&app.state, *p).is_some()).and_then(|p| of(&app.state, p)).map(|p| p.sku.clone()) else {
        return false;
    };
    show(app, &sku);
    true
}

/// Selects all photos of the product in hand where the grid holds them; else shows them.
pub fn select(app: &mut App) {
    let Some(product) = app.state.selection.cursor().and_then(|p| of(&app.state, p)) else { return };
    let (sku, photos) = (product.sku.clone(), product.photos.clone());
    let state = &mut app.state;
    if !grouped(state) && all_in_grid(state, &photos) {
        state.selection.these(&photos);
    } else {
        show(app, &sku);
    }
}

fn all_in_grid(state: &State, photos: &[PhotoId]) -> bool {
    let found = state.shown.hits.iter().filter(|h| photos.contains(&h.photo)).count();
    found == photos.len()
}

/// Photos that disagree with their product, in the grid.
pub fn show_odd(app: &mut App) {
    app.state.view = View::Grid;
    super::update::ask(app, |q| {
        q.clear();
        q.only = Some(Only::Odd);
    });
}

/// The library's row for photos that disagree with their product, where there are any.
pub fn library_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let n = state.odd.count();
    let selected = state.query.only == Some(Only::Odd) && matches!(state.view, View::Grid | View::Loupe);
    if n == 0 && !selected {
        return;
    }
    let palette = theme::palette(ui);
    let colour = if selected { palette.accent } else { palette.doubtful };
    let icon = (ui.available_width() >= theme::width::ROOMY_LIBRARY).then_some((icons::ICON_DIFFERENCE, colour));
    let row = widgets::RowSpec {
        words: "Disagree",
        count: Some(human::count(n)),
        icon,
        selected,
        indent: 0.0,
        name: format!("Disagree with their product, {}", human::photos(n)),
        room_right: 0.0,
    };
    let tip = "Photos whose label differs from that of most photos of their product";
    if widgets::row_ui(ui, &row).on_hover_text(tip).clicked() {
        actions.run(UiCommand::ShowOdd);
    }
}

/// The inspector's lines about the product.
pub fn inspector_ui(ui: &mut Ui, state: &State, photo: PhotoId, actions: &mut Actions) {
    let Some(product) = of(state, photo) else { return };
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(theme::CONTROL);
        ui.spacing_mut().item_spacing.x = space::S;
        widgets::icon(ui, icons::ICON_STACKS, theme::ICON_SMALL, palette.weak);
        let n = product.photos.len() as u64;
        let words = format!("SKU {} · {}", human::elide_middle(&product.sku, 18), human::photos(n));
        ui.add(Label::new(egui::RichText::new(words).color(palette.text)).selectable(true)).on_hover_text(&product.sku);
        if n > 1 {
            let here = !grouped(state) && all_in_grid(state, &product.photos);
            if widgets::quiet_button(ui, if here { "Select them" } else { "Show them" }).clicked() {
                actions.run(UiCommand::SelectProduct);
            }
        }
    });
    for set in state.odd.sets(photo) {
        let Some(line) = odd_words(state, photo, product, *set) else { continue };
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icons::ICON_DIFFERENCE, theme::ICON_SMALL, palette.doubtful);
            ui.add(Label::new(egui::RichText::new(line).color(palette.text)).wrap());
        });
    }
}

/// "Shoe type: 3 other photos of this product say Sandals".
fn odd_words(state: &State, photo: PhotoId, product: &Product, set: LabelSetId) -> Option<String> {
    let set = state.tags.set(set)?;
    let mut said: HashMap<_, u64> = HashMap::new();
    for tag in product.photos.iter().filter(|p| **p != photo).flat_map(|p| state.tags.book.accepted(*p)).filter(|t| t.set == set.id) {
        *said.entry(tag.label?).or_default() += 1;
    }
    let (label, n) = said.into_iter().max_by_key(|(label, n)| (*n, std::cmp::Reverse(*label)))?;
    let label = &set.label(label)?.name;
    Some(match n {
        1 => format!("{}: the other photo of this product says {label}", set.name),
        n => format!("{}: {} other photos of this product say {label}", set.name, human::count(n)),
    })
}

/// The tool row's switch.
pub fn switch_ui(ui: &mut Ui, state: &State, narrow: bool, actions: &mut Actions) {
    let on = grouped(state);
    let clicked = if narrow {
        widgets::icon_toggle(ui, on, icons::ICON_STACKS, "Group by product").clicked()
    } else {
        super::forms::flat_toggle_ui(ui, on, "Group by product").clicked()
    };
    if clicked {
        actions.run(UiCommand::GroupByProduct);
    }
}

/// The action that opens a cell: its product where it stands for one, else the photo.
pub fn opening(state: &State, index: usize) -> Action {
    let stacked = state.shown.hits.get(index).and_then(|h| stack(state, h.photo).and(of(state, h.photo)));
    stacked.map_or(Action::Enlarge(index), |product| Action::ShowProduct(product.sku.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::SkuRule;

    #[test]
    fn with_grouping_on_a_decision_is_for_the_whole_product() {
        let product = |sku: &str, photos: &[i64]| Product { sku: sku.into(), photos: photos.iter().copied().map(PhotoId).collect() };
        let products = Products {
            rule: Some(SkuRule::default()),
            products: [product("a", &[1, 2]), product("b", &[3])].into(),
            of: Arc::new([(PhotoId(1), 0), (PhotoId(2), 0), (PhotoId(3), 1)].into()),
            odd: vec![(PhotoId(2), LabelSetId(1))],
        };
        let mut state = State { products: Arc::new(products), ..State::default() };
        let decided = |state: &State| decided_with(state, [PhotoId(2), PhotoId(9)]).iter().map(|p| p.0).collect::<Vec<_>>();
        assert_eq!(decided(&state), [2, 9]);
        state.query.by_product = true;
        assert_eq!(decided(&state), [1, 2, 9]);
        assert_eq!((stack(&state, PhotoId(1)), stack(&state, PhotoId(3))), (Some(2), None));
        state.query.only = Some(Only::Product("a".into()));
        assert_eq!(decided(&state), [2, 9], "inside a product its photos stand for themselves");
    }
}
