"""Steps of a brief that names none: what is unknown first, then what must be built, what proves it, how it goes out.

Nothing is invented but the order: every step says what the brief says, and has an estimate only where the brief has one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from execplan.edits.planner.brief import Item
from execplan.edits.planner.given import Given, timed
from execplan.edits.planner.headings import kind_of
from execplan.plan.drafts import NewStep
from execplan.plan.identity import normal

DISCOVERY, BUILD, VERIFICATION, ROLLOUT = "Discovery and derisking", "Build", "Verification", "Rollout"
_ASIDE = re.compile(r"\s*\((?:fixed|negotiable|flexible|must|should|required)\)", re.IGNORECASE)
_TURNAROUND = re.compile(
    r"[\s(,–—-]*(?:(?:an?|with)\s+)*(?P<count>\d+(?:[.,]\d+)?(?:\s*[-–]\s*\d+(?:[.,]\d+)?)?)[\s-]*"
    r"(?P<unit>(?:(?:working|business|calendar)[\s-]+)?(?:hour|day|week))s?\b"
    r"[\s-]*(?:turn-?around|lead time|wait|notice|to answer)?\s*\)?",
    re.IGNORECASE,
)
_NEED = re.compile(r"(?:we\s+)?(?:needs?|requires?|wait(?:s|ing)? for|pending)\s+(?:an?\s+|the\s+)?", re.IGNORECASE)
_TAKES = re.compile(
    r"\s+(?:(?:which|usually|typically)\s+)*(?:takes?|needs?|lasts?|within)(?:\s+(?:about|up to))?\Z", re.IGNORECASE
)
_APART = re.compile(r";\s+|(?<=\)),\s+")
_SHIPS = re.compile(r"(?:launch|release|ship|go live|roll out|deploy)\b", re.IGNORECASE)
_LESS = re.compile(r"\((?:negotiable|flexible|should|nice to have)\)", re.IGNORECASE)


def steps_of(given: Given, title: str, *, checked: bool) -> tuple[NewStep, ...]:
    """The skeleton. Titles are unique, and equal to scope items where they build one. ``checked``: has it criteria?"""
    goals = sorted(given.goals, key=lambda item: bool(_LESS.search(item.text)))
    ships = [item for item in goals if _SHIPS.match(item.text)]
    bars = [item for item in goals if item not in ships and kind_of(item.text) == "quality"]
    wanted = given.scope.get("must") or [item for item in goals if item not in ships and item not in bars]
    bars = [*bars, *given.kind("quality")]
    found = [NewStep(f"Derisk: {risk.text}", DISCOVERY, owner=dict(risk.told).get("owner")) for risk in given.risks]
    found += [_step(given, _goal(item.text), BUILD) for item in wanted]
    found += [_step(given, item.text, BUILD) for item in given.scope.get("should", ())]
    found += [NewStep(f"Prove: {_goal(item.text)}", VERIFICATION) for item in bars]
    found += [wait for item in given.kind("external") for wait in _waits(item)]
    if checked:
        found.append(NewStep("Check every launch criterion", VERIFICATION))
    stages = [item.text for item in given.part("rollout") if item.bullet]
    launch = [_goal(item.text) for item in ships] or [f"Launch: {title}"]
    found += _in_turn([_step(given, text, ROLLOUT) for text in (*stages, *launch)])
    return _unique(found)


def _step(given: Given, text: str, phase: str) -> NewStep:
    """Brackets at the end say how long it takes and who of the team does it; what else they say stays in the title."""
    if (tail := timed(text)) is None:
        return NewStep(text, phase)
    title, time, who = tail
    team = " ".join(item.text for item in given.kind("team")).casefold()
    people = [one for one in re.split(r"\s+(?:and|&|\+)\s+", who) if one]
    if not all(re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", team) for one in people):
        return NewStep(text, phase)
    return NewStep(title, phase, estimate=time, owner=who or None)


def _in_turn(steps: list[NewStep]) -> Iterator[NewStep]:
    """Each after the one before it."""
    for before, step in zip([None, *steps], steps, strict=False):
        follows = before is not None and normal(before.title) != normal(step.title)
        yield replace(step, depends_on=(before.title,)) if before and follows else step


def _goal(text: str) -> str:
    return _ASIDE.sub("", text).strip() or text


def _waits(item: Item) -> Iterator[NewStep]:
    """What is outside and takes its time, named by what is waited for."""
    for text in _APART.split(item.text):
        if (took := _TURNAROUND.search(text)) is None:
            continue
        name = _NEED.sub("", f"{text[: took.start()]}{text[took.end() :]}".strip(" ,;:.-–—"), count=1)
        name = _TAKES.sub("", name)
        unit = took["unit"].casefold() + ("" if took["count"] == "1" else "s")
        title = f"{name[:1].upper()}{name[1:]}" if re.search(r"[^\W\d_]", name) else text
        yield NewStep(title, VERIFICATION, estimate=f"{took['count']} {unit} turnaround")
    for below in item.below:
        yield from _waits(below)


def _unique(steps: list[NewStep]) -> tuple[NewStep, ...]:
    kept: dict[str, NewStep] = {}
    for step in steps:
        kept.setdefault(normal(step.title), step)
    return tuple(kept.values())
