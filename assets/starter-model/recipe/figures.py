"""Scores with intervals, search precision, and how far a probability may be believed."""

import numpy as np

DRAWS, EDGES = 200, np.linspace(0, 1, 16)


def interval(groups, figure, seed=0):
    """95 %: the figure over sets of groups drawn with replacement.  `figure` takes the places of the photos drawn."""
    groups = np.unique(np.array(groups), return_inverse=True)[1]
    members = [np.flatnonzero(groups == g) for g in range(groups.max() + 1)]
    r = np.random.default_rng(seed)
    found = [figure(np.concatenate([members[g] for g in r.integers(len(members), size=len(members))])) for _ in range(DRAWS)]
    return [round(float(x), 3) for x in np.nanpercentile(found, [2.5, 97.5])]


def confusion(truth, guess, n):
    return np.bincount(truth * n + guess, minlength=n * n).reshape(n, n)


def f1s(table):
    return 2 * np.diag(table) / np.maximum(table.sum(0) + table.sum(1), 1)


def accuracy(table):
    return np.trace(table) / table.sum()


def weighted(table):
    return float((f1s(table) * table.sum(1)).sum() / table.sum())


def macro(table):
    return float(f1s(table)[table.sum(1) > 0].mean())


def classified(truth, guess, classes, groups):
    """truth, guess: places in `classes`."""
    truth, guess, n = np.array(truth), np.array(guess), len(classes)
    table, out = confusion(truth, guess, n), dict(classes=n, photos=len(truth))
    for name, figure in (("accuracy", accuracy), ("weighted_f1", weighted), ("macro_f1", macro)):
        out[name] = round(float(figure(table)), 3)
        out[name + "_interval"] = interval(groups, lambda at, figure=figure: figure(confusion(truth[at], guess[at], n)))
    each = {c: (round(float(f), 2), int(k)) for c, f, k in zip(classes, f1s(table), table.sum(1))}
    wrong = sorted(((int(table[t, g]), classes[t], classes[g]) for t in range(n) for g in range(n) if t != g and table[t, g]), reverse=True)
    return out, each, [f"{t} -> {g}: {k}" for k, t, g in wrong[:15]]


def precision_at(scores, right, k=10):
    """Per query (a column) the share of right photos among the first k."""
    first = np.argsort(-scores, axis=0, kind="stable")[:k]
    return np.take_along_axis(right, first, 0).mean(0)


def searched(scores, right, groups, k=10):
    """Mean precision at k over queries, the most that is possible, and chance."""
    found = precision_at(scores, right, k)
    # Photos cannot be drawn again without copies filling the first ten, so the queries are.
    return dict(queries=right.shape[1], precision=round(float(found.mean()), 3), precision_interval=interval(np.arange(len(found)), lambda at: found[at].mean()),
                possible=round(float(np.minimum(right.sum(0), k).mean() / k), 3), chance=round(float(right.mean()), 3))


def auc(scores, right):
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    n = right.sum()
    return float((ranks[right].sum() - n * (n + 1) / 2) / (n * (len(scores) - n)))


def softmax(logits):
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def calibration_error(sure, right):
    """Mean distance between the probability told and the share that is right, over fifteen bands."""
    band = np.clip(np.digitize(sure, EDGES) - 1, 0, 14)
    return float(sum(abs(sure[band == b].sum() - right[band == b].sum()) for b in range(15)) / len(sure))


def believed(cosines, truth, scale):
    """cosines: photos x classes; truth: the right class of each photo."""
    p = softmax(cosines * scale)
    sure, right = p.max(1), p.argmax(1) == truth
    high = sure >= 0.9
    return dict(photos=len(truth), calibration_error=round(calibration_error(sure, right), 3), mean_probability=round(float(sure.mean()), 3), accuracy=round(float(right.mean()), 3),
                right_at_90=round(float(right[high].mean()), 3) if high.any() else None, covered_at_90=round(float(high.mean()), 3))
