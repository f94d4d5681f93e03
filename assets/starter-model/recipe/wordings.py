"""The words for things: wordings of every label, the most natural first.

Labels come from several sources, told apart by a prefix: catalogue types have none, everyday categories are
"any:<category>", a garment cut out of a street photo is "street:<garment>", a whole person "person:<garment>|<garment>..."
and a grocery "food:<kind>".  captions.py makes captions and prompts of these words.
"""

TYPE_WORDS = {
    "Tshirts": ["t-shirt", "tshirt", "tee", "t-shirts", "tee shirt"],
    "Shirts": ["shirt", "button-up shirt", "shirts", "button down shirt"],
    "Casual Shoes": ["casual shoes", "sneakers", "trainers", "casual shoe", "sneaker"],
    "Sports Shoes": ["sports shoes", "running shoes", "trainers", "sneakers", "athletic shoes", "running shoe", "gym shoes", "trainer", "sneaker"],
    "Formal Shoes": ["formal shoes", "dress shoes", "leather shoes", "oxford shoes", "formal shoe", "office shoes"],
    "Watches": ["watch", "wrist watch", "watches", "wristwatch"],
    "Kurtas": ["kurta", "kurtas", "ethnic shirt"],
    "Kurtis": ["kurti", "kurtis"],
    "Tunics": ["tunic", "tunics", "tunic top"],
    "Tops": ["top", "blouse", "tops", "women's top"],
    "Handbags": ["handbag", "bag", "purse", "handbags", "tote bag", "hand bag", "shoulder bag", "tote"],
    "Heels": ["heels", "high heels", "high heel shoes", "pumps", "stilettos"],
    "Flats": ["flats", "flat shoes", "ballerinas", "ballet flats"],
    "Sandals": ["sandals", "sandal"],
    "Flip Flops": ["flip flops", "slippers", "flip flop", "flip-flops"],
    "Sunglasses": ["sunglasses", "shades", "sun glasses"],
    "Wallets": ["wallet", "wallets"],
    "Briefs": ["briefs", "underpants", "brief"],
    "Belts": ["belt", "belts", "leather belt"],
    "Backpacks": ["backpack", "rucksack", "school bag", "backpacks"],
    "Socks": ["socks", "pair of socks", "sock"],
    "Perfume and Body Mist": ["perfume", "fragrance", "perfume bottle", "body mist"],
    "Jeans": ["jeans", "denim jeans", "denim pants", "pair of jeans"],
    "Shorts": ["shorts", "short pants"],
    "Trousers": ["trousers", "chinos", "trouser"],
    "Bra": ["bra", "bras", "brassiere"],
    "Dresses": ["dress", "dresses", "gown", "frock"],
    "Sarees": ["saree", "sari", "sarees"],
    "Earrings": ["earrings", "pair of earrings", "earring"],
    "Deodorant": ["deodorant", "deodorant spray", "deo"],
    "Nail Polish": ["nail polish", "nail lacquer", "nail varnish"],
    "Lipstick": ["lipstick"],
    "Track Pants": ["track pants", "sweatpants", "joggers", "jogging pants"],
    "Clutches": ["clutch", "clutch bag", "clutches", "evening bag"],
    "Sweatshirts": ["sweatshirt", "hoodie", "sweatshirts", "hooded sweatshirt", "hoodies"],
    "Sweaters": ["sweater", "jumper", "pullover", "sweaters", "cardigan", "knitwear", "jumpers"],
    "Jackets": ["jacket", "coat", "jackets", "coats"],
    "Caps": ["cap", "baseball cap", "caps"],
    "Ties": ["tie", "necktie", "ties"],
    "Innerwear Vests": ["vest", "innerwear vest", "undershirt", "tank top", "innerwear"],
    "Nightdress": ["nightdress", "nightgown", "night dress"],
    "Night suits": ["night suit", "pyjamas", "pajamas"],
    "Leggings": ["leggings", "legging"],
    "Pendant": ["pendant", "pendants"],
    "Capris": ["capris", "capri pants", "cropped pants"],
    "Necklace and Chains": ["necklace", "chain", "necklaces"],
    "Lip Gloss": ["lip gloss"],
    "Trunk": ["trunk", "boxer trunks", "trunks"],
    "Skirts": ["skirt", "skirts"],
    "Scarves": ["scarf", "scarves"],
    "Ring": ["ring", "finger ring", "rings"],
    "Dupatta": ["dupatta"],
    "Accessory Gift Set": ["accessory gift set", "gift set"],
    "Cufflinks": ["cufflinks", "cuff links"],
    "Kajal and Eyeliner": ["eyeliner", "kajal"],
    "Kurta Sets": ["kurta set"],
    "Stoles": ["stole", "shawl"],
    "Duffel Bag": ["duffel bag", "gym bag", "sports bag"],
    "Bangle": ["bangle", "bangles"],
    "Bracelet": ["bracelet", "bracelets"],
    "Laptop Bag": ["laptop bag", "briefcase"],
    "Foundation and Primer": ["foundation", "primer"],
    "Sports Sandals": ["sports sandals"],
    "Lounge Pants": ["lounge pants"],
    "Face Moisturisers": ["face moisturiser", "face cream"],
    "Jewellery Set": ["jewellery set", "jewelry set"],
    "Highlighter and Blush": ["blush", "highlighter"],
    "Boxers": ["boxers", "boxer shorts"],
    "Compact": ["compact", "compact powder"],
    "Mobile Pouch": ["mobile pouch", "phone pouch"],
    "Messenger Bag": ["messenger bag"],
    "Camisoles": ["camisole"],
    "Mufflers": ["muffler", "winter scarf"],
    "Stockings": ["stockings"],
    "Tracksuits": ["tracksuit"],
    "Booties": ["ankle boots", "boots", "booties"],
    "Rain Jacket": ["raincoat", "rain jacket"],
    "Blazers": ["blazer", "suit jacket"],
    "Swimwear": ["swimsuit", "swimwear"],
    "Rucksacks": ["rucksack", "hiking backpack"],
    "Trolley Bag": ["suitcase", "trolley bag"],
    "Umbrellas": ["umbrella"],
    "Hat": ["hat"],
}

