//! Messages, one at a time, in the status bar where nothing lies under them; a longer one has a bar of its own above it. What is done
//! goes by itself, an error stays until it was read. All that was said can be read again.

use crate::kit::theme::{self, space};
use crate::kit::widgets;
use base::human;
use egui::accesskit::Role;
use egui::{Align, Button, Context, Label, Layout, RichText, ScrollArea, Ui, UiBuilder, vec2};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{Notice, RequestId, Tone};
use std::collections::VecDeque;

/// How many are kept to be read again.
const KEPT: usize = 100;

/// How many wait at most; the oldest gives way, and can be read again.
const MOST: usize = 20;

/// One message; `A` is what its button does.
#[derive(Debug)]
struct Toast<A> {
    id: u64,
    notice: Notice,
    /// What the person may want to do about it, in a button's words.
    offer: Option<(A, &'static str)>,
    /// That can be done now.
    stands: bool,
    /// When it goes by itself, in egui's time.
    until: f64,
}

/// The messages that wait to be seen, and those that were said.
#[derive(Debug)]
pub struct Toasts<A> {
    /// The last one is seen.
    waiting: Vec<Toast<A>>,
    /// Newest first.
    said: VecDeque<Notice>,
    next: u64,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { waiting: Vec::new(), said: VecDeque::new(), next: 0 }
    }
}

/// What a person did with a message.
#[derive(Clone, Debug)]
pub enum ToastReply<A> {
    /// It goes.
    Dismiss(u64),
    /// Its button was pressed.
    Take(A),
    /// Its text goes to the clipboard.
    Copy(String),
    /// All that was said is to be read.
    ShowAll,
}

impl<A> Toasts<A> {
    /// Says something.
    pub fn say(&mut self, now: f64, notice: Notice) {
        self.offer(now, notice, None);
    }

    /// Says something, with a button for what may follow from it.
    pub fn offer(&mut self, now: f64, mut notice: Notice, offer: Option<(A, &'static str)>) {
        notice.text = human::capitalised(&notice.text);
        // What is done next takes the place of what was done before; the same thing said twice is said once, anew.
        let outdated = |t: &Toast<A>| t.notice == notice || t.notice.tone == Tone::Done;
        self.waiting.retain(|t| !outdated(t));
        self.said.retain(|said| *said != notice);
        self.said.push_front(notice.clone());
        self.said.truncate(KEPT);
        let secs = match notice.tone {
            Tone::Done => 5.0,
            Tone::Warning => 12.0,
            Tone::Error => f64::INFINITY,
        };
        self.next += 1;
        if self.waiting.len() >= MOST {
            self.waiting.remove(0);
        }
        self.waiting.push(Toast { id: self.next, notice, offer, stands: false, until: now + secs });
    }

    /// Says that something is done.
    pub fn done(&mut self, now: f64, text: impl Into<String>) {
        self.say(now, Notice { request: None, tone: Tone::Done, text: text.into() });
    }

    /// Whether what each button does can be done now. A button that has gone does not come back, so that nobody presses it
    /// for what it was before; where the message told no more than what its button takes back, it goes too.
    pub fn settle(&mut self, stands: impl Fn(&A) -> bool) {
        self.waiting.retain_mut(|toast| {
            let stood = std::mem::replace(&mut toast.stands, toast.offer.as_ref().is_some_and(|(offered, _)| stands(offered)));
            let over = stood && !toast.stands;
            if over {
                toast.offer = None;
            }
            !over || toast.notice.tone == Tone::Error
        });
    }

    /// Everything said is about something that is no longer there, but for what answers this request.
    pub fn outdate(&mut self, but: Option<RequestId>) {
        self.waiting.retain(|t| but.is_some() && t.notice.request == but);
    }

    /// It was told already what went wrong with this request.
    pub fn told_wrong(&self, request: RequestId) -> bool {
        self.waiting.iter().any(|t| t.notice.tone == Tone::Error && t.notice.request == Some(request))
    }

    /// What went wrong with this request is outdated.
    pub fn forget(&mut self, request: RequestId) {
        self.waiting.retain(|t| t.notice.request != Some(request) || t.notice.tone == Tone::Done);
    }

    /// Takes one away.
    pub fn dismiss(&mut self, id: u64) {
        self.waiting.retain(|t| t.id != id);
    }

    /// Takes away the one that is seen; false where there is none.
    pub fn dismiss_seen(&mut self) -> bool {
        self.waiting.pop().is_some()
    }

    /// The one that is seen goes only if somebody takes it away.
    pub fn wants_reading(&self) -> bool {
        self.waiting.last().is_some_and(|t| t.notice.tone != Tone::Done)
    }

    /// The text of the one that is seen, else of the last one.
    pub fn text(&self) -> Option<&str> {
        self.waiting.last().map(|t| &t.notice).or_else(|| self.said.front()).map(|notice| notice.text.as_str())
    }

    /// Takes away what has had its time.
    pub fn expire(&mut self, ctx: &Context) {
        let now = ctx.time();
        self.waiting.retain(|t| t.until > now);
        if let Some(next) = self.waiting.iter().map(|t| t.until).filter(|u| u.is_finite()).reduce(f64::min) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.05)));
        }
    }

    /// The message that is seen needs more room than this for its line.
    pub fn is_longer_than(&self, ui: &Ui, room: f32) -> bool {
        let Some(toast) = self.waiting.last() else { return false };
        let wide = |words: &str, font| ui.painter().layout_no_wrap(words.to_owned(), font, egui::Color32::PLACEHOLDER).size().x;
        let text = wide(&toast.notice.text, theme::body());
        let offer = toast.offer.as_ref().map_or(0.0, |(_, words)| wide(words, theme::body()) + 2.0 * space::S);
        let more = self.more().map_or(0.0, |words| wide(&words, theme::body()) + 2.0 * space::S);
        // The icon before the text, and one button or two.
        text + offer + more + 4.0 * (theme::CONTROL + space::S) > room
    }

    /// "3 more": those that wait behind the one that is seen.
    fn more(&self) -> Option<String> {
        let behind = self.waiting.len().saturating_sub(1);
        (behind > 0).then(|| format!("{} more", human::count(behind as u64)))
    }
}

