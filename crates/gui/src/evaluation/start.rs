//! What to evaluate: a set, and what its suggestions are compared with: what was decided, or a column of a table.

use super::msg::Msg;
use super::start_search;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::table_file::{TableChange, TableFile, table_file_ui};
use base::tags::UNSEEN;
use base::{Decision, LabelId, LabelSet, LabelSetId, PhotoId, Source, human};
use egui::{Ui, vec2};
use engine::protocol::{
    By, EvaluateRequest, EvaluateSearchRequest, PickPurpose, QueryRequest, RequestId, SliceBy, Tags, TextUse, TruthColumn,
    TruthColumnsRequest, TruthSource,
};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// A column with more different cells tells photos apart one by one.
const MOST_PARTS: usize = 200;

/// What is known of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Look {
    /// Nothing was asked.
    None,
    /// This was asked.
    Looking(RequestId),
    /// Its columns.
    Known(Vec<TruthColumn>),
    /// It cannot be read.
    Wrong(String),
}

/// The dialog as filled in.
#[derive(Debug)]
pub struct StartForm {
    /// How well searches find what is right, rather than how often suggestions are.
    pub(super) search: bool,
    /// Words with columns in braces.
    pub(super) query: String,
    /// Combinations that fewer photos have are no queries.
    pub(super) least: usize,
    set: LabelSetId,
    from_file: bool,
    pub(super) table: TableFile,
    /// What the searches look into.
    pub(super) texts: TextUse,
    /// Its name; empty: none is chosen.
    column: String,
    look: Look,
    /// What answers: the set's words alone, or with what decisions taught, as in the window.
    by: By,
    decided: Decided,
    /// What was counted: a decision may be saved while the dialog is open.
    counted: Arc<Tags>,
}

/// What was decided about a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Decided {
    photos: u64,
    labels: usize,
}

impl Decided {
    /// Decisions that can be trusted: not what a rule accepted, or a person unseen.
    fn of(ctx: &Ctx, set: LabelSetId) -> Self {
        let unseen = |model: &Option<Arc<str>>| model.as_deref().is_some_and(|model| model.ends_with(UNSEEN));
        let tags = ctx.tags.book.iter().filter(|tag| {
            let from = &tag.provenance;
            tag.set == set && tag.decision != Decision::Rejected && !tag.stale && from.source > Source::Rule && !unseen(&from.model)
        });
        let (mut photos, mut labels) = (HashSet::<PhotoId>::new(), HashSet::<Option<LabelId>>::new());
        for tag in tags {
            photos.insert(tag.photo);
            labels.insert(tag.label);
        }
        Self { photos: photos.len() as u64, labels: labels.len() }
    }
}

impl StartForm {
    /// As it opens: with what was asked last, else the set that is open at the right; `None` where there is no set.
    pub fn new(ctx: &Ctx, last: Option<&EvaluateRequest>, searched: Option<&EvaluateSearchRequest>) -> Option<Self> {
        let known = |set: &LabelSetId| ctx.tags.set(*set).is_some();
        let first = || ctx.tags.sets.first().map(|set| set.id);
        let set = ctx.open_set.filter(known).or(last.map(|last| last.set).filter(known)).or_else(first)?;
        let decided = Decided::of(ctx, set);
        let (mut table, mut column, mut texts) = (TableFile::default(), String::new(), ctx.query.texts);
        if let Some(TruthSource::File { file, match_by: by, column: name }) = last.map(|last| &last.truth) {
            (table, column) = (TableFile::new(file, *by), name.clone());
        }
        let (search, mut query, mut least) = (searched.is_some(), String::new(), start_search::LEAST[1]);
        if let Some(searched) = searched {
            (table, texts) = (TableFile::new(&searched.file, searched.match_by), searched.texts);
            (query, least) = (searched.query.clone(), searched.least);
        }
        let from_file = !table.is_empty() || decided.photos == 0;
        let by = if last.is_some_and(|last| last.zero_shot) { By::ZeroShot } else { By::Learned };
        let counted = Arc::clone(&ctx.tags);
        Some(Self { search, query, least, set, from_file, table, texts, column, look: Look::None, by, decided, counted })
    }

    /// Looks into the file, where there is one to look into.
    pub fn look(&mut self) -> Option<Effect> {
        if self.table.is_empty() || !(self.from_file || self.search) {
            self.look = Look::None;
            return None;
        }
        let asked = TruthColumnsRequest { file: self.table.file(), set: self.set };
        let (id, effect) = Effect::ask(QueryRequest::TruthColumns(asked));
        self.look = Look::Looking(id);
        Some(effect)
    }

    /// A table was chosen.
    pub fn picked(&mut self, path: &Path) -> Option<Effect> {
        self.table.picked(path);
        self.from_file = true;
        self.look()
    }

