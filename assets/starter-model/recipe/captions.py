"""What the model is told: captions and prompts, and what each wording is true of.

A caption is a text plus what it says: {"type": "shoes", "colour": "Red", "words": {"canvas"}}.  truth.py can then
tell for *every* photo of a batch whether the caption is true, false or unknown, not just for its own photo.
"""

import re

from wordings import (BROADER_WORDS, CATALOGUE_MAYBE, COLOUR_WORDS, EVERYDAY_MAYBE, EVERYDAY_WORDS, FAMILIES, FOOD, FOOD_ALL, FOOD_SHELF, FOOD_WORDS, GENDER_FOR, GENDER_WORDS,
                      KIDS_WORDS, NEUTRAL_WORDS, PATTERN_WORDS, PERSON_BEFORE, STREET_IS, STREET_WORDS, TYPE_WORDS, VAGUE)

BEFORE = ["", "", "", "", "", "a photo of ", "a photo of a ", "a picture of a ", "a product photo of a ", "an image of ", "photo of ", "a "]
AFTER_TYPE = ["", "", "", "", " on a white background", " product"]
# Shares of the captions: a whole title, a few words of it with the type, nothing but "thing".
TITLE, TITLE_WORDS, NEUTRAL = 0.08, 0.18, 0.04


def tidy(text):
    return re.sub(r"\s+", " ", text).strip()


def source_of(kind):
    return kind.split(":")[0] if ":" in kind else "catalogue"


def garments(kind):
    """What one can see in a street photo or a cut-out of it."""
    return kind.split(":", 1)[1].split("|") if source_of(kind) in ("street", "person") else []


def shelf(kind):
    return next(s for s, kinds in FOOD.items() if kind[5:] in kinds)


def listed(words):
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


class Kinds:
    """Which words are true of which kinds of photo (the values of "type"), and which may be."""

    def __init__(self, kinds):
        self.kinds = kinds
        self.broader = {}
        for word, members in BROADER_WORDS.items():
            for m in members:
                self.broader.setdefault(m, set()).add(word)
        self.families = {k: {n for n, f in enumerate(FAMILIES) if f & self.members(k)} for k in kinds}
        self.own = {k: self.own_words(k) for k in kinds}
        self.true = {}
        for k, words in self.own.items():
            for w in words | self.broader_words(k):
                self.true.setdefault(w, set()).add(k)
        self.said_by = {s: set().union(*(w for k, w in self.own.items() if source_of(k) == s)) for s in ("catalogue", "any")}
        self.said_by["catalogue"] |= set(BROADER_WORDS)

    def members(self, kind):
        return {"street:" + g for g in garments(kind)} if garments(kind) else {kind}

    def wordings(self, kind):
        """The words of a kind, the most natural first."""
        source = source_of(kind)
        if source == "food":
            return FOOD_WORDS.get(kind[5:], [kind[5:].lower()])
        if source == "any":
            return EVERYDAY_WORDS[kind[4:]]
        if source == "catalogue":
            return TYPE_WORDS.get(kind, [kind.lower()])
        return [w for g in garments(kind) for w in STREET_WORDS[g]]

    def own_words(self, kind):
        words = set(self.wordings(kind))
        if source_of(kind) == "catalogue":
            words.add(kind.lower())
        if source_of(kind) == "food":
            words |= set(FOOD_SHELF[shelf(kind)]) | set(FOOD_ALL)
        return words

    def broader_words(self, kind):
        known = {kind} | {STREET_IS[g] for g in garments(kind) if g in STREET_IS}
        if any("shoes" in STREET_WORDS[g] for g in garments(kind)):
            known.add("Casual Shoes")
        return set().union(*(self.broader.get(k, ()) for k in known))

    def may_be(self, word, kind, true, families):
        source = source_of(kind)
        if source == "catalogue" and kind in CATALOGUE_MAYBE.get(word, ()) or source == "any" and true & set(EVERYDAY_MAYBE.get(kind[4:], ())):
            return True
        if source in self.said_by and word in self.said_by[source] or not families & self.families[kind]:
            return False
        if not garments(kind):
            return True
        # Two garments that are both named precisely exclude each other: boots are no heels.
        meant = {g for k in true if source_of(k) == "street" for g in garments(k)}
        near = {g for g in garments(kind) for f in FAMILIES if "street:" + g in f and any("street:" + m in f for m in meant)}
        return not meant or bool(meant & VAGUE) or bool(near & VAGUE)

    def truth(self, word):
        """1 where the word is true, 0 where not, -1 where the labels do not say; a value a kind."""
        true = self.true.get(word, set())
        families = set().union(*(self.families[k] for k in true if source_of(k) != "person"))
        return [1 if k in true else -1 if self.may_be(word, k, true, families) else 0 for k in self.kinds]


