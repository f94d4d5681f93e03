//! Rules that a marketplace sets for photos, and what a photo says to each.

use super::Photo;
use super::composition::{Composition, ProfileKind};
use super::human;

/// A set of rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSet {
    /// Its name.
    pub name: String,
    /// What is to be known of it as a whole.
    pub note: Option<String>,
    /// In the order of the file, each of another kind.
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// The rule of that name.
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.asks.name() == name)
    }

    /// What the photo says to each rule, in their order. `measured` is `None` where nothing was measured of the photo yet.
    pub fn answers<'a>(&'a self, photo: &Photo, measured: Option<&Composition>) -> impl Iterator<Item = (&'a Rule, Answer)> {
        self.rules.iter().map(move |rule| (rule, rule.asks.answer(photo, measured)))
    }

    /// All answers in one.
    pub fn verdict(&self, photo: &Photo, measured: Option<&Composition>) -> Verdict {
        self.answers(photo, measured).fold(Verdict::Passes, |so_far, (_, answer)| so_far.and(answer))
    }
}

/// One rule, and where it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// What it asks.
    pub asks: Asks,
    /// The page that says so.
    pub source: Option<String>,
    /// The day on which that was read, "2026-11-28".
    pub read: Option<String>,
    /// What is to be known of it: that it is a recommendation, or that its source could not be read.
    pub note: Option<String>,
}

/// What a rule asks of a photo. Bounds include themselves.
#[derive(Clone, Debug, PartialEq)]
pub enum Asks {
    /// This share of the border is white: pure, or what a person takes for white.
    WhiteBackground {
        /// 0 to 1.
        least: f32,
        /// Off-whites from 245 of 255 on count too.
        near: bool,
    },
    /// The product takes so much of the photo's side, along the side of which it takes more; 0 to 1.
    Fill(Bound),
    /// Its sides are as these numbers, within a share of the ratio.
    Aspect {
        /// Across.
        width: f32,
        /// Down.
        height: f32,
        /// 0.02 is two percent.
        within: f32,
    },
    /// Pixels of the shorter side.
    ShorterSide(Bound),
    /// Pixels of the longer side.
    LongerSide(Bound),
    /// Pixels of all of it.
    Pixels(Bound),
    /// Bytes of the file.
    FileSize(Bound),
    /// The file is of one of these formats, as [`Photo::format`] names them.
    Format(Vec<String>),
    /// The file says one of these of its colours.
    ColorProfile(Vec<ProfileKind>),
    /// No line or frame is drawn round it.
    NoBorder,
    /// Nothing below it is seen through it.
    NoTransparency,
}

/// From a least to a most, each where there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bound {
    /// At least.
    pub least: Option<f64>,
    /// At most.
    pub most: Option<f64>,
}

impl Bound {
    fn holds(self, value: f64) -> Answer {
        let within = self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most);
        if within { Answer::Meets } else { Answer::Fails }
    }

    fn words(self, told: impl Fn(f64) -> String) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("{} to {}", told(least), told(most)),
            (Some(least), None) => format!("at least {}", told(least)),
            (None, Some(most)) => format!("at most {}", told(most)),
            (None, None) => "any".to_owned(),
        }
    }
}

/// What a photo says to a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is as the rule asks.
    Meets,
    /// It is not.
    Fails,
    /// It cannot be told.
    Unknown,
}

/// What a photo says to all rules of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It meets every one.
    Passes,
    /// It fails none, but one of them cannot be told.
    Unknown,
    /// It fails one.
    Fails,
}

impl Verdict {
    /// With one more answer.
    #[must_use]
    pub fn and(self, answer: Answer) -> Self {
        match answer {
            Answer::Meets => self,
            Answer::Fails => Self::Fails,
            Answer::Unknown => self.max(Self::Unknown),
        }
    }
}

/// A share of fill is measured in pixels that are shrunk and blurred a little: so much less is as much.
const ROUNDING: f64 = 0.002;

/// Names of the kinds of rules, in the order in which they are told.
pub const RULE_NAMES: [&str; 11] = [
    "white-background",
    "fill",
    "aspect",
    "shorter-side",
    "longer-side",
    "pixels",
    "file-size",
    "format",
    "color-profile",
    "no-border",
    "no-transparency",
];

