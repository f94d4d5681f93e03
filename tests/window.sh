#!/usr/bin/env bash
# The real window, as a person sees it: opens the sample catalogue under a virtual display, waits until it is indexed,
# types a search, and fails if the window dies or draws nothing. With a second argument the last picture is kept there (needs
# ImageMagick). How the screens look in detail is tests/gui/pictures.rs's, which needs no display.
set -euo pipefail
binary=$(realpath "$1")
keep=${2:-}
. "$(dirname "$0")/display.sh"

# Counts the colours on the screen: a window that draws nothing has a handful.
colours() {
  xwd -root -silent >"$home/screen.xwd"
  python3 - "$home/screen.xwd" <<'PY'
import struct, sys
data = open(sys.argv[1], "rb").read()
header, = struct.unpack(">I", data[:4])
colours, = struct.unpack(">I", data[76:80])
pixels = data[header + 12 * colours:]
print(len({pixels[i:i + 3] for i in range(0, len(pixels) - 3, 4 * 7)}))
PY
}

"$binary" demo >"$home/log" 2>&1 &
window=$!
for _ in $(seq 120); do
  sleep 1
  kill -0 "$window" || { cat "$home/log"; echo "the window ended by itself"; exit 1; }
  id=$(xdotool search --onlyvisible --name Selvedge 2>/dev/null | head -n 1) || true
  embedded=$("$binary" info --json 2>/dev/null | python3 -c 'import json,sys; print(sum(m["embedded"] for m in json.load(sys.stdin)["models"]))' 2>/dev/null) || embedded=0
  [ -n "$id" ] && [ "${embedded:-0}" = 120 ] && break
done
[ "${embedded:-0}" = 120 ] || { cat "$home/log"; echo "the sample catalogue was not indexed: $embedded of 120"; exit 1; }
xdotool windowfocus --sync "$id" || true
xdotool key --window "$id" ctrl+f
xdotool type --delay 5 "red dress"
# Thumbnails arrive one by one: looks until there are enough colours, and the same ones twice.
seen=0
for _ in $(seq 60); do
  before=$seen
  sleep 0.5
  seen=$(colours)
  [ "$seen" -gt 400 ] && [ "$seen" = "$before" ] && break
done
[ "$seen" -gt 400 ] || { echo "the window shows only $seen colours"; exit 1; }
if [ -n "$keep" ]; then
  import -window "$id" "$keep"
fi
kill -0 "$window" || { cat "$home/log"; echo "the window ended while it was used"; exit 1; }
echo "window: 120 photos indexed, $seen colours on the screen after the search"