# Words that hold for several types (hypernyms, and words that shops use for more than one type).
BROADER_WORDS = {
    "shoes": ["Casual Shoes", "Sports Shoes", "Formal Shoes", "Heels", "Flats", "Booties", "any:Shoes"],
    "footwear": ["Casual Shoes", "Sports Shoes", "Formal Shoes", "Heels", "Flats", "Booties", "Sandals", "Flip Flops", "Sports Sandals", "any:Shoes"],
    "bag": ["Handbags", "Clutches", "Backpacks", "Laptop Bag", "Duffel Bag", "Messenger Bag", "Rucksacks", "Trolley Bag", "Waist Pouch"],
    "eyewear": ["Sunglasses"],
    "jewellery": ["Earrings", "Pendant", "Necklace and Chains", "Ring", "Bangle", "Bracelet", "Jewellery Set"],
    "underwear": ["Briefs", "Bra", "Trunk", "Boxers", "Innerwear Vests", "Camisoles", "any:Undershirt"],
    "pants": ["Trousers", "Jeans", "Track Pants", "Capris", "Lounge Pants", "any:Pants"],
    "outerwear": ["Jackets", "Rain Jacket", "Blazers", "any:Outwear", "any:Blazer"],
    "hat": ["Caps", "Hat", "any:Hat"],
    "makeup": ["Lipstick", "Lip Gloss", "Lip Liner", "Nail Polish", "Foundation and Primer", "Kajal and Eyeliner", "Highlighter and Blush", "Compact", "Eyeshadow", "Mascara", "Concealer"],
    "cosmetics": ["Lipstick", "Lip Gloss", "Lip Liner", "Nail Polish", "Foundation and Primer", "Kajal and Eyeliner", "Highlighter and Blush", "Compact", "Eyeshadow", "Mascara", "Concealer"],
    "ethnic wear": ["Kurtas", "Kurtis", "Sarees", "Kurta Sets", "Dupatta", "Salwar", "Churidar", "Patiala"],
    "nightwear": ["Nightdress", "Night suits", "Lounge Pants", "Lounge Shorts", "Bath Robe", "Robe"],
    "clothes": ["Tshirts", "Shirts", "Kurtas", "Tops", "Jeans", "Shorts", "Trousers", "Dresses", "Sarees", "Track Pants", "Sweatshirts", "Sweaters", "Jackets", "Kurtis", "Tunics",
                "Leggings", "Capris", "Skirts", "any:T-Shirt", "any:Pants", "any:Longsleeve", "any:Shirt", "any:Dress", "any:Shorts", "any:Outwear", "any:Skirt", "any:Polo", "any:Blazer", "any:Hoodie", "any:Top", "any:Blouse", "any:Body"],
}
BROADER_WORDS["accessories"] = ["Belts", "Wallets", "Ties", "Scarves", "Sunglasses", "Caps", "Hat", "Cufflinks", "Stoles", "Mufflers", "Watches"] + BROADER_WORDS["jewellery"]
BROADER_WORDS["clothing item"] = BROADER_WORDS["garment"] = BROADER_WORDS["clothes"]
BROADER_WORDS["jewelry"] = BROADER_WORDS["jewellery"]
BROADER_WORDS["clothing"] = BROADER_WORDS["apparel"] = BROADER_WORDS["clothes"]
BROADER_WORDS["bags"] = BROADER_WORDS["bag"]
BROADER_WORDS["shoe"] = BROADER_WORDS["shoes"]

