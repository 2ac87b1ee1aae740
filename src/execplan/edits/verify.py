"""Holds an edit to what it declared: re-reads its own result and compares. Knows two plans; knows no kind of edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from execplan.edits import prose, renaming
from execplan.edits.change import Change
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan

Fact = tuple[object, ...]
Facts = dict[tuple[str, str], Fact]


def verify(before: Plan, change: Change, after: Plan) -> tuple[tuple[str, str], ...]:
    """Exactly the declared effects happened: the entries meant to change changed, those meant to come came, nothing else.

    Answers kind and id of the entries that came. Raises ``refused``; the caller then writes nothing.
    """
    old, new = _facts(before), _facts(after)
    touched, id = change.touched, change.id
    if change.renamed is not None:
        old, touched, id = renaming.followed(before, change, after, old, new)
    gone = [key for key in old if key not in new]
    came = [key for key in new if key not in old]
    _pair_up(gone, came)
    if change.within is not None:
        gone, came = prose.undeclared(before, change.edit, change.within, after, gone, came)
    adds = Counter({kind: count for kind, count in Counter(change.adds).items() if not kind.startswith("-")})
    drops = Counter({kind[1:]: count for kind, count in Counter(change.adds).items() if kind.startswith("-")})
    if Counter(kind for kind, _ in came) != adds:
        _refuse(f"would add {_names(came)}, not {_counted(adds)}")
    if Counter(kind for kind, _ in gone) != drops:
        _refuse(f"would lose {_names(gone)}")
    for key, fact in old.items():
        if key in new and new[key] != fact and key[1] not in touched and not _derived(before, after, key):
            _refuse(f"would change {key[0]} {key[1]} as well")
    if change.state and not any(step.id == change.id and step.status == change.state for step in after.steps):
        _refuse(f"would not read as {change.state}")
    for kind, name, value in change.shows:
        if not any(getattr(one, name) == value for one in _named(after, kind, id, came)):
            _refuse(f"would not read back with this {name.replace('_', ' ')}")
    said = dict(change.about)
    boxes = None if change.within is not None else change.touched
    if _frame(before, said, boxes) != _frame(after, said, boxes):
        _refuse("would change the plan's own lines")
    if before.status != after.status and not change.frame:
        _refuse("would change the plan's own lines")
    for name, value in said.items():
        if value is not None and getattr(after, name) != value:
            _refuse(f"would not read as {name} {value!r}")
    return (("step", id), *came) if change.renamed is not None and id else tuple(came)


def _named(plan: Plan, kind: str, id: str | None, came: list[tuple[str, str]]) -> Iterator[object]:
    """The entry of that kind and id (which may have grown or shrunk by a character), else those that came."""
    lists = {
        "step": plan.steps, "criterion": plan.criteria, "question": plan.questions, "blocker": plan.blockers,
        "decision": plan.decisions,
        "discovery": plan.discoveries, "risk": plan.risks, "log": plan.log, "box": plan.other_boxes,
    }  # fmt: skip
    for one in lists[kind]:
        if (kind, one.id) in came if id is None else one.id.startswith(id) or id.startswith(one.id):
            yield one


def _names(keys: list[tuple[str, str]]) -> str:
    return ", ".join(f"{kind} {id}" for kind, id in keys[:5]) or "nothing"


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing"


def _refuse(what: str) -> None:
    hint = "is there an unclosed code fence or comment above? else reword the text, or edit by hand"
    raise PlanError("refused", f"the edit {what}; nothing was written", hint)


def _derived(before: Plan, after: Plan, key: tuple[str, str]) -> bool:
    """A parent's (or phase's) state is derived: it may follow its children."""
    kind, id = key
    if kind == "phase":
        return True
    if kind != "step":
        return False
    olds = {step.id: step for step in before.steps}
    news = {step.id: step for step in after.steps}
    old, new = olds.get(id), news.get(id)
    return bool(old and new and (old.children or new.children) and old.title == new.title)


def _pair_up(gone: list[tuple[str, str]], came: list[tuple[str, str]]) -> None:
    """An id may grow or shrink by a character when a new entry shares its first ones: the same entry still."""
    for old in list(gone):
        same = [new for new in came if new[0] == old[0] and (new[1].startswith(old[1]) or old[1].startswith(new[1]))]
        if len(same) == 1:
            gone.remove(old)
            came.remove(same[0])


def _frame(plan: Plan, free: Container[str], touched: Container[str] | None) -> Fact:
    """What the plan says about itself, but for the names that may change, and the boxes that are not touched.

    ``touched`` is None where prose is rewritten: the boxes in it are its own.
    """
    kept = () if touched is None else (one for one in plan.other_boxes if one.id not in touched)
    boxes = Counter((one.text, one.checked) for one in kept)
    own = (None if name in free else getattr(plan, name) for name in ("title", "owner", "objective", "created"))
    return *own, tuple(sorted(boxes.items()))


def _facts(plan: Plan) -> Facts:
    return {(kind, id): fact for kind, id, fact in _entries(plan)}


def _entries(plan: Plan) -> Iterator[tuple[str, str, Fact]]:
    for step in plan.steps:
        yield (
            "step",
            step.id,
            (
                *(step.title, step.status, step.parent, step.label, step.box, step.verification, step.owner),
                *(step.notes, step.evidence, step.percent, step.files, step.estimate_minutes, step.depends_on),
            ),
        )
    for phase in plan.phases:
        yield "phase", phase.id, (phase.title, phase.label)
    for criterion in plan.criteria:
        yield (
            "criterion",
            criterion.id,
            (criterion.text, criterion.met, criterion.kind, criterion.evidence, criterion.retracted),
        )
    for question in plan.questions:
        yield (
            "question",
            question.id,
            (question.text, question.resolved, question.answer, question.blocking, question.retracted),
        )
    for blocker in plan.blockers:
        yield (
            "blocker",
            blocker.id,
            (blocker.text, blocker.resolved, blocker.step, blocker.needs, blocker.options, blocker.retracted),
        )
    for decision in plan.decisions:
        yield (
            "decision",
            decision.id,
            (
                decision.title,
                decision.rationale,
                decision.alternatives,
                decision.trade_offs,
                decision.by,
                decision.retracted,
            ),
        )
    for discovery in plan.discoveries:
        yield (
            "discovery",
            discovery.id,
            (
                discovery.title,
                discovery.why_it_matters,
                discovery.action,
                discovery.evidence,
                discovery.retracted,
            ),
        )
    for risk in plan.risks:
        yield (
            "risk",
            risk.id,
            (risk.text, risk.impact, risk.probability, risk.mitigation, risk.owner, risk.status, risk.retracted),
        )
    for entry in plan.log:
        yield "log", entry.id, (entry.kind, entry.text, entry.retracted)
