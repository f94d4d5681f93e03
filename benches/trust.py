#!/usr/bin/env python3
"""How far the percentages, the audit and the learning of the command line hold, on folders of labelled photos.

Usage: benches/trust.py audit|home|calibration --bin target/release/selvedge --photos DIR --column NAME
                        [--types 20] [--draws N] [--group COLUMN] [--least 1200]

DIR holds labels.csv with the columns `path` and NAME. The photos are copied under neutral names and read once; every draw works on a
copy of that catalogue.

    audit        a label in ten is wrong, at random, among the photo's three likeliest ("confusable"), and under names that say nothing
                 ("codes"): the share of them in the first 15 % of the queue, beside cleanlab on the same vectors (needs numpy,
                 scikit-learn, cleanlab): the self-confidence of a logistic regression, cross-validated
    home         half of the photos are decided: weighted F1 on the other half, by words and as learned
    calibration  200 photos are decided: the error of the percentages on all others, in 10 bins of equal mass. The labels of a draw are
                 --types drawn from all, with at least --least photos; with --group the decided photos come from other groups (persons, shoots) than the judged ones
"""
import argparse, collections, csv, json, os, random, shutil, sqlite3, statistics, subprocess, tempfile

SET = "Trust"
BANDS = [0.97, 0.9, 0.5, 0.0]


