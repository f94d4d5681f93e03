#!/usr/bin/env bash
# Builds what can be built on a Debian or Ubuntu machine, into target/package: a .deb, and an AppImage or, where no runtime for it is
# given, its folder as an archive.
#
#     packaging/build.sh                      compiles first, without this machine's paths in the program
#     packaging/build.sh --binary FILE        takes a program that is compiled already
#     packaging/build.sh --version 0.1.1-1    under another version (the test's upgrade)
#
# --fast packs the .deb less tightly, and --deb-only leaves the rest out: both are the test's.
#
# SOURCE_DATE_EPOCH is the time that files bear in the packages: the last commit's where it is not set. The same program and the same
# time make the same bytes. APPIMAGE_RUNTIME names the file that an AppImage begins with (packaging/README.md).
set -euo pipefail
cd "$(dirname "$0")/.."

binary= version= deb_only= fast=
while [ $# -gt 0 ]; do
  case $1 in
    --binary) binary=$(realpath "$2"); shift 2 ;;
    --version) version=$2; shift 2 ;;
    --deb-only) deb_only=1; shift ;;
    --fast) fast="--fast --compress-type gz --compress-system"; shift ;;
    *) echo "unknown argument $1; see the head of packaging/build.sh" >&2; exit 2 ;;
  esac
done
out=$PWD/target/package
mkdir -p "$out"
export LC_ALL=C TZ=UTC
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date -d "$(dpkg-parsechangelog -l packaging/deb/changelog -S Date)" +%s)
fi
export SOURCE_DATE_EPOCH
umask 022

if [ -z "$binary" ]; then
  # Paths of this machine would differ on the next; the C compiler has its own words for the same.
  cargo=${CARGO_HOME:-$HOME/.cargo}
  export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$cargo=/cargo --remap-path-prefix=$PWD=/selvedge"
  export CFLAGS="${CFLAGS:-} -ffile-prefix-map=$cargo=/cargo -ffile-prefix-map=$PWD=/selvedge"
  cargo build --release --locked --bin selvedge --target-dir "$out/build"
  binary=$out/build/release/selvedge
  unset RUSTFLAGS CFLAGS
fi
rm -rf "$out/root"
packaging/stage.sh "$binary" "$out/root"

# cargo-deb looks for the program where Cargo would have put it.
if ! cargo deb --version >/dev/null 2>&1; then
  export PATH="$PWD/target/tools/bin:$PATH"
  cargo deb --version >/dev/null 2>&1 || (unset CARGO_TARGET_DIR; cargo install --quiet --locked --root target/tools cargo-deb@3.8.0)
fi
mkdir -p "$out/deb/release"
install -m 755 "$binary" "$out/deb/release/selvedge"
deb=$(CARGO_TARGET_DIR=$out/deb cargo deb --quiet --no-build --no-strip $fast --output "$out" ${version:+--deb-version "$version"})
echo "$deb"
[ -z "$deb_only" ] || exit 0

packaging/appimage/build.sh "$out/root" "$out"
(cd "$out" && find . -maxdepth 1 -type f \( -name '*.deb' -o -name '*.AppImage' -o -name '*.tar.gz' \) -printf '%f\n' | sort | xargs sha256sum >SHA256SUMS)
cat "$out/SHA256SUMS"
