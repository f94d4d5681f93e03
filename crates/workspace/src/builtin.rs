//! Label sets that come with the program, to start from. They are copied into a catalogue and changed there.

pub use exchange::split_labels;

use base::{Choice, LabelDraft, LabelSetDraft};

/// A set as it is written below: name, choice, none of these, template, labels. A label's own prompts follow its name.
type Written = (&'static str, Choice, bool, &'static str, &'static [&'static [&'static str]]);

const SETS: &[Written] = &[
    (
        "Category",
        Choice::Single,
        true,
        "a photo of {label}",
        &[
            &["T-shirts", "a t-shirt"],
            &["Shirts & blouses", "a shirt", "a blouse"],
            &["Knitwear", "a knitted sweater", "a cardigan"],
            &["Hoodies & sweatshirts", "a hoodie", "a sweatshirt"],
            &["Jackets & coats", "a jacket", "a coat"],
            &["Dresses", "a dress"],
            &["Skirts", "a skirt"],
            &["Trousers", "trousers"],
            &["Jeans", "a pair of jeans"],
            &["Shorts", "a pair of shorts"],
            &["Underwear", "underwear", "a bra"],
            &["Swimwear", "a swimsuit", "a bikini"],
            &["Socks & tights", "a pair of socks", "tights"],
            &["Shoes", "a pair of shoes"],
            &["Sandals", "a pair of sandals"],
            &["Boots", "a pair of boots"],
            &["Bags", "a handbag", "a backpack"],
            &["Belts", "a belt"],
            &["Hats & caps", "a hat", "a cap"],
            &["Scarves", "a scarf"],
            &["Watches", "a wrist watch"],
            &["Jewellery", "a necklace", "earrings", "a bracelet"],
            &["Sunglasses", "a pair of sunglasses"],
        ],
    ),
    (
        "Colour",
        Choice::Single,
        false,
        "a photo of a {label} product",
        &[
            &["Black"],
            &["White"],
            &["Grey"],
            &["Beige"],
            &["Brown"],
            &["Red"],
            &["Burgundy", "dark red"],
            &["Orange"],
            &["Yellow"],
            &["Green"],
            &["Olive", "olive green"],
            &["Turquoise"],
            &["Blue"],
            &["Navy", "navy blue"],
            &["Purple"],
            &["Pink"],
            &["Gold", "golden"],
            &["Silver"],
            &["Multicoloured", "multicoloured", "colourful"],
        ],
    ),
    (
        "Pattern",
        Choice::Single,
        false,
        "a photo of {label}",
        &[
            &["Plain", "plain fabric of one colour"],
            &["Striped", "striped fabric"],
            &["Checked", "checked fabric", "plaid fabric"],
            &["Dotted", "fabric with polka dots"],
            &["Floral", "fabric with a floral print"],
            &["Animal print", "fabric with a leopard print", "fabric with a zebra print"],
            &["Graphic print", "clothing with a graphic print"],
            &["Lettering", "clothing with text printed on it"],
            &["Camouflage", "camouflage fabric"],
            &["Paisley", "fabric with a paisley print"],
            &["Lace", "lace fabric"],
            &["Embroidered", "embroidered fabric"],
        ],
    ),
    (
        "Neckline",
        Choice::Single,
        true,
        "a photo of a top with {label}",
        &[
            &["Round neck", "a round neckline", "a crew neck"],
            &["V-neck", "a v-neckline"],
            &["Shirt collar", "a shirt collar"],
            &["Polo collar", "a polo collar"],
            &["High neck", "a high neck", "a turtleneck"],
            &["Hood", "a hood"],
            &["Square neck", "a square neckline"],
            &["Boat neck", "a wide boat neckline"],
            &["Off shoulder", "bare shoulders"],
            &["Halter neck", "a halter neck"],
        ],
    ),
    (
        "Sleeve length",
        Choice::Single,
        true,
        "a photo of a garment {label}",
        &[
            &["Sleeveless", "without sleeves"],
            &["Strappy", "with thin straps"],
            &["Cap sleeves", "with very short cap sleeves"],
            &["Short sleeves", "with short sleeves"],
            &["Elbow sleeves", "with sleeves to the elbow"],
            &["Three-quarter sleeves", "with three-quarter sleeves"],
            &["Long sleeves", "with long sleeves"],
            &["Rolled up", "with rolled up sleeves"],
        ],
    ),
    (
        "Heel",
        Choice::Single,
        true,
        "a photo of {label}",
        &[
            &["Flat", "flat shoes"],
            &["Low heel", "shoes with a low heel"],
            &["Block heel", "shoes with a wide block heel"],
            &["High heel", "shoes with a high heel"],
            &["Stiletto", "shoes with a thin stiletto heel"],
            &["Kitten heel", "shoes with a short thin heel"],
            &["Wedge", "shoes with a wedge heel"],
            &["Platform", "shoes with a thick platform sole"],
        ],
    ),
    (
        "Style & occasion",
        Choice::Multi,
        false,
        "a photo of {label}",
        &[
            &["Casual", "casual clothes for every day"],
            &["Business", "formal clothes for the office"],
            &["Evening", "elegant clothes for the evening"],
            &["Wedding", "festive clothes for a wedding"],
            &["Party", "glittering clothes for a party"],
            &["Sport", "clothes for sport"],
            &["Outdoor", "clothes for hiking"],
            &["Beach", "clothes for the beach"],
            &["Winter", "warm clothes for winter"],
            &["Rain", "clothes for rain"],
            &["Home", "clothes to sleep in"],
            &["Street", "streetwear"],
            &["Vintage", "vintage clothes"],
            &["Ethnic", "traditional ethnic clothes"],
        ],
    ),
    (
        "Product group",
        Choice::Single,
        true,
        "a photo of {label}",
        &[
            &["Clothing", "a piece of clothing"],
            &["Footwear", "a pair of shoes"],
            &["Bags & luggage", "a bag", "a suitcase"],
            &["Watches & jewellery", "a wrist watch", "jewellery"],
            &["Beauty", "a bottle of perfume", "make-up"],
            &["Furniture", "a piece of furniture"],
            &["Lighting", "a lamp"],
            &["Home textiles", "a cushion", "a blanket"],
            &["Tableware", "plates and cups"],
            &["Kitchen", "a kitchen appliance", "a cooking pot"],
            &["Electronics", "an electronic device"],
            &["Tools", "a tool"],
            &["Garden", "a plant in a pot", "a garden tool"],
            &["Toys", "a toy"],
            &["Books & paper", "a book", "a notebook"],
            &["Sports gear", "sports equipment"],
            &["Food & drink", "packaged food", "a bottle of drink"],
        ],
    ),
];

/// The sets, in the order in which they are offered.
pub fn label_sets() -> Vec<LabelSetDraft> {
    SETS.iter().map(draft).collect()
}

fn draft((name, choice, none_of_these, template, labels): &Written) -> LabelSetDraft {
    let text = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    let label = |words: &&[&str]| {
        let (name, prompts) = words.split_first().map_or(("", &[][..]), |(name, prompts)| (*name, prompts));
        LabelDraft { id: None, name: name.to_owned(), prompts: text(prompts) }
    };
    LabelSetDraft {
        id: None,
        name: (*name).to_owned(),
        choice: *choice,
        templates: text(&[template]),
        none_of_these: *none_of_these,
        words_only: false,
        labels: labels.iter().map(label).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_can_be_saved_as_it_is() {
        let sets = label_sets();
        assert_eq!(sets.len(), 8);
        for set in &sets {
            assert_eq!(set.problems(), [], "{}", set.name);
            assert!((8..=25).contains(&set.labels.len()), "{} has {} labels", set.name, set.labels.len());
            assert!(set.clone().tidied() == *set, "{} is untidy", set.name);
        }
    }
}
