"""Who waits for whom, as documents state it: fields, lists, sentences, arrows. Knows steps and phases; knows no schedule.

Targets inside the plan become ids; anything else (issues, other plans, files, people) stays as the words of the document.
``[P]`` adds nothing: it says that a step may run beside its neighbours, so that the order of the list binds it even less
than it binds others, and only what is stated does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from execplan.plan import abroad, vocabulary
from execplan.plan.arrows import drawn
from execplan.plan.model import Diagnostic, Phase, Plan, Section, Step
from execplan.plan.named import Known, ids_of, is_name, missing_in
from execplan.plan.order import order_of
from execplan.plan.rings import ring
from execplan.plan.sentences import Stated, stated
from execplan.plan.wording import candidates, has_drawing, telling
from execplan.text.block import Block
from execplan.text.blocks import blocks_of
from execplan.text.patterns import later
from execplan.text.source import Source

_NUMBERED = later(r"(?:[^\W\d_]+\s+)?[\w-]*\d+(?:\.\d+)*(?!\w)")
_NOTHING = later(r"(?:none|nothing|keine|ninguna?|aucune?|нет|无|没有)\s*[(—–;:-]", re.IGNORECASE)
"""``None (start here)``: no dependency, and a remark."""


def resolve(
    source: Source,
    sections: tuple[Section, ...],
    blocks: tuple[Block, ...],
    steps: list[Step],
    phases: list[Phase],
    lines: list[int],
    diagnostics: list[Diagnostic],
) -> tuple[list[Step], list[Phase]]:
    """Steps and phases with their targets resolved, and what sentences in these lines and arrows say added to the fields.

    Tells ``dependency_unknown`` and ``dependency_ring``.
    """
    known = Known.of(steps, phases)
    headings = _headings(sections)
    said: dict[str, list[str]] = {}
    for one in _elsewhere(source, sections, blocks, steps, known, lines):
        said.setdefault(one.who, []).append(one.on)
    new_phases = [
        replace(
            phase, depends_on=_unique((*_targets(phase, known, None, headings, diagnostics), *said.get(phase.id, ())))
        )
        if phase.depends_on or phase.id in said
        else phase
        for phase in phases
    ]
    new_steps = [
        replace(
            step,
            depends_on=_unique((*_targets(step, known, step.phase, headings, diagnostics), *said.get(step.id, ()))),
        )
        if step.depends_on or step.id in said
        else step
        for step in steps
    ]
    _tell_ring(new_steps, new_phases, diagnostics)
    return new_steps, new_phases


def stated_elsewhere(plan: Plan) -> list[Stated]:
    """The dependencies that no field states but a sentence or an arrow, each with its line."""
    known = Known.of(plan.steps, plan.phases)
    lines = telling(plan.source, candidates(plan.source), (*plan.steps, *plan.phases))
    return _elsewhere(plan.source, plan.sections, blocks_of(plan.source).all, plan.steps, known, lines)


def _elsewhere(
    source: Source,
    sections: tuple[Section, ...],
    blocks: tuple[Block, ...],
    steps: Sequence[Step],
    known: Known,
    lines: list[int],
) -> list[Stated]:
    said = stated(source, sections, blocks, steps, known, lines)
    return [*said, *drawn(source, blocks, known)] if has_drawing(source) else said


def _unique(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _targets(
    one: Step | Phase,
    known: Known,
    phase: str | None,
    headings: frozenset[str],
    diagnostics: list[Diagnostic],
) -> tuple[str, ...]:
    found: list[str] = []
    for value in one.depends_on:
        if vocabulary.is_unset(value) or _NOTHING.match(value):
            continue
        found += [target for target in _meant(value, known, phase) if target != one.id] or [value]
        diagnostics += (
            Diagnostic("dependency_unknown", "warning", one.line, f"waits for {name!r}, which this plan does not have")
            for name in missing_in(value, known, phase)
            if name.casefold() not in headings
        )
    return tuple(found)


def _meant(value: str, known: Known, phase: str | None) -> list[str]:
    """Ids and words outside, in the order of the value; the value itself where none of it is understood."""
    apart = dict.fromkeys(abroad.parts(value))
    outside = {part for part in apart if _is_abroad(part, known, phase)}
    if not outside or is_name(value, known):
        return ids_of(value, known, phase) or [value]
    meant = [target for part in apart for target in ([part] if part in outside else ids_of(part, known, phase))]
    return meant if len(meant) > len(outside) or len(outside) == len(apart) else [value]


def _is_abroad(part: str, known: Known, phase: str | None) -> bool:
    """``other-plan: Step 2`` means no step of this plan, though it has a Step 2; ``first: Step 2`` does."""
    if not abroad.is_outside(part) or is_name(part, known):
        return False
    other = abroad.other_plan(part)
    sure = other is not None and other[1] is not None and ("-" in other[0] or "/" in part)
    return sure or not ids_of(part, known, phase)


def _headings(sections: tuple[Section, ...]) -> frozenset[str]:
    """``phase 9`` of a heading that groups no steps, and so is no phase here."""
    return frozenset(" ".join(match[0].split()).casefold() for one in sections if (match := _NUMBERED.match(one.title)))


def _tell_ring(steps: list[Step], phases: list[Phase], diagnostics: list[Diagnostic]) -> None:
    if not any(one.depends_on for one in (*steps, *phases)):
        return
    names = ring(order_of(steps, phases))
    if names is None:
        return
    known: dict[str, Step | Phase] = {one.id: one for one in (*steps, *phases)}
    said = [known[id] for id in names]
    chain = " → ".join(called(one) for one in (*said, said[0]))
    diagnostics.append(
        Diagnostic(
            "dependency_ring", "warning", min(known[id].line for id in names), f"each waits for the next: {chain}"
        )
    )


def called(one: Step | Phase) -> str:
    """A short name: the label, else the beginning of the title in quotes."""
    title = " ".join(one.title.split())
    return (one.label or "").strip(" *_`") or f"'{title[:39] + '…' if len(title) > 40 else title}'"
