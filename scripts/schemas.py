#!/usr/bin/env python3
"""Writes the JSON Schemas of the wire models to ``schemas/`` and the list of tools that clients are given.

With ``--check``, says which files differ and fails.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from execplan.server.inventory import INVENTORY  # noqa: E402
from execplan.server.listing import FILE  # noqa: E402
from execplan.server.tool import told  # noqa: E402
from execplan.workspace.wire.schemas import MODELS, schema  # noqa: E402

FOLDER = ROOT / "schemas"


def wanted() -> dict[Path, str]:
    """Each file with its content."""
    schemas = {FOLDER / f"{name}.json": _json(schema(name), indent=2) for name in MODELS}
    tools = [{"toolset": one.toolset, "told": told(one)} for one in INVENTORY]
    return {**schemas, FILE: _json(tools, indent=1)}


def _json(value: object, *, indent: int) -> str:
    return json.dumps(value, indent=indent, ensure_ascii=False) + "\n"


def drift() -> list[Path]:
    """The files that are missing, differ or belong to no model."""
    files = wanted()
    found = {path: path.read_text("utf-8") for path in (*FOLDER.glob("*.json"), FILE) if path.exists()}
    return sorted(path for path in files.keys() | found.keys() if files.get(path) != found.get(path))


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: scripts/schemas.py [--check]", file=sys.stderr)
        return 2
    stale = drift()
    if arguments:
        for path in stale:
            print(f"{_shown(path)} is not what the models say; run scripts/schemas.py", file=sys.stderr)
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    files = wanted()
    for path in stale:
        if path in files:
            path.write_text(files[path], "utf-8", newline="\n")
        else:
            path.unlink()
        print(_shown(path))
    return 0


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else f"schemas/{path.name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
