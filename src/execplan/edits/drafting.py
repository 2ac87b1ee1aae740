"""New steps made safe before they are placed: titles, fields, dependencies in the words of the document. Knows one plan."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from execplan.plan import marks
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Phase, Plan
from execplan.plan.references import find_phase
from execplan.plan.safe import entry

_LONGEST_PATH = 1_000
"""Characters of one file name."""


@dataclass(frozen=True, slots=True)
class Written:
    """A step about to be written: its safe title, its label or number, its fields by canonical name."""

    title: str
    fields: dict[str, str]
    phase: str | None


def written(plan: Plan, one: NewStep, batch: tuple[NewStep, ...], phase: str | None) -> Written:
    title = entry(one.title, "title")
    fields: dict[str, str] = {}
    if one.files:
        fields["files"] = ", ".join(f"`{plain_path(file)}`" for file in one.files if file.strip())
    for name, value in (
        ("verification", one.verify),
        ("estimate", one.estimate),
        ("owner", one.owner),
        ("notes", one.notes),
    ):
        if value and value.strip():
            fields[name] = entry(value, name)
    if one.depends_on:
        from execplan.edits.depending import by_suffix, suffixed  # no start of a command waits for it

        waits = [_target(plan, ref, batch, one) for ref in one.depends_on]
        if by_suffix(plan):
            title = suffixed(title, waits)
        else:
            fields["depends_on"] = ", ".join(waits)
    return Written(
        title, {name: value for name, value in fields.items() if value}, (one.phase or phase or "").strip() or None
    )


def plain_path(path: str) -> str:
    """A path as it can stand in a code span: on one line, without control characters and what would end the span."""
    if len(path) > _LONGEST_PATH:
        raise PlanError(
            "too_large", f"a file name has {len(path)} characters, the limit is {_LONGEST_PATH}", "name the file"
        )
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        raise PlanError("invalid", "a file name is not valid Unicode text", "send it without lone surrogates") from None
    shown = "".join(char for char in marks.collapse(path) if unicodedata.category(char)[0] != "C")
    return shown.replace("`", "'").replace("|", "\\|")


def _target(plan: Plan, ref: str, batch: tuple[NewStep, ...], one: NewStep) -> str:
    """A dependency in the words of the document: a label where the target has one, else its title."""
    same = [other for other in batch if other.title == ref]
    if same:
        if same[0] is one:
            raise PlanError("refused", f"{quoted(one.title)} would depend on itself", "name another step")
        return entry(ref, "depends_on")
    from execplan.edits.depending import outside, target

    found = target(plan, ref)
    if found is None:
        return outside(plan, ref, [other.title for other in batch if other is not one])
    return found.label or found.title


def next_phase(plan: Plan) -> int:
    """The number after the highest one among the labels of the phases."""
    numbers = [
        int(found[0]) for phase in plan.phases if (found := re.search(r"(?<!\d)\d{1,9}(?!\d)", phase.label or ""))
    ]
    return max(numbers, default=0) + 1


def phase_heading(name: str, number: int) -> str:
    """``Phase 3: name``; a name that brings its own number keeps that."""
    title = entry(name, "phase")
    numbered = re.match(r"phase\s+\d+|\w+\s+\d+\s*\\?:", title, re.IGNORECASE)
    return title.replace("\\:", ":") if numbered else f"Phase {number}: {title}"


def known_phase(plan: Plan, name: str | None) -> Phase | None:
    if not name:
        return None
    try:
        return find_phase(plan, name)
    except PlanError as error:
        if error.code == "ambiguous":
            raise
        return None
