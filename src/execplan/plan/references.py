"""Finds what a caller names: an exact id, then an exact label, then a piece of the text. Knows one plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from execplan.plan.errors import PlanError
from execplan.plan.identity import ALPHABET, SHORTEST
from execplan.plan.marks import collapse
from execplan.plan.model import Blocker, Phase, Plan, Section, Step

T = TypeVar("T")
_SHOWN = 5


def find_step(plan: Plan, ref: str) -> Step:
    """The one step that ``ref`` names. ``Phase 2/Step 1`` qualifies. Raises ``not_found`` or ``ambiguous``."""
    steps: Sequence[Step] = plan.steps
    wanted = collapse(ref)
    head, slash, tail = wanted.partition("/")
    if slash and tail.strip() and not any(wanted.casefold() in step.title.casefold() for step in steps):
        phase = _match(plan.phases, head.strip(), lambda one: one.id, lambda one: one.label, lambda one: one.title)
        if len(phase) == 1:
            steps = [step for step in steps if step.phase == phase[0].id]
            wanted = tail.strip()
    return _one(
        "step",
        wanted,
        _match(steps, wanted, lambda one: one.id, lambda one: one.label, lambda one: one.title),
        steps,
        _step_line,
    )


def find_phase(plan: Plan, ref: str) -> Phase:
    found = _match(plan.phases, ref, lambda one: one.id, lambda one: one.label, lambda one: one.title)
    return _one("phase", ref, found, plan.phases, lambda one: f"{one.id} {one.label or ''} {one.title}")


def find_blocker(plan: Plan, ref: str) -> Blocker:
    """An open blocker by id, by text, or by the step it stands on."""
    opened = [one for one in plan.blockers if not one.resolved]
    found = _match(opened, ref, lambda one: one.id, lambda _: None, lambda one: one.text)
    if not found:
        steps = {
            step.id
            for step in _match(plan.steps, ref, lambda one: one.id, lambda one: one.label, lambda one: one.title)
        }
        found = [one for one in opened if one.step in steps]
    if not found:
        closed = _match(
            [one for one in plan.blockers if one.resolved],
            ref,
            lambda one: one.id,
            lambda _: None,
            lambda one: one.text,
        )
        if len(closed) == 1:
            raise PlanError("refused", f"blocker {closed[0].id} is already resolved", "nothing to do")
    return _one("blocker", ref, found, opened, lambda one: f"{one.id} {one.text}")


def find_section(plan: Plan, ref: str) -> Section:
    """A section by its heading or a piece of it."""
    found = _match(plan.sections, ref, lambda one: one.title, lambda one: one.raw, lambda one: one.title)
    return _one("section", ref, found, plan.sections, lambda one: one.title)


def _match(
    entries: Sequence[T],
    ref: str,
    id_of: Callable[[T], str],
    label_of: Callable[[T], str | None],
    text_of: Callable[[T], str],
) -> list[T]:
    """The entries of the first level with a match: id (or a longer or shorter prefix of it), label, piece of the text."""
    wanted = collapse(ref).casefold()
    if not wanted:
        return []
    exact = [one for one in entries if id_of(one).casefold() == wanted]
    if exact:
        return exact
    if len(wanted) >= SHORTEST and not set(wanted) - set(ALPHABET):
        prefixed = [one for one in entries if id_of(one).startswith(wanted) or wanted.startswith(id_of(one))]
        if prefixed:
            return prefixed
    labelled = [one for one in entries if _same_label(label_of(one), wanted)]
    if labelled:
        return labelled
    whole = [one for one in entries if text_of(one).casefold() == wanted]
    return whole or [one for one in entries if wanted in text_of(one).casefold()]


def _same_label(label: str | None, wanted: str) -> bool:
    """``5`` names ``Step 5`` and ``5``; ``Step 5`` names ``5`` too."""
    if label is None:
        return False
    folded = collapse(label).casefold()
    if folded == wanted:
        return True
    number, asked = _number(folded), _number(wanted)
    return number is not None and number == asked and (folded == number or wanted == asked)


def _number(label: str) -> str | None:
    match = re.fullmatch(r"(?:[^\W\d_]+\s*#?\s*)?(\d+(?:\.\d+)*)", label)
    return match[1] if match else None


def _step_line(step: Step) -> str:
    return f"{step.id} {step.label + ' ' if step.label else ''}{step.title}"


def _one(kind: str, ref: str, found: list[T], entries: Sequence[T], line: Callable[[T], str]) -> T:
    if len(found) == 1:
        return found[0]
    if found:
        raise PlanError(
            "ambiguous", f"{len(found)} {kind}s match {ref!r}: {_lines(found, line)}", f"name the {kind} by its id"
        )
    near = get_close_matches(ref.casefold(), [line(one).casefold() for one in entries], n=3, cutoff=0.3)
    nearest = [one for text in near for one in entries if line(one).casefold() == text]
    hint = (
        f"nearest: {_lines(nearest, line)}"
        if nearest
        else (f"{kind}s: {_lines(entries, line)}" if entries else f"this plan has no {kind}s")
    )
    raise PlanError("not_found", f"no {kind} matches {ref!r}", hint)


def _lines(entries: Sequence[T], line: Callable[[T], str]) -> str:
    shown = "; ".join(collapse(line(one))[:60] for one in entries[:_SHOWN])
    return shown + (f"; +{len(entries) - _SHOWN}" if len(entries) > _SHOWN else "")
