//! What shops are given, through the window: a profile written, tried, kept and exported.

use super::window::Window;
use base::PhotoText;
use egui::Key;

impl Window {
    fn export_for_a_shop(&mut self) {
        self.command("Export for a shop…");
        self.until("the dialog is there", |w| w.sees("Export for a shop") && w.sees("Not now"));
    }

    /// Says what is called how, as an import would.
    fn title(&self, title_of: impl Fn(&str) -> Option<String>) {
        let mut catalog = self.other_process();
        let photos = catalog.photos().unwrap();
        let step = catalog.step(|step| {
            for photo in &photos {
                if let Some(text) = title_of(&photo.name()) {
                    step.set_texts(photo.id, &[PhotoText { column: "title".to_owned(), text }])?;
                }
            }
            Ok(())
        });
        step.unwrap();
    }
}

#[test]
fn a_profile_is_written_tried_kept_and_exported() {
    let mut window = Window::with_labels();
    window.title(|name| name.strip_suffix("-0.jpg").map(|colour| format!("A {colour} dress")));
    window.export_for_a_shop();
    window.until("it says what it is good for", |w| w.sees_part("A profile says which columns a shop gets"));
    window.harness.check_accessibility();
    window.click("New for Shopify");
    window.until("what is missing is told", |w| w.sees("12 rows of 12 products, 8 cells would be refused"));
    assert!(window.sees_part("A blue dress"), "a value is shown by its first row: {:?}", window.names());
    window.click("Refused (8)");
    window.until("each with its reason", |w| {
        w.sees_part("blue-1, Title: ") && w.sees_part("without a SKU rule") || w.sees_part("No SKU rule is set")
    });
    window.harness.check_accessibility();
    window.click("Columns");
    window.select_all_and_write("Value of Title", "{file}");
    window.until("nothing is refused", |w| w.sees("12 rows of 12 products, nothing that the importer is known to refuse"));
    window.select_all_and_write("Name", "Spring shop");
    window.click("Keep profile");
    window.until("it is kept", |w| w.sees("Profile: Spring shop"));
    let file = window.photos().with_file_name("Spring shop.csv");
    assert_eq!(window.field_of("Path"), file.display().to_string());
    window.click("Export");
    window.until("it is written", |w| w.sees_part("Wrote Spring shop.csv: 12 rows of 12 products") && !w.sees("Not now"));
    let text = fs_err::read_to_string(&file).unwrap();
    assert!(text.starts_with("URL handle,Title,SKU\n"), "{text}");
    assert!(text.contains("red-0,red-0.jpg,red-0"), "{text}");
    window.export_for_a_shop();
    window.until("it is remembered", |w| w.sees("Profile: Spring shop") && w.field_of("Value of Title") == "{file}");
    window.until("and known what comes of it", |w| w.sees_part("12 rows"));
    window.click("Export");
    window.until("the file is not replaced unasked", |w| w.sees("Replace Spring shop.csv"));
    window.click("Remove this profile");
    window.until("it is gone", |w| w.sees_part("A profile says which columns a shop gets"));
    window.click("Not now");
    window.click("Undo");
    window.export_for_a_shop();
    window.until("it is back", |w| w.sees("Profile: Spring shop"));
}

#[test]
fn only_what_is_found_is_exported_and_columns_come_and_go() {
    let mut window = Window::with_labels();
    window.search("name:red");
    window.until("three are found", |w| w.cells().len() == 3);
    window.export_for_a_shop();
    window.click("New table (CSV)");
    window.until("three rows", |w| w.sees("3 rows of 3 products, nothing that the importer is known to refuse"));
    window.click("Only the 3 photos found");
    window.until("all rows", |w| w.sees_part("12 rows of 12 products"));
    window.click("Remove the column Style");
    window.click("Add a column");
    window.select_all_and_write("Column 3", "File");
    window.click("Insert into File");
    window.click("{file}  the photo's file name");
    window.until("it is shown by its first row", |w| w.sees_part("12 rows") && w.field_of("Value of File") == "{file}");
    window.select_all_and_write("Value of File", "{fyle}");
    window.until("what is wrong is told", |w| w.sees_part("'{fyle}' stands for nothing"));
    window.key(Key::Escape);
    window.until("what was written is not lost unasked", |w| w.sees_part("The profile “my csv”"));
}

#[test]
fn a_profile_with_a_typo_is_told_with_its_line() {
    let mut window = Window::with_labels();
    let file = window.photos().with_file_name("shop.json");
    let wrong = "{\n  \"name\": \"Mine\",\n  \"format\": \"csv\",\n  \"columns\": [\n    { \"column\": \"Colour\", \"value\": \"{set:Color}\" }\n  ]\n}\n";
    fs_err::write(&file, wrong).unwrap();
    window.export_for_a_shop();
    window.click("From a file…");
    window.type_path(&file);
    window.until("the line is named", |w| w.sees_part("Line 5: ") && w.sees_part("there is no label set 'Color'"));
    fs_err::write(&file, wrong.replace("Color}", "Colour}")).unwrap();
    window.click("From a file…");
    window.type_path(&file);
    window.until("it is taken", |w| w.sees_part("12 rows") && w.field_of("Name") == "Mine");
}
