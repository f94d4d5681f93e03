"""Is a caption true of a photo?  1 yes, 0 no, -1 the labels do not say."""

import torch

from data import ATTRIBUTES


class Truth:
    def __init__(self, photos, words):
        self.photos, self.words, self.memo = photos, words, {}

    def column(self, attribute, said):
        """Over the values of an attribute, and last the unknown value."""
        if (attribute, said) not in self.memo:
            if attribute == "type":
                values = self.words.kinds.truth(said)
            else:
                true = {"Boys", "Girls"} if said == "kids" else {said}
                values = [int(label in true) for label in self.photos.labels[attribute]]
            self.memo[attribute, said] = torch.tensor(values + [-1], dtype=torch.int8)
        return self.memo[attribute, said]

    def said(self, attribute, says):
        said = says.get(attribute)
        if said is None:
            return torch.ones(len(self.photos.labels[attribute]) + 1, dtype=torch.int8)
        return all_of([self.column(attribute, s) for s in said]) if isinstance(said, tuple) else self.column(attribute, said)

    def classes(self, labels):
        """Which classes are true of which kinds of photo: kinds x classes."""
        return torch.stack([all_of([self.column("type", self.words.kinds.wordings(c)[0])]) for c in labels], 1)

    def __call__(self, index, says):
        values = self.photos.values[index]
        parts = [torch.stack([self.said(a, s) for s in says], 1)[values[:, n]] for n, a in enumerate(ATTRIBUTES)]
        truth = all_of(parts)
        rows = [self.photos.words[i] for i in index.tolist()]
        for j, s in enumerate(says):
            if "words" in s:
                named = torch.tensor([-1 if not row else int(s["words"] <= row) for row in rows], dtype=torch.int8)
                truth[:, j] = all_of([truth[:, j], named])
        return truth


def all_of(parts):
    """No if any says no; else unknown if any is unknown."""
    truth = parts[0]
    for part in parts[1:]:
        truth = torch.where((truth == 0) | (part == 0), 0, torch.minimum(truth, part))
    return truth
