//! A sidecar keeps every byte that is not ours.

use super::super::*;

const ADOBE: &str = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\r\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Adobe XMP Core 7.0\">\r\n   \
<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\r\n      \
<rdf:Description rdf:about=\"\"\r\n            xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\r\n            xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\r\n            xmp:Rating=\"3\"   xmp:Label='Red'>\r\n         \
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">A &amp; B</rdf:li></rdf:Alt></dc:title>\r\n         \
<dc:subject>\r\n            <rdf:Bag>\r\n               <rdf:li>kept by hand</rdf:li>\r\n               <!-- note -->\r\n               <rdf:li>Caf\u{e9} &amp; bar</rdf:li>\r\n            </rdf:Bag>\r\n         </dc:subject>\r\n      \
</rdf:Description>\r\n   </rdf:RDF>\r\n</x:xmpmeta>\r\n                    \r\n<?xpacket end=\"w\"?>   \r\n";

const COMPACT: &str = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><r:RDF xmlns:r=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<r:Description r:about=\"\" xmlns:photoshop=\"http://ns.adobe.com/photoshop/1.0/\" xmlns:dc=\"urn:other\" xmlns:DC=\"http://purl.org/dc/elements/1.1/\" photoshop:City=\"Biella\">\
<DC:subject><r:Seq><r:li><![CDATA[kept & by hand]]></r:li></r:Seq></DC:subject></r:Description></r:RDF></x:xmpmeta>";

const BARE: &str = "\u{feff}<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n <rdf:Description rdf:about='' xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:ISO='100' />\n</rdf:RDF>\n";

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn tags(labels: &[&str]) -> Keywords {
    Keywords::of(&labels.iter().map(|l| ("Type", *l)).collect::<Vec<_>>())
}

/// What is in the file after the plan.
fn after(existing: &str, planned: &Planned) -> String {
    planned.bytes.as_ref().map_or_else(|| existing.to_owned(), |b| String::from_utf8(b.clone()).unwrap())
}

fn subject(text: &str) -> Vec<String> {
    keywords(text.as_bytes()).unwrap().subject
}

#[test]
fn a_new_sidecar_is_made_and_read() {
    let want = Keywords::of(&[("Colour", "Red & <blue>"), ("Type", "T-shirt/Top"), ("a|b", "c|d"), ("Accent", "Red & <blue>")]);
    assert_eq!(want.subject, ["Red & <blue>", "T-shirt/Top", "c|d"]);
    assert_eq!(want.hierarchical, ["Colour|Red & <blue>", "Type|T-shirt/Top", "a/b|c/d", "Accent|Red & <blue>"]);
    assert_eq!(want.tags_list, ["Colour/Red & <blue>", "Type/T-shirt|Top", "a|b/c|d", "Accent/Red & <blue>"]);
    let planned = plan(None, &want, &Keywords::default()).unwrap();
    assert_eq!(planned.ours, want);
    let text = after("", &planned);
    assert_eq!(keywords(text.as_bytes()).unwrap(), want);
    assert!(text.contains("\n   <dc:subject>\n    <rdf:Bag>\n     <rdf:li>Red &amp; &lt;blue&gt;</rdf:li>\n"), "{text}");
    assert!(text.contains("<digiKam:TagsList>\n    <rdf:Seq>"));
    assert_eq!(plan(Some(text.as_bytes()), &want, &want).unwrap(), Planned { bytes: None, ours: want });
    assert_eq!(plan(None, &Keywords::default(), &Keywords::default()).unwrap().bytes, None);
}

#[test]
fn only_our_keywords_come_and_go() {
    for foreign in [ADOBE, COMPACT, BARE] {
        let there = subject(foreign);
        let first = plan(Some(foreign.as_bytes()), &tags(&["Dress", "Red"]), &Keywords::default()).unwrap();
        let text = after(foreign, &first);
        assert_eq!(subject(&text), [there.clone(), words(&["Dress", "Red"])].concat(), "{text}");
        assert_eq!(keywords(text.as_bytes()).unwrap().tags_list, ["Type/Dress", "Type/Red"]);
        assert_eq!(first.ours, tags(&["Dress", "Red"]));
        // Everything of the file is there, in order, with our pieces between.
        let mut rest = text.as_str();
        for c in foreign.replace("/>\n</rdf:RDF>", ">").chars() {
            rest = &rest[rest.find(c).unwrap_or_else(|| panic!("{c:?} is gone from {text}")) + c.len_utf8()..];
        }
        let again = plan(Some(text.as_bytes()), &tags(&["Dress", "Red"]), &first.ours).unwrap();
        assert_eq!(again, Planned { bytes: None, ours: first.ours.clone() }, "a second run changes nothing");

        let second = plan(Some(text.as_bytes()), &tags(&["Red", "Bag"]), &first.ours).unwrap();
        let text = after(&text, &second);
        assert_eq!(subject(&text), [there.clone(), words(&["Red", "Bag"])].concat(), "{text}");

        let third = plan(Some(text.as_bytes()), &Keywords::default(), &second.ours).unwrap();
        let text = after(&text, &third);
        assert_eq!(third.ours, Keywords::default());
        if foreign == BARE {
            assert_eq!(text, foreign.replace(" />\n<", " >\n </rdf:Description>\n<"), "the tag stays open, and that is all");
        } else {
            assert_eq!(text, foreign, "taken back, the file is what it was");
        }
    }
}