    /// The columns of a file; only the answer to the last look counts.
    pub fn looked(&mut self, request: RequestId, columns: &Result<Vec<TruthColumn>, String>) {
        if self.look != Look::Looking(request) {
            return;
        }
        self.look = match columns {
            Ok(columns) => {
                if !columns.iter().any(|column| column.name == self.column) {
                    let best = columns.iter().max_by_key(|column| column.labels).filter(|column| column.labels > 0);
                    self.column = best.map_or_else(String::new, |best| best.name.clone());
                }
                if self.query.is_empty() && !self.column.is_empty() {
                    self.query = format!("{{{}}}", self.column);
                }
                Look::Known(columns.clone())
            }
            Err(reason) => Look::Wrong(reason.clone()),
        };
    }

    /// There is no dialog to choose the file in.
    pub fn no_dialog(&mut self) {
        self.table.no_dialog();
    }

    pub(super) fn columns(&self) -> &[TruthColumn] {
        if let Look::Known(columns) = &self.look { columns } else { &[] }
    }

    fn chosen(&self) -> Option<&TruthColumn> {
        self.columns().iter().find(|column| column.name == self.column)
    }

    /// Why nothing can be evaluated as the form stands.
    fn lacks(&self, set: &LabelSet) -> Option<String> {
        let name = &set.name;
        if self.search {
            self.lacks_file("Choose a CSV file that names photos and what is true of them.").or_else(|| start_search::lacks(self))
        } else if set.labels.is_empty() {
            Some(format!("{name} has no labels yet."))
        } else if !self.from_file {
            let none = self.decided.photos == 0;
            none.then(|| format!("Nothing was decided about {name} yet. Tag some photos, or compare with a table of right labels."))
        } else {
            self.lacks_file("Choose a CSV file that names photos and their right labels.").or_else(|| {
                let none = self.chosen().is_none();
                none.then(|| format!("Choose the column that holds the labels of {name}."))
            })
        }
    }

    fn lacks_file(&self, choose: &str) -> Option<String> {
        match &self.look {
            _ if self.table.is_empty() => Some(choose.to_owned()),
            Look::Known(_) => None,
            Look::Looking(_) | Look::None => Some("Looking into the file…".to_owned()),
            Look::Wrong(reason) => Some(human::capitalised(reason)),
        }
    }

    fn note(&self, set: &LabelSet) -> String {
        let set = &set.name;
        match self.chosen().filter(|_| !self.search).filter(|_| self.from_file) {
            Some(column) => {
                let (labels, rows) = (human::count(column.labels), human::counted(column.filled, "row has", "rows have"));
                format!(
                    "{rows} something in “{}”; {labels} of them a label of {set}. What cannot be used is counted and named.",
                    column.name
                )
            }
            None if self.search => start_search::note(self),
            None if self.decided.labels == 1 => format!(
                "{} decided, all with one and the same label: nothing can be known of the others.",
                human::photos(self.decided.photos)
            ),
            None => format!(
                "{} decided, by persons or from files. A photo that taught the set is judged as if neither it nor its product had.",
                human::photos(self.decided.photos)
            ),
        }
    }

    fn asked(&self) -> EvaluateRequest {
        let mut slices = vec![SliceBy::Folder, SliceBy::Background, SliceBy::PhotoSize, SliceBy::ProductPhotos];
        let truth = if self.from_file {
            let parts = |column: &&TruthColumn| column.name != self.column && (2..=MOST_PARTS).contains(&column.values);
            slices.extend(self.columns().iter().filter(parts).map(|column| SliceBy::Column(column.name.clone())));
            TruthSource::File { file: self.table.file(), match_by: self.table.match_by, column: self.column.clone() }
        } else {
            TruthSource::Tags
        };
        EvaluateRequest { set: self.set, truth, slices, zero_shot: self.by == By::ZeroShot }
    }
}

