//! Light and dark: what stands behind a photo is a neutral grey, and text can be read on whatever it stands on.

use base::ColourLabel;
use egui::{Color32, Theme};

/// Groups that have a colour of their own.
pub const GROUPS: usize = 8;

/// The colours of one theme. Everything behind or beside a photo is a neutral grey.
#[derive(Debug)]
pub struct Palette {
    /// Behind the grid.
    pub window: Color32,
    /// Side panels.
    pub panel: Color32,
    /// Top bar, tool row, status bar.
    pub bar: Color32,
    /// Cards and grid cells.
    pub card: Color32,
    /// A card under the pointer.
    pub card_hover: Color32,
    /// The square behind a fitted photo.
    pub well: Color32,
    /// Text fields.
    pub field: Color32,
    /// Buttons.
    pub control: Color32,
    /// A button under the pointer.
    pub control_hover: Color32,
    /// A button pressed.
    pub control_active: Color32,
    /// Hairlines.
    pub line: Color32,
    /// Borders of fields and dashed drop targets.
    pub border: Color32,
    /// Menus, dialogs, toasts.
    pub float: Color32,
    /// Titles.
    pub strong: Color32,
    /// Text.
    pub text: Color32,
    /// Captions and counts.
    pub weak: Color32,
    /// What is switched off.
    pub faint: Color32,
    /// Placeholders of fields: what is typed must not be taken for one.
    pub hint: Color32,
    /// Selection and focus: the one accent.
    pub accent: Color32,
    /// The primary button.
    pub primary: Color32,
    /// The primary button under the pointer.
    pub primary_hover: Color32,
    /// Text on the primary button.
    pub on_primary: Color32,
    /// A selected row.
    pub selected: Color32,
    /// A chip in the search field.
    pub chip: Color32,
    /// Text on a chip.
    pub on_chip: Color32,
    /// The chip of a term that is subtracted.
    pub without: Color32,
    /// Text on it.
    pub on_without: Color32,
    /// Rail of bars and sliders.
    pub rail: Color32,
    /// Done.
    pub done: Color32,
    /// Doubtful.
    pub doubtful: Color32,
    /// A problem.
    pub problem: Color32,
    /// Bars of a histogram below the threshold.
    pub below: Color32,
    /// Behind a dialog.
    pub shade: Color32,
    /// Over a photo whose file is gone, or that was rejected.
    pub dimmed: Color32,
    /// Of groups of points on the map, those of the largest first: told apart also by whoever does not see red or green.
    pub groups: [Color32; GROUPS],
    /// Of colour labels, in the order of [`ColourLabel::ALL`].
    labels: [Color32; 5],
}

impl Palette {
    /// As a colour label is painted.
    pub fn label(&self, colour: ColourLabel) -> Color32 {
        self.labels[colour as usize]
    }
}

const fn grey(v: u8) -> Color32 {
    Color32::from_gray(v)
}

pub static DARK: Palette = Palette {
    window: grey(26),
    panel: grey(31),
    bar: grey(34),
    card: grey(35),
    card_hover: grey(42),
    well: grey(43),
    field: grey(22),
    control: grey(52),
    control_hover: grey(62),
    control_active: grey(70),
    line: grey(44),
    border: grey(64),
    float: grey(40),
    strong: grey(242),
    text: grey(218),
    weak: grey(168),
    faint: grey(146),
    hint: grey(130),
    accent: Color32::from_rgb(122, 165, 255),
    primary: Color32::from_rgb(64, 108, 212),
    primary_hover: Color32::from_rgb(56, 98, 198),
    on_primary: grey(255),
    selected: Color32::from_rgb(41, 52, 82),
    chip: Color32::from_rgb(41, 55, 90),
    on_chip: Color32::from_rgb(170, 198, 255),
    without: Color32::from_rgb(62, 46, 44),
    on_without: Color32::from_rgb(240, 176, 166),
    rail: grey(60),
    done: Color32::from_rgb(110, 198, 138),
    doubtful: Color32::from_rgb(228, 180, 90),
    problem: Color32::from_rgb(246, 136, 128),
    below: Color32::from_rgb(70, 94, 146),
    shade: Color32::from_black_alpha(140),
    dimmed: Color32::from_gray(90),
    groups: [
        Color32::from_rgb(85, 170, 238),
        Color32::from_rgb(221, 102, 34),
        Color32::from_rgb(255, 204, 0),
        Color32::from_rgb(0, 136, 153),
        Color32::from_rgb(170, 34, 17),
        Color32::from_rgb(85, 255, 255),
        Color32::from_rgb(0, 119, 255),
        Color32::from_rgb(17, 85, 170),
    ],
    labels: [
        Color32::from_rgb(226, 74, 74),
        Color32::from_rgb(232, 196, 64),
        Color32::from_rgb(88, 186, 96),
        Color32::from_rgb(78, 140, 240),
        Color32::from_rgb(172, 112, 226),
    ],
};

