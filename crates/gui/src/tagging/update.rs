//! Carries out what the tagging panel, the inspector's tags and the library's tag rows ask for.

use super::bulk::Bulk;
use super::counted::Among;
use super::editor::{DraftChange, Editor};
use super::format::chosen_words;
use super::msg::{Msg, TaggingCommand};
use super::state::{GoTo, Tagging};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::query::Change;
use crate::shell::view::Region;
use base::labels::free_name;
use base::{LabelSetDraft, LabelSetId, PhotoId, Ruling};
use engine::protocol::{Edit, EditRequest, Only, Slot, SuggestedLabel};
use std::collections::HashSet;
use std::sync::Arc;

impl Tagging {
    /// Carries out what the person did.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        self.follow_query(&ctx.query);
        if self.is_changed() && Self::leaves_draft(&msg) {
            self.leaving = Some(Box::new(msg));
            return vec![Effect::Leave(Vec::new())];
        }
        match msg {
            Msg::Run(command) => return self.command(ctx, command),
            Msg::Bar(msg) => return self.update_bar(ctx, msg),
            Msg::Open(open) => self.open = open,
            Msg::Choose(set) => {
                self.choose(&ctx.tags, Some(set));
                return leave_label(ctx);
            }
            Msg::StartFrom(draft) => return self.start_from(ctx, draft),
            Msg::Order(order) => return edits(Edit::OrderSets(order)),
            Msg::Label(slot) => return self.turn_label(ctx, slot),
            Msg::Doubtful(slot) => {
                self.label = Some(slot);
                return self.show_label(ctx, slot, true);
            }
            Msg::AllLabels => {
                self.label = None;
                return leave_label(ctx);
            }
            Msg::Threshold(bin) => self.set_threshold(bin),
            Msg::Promise(per_mille) => self.set_promise(per_mille),
            Msg::Learn(on) => return self.learn(ctx, on),
            Msg::ByCount(on) => {
                self.by_count = on;
                self.arrange();
            }
            Msg::Edit(adding) => self.edit(adding),
            Msg::Change(change) => return self.change_draft(ctx, change),
            Msg::Save => return self.save(),
            Msg::Cancel => return self.cancel(ctx),
            Msg::Accept(bulk) => return bulk.accept().map(edits).unwrap_or_default(),
            Msg::Review(bulk) => return vec![Effect::Review(bulk.review)],
            Msg::Decide { photos, set, ruling } => return self.decide(photos, set, ruling),
            Msg::Offer(label) => {
                if !self.chosen.contains(&label) {
                    self.chosen.push(label);
                    self.tally.stale = true;
                }
            }
            Msg::Fold(set) => turn(&mut self.folded, set),
            Msg::Whole(set) => turn(&mut self.whole, set),
            Msg::Only(only) => return vec![Effect::Query(vec![Change::Only(only)])],
            Msg::Arrived => self.go_to = None,
        }
        Vec::new()
    }

    /// Something was written that is not saved.
    pub(super) fn is_changed(&self) -> bool {
        self.editor.as_ref().is_some_and(Editor::is_changed)
    }

    /// The editor would be closed by it.
    fn leaves_draft(msg: &Msg) -> bool {
        matches!(msg, Msg::Choose(_) | Msg::StartFrom(_) | Msg::Cancel) || matches!(msg, Msg::Run(command) if leaves_draft(*command))
    }

    /// Carries out a command.
    pub(super) fn command(&mut self, ctx: &Ctx, command: TaggingCommand) -> Vec<Effect> {
        if self.is_changed() && leaves_draft(command) {
            return self.carry_out(ctx, Msg::Run(command));
        }
        self.follow_query(&ctx.query);
        match command {
            TaggingCommand::Undo => vec![Effect::Undo],
            TaggingCommand::Redo => vec![Effect::Redo],
            TaggingCommand::TaggingPanel => {
                let shown = ctx.settings.right_panel && self.open;
                self.open_panel(!shown)
            }
            TaggingCommand::EditLabels => {
                self.edit(false);
                self.open_panel(true)
            }
            TaggingCommand::NewLabelSet => {
                let mut effects = self.open_panel(true);
                effects.extend(self.new_set(ctx));
                effects
            }
            TaggingCommand::DuplicateLabelSet => self.set.map(|set| edits(Edit::DuplicateSet(set))).unwrap_or_default(),
            TaggingCommand::MergeLabels => self.set.map(|set| edits(Edit::MergeTwins(set))).unwrap_or_default(),
            TaggingCommand::DeleteLabelSet => {
                let Some(set) = self.set else { return Vec::new() };
                self.editor = None;
                let mut effects = leave_label(ctx);
                effects.extend(edits(Edit::DeleteSet(set)));
                effects
            }
            TaggingCommand::AcceptAbove => self.bulk(ctx).and_then(Bulk::accept).map(edits).unwrap_or_default(),
            TaggingCommand::ReviewBelow => self.bulk(ctx).map(|b| vec![Effect::Review(b.review)]).unwrap_or_default(),
            TaggingCommand::Untagged => vec![Effect::Query(vec![Change::Only(Some(Only::Untagged))])],
            TaggingCommand::NeedsReview => vec![Effect::Query(vec![Change::Only(Some(Only::NeedsReview))])],
            TaggingCommand::TagBar => {
                self.turn_bar(ctx);
                Vec::new()
            }
        }
    }

    fn open_panel(&mut self, open: bool) -> Vec<Effect> {
        self.open = open;
        if open { vec![Effect::Settings(|s| s.right_panel = true), Effect::GoTo(Region::Inspector)] } else { Vec::new() }
    }

    fn turn_label(&mut self, ctx: &Ctx, slot: Slot) -> Vec<Effect> {
        let shown = ctx.query.label.as_ref().is_some_and(|label| label.slot == slot);
        self.label = (!shown).then_some(slot);
        if shown { leave_label(ctx) } else { self.show_label(ctx, slot, false) }
    }

    fn show_label(&mut self, ctx: &Ctx, slot: Slot, doubtful_first: bool) -> Vec<Effect> {
        self.counting.pin(&ctx.query);
        let label = SuggestedLabel { set: self.asked_set(), slot };
        let among = matches!(self.counting.among, Among::Selected | Among::Shown).then(|| chosen_words(self));
        // The photos of a label are another question: what was selected is in the scope, which stays.
        vec![Effect::SelectNone, Effect::Query(vec![Change::Label { label, doubtful_first, among }])]
    }

    fn change_draft(&mut self, ctx: &Ctx, change: DraftChange) -> Vec<Effect> {
        let Some(editor) = &mut self.editor else { return Vec::new() };
        if let DraftChange::Move(from, to) = change {
            self.go_to = Some(GoTo::Row(if to > from { to - 1 } else { to }));
        }
        editor.apply(change);
        let set = editor.asked();
        // The grid shows a label's photos: it follows what is typed.
        match &ctx.query.label {
            Some(label) if *label.set != *set => follow_set(ctx, set, label.slot, false),
            _ => Vec::new(),
        }
    }

    fn edit(&mut self, adding: bool) {
        if self.editor.is_none() && !(self.set.is_none() && self.making.is_some()) && (self.set.is_some() || !self.draft.labels.is_empty())
        {
            self.editor = Some(Editor::new(&self.draft));
        }
        self.go_to = adding.then_some(GoTo::NewLabel);
    }

    fn new_set(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.begin_set(ctx, &LabelSetDraft { none_of_these: true, ..LabelSetDraft::named("") });
        self.go_to = Some(GoTo::Name);
        leave_label(ctx)
    }

    /// A set that is not there before it is saved.
    fn begin_set(&mut self, ctx: &Ctx, draft: &LabelSetDraft) {
        self.before_new = self.set;
        self.choose(&ctx.tags, None);
        self.editor = Some(Editor::new(draft));
    }

    fn start_from(&mut self, ctx: &Ctx, mut draft: LabelSetDraft) -> Vec<Effect> {
        draft.name = free_name(&ctx.tags.sets, draft.name);
        let mut effects = leave_label(ctx);
        if draft.labels.is_empty() {
            // The model does well at none of its labels: the person says which are to be tried.
            self.begin_set(ctx, &draft);
        } else {
            effects.push(self.make_set(draft));
        }
        effects
    }

    fn save(&mut self) -> Vec<Effect> {
        let Some(editor) = self.editor.take() else { return Vec::new() };
        let draft = editor.saved();
        if !draft.problems().is_empty() {
            self.editor = Some(editor);
            return Vec::new();
        }
        if !editor.is_changed() {
            return Vec::new();
        }
        let new = draft.id.is_none();
        // Until the saved set comes back the panel shows what was saved, so that no older figures flash up.
        self.draft = Arc::new(draft.clone());
        let (id, effect) = Effect::ask(Edit::SaveSet(draft));
        self.saving = Some((id, editor));
        self.making = new.then_some(id);
        vec![effect]
    }

    /// Makes a set; it is chosen as soon as it is there.
    fn make_set(&mut self, draft: LabelSetDraft) -> Effect {
        let (id, effect) = Effect::ask(Edit::SaveSet(draft));
        self.making = Some(id);
        effect
    }

    /// The draft is saved, and what waited for that is done.
    pub(super) fn save_and_go_on(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = self.save();
        if let Some(msg) = self.leaving.take().filter(|_| self.editor.is_none()) {
            // The person is on the way to something else: the set is not chosen when it is there.
            self.making = None;
            if !matches!(*msg, Msg::Cancel) {
                effects.extend(self.carry_out(ctx, *msg));
            }
        }
        effects
    }

    /// The draft is thrown away, and what waited for that is done.
    pub(super) fn drop_and_go_on(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let mut effects = self.cancel(ctx);
        if let Some(msg) = self.leaving.take()
            && !matches!(*msg, Msg::Cancel)
        {
            effects.extend(self.carry_out(ctx, *msg));
        }
        effects
    }

    fn cancel(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let new = self.editor.take().is_some_and(|e| e.draft().id.is_none());
        if new {
            let before = self.before_new.take().or_else(|| ctx.tags.sets.first().map(|s| s.id));
            self.choose(&ctx.tags, before);
        }
        // The grid goes back to the words as they are saved.
        match &ctx.query.label {
            Some(label) => follow_set(ctx, Arc::clone(&self.draft), label.slot, new),
            None => Vec::new(),
        }
    }

    fn learn(&self, ctx: &Ctx, on: bool) -> Vec<Effect> {
        let Some(set) = self.set.filter(|_| self.editor.is_none()).and_then(|set| ctx.tags.set(set)) else { return Vec::new() };
        let draft = LabelSetDraft { words_only: !on, ..set.draft() };
        let mut effects = edits(Edit::SaveSet(draft.clone()));
        if let Some(label) = ctx.query.label.as_ref().filter(|label| *label.set == *self.draft) {
            effects.extend(follow_set(ctx, Arc::new(draft), label.slot, false));
        }
        effects
    }

    fn decide(&mut self, photos: Arc<[PhotoId]>, set: LabelSetId, ruling: Ruling) -> Vec<Effect> {
        if let Ruling::Accept(label) = ruling {
            self.remember(label);
        }
        edits(Edit::Decide { photos, set, rulings: vec![ruling] })
    }
}

fn leaves_draft(command: TaggingCommand) -> bool {
    matches!(command, TaggingCommand::NewLabelSet | TaggingCommand::DuplicateLabelSet | TaggingCommand::DeleteLabelSet)
}

/// A gesture for the engine.
pub fn edits(edit: Edit) -> Vec<Effect> {
    vec![Effect::send(EditRequest::Edit(edit))]
}

fn turn(set: &mut HashSet<LabelSetId>, id: LabelSetId) {
    if !set.remove(&id) {
        set.insert(id);
    }
}

fn leave_label(ctx: &Ctx) -> Vec<Effect> {
    if ctx.query.shows_label() { vec![Effect::Query(vec![Change::LeaveLabel])] } else { Vec::new() }
}

/// The grid shows a label's photos, and the set is another now; a label that is no longer there is left.
fn follow_set(ctx: &Ctx, set: Arc<LabelSetDraft>, slot: Slot, leave: bool) -> Vec<Effect> {
    if leave || slot.place().is_some_and(|place| place >= set.labels.len()) {
        leave_label(ctx)
    } else {
        vec![Effect::Query(vec![Change::LabelChanged(SuggestedLabel { set, slot })])]
    }
}
