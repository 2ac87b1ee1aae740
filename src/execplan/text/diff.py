"""A unified diff of two texts, for people and for answers. Knows lines; knows no plan."""

from __future__ import annotations

from difflib import unified_diff

from execplan.text.source import Source

MOST_LINES = 60
"""Lines of a diff that an answer carries."""
_LONGEST = 400
"""Characters of a line there."""
_MOST_COMPARED = 20_000
"""Lines of the longest text that is compared line by line."""


def unified(before: Source, after: Source, name: str, context: int = 1) -> str:
    """The unified diff from ``before`` to ``after``, ``context`` lines around each change; empty when equal."""
    old = [before.line(line) for line in range(before.line_count)]
    new = [after.line(line) for line in range(after.line_count)]
    lines = unified_diff(old, new, f"a/{name}", f"b/{name}", n=context, lineterm="")
    return "\n".join(lines)


def shortened(before: Source, after: Source, name: str) -> str:
    """As ``unified``, for an answer: long lines are cut, and of many lines the rest is a count."""
    if max(before.line_count, after.line_count) > _MOST_COMPARED:
        return f"… {before.line_count:,} lines then, {after.line_count:,} now: too many to show what differs"
    lines = unified(before, after, name).split("\n")
    shown = [line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…" for line in lines[:MOST_LINES]]
    more = len(lines) - MOST_LINES
    return "\n".join([*shown, f"… {more:,} more line{'s' if more > 1 else ''}"] if more > 0 else shown)
