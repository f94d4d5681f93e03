#!/usr/bin/env bash
# Builds the Debian package and lives with it in a fresh Debian of its own: installed, started from its desktop entry under a virtual
# display, upgraded, and removed without a trace but the user's data.
#
#     packaging/test.sh BINARY
#
# It needs root and namespaces of its own for the chroot, and a mirror for debootstrap. Without the first two, as in most containers, it only builds
# and checks the files; without a mirror it uses an overlay over this system, which is no proof that the dependencies are complete. It says which of
# these it did.
set -euo pipefail
binary=$(realpath "$1")
cd "$(dirname "$0")/.."
apart="unshare --mount --pid --fork --kill-child --mount-proc"
if [ "$(id -u)" = 0 ] && [ -z "${SELVEDGE_PACKAGE_TEST:-}" ] && $apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
  # Mounts and processes of the test end with it.
  exec env SELVEDGE_PACKAGE_TEST=1 $apart "packaging/test.sh" "$binary"
fi
out=$PWD/target/package
say() { echo "package: $*"; }
fail() { echo "package: $*" >&2; exit 1; }
started=$SECONDS

packaging/build.sh --binary "$binary" --fast >"$out.log" 2>&1 || { cat "$out.log"; fail "packaging/build.sh failed"; }
version=$(sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"/\1/p' Cargo.toml)
arch=$(dpkg --print-architecture)
deb=$out/selvedge_$version-1_$arch.deb
first=$(sha256sum <"$deb")
packaging/build.sh --binary "$binary" --fast --deb-only >"$out.log" 2>&1
[ "$first" = "$(sha256sum <"$deb")" ] || fail "the same program made two different packages"
newer=$out/selvedge_$version-2_$arch.deb
packaging/build.sh --binary "$binary" --fast --deb-only --version "$version-2" >"$out.log" 2>&1
say "$(dpkg-deb -f "$deb" Installed-Size) KiB installed; built twice, the same bytes"
say "depends on $(dpkg-deb -f "$deb" Depends)"

# What the packages, the program and the texts say of the version is one version.
[ "$(dpkg-parsechangelog -l packaging/deb/changelog -S Version)" = "$version-1" ] || fail "packaging/deb/changelog does not begin with $version-1"
grep -q "<release version=\"$version\"" packaging/linux/*.metainfo.xml || fail "the AppStream data has no release $version"
[ "$("$binary" --version)" = "selvedge $version" ] || fail "the program is not version $version"
# The drawing that the window has is the one that is installed.
cmp packaging/icon/selvedge.svg "$out/root/share/icons/hicolor/scalable/apps/selvedge.svg" || fail "run packaging/icon/draw.py and commit what it draws"
desktop-file-validate packaging/linux/selvedge.desktop
appstreamcli validate --no-net packaging/linux/*.metainfo.xml >"$out.log" || { cat "$out.log"; fail "AppStream data"; }
lintian --allow-root --fail-on error,warning "$deb"
bash -n "$out/root/share/bash-completion/completions/selvedge"
say "lintian, desktop-file-validate and appstreamcli find nothing"

if [ -z "${SELVEDGE_PACKAGE_TEST:-}" ]; then
  say "SKIPPED: installing it in a fresh Debian needs root, and leave to mount"
  exit 0
fi

. tests/display.sh
root=$home/root
mkdir "$root" "$home/changes"
# The system lives in memory: packages write thousands of small files. Nothing of this machine is mounted in it but the display's
# socket, so that clearing up cannot reach more.
mount -t tmpfs -o size=2g,mode=755 tmpfs "$root"
trap 'kill $window $launched $xvfb 2>/dev/null || true; umount -l "$root" "$home/changes" 2>/dev/null || true; rm -rf --one-file-system "$home"' EXIT
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
base=$out/$suite-$arch.tar
if [ -s "$base" ]; then
  tar -C "$root" -xf "$base"
  place="a fresh Debian $suite, as debootstrap made it before"
elif debootstrap --variant=minbase --include=libglib2.0-bin,shared-mime-info,desktop-file-utils "$suite" "$root" >"$out.log" 2>&1; then
  echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/test"
  tar -C "$root" --one-file-system -cf "$base.part" . && mv "$base.part" "$base"
  place="a fresh Debian $suite"
else
  tail -n 3 "$out.log"
  umount "$root"
  if ! { mount -t tmpfs tmpfs "$home/changes" && mkdir "$home/changes/up" "$home/changes/work" &&
    mount -t overlay overlay -o "lowerdir=/,upperdir=$home/changes/up,workdir=$home/changes/work" "$root"; }; then
    say "SKIPPED: no mirror for debootstrap could be reached, and this system takes no overlay"
    exit 0
  fi
  place="an overlay over this system (NOT a fresh one: no mirror for debootstrap could be reached)"
fi
say "in $place, after $((SECONDS - started)) s"
mount -t proc proc "$root/proc"
while read -r device major minor; do
  [ -e "$root/dev/$device" ] || mknod -m 666 "$root/dev/$device" c "$major" "$minor"
done <<<$'null 1 3\nzero 1 5\nrandom 1 8\nurandom 1 9'
mkdir -p -m 1777 "$root/dev/shm"
cp /etc/resolv.conf "$root/etc/resolv.conf"
socket=/tmp/.X11-unix/X${DISPLAY#:}
mkdir -p "$root/tmp/.X11-unix"
touch "$root$socket"
mount --bind "$socket" "$root$socket"
cp "$deb" "$newer" "$root/var/cache/apt/"

inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
as_ann() { inside setpriv --reuid ann --regid ann --clear-groups env HOME=/home/ann USER=ann DISPLAY="$DISPLAY" LIBGL_ALWAYS_SOFTWARE=1 "$@"; }
apt() { inside apt-get -q -y --no-install-recommends "$@" >"$home/log" 2>&1 || { cat "$home/log"; fail "apt-get $*"; }; }

# Starts it as a desktop does, and waits for the window of this title; then closes that.
opens() { # TITLE COMMAND…
  local title=$1 id=
  shift
  as_ann "$@" >"$home/log" 2>&1 || { cat "$home/log"; fail "$*"; }
  for _ in $(seq 120); do
    id=$(xdotool search --onlyvisible --class '^selvedge$' 2>/dev/null | head -n 1) || true
    [ -n "$id" ] && [ "$(xdotool getwindowname "$id" 2>/dev/null)" = "$title" ] && break
    sleep 0.5
  done
  [ -n "$id" ] && [ "$(xdotool getwindowname "$id")" = "$title" ] ||
    { cat "$home/log"; fail "$*: no window \"$title\" came, but \"$(xdotool getwindowname "$id" 2>/dev/null || true)\""; }
  say "window \"$title\" by: $*"
  kill "$(xdotool getwindowpid "$id")"
  for _ in $(seq 40); do
    xdotool search --onlyvisible --class '^selvedge$' >/dev/null 2>&1 || return 0
    sleep 0.25
  done
  fail "the window did not close"
}

[ ! -d "$root/home/ann" ] || fail "there is somebody called ann"
inside useradd --create-home ann
apt update
apt install "/var/cache/apt/$(basename "$deb")"
say "installed after $((SECONDS - started)) s"
entry=/usr/share/applications/selvedge.desktop
kind=application/x-selvedge-catalogue
[ "$(as_ann selvedge --version)" = "selvedge $version" ] || fail "the installed program is not $version"
inside dpkg --verify selvedge | tee "$home/changed"
[ ! -s "$home/changed" ] || fail "files of the package are not as they were packed"

mkdir "$root/home/ann/shop" "$root/home/ann/summer"
find assets/sample-catalogue/photos -type f | sort | sed -n 1,6p | xargs cp -t "$root/home/ann/shop"
find assets/sample-catalogue/photos -type f | sort | sed -n 7,9p | xargs cp -t "$root/home/ann/summer"
inside chown -R ann:ann /home/ann/shop /home/ann/summer
as_ann selvedge index --quiet --catalog /home/ann/spring.selvedge /home/ann/shop >/dev/null
cp "$root/home/ann/spring.selvedge" "$root/home/ann/without-ending"
inside chown ann:ann /home/ann/without-ending
for file in spring.selvedge without-ending; do
  found=$(as_ann gio info -a standard::content-type "/home/ann/$file" | sed -n 's/.*content-type: //p')
  [ "$found" = "$kind" ] || fail "$file is taken for \"$found\""
done
opener=$(as_ann gio mime "$kind" 2>&1) || true
[[ $opener == *selvedge.desktop* ]] || fail "who opens catalogues? $opener"

opens "Selvedge" gio launch "$entry"
opens "Selvedge — spring" gio open /home/ann/spring.selvedge
opens "Selvedge — summer" gio launch "$entry" /home/ann/summer
offered=$(inside bash -c '. /usr/share/bash-completion/completions/selvedge; COMP_WORDS=(selvedge dup) COMP_CWORD=1; _selvedge selvedge dup selvedge; echo "${COMPREPLY[*]}"')
[ "$offered" = duplicates ] || fail "completion of \"dup\" offers \"$offered\""

apt install "/var/cache/apt/$(basename "$newer")"
[ "$(inside dpkg-query -W -f '${Version}' selvedge)" = "$version-2" ] || fail "not upgraded"
opens "Selvedge — spring" gio launch "$entry" /home/ann/spring.selvedge
photos=$(as_ann selvedge info --json --catalog /home/ann/spring.selvedge | python3 -c 'import json,sys; print(json.load(sys.stdin)["photos"])')
[ "$photos" = 6 ] || fail "after the upgrade the catalogue has $photos photos of 6"

before=$(cd "$root/home/ann" && find . -type f -exec sha256sum {} + | sort | sha256sum)
apt purge selvedge
[ "$before" = "$(cd "$root/home/ann" && find . -type f -exec sha256sum {} + | sort | sha256sum)" ] || fail "removing it changed what is in ann's home"
if [ -s "$base" ]; then
  rm "$root"/var/cache/apt/selvedge_*
  # By name and by content; logs, and the lists of the archive and dpkg's last state, may tell of it.
  left=$(cd "$root" && find etc opt root srv usr var -xdev \( -path var/log -o -path var/lib/apt/lists \) -prune -o \( -iname '*selvedge*' -print \)
    cd "$root" && grep -rlI selvedge etc opt root srv usr/share usr/local var/lib var/cache --exclude-dir=lists --exclude='*-old' || true)
  [ -z "$left" ] || fail "left behind: $left"
fi
say "upgraded, then removed without a trace but ann's data, after $((SECONDS - started)) s"

# The AppDir, started here by its AppRun.
as_user_home=$home/appdir
mkdir "$as_user_home"
HOME=$as_user_home "$out/Selvedge.AppDir/AppRun" --version
