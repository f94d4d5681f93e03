//! Sound inputs to begin from, drawn here or the fixtures of our own tests.

use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;
use std::path::Path;

/// The files of a checkpoint that are replaced.
pub const MODEL_FILES: [&str; 5] =
    ["config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"];

/// Sound inputs of a target.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "decode" => pictures(),
        "xmp" => vec![XMP.into(), b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>".to_vec()].into_iter().chain(pictures()).collect(),
        "csv" => TABLES.iter().map(|text| text.as_bytes().to_vec()).collect(),
        "query" => QUERIES.iter().map(|text| text.as_bytes().to_vec()).collect(),
        "model" => model_files(),
        _ => Vec::new(),
    }
}

fn pictures() -> Vec<Vec<u8>> {
    let drawn = RgbImage::from_fn(48, 40, |x, y| image::Rgb([(x * 5) as u8, (y * 6) as u8, (x * y / 8) as u8]));
    let shown = DynamicImage::from(drawn);
    let kinds = [shown.clone(), shown.to_rgba8().into(), shown.to_luma8().into(), shown.to_rgb16().into(), shown.to_luma16().into()];
    let formats = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::Tiff];
    let mut all = Vec::new();
    for picture in &kinds {
        for format in formats {
            let mut bytes = Cursor::new(Vec::new());
            if picture.write_to(&mut bytes, format).is_ok() {
                all.push(bytes.into_inner());
            }
        }
    }
    all.extend(raw_files());
    all
}

/// A JPEG as Fujifilm's and Canon's newer cameras hold one, and as a DNG does.
fn raw_files() -> Vec<Vec<u8>> {
    let drawn = DynamicImage::from(RgbImage::from_fn(160, 120, |x, y| image::Rgb([x as u8, y as u8, (x * y / 80) as u8])));
    let mut jpeg = Cursor::new(Vec::new());
    if drawn.write_to(&mut jpeg, ImageFormat::Jpeg).is_err() {
        return Vec::new();
    }
    let jpeg = jpeg.into_inner();
    let long = |number: usize| (number as u32).to_be_bytes();
    let raf = [&b"FUJIFILMCCD-RAW "[..], &[0; 68], &long(92), &long(jpeg.len()), &jpeg].concat();
    let entry = |tag: u16, kind: u8, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &[0, kind], &count.to_be_bytes(), &value].concat()
    };
    let entries = [
        entry(259, 3, 1, [0, 7, 0, 0]),
        entry(273, 4, 1, long(8 + 2 + 5 * 12 + 4)),
        entry(274, 3, 1, [0, 6, 0, 0]),
        entry(279, 4, 1, long(jpeg.len())),
        entry(50706, 1, 4, [1, 4, 0, 0]),
    ];
    let dng = [&b"MM\0*\0\0\0\x08\0\x05"[..], &entries.concat(), &[0; 4], &jpeg].concat();
    let atom = |name: &[u8; 4], content: &[u8]| [&long(content.len() + 8)[..], name, content].concat();
    let preview = [&[9; 16][..], &[0; 8], &atom(b"PRVW", &[&[0; 16][..], &jpeg].concat())].concat();
    let cr3 = [atom(b"ftyp", b"crx \0\0\0\x01crx isom"), atom(b"moov", &[]), atom(b"uuid", &preview)].concat();
    vec![raf, dng, cr3]
}

fn model_files() -> Vec<Vec<u8>> {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/clip/siglip");
    let file = |(which, name): (usize, &&str)| {
        let content = std::fs::read(fixture.join(name)).unwrap_or_default();
        [&[which as u8][..], &content].concat()
    };
    MODEL_FILES.iter().enumerate().map(file).collect()
}

const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmp:Rating="3" xmp:Label="Red">
<dc:subject><rdf:Bag><rdf:li>alpha</rdf:li><rdf:li>b &amp; c</rdf:li></rdf:Bag></dc:subject>
<lr:hierarchicalSubject><rdf:Bag><rdf:li>Type|Shoe</rdf:li></rdf:Bag></lr:hierarchicalSubject>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

const TABLES: [&str; 5] = [
    "path,set,label,decision,source,score,model,decided_at\na.jpg,Type,Shoe,accepted,person,0.5,starter,2026-05-03T14:05:09Z\n",
    "Handle;Title;Type;Tags\r\n\"a \"\"b\"\"\";\"x\ny\";Shoe | Bag;'=1+1\r\n",
    "\u{feff}sep=;\nname;Type;title\na.jpg;none of these;Long dress\n",
    "set,label,prompts,template,choice\nStyle,Casual,worn | plain,a photo of {label},multi\n",
    "Red\nGreen\nBlue\n",
];

const QUERIES: [&str; 6] = [
    "horse + stripes - 2:\"red dress\"",
    "\"./ref.jpg\" + leather folder:\"a b\" -tag:sale",
    "rating:1..4 date:2026-05-10..2026-05-12 score:>0.24 is:untagged",
    "13\" laptop „quoted“ «words» name:AB12*",
    "size:<1000 aspect:square iso:>=800 lens:24-70* type:png",
    "-\"black leather\" tag:\"On sale\" color:none sku:A*",
];
