//! An export profile: which columns a shop's file has, and what each is made of, as JSON that people read and write.

use super::FormatError;
use serde::{Deserialize, Serialize};

/// What a shop is given, under a name that it is exported by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// As `--profile` names it.
    pub name: String,
    /// Whose rules the file keeps.
    pub format: ProfileFormat,
    /// In the order in which the file has them.
    pub columns: Vec<ProfileColumn>,
    /// What photos of one product have in common, so that their SKUs are its variants; without it each SKU is a product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Label sets whose labels become Shopify's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Where the shop finds a photo: `https://cdn.example.com/{file}`. Without it the file has no images.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// What is said of an image to who cannot see it: `{text:title}, {set:View}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt_text: Option<String>,
    /// The label set that says which view of a product a photo is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view_set: Option<String>,
    /// Its labels, the first image first; the others follow by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub view_order: Vec<String>,
    /// The saved search whose photos are exported; without it all are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// For Excel: with a byte order mark, and the separator of the system's language (`csv` alone).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excel: bool,
}

/// Whose rules a profile's file keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProfileFormat {
    /// Shopify's product CSV.
    Shopify,
    /// Google's product data, separated by tabs.
    Google,
    /// Any columns, a row a SKU.
    Csv,
}

impl ProfileFormat {
    /// As files and arguments write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::Google => "google",
            Self::Csv => "csv",
        }
    }
}

/// A column and what its cells are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileColumn {
    /// As the shop calls it.
    pub column: String,
    /// A text in which `{sku}`, `{product}`, `{text:COLUMN}` and `{set:NAME}` stand for what is known: `{text:title} ({set:Colour})`.
    pub value: String,
}

/// A piece of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Plain(String),
    /// The SKU.
    Sku,
    /// What [`Profile::product`] came to.
    Product,
    /// The name of a photo's file.
    File,
    /// An imported text of that column.
    Text(String),
    /// The accepted labels of that set.
    Set(String),
}

/// The pieces of a value; an error says what in braces is none.
pub fn pieces(value: &str) -> Result<Vec<Piece>, String> {
    let (mut pieces, mut rest) = (Vec::new(), value);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { return Err(format!("a brace is not closed in '{value}'")) };
        if !before.is_empty() {
            pieces.push(Piece::Plain(before.to_owned()));
        }
        pieces.push(match name.split_once(':') {
            None if name == "sku" => Piece::Sku,
            None if name == "product" => Piece::Product,
            None if name == "file" => Piece::File,
            Some(("text", column)) if !column.trim().is_empty() => Piece::Text(column.trim().to_owned()),
            Some(("set", set)) if !set.trim().is_empty() => Piece::Set(set.trim().to_owned()),
            _ => {
                return Err(format!(
                    "'{{{name}}}' stands for nothing; write {{sku}}, {{product}}, {{file}}, {{text:COLUMN}} or {{set:NAME}}"
                ));
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest.to_owned()));
    }
    Ok(pieces)
}