class Catalogue:
    """A catalogue file and the program that answers for it, in a home of its own."""

    def __init__(self, binary, work, file):
        self.binary, self.work, self.file = binary, work, file
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("XDG_")}
        self.env.update(HOME=work, HF_HUB_OFFLINE="1")

    def run(self, *arguments):
        words = arguments.index("--") if "--" in arguments else len(arguments)
        command = [self.binary, *map(str, arguments[:words]), "--catalog", self.file, "--json", *arguments[words:]]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)}: {done.stderr.strip()[-300:]}")
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def copy(self, name):
        other = os.path.join(self.work, name + ".selvedge")
        self.run("backup", other) if not os.path.exists(other) else None
        return Catalogue(self.binary, self.work, other)

    def remove(self):
        for file in [self.file, self.file + "-wal", self.file + "-shm", self.file + ".thumbs"]:
            if os.path.exists(file):
                os.remove(file)

    def label_set(self, labels):
        self.run("labels", "import", self.table("labels", ["set", "label"], [[SET, label] for label in labels]))

    def decide(self, label_of):
        rows = [[p, SET, label, "accepted", "person", "2026-01-02T03:04:05Z"] for p, label in sorted(label_of.items())]
        self.run("tags", "import", self.table("decided", ["path", "set", "label", "decision", "source", "decided_at"], rows))

    def suggested(self, *more):
        answer = self.run("suggest", "--set", SET, *more)
        return {os.path.realpath(s["path"]): s for s in answer.get("suggestions", [])}

    def table(self, name, header, rows):
        file = os.path.join(self.work, name + ".csv")
        with open(file, "w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([header, *rows])
        return file

    def vectors(self, paths):
        import numpy
        rows = sqlite3.connect(self.file).execute(
            "SELECT r.path, p.path, e.vector FROM embeddings e JOIN photos p ON p.id = e.photo_id JOIN roots r ON r.id = p.root_id")
        of = {os.path.realpath(os.path.join(root, path).decode()): numpy.frombuffer(vector, "<f4") for root, path, vector in rows}
        return numpy.stack([of[p] for p in paths])


def read(options, work):
    """Copies the photos, reads them, and says the row of each path."""
    with open(os.path.join(options.photos, "labels.csv"), newline="", encoding="utf-8") as table:
        rows = [r for r in csv.DictReader(table) if r[options.column]]
    random.Random(17).shuffle(rows)
    shop, where = os.path.join(work, "shop"), {}
    os.makedirs(shop)
    for n, row in enumerate(rows):
        to = os.path.join(shop, f"{n:05}{os.path.splitext(row['path'])[1].lower()}")
        shutil.copy(os.path.join(options.photos, row["path"]), to)
        where[os.path.realpath(to)] = row
    catalogue = Catalogue(options.bin, work, os.path.join(work, "all.selvedge"))
    catalogue.run("index", shop)
    return catalogue, where


def commonest(where, column, types):
    counts = collections.Counter(row[column] for row in where.values())
    return [label for label, _ in counts.most_common(types)]


def weighted_f1(pairs):
    labels, total = {t for t, _ in pairs}, 0.0
    for label in labels:
        hit = sum(t == p == label for t, p in pairs)
        said, is_so = sum(p == label for _, p in pairs), sum(t == label for t, _ in pairs)
        total += is_so * (2 * hit / (said + is_so) if hit else 0.0)
    return total / max(1, len(pairs))


def audit(options, catalogue, where):
    labels = commonest(where, options.column, options.types)
    truth = {p: row[options.column] for p, row in where.items() if row[options.column] in labels}
    paths = sorted(truth)
    likeliest = three_likeliest(catalogue, labels, paths)
    vectors = catalogue.vectors(paths)
    for kind in ("random", "confusable", "codes"):
        ours, theirs, bands = [], [], collections.defaultdict(list)
        for draw in range(options.draws):
            rnd = random.Random(1000 + draw)
            wrong = set(rnd.sample(paths, len(paths) // 10))
            pool = lambda p: [l for l in (likeliest[p] if kind == "confusable" else labels) if l != truth[p]]
            given = {p: rnd.choice(pool(p)) if p in wrong else truth[p] for p in paths}
            name = {l: f"CAT-{i:02}" if kind == "codes" else l for i, l in enumerate(labels)}
            c = catalogue.copy(f"{kind}-{draw}")
            c.label_set([name[l] for l in labels])
            c.decide({p: name[l] for p, l in given.items()})
            suspects = c.run("audit", "--set", SET, "--top", len(paths)).get("suspects", [])
            queue = [os.path.realpath(s["path"]) for s in suspects]
            for path, suspect in zip(queue, suspects):
                bands[next(least for least in BANDS if suspect["score"] >= least)].append(path in wrong)
            c.remove()
            first = int(len(paths) * 0.15)
            ours.append(sum(p in wrong for p in queue[:first]) / len(wrong))
            theirs.append(sum(p in wrong for p in cleanlab(vectors, paths, given)[:first]) / len(wrong))
        print(f"audit, {kind}: {len(paths)} photos, {len(wrong)} wrong, found in the first 15 %: {spread(ours)}; cleanlab {spread(theirs)}", flush=True)
        shares = ", ".join(f"from {least} {statistics.mean(bands[least]):.2f} of {len(bands[least])}" for least in BANDS if bands[least])
        print(f"  wrong among those that score {shares}", flush=True)


def three_likeliest(catalogue, labels, paths):
    """The labels whose names are nearest to each photo, as a search for them says."""
    near = {p: [] for p in paths}
    for label in labels:
        for hit in catalogue.run("search", "--text", "off", "--as-typed", "--top", len(paths), "--", f'"{label}"').get("results", []):
            near.get(os.path.realpath(hit["path"]), []).append((hit["score"], label))
    return {p: [label for _, label in sorted(scored, reverse=True)[:3]] for p, scored in near.items()}


def cleanlab(vectors, paths, given):
    from cleanlab.rank import get_label_quality_scores
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    import numpy
    names = sorted(set(given.values()))
    y = numpy.array([names.index(given[p]) for p in paths])
    shares = cross_val_predict(LogisticRegression(C=10.0, max_iter=300), vectors * 4, y, cv=5, method="predict_proba")
    return [paths[i] for i in numpy.argsort(get_label_quality_scores(y, shares))]


def home(options, catalogue, where):
    labels = commonest(where, options.column, options.types)
    truth = {p: row[options.column] for p, row in where.items() if row[options.column] in labels}
    for codes in (False, True):
        name = {l: f"CAT-{i:02}" if codes else l for i, l in enumerate(labels)}
        words, learned = [], []
        for draw in range(options.draws):
            half = set(random.Random(2000 + draw).sample(sorted(truth), len(truth) // 2))
            c = catalogue.copy(f"home-{codes}-{draw}")
            c.label_set([name[l] for l in labels])
            c.decide({p: name[truth[p]] for p in half})
            for figures, more in ((words, ["--zero-shot"]), (learned, [])):
                said = c.suggested(*more)
                figures.append(weighted_f1([(name[truth[p]], said[p]["label"]) for p in truth if p not in half and p in said]))
            c.remove()
        print(f"home, {'codes' if codes else 'words'}: weighted F1 by words {spread(words)}, learned {spread(learned)}, "
              f"difference {spread([l - w for l, w in zip(learned, words)])}", flush=True)


def calibration(options, catalogue, where):
    counts = collections.Counter(row[options.column] for row in where.values())
    enough = sorted(label for label, n in counts.items() if n >= 20)
    before, after, right = [], [], []
    for draw in range(options.draws):
        rnd = random.Random(3000 + draw)
        while True:
            labels = sorted(rnd.sample(enough, min(options.types, len(enough))))
            truth = {p: row[options.column] for p, row in where.items() if row[options.column] in labels}
            if len(truth) >= options.least:
                break
        decided, judged = parted(truth, where, options.group, rnd)
        c = catalogue.copy(f"calibration-{draw}")
        c.label_set(labels)
        for errors, first in ((before, True), (after, False)):
            if not first:
                c.decide({p: truth[p] for p in decided})
            said = c.suggested()
            told = [(said[p]["score"], said[p]["label"] == truth[p]) for p in judged if p in said]
            errors.append(calibration_error(told))
        right.append(sum(ok for _, ok in told) / len(told))
        c.remove()
        print(f"  draw {draw}: {len(judged)} photos, right {right[-1]:.3f}, error {before[-1]:.3f} -> {after[-1]:.3f}", flush=True)
    print(f"calibration: right {spread(right)}, error before any decision {spread(before)}, after 200 {spread(after)}", flush=True)


def parted(truth, where, group, rnd):
    """200 photos to decide, and the photos to judge: none of a group that taught."""
    if not group:
        paths = sorted(truth)
        rnd.shuffle(paths)
        return paths[:200], paths[200:]
    of = collections.defaultdict(list)
    for p in sorted(truth):
        of[where[p][group]].append(p)
    groups, teaching = sorted(of), []
    rnd.shuffle(groups)
    while len(teaching) < 200:
        teaching += of[groups.pop()]
    return rnd.sample(teaching, 200), [p for g in groups for p in of[g]]


def calibration_error(told, bins=10):
    told = sorted(told)
    edges = [len(told) * i // bins for i in range(bins + 1)]
    parts = [told[a:b] for a, b in zip(edges, edges[1:]) if b > a]
    gap = lambda part: abs(statistics.mean(s for s, _ in part) - statistics.mean(float(ok) for _, ok in part))
    return sum(len(part) / len(told) * gap(part) for part in parts)


def spread(figures):
    return f"{statistics.mean(figures):.3f} ({min(figures):.3f} to {max(figures):.3f})"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["audit", "home", "calibration"])
    parser.add_argument("--bin", required=True)
    parser.add_argument("--photos", required=True)
    parser.add_argument("--column", required=True)
    parser.add_argument("--types", type=int, default=20)
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--group")
    parser.add_argument("--least", type=int, default=1200)
    options = parser.parse_args()
    options.bin = os.path.abspath(options.bin)
    with tempfile.TemporaryDirectory() as work:
        {"audit": audit, "home": home, "calibration": calibration}[options.what](options, *read(options, work))
