#!/usr/bin/env bash
# Selvedge.app and a disk image of it. UNTESTED: no Mac has run it.
#
#     packaging/macos/bundle.sh BINARY OUT
#
# With CODESIGN_IDENTITY it is signed with the hardened runtime; without, for this machine only (ad hoc), and other Macs ask before
# they open it. Notarising is left to whoever has an account for it. For both kinds of Mac, hand in a BINARY made by `lipo -create`.
set -euo pipefail
binary=$1
out=$2
cd "$(dirname "$0")/../.."
version=$(sed -n '/^\[workspace.package\]/,/^\[/ s/^version = "\(.*\)"/\1/p' Cargo.toml)
app=$out/Selvedge.app

rm -rf "$app"
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources"
cp "$binary" "$app/Contents/MacOS/selvedge"
sed "s/@VERSION@/$version/" packaging/macos/Info.plist >"$app/Contents/Info.plist"
python3 packaging/licences.py "$app/Contents/Resources"

drawn=$(mktemp -d)
trap 'rm -rf "$drawn"' EXIT
python3 packaging/icon/draw.py "$drawn"
mkdir "$drawn/Selvedge.iconset"
for side in 16 32 128 256; do
  cp "$drawn/hicolor/${side}x$side/apps/selvedge.png" "$drawn/Selvedge.iconset/icon_${side}x$side.png"
  twice=$((2 * side))
  cp "$drawn/hicolor/${twice}x$twice/apps/selvedge.png" "$drawn/Selvedge.iconset/icon_${side}x$side@2x.png"
done
iconutil --convert icns --output "$app/Contents/Resources/Selvedge.icns" "$drawn/Selvedge.iconset"

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  codesign --force --options runtime --timestamp --sign "$CODESIGN_IDENTITY" "$app"
else
  codesign --force --sign - "$app"
fi
hdiutil create -volname Selvedge -srcfolder "$app" -ov -format UDZO "$out/selvedge-$version-$(uname -m).dmg"
