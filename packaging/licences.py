#!/usr/bin/env python3
"""Collects the licences of everything that is linked into the program, from the sources that Cargo has on this machine.

    licences.py FOLDER      writes FOLDER/copyright (in Debian's format) and FOLDER/third-party.txt (every text, word for word)

It fails where a crate comes with no text and none of its licences has one elsewhere, so that nothing is shipped without its notice.
"""

import argparse
import html
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Files that hold a licence or a notice, also those of the C sources and fonts that a crate brings along.
NAMED = re.compile(r"^(licen[cs]es?|copying|copyright|notice|unlicense|ofl|ufl)([-_. ].*)?$|[-_.](licen[cs]e|ofl|ufl)(\.(txt|md))?$", re.I)
SOURCE = {".rs", ".c", ".h", ".py", ".toml", ".yml", ".yaml", ".json", ".js", ".html", ".sh", ".cmake", ".in"}
ELSEWHERE = {"tests", "test", "benches", "examples", ".github", "target"}
# What a crate brings along without its text: its name in Cargo.toml -> what, and the file that has the text.
ALSO = {"egui_material_icons": ("the font Material Symbols, by Google, under Apache-2.0", "LICENSE-APACHE")}
# The whole text lies on every Debian system.
COMMON = {"Apache-2.0": "Apache-2.0", "MPL-2.0": "MPL-2.0", "CC0-1.0": "CC0-1.0"}