impl Asks {
    /// As files, filters and reports write it; one of [`RULE_NAMES`].
    pub fn name(&self) -> &'static str {
        RULE_NAMES[self.place()]
    }

    fn place(&self) -> usize {
        match self {
            Self::WhiteBackground { .. } => 0,
            Self::Fill(_) => 1,
            Self::Aspect { .. } => 2,
            Self::ShorterSide(_) => 3,
            Self::LongerSide(_) => 4,
            Self::Pixels(_) => 5,
            Self::FileSize(_) => 6,
            Self::Format(_) => 7,
            Self::ColorProfile(_) => 8,
            Self::NoBorder => 9,
            Self::NoTransparency => 10,
        }
    }

    /// As a person reads it.
    pub fn title(&self) -> &'static str {
        const TITLES: [&str; RULE_NAMES.len()] = [
            "White background",
            "Product fills the photo",
            "Shape",
            "Shorter side",
            "Longer side",
            "Pixels",
            "File size",
            "Format",
            "Colour profile",
            "No border",
            "No transparency",
        ];
        TITLES[self.place()]
    }

    /// What is asked, with its unit.
    pub fn asked(&self) -> String {
        match self {
            Self::WhiteBackground { least, near } => {
                format!("{} % of the border {}", percent(f64::from(*least)), if *near { "white or nearly white" } else { "pure white" })
            }
            Self::Fill(bound) => bound.words(|share| format!("{} % of the side", percent(share))),
            Self::Aspect { width, height, within } => {
                let shape = if (width - height).abs() < f32::EPSILON { "square".to_owned() } else { format!("{width} : {height}") };
                format!("{shape}, within {} %", percent(f64::from(*within)))
            }
            Self::ShorterSide(bound) | Self::LongerSide(bound) => bound.words(|n| format!("{} pixels", human::count(n as u64))),
            Self::Pixels(bound) => bound.words(megapixels),
            Self::FileSize(bound) => bound.words(|n| human::bytes(n as u64)),
            Self::Format(formats) => human::list(formats),
            Self::ColorProfile(kinds) => human::list(kinds.iter().map(|kind| kind.words())),
            Self::NoBorder => "no border".to_owned(),
            Self::NoTransparency => "no transparency".to_owned(),
        }
    }

    /// What the photo has of it, with its unit; where it cannot be told, why.
    pub fn found(&self, photo: &Photo, measured: Option<&Composition>) -> String {
        let of = |told: &dyn Fn(&Composition) -> String| measured.map_or_else(|| NOT_MEASURED.to_owned(), told);
        match self {
            Self::WhiteBackground { near, .. } => of(&|c| {
                if c.transparent > 0.0 {
                    return "a transparent background".to_owned();
                }
                format!("{} %", percent(f64::from(if *near { c.near_white } else { c.white })))
            }),
            Self::Fill(_) => of(&|c| match (c.product, c.background) {
                (Some(product), _) => format!("{} %", percent(f64::from(product.fill()))),
                _ if c.bordered => "not told within a drawn border".to_owned(),
                (None, None) => "not told before a background that is not plain".to_owned(),
                (None, Some(_)) => "nothing that differs from the background".to_owned(),
            }),
            Self::Aspect { .. } => format!("{} × {}", human::count(photo.width.into()), human::count(photo.height.into())),
            Self::ShorterSide(_) => format!("{} pixels", human::count(photo.width.min(photo.height).into())),
            Self::LongerSide(_) => format!("{} pixels", human::count(photo.width.max(photo.height).into())),
            Self::Pixels(_) => megapixels(pixels(photo)),
            Self::FileSize(_) => human::bytes(photo.size),
            Self::Format(_) => photo.format.to_string(),
            Self::ColorProfile(_) => of(&|c| match &photo.picture.profile {
                Some(name) if c.profile == ProfileKind::Other => name.to_string(),
                _ => c.profile.words().to_owned(),
            }),
            Self::NoBorder => of(&|c| if c.bordered { "a border is drawn round it" } else { "no border" }.to_owned()),
            Self::NoTransparency => of(&|c| {
                if c.transparent > 0.0 {
                    return format!("{} % is transparent", percent(f64::from(c.transparent)));
                }
                "no transparency".to_owned()
            }),
        }
    }

    /// What the photo says to it.
    pub fn answer(&self, photo: &Photo, measured: Option<&Composition>) -> Answer {
        let meets = |is: bool| if is { Answer::Meets } else { Answer::Fails };
        let of = |answer: &dyn Fn(&Composition) -> Answer| measured.map_or(Answer::Unknown, answer);
        match self {
            // What is transparent is as white as what a shop lays below it.
            Self::WhiteBackground { least, near } => {
                of(&|c| meets(c.transparent <= 0.0 && (if *near { c.near_white } else { c.white }) >= *least))
            }
            Self::Fill(bound) => of(&|c| match c.product {
                None => Answer::Unknown,
                Some(product) => {
                    let (fill, wide) = (f64::from(product.fill()), |bound: Option<f64>, by: f64| bound.map(|value| value + by));
                    Bound { least: wide(bound.least, -ROUNDING), most: wide(bound.most, ROUNDING) }.holds(fill)
                }
            }),
            Self::Aspect { width, height, within } => {
                let (is, wanted) = (f64::from(photo.width) / f64::from(photo.height.max(1)), f64::from(width / height));
                meets((is / wanted - 1.0).abs() <= f64::from(*within) + 1e-9)
            }
            Self::ShorterSide(bound) => bound.holds(photo.width.min(photo.height).into()),
            Self::LongerSide(bound) => bound.holds(photo.width.max(photo.height).into()),
            Self::Pixels(bound) => bound.holds(pixels(photo)),
            Self::FileSize(bound) => bound.holds(photo.size as f64),
            Self::Format(formats) => meets(formats.iter().any(|format| *format == *photo.format)),
            Self::ColorProfile(kinds) => of(&|c| meets(kinds.contains(&c.profile))),
            Self::NoBorder => of(&|c| meets(!c.bordered)),
            Self::NoTransparency => of(&|c| meets(c.transparent <= 0.0)),
        }
    }
}

