#!/usr/bin/env python3
"""Tests of the recipe's rules: python -m unittest test_recipe (needs no data)."""

import unittest

from captions import Kinds
from splits import HELD_OUT, joined, part
from titles import Describing, pattern_of


class Splits(unittest.TestCase):
    def test_rows_that_share_a_key_are_one_group_however_they_are_linked(self):
        groups = joined([["a"], ["b"], ["a", "b"], ["c"], ["b", "d"], ["d"]])
        self.assertEqual(groups, [0, 0, 0, 3, 0, 0])

    def test_a_group_has_one_part_and_every_part_has_about_its_share(self):
        for source, (test, choose) in HELD_OUT.items():
            parts = [part(source, f"group {n}") for n in range(5000)]
            self.assertEqual(parts, [part(source, f"group {n}") for n in range(5000)])
            for name, share in (("test", test), ("choose", choose), ("train", 100 - test - choose)):
                self.assertAlmostEqual(parts.count(name) / 50, share, delta=2, msg=f"{source} {name}")

    def test_no_file_and_no_title_is_in_two_parts(self):
        rows = [[f"file {n % 197}", f"title {n % 541}"] for n in range(2000)]
        parts = [part("catalogue", f"{g}") for g in joined(rows)]
        for key in {k for row in rows for k in row}:
            self.assertEqual(len({p for row, p in zip(rows, parts) if key in row}), 1, key)


class Titles(unittest.TestCase):
    def test_brands_are_dropped_and_describing_words_kept(self):
        titles = [f"Brand{n % 8} England Men Striped Blue Shirt" if n % 8 == 0 else f"Brand{n % 8} Men Striped Blue Shirt" for n in range(200)]
        self.assertEqual(Describing(titles)("Brand0 England Men Striped Blue Shirt"), ["men", "striped", "blue", "shirt"])

    def test_patterns(self):
        self.assertEqual([pattern_of(t) for t in ("Men Checks Shirt", "Polka Dot Dress", "Plain Tee", "Red Dress")], ["Checked", "Dotted", "Solid", ""])


class Truths(unittest.TestCase):
    KINDS = ["Tshirts", "Heels", "Sports Shoes", "Casual Shoes", "Sweaters", "Handbags", "any:Shoes", "street:boots", "street:heels", "street:shoes", "person:bag|boots", "food:Apple"]

    def truth(self, word):
        return dict(zip(self.KINDS, Kinds(self.KINDS).truth(word)))

    def test_a_garment_named_precisely_is_no_other_and_a_vague_one_may_be(self):
        self.assertEqual([self.truth("boots")[k] for k in ("street:boots", "person:bag|boots", "street:shoes", "any:Shoes", "Tshirts", "food:Apple")], [1, 1, -1, -1, 0, 0])
        self.assertEqual([self.truth("heels")[k] for k in ("Heels", "Sports Shoes", "street:boots", "street:shoes")], [1, 0, 0, -1])

    def test_broader_words_and_synonyms(self):
        self.assertTrue(all(self.truth("shoes")[k] == 1 for k in ("Heels", "Sports Shoes", "any:Shoes", "street:boots", "person:bag|boots")))
        self.assertEqual(self.truth("trainers"), self.truth("sneakers"))
        self.assertEqual(self.truth("jumper"), self.truth("sweater"))
        self.assertEqual(self.truth("bag")["Handbags"], 1)

    def test_food_is_no_fashion(self):
        self.assertEqual({k for k, v in self.truth("fruit").items() if v}, {"food:Apple"})
        self.assertEqual(self.truth("clothes")["food:Apple"], 0)


if __name__ == "__main__":
    unittest.main()
