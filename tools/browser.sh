#!/usr/bin/env bash
# Installs what the browser tests need (Chromium and fonts with Chinese) where this machine lacks it and we may.
set -euo pipefail

missing=()
command -v chromium >/dev/null 2>&1 || missing+=(chromium)
[ -n "$(find /usr/share/fonts -name 'NotoSansCJK*' -print -quit 2>/dev/null)" ] || missing+=(fonts-noto-cjk)
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed here: ${missing[*]}. The tests that need them will be skipped, and say so." >&2
  exit 0
fi
echo "Installing ${missing[*]} for the browser tests …" >&2
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
