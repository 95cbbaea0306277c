#!/usr/bin/env bash
# Installs LibreOffice's word processor, which judges the Word files in the tests, where this machine lacks it and we may.
set -euo pipefail

missing=()
command -v soffice >/dev/null 2>&1 || missing+=(libreoffice-writer-nogui)
/usr/bin/python3 -c "import uno" 2>/dev/null || missing+=(python3-uno)
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed here: ${missing[*]}. The tests that need them will be skipped, and say so." >&2
  exit 0
fi
echo "Installing ${missing[*]} for the tests of Word files …" >&2
if ! { apt-get update -qq &&
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; }; then
  echo "It could not be installed. The tests that need it will be skipped, and say so." >&2
fi
