"""Who is held out: every photo belongs to a group, and a group goes to one part whole.

Three parts: "train", "choose" (for every decision about the recipe: sizes, weights of losses, when to stop) and
"test" (for the figures of the card, nothing else).  The part is a hash of the group's name, so it does not depend on
the order of files or on chance, and no photo of a group can be in two parts.
"""

import hashlib

# Per source: how many of a hundred groups are for the test, and how many for choosing.
HELD_OUT = dict(catalogue=(10, 5), everyday=(16, 10), street=(16, 8), grocery=(20, 10))


def part(source, group):
    number = int(hashlib.md5(f"{source} {group}".encode()).hexdigest(), 16) % 100
    test, choose = HELD_OUT[source]
    return "test" if number < test else "choose" if number < test + choose else "train"


def joined(keys_of_rows):
    """Rows that share any key end up in one group -> per row the least index of its group."""
    parent, seen = list(range(len(keys_of_rows))), {}

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, keys in enumerate(keys_of_rows):
        for key in keys:
            one, other = sorted((root(i), root(seen.setdefault(key, i))))
            parent[other] = one
    return [root(i) for i in range(len(keys_of_rows))]
