"""Joins steps with the paragraphs that describe them elsewhere (``Plan of Work``). Knows found entries and read steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher

from execplan.plan import estimates, marks, values
from execplan.plan.found import Found
from execplan.plan.model import Diagnostic, Step
from execplan.plan.phases import phase_of
from execplan.plan.reading import Reading

_MOST_COMPARED = 40_000
"""Titles that are compared for likeness in one document; beyond, a detail joins a step of its title or number alone."""


def joined(reading: Reading, steps: list[Step], diagnostics: list[Diagnostic]) -> list[Step]:
    """Steps with their paragraphs in the plan of work: joined by number *and* title, never by number alone."""
    details = [one for one in reading.found if one.kind == "detail"]
    if not details:
        return steps
    if not steps:
        return [_from_detail(reading, one) for one in details]
    result = list(steps)
    free = _Free(steps)
    lonely: list[Diagnostic] = []
    for one in details:
        title = _detail_title(reading, one)
        best = free.take(title, one.number)
        if best is None:
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


class _Free:
    """The steps that have no detail yet, by title and by number: most details find theirs without a search."""

    def __init__(self, steps: list[Step]) -> None:
        self._titles = {at: step.title.casefold() for at, step in enumerate(steps) if step.detail is None}
        self._numbers = {at: _number(steps[at]) for at in self._titles}
        self._like: dict[str, list[int]] = {}
        for at in self._titles:
            for name in {f"title {self._titles[at]}", f"number {self._numbers[at]}"}:
                self._like.setdefault(name, []).append(at)
        self._searches = _MOST_COMPARED

    def take(self, title: str, number: str | None) -> int | None:
        """The step that says what ``title`` says, the first of the nearest ones; it is not found again."""
        title = title.casefold()
        named = {*self._like.get(f"title {title}", ()), *self._like.get(f"number {number}", ())} & self._titles.keys()
        value, best = self._nearest(named, title, number)
        if value < 1 and len(self._titles) <= self._searches:  # another title comes to less than 1
            self._searches -= len(self._titles)
            value, best = max((value, best), self._nearest(self._titles.keys() - named, title, number))
        if value <= 0:
            return None
        self._titles.pop(-best)
        return -best

    def _nearest(self, among: Iterable[int], title: str, number: str | None) -> tuple[float, int]:
        """How near the nearest one is (0: none is), and its index, negative so that the first one is the greatest."""
        found = (0.0, 0)
        matcher: SequenceMatcher[str] | None = None
        for at in among:
            same = bool(self._numbers[at]) and self._numbers[at] == number
            least = 0.4 if same else 0.85
            if self._titles[at] == title:
                likeness = 1.0
            else:
                matcher = matcher or SequenceMatcher(None, b=title, autojunk=False)  # what it learns of b it keeps
                likeness = _likeness(matcher, self._titles[at], least)
            if likeness >= least:
                found = max(found, (likeness + 0.4 * same, -at))
        return found


def _number(step: Step) -> str:
    return re.sub(r"\D+", " ", step.label or "").strip()


def _likeness(matcher: SequenceMatcher[str], title: str, least: float) -> float:
    """From 0 to 1; 0 where the cheap upper bounds already say that it is less than ``least``."""
    matcher.set_seq1(title)
    near = matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least
    return matcher.ratio() if near else 0.0


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
        depends_on=step.depends_on or values.depended_on(source, place),
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
