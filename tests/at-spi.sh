#!/usr/bin/env bash
# The window as a screen reader sees it: walks the accessibility tree of the real program (AccessKit -> AT-SPI) under a virtual display
# and a message bus of its own. Fails where a control has no role or no name, or where a name of the contract is missing. Says "skipped"
# where the parts for it are not installed: apt install at-spi2-core gir1.2-atspi-2.0 python3-gi dbus xvfb xdotool.
# tests/gui/names.rs does the same on every screen, without any of this.
set -euo pipefail
binary=$(realpath "$1")
skip() { echo "at-spi: skipped, $1 is not installed"; exit 0; }
for program in dbus-run-session Xvfb xdotool; do command -v "$program" >/dev/null || skip "$program"; done
launcher=
for path in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do [ -x "$path" ] && launcher=$path; done
[ -n "$launcher" ] || skip at-spi2-core
python=
for candidate in /usr/bin/python3 python3; do
  "$candidate" -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null && python=$candidate && break
done
[ -n "$python" ] || skip "gir1.2-atspi-2.0 or python3-gi"

if [ -z "${SELVEDGE_AT_SPI_BUS:-}" ]; then
  SELVEDGE_AT_SPI_BUS=1 exec dbus-run-session -- "$0" "$binary"
fi

. "$(dirname "$0")/display.sh"
"$launcher" --launch-immediately >"$home/bus" 2>&1 &
launched=$!
# A program builds its tree only where somebody listens.
for _ in $(seq 50); do
  dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus org.freedesktop.DBus.Properties.Set \
    string:org.a11y.Status string:IsEnabled variant:boolean:true >/dev/null 2>&1 && break
  sleep 0.1
done
"$binary" demo >"$home/log" 2>&1 &
window=$!
"$python" - "$window" <<'PY' || { cat "$home/log"; exit 1; }
import os, subprocess, sys, time
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib

Atspi.set_timeout(5000, 20000)

# What a person can act on has to have a name; what only holds others may have none.
CONTROLS = {
    "push button", "button", "toggle button", "radio button", "check box", "entry", "slider", "list item", "list box", "tree item", "menu item",
    "progress bar", "link", "combo box", "page tab", "spin button", "table cell",
}
VALUES = {"slider", "progress bar", "spin button"}
deadline = time.time() + 180


def windows():
    desktop = Atspi.get_desktop(0)
    return [app for app in (desktop.get_child_at_index(i) for i in range(desktop.get_child_count())) if app and "selvedge" in (app.get_name() or "").lower()]


def walk(node):
    yield node
    for child in (node.get_child_at_index(i) for i in range(node.get_child_count())):
        if child is not None:
            yield from walk(child)


def entry(node):
    interfaces = node.get_interfaces()
    value = node.get_current_value() if "Value" in interfaces else None
    if "Text" in interfaces and value is None:
        value = Atspi.Text.get_text(node, 0, -1)
    return node.get_role_name(), node.get_name() or "", value


def tree():
    # A part that goes while it is asked, or a program that is too busy to answer: asked again by whoever waits.
    try:
        return [entry(node) for app in windows() for node in walk(app)]
    except GLib.Error:
        return []


def until(what, so):
    while True:
        seen = tree()
        if so(seen):
            return seen
        try:
            os.kill(int(sys.argv[1]), 0)
        except OSError:
            sys.exit("at-spi: the window ended")
        if time.time() > deadline:
            for line in seen:
                print(line)
            sys.exit(f"at-spi: waited in vain until {what}")
        time.sleep(0.3)


def has(seen, role, name):
    return any(name(n) if callable(name) else n == name for r, n, _ in seen if r in role)


wrong = []


def check(screen, seen):
    for role, name, value in seen:
        if role in ("unknown", "invalid", ""):
            wrong.append(f"{screen}: no role for “{name}”")
        if role in CONTROLS and not name.strip():
            wrong.append(f"{screen}: a {role} without a name")
        if role in VALUES and value is None:
            wrong.append(f"{screen}: {role} “{name}” without a value")


def key(keys):
    subprocess.run(["xdotool", "key", keys], check=True)


def fast(first, rest):
    subprocess.run(["xdotool", "key", "--delay", "5", first, "type", "--delay", "5", rest], check=True)


def text_of(seen, field):
    return next((text for role, name, text in seen if role in ENTRY and name == field), None)


ENTRY = {"entry", "text"}
seen = until("a run is told with its share", lambda s: has(s, {"progress bar"}, lambda n: n.startswith("Index")) or has(s, {"list item"}, lambda n: ".png" in n))
if has(seen, {"progress bar"}, lambda n: True):
    check("indexing", seen)
seen = until("the photos are there", lambda s: sum(r == "list item" and ".png" in n for r, n, _ in s) > 5 and not has(s, {"push button", "button"}, "Cancel"))
window = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Selvedge"], capture_output=True, text=True).stdout.split()
subprocess.run(["xdotool", "windowfocus", "--sync", window[0]])
check("grid", seen)
for role, name in [(ENTRY, "Search"), ({"list", "list box"}, "Photos")]:
    if not has(seen, role, name):
        wrong.append(f"grid: no {sorted(role)} “{name}”")
# Typed much faster than a frame, all of it goes where the first key leads.
fast("ctrl+k", "undo")
seen = until("the palette has all letters", lambda s: text_of(s, "Command") == "undo")
check("palette", seen)
key("Escape")
fast("slash", "red dress")
until("the search has all letters", lambda s: text_of(s, "Search") == "red dress")
fast("Escape", "")
key("F1")
seen = until("the cheat sheet is there", lambda s: any("Keys and search" in n for _, n, _ in s))
check("cheat sheet", seen)
key("Escape")
key("ctrl+shift+t")
seen = until("tagging is there", lambda s: any("abel" in n and r in CONTROLS for r, n, _ in s))
check("tagging", seen)
print(f"at-spi: {len(seen)} nodes on the last screen, {len(wrong)} faults")
if wrong:
    print("\n".join(sorted(set(wrong))))
    sys.exit(1)
PY
