#!/usr/bin/env bash
# Chooses the newest versions that pyproject.toml allows and writes them to constraints.txt.
# Run on the oldest supported Python, so that what it chooses installs everywhere.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${1:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$python" -m venv "$scratch/venv"
pip=("$scratch/venv/bin/python" -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --upgrade pip
"${pip[@]}" install --editable '.[dkim,events,pdf,postgres,sendgrid,timestamp,word,workers]' --group test
{
  echo "# The versions that a fresh install gets. Written by 'make lock'; not edited by hand."
  "$scratch/venv/bin/python" -m pip freeze --all --exclude-editable | grep -v -e '^setuptools==' -e '^wheel=='
} >"$scratch/constraints.txt"
mv "$scratch/constraints.txt" constraints.txt