/// Draws the dialog.
pub fn start_ui(ui: &mut Ui, form: &mut StartForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    if !Arc::ptr_eq(&form.counted, &ctx.tags) {
        (form.decided, form.counted) = (Decided::of(ctx, form.set), Arc::clone(&ctx.tags));
    }
    let sets: &[LabelSet] = &ctx.tags.sets;
    let at = sets.iter().position(|set| set.id == form.set).unwrap_or(0);
    let Some(set) = sets.get(at) else { return out };
    fields_ui(ui, form, ctx, (sets, at), &mut out);
    ui.add_space(space::XS);
    let lacks = form.lacks(set);
    ui.allocate_ui(vec2(ui.available_width(), 2.0 * theme::LINE), |ui| {
        ui.set_min_height(2.0 * theme::LINE);
        match (&lacks, &form.look) {
            (Some(reason), Look::Wrong(_)) if form.from_file || form.search => forms::problem_ui(ui, reason),
            (lacks, _) => forms::note_ui(ui, &lacks.clone().unwrap_or_else(|| form.note(set))),
        }
    });
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(lacks.is_none(), |ui| widgets::primary_button(ui, "Evaluate")).inner.clicked();
        if lacks.is_none() && (go || forms::entered(ui)) {
            out.msg(if form.search { Msg::BeginSearch(start_search::asked(form)) } else { Msg::Begin(form.asked()) });
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}

fn fields_ui(ui: &mut Ui, form: &mut StartForm, ctx: &Ctx, (sets, at): (&[LabelSet], usize), out: &mut Output<Msg>) {
    let mut look = false;
    forms::line_ui(ui, "Evaluate", |ui| {
        if let Some(search) = forms::segments_ui(ui, &[(false, "Suggestions"), (true, "Search")], form.search) {
            (form.search, look) = (search, true);
        }
    });
    if form.search {
        look |= file_ui(ui, form, ctx, out);
        start_search::fields_ui(ui, form);
    } else {
        look |= suggestions_ui(ui, form, ctx, (sets, at), out);
    }
    if look {
        form.look().into_iter().for_each(|effect| out.effect(effect));
    }
}

/// What is asked about a set; true where the file is to be looked into.
fn suggestions_ui(ui: &mut Ui, form: &mut StartForm, ctx: &Ctx, (sets, at): (&[LabelSet], usize), out: &mut Output<Msg>) -> bool {
    let mut look = false;
    forms::line_ui(ui, "Label set", |ui| {
        let names: Vec<String> = sets.iter().map(|set| set.name.clone()).collect();
        if let Some(chosen) = forms::menu_ui(ui, "Label set", &names, at) {
            form.set = sets[chosen].id;
            (form.decided, look) = (Decided::of(ctx, form.set), true);
        }
    });
    forms::line_ui(ui, "Compare with", |ui| {
        if let Some(file) = forms::segments_ui(ui, &[(false, "What was decided"), (true, "A table (CSV)")], form.from_file) {
            (form.from_file, look) = (file, true);
        }
    });
    if form.from_file {
        look |= file_ui(ui, form, ctx, out);
        column_ui(ui, form);
    }
    forms::line_ui(ui, "Answers", |ui| {
        let ways = [(By::Learned, "As in the window"), (By::ZeroShot, "The set's words alone")];
        if let Some(by) = forms::segments_ui(ui, &ways, form.by) {
            form.by = by;
        }
    });
    look
}

/// The table; true where it is to be looked into.
fn file_ui(ui: &mut Ui, form: &mut StartForm, ctx: &Ctx, out: &mut Output<Msg>) -> bool {
    table_file_ui(ui, &mut form.table, PickPurpose::Truth, ctx, out) == Some(TableChange::Path)
}

fn column_ui(ui: &mut Ui, form: &mut StartForm) {
    forms::line_ui(ui, "Column", |ui| {
        let names: Vec<String> = form.columns().iter().map(|column| column.name.clone()).collect();
        let at = names.iter().position(|name| *name == form.column);
        // Where none is chosen, the first line says that one is to be.
        let options: Vec<String> = at.is_none().then(|| "Choose a column".to_owned()).into_iter().chain(names.clone()).collect();
        let before = usize::from(at.is_none());
        let chosen = ui.add_enabled_ui(!names.is_empty(), |ui| forms::menu_ui(ui, "Column", &options, at.unwrap_or(0))).inner;
        if let Some(name) = chosen.and_then(|place| names.get(place.checked_sub(before)?)) {
            form.column.clone_from(name);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::protocol::MatchBy;

    fn column(name: &str, values: usize, labels: u64) -> TruthColumn {
        TruthColumn { name: name.to_owned(), filled: 300, values, labels }
    }

    #[test]
    fn the_column_with_most_labels_is_chosen_and_columns_of_few_values_are_parts() {
        let mut form = StartForm {
            search: false,
            query: String::new(),
            least: 5,
            set: LabelSetId(1),
            from_file: true,
            table: TableFile::new(Path::new("/a.csv"), MatchBy::Path),
            texts: TextUse::On,
            column: String::new(),
            look: Look::None,
            by: By::Learned,
            decided: Decided::default(),
            counted: Arc::default(),
        };
        let Some(Effect::Send(first, _)) = form.look() else { panic!("nothing is asked") };
        let Some(Effect::Send(second, _)) = form.look() else { panic!("nothing is asked") };
        form.looked(first, &Err("it is not there".to_owned()));
        assert_eq!(form.look, Look::Looking(second), "only the answer to the last look counts");
        let columns = vec![column("path", 300, 0), column("type", 9, 250), column("shop", 12, 1), column("same", 1, 0)];
        form.looked(second, &Ok(columns));
        assert_eq!(form.column, "type");
        let asked = form.asked();
        assert_eq!(asked.slices[4..], [SliceBy::Column("shop".to_owned())]);
    }
}