def run(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout


def linked(target):
    """What is linked into the program: (name, version) as Cargo resolves it, without build tools and macros."""
    lines = run("cargo", "tree", "--locked", "-p", "selvedge", "-e", "normal,no-proc-macro", "--target", target, "--prefix", "none", "--format", "{p}")
    return {tuple(line.split()[:2]) for line in lines.splitlines() if line.strip()}


def texts_of(folder):
    """The texts of a crate, each once."""
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if len(inside.parts) > 6 or ELSEWHERE & set(inside.parts[:-1]) or not path.is_file():
            continue
        in_folder = any(re.match(r"licen[cs]es?$", part, re.I) for part in inside.parts[:-1])
        if (NAMED.search(path.name) or in_folder) and path.suffix.lower() not in SOURCE and path.stat().st_size < 1 << 20:
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            text = "\n".join(line.rstrip() for line in text.splitlines())
            if len(text) > 40:
                found.setdefault(text, str(inside))
    return found


def copyright_lines(texts):
    lines = []
    for text in texts:
        for line in text.splitlines():
            line = line.strip(" \t#*/.-|>=")
            if re.match(r"(copyright|\(c\)|©)", line, re.I) and re.search(r"\d{4}", line) and len(line) < 200:
                if "yyyy" not in line and "[year]" not in line and line not in lines:
                    lines.append(line)
    return lines


def field(name, values):
    """A field of several lines; a line that begins with a dot would end the paragraph."""
    return f"{name}: " + "\n ".join(v.lstrip(".") or "." for v in values) + "\n"


def indented(text):
    return "\n".join(f" {line}" if line.strip() else " ." for line in text.splitlines())


def plain(path):
    """The text of a page of HTML."""
    page = re.sub(r"(?is)<(script|style).*?</\1>", "", path.read_text(encoding="utf-8", errors="replace"))
    return re.sub(r"\n{3,}", "\n\n", html.unescape(re.sub(r"<[^>]+>", "", page))).strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--target", default=re.search(r"host: (\S+)", run("rustc", "-vV"))[1])
    arguments = parser.parse_args()

    wanted = linked(arguments.target)
    metadata = json.loads(run("cargo", "metadata", "--locked", "--format-version", "1"))
    packages = [p for p in metadata["packages"] if (p["name"], "v" + p["version"]) in wanted and p["source"]]
    packages.sort(key=lambda p: (p["name"], p["version"]))
    ours = {p["name"] for p in metadata["packages"] if not p["source"]}
    lost = {name for name, _ in wanted} - {p["name"] for p in packages} - ours
    if lost:
        sys.exit(f"not among what cargo metadata tells: {', '.join(sorted(lost))}")

    carriers = defaultdict(list)  # text -> where it stands
    groups = defaultdict(lambda: ([], []))  # licence -> crates, copyright lines
    standard = {"MIT": (ROOT / "LICENSE-MIT").read_text(encoding="utf-8").split("\n\n", 2)[2].strip()}
    for package in packages:
        name = f"{package['name']}-{package['version']}"
        licence = (package["license"] or "see its text").replace("/", " OR ")
        texts = texts_of(Path(package["manifest_path"]).parent)
        authors = [re.sub(r"\s*<.*?>", "", a) for a in package["authors"]] or [f"the authors of {package['name']}"]
        if not texts:
            if "MIT" in re.split(r"[ ()]+", licence):
                texts = {f"MIT License\n\nCopyright (c) {', '.join(authors)}\n\n{standard['MIT']}": "Cargo.toml, which names MIT"}
            elif "Apache-2.0" in licence:
                texts = {(ROOT / "LICENSE-APACHE").read_text(encoding="utf-8").strip(): "Cargo.toml, which names Apache-2.0"}
            else:
                sys.exit(f"{name} ({licence}) comes without the text of its licence: look for it, and say here where it is")
        if package["name"] in ALSO:
            what, file = ALSO[package["name"]]
            texts.setdefault((ROOT / file).read_text(encoding="utf-8").strip(), what)
        for text, where in texts.items():
            carriers[text].append(f"{name} ({where})")
        crates, lines = groups[licence]
        crates.append(name)
        for line in copyright_lines(texts) or [", ".join(authors)]:
            if line not in lines:
                lines.append(line)

    arguments.folder.mkdir(parents=True, exist_ok=True)
    with open(arguments.folder / "copyright", "w", encoding="utf-8") as out:
        out.write("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: selvedge\n")
        out.write("Comment: The crates below are linked into the program. Their licences stand word for word in third-party.txt.gz beside\n this file.\n\n")
        out.write("Files: *\nCopyright: 2026 The Selvedge authors\nLicense: MIT or Apache-2.0\n")
        for licence, (crates, lines) in sorted(groups.items()):
            out.write("\n" + field("Files", [f"{c}/*" for c in crates]) + field("Copyright", lines))
            out.write(f"License: {licence.replace(' OR ', ' or ').replace(' AND ', ' and ')}\n")
        out.write(f"\nLicense: MIT\n{indented(standard['MIT'])}\n")
        for name, file in COMMON.items():
            out.write(f"\nLicense: {name}\n On Debian systems its text is in /usr/share/common-licenses/{file}.\n")

    with open(arguments.folder / "third-party.txt", "w", encoding="utf-8") as out:
        out.write("What Selvedge is made of besides its own code, and under which licences. Nothing of it was changed: the sources\n"
                  "are those that Cargo downloads under the same name and version. This software is based in part on the work of the\n"
                  "Independent JPEG Group.\n\n")
        for package in packages:
            out.write(f"{package['name']} {package['version']}: {package['license']}\n")
        for text, names in sorted(carriers.items(), key=lambda entry: entry[1][0]):
            out.write("\n" + "=" * 100 + "\n" + "\n".join(names) + "\n" + "-" * 100 + "\n\n" + text + "\n")
        library = Path(run("rustc", "--print", "sysroot").strip()) / "share/doc/rust/COPYRIGHT-library.html"
        out.write("\n" + "=" * 100 + "\nRust's standard library\n" + "-" * 100 + "\n\n")
        out.write((plain(library) if library.is_file() else "MIT OR Apache-2.0, The Rust Project Developers") + "\n")
    print(f"{len(packages)} crates under {len(groups)} licences, {len(carriers)} texts")


if __name__ == "__main__":
    main()
