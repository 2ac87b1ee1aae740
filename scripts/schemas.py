#!/usr/bin/env python3
"""Writes the JSON Schemas of the wire models to ``schemas/``; with ``--check``, says which differ and fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from execplan.workspace.wire.schemas import MODELS, schema  # noqa: E402

FOLDER = ROOT / "schemas"


def wanted() -> dict[str, str]:
    """File name to content."""
    return {f"{name}.json": json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n" for name in MODELS}


def drift() -> list[str]:
    """The files that are missing, differ or belong to no model."""
    files = wanted()
    found = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}
    return sorted(name for name in files.keys() | found.keys() if files.get(name) != found.get(name))


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: scripts/schemas.py [--check]", file=sys.stderr)
        return 2
    stale = drift()
    if arguments:
        for name in stale:
            print(f"schemas/{name} is not what the models say; run scripts/schemas.py", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    files = wanted()
    for name in stale:
        if name in files:
            (FOLDER / name).write_text(files[name], "utf-8", newline="\n")
        else:
            (FOLDER / name).unlink()
        print(f"schemas/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
