#!/usr/bin/env bash
# Lays out what is installed on Linux: the program, its pages and completions as the program itself writes them, icons, desktop
# entry, MIME type, AppStream data and licences. The Debian package, the AppImage and the Flatpak are all made of this.
#
#     packaging/stage.sh BINARY FOLDER      fills FOLDER/bin and FOLDER/share; FOLDER is empty or not there yet
set -euo pipefail
binary=$(realpath "$1")
folder=$(realpath -m "$2")
cd "$(dirname "$0")/.."

if [ -n "$(ls -A "$folder" 2>/dev/null)" ]; then
  echo "$folder is not empty; name a folder that is, or a new one" >&2
  exit 2
fi
share=$folder/share
install -D -m 755 "$binary" "$folder/bin/selvedge"
install -D -m 644 packaging/linux/selvedge.desktop "$share/applications/selvedge.desktop"
install -D -m 644 packaging/linux/selvedge.mime.xml "$share/mime/packages/selvedge.xml"
install -D -m 644 -t "$share/metainfo" packaging/linux/*.metainfo.xml
python3 packaging/icon/draw.py "$share/icons"

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$binary" manual --quiet "$made" >/dev/null
install -D -m 644 -t "$share/man/man1" "$made"/man/man1/*
install -D -m 644 "$made/bash/selvedge" "$share/bash-completion/completions/selvedge"
install -D -m 644 "$made/zsh/_selvedge" "$share/zsh/vendor-completions/_selvedge"
install -D -m 644 "$made/fish/selvedge.fish" "$share/fish/vendor_completions.d/selvedge.fish"

python3 packaging/licences.py "$share/doc/selvedge"
install -m 644 packaging/deb/changelog "$share/doc/selvedge/changelog.Debian"
gzip -9n "$share"/man/man1/* "$share/doc/selvedge/changelog.Debian" "$share/doc/selvedge/third-party.txt"