class Words:
    """Captions and prompts over fixed lists of labels: `labels[attribute]` are the values that photos can have."""

    def __init__(self, labels):
        self.labels, self.kinds = labels, Kinds(labels["type"])
        of = {s: [k for k in labels["type"] if source_of(k) == s] for s in ("catalogue", "any", "street", "food")}
        self.types, self.categories, self.cuts = of["catalogue"] + of["food"], of["any"], of["street"]
        self.colours = set(" ".join(w for c in labels["colour"] for w in [c.lower(), *COLOUR_WORDS.get(c, [])]).split())

    def names_colour(self, text):
        return not self.colours.isdisjoint(text.split())

    def draw_type(self, r, kind):
        words, x = self.kinds.wordings(kind), r.random()
        if x < (0.42 if source_of(kind) == "catalogue" else 0.5):
            return words[0]
        if x < 0.58 and source_of(kind) == "catalogue":
            return kind.lower()
        return r.choice(words)

    def draw_colour(self, r, label):
        words = COLOUR_WORDS.get(label, [label.lower()])
        return words[0] if r.random() < 0.5 else r.choice(words + [label.lower()])

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

    def neutral(self, r):
        before = r.choice(BEFORE)
        return [before + w for w in NEUTRAL_WORDS]

    def pair(self, r, colour, kind):
        """What people type most: "red dress".  -> (text, what it says)."""
        said = self.draw_type(r, kind)
        return tidy(r.choice(["", "", "", "a ", "a photo of a "]) + f"{self.draw_colour(r, colour)} {said}"), dict(colour=colour, type=said)

    # -- captions: a photo, said in one of many ways -----------------------------------------
    def caption(self, r, row):
        """-> (text, what it says)."""
        source, x = source_of(row["type"]), r.random()
        if x < (0.25 if source == "food" else NEUTRAL):
            return r.choice(BEFORE) + r.choice(NEUTRAL_WORDS), {}
        if source == "food":
            word = r.choice([self.draw_type(r, row["type"]), self.draw_type(r, row["type"]), r.choice(FOOD_SHELF[shelf(row["type"])]), r.choice(FOOD_ALL)])
            return tidy(r.choice(BEFORE) + word), dict(type=word)
        if source == "person":
            return self.of_person(r, row)
        if len(row["words"]) > 1 and x < NEUTRAL + TITLE:
            words = row["words"][:14]
            return " ".join(words), dict(words=set(words), type=row["type"].lower())
        if row["words"] and x < NEUTRAL + TITLE + TITLE_WORDS:
            return self.of_title(r, row)
        return self.of_labels(r, row)

    def of_person(self, r, row):
        worn = [g for g in garments(row["type"]) if g != "accessories"] or ["accessories"]
        words = [r.choice(STREET_WORDS[g]) for g in r.sample(worn, min(len(worn), r.choice([1, 1, 1, 2, 2, 3])))]
        return tidy(r.choice(PERSON_BEFORE) + listed(words)), dict(type=tuple(words))

    def of_title(self, r, row):
        told = set(" ".join(self.kinds.own[row["type"]]).split())
        words = [w for w in dict.fromkeys(row["words"]) if w not in told]
        chosen = set(r.sample(words, min(len(words), r.choice([1, 1, 2, 3]))))
        kind = self.draw_type(r, row["type"])
        text = " ".join([w for w in words if w in chosen] + [kind])
        return tidy(r.choice(BEFORE) + text), dict(words=chosen, type=kind)

    def of_labels(self, r, row):
        says = {}
        broader = sorted(self.kinds.broader_words(row["type"]))
        kind = r.choice(broader) if broader and r.random() < 0.14 else self.draw_type(r, row["type"])
        says["type"] = kind
        colour = gender = for_whom = usage = pattern = season = ""
        if row["colour"] and r.random() < 0.65:
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
