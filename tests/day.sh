#!/usr/bin/env bash
# A photographer's day in the real window, under a virtual display: a folder is opened and indexed, 120 photos are culled by keys, duplicates
# are stacked, a search is kept, photos are tagged, marks and tags go to sidecars, and the folder is moved while the window is open. What each step should have
# left is asked of the command line. With a second argument a picture of each step is kept in that folder.
set -euo pipefail
binary=$(realpath "$1")
keep=${2:-}
[ -z "$keep" ] || mkdir -p "$keep"
here=$(cd "$(dirname "$0")/.." && pwd)
. "$(dirname "$0")/display.sh"

shoot=$home/photos/monday
mkdir -p "$shoot"
cp -r "$here"/assets/sample-catalogue/photos/. "$shoot"
# A few frames that the camera's card and the assistant's both hold.
for photo in $(find "$shoot" -type f | sort | head -n 6); do
  cp "$photo" "${photo%.*}-copy.${photo##*.}"
done

fail() {
  [ -z "$keep" ] || picture failed
  echo "$1"
  cat "$home/log"
  exit 1
}
keys() {
  kill -0 "$window" || fail "the window ended by itself"
  xdotool key --clearmodifiers --delay 12 "$@"
}
command() {
  keys ctrl+k
  sleep 0.3
  xdotool type --delay 5 "$1"
  sleep 0.4
  keys Return
  sleep 0.4
}
picture() {
  [ -n "$keep" ] || return 0
  xwd -root -silent >"$home/screen.xwd"
  python3 - "$home/screen.xwd" "$keep/$1.png" <<'PY'
# X's dump of 32 bits a pixel, blue first, as a PNG.
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
words = struct.unpack(">25I", data[:100])
header, width, height, line, colours = words[0], words[4], words[5], words[12], words[19]
pixels = data[header + 12 * colours:]
rows = b""
for y in range(height):
    row = pixels[y * line:y * line + 4 * width]
    rgb = bytearray(3 * width)
    rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
    rows += b"\0" + rgb
chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
open(sys.argv[2], "wb").write(png + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b""))
PY
}
# Photos that a query finds.
found() {
  { "$binary" search "$@" --top 1000 --json 2>>"$home/log" || true; } |
    python3 -c 'import json,sys; t=sys.stdin.read(); print(len(json.loads(t)["results"]) if t.strip() else 0)'
}
# Waits for half a minute until a command prints a line.
wait_for() {
  local words=$1 wanted=$2
  shift 2
  local seen=
  for _ in $(seq 100); do
    seen=$("$@")
    [ "$seen" = "$wanted" ] && return 0
    sleep 0.3
  done
  fail "$words: $seen where $wanted was expected"
}
indexed() {
  "$binary" info --json 2>/dev/null | python3 -c 'import json,sys; print(sum(m["embedded"] for m in json.load(sys.stdin)["models"]))' 2>/dev/null || echo 0
}
saved() { "$binary" searches --json 2>/dev/null | python3 -c 'import json,sys; print(*[s["name"] + " " + str(s["photos"]) for s in json.load(sys.stdin)])' 2>/dev/null || true; }
sidecars() { find "$home/photos" -name '*.xmp' | wc -l; }
roots() { "$binary" info --json 2>/dev/null | python3 -c 'import json,sys; print(*[r if isinstance(r, str) else r["path"] for r in json.load(sys.stdin)["roots"]])'; }

started=$SECONDS
"$binary" "$shoot" >"$home/log" 2>&1 &
window=$!
wait_for "indexed photos" 126 indexed
for _ in $(seq 50); do
  id=$(xdotool search --onlyvisible --name Selvedge 2>/dev/null | head -n 1) && [ -n "$id" ] && break
  sleep 0.2
done
xdotool windowfocus --sync "$id" || true
picture 1-indexed

# Four in five are rejected.
keys Escape g Home
for _ in $(seq 24); do
  keys p Right x Right x Right x Right x Right
done
wait_for "picks" 24 found is:pick
wait_for "rejects" 96 found is:reject
picture 2-culled

command "Stack duplicates"
wait_for "photos with a copy" 12 found is:duplicate
sleep 1
picture 3-stacked
command "Stack duplicates"

# The picks are tagged with a label that is new.
keys ctrl+f
xdotool type --delay 5 "is:pick"
sleep 1
keys Return
sleep 0.5
# They are a search that is kept.
keys ctrl+s
sleep 0.5
keys ctrl+a
xdotool type --delay 5 "For the website"
keys Return
wait_for "photos of the saved search" "For the website 24" saved
keys ctrl+a ctrl+t
sleep 0.5
xdotool type --delay 5 "Website"
sleep 0.5
keys shift+Return Escape
wait_for "tagged photos" 24 found 'tag:"Website"'
picture 4-tagged

# Tags and marks go to sidecars.
command "Export tags"
sleep 0.7
xdotool mousemove 480 218 click 1
sleep 0.5
# Not of the photos that are selected alone.
xdotool mousemove 367 309 click 1
sleep 0.5
picture 5-export
keys Return
wait_for "sidecars" 120 sidecars

# The folder is moved while the window is open; a photo comes into it after that.
mv "$shoot" "$home/photos/monday, sorted"
wait_for "the folder's place" "$home/photos/monday, sorted" roots
late=$(find "$home/photos/monday, sorted" -name '*dress*.png' | sort | head -n 1)
python3 - "$late" <<'PY'
# Another picture of the same kind: a comment chunk before the end makes it one.
import struct, sys, zlib
data = open(sys.argv[1], "rb").read()
chunk = b"tEXt" + b"Comment\0late"
data = data[:-12] + struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + data[-12:]
open(sys.argv[1].replace(".png", "-late.png"), "wb").write(data)
PY
wait_for "indexed photos after the move" 127 indexed
wait_for "picks after the move" 24 found is:pick
sleep 1
picture 6-moved
"$binary" check >"$home/check" || { cat "$home/check"; fail "the catalogue is not sound"; }
kill -0 "$window" || fail "the window ended by itself"
echo "a day: 126 photos indexed, 120 culled, 24 tagged and written to sidecars, the folder moved and gone on with, in $((SECONDS - started)) s"
