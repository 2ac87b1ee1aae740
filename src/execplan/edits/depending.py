"""What a step is to wait for, as a caller names it: found in the plan, kept as words where it is outside, else refused.

Knows one plan; knows no other plan and no file, so that words with the shape of one are believed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from execplan.plan import abroad
from execplan.plan.dependencies import stated_elsewhere
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Phase, Place, Plan, Step
from execplan.plan.named import Known, missing_in
from execplan.plan.order import order_of
from execplan.plan.references import find_phase, find_step
from execplan.plan.rings import chain
from execplan.plan.safe import entry
from execplan.plan.sentences import Stated, suffix
from execplan.text.source import Span

Target = Step | Phase | str
"""A string is what stands outside the plan, in the caller's words."""
_ALIKE = 0.8
"""From which likeness on a word is a title with a slip in it."""


def target(plan: Plan, ref: str) -> Step | Phase | None:
    """The step or else the phase that is meant; None where none is. Raises ``ambiguous``."""
    if abroad.is_issue(ref):  # ``#75`` is no piece of ``Close #751``
        exact = ref.strip().casefold()
        every = (*plan.steps, *plan.phases)
        return next((one for one in every if exact in (one.title.casefold(), (one.label or "").casefold())), None)
    try:
        return find_step(plan, ref)
    except PlanError as error:
        if error.code != "not_found":
            raise
    try:
        return find_phase(plan, ref)
    except PlanError:
        return None


def outside(plan: Plan, ref: str, batch: Sequence[str] = ()) -> str:
    """The words for what is no step here, as they can be written. ``batch`` are the titles that come with it.

    Raises ``not_found`` where they read like a step or a phase of this plan, or nearly are a title.
    """
    text = entry(ref, "depends_on")
    if abroad.is_outside(text):
        return text
    titles = {one.title.casefold(): f"{one.label or one.id} {one.title}" for one in (*plan.steps, *plan.phases)}
    titles |= {title.casefold(): title for title in batch}
    number = re.fullmatch(r"#?(\d{1,6})", text)
    missing = missing_in(text, Known.of(plan.steps, plan.phases), always=True) or (
        (text,) if number and _counts(plan) else ()
    )
    if any(not _comes(plan, one, len(batch)) for one in missing):
        near = get_close_matches(text.casefold(), titles, n=3, cutoff=0.3)
        hint = f"nearest: {'; '.join(titles[one] for one in near)}" if near else "get_plan lists the steps"
        raise PlanError("not_found", f"this plan has no {' and no '.join(missing)} to wait for", hint)
    near = get_close_matches(text.casefold(), titles, n=1, cutoff=_ALIKE)
    if near and near[0] != text.casefold():
        raise PlanError(
            "not_found",
            f"no step is called {quoted(text)}",
            f"did you mean {titles[near[0]]!r}? name it by id or label",
        )
    return text


def refuse_rings(
    plan: Plan, batch: Sequence[NewStep], under: Step | None, beside: Step | None, phase: str | None
) -> None:
    """Raises ``refused`` where the new steps would wait for each other, or for what waits for them."""
    if not any(one.depends_on for one in batch):
        return
    parent = under.id if under else beside.parent if beside else None
    names = {one.title: f"new {number}" for number, one in enumerate(batch)}
    above = under or beside
    new: list[Step] = []
    for one in batch:
        home = above.phase if above else _phase_of(plan, one.phase or phase)
        ids = [names.get(ref) or (found.id if (found := target(plan, ref)) else ref) for ref in one.depends_on]
        new.append(Step(names[one.title], None, one.title, "todo", 0, _NOWHERE, home, parent, depends_on=tuple(ids)))
    inside = tuple(one.id for one in new)
    steps = [replace(one, children=(*one.children, *inside)) if one.id == parent else one for one in plan.steps]
    every: list[Step] = [*steps, *new]
    called = {one.id: one.title for one in (*plan.phases, *every)}
    enclosing = _enclosing(plan, parent)
    after = order_of(every, plan.phases)
    for one in new:
        for on in one.depends_on:
            if on in (*enclosing, one.phase):
                raise PlanError(
                    "refused", f"{quoted(one.title)} is a part of {quoted(called[on])}", "name another phase or step"
                )
            if on in after and (path := chain(after, on, one.id)):
                said = " → ".join(repr(called[id][:50]) for id in (one.id, *path))
                raise PlanError("refused", f"{said} would wait for each other", "leave one of these dependencies out")


def elsewhere(plan: Plan, step: Step) -> tuple[Stated, ...]:
    """What sentences and arrows, not fields, say that a step waits for."""
    return tuple(one for one in stated_elsewhere(plan) if one.who == step.id)


def refuse_elsewhere(plan: Plan, step: Step, said: Sequence[Stated], wanted: Sequence[str]) -> None:
    """Raises ``refused`` where a line in words or a drawing would have to change, and names it."""
    for one in said:
        if one.on not in wanted:
            title = next((other.title for other in (*plan.steps, *plan.phases) if other.id == one.on), one.on)
            line = " ".join(plan.source.line(one.line).split())
            raise PlanError(
                "refused",
                f"line {one.line + 1} says that {quoted(step.title)} waits for {quoted(title)}: {line[:120]}",
                "reword that line by edit_section or by hand, or name that dependency too",
            )


def suffixed(title: str, words: Sequence[str]) -> str:
    """The title with ``(depends on …)`` at its end, in place of the one it has; without words without one."""
    found = suffix(title)
    verb = found["verb"] if found else "depends on"
    bare = title[: found.start()].rstrip() if found else title
    return f"{bare} ({verb} {', '.join(words)})" if words else bare


def by_suffix(plan: Plan, step: Step | None = None) -> bool:
    """Is a dependency said at the end of a title here: by the step itself, else by its neighbours and nowhere in a field?"""
    if step is not None and (suffix(step.title) or _has_field(step)):
        return suffix(step.title) is not None
    return any(suffix(one.title) for one in plan.steps) and not any(_has_field(one) for one in plan.steps)


def _has_field(step: Step) -> bool:
    places = (step.place, step.detail) if step.detail else (step.place,)
    return any({"depends_on", "blocked_by"}.intersection(field.names) for place in places for field in place.fields)


def _counts(plan: Plan) -> bool:
    return any((step.label or "").strip(" .").isdecimal() for step in plan.steps)


def _comes(plan: Plan, name: str, count: int) -> bool:
    """Will a step of that number come with the others?"""
    number = re.search(r"(\d{1,9})\Z", name)
    known = [int(found[0]) for step in plan.steps if (found := re.search(r"(?<!\d)\d{1,9}\Z", step.label or ""))]
    last = max(known, default=len(plan.steps))
    return number is not None and last < int(number[1]) <= last + count


def _phase_of(plan: Plan, name: str | None) -> str | None:
    try:
        return find_phase(plan, name).id if name else None
    except PlanError:
        return None


def _enclosing(plan: Plan, parent: str | None) -> tuple[str, ...]:
    parents = {step.id: step.parent for step in plan.steps}
    found: list[str] = []
    while parent is not None and parent not in found:
        found.append(parent)
        parent = parents.get(parent)
    return tuple(found)


_NOWHERE = Place(0, 1, Span(0, 0))
