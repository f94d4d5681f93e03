#!/usr/bin/env python3
"""Tests of the recipe's rules: python -m unittest test_fine_tune (wants torch and transformers, no data)."""

import tempfile
import unittest
from pathlib import Path

import torch
from fine_tune import divide, gain, loss_of, read_photos


class FineTune(unittest.TestCase):
    def test_labels_and_titles_are_read_and_photos_without_either_are_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            tags, texts = Path(folder, "tags.csv"), Path(folder, "texts.csv")
            tags.write_text("path,sku,Colour,Style\n/a/1.jpg,S1,Red,Casual | Sport\n/a/2.jpg,,,\n/a/3.JPG,,,\n", encoding="utf-8-sig")
            texts.write_text("path,title\nx/3.jpg,A blue shirt\n", encoding="utf-8")
            photos = read_photos(tags, texts, "title", "path")
        self.assertEqual([(photo["path"].name, photo["product"], photo["title"]) for photo in photos],
                         [("1.jpg", "s1", ""), ("3.JPG", "a blue shirt", "A blue shirt")])
        self.assertEqual(photos[0]["sets"], {"Colour": ["Red"], "Style": ["Casual", "Sport"]})

    def test_no_product_is_in_two_parts(self):
        photos = [{"product": f"{n // 3}"} for n in range(300)]
        parts, products = divide(photos, 1)
        self.assertEqual((products, [len(part) for part in parts]), (100, [180, 60, 60]))
        of = [{photo["product"] for photo in part} for part in parts]
        self.assertFalse(of[0] & of[1] or of[0] & of[2] or of[1] & of[2])

    def test_photos_of_one_product_stand_or_fall_together(self):
        before = [("k", f"{n // 2}", False) for n in range(100)]
        after = [("k", f"{n // 2}", n < 50) for n in range(100)]
        difference, error = gain(before, after)
        self.assertEqual(difference, 0.5)
        self.assertAlmostEqual(error, (0.25 * 50 / 49 / 50) ** 0.5, places=6)

    def test_equal_words_are_no_rivals(self):
        vectors = torch.eye(2)
        pair = loss_of(vectors[[0, 0]], vectors[[0, 0]], ["red", "red"], 50.0)
        self.assertAlmostEqual(pair.item(), torch.log(torch.tensor(2.0)).item(), places=4)
        self.assertLess(loss_of(vectors, vectors, ["red", "blue"], 50.0).item(), 1e-4)


if __name__ == "__main__":
    unittest.main()