#[test]
fn new_lines_look_like_the_files_own() {
    let planned = plan(Some(ADOBE.as_bytes()), &tags(&["Red"]), &Keywords::default()).unwrap();
    let text = after(ADOBE, &planned);
    let want = "bar</rdf:li>\r\n               <rdf:li>Red</rdf:li>\r\n            </rdf:Bag>\r\n         </dc:subject>\r\n         \
                <lr:hierarchicalSubject xmlns:lr=\"http://ns.adobe.com/lightroom/1.0/\">\r\n            <rdf:Bag>\r\n               \
                <rdf:li>Type|Red</rdf:li>\r\n            </rdf:Bag>\r\n         </lr:hierarchicalSubject>\r\n         \
                <digiKam:TagsList xmlns:digiKam=\"http://www.digikam.org/ns/1.0/\">\r\n";
    assert!(text.contains(want), "{text}");
    let text = after(COMPACT, &plan(Some(COMPACT.as_bytes()), &tags(&["Red"]), &Keywords::default()).unwrap());
    assert!(text.contains("</r:li><r:li>Red</r:li></r:Seq></DC:subject><lr:hierarchicalSubject xmlns:lr="), "{text}");
    assert!(!text.contains('\n'));
}

#[test]
fn a_keyword_that_was_there_is_never_ours() {
    let want = Keywords { subject: words(&["kept by hand", "Red"]), ..Keywords::default() };
    let first = plan(Some(ADOBE.as_bytes()), &want, &Keywords::default()).unwrap();
    assert_eq!(first.ours.subject, ["Red"]);
    let text = after(ADOBE, &first);
    let second = plan(Some(text.as_bytes()), &Keywords::default(), &first.ours).unwrap();
    assert_eq!(after(&text, &second), ADOBE);
    // A record that names what others wrote, or what is gone, takes nothing else away.
    let wrong = Keywords { subject: words(&["gone"]), ..Keywords::default() };
    assert_eq!(plan(Some(ADOBE.as_bytes()), &Keywords::default(), &wrong).unwrap().bytes, None);
}

#[test]
fn what_another_program_took_out_comes_back_only_if_wanted() {
    let ours = tags(&["Red"]);
    let planned = plan(Some(ADOBE.as_bytes()), &ours, &ours).unwrap();
    assert_eq!(planned.ours, ours);
    assert_eq!(subject(&after(ADOBE, &planned)).last().unwrap(), "Red");
    assert_eq!(plan(Some(ADOBE.as_bytes()), &Keywords::default(), &ours).unwrap(), Planned { bytes: None, ours: Keywords::default() });
}

#[test]
fn odd_but_right_forms_are_handled() {
    let rdf = |inside: &str| {
        format!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">{inside}</rdf:RDF>"
        )
    };
    let forms = [
        "",
        "<rdf:Description rdf:about=\"\"/>",
        "<rdf:Description rdf:about=\"\"></rdf:Description>",
        "<rdf:Description rdf:about=\"\"><dc:subject/></rdf:Description>",
        "<rdf:Description rdf:about=\"\"><dc:subject></dc:subject></rdf:Description>",
        "<rdf:Description rdf:about=\"\"><dc:subject><rdf:Bag/></dc:subject></rdf:Description>",
        "<rdf:Description rdf:about=\"\"><dc:subject>\n<rdf:Bag>\n</rdf:Bag>\n</dc:subject></rdf:Description>",
        "<rdf:Description rdf:about=\"\"/><rdf:Description rdf:about=\"\"><dc:subject><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></dc:subject></rdf:Description>",
        "<rdf:Description rdf:about=\"\"><dc:subject><rdf:Bag><rdf:li rdf:parseType=\"Resource\"><rdf:value>a</rdf:value></rdf:li></rdf:Bag></dc:subject></rdf:Description>",
    ];
    for form in forms {
        let text = rdf(form);
        let there = subject(&text);
        let planned = plan(Some(text.as_bytes()), &tags(&["Red"]), &Keywords::default()).unwrap();
        let changed = after(&text, &planned);
        assert_eq!(subject(&changed), [there.clone(), words(&["Red"])].concat(), "{changed}");
        assert_eq!(keywords(changed.as_bytes()).unwrap().tags_list, ["Type/Red"], "{changed}");
        let back = plan(Some(changed.as_bytes()), &Keywords::default(), &planned.ours).unwrap();
        assert_eq!(subject(&after(&changed, &back)), there);
    }
    // The default namespace, and a document without a prefix for RDF.
    let text = "<RDF xmlns=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"/>";
    let changed = after(text, &plan(Some(text.as_bytes()), &tags(&["Red"]), &Keywords::default()).unwrap());
    assert_eq!(keywords(changed.as_bytes()).unwrap(), tags(&["Red"]), "{changed}");
    assert!(changed.contains("rdf:about=\"\""));
}

