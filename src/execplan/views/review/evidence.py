"""Rules about what a done step shows for it: something, and something that still holds. Know digests and times of change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from execplan.plan.evidence import read_evidence
from execplan.plan.model import Plan, Step
from execplan.views.review.dates import bounds, shown
from execplan.views.review.paths import path_in
from execplan.views.review.phrases import counted, name_of, names_of
from execplan.views.review.rule import Facts, Hit, Rule, everywhere, only

_PROOF = re.compile(
    r"https?://|(?<!\w)#\d+\b|\b(?:PR|MR)\s?[#!]?\d+|\bcommit\s+`?[0-9a-f]{7,40}\b|`[0-9a-f]{7,40}`|→\s*\S"
    r"|\b(?:passed|passing|passes|green)\b|\b\d+(?:/\d+)?\s+(?:\w+\s+){0,2}(?:pass|ok|tests)\b"
    r"|\b(?:tests?|build|lint|suite|checks?|ci|validat\w+)\b[^.;]{0,40}\b(?:pass|clean|succe\w+)\b"
    r"|\b(?:verified|confirmed|measured|ran)\b[^.;]{0,40}`",
    re.IGNORECASE,
)
"""Signs of a result in a step's own words: a link, a commit, a request, a count of tests, a command with its outcome."""
_AFTERWARDS = timedelta(days=1)
"""How long after a step its own work may still be committed."""


def _without(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    bare = [step for step in plan.leaves() if step.status == "done" and not _shows(plan, step)]
    if bare:
        steps = counted(len(bare), "done step has", "done steps have")
        yield Hit(bare[0].line, f"{steps} no evidence: {names_of(bare)}")


def _shows(plan: Plan, step: Step) -> bool:
    if step.evidence:
        return True
    said = " ".join(plan.source.line(line) for line in range(step.place.line, step.place.end))
    return bool(_PROOF.search(said))


def _outdated(plan: Plan, facts: Facts) -> Iterator[Hit]:
    for step in plan.steps:
        for text in step.evidence:
            piece = read_evidence(text)
            now = facts.digests.get(piece.path or "")
            if piece.observed and piece.digest and now and not now.startswith(piece.digest):
                line = next((field.line for field in step.place.fields if "evidence" in field.names), step.line)
                yield Hit(line, f"{piece.path} is not as it was when it became evidence of {name_of(step)}: look again")


def _changed_since(plan: Plan, facts: Facts) -> Iterator[Hit]:
    if plan.status in ("completed", "abandoned"):
        return
    for path, changed in sorted(facts.changed.items()):
        step = _last_to_touch(plan, path)
        if step is not None and step.completed and _clearly_after(changed, step.completed):
            done = f"{name_of(step)} was done {shown(step.completed)}"
            yield Hit(step.line, f"{path} changed {shown(changed)}, after {done}: does it still hold?")


def _last_to_touch(plan: Plan, path: str) -> Step | None:
    """The done step that was the last to change a file; None when other work, done or to do, may explain a change."""
    steps = [step for step in plan.steps if path in map(path_in, step.files)]
    if any(step.status != "done" or step.completed is None for step in steps):
        return None
    ordered = sorted(steps, key=lambda step: step.completed or "")
    if len(ordered) > 1 and ordered[-1].completed == ordered[-2].completed:
        return None
    return ordered[-1] if ordered else None


def _clearly_after(changed: str, completed: str) -> bool:
    try:
        return datetime.fromisoformat(changed) - bounds(completed)[1] > _AFTERWARDS
    except (ValueError, TypeError, OverflowError):  # no date, or one that may mean any time
        return False


RULES: tuple[Rule, ...] = (
    Rule(
        "done_without_evidence",
        "A step is done and shows nothing for it: no command with its result, no commit, no link.",
        "production systems: mandatory verification of every change",
        _without,
        {**only("warning", "production"), **only("info", "team")},
    ),
    Rule(
        "evidence_outdated",
        "A file that is evidence of a done step has changed since it was observed.",
        "evidence holds for the version it was taken from",
        _outdated,
        everywhere("warning"),
    ),
    Rule(
        "changed_since_done",
        "A file that only a done step names changed more than a day after the step was done.",
        "a done step may be done no longer",
        _changed_since,
        everywhere("info"),
    ),
)
