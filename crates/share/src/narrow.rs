//! Which photos of a hub are searched: conditions on what its tables hold, as SQL.

use postgres::types::ToSql;
use std::cmp::Ordering;
use std::ops::RangeInclusive;

/// Conditions that a photo has to meet, all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow(pub Vec<Condition>);

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Photos that do not meet it.
    pub negated: bool,
    /// What is asked.
    pub asks: Asks,
}

/// What is asked of a photo. Names are keys, as `base::fold` makes them.
#[derive(Clone, Debug, PartialEq)]
pub enum Asks {
    /// Its file's name.
    Name(Pattern),
    /// Its format's name, in lower case.
    Format(String),
    /// One of these labels was accepted: the keys of a set and of a label in it.
    Labels(Vec<(String, String)>),
    /// A label of this key was accepted, in whichever set.
    LabelInAnySet(String),
    /// What was decided of it in all sets together.
    Decided(Decided),
    /// The kind of a mark, "flag", "stars" or "color", and the values of which it has one; empty: that it has none.
    Mark(&'static str, Vec<String>),
    /// How the moment begins that the camera's clock showed: "2026-05".
    DateBegins(String),
    /// Where that moment lies, as far as each bound is written.
    Taken {
        /// The earliest; `true`: itself too.
        from: Option<(String, bool)>,
        /// The latest; `true`: itself too.
        to: Option<(String, bool)>,
    },
    /// Pixels of the shorter side.
    ShorterSide(RangeInclusive<u32>),
    /// The width beside the height; they are equal where they differ by no more than this share of the longer side.
    Sides(Ordering, f64),
}

/// What a text has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// It holds this.
    Within(String),
    /// It is this.
    Whole(String),
    /// It is this, in which `*` stands for any characters and `?` for any one.
    Glob(String),
}

/// What was decided of a photo in all sets together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It has a label.
    Tagged,
    /// It has none, and in some set none fits.
    NoneOfThese,
    /// Neither.
    Untagged,
}

/// Values of a statement.
pub(crate) type Values = Vec<Box<dyn ToSql + Sync>>;

/// What holds of a photo's decisions: the last change of each set, each of its labels.
const TAGS: &str = "(SELECT DISTINCT ON (key) key, value FROM selvedge.changes WHERE changes.photo = photos.hash AND kind = 'tags'
    ORDER BY key, seq DESC) AS said,
    jsonb_array_elements(CASE jsonb_typeof(said.value) WHEN 'array' THEN said.value ELSE '[]' END) AS tag (one)";

impl Narrow {
    /// A condition on `selvedge.photos`, whose parameters are put behind those that are there.
    pub(crate) fn sql(&self, values: &mut Values) -> String {
        let one = |condition: &Condition| {
            let sql = condition.asks.sql(values);
            if condition.negated { format!("NOT coalesce({sql}, false)") } else { sql }
        };
        let all: Vec<String> = self.0.iter().map(one).collect();
        if all.is_empty() { "true".to_owned() } else { all.join(" AND ") }
    }
}

impl Asks {
    fn sql(&self, values: &mut Values) -> String {
        let mut put = |value: Box<dyn ToSql + Sync>| {
            values.push(value);
            format!("${}", values.len())
        };
        match self {
            Self::Name(pattern) => pattern.sql("name", put),
            Self::Format(name) => format!("lower(format) = {}", put(Box::new(name.clone()))),
            Self::Labels(labels) => {
                let (sets, names): (Vec<String>, Vec<String>) = labels.iter().cloned().unzip();
                let (sets, names) = (put(Box::new(sets)), put(Box::new(names)));
                let wanted = format!("(said.key, tag.one ->> 'label') IN (SELECT * FROM unnest({sets}::text[], {names}::text[]))");
                format!("EXISTS (SELECT FROM {TAGS} WHERE tag.one ->> 'decision' = 'accepted' AND {wanted})")
            }
            Self::LabelInAnySet(label) => {
                let label = put(Box::new(label.clone()));
                format!("EXISTS (SELECT FROM {TAGS} WHERE tag.one ->> 'decision' = 'accepted' AND tag.one ->> 'label' = {label})")
            }
            Self::Decided(decided) => {
                let has = |decision: &str| format!("EXISTS (SELECT FROM {TAGS} WHERE tag.one ->> 'decision' = '{decision}')");
                match decided {
                    Decided::Tagged => has("accepted"),
                    Decided::NoneOfThese => format!("NOT {} AND {}", has("accepted"), has("none")),
                    Decided::Untagged => format!("NOT {} AND NOT {}", has("accepted"), has("none")),
                }
            }
            Self::Mark(kind, wanted) => {
                // A text that no mark is stands for none.
                let wanted = if wanted.is_empty() { vec![String::new()] } else { wanted.clone() };
                let last = "SELECT value ->> 'value' FROM selvedge.changes WHERE changes.photo = photos.hash AND kind = 'mark' AND key = ";
                let (kind, wanted) = (put(Box::new(*kind)), put(Box::new(wanted)));
                format!("coalesce(({last}{kind} ORDER BY seq DESC LIMIT 1), '') = ANY({wanted}::text[])")
            }
            Self::DateBegins(date) => format!("starts_with(captured, {})", put(Box::new(date.clone()))),
            Self::Taken { from, to } => {
                // In ISO's spelling what is earlier is less, character by character, as far as a bound goes.
                let mut bound = |bound: &Option<(String, bool)>, sign: &str| {
                    let Some((moment, own)) = bound else { return "captured IS NOT NULL".to_owned() };
                    let sign = if *own { format!("{sign}=") } else { sign.to_owned() };
                    let length = moment.chars().count();
                    format!(
                        "(length(captured) >= {length} AND left(captured, {length}) COLLATE \"C\" {sign} {})",
                        put(Box::new(moment.clone()))
                    )
                };
                format!("{} AND {}", bound(from, ">"), bound(to, "<"))
            }
            Self::ShorterSide(pixels) => {
                let (least, most) = (i64::from(*pixels.start()), i64::from(*pixels.end()));
                format!("least(width, height) BETWEEN {}::int8 AND {}::int8", put(Box::new(least)), put(Box::new(most)))
            }
            Self::Sides(order, tolerance) => {
                let are_equal = format!("abs(width - height) <= {} * greatest(width, height)::float8", put(Box::new(*tolerance)));
                match order {
                    Ordering::Equal => are_equal,
                    Ordering::Less => format!("width < height AND NOT {are_equal}"),
                    Ordering::Greater => format!("width > height AND NOT {are_equal}"),
                }
            }
        }
    }
}

impl Pattern {
    fn sql(&self, column: &str, mut put: impl FnMut(Box<dyn ToSql + Sync>) -> String) -> String {
        let (Self::Within(text) | Self::Whole(text) | Self::Glob(text)) = self;
        // One spelling for characters with accents; which case they have is the database's to know.
        let folded = if text.is_ascii() { format!("lower({column})") } else { format!("lower(normalize({column}, NFC))") };
        match self {
            Self::Within(part) => format!("strpos({folded}, {}) > 0", put(Box::new(part.clone()))),
            Self::Whole(whole) => format!("{folded} = {}", put(Box::new(whole.clone()))),
            Self::Glob(glob) => {
                let escaped = glob.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
                format!("{folded} LIKE {}", put(Box::new(escaped.replace('*', "%").replace('?', "_"))))
            }
        }
    }
}
