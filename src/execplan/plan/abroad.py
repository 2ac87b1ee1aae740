"""Dependencies on what is outside the plan: issues, files, other plans and their steps. Knows words; knows no tree."""

from __future__ import annotations

import re

from execplan.plan.model import Plan
from execplan.text.patterns import later

Other = tuple[str, str | None]
"""Another plan by the name of its folder, and which of its steps is meant; None means all of it."""
_ISSUE = later(
    r"(?:[\w.-]+/[\w.-]+)?#\d+|GH-\d+|https?://\S+|(?:issue|pr|pull request|ticket)s?\s+#?\d+", re.IGNORECASE
)
_LINK = later(r"\[[^\[\]]*\]\((?P<path>[^()\s]+)\)")
_PLAN_PATH = later(r"(?:[^\s:]*/)?(?P<plan>[a-z0-9][a-z0-9-]{0,63})/PLAN\.md(?:#(?P<step>\S+))?")
_PLAN = later(r"(?P<plan>[a-z0-9][a-z0-9-]{0,63})(?:/(?P<id>[^\s/.]+)|\s*:\s+(?P<step>\S.*))?")
_FILE = later(r"[\w@.-]+(?:/[\w@.-]+)+/?|[\w@-]+\.[A-Za-z]\w{0,5}")
_DIVIDES = re.compile(r"[,;()]")
_AROUND = " \t`*_\"'."


def other_plan(word: str) -> Other | None:
    """Which other plan the words may mean: ``billing``, ``billing/k2m4p``, ``billing: Step 2``, ``../billing/PLAN.md``."""
    text = word.strip(_AROUND)
    link = _LINK.fullmatch(text)
    found = _PLAN_PATH.fullmatch(link["path"] if link else text)
    if found:
        return found["plan"], found["step"]
    found = None if link else _PLAN.fullmatch(text)
    return (found["plan"], found["id"] or found["step"]) if found else None


def is_issue(word: str) -> bool:
    """Is it an issue or an address: ``#751``, ``octo/tools#12``, ``https://…``?"""
    return _ISSUE.fullmatch(word.strip(_AROUND)) is not None


def is_outside(word: str) -> bool:
    """Do the words have the shape of something outside: an issue, an address, a file, another plan's step, a slug?

    A single word has none: it may as well be a title.
    """
    text = word.strip(_AROUND)
    if is_issue(text) or _FILE.fullmatch(text) or _LINK.fullmatch(text):
        return True
    other = other_plan(text)
    return other is not None and (other[1] is not None or "-" in other[0])


def parts(value: str) -> tuple[str, ...]:
    """What stands between the commas of a value; those in parentheses divide nothing."""
    found: list[str] = []
    start = depth = 0
    text = value.strip(" .")
    for match in _DIVIDES.finditer(text):
        if match[0] in "()":
            depth = max(0, depth + (1 if match[0] == "(" else -1))
        elif not depth:
            found.append(text[start : match.start()].strip())
            start = match.end()
    return tuple(part for part in (*found, text[start:].strip()) if part)


def words(plan: Plan) -> tuple[str, ...]:
    """What steps and phases wait for that is no step and no phase of the plan, each once, in document order."""
    waiting = [one for one in (*plan.phases, *plan.steps) if one.depends_on]
    if not waiting:
        return ()
    inside = {one.id for one in (*plan.steps, *plan.phases)}
    return tuple(dict.fromkeys(word for one in waiting for word in one.depends_on if word not in inside))
