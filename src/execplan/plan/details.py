"""Joins steps with the paragraphs that describe them elsewhere (``Plan of Work``). Knows found entries and read steps."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from execplan.plan import estimates, marks, values
from execplan.plan.found import Found
from execplan.plan.model import Diagnostic, Step
from execplan.plan.phases import phase_of
from execplan.plan.reading import Reading


def joined(reading: Reading, steps: list[Step], diagnostics: list[Diagnostic]) -> list[Step]:
    """Steps with their paragraphs in the plan of work: joined by number *and* title, never by number alone."""
    details = [one for one in reading.found if one.kind == "detail"]
    if not details:
        return steps
    if not steps:
        return [_from_detail(reading, one) for one in details]
    result = list(steps)
    lonely: list[Diagnostic] = []
    for one in details:
        title = _detail_title(reading, one)
        best, score = -1, 0.0
        for index, step in enumerate(result):
            likeness = _likeness(title, step.title)
            same = bool(step.label) and re.sub(r"\D+", " ", step.label or "").strip() == one.number
            value = likeness + 0.4 * same if likeness >= (0.4 if same else 0.85) else 0.0
            if value > score and step.detail is None:
                best, score = index, value
        if best == -1:
            lonely.append(
                Diagnostic(
                    "detail_without_step", "info", one.place.line, f"no step in Progress matches {one.number}. {title}"
                )
            )
        else:
            result[best] = _with_detail(reading, result[best], one)
    if len(lonely) * 2 < len(details):  # where most match, the lists are meant to; else they are two different lists
        diagnostics += lonely
    return result


def _likeness(left: str, right: str) -> float:
    left, right = left.casefold(), right.casefold()
    return 1.0 if left == right else SequenceMatcher(None, left, right, autojunk=False).ratio()


def _detail_title(reading: Reading, one: Found) -> str:
    text = marks.collapse(reading.source.slice(one.place.text)).rstrip(" :")
    text = re.sub(r"\A(?:\*\*|__|[*_])|(?:\*\*|__|(?<!\\)[*_])\Z", "", text).strip(" :")
    return re.sub(r"^(?:step\s+)?\d+(?:\.\d+)*[.):]\s+", "", text, flags=re.IGNORECASE).strip()


def _with_detail(reading: Reading, step: Step, one: Found) -> Step:
    source, place = reading.source, one.place
    phase = phase_of(reading.sections, reading.title, one.section)
    return replace(
        step,
        detail=place,
        phase=reading.names.of_phase(phase) if phase is not None else step.phase,
        verification=step.verification or values.named(source, place, "verification"),
        files=step.files or values.paths(values.named(source, place, "files")),
        estimate_minutes=step.estimate_minutes or estimates.minutes(values.named(source, place, "estimate") or ""),
        owner=step.owner or values.named(source, place, "owner"),
        depends_on=step.depends_on or values.all_named(source, place, "depends_on"),
    )


def _from_detail(reading: Reading, one: Found) -> Step:
    step = Step(
        reading.names.of(one.place),
        one.number,
        _detail_title(reading, one),
        "todo",
        one.place.line,
        one.place,
        box="none",
    )
    return _with_detail(reading, step, one)
