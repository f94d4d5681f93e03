//! How people call a model.

/// As a person reads it: "FashionCLIP 2.0", "Starter model", a folder's name, else the name as it is.
pub fn title(name: &str) -> String {
    if name == clip::STARTER {
        return "Starter model".to_owned();
    }
    match hub::known().iter().find(|model| model.name == name) {
        Some(model) => model.title.to_owned(),
        None => std::path::Path::new(name).file_name().map_or_else(|| name.to_owned(), |last| last.to_string_lossy().into_owned()),
    }
}