#[test]
fn a_property_that_is_no_list_is_read_but_not_touched() {
    let open = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">";
    for inside in ["<rdf:Description dc:subject=\"a\"/>", "<rdf:Description><dc:subject>a</dc:subject></rdf:Description>"] {
        let text = format!("{open}{inside}</rdf:RDF>");
        assert_eq!(subject(&text), ["a"]);
        let refused = plan(Some(text.as_bytes()), &tags(&["Red"]), &Keywords::default());
        assert_eq!(refused, Err(XmpError::NoList("dc:subject".to_owned())));
        let same = Keywords { subject: words(&["a"]), ..Keywords::default() };
        assert_eq!(plan(Some(text.as_bytes()), &same, &Keywords::default()).unwrap().bytes, None);
    }
}

#[test]
fn what_is_no_xmp_is_refused() {
    let refuse = |bytes: &[u8]| plan(Some(bytes), &tags(&["Red"]), &Keywords::default()).unwrap_err();
    assert!(matches!(refuse(b""), XmpError::NotXml(_)));
    assert!(matches!(refuse(b"hello"), XmpError::NotXml(_)));
    assert!(matches!(refuse(b"<a></b>"), XmpError::NotXml(_)));
    assert_eq!(refuse(b"<html></html>"), XmpError::NotXmp);
    assert_eq!(refuse(b"\xff\xfe<\0a\0/\0>\0"), XmpError::NotUtf8);
    assert_eq!(refuse(b"<\0a\0/\0>\0"), XmpError::NotUtf8);
    assert_eq!(refuse(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>"), XmpError::NotUtf8);
    assert_eq!(refuse(b"<a>\xe9</a>"), XmpError::NotUtf8);
    assert_eq!(refuse(b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"), XmpError::Dtd);
    assert!(matches!(refuse(b"<a>&x;</a>"), XmpError::NotXml(_)));
    assert_eq!(refuse("<a>".repeat(100_000).as_bytes()), XmpError::TooLarge);
    let bad = Keywords { subject: words(&["a\u{1}b"]), ..Keywords::default() };
    assert!(matches!(plan(None, &bad, &Keywords::default()), Err(XmpError::Keyword(_))));
}

#[test]
fn a_sidecar_cut_anywhere_is_refused_or_harmless() {
    let full = after(ADOBE, &plan(Some(ADOBE.as_bytes()), &tags(&["Dress"]), &Keywords::default()).unwrap());
    let end = full.find("<?xpacket end").unwrap() + "<?xpacket end=\"w\"?>".len();
    for cut in 0..full.len() {
        let planned = plan(Some(&full.as_bytes()[..cut]), &tags(&["Bag"]), &tags(&["Dress"]));
        assert_eq!(planned.is_ok(), cut >= end, "cut after {cut} of {}", full.len());
    }
    for foreign in [COMPACT, BARE] {
        for cut in 0..foreign.trim_end().len() {
            assert!(plan(Some(&foreign.as_bytes()[..cut]), &tags(&["Bag"]), &Keywords::default()).is_err(), "cut after {cut}");
        }
    }
}

#[test]
fn one_wrong_byte_never_panics_and_never_loses_a_keyword() {
    let mut dice = super::Dice(5);
    for _ in 0..20_000 {
        let mut bytes = [ADOBE, COMPACT, BARE][dice.roll(3)].as_bytes().to_vec();
        let at = dice.roll(bytes.len());
        bytes[at] = b"<>/\"'&;:= ax\n\0"[dice.roll(14)];
        let Ok(before) = keywords(&bytes) else { continue };
        let Ok(planned) = plan(Some(&bytes), &tags(&["Bag"]), &Keywords::default()) else { continue };
        let after = keywords(planned.bytes.as_ref().unwrap_or(&bytes)).unwrap();
        assert!(before.subject.iter().all(|word| after.subject.contains(word)), "{}", String::from_utf8_lossy(&bytes));
        let there = after.subject.contains(&"Bag".to_owned()) && after.tags_list.contains(&"Type/Bag".to_owned());
        assert!(there, "{}", String::from_utf8_lossy(planned.bytes.as_ref().unwrap_or(&bytes)));
    }
}
