//! The questions before a model or its embeddings go.

use crate::kit::forms;
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::format::model_size;
use crate::shell::output::Output;
use base::human;
use egui::Ui;
use engine::protocol::{ModelPlace, ModelRequest, ModelView};

/// What is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    title: &'static str,
    text: String,
    /// What lies where, in a line of its own: a path must not be broken by a sentence.
    place: Option<String>,
    verb: &'static str,
    what: Gone,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Gone {
    Model(String),
    Embeddings(String),
}

impl Leaving {
    /// A model leaves this computer, or a folder is forgotten.
    pub fn model(row: &ModelView) -> Self {
        let again = if row.embedded > 0 { " Its embeddings stay in the catalogue until they are removed." } else { "" };
        let what = Gone::Model(row.name.clone());
        match &row.place {
            ModelPlace::Folder(path) => Self {
                title: "Forget this model?",
                text: format!("{} leaves the list. Its folder stays where it is, untouched.{again}", row.title),
                place: Some(path.display().to_string()),
                verb: "Forget",
                what,
            },
            ModelPlace::Adapted(path) => Self {
                title: "Delete this model?",
                text: format!("{} is deleted from this computer. It can be adapted again.{again}", row.title),
                place: Some(path.display().to_string()),
                verb: "Delete",
                what,
            },
            place => {
                let size = row.bytes.map(|b| format!(" ({})", model_size(b))).unwrap_or_default();
                let path = if let ModelPlace::Downloaded(path) = place { Some(path.display().to_string()) } else { None };
                Self {
                    title: "Delete this model?",
                    text: format!("{}{size} is deleted from this computer. It can be downloaded again.{again}", row.title),
                    place: path,
                    verb: "Delete",
                    what,
                }
            }
        }
    }

    /// A model's embeddings leave the catalogue.
    pub fn embeddings(row: &ModelView) -> Self {
        Self {
            title: "Remove these embeddings?",
            text: format!(
                "What {} made of {} leaves this catalogue, and its space is freed. Photos and tags stay. It can be made again{}.",
                row.title,
                human::photos(row.embedded),
                if row.place.is_here() { "" } else { " once the model is here again" }
            ),
            place: None,
            verb: "Remove embeddings",
            what: Gone::Embeddings(row.name.clone()),
        }
    }

    /// The dialog's title.
    pub fn title(&self) -> &'static str {
        self.title
    }
}

/// Draws the question.
pub fn leaving_ui<M>(ui: &mut Ui, leaving: &Leaving) -> Output<M> {
    let mut out = Output::default();
    forms::note_ui(ui, &leaving.text);
    if let Some(place) = &leaving.place {
        forms::note_ui(ui, place);
    }
    forms::buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, leaving.verb).clicked() {
            out.send(match &leaving.what {
                Gone::Model(name) => ModelRequest::Remove(name.clone()),
                Gone::Embeddings(name) => ModelRequest::ForgetEmbeddings(name.clone()),
            });
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, None, "Keep").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}