/// How a message looks, and how a screen reader takes it.
fn look(tone: Tone, palette: &theme::Palette) -> (MaterialIcon, egui::Color32, Role) {
    match tone {
        Tone::Done => (icons::ICON_CHECK_CIRCLE, palette.done, Role::Status),
        Tone::Warning => (icons::ICON_WARNING, palette.doubtful, Role::Alert),
        Tone::Error => (icons::ICON_ERROR, palette.problem, Role::Alert),
    }
}

/// Draws the message that is seen on one line.
pub fn line_ui<A: Clone>(ui: &mut Ui, toasts: &Toasts<A>) -> Vec<ToastReply<A>> {
    let mut replies = Vec::new();
    let Some(toast) = toasts.waiting.last() else { return replies };
    let palette = theme::palette(ui);
    named_ui(ui, toast, |ui, icon, colour| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            widgets::icon(ui, icon, theme::ICON_SMALL, colour);
            ui.add(Label::new(RichText::new(&toast.notice.text).color(palette.text)).extend());
            let mut parts = parts(toasts, toast);
            parts.reverse();
            for part in parts {
                part_ui(ui, part, toast, &mut replies);
            }
        });
    });
    replies
}

/// Draws the message that is seen on as many lines as it needs.
pub fn bar_ui<A: Clone>(ui: &mut Ui, toasts: &Toasts<A>) -> Vec<ToastReply<A>> {
    let mut replies = Vec::new();
    let Some(toast) = toasts.waiting.last() else { return replies };
    let palette = theme::palette(ui);
    named_ui(ui, toast, |ui, icon, colour| {
        ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for part in parts(toasts, toast) {
                part_ui(ui, part, toast, &mut replies);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                widgets::icon(ui, icon, theme::ICON, colour);
                ui.add(Label::new(RichText::new(&toast.notice.text).color(palette.text)).wrap().selectable(true));
            });
        });
    });
    replies
}

fn named_ui<A>(ui: &mut Ui, toast: &Toast<A>, add: impl FnOnce(&mut Ui, MaterialIcon, egui::Color32)) {
    let (icon, colour, role) = look(toast.notice.tone, theme::palette(ui));
    let builder = UiBuilder::new().id_salt(toast.id).accessibility_role(role).accessibility_label(toast.notice.text.clone());
    ui.scope_builder(builder, |ui| add(ui, icon, colour));
}

/// What stands beside a message.
enum Part<'a, A> {
    Dismiss,
    Copy,
    More(String),
    Offer(&'a A, &'static str),
}

