#!/usr/bin/env python3
"""Writes the lists in ``docs/``; with ``--check``, says which pages differ and fails.

A page is written by hand but for what stands between ``<!-- generated: NAME -->`` and ``<!-- end -->``: that is
made from the same values the program runs on, so a page cannot tell of a tool, a word or a rule that is not there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "scripts")]

from reference import formats, review, tools  # noqa: E402

FOLDER = ROOT / "docs"
LISTS: dict[str, Callable[[], str]] = {**tools.LISTS, **formats.LISTS, **review.LISTS}
_BLOCK = re.compile(r"(<!-- generated: ([a-z-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def renewed(page: str) -> str:
    """The page with its lists as they are now. Raises ``KeyError`` for a list that nobody makes."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{LISTS[found[2]]().strip()}\n\n{found[4]}", page)


def unused() -> set[str]:
    """Lists that no page shows."""
    return set(LISTS) - {found[2] for path in FOLDER.glob("*.md") for found in _BLOCK.finditer(path.read_text("utf-8"))}


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print("usage: scripts/docs.py [--check]", file=sys.stderr)
        return 2
    failed = False
    for path in sorted(FOLDER.glob("*.md")):
        old = path.read_text("utf-8")
        new = renewed(old)
        if old != new and arguments:
            print(f"docs/{path.name} is not what the program says; run scripts/docs.py", file=sys.stderr)
            failed = True
        elif old != new:
            path.write_text(new, "utf-8", newline="\n")
            print(f"docs/{path.name}")
    for name in sorted(unused()):
        print(f"no page in docs/ shows the list {name}", file=sys.stderr)
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
