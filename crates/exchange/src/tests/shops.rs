//! Shop files hold what is ours and blank nothing unawares.

use super::super::*;

fn product(sku: &str, labels: &[(&str, &[&str])]) -> ProductRow {
    let list = |labels: &[&str]| labels.iter().map(ToString::to_string).collect();
    ProductRow { sku: sku.to_owned(), labels: labels.iter().map(|(set, labels)| ((*set).to_owned(), list(labels))).collect() }
}

fn shopify(products: &[ProductRow]) -> (String, ShopReport) {
    let mut bytes = Vec::new();
    let report = write_shopify(&mut bytes, products).unwrap();
    (String::from_utf8(bytes).unwrap(), report)
}

fn google(products: &[ProductRow]) -> (String, ShopReport) {
    let mut bytes = Vec::new();
    let report = write_google(&mut bytes, products).unwrap();
    (String::from_utf8(bytes).unwrap(), report)
}

#[test]
fn shopify_gets_its_type_and_tags() {
    let (text, report) = shopify(&[
        product("ab-12", &[("Article type", &["Dress"]), ("Colour", &["Red", "Blue"]), ("Category", &["Clothing"])]),
        product("ab-13", &[("Article type", &[]), ("Colour", &["Red, dark"])]),
        product("ab-14", &[("Article type", &[]), ("Colour", &[])]),
    ]);
    assert_eq!(text, "URL handle,Type,Tags\nab-12,Dress,\"Red, Blue, Clothing\"\nab-13,,\"Red, dark\"\n");
    assert_eq!((report.products, report.left_out), (2, 1));
    assert_eq!(report.blank, [("Type".to_owned(), 1)]);
    assert_eq!(report.unused_sets, Vec::<String>::new());
    assert!(
        report.problems.iter().any(|(sku, column, p)| (sku.as_str(), column.as_str()) == ("ab-13", "Tags") && p.contains("several tags"))
    );
    assert!(report.notes[0].contains("Title"));
}

#[test]
fn a_column_without_any_value_is_not_written() {
    let (text, report) = shopify(&[product("a", &[("Type", &[]), ("Style", &["Boho"])])]);
    assert_eq!(text, "URL handle,Tags\na,Boho\n");
    assert_eq!(report.blank, []);
    let (text, report) = google(&[product("a", &[("Style", &["Boho"])])]);
    assert_eq!((text.as_str(), report.left_out), ("id\n", 1));
    assert_eq!(report.unused_sets, ["Style"]);
}

#[test]
fn google_gets_attributes_in_its_own_words() {
    let (text, report) = google(&[
        product(
            "SKU 1",
            &[
                ("Colour", &["Red", "Blue", "Green", "Grey"]),
                ("Gender", &["Women"]),
                ("age group", &["Adults"]),
                ("Material", &["Wool", "Silk"]),
            ],
        ),
        product("SKU 2", &[("Gender", &["Dogs"]), ("Pattern", &["Polka\tdots"]), ("Category", &["12\" pan"])]),
    ]);
    assert_eq!(
        text,
        "id\tproduct_type\tcolor\tmaterial\tpattern\tgender\tage_group\n\
         SKU 1\t\tRed/Blue/Green\tWool/Silk\t\tfemale\tadult\n\
         SKU 2\t\"12\"\" pan\"\t\t\t\"Polka\tdots\"\t\t\n"
    );
    let told: Vec<String> = report.problems.iter().map(|(sku, column, problem)| format!("{sku}, {column}: {problem}")).collect();
    assert_eq!(
        told,
        [
            "SKU 1, color: it takes 3 values only; left out: Grey",
            "SKU 2, gender: 'Dogs' is left out; the shop takes only male, female, unisex"
        ]
    );
    assert_eq!(report.blank.len(), 6);
}

#[test]
fn risky_cells_are_listed_and_not_changed() {
    let (text, report) = shopify(&[product("=1", &[("Type", &["+1"]), ("Style", &["@home", "-x"])])]);
    assert_eq!(text, "URL handle,Type,Tags\n=1,+1,\"@home, -x\"\n");
    let risky: Vec<&str> = report.risky.iter().map(|(_, column, _)| column.as_str()).collect();
    assert_eq!(risky, ["URL handle", "Type", "Tags"]);
    assert!(report.problems.iter().any(|(_, column, _)| column == "URL handle"));
}