/// Of a photo that was indexed before anything was measured.
pub const NOT_MEASURED: &str = "not measured yet; index its folder again";

fn pixels(photo: &Photo) -> f64 {
    f64::from(photo.width) * f64::from(photo.height)
}

fn megapixels(pixels: f64) -> String {
    format!("{} megapixels", human_number(pixels / 1e6))
}

/// With one decimal, where it is not a whole number.
fn human_number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// A share in percent; rounded down, so that what falls short of a bound is never told as the bound.
fn percent(share: f64) -> String {
    human_number((share * 1000.0 + 1e-4).floor() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::super::composition::Bounds;
    use super::*;

    fn photo(width: u32, height: u32) -> Photo {
        Photo { width, height, ..Photo::sample(1, "a.jpg") }
    }

    fn rule(asks: Asks) -> Rule {
        Rule { asks, source: None, read: None, note: None }
    }

    fn least(least: f64) -> Bound {
        Bound { least: Some(least), most: None }
    }

    fn studio(fill: f32) -> Composition {
        let product = Some(Bounds { x0: 0.0, y0: 0.0, x1: fill, y1: fill / 2.0 });
        Composition { white: 1.0, near_white: 1.0, background: Some([255; 3]), product, ..Composition::default() }
    }

    #[test]
    fn bounds_hold_themselves() {
        let told = |asks: Asks, photo: &Photo, c: &Composition| (asks.answer(photo, Some(c)), asks.found(photo, Some(c)), asks.asked());
        let fill = || Asks::Fill(least(0.85));
        assert_eq!(told(fill(), &photo(9, 9), &studio(0.85)).0, Answer::Meets);
        let (answer, found, asked) = told(fill(), &photo(9, 9), &studio(0.8));
        assert_eq!((answer, &*found, &*asked), (Answer::Fails, "80 %", "at least 85 % of the side"));
        let side = || Asks::ShorterSide(Bound { least: Some(1000.0), most: Some(5000.0) });
        let answers = [999, 1000, 5000, 5001].map(|n| told(side(), &photo(n, n), &studio(0.9)).0);
        assert_eq!(answers, [Answer::Fails, Answer::Meets, Answer::Meets, Answer::Fails]);
        let square = || Asks::Aspect { width: 1.0, height: 1.0, within: 0.02 };
        let answers = [(100, 102), (100, 103), (1, 1)].map(|(w, h)| told(square(), &photo(w, h), &studio(0.9)).0);
        assert_eq!(answers, [Answer::Meets, Answer::Fails, Answer::Meets]);
    }

    #[test]
    fn what_cannot_be_told_passes_nothing_and_fails_nothing() {
        let set = RuleSet { rules: vec![rule(Asks::Fill(least(0.85)))], ..RuleSet::default() };
        let busy = Composition::default();
        assert_eq!(set.verdict(&photo(9, 9), Some(&busy)), Verdict::Unknown);
        assert_eq!(set.verdict(&photo(9, 9), None), Verdict::Unknown);
        assert_eq!(set.rules[0].asks.found(&photo(9, 9), None), NOT_MEASURED);
        let with = RuleSet { rules: vec![rule(Asks::Fill(least(0.85))), rule(Asks::LongerSide(least(10.0)))], ..RuleSet::default() };
        assert_eq!(with.verdict(&photo(9, 9), Some(&busy)), Verdict::Fails);
        assert_eq!(with.verdict(&photo(9, 10), Some(&studio(0.9))), Verdict::Passes);
    }

    #[test]
    fn a_transparent_photo_has_no_white_background_and_inks_are_no_srgb() {
        let asks = Asks::WhiteBackground { least: 0.85, near: false };
        let clear = Composition { transparent: 0.3, profile: ProfileKind::Cmyk, ..studio(0.9) };
        assert_eq!(asks.answer(&photo(9, 9), Some(&clear)), Answer::Fails);
        assert_eq!(asks.found(&photo(9, 9), Some(&clear)), "a transparent background");
        let srgb = Asks::ColorProfile(vec![ProfileKind::Srgb, ProfileKind::None]);
        assert_eq!((srgb.answer(&photo(9, 9), Some(&clear)), &*srgb.found(&photo(9, 9), Some(&clear))), (Answer::Fails, "CMYK"));
        assert_eq!(srgb.asked(), "sRGB and no profile");
    }

    #[test]
    fn what_falls_short_is_never_told_as_the_bound() {
        assert_eq!(
            (percent(0.8499), percent(0.85), percent(0.9999), percent(1.0)),
            ("84.9".into(), "85".into(), "99.9".into(), "100".into())
        );
    }
}