impl Profile {
    /// Reads a profile. An error names the line.
    pub fn read(text: &str) -> Result<Self, FormatError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let wrong = |error: serde_json::Error| {
            let line = error.line() as u64;
            let problem = error.to_string().split(" at line ").next().unwrap_or_default().to_owned();
            if error.is_data() { FormatError::Line { line, problem } } else { FormatError::Json { line, problem } }
        };
        let profile: Self = serde_json::from_str(text).map_err(wrong)?;
        match profile.check() {
            Ok(()) => Ok(profile),
            Err((word, problem)) => Err(FormatError::Line { line: line_of(text, &word), problem }),
        }
    }

    /// Looks for what no catalogue could make good. An error is the word that is wrong, and why.
    pub fn check(&self) -> Result<(), (String, String)> {
        if self.name.trim().is_empty() {
            return Err(("name".to_owned(), "the profile needs a name under \"name\"".to_owned()));
        }
        for value in self.values() {
            pieces(value).map_err(|problem| (value.clone(), problem))?;
        }
        self.unknown_columns().map_or(Ok(()), Err)
    }

    /// As people read it.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// All texts that have pieces.
    pub fn values(&self) -> impl Iterator<Item = &String> {
        self.columns.iter().map(|column| &column.value).chain([&self.product, &self.image, &self.alt_text].into_iter().flatten())
    }

    /// The label sets that are named, each once.
    pub fn sets(&self) -> Vec<String> {
        let named = self.values().filter_map(|value| pieces(value).ok()).flatten();
        let of_pieces = named.filter_map(|piece| if let Piece::Set(name) = piece { Some(name) } else { None });
        let mut sets: Vec<String> = of_pieces.chain(self.tags.iter().cloned()).chain(self.view_set.clone()).collect();
        sets.sort();
        sets.dedup();
        sets
    }

    /// The columns of imported texts that are named, each once.
    pub fn texts(&self) -> Vec<String> {
        let named = self.values().filter_map(|value| pieces(value).ok()).flatten();
        let mut texts: Vec<String> = named.filter_map(|piece| if let Piece::Text(name) = piece { Some(name) } else { None }).collect();
        texts.sort();
        texts.dedup();
        texts
    }

    /// The first column that the shop does not have, or that is there twice, with the reason.
    fn unknown_columns(&self) -> Option<(String, String)> {
        let known = super::feed_columns::known_columns(self.format);
        self.columns.iter().enumerate().find_map(|(i, ProfileColumn { column, .. })| {
            if self.columns[..i].iter().any(|other| other.column.eq_ignore_ascii_case(column)) {
                return Some((column.clone(), format!("the column '{column}' is there twice")));
            }
            let is_known = known.is_empty() || known.contains(&column.as_str());
            (!is_known)
                .then(|| (column.clone(), format!("there is no column '{column}' that may be chosen; there are {}", known.join(", "))))
        })
    }
}

/// The first line of a file in which a text stands in quotes, from 1; 1 where none does.
pub fn line_of(text: &str, word: &str) -> u64 {
    let quoted = serde_json::to_string(word).unwrap_or_default();
    let inner = quoted.trim_matches('"');
    let place = text.lines().position(|line| line.contains(&quoted)).or_else(|| text.lines().position(|line| line.contains(inner)));
    place.map_or(1, |place| place as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_profile_is_told_with_its_line() {
        let with =
            |columns: &str| format!("{{\n  \"name\": \"shop\",\n  \"format\": \"shopify\",\n  \"columns\": [\n    {columns}\n  ]\n}}\n");
        let line = |text: &str| match Profile::read(text).unwrap_err() {
            FormatError::Line { line, problem } | FormatError::Json { line, problem } => (line, problem),
            other => panic!("{other}"),
        };
        for (columns, wrong) in [
            ("{ \"column\": \"Titel\", \"value\": \"{text:title}\" }", "no column 'Titel'"),
            ("{ \"column\": \"Title\", \"value\": \"{title}\" }", "'{title}' stands for nothing"),
            ("{ \"column\": \"Title\", \"value\": \"{text:title\" }", "not closed"),
            ("{ \"column\": \"Title\", \"from\": \"{sku}\" }", "unknown field `from`"),
            ("{ \"column\": \"Title\", \"value\": \"a\" }, { \"column\": \"title\", \"value\": \"b\" }", "twice"),
        ] {
            let (line, problem) = line(&with(columns));
            assert!(line == 5 && problem.contains(wrong), "{line}: {problem}");
        }
        let text = with("{ \"column\": \"Title\", \"value\": \"{text:title} ({set:Colour})\" }");
        let profile = Profile::read(&text).unwrap();
        assert_eq!((profile.sets(), profile.texts()), (vec!["Colour".to_owned()], vec!["title".to_owned()]));
        assert_eq!(Profile::read(&profile.write()).unwrap(), profile, "it reads what it writes");
    }
}
