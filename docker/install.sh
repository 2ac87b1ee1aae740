#!/bin/sh
# Installs execplan from the source folder $1 into the virtual environment $2, with the locked versions,
# bytecode compiled: the image's user cannot write it later.
set -eu

source="$1"
target="$2"

python3 -m venv "$target"
"$target/bin/python" -m pip install --no-cache-dir --no-compile --disable-pip-version-check \
    --constraint "$source/requirements/dev.lock" "$source"
"$target/bin/python" -m pip uninstall --yes --quiet pip
"$target/bin/python" -m compileall -q "$target/lib"
