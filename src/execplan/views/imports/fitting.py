"""An outline as a plan can take it, and what is missing once it is one. Knows outlines and plans; knows no source of them."""

from __future__ import annotations

from dataclasses import replace

from execplan.plan import estimates
from execplan.plan.drafts import NewStep, OutlineStep
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import CLOSED, Plan
from execplan.plan.safe import entry
from execplan.views.imports.outline import Left, Outline, Wish

_FIELDS = ("verify", "estimate", "owner", "notes", "phase")


def fitted(outline: Outline) -> Outline:
    """Nothing in it that a plan would refuse. Law: what was taken out or changed is in ``left``.

    Titles become unique among the parts of one step (a plan takes the same title twice for one step asked for again),
    a step that has parts loses a state of its own that its parts contradict, and nothing waits for itself.
    """
    left = list(outline.left)
    kept: dict[int, int] = {}
    steps: list[OutlineStep] = []
    taken: set[tuple[int | None, str]] = set()
    for index, one in enumerate(outline.steps):
        title = _said(one.step.title)
        if title is None:
            left.append(Left("title", one.step.title, None))
            if one.parent in kept:  # what is below a step that cannot be stands beside it
                kept[index] = kept[one.parent]
            continue
        parent = kept.get(one.parent) if one.parent is not None else None
        unique = _unique(title, parent, taken)
        if unique != title:
            left.append(Left("title", f"the same title twice; this one is called {unique!r}", title))
        kept[index] = len(steps)
        steps.append(replace(one, step=_fields(replace(one.step, title=unique), left), parent=parent))
    linked: list[OutlineStep] = []
    for index, one in enumerate(steps):
        waits = tuple(dict.fromkeys(kept[at] for at in one.waits_for if at in kept))
        wanted = tuple(at for at in waits if not _inside(steps, at, index) and not _inside(steps, index, at))
        left += [Left("dependency", f"on {steps[at].step.title}", one.step.title) for at in waits if at not in wanted]
        linked.append(replace(one, waits_for=wanted, why=_said(one.why)))
    criteria: list[Wish] = []
    for wish in outline.criteria:
        text = _said(wish.text)
        if text is None:
            left.append(Left("criterion", wish.text))
        elif any(normal(text) == normal(other.text) for other in criteria):
            left.append(Left("criterion", "the same one twice", text))
        else:
            criteria.append(replace(wish, text=text))
    objective, context = _said(outline.objective), _said(outline.context)
    for what, given, said in (("objective", outline.objective, objective), ("context", outline.context, context)):
        if given and given.strip() and said is None:
            left.append(Left(what, given))
    title = _said(outline.title)
    return replace(
        outline,
        title=title,
        objective=objective,
        context=context,
        steps=tuple(linked),
        criteria=tuple(criteria),
        left=tuple(left),
    )


def missed(plan: Plan, outline: Outline, ids: dict[int, str]) -> tuple[Left, ...]:
    """What the outline says and the plan does not, once it is written. ``ids`` are those of its steps in the plan."""
    steps = {step.id: step for step in plan.steps}
    phases = {phase.id: phase.title for phase in plan.phases}
    left: list[Left] = []
    if outline.owner and plan.owner is None:
        left.append(Left("owner", outline.owner))
    for index, one in enumerate(outline.steps):
        name = one.step.title
        step = steps.get(ids.get(index, ""))
        if step is None:
            left.append(Left("step", name))
            continue
        follows = step.children and one.status == "todo" and step.status not in CLOSED
        if step.status != one.status and not follows:
            why = f": {one.why}" if one.why else ""
            left.append(Left("state", f"{one.status}{why}", name))
        missing = [at for at in one.waits_for if ids.get(at) not in step.depends_on]
        left += [Left("dependency", f"on {outline.steps[at].step.title}", name) for at in missing]
        if one.step.owner and step.owner is None:
            left.append(Left("owner", one.step.owner, name))
        if one.step.estimate and step.estimate_minutes is None:
            left.append(Left("estimate", one.step.estimate, name))
        if one.step.verify and not step.verification:
            left.append(Left("verification", one.step.verify, name))
        if one.step.files and not step.files:
            left.append(Left("files", ", ".join(one.step.files), name))
        if one.step.notes and not step.notes and one.step.notes not in plan.source.text:
            left.append(Left("notes", one.step.notes, name))
        phase = one.step.phase
        if phase and one.parent is None and normal(phase) not in normal(phases.get(step.phase or "", "")):
            left.append(Left("heading", phase, name))
    met = {normal(criterion.text): criterion.met for criterion in plan.criteria}
    for wish in outline.criteria:
        if normal(wish.text) not in met:
            left.append(Left("criterion", wish.text))
        elif wish.met and not met[normal(wish.text)]:
            left.append(Left("state", "met", wish.text))
    return tuple(left)


def _said(text: str | None) -> str | None:
    """The text as one entry of a plan; None where it says nothing or is longer than an entry may be."""
    if text is None or not text.strip():
        return None
    try:
        return entry(text)
    except PlanError:
        return None


def _fields(step: NewStep, left: list[Left]) -> NewStep:
    given = {name: getattr(step, name) for name in _FIELDS}
    safe = {name: _said(value) for name, value in given.items()}
    if safe["estimate"] and estimates.minutes(safe["estimate"]) is None:
        safe["estimate"] = None
    left += [
        Left("heading" if name == "phase" else name, value, step.title)
        for name, value in given.items()
        if value and value.strip() and safe[name] is None
    ]
    return replace(step, **safe)


def _unique(title: str, parent: int | None, taken: set[tuple[int | None, str]]) -> str:
    name, count = title, 1
    while (parent, normal(name)) in taken:
        count += 1
        name = entry(f"{title} – {count}")
    taken.add((parent, normal(name)))
    return name


def _inside(steps: list[OutlineStep], index: int, of: int) -> bool:
    """Is the step at ``index`` the one at ``of``, or a part of it?"""
    at: int | None = index
    while at is not None:
        if at == of:
            return True
        at = steps[at].parent
    return False
