"""What the model is told: the words of the labels, and the captions and prompts made of them.

Every wording carries the set of labels it is true of.  A caption therefore is a text plus one
constraint per attribute ("type is one of these", "colour is one of these", ...), and train.py can
tell for *every* photo of a batch whether the caption is true, false or unknown, not just for the
photo that the caption was made for.
"""

import re

ATTRIBUTES = ("type", "colour", "gender", "usage", "pattern", "season")

# Wordings of the catalogue types, the most natural first.  Types that are missing here are worded
# by their own label in lower case.  The raw label is always taught as well.
TYPE_WORDS = {
    "Tshirts": ["t-shirt", "tshirt", "tee", "t-shirts", "tee shirt"],
    "Shirts": ["shirt", "button-up shirt", "shirts", "button down shirt"],
    "Casual Shoes": ["casual shoes", "sneakers", "casual shoe", "sneaker"],
    "Sports Shoes": ["sports shoes", "running shoes", "trainers", "athletic shoes", "sneakers", "running shoe", "gym shoes"],
    "Formal Shoes": ["formal shoes", "dress shoes", "leather shoes", "oxford shoes", "formal shoe", "office shoes"],
    "Watches": ["watch", "wrist watch", "watches", "wristwatch"],
    "Kurtas": ["kurta", "kurtas", "ethnic shirt"],
    "Kurtis": ["kurti", "kurtis"],
    "Tunics": ["tunic", "tunics", "tunic top"],
    "Tops": ["top", "blouse", "tops", "women's top"],
    "Handbags": ["handbag", "purse", "handbags", "tote bag", "hand bag", "shoulder bag"],
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
    "Sweatshirts": ["sweatshirt", "hoodie", "sweatshirts", "hooded sweatshirt"],
    "Sweaters": ["sweater", "pullover", "jumper", "sweaters", "cardigan", "knitwear"],
    "Jackets": ["jacket", "jackets", "coat"],
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
PATTERN_IN_TITLE = [("Floral", r"\b(floral|flower|flowers)\b"), ("Dotted", r"\b(polka|dots?|dotted)\b"), ("Striped", r"\b(striped?|stripes|stripped|striper)\b"),
                    ("Checked", r"\b(checks?|checked|checkered|plaid)\b"), ("Printed", r"\b(printed|print|prints|graphic)\b"), ("Solid", r"\b(solid|plain)\b")]

BEFORE = ["", "", "", "", "", "a photo of ", "a photo of a ", "a picture of a ", "a product photo of a ", "an image of ", "photo of ", "a "]
AFTER_TYPE = ["", "", "", "", " on a white background", " product"]


def pattern_of(title):
    title = title.lower()
    return next((name for name, shape in PATTERN_IN_TITLE if re.search(shape, title)), "")


def tidy(text):
    return re.sub(r"\s+", " ", text).strip()


class Words:
    """Wordings over fixed label lists.  `labels[attribute]` lists the values that photos can have."""

    def __init__(self, labels, title_share=0.25):
        self.labels, self.title_share = labels, title_share
        self.types = [t for t in labels["type"] if not t.startswith("any:")]
        self.everyday = [t for t in labels["type"] if t.startswith("any:")]
        self.broader_of = {}
        for word, members in BROADER_WORDS.items():
            for t in members:
                self.broader_of.setdefault(t, []).append(word)

    # -- the words of one label -------------------------------------------------------------
    def type_wordings(self, label):
        if label.startswith("any:"):
            return EVERYDAY_WORDS[label[4:]]
        return TYPE_WORDS.get(label, [label.lower()])

    def draw_type(self, r, label):
        words, x = self.type_wordings(label), r.random()
        if x < 0.42 or label.startswith("any:") and x < 0.6:
            return words[0]
        if x < 0.62 and not label.startswith("any:"):
            return label.lower()
        return r.choice(words)

    def draw_colour(self, r, label):
        words = COLOUR_WORDS.get(label, [label.lower()])
        return words[0] if r.random() < 0.5 else r.choice(words + [label.lower()])

    # -- the sets that words are true of ----------------------------------------------------
    def true_of(self, word):
        """All types that a type wording is true of, and those of which it may be true."""
        if not hasattr(self, "_true_of"):
            true, maybe = {}, {}
            for label in self.labels["type"]:
                for w in set(self.type_wordings(label)) | ({label.lower()} if not label.startswith("any:") else set()):
                    true.setdefault(w, set()).add(label)
            for w, members in BROADER_WORDS.items():
                true.setdefault(w, set()).update(m for m in members if m in self.labels["type"])
            for category, kinds in EVERYDAY_MAYBE.items():
                for w, t in true.items():
                    if t & set(kinds) and f"any:{category}" not in t:
                        maybe.setdefault(w, set()).add(f"any:{category}")
            for w, kinds in CATALOGUE_MAYBE.items():
                maybe.setdefault(w, set()).update(k for k in kinds if k not in true.get(w, ()))
            self._true_of, self._maybe = true, maybe
        return self._true_of.get(word, set()), self._maybe.get(word, set())

    # -- prompts: one class, said in one of many ways ----------------------------------------
    def prompt(self, r, attribute, label):
        if attribute == "type":
            return tidy(r.choice(BEFORE) + self.draw_type(r, label) + r.choice(AFTER_TYPE))
        if attribute == "colour":
            c = self.draw_colour(r, label)
            return r.choice([c, c, f"a photo of a {c} product", f"{c} colour", f"{c} color", f"a {c} item", f"something {c}", f"a photo of something {c}", f"{c} product", f"{c} clothing"])
        if attribute == "gender":
            g, f = r.choice(GENDER_WORDS[label]), r.choice(GENDER_FOR[label])
            return r.choice([g, f"a product {f}", f"{g} clothing", f"a photo of a product {f}", f"fashion {f}", f, f"{g} product", f"{g} fashion"])
        if attribute == "pattern":
            p = r.choice(PATTERN_WORDS[label])
            return r.choice([p, f"{p} pattern", f"a {p} item", f"something {p}", f"{p} clothing"])
        return tidy(r.choice(BEFORE) + label.lower() + r.choice(["", "", " wear"]))

    def pair(self, r, colour, kind):
        """What people type most: "red dress".  -> (text, constraints)."""
        said = self.draw_type(r, kind)
        return tidy(r.choice(["", "", "", "a ", "a photo of a "]) + f"{self.draw_colour(r, colour)} {said}"), dict(colour=colour, type=said)

    # -- captions: a photo, said in one of many ways -----------------------------------------
    def caption(self, r, row):
        """-> (text, constraints or None).  None marks a title, which is true of its own group only."""
        if row["title"] and r.random() < self.title_share:
            words = row["title"].lower().split()
            if len(words) > 3 and r.random() < 0.5:
                words = words[1:]
            if r.random() < 0.15:
                words = ["a", "photo", "of"] + words
            return " ".join(words[:16]), None
        says = {}
        x, broader = r.random(), self.broader_of.get(row["type"])
        if x < 0.04:
            kind = r.choice(["product", "item", "fashion product", "thing"])
        elif x < 0.17 and broader:
            kind = r.choice(broader)
            says["type"] = kind
        else:
            kind = self.draw_type(r, row["type"])
            says["type"] = kind
        colour = gender = for_whom = usage = pattern = season = ""
        if row["colour"] and r.random() < 0.7:
            colour = self.draw_colour(r, row["colour"])
            says["colour"] = row["colour"]
        if row["gender"] and r.random() < 0.4:
            says["gender"] = row["gender"]
            if row["gender"] in ("Boys", "Girls") and r.random() < 0.25:
                gender = r.choice(KIDS_WORDS)
                says["gender"] = "kids"
            elif r.random() < 0.6:
                gender = r.choice(GENDER_WORDS[row["gender"]])
            else:
                for_whom = r.choice(GENDER_FOR[row["gender"]])
        if row["pattern"] and r.random() < 0.5:
            pattern = r.choice(PATTERN_WORDS[row["pattern"]])
            says["pattern"] = row["pattern"]
        if row["usage"] and r.random() < 0.12:
            usage = row["usage"].lower()
            says["usage"] = row["usage"]
        if row["season"] and r.random() < 0.03:
            season = f"for {row['season'].lower()}"
            says["season"] = row["season"]
        before, order = r.choice(BEFORE), r.random()
        if order < 0.55:
            text = f"{gender} {usage} {colour} {pattern} {kind} {for_whom} {season}"
        elif order < 0.75:
            text = f"{colour} {pattern} {gender} {usage} {kind} {for_whom} {season}"
        elif order < 0.9 and colour:
            text = f"{gender} {usage} {pattern} {kind} in {colour} {for_whom} {season}"
        else:
            text = f"{pattern} {colour} {usage} {kind} {for_whom or gender} {season}"
        return tidy(before + text), says
