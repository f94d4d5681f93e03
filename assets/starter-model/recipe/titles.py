"""What a shop's title says that can be seen: patterns, and the words that describe instead of naming a brand."""

import collections
import re

WORD = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
PATTERNS = [("Floral", r"\b(floral|flower|flowers)\b"), ("Dotted", r"\b(polka|dots?|dotted)\b"), ("Striped", r"\b(striped?|stripes|stripped|striper)\b"),
            ("Checked", r"\b(checks?|checked|checkered|plaid)\b"), ("Printed", r"\b(printed|print|prints|graphic)\b"), ("Solid", r"\b(solid|plain)\b")]
LEAST_USES, LEAST_BRANDS, MOST_LEADING = 12, 6, 0.3
NOTHING_SEEN = set("of and with by the for in to on all no it you me my i s ss ml tr g dk am get pack set collection miss london india max".split())


def pattern_of(title):
    title = title.lower()
    return next((name for name, shape in PATTERNS if re.search(shape, title)), "")


class Describing:
    """The describing words of a title.

    A title opens with its brand.  A word describes if it stands behind many different first words; the parts of a
    brand's name stand behind its own first word only, and brands themselves stand first.
    """

    def __init__(self, titles):
        uses, leading, brands = collections.Counter(), collections.Counter(), collections.defaultdict(set)
        for words in (WORD.findall(t.lower()) for t in titles):
            uses.update(words)
            leading.update(words[:1])
            for w in words[1:]:
                brands[w].add(words[0])
        self.words = {w for w, n in uses.items() if n >= LEAST_USES and len(brands[w]) >= LEAST_BRANDS and leading[w] < MOST_LEADING * n
                      and not w.isdigit() and w not in NOTHING_SEEN}

    def __call__(self, title):
        return [w for w in WORD.findall(title.lower()) if w in self.words]
