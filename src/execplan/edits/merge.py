"""The three-way merge of a plan, item by item. Pure: knows three texts; knows no file, no history and no edit.

A side that changed something wins over one that did not. Where both did:

- a step takes the higher state of todo < in_progress < blocked < skipped < done, with its stamps and status lines;
- what was changed stays, though the other side deleted it, and with it the headings and steps around it;
- entries that came are all kept, ordered by stamp, then by their words; the same one is kept once;
- ``Last Updated`` is the later one, the plan's own status the further one; bar, parents and ``← CURRENT`` follow the steps;
- the same words changed in two ways are a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from execplan.edits.merging.checking import lost
from execplan.edits.merging.following import followed
from execplan.edits.merging.items import merge_unit
from execplan.edits.merging.join import ClashError, join
from execplan.edits.merging.units import units_of
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import BOM, Source

_HINT = "look at both texts, keep what is right, and save it"
_END = re.compile(r"\r\n|\r|\n")
_LAST_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_T = TypeVar("_T")


def merge(base: Source, ours: Source, theirs: Source) -> Source:
    """Both sides' changes to ``base`` in one text. Laws: commutative, idempotent. Raises ``conflict``."""
    if ours.text == theirs.text or theirs.text == base.text:
        return ours
    if ours.text == base.text:
        return theirs

    def refuse(clash: ClashError) -> str:
        raise PlanError("conflict", f"both sides changed {_place(base, clash.line)}", _HINT)

    return _merged(base, ours, theirs, refuse)


def marked(base: Source, ours: Source, theirs: Source) -> Source:
    """The same with both sides between git's markers wherever ``merge`` finds a conflict."""
    if ours.text == theirs.text or theirs.text == base.text:
        return ours
    if ours.text == base.text:
        return theirs
    newline = ours.newline
    clashes: list[ClashError] = []

    def show(clash: ClashError) -> str:
        clashes.append(clash)
        parts = ("<<<<<<< ours", clash.ours, "=======", clash.theirs, ">>>>>>> theirs")
        return "".join(one if one.endswith(("\r", "\n")) or not one else one + newline for one in parts)

    try:
        return _merged(base, ours, theirs, show, clashes)
    except PlanError:  # it merges, but does not read as both do: a person looks at all of it
        return Source.of(show(ClashError(0, ours.text, theirs.text)))


def _place(base: Source, line: int) -> str:
    """The line of the base where they differ, and the heading above it."""
    plan = read_plan(base)
    above = [section for section in plan.sections if section.line <= line]
    under = f" (in {quoted(above[-1].raw)})" if above else ""
    return f"line {line + 1}{under} in two ways"


@dataclass(frozen=True, slots=True)
class _Form:
    """A text without what its program saved around it: the mark at its start, the end of its last line, its line ends."""

    text: str
    bom: bool
    ended: bool
    newline: str
    """The one line end it uses; empty where it uses several."""


def _merged(
    base: Source, ours: Source, theirs: Source, settle: Callable[[ClashError], str], clashes: Sequence[ClashError] = ()
) -> Source:
    forms = [_form(one, base.newline) for one in (base, ours, theirs)]
    newline = _chosen(*(one.newline for one in forms))
    plans = [_plan(one, newline if all(form.newline for form in forms) else "") for one in forms]
    was, mine, yours = (units_of(plan) for plan in plans)
    written = join(was, mine, yours, merge_unit, settle)
    merged = Source.of("".join(one.gap + one.text for one in written))
    if not clashes:
        plan = followed(plans[0], plans[1], plans[2], merged)
        merged = plan.source
        missing = lost(plans[0], plans[1], plans[2], plan)
        if missing is not None:
            raise PlanError("conflict", f"the two texts do not go together: {missing}", _HINT)
    text = merged.text if _chosen(*(one.ended for one in forms)) else _LAST_END.sub("", merged.text, count=1)
    return Source.of(BOM + text if _chosen(*(one.bom for one in forms)) else text)


def _form(source: Source, newline: str) -> _Form:
    bom = source.text.startswith(BOM)
    text = source.text[len(BOM) :] if bom else source.text
    ends = set(_END.findall(text))
    ended = text.endswith(("\r", "\n"))
    only = ends.pop() if len(ends) == 1 else "" if ends else newline
    return _Form(text if ended else text + (only or source.newline), bom, ended, only)


def _plan(form: _Form, newline: str) -> Plan:
    """As read, in the line ends that all three have, or that one side changed to."""
    return read_plan(Source.of(_END.sub(newline, form.text) if newline else form.text))


def _chosen(base: _T, ours: _T, theirs: _T) -> _T:
    """The side that changed wins; where both did, either has the other's or the lesser of two is taken."""
    changed = [one for one in (ours, theirs) if one != base]
    return min(changed, key=repr) if changed else base