pub static LIGHT: Palette = Palette {
    window: grey(232),
    panel: grey(244),
    bar: grey(248),
    card: grey(246),
    card_hover: grey(252),
    well: grey(222),
    field: grey(255),
    control: grey(214),
    control_hover: grey(204),
    control_active: grey(194),
    line: grey(216),
    border: grey(188),
    float: grey(252),
    strong: grey(16),
    text: grey(40),
    weak: grey(86),
    faint: grey(102),
    hint: grey(117),
    accent: Color32::from_rgb(34, 84, 196),
    primary: Color32::from_rgb(44, 98, 216),
    primary_hover: Color32::from_rgb(34, 84, 196),
    on_primary: grey(255),
    selected: Color32::from_rgb(208, 221, 250),
    chip: Color32::from_rgb(214, 225, 250),
    on_chip: Color32::from_rgb(28, 70, 170),
    without: Color32::from_rgb(246, 224, 220),
    on_without: Color32::from_rgb(146, 36, 28),
    rail: grey(206),
    done: Color32::from_rgb(16, 104, 52),
    doubtful: Color32::from_rgb(128, 78, 0),
    problem: Color32::from_rgb(178, 34, 28),
    below: Color32::from_rgb(164, 186, 234),
    shade: Color32::from_black_alpha(90),
    dimmed: Color32::from_gray(150),
    groups: [
        Color32::from_rgb(0, 102, 187),
        Color32::from_rgb(204, 68, 0),
        Color32::from_rgb(51, 153, 153),
        Color32::from_rgb(119, 17, 68),
        Color32::from_rgb(0, 153, 255),
        Color32::from_rgb(85, 34, 136),
        Color32::from_rgb(153, 34, 0),
        Color32::from_rgb(0, 0, 255),
    ],
    labels: [
        Color32::from_rgb(204, 44, 44),
        Color32::from_rgb(222, 178, 20),
        Color32::from_rgb(48, 150, 62),
        Color32::from_rgb(38, 104, 214),
        Color32::from_rgb(134, 68, 194),
    ],
};

/// The colours of the theme that this `Ui` is drawn in.
pub fn palette(ui: &egui::Ui) -> &'static Palette {
    of(ui.visuals().dark_mode)
}

/// The colours of the theme that the window is drawn in.
pub fn palette_of(ctx: &egui::Context) -> &'static Palette {
    of(ctx.theme() == Theme::Dark)
}

