//! Short messages at the bottom of the window. What is done goes by itself; an error stays until it was read, and can be copied.

use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use base::human;
use egui::accesskit::Role;
use egui::{Align, Align2, Area, Context, Id, Layout, Order, RichText, UiBuilder, vec2};
use egui_material_icons::icons;
use engine::protocol::{Notice, Tone};

/// Most toasts at once; older ones give way.
const MOST: usize = 4;

/// One message; `A` is what its button does.
#[derive(Debug)]
pub struct Toast<A> {
    id: u64,
    notice: Notice,
    /// What the person may want to do about it, in a button's words.
    offer: Option<(A, &'static str)>,
    /// That can be done now.
    stands: bool,
    /// When it goes by itself, in egui's time.
    until: f64,
}

/// The messages that are seen now.
#[derive(Debug)]
pub struct Toasts<A> {
    shown: Vec<Toast<A>>,
    next: u64,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { shown: Vec::new(), next: 0 }
    }
}

/// What a person did with a toast.
#[derive(Clone, Debug)]
pub enum ToastReply<A> {
    /// It goes.
    Dismiss(u64),
    /// Its button was pressed.
    Take(A),
    /// Its text goes to the clipboard.
    Copy(String),
}

impl<A> Toasts<A> {
    /// Says something.
    pub fn say(&mut self, now: f64, notice: Notice) {
        self.offer(now, notice, None);
    }

    /// Says something, with a button for what may follow from it.
    pub fn offer(&mut self, now: f64, mut notice: Notice, offer: Option<(A, &'static str)>) {
        notice.text = human::capitalised(&notice.text);
        // The same thing said twice is said once, anew.
        self.shown.retain(|t| t.notice != notice);
        let secs = match notice.tone {
            Tone::Done => 5.0,
            Tone::Warning => 12.0,
            Tone::Error => f64::INFINITY,
        };
        self.next += 1;
        self.shown.push(Toast { id: self.next, notice, offer, stands: false, until: now + secs });
        if self.shown.len() > MOST {
            self.shown.remove(0);
        }
    }

    /// Says that something is done.
    pub fn done(&mut self, now: f64, text: impl Into<String>) {
        self.say(now, Notice { request: None, tone: Tone::Done, text: text.into() });
    }

    /// Whether what each button does can be done now. A button that has gone does not come back, so that nobody presses it
    /// for what it was before.
    pub fn settle(&mut self, stands: impl Fn(&A) -> bool) {
        for toast in &mut self.shown {
            let stood = std::mem::replace(&mut toast.stands, toast.offer.as_ref().is_some_and(|(offered, _)| stands(offered)));
            if stood && !toast.stands {
                toast.offer = None;
            }
        }
    }

    /// Takes one away.
    pub fn dismiss(&mut self, id: u64) {
        self.shown.retain(|t| t.id != id);
    }

    /// Takes the newest error or warning away; false where there is none.
    pub fn dismiss_newest(&mut self) -> bool {
        self.shown.pop().is_some()
    }

    /// Takes away what has had its time.
    pub fn expire(&mut self, ctx: &Context) {
        let now = ctx.time();
        self.shown.retain(|t| t.until > now);
        if let Some(next) = self.shown.iter().map(|t| t.until).filter(|u| u.is_finite()).reduce(f64::min) {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.05)));
        }
    }
}

/// Draws them above the status bar, newest below.
pub fn toasts_ui<A: Clone>(ctx: &Context, toasts: &Toasts<A>) -> Vec<ToastReply<A>> {
    let mut replies = Vec::new();
    if toasts.shown.is_empty() {
        return replies;
    }
    let lift = theme::STATUS_BAR + space::M;
    Area::new(Id::unique("toasts")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, vec2(0.0, -lift)).show(ctx, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        for toast in &toasts.shown {
            toast_ui(ui, toast, &mut replies);
        }
    });
    replies
}

fn toast_ui<A: Clone>(ui: &mut egui::Ui, toast: &Toast<A>, replies: &mut Vec<ToastReply<A>>) {
    let palette = theme::palette(ui);
    let offer = toast.offer.as_ref().filter(|_| toast.stands);
    let (icon, colour, role) = match toast.notice.tone {
        Tone::Done => (icons::ICON_CHECK_CIRCLE, palette.done, Role::Status),
        Tone::Warning => (icons::ICON_WARNING, palette.doubtful, Role::Alert),
        Tone::Error => (icons::ICON_ERROR, palette.problem, Role::Alert),
    };
    let builder = UiBuilder::new().id_salt(toast.id).accessibility_role(role).accessibility_label(toast.notice.text.clone());
    ui.scope_builder(builder, |ui| {
        theme::float_frame(palette, space::S).show(ui, |ui| {
            ui.set_max_width(width::CARD.min(ui.ctx().content_rect().width() - 2.0 * space::XL));
            ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                if widgets::icon_button(ui, icons::ICON_CLOSE, "Dismiss").clicked() {
                    replies.push(ToastReply::Dismiss(toast.id));
                }
                if let Some((offered, words)) = offer
                    && widgets::button(ui, None, words).clicked()
                {
                    replies.push(ToastReply::Dismiss(toast.id));
                    replies.push(ToastReply::Take(offered.clone()));
                }
                if toast.notice.tone != Tone::Done
                    && offer.is_none()
                    && widgets::icon_button(ui, icons::ICON_CONTENT_COPY, "Copy message").clicked()
                {
                    replies.push(ToastReply::Copy(toast.notice.text.clone()));
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    widgets::icon(ui, icon, theme::ICON, colour);
                    ui.add(egui::Label::new(RichText::new(&toast.notice.text).color(palette.text)).wrap());
                });
            });
        });
    });
}
