# Sourced by the scripts that run the real window: a home of its own in $home, a virtual display in $DISPLAY, its process in $xvfb. What a script
# has started besides is ended with it, where its process is in $window or $launched.
home=$(mktemp -d)
window= launched=
# It takes a number that is free, and tells it once it listens. Keys do not repeat: on a busy machine a key press lasts long.
Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp -r >"$home/display" 2>/dev/null &
xvfb=$!
trap 'kill $window $launched $xvfb 2>/dev/null || true; rm -rf "$home"' EXIT
for _ in $(seq 100); do
  [ -s "$home/display" ] && break
  sleep 0.1
done
DISPLAY=:$(cat "$home/display")
export DISPLAY LIBGL_ALWAYS_SOFTWARE=1 HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_CACHE_HOME=$home/cache
unset WAYLAND_DISPLAY