# The everyday photos ("any:<category>") have their own, coarser categories: wordings, and the
# catalogue type that a category certainly is.
EVERYDAY_WORDS = {
    "T-Shirt": ["t-shirt", "tshirt", "tee"], "Pants": ["pants", "trousers"], "Longsleeve": ["long sleeve shirt", "longsleeve", "long sleeve top", "long sleeve t-shirt"],
    "Shoes": ["shoes", "pair of shoes", "shoe"], "Shirt": ["shirt", "button-up shirt", "shirts"], "Dress": ["dress"], "Shorts": ["shorts"], "Outwear": ["outerwear", "jacket", "coat"],
    "Hat": ["hat", "cap"], "Skirt": ["skirt"], "Polo": ["polo shirt", "polo t-shirt", "polo"], "Undershirt": ["undershirt", "tank top", "vest"], "Blazer": ["blazer", "suit jacket"],
    "Hoodie": ["hoodie", "hooded sweatshirt", "sweatshirt"], "Body": ["body", "baby bodysuit"], "Top": ["top"], "Blouse": ["blouse"],
}
EVERYDAY_IS = {"T-Shirt": "Tshirts", "Shirt": "Shirts", "Dress": "Dresses", "Shorts": "Shorts", "Skirt": "Skirts", "Polo": "Tshirts",
               "Undershirt": "Innerwear Vests", "Blazer": "Blazers", "Hoodie": "Sweatshirts", "Top": "Tops", "Blouse": "Tops", "Outwear": "Jackets"}
# Words of catalogue types under which an everyday category may be found too (neither right nor wrong).
EVERYDAY_MAYBE = {"Pants": ["Trousers", "Jeans", "Track Pants", "Capris", "Leggings", "Lounge Pants"], "Hat": ["Caps", "Hat"],
                  "Shoes": ["Casual Shoes", "Sports Shoes", "Formal Shoes", "Heels", "Flats", "Sandals", "Booties"],
                  "Longsleeve": ["Tshirts", "Sweaters", "Sweatshirts", "Tops", "Shirts"], "Outwear": ["Jackets", "Sweaters", "Sweatshirts", "Rain Jacket", "Blazers"],
                  "T-Shirt": ["Tshirts", "Tops"], "Shirt": ["Shirts", "Tops"], "Dress": ["Dresses", "Tunics", "Nightdress"], "Top": ["Tops", "Tshirts", "Tunics"], "Blouse": ["Tops", "Shirts", "Tunics"],
                  "Undershirt": ["Innerwear Vests", "Tshirts", "Tops"], "Hoodie": ["Sweatshirts", "Jackets"], "Polo": ["Tshirts"], "Body": ["Rompers", "Tshirts"],
                  "Blazer": ["Blazers", "Jackets"], "Shorts": ["Shorts"], "Skirt": ["Skirts"]}

# Everyday words that may hold for a catalogue type as well; its labels do not say.
CATALOGUE_MAYBE = {"polo shirt": ["Tshirts"], "polo t-shirt": ["Tshirts"], "polo": ["Tshirts"], "long sleeve shirt": ["Shirts", "Tshirts", "Tops", "Sweatshirts", "Sweaters"],
                   "longsleeve": ["Shirts", "Tshirts", "Tops", "Sweatshirts", "Sweaters"], "long sleeve top": ["Tops", "Tshirts", "Sweatshirts", "Sweaters"],
                   "long sleeve t-shirt": ["Tshirts", "Sweatshirts"], "tank top": ["Tops", "Camisoles"], "hoodie": ["Jackets"], "cardigan": ["Jackets"]}

COLOUR_WORDS = {"Grey": ["grey", "gray"], "Multi": ["multicoloured", "multicolor", "colourful", "multi"], "Skin": ["skin coloured", "skin"], "Off White": ["off white", "off-white", "ivory"],
                "Navy Blue": ["navy blue", "navy", "dark blue"], "Gold": ["gold", "golden"], "Maroon": ["maroon", "dark red"], "Turquoise Blue": ["turquoise", "turquoise blue"],
                "Coffee Brown": ["coffee brown"], "Charcoal": ["charcoal", "dark grey"], "Grey Melange": ["grey melange", "melange"]}