/// From the right.
fn parts<'a, A>(toasts: &Toasts<A>, toast: &'a Toast<A>) -> Vec<Part<'a, A>> {
    let copy = (toast.notice.tone != Tone::Done).then_some(Part::Copy);
    let offer = toast.offer.as_ref().filter(|_| toast.stands).map(|(offered, words)| Part::Offer(offered, words));
    [Some(Part::Dismiss), copy, toasts.more().map(Part::More), offer].into_iter().flatten().collect()
}

fn part_ui<A: Clone>(ui: &mut Ui, part: Part<'_, A>, toast: &Toast<A>, replies: &mut Vec<ToastReply<A>>) {
    match part {
        Part::Dismiss => {
            if widgets::icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                replies.push(ToastReply::Dismiss(toast.id));
            }
        }
        Part::Copy => {
            if widgets::icon_button(ui, icons::ICON_CONTENT_COPY, "Copy message").clicked() {
                replies.push(ToastReply::Copy(toast.notice.text.clone()));
            }
        }
        Part::More(words) => {
            if widgets::quiet_button(ui, &words).on_hover_text("All messages").clicked() {
                replies.push(ToastReply::ShowAll);
            }
        }
        Part::Offer(offered, words) => {
            if link_ui(ui, words) {
                replies.push(ToastReply::Dismiss(toast.id));
                replies.push(ToastReply::Take(offered.clone()));
            }
        }
    }
}

fn link_ui(ui: &mut Ui, words: &str) -> bool {
    let text = RichText::new(words).color(theme::palette(ui).accent);
    ui.spacing_mut().button_padding.x = space::S;
    let button = ui.add(Button::new(text).frame_when_inactive(false).min_size(vec2(0.0, theme::CONTROL)));
    widgets::focus_ring(ui, &button);
    button.accessible_name(words).clicked()
}

/// Draws all that was said, newest first.
pub fn said_ui<A>(ui: &mut Ui, toasts: &Toasts<A>) -> Option<String> {
    let palette = theme::palette(ui);
    if toasts.said.is_empty() {
        ui.label(theme::weak_text("Nothing was said yet", palette));
        return None;
    }
    ScrollArea::vertical().max_height(theme::ROW * 12.0).auto_shrink([false, true]).show(ui, |ui| {
        for notice in &toasts.said {
            let (icon, colour, _) = look(notice.tone, palette);
            ui.horizontal_top(|ui| {
                widgets::icon(ui, icon, theme::ICON, colour);
                ui.add(Label::new(RichText::new(&notice.text).color(palette.text)).wrap().selectable(true));
            });
        }
    });
    ui.add_space(space::S);
    let all = || toasts.said.iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>().join("\n");
    widgets::button(ui, Some(icons::ICON_CONTENT_COPY), "Copy all").clicked().then(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(tone: Tone, text: &str) -> Notice {
        Notice { request: None, tone, text: text.to_owned() }
    }

    fn seen(toasts: &Toasts<u8>) -> Vec<&str> {
        toasts.waiting.iter().map(|t| t.notice.text.as_str()).collect()
    }

    #[test]
    fn what_is_done_gives_way_and_errors_wait_behind() {
        let mut toasts = Toasts::<u8>::default();
        toasts.say(0.0, notice(Tone::Error, "Bad"));
        toasts.done(0.0, "One");
        toasts.done(0.0, "Two");
        assert_eq!(seen(&toasts), ["Bad", "Two"]);
        assert_eq!(toasts.more().as_deref(), Some("1 more"));
        assert!(toasts.dismiss_seen() && toasts.wants_reading());
        assert_eq!(toasts.said.len(), 3, "all can be read again");
    }

    #[test]
    fn a_message_goes_with_the_step_that_it_told() {
        let mut toasts = Toasts::<u8>::default();
        toasts.offer(0.0, notice(Tone::Done, "Gave Red"), Some((1, "Undo")));
        toasts.settle(|_| false);
        assert_eq!(seen(&toasts), ["Gave Red"], "the step is not known yet");
        toasts.settle(|_| true);
        toasts.settle(|_| false);
        assert_eq!(seen(&toasts), [""; 0]);
    }

    #[test]
    fn another_catalogue_outdates_all_but_what_is_said_of_it() {
        let mut toasts = Toasts::<u8>::default();
        let opening = RequestId(7);
        toasts.say(0.0, notice(Tone::Error, "Old"));
        toasts.say(0.0, Notice { request: Some(opening), ..notice(Tone::Warning, "New") });
        toasts.outdate(Some(opening));
        assert_eq!(seen(&toasts), ["New"]);
        toasts.outdate(None);
        assert_eq!(seen(&toasts), [""; 0]);
    }
}