fn of(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

#[cfg(test)]
mod tests {
    use super::super::SCROLL_HANDLE;
    use super::*;

    #[test]
    fn everything_behind_a_photo_is_a_neutral_grey() {
        for p in [&DARK, &LIGHT] {
            for c in [p.window, p.panel, p.bar, p.card, p.card_hover, p.well, p.float, p.control, p.line] {
                assert!(c.r() == c.g() && c.g() == c.b(), "{c:?} has a colour of its own");
            }
        }
    }

    /// Every colour that text has, on every colour that it may stand on.
    fn pairs(p: &Palette) -> Vec<(&'static str, Color32, &'static str, Color32)> {
        let grounds = [
            ("window", p.window),
            ("panel", p.panel),
            ("bar", p.bar),
            ("card", p.card),
            ("card_hover", p.card_hover),
            ("field", p.field),
            ("float", p.float),
        ];
        let marked = [("selected", p.selected), ("chip", p.chip), ("control", p.control)];
        let pressed = [("control_hover", p.control_hover), ("control_active", p.control_active)];
        let colours = [("accent", p.accent), ("done", p.done), ("doubtful", p.doubtful), ("problem", p.problem)];
        let words = [("strong", p.strong), ("text", p.text)];
        // What is faint stands on no control; what is pressed has its words in the text's own colours.
        let on = |texts: &[(&'static str, Color32)], grounds: &[(&'static str, Color32)]| {
            texts.iter().flat_map(|t| grounds.iter().map(|g| (t.0, t.1, g.0, g.1))).collect::<Vec<_>>()
        };
        let all = [&grounds[..], &marked].concat();
        [
            on(&words, &[&all[..], &pressed].concat()),
            on(&[("weak", p.weak)], &all),
            on(&colours, &all),
            on(&[("faint", p.faint)], &grounds),
            on(&[("hint", p.hint)], &[("field", p.field)]),
            on(&[("on_primary", p.on_primary)], &[("primary", p.primary), ("primary_hover", p.primary_hover)]),
        ]
        .concat()
    }

    #[test]
    fn all_text_can_be_read_on_whatever_it_stands_on() {
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            for (name, text, on, ground) in pairs(p) {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{theme}: {name} on {on} has {ratio:.2}");
            }
        }
    }

    #[test]
    fn buttons_and_scroll_bars_stand_out_from_their_ground() {
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            for (name, ground) in [("window", p.window), ("panel", p.panel), ("float", p.float)] {
                let button = contrast(p.control, ground);
                assert!(button >= 1.15, "{theme}: a button on {name} has {button:.2}");
                let handle = contrast(ground.lerp_to_gamma(p.text, SCROLL_HANDLE.0), ground);
                assert!(handle >= 2.0, "{theme}: the handle of a scroll bar on {name} has {handle:.2}");
            }
        }
    }

    #[test]
    fn a_placeholder_is_weaker_than_what_is_typed() {
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            let times = contrast(p.text, p.field) / contrast(p.hint, p.field);
            assert!(times >= 2.6, "{theme}: typed text has only {times:.2} times its contrast");
        }
    }

    /// Groups of points on the map are told apart by everybody: as seen, and as seen without red or without green (Machado, Oliveira and
    /// Fernandes, 2009), no two are closer than is seen at a glance (in Oklab), and each stands out from the ground.
    #[test]
    fn groups_are_told_apart_without_red_or_green_too() {
        const VIEWS: [[[f32; 3]; 3]; 3] = [
            [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
            [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
            [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
        ];
        for (theme, p) in [("dark", &DARK), ("light", &LIGHT)] {
            for (n, a) in p.groups.iter().enumerate() {
                assert!(contrast(*a, p.window) >= 2.3, "{theme}: group {n} has {:.2}", contrast(*a, p.window));
                for (m, b) in p.groups.iter().enumerate().skip(n + 1) {
                    let least = VIEWS.iter().map(|view| apart(seen(*a, view), seen(*b, view))).fold(f32::INFINITY, f32::min);
                    assert!(least >= 0.1, "{theme}: groups {n} and {m} are {least:.3} apart");
                }
            }
        }
    }

    fn apart(a: [f32; 3], b: [f32; 3]) -> f32 {
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt()
    }

    /// In Oklab, through eyes that mix the linear channels like this.
    fn seen(c: Color32, view: &[[f32; 3]; 3]) -> [f32; 3] {
        let times = |m: &[[f32; 3]; 3], v: [f32; 3]| m.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f32>());
        let mixed = times(view, linear(c)).map(|v| v.clamp(0.0, 1.0));
        let cones = times(
            &[
                [0.412_221_46, 0.536_332_55, 0.051_445_995],
                [0.211_903_5, 0.680_699_5, 0.107_396_96],
                [0.088_302_46, 0.281_718_85, 0.629_978_7],
            ],
            mixed,
        );
        times(
            &[
                [0.210_454_26, 0.793_617_8, -0.004_072_047],
                [1.977_998_5, -2.428_592_2, 0.450_593_7],
                [0.025_904_037, 0.782_771_77, -0.808_675_77],
            ],
            cones.map(f32::cbrt),
        )
    }

    fn linear(c: Color32) -> [f32; 3] {
        [c.r(), c.g(), c.b()].map(|v| {
            let v = f32::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// WCAG 2.2's contrast ratio.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |c: Color32| {
            let [r, g, b] = linear(c);
            0.2126f32.mul_add(r, 0.7152f32.mul_add(g, 0.0722 * b))
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}