GENDER_WORDS = {"Men": ["men's", "mens", "men", "male"], "Women": ["women's", "womens", "women", "ladies", "female"], "Boys": ["boys'", "boys", "boy's"],
                "Girls": ["girls'", "girls", "girl's"], "Unisex": ["unisex"]}
GENDER_FOR = {"Men": ["for men", "for a man"], "Women": ["for women", "for a woman"], "Boys": ["for boys", "for a boy"], "Girls": ["for girls", "for a girl"],
              "Unisex": ["unisex", "for men and women"]}
KIDS_WORDS = ["kids", "kids'", "children's"]
PATTERN_WORDS = {"Striped": ["striped", "stripes", "stripe"], "Checked": ["checked", "check", "checkered", "plaid"], "Printed": ["printed", "print", "graphic"],
                 "Solid": ["solid", "plain"], "Floral": ["floral", "flower print"], "Dotted": ["polka dot", "dotted"]}

# Garments of street photos.  A garment is cut out by its box, or worn by a whole person.
STREET_WORDS = {
    "shoes": ["shoes", "pair of shoes", "footwear"], "heels": ["heels", "high heels", "shoes"], "boots": ["boots", "pair of boots", "ankle boots", "boot"], "sandals": ["sandals", "sandal"],
    "sneakers": ["sneakers", "trainers", "shoes"], "flats": ["flats", "flat shoes", "shoes"], "loafers": ["loafers", "loafer", "shoes"], "pumps": ["pumps", "heels", "shoes"],
    "wedges": ["wedges", "wedge shoes", "shoes"], "clogs": ["clogs", "shoes"], "bag": ["bag", "handbag", "shoulder bag"], "purse": ["purse", "handbag", "bag"], "wallet": ["clutch", "wallet"],
    "pants": ["pants", "trousers"], "jeans": ["jeans", "denim jeans", "pants"], "leggings": ["leggings"], "shorts": ["shorts"], "skirt": ["skirt", "skirts"], "dress": ["dress", "dresses", "gown"],
    "romper": ["romper", "playsuit"], "jumper": ["jumper", "sweater"], "sweater": ["sweater", "jumper", "pullover"], "cardigan": ["cardigan", "sweater"], "coat": ["coat", "overcoat", "outerwear"],
    "jacket": ["jacket", "outerwear"], "blazer": ["blazer", "suit jacket", "jacket"], "suit": ["suit"], "cape": ["cape", "poncho"], "shirt": ["shirt", "shirts"], "blouse": ["blouse", "top"],
    "t-shirt": ["t-shirt", "tee", "tshirt"], "top": ["top", "tops"], "vest": ["vest", "waistcoat"], "sweatshirt": ["sweatshirt"], "hoodie": ["hoodie", "sweatshirt"], "bodysuit": ["bodysuit"],
    "bra": ["bra"], "hat": ["hat", "cap"], "sunglasses": ["sunglasses", "shades"], "glasses": ["glasses", "spectacles"], "belt": ["belt"], "scarf": ["scarf"], "tie": ["tie", "necktie"],
    "gloves": ["gloves"], "watch": ["watch", "wrist watch"], "bracelet": ["bracelet"], "ring": ["ring"], "necklace": ["necklace"], "earrings": ["earrings"], "socks": ["socks"],
    "stockings": ["stockings", "tights"], "tights": ["tights", "stockings"], "accessories": ["accessories"]}
# The catalogue type that a garment certainly is.
STREET_IS = {"boots": "Booties", "heels": "Heels", "pumps": "Heels", "sandals": "Sandals", "flats": "Flats", "bag": "Handbags", "purse": "Handbags", "jeans": "Jeans", "pants": "Trousers",
             "leggings": "Leggings", "shorts": "Shorts", "skirt": "Skirts", "dress": "Dresses", "sweater": "Sweaters", "cardigan": "Sweaters", "coat": "Jackets", "jacket": "Jackets", "blazer": "Blazers",
             "shirt": "Shirts", "blouse": "Tops", "t-shirt": "Tshirts", "top": "Tops", "sweatshirt": "Sweatshirts", "hoodie": "Sweatshirts", "scarf": "Scarves", "socks": "Socks",
             "stockings": "Stockings", "belt": "Belts"}
PERSON_BEFORE = ["", "", "a person wearing a ", "woman wearing a ", "someone in a ", "street photo of a ", "outfit with a ", "a photo of a person with a "]

