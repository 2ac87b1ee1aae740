"""A unified diff of two texts, for people and for answers. Knows lines; knows no plan."""

from __future__ import annotations

from difflib import unified_diff

from execplan.text.source import Source


def unified(before: Source, after: Source, name: str, context: int = 1) -> str:
    """The unified diff from ``before`` to ``after``, ``context`` lines around each change; empty when equal."""
    old = [before.line(line) for line in range(before.line_count)]
    new = [after.line(line) for line in range(after.line_count)]
    lines = unified_diff(old, new, f"a/{name}", f"b/{name}", n=context, lineterm="")
    return "\n".join(lines)
