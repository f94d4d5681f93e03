#!/usr/bin/env bash
# An AppImage: its runtime with a squashfs of the AppDir behind it. Untested as an AppImage, since the runtime (a program of the
# AppImage project, type 2) comes with no distribution; the AppDir itself is started by packaging/test.sh.
#
#     packaging/appimage/build.sh STAGED OUT      STAGED is filled by packaging/stage.sh
#
# With APPIMAGE_RUNTIME=FILE it writes OUT/selvedge-VERSION-ARCH.AppImage (needs squashfs-tools), without it
# OUT/selvedge-VERSION-ARCH.AppDir.tar.gz. Nothing is bundled: libc, OpenGL, X11 and Wayland are those of the system, as new as those of
# the system on which the program was compiled.
set -euo pipefail
staged=$(realpath "$1")
out=$(realpath "$2")
version=$(sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"/\1/p' "$(dirname "$0")/../../Cargo.toml")
name=selvedge-$version-$(uname -m)
dir=$out/Selvedge.AppDir

rm -rf "$dir"
mkdir -p "$dir/usr"
cp -a "$staged/." "$dir/usr/"
ln -s usr/share/applications/selvedge.desktop "$dir/selvedge.desktop"
ln -s usr/share/icons/hicolor/256x256/apps/selvedge.png "$dir/selvedge.png"
ln -s selvedge.png "$dir/.DirIcon"
ln -s usr/bin/selvedge "$dir/AppRun"
find "$dir" -exec touch -h -d "@${SOURCE_DATE_EPOCH:-0}" {} +

rm -f "$out/$name".*
if [ -n "${APPIMAGE_RUNTIME:-}" ]; then
  mksquashfs "$dir" "$out/$name.squashfs" -quiet -no-progress -all-root -noappend -comp zstd
  cat "$APPIMAGE_RUNTIME" "$out/$name.squashfs" >"$out/$name.AppImage"
  chmod 755 "$out/$name.AppImage"
  rm "$out/$name.squashfs"
else
  tar -C "$out" --sort=name --owner=0 --group=0 --numeric-owner --format=gnu -c Selvedge.AppDir | gzip -9n >"$out/$name.AppDir.tar.gz"
  echo "no APPIMAGE_RUNTIME: the AppDir is packed as it is, without the runtime that makes one file of it"
fi