# What sources call differently, or leave unsaid, is in one family: a word of the family may hold for its members.
FAMILIES = [
    "Casual Shoes|Sports Shoes|Formal Shoes|Heels|Flats|Sandals|Flip Flops|Sports Sandals|Booties|any:Shoes|street:shoes|street:heels|street:boots|street:sandals|street:sneakers|street:flats|"
    "street:loafers|street:pumps|street:wedges|street:clogs",
    "Handbags|Clutches|Backpacks|Laptop Bag|Duffel Bag|Messenger Bag|Rucksacks|Trolley Bag|Waist Pouch|Mobile Pouch|Wallets|street:bag|street:purse|street:wallet",
    "Tshirts|Shirts|Tops|Kurtas|Kurtis|Tunics|Innerwear Vests|Camisoles|any:T-Shirt|any:Longsleeve|any:Shirt|any:Polo|any:Undershirt|any:Top|any:Blouse|any:Body|street:shirt|street:blouse|street:t-shirt|"
    "street:top|street:bodysuit",
    "Sweaters|Sweatshirts|any:Longsleeve|any:Hoodie|any:Outwear|street:sweater|street:sweatshirt|street:jumper|street:cardigan|street:hoodie|street:top",
    "Waistcoat|Innerwear Vests|any:Undershirt|street:vest|street:top",
    "Jackets|Rain Jacket|Blazers|Sweaters|Sweatshirts|Waistcoat|Nehru Jackets|Suits|Shrug|any:Outwear|any:Blazer|any:Hoodie|any:Longsleeve|street:coat|street:jacket|street:blazer|street:suit|street:cape|"
    "street:cardigan|street:vest|street:hoodie|street:sweater|street:sweatshirt|street:jumper",
    "Jeans|Trousers|Track Pants|Capris|Leggings|Jeggings|Lounge Pants|Churidar|Salwar|Tights|Stockings|Socks|any:Pants|street:pants|street:jeans|street:leggings|street:suit|street:tights|street:stockings|street:socks",
    "Dresses|Nightdress|Tunics|Jumpsuit|Rompers|Skirts|Shorts|Kurtis|any:Dress|any:Skirt|any:Shorts|street:dress|street:romper|street:skirt|street:shorts|street:jumper",
    "Caps|Hat|Headband|any:Hat|street:hat",
    "Sunglasses|street:sunglasses|street:glasses",
    "Scarves|Stoles|Mufflers|Dupatta|Ties|street:scarf|street:tie|street:cape",
    "Earrings|Pendant|Necklace and Chains|Ring|Bangle|Bracelet|Jewellery Set|Watches|street:bracelet|street:ring|street:necklace|street:earrings|street:watch|street:accessories",
    "Bra|Camisoles|Swimwear|street:bra|street:bodysuit",
    "Gloves|street:gloves",
    "Belts|street:belt|street:accessories",
]
FAMILIES = [set(f.split("|")) for f in FAMILIES]

# What is no fashion: groceries by kind, and the words for all of a shelf.
FOOD = dict(
    fruit="Apple|Melon|Pear|Satsumas|Orange|Kiwi|Banana|Avocado|Lemon|Nectarine|Peach|Red Grapefruit|Lime|Mango|Passion Fruit|Pineapple|Pomegranate|Papaya|Plum".split("|"),
    vegetables="Tomato|Pepper|Potato|Carrots|Brown Cap Mushroom|Onion|Zucchini|Cucumber|Garlic|Aubergine|Leek|Ginger|Cabbage|Red Beet|Asparagus".split("|"),
    carton="Juice|Milk|Yoghurt|Soy Milk|Soyghurt|Sour Cream|Oat Milk|Oatghurt|Sour Milk".split("|"))
FOOD_WORDS = {"Red Grapefruit": ["grapefruit"], "Brown Cap Mushroom": ["mushroom", "mushrooms"], "Carrots": ["carrot", "carrots"], "Satsumas": ["satsuma", "mandarin"], "Yoghurt": ["yoghurt", "yogurt"],
              "Milk": ["milk", "milk carton"], "Juice": ["juice", "juice carton"]}
FOOD_SHELF = dict(fruit=["fruit"], vegetables=["vegetables", "vegetable"], carton=["carton", "drink carton", "packaged food"])
FOOD_ALL = ["food", "groceries", "grocery"]
# Garments whose names say little: a photo of one may as well show another of its family.
VAGUE = {"shoes", "bag", "purse", "wallet", "accessories", "top", "blouse", "shirt", "pants", "jumper"}
NEUTRAL_WORDS = ["item", "product", "thing", "object", "something"]  # what the program asks beside "none of these"
