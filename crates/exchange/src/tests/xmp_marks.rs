//! Marks in sidecars: read in every form, changed in place, and nothing else with them.

use super::super::*;
use super::skipped;
use base::{ColourLabel, Flag, Stars};
use proptest::prelude::*;
use std::process::Command;

const NAMES: &str = "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:xmpDM='http://ns.adobe.com/xmp/1.0/DynamicMedia/' \
    xmlns:digiKam='http://www.digikam.org/ns/1.0/' xmlns:x='urn:x'";

fn rdf(inside: &str) -> String {
    format!("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' {NAMES}>{inside}</rdf:RDF>")
}

fn says(flag: Option<Flag>, stars: u8, label: Option<&str>) -> FileMarks {
    FileMarks { flag, stars: Stars::new(stars), label: label.map(str::to_owned) }
}

fn all(flag: Option<Flag>, stars: u8, colour: Option<ColourLabel>) -> MarkChange {
    MarkChange { flag: Some(flag), stars: Some(Stars::new(stars)), colour: Some(colour), says_no_stars: false }
}

fn read(text: &str) -> FileMarks {
    marks(text.as_bytes()).unwrap()
}

fn changed(text: &str, change: &MarkChange) -> String {
    plan_marks(Some(text.as_bytes()), change).unwrap().map_or_else(|| text.to_owned(), |bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn marks_are_read_in_every_form() {
    let reject = Some(Flag::Reject);
    for (inside, wanted) in [
        ("<rdf:Description xmp:Rating='3' xmp:Label='Green'/>", says(None, 3, Some("Green"))),
        ("<rdf:Description><xmp:Rating>5</xmp:Rating><xmp:Label> Red </xmp:Label></rdf:Description>", says(None, 5, Some("Red"))),
        ("<rdf:Description/><rdf:Description xmp:Rating='2'/>", says(None, 2, None)),
        ("<rdf:Description xmlns:a='http://ns.adobe.com/xap/1.0/' a:Rating='4' x:Rating='1'/>", says(None, 4, None)),
        (
            "<rdf:Description><xmp:Rating rdf:parseType='Resource'><rdf:value>2</rdf:value></xmp:Rating></rdf:Description>",
            says(None, 2, None),
        ),
        ("<rdf:Description xmp:Rating='-1'/>", says(reject, 0, None)),
        ("<rdf:Description xmp:Rating='-1' xmpDM:pick='1'/>", says(reject, 0, None)),
        ("<rdf:Description xmp:Rating='2' xmpDM:pick='-1'/>", says(reject, 2, None)),
        ("<rdf:Description xmpDM:pick='1' digiKam:PickLabel='3'/>", says(Some(Flag::Pick), 0, None)),
        ("<rdf:Description digiKam:PickLabel='1'/>", says(reject, 0, None)),
        ("<rdf:Description digiKam:PickLabel='2'/>", says(None, 0, None)),
        ("<rdf:Description xmp:Rating='3.0' xmp:Label='Winner'/>", says(None, 3, Some("Winner"))),
        ("<rdf:Description xmp:Rating='0' xmp:Label='' xmpDM:pick='0' digiKam:PickLabel='0'/>", FileMarks::default()),
        ("<rdf:Description xmp:Rating='many'/><rdf:Description xmp:Label=' '/>", FileMarks::default()),
        ("<rdf:Description xmp:Rating='7'/>", FileMarks::default()),
    ] {
        assert_eq!(read(&rdf(inside)), wanted, "{inside}");
    }
}

#[test]
fn a_new_sidecar_holds_the_marks() {
    let bytes = plan_marks(None, &all(Some(Flag::Pick), 4, Some(ColourLabel::Blue))).unwrap().unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(read(&text), says(Some(Flag::Pick), 4, Some("Blue")));
    for part in ["<xmp:Rating>4</xmp:Rating>", "<xmp:Label>Blue</xmp:Label>", "<xmpDM:pick>1</xmpDM:pick>", "<digiKam:PickLabel>3<"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(plan_marks(Some(text.as_bytes()), &all(Some(Flag::Pick), 4, Some(ColourLabel::Blue))).unwrap(), None);
    assert_eq!(plan_marks(None, &MarkChange::default()).unwrap(), None);
    assert_eq!(plan_marks(None, &all(None, 0, None)).unwrap(), None, "nothing to say, no sidecar");
}

#[test]
fn attributes_and_elements_are_edited_where_they_stand() {
    let one = MarkChange { stars: Some(Stars::new(1)), ..MarkChange::default() };
    for (before, after) in [
        (
            "<rdf:Description x:b='\"3\"' a='1'  xmp:Rating = '3' xmp:Label='Green' />",
            "<rdf:Description x:b='\"3\"' a='1'  xmp:Rating = '1' xmp:Label='Green' />",
        ),
        ("<rdf:Description xmp:Rating=''/>", "<rdf:Description xmp:Rating='1'/>"),
        ("<rdf:Description><xmp:Rating>3</xmp:Rating></rdf:Description>", "<rdf:Description><xmp:Rating>1</xmp:Rating></rdf:Description>"),
        (
            "<rdf:Description><xmp:Rating x:a='1' /></rdf:Description>",
            "<rdf:Description><xmp:Rating x:a='1' >1</xmp:Rating></rdf:Description>",
        ),
        (
            "<rdf:Description xmp:Rating='2'/><rdf:Description><xmp:Rating>3</xmp:Rating></rdf:Description>",
            "<rdf:Description xmp:Rating='1'/><rdf:Description><xmp:Rating>1</xmp:Rating></rdf:Description>",
        ),
        (
            "<rdf:Description xmlns:a='http://ns.adobe.com/xap/1.0/' a:Rating='4'/>",
            "<rdf:Description xmlns:a='http://ns.adobe.com/xap/1.0/' a:Rating='1'/>",
        ),
    ] {
        assert_eq!(changed(&rdf(before), &one), rdf(after));
    }
    let qualified = rdf("<rdf:Description><xmp:Rating rdf:parseType='Resource'><rdf:value>2</rdf:value></xmp:Rating></rdf:Description>");
    assert_eq!(plan_marks(Some(qualified.as_bytes()), &one), Err(XmpError::NoText("xmp:Rating".to_owned())));
}

#[test]
fn a_rejection_takes_the_place_of_the_stars_and_gives_it_back() {
    let text = rdf("<rdf:Description xmp:Rating='4'/>");
    let rejected = changed(&text, &MarkChange { flag: Some(Some(Flag::Reject)), stars: Some(Stars::new(4)), ..MarkChange::default() });
    assert_eq!(read(&rejected), says(Some(Flag::Reject), 0, None), "{rejected}");
    assert!(rejected.contains("xmp:Rating='-1'") && rejected.contains("<digiKam:PickLabel>1<"), "{rejected}");
    let back = changed(&rejected, &MarkChange { flag: Some(None), stars: Some(Stars::new(4)), ..MarkChange::default() });
    assert_eq!(read(&back), says(None, 4, None), "{back}");
    // Where the rating is not ours to change, the other two tell of the flag.
    let beside = changed(&text, &MarkChange { flag: Some(Some(Flag::Reject)), ..MarkChange::default() });
    assert_eq!(read(&beside), says(Some(Flag::Reject), 4, None), "{beside}");
}

#[test]
fn no_stars_are_told_only_where_somebody_else_tells_of_some() {
    let text = rdf("<rdf:Description/>");
    let none = MarkChange { stars: Some(None), ..MarkChange::default() };
    assert_eq!(changed(&text, &none), text);
    let said = changed(&text, &MarkChange { says_no_stars: true, ..none });
    assert!(said.contains("<xmp:Rating>0</xmp:Rating>"), "{said}");
    assert_eq!(changed(&said, &MarkChange { says_no_stars: true, ..none }), said);
}

#[test]
fn programs_read_the_marks_that_we_write_and_we_read_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jpg.xmp");
    let bytes = plan_marks(None, &all(Some(Flag::Reject), 4, Some(ColourLabel::Purple))).unwrap().unwrap();
    write_atomically(&file, &bytes).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).arg(&file).output().ok();
        if output.is_none() {
            skipped(&format!("{program} is not installed"));
        }
        output.map(|output| String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let asked = ["-s3", "-n", "-XMP:Rating", "-XMP:Label", "-XMP-xmpDM:Pick", "-XMP-digiKam:PickLabel", "-warning"];
    if let Some(said) = run("exiftool", &asked) {
        assert_eq!(said, "-1 Purple -1 1");
        run(
            "exiftool",
            &["-q", "-n", "-overwrite_original", "-XMP:Rating=3", "-XMP:Label=Green", "-XMP-xmpDM:Pick=1", "-XMP-digiKam:PickLabel=3"],
        );
        assert_eq!(marks(&fs_err::read(&file).unwrap()).unwrap(), says(Some(Flag::Pick), 3, Some("Green")));
        let ours = plan_marks(Some(&fs_err::read(&file).unwrap()), &all(None, 2, None)).unwrap().unwrap();
        write_atomically(&file, &ours).unwrap();
        assert_eq!(run("exiftool", &asked).unwrap(), "2 0 0");
    }
    if let Some(said) = run("exiv2", &["-px"]) {
        let rating = if said.contains("Xmp.xmp.Rating XmpText 1 2") { 2 } else { 0 };
        assert!(rating == 2 || said.contains("Xmp.xmp.Rating XmpText 2 -1"), "{said}");
    }
}

fn colour() -> impl Strategy<Value = Option<ColourLabel>> {
    proptest::option::of(proptest::sample::select(ColourLabel::ALL.to_vec()))
}

fn flag() -> impl Strategy<Value = Option<Flag>> {
    proptest::option::of(proptest::sample::select(Flag::ALL.to_vec()))
}

/// A description of another program: marks as attributes or elements, between things of its own.
fn description() -> impl Strategy<Value = String> {
    let value = || proptest::sample::select(vec!["", "0", "1", "3", "5", "-1", "Red", "Winner", " 2 "]);
    let property = (proptest::sample::select(vec!["xmp:Rating", "xmp:Label", "xmpDM:pick", "digiKam:PickLabel"]), value(), any::<bool>());
    (proptest::collection::hash_map(property.clone().prop_map(|p| p.0), property, 0..4), any::<bool>()).prop_map(|(properties, empty)| {
        let (mut attributes, mut elements) = (" x:a=\"1 &amp; 'xmp:Rating'\"".to_owned(), String::new());
        for (name, (_, value, is_attribute)) in properties {
            if is_attribute {
                attributes.push_str(&format!("\n {name}='{value}'"));
            } else {
                elements.push_str(&format!("<x:b/> <{name}>{value}</{name}><!-- xmp:Rating='3' -->"));
            }
        }
        let end = if elements.is_empty() && empty { "/>".to_owned() } else { format!(">{elements}<x:c>kept</x:c></rdf:Description>") };
        format!("<rdf:Description{attributes}{end}")
    })
}

/// Without the values of our four properties.
fn masked(text: &str) -> String {
    let mut masked = text.to_owned();
    for name in ["xmp:Rating", "xmp:Label", "xmpDM:pick", "digiKam:PickLabel"] {
        let mut from = 0;
        while let Some(at) = masked[from..].find(&format!("\n {name}='")).map(|at| from + at + name.len() + 4) {
            let end = at + masked[at..].find('\'').unwrap();
            masked.replace_range(at..end, "");
            from = at;
        }
        while let Some(at) = masked.find(&format!("<{name}>")) {
            let end = at + masked[at..].find("</").unwrap() + name.len() + 3;
            masked.replace_range(at..end, "");
        }
    }
    masked
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 700, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marks_go_into_a_sidecar_and_nothing_else_changes(
        descriptions in proptest::collection::vec(description(), 1..3), flag in flag(), stars in 0_u8..6, colour in colour(),
    ) {
        let before = rdf(&descriptions.concat());
        let change = all(flag, stars, colour);
        let after = changed(&before, &change);
        let told = if flag == Some(Flag::Reject) { None } else { Stars::new(stars) };
        prop_assert_eq!((read(&after).flag, read(&after).stars, read(&after).colour()), (flag, told, colour), "{}", after);
        prop_assert_eq!(&changed(&after, &change), &after, "a second time nothing changes");
        // Our new elements go too: what is left is what was there.
        let stripped = |text: &str| masked(text).replace("></rdf:Description>", "/>");
        prop_assert_eq!(stripped(&after), stripped(&before), "{}", after);
        prop_assert_eq!(keywords(after.as_bytes()).unwrap(), keywords(before.as_bytes()).unwrap());
    }
}
