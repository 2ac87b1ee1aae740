"""Blockers: on a step, or of the whole plan; and their resolution. Knows spans and states; knows no files and no clock."""

from __future__ import annotations

from execplan.edits import derived, habits
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.child_lines import below, step_line
from execplan.edits.known import known
from execplan.edits.marking import has_pointer, write_state
from execplan.edits.placing import Record, place_record
from execplan.edits.striking import strike, strike_reason
from execplan.plan import marks
from execplan.plan.choice import first_choice
from execplan.plan.dialects import DIALECTS, FIELD_LABELS
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Blocker, Plan, Status, Step
from execplan.plan.references import find_blocker, find_step
from execplan.plan.safe import entry
from execplan.plan.tables import is_row
from execplan.plan.writing import Values

_BEGUN = "work had begun"
"""Written beside the date where nothing else tells that the step goes on, not starts, once it is free again."""
_WENT_ON = "the work went on"
"""The resolution written when a blocked step is marked otherwise without a word about its blocker."""


def add(
    plan: Plan, text: str, *, step: str | None = None, needs: str | None = None, options: tuple[str, ...] = (), now: str
) -> Change:
    """Records what stands in the way: on a step (which becomes blocked), else in the plan's place for blockers.

    Law: the plan gains exactly one open blocker; the same one added twice is added once.
    """
    body = entry(text, "blocker")
    given: Values = {}
    if needs and needs.strip():
        given["needs"] = entry(needs, "needs")
    if options:
        given["option"] = tuple(entry(option, "option") for option in options)
    on = find_step(plan, step) if step is not None else None
    draft = Draft(plan)
    same = known(_alike(plan, on), body, lambda one: one.text, "blocker")
    if same and (on is None or on.status == "blocked"):
        return no_change(plan, same.id)
    if on is not None:
        write_blocked(draft, on, body, given, now)
    else:
        _place(draft, body, given, now)
    return draft.change(shows=(("blocker", "text", body), ("blocker", "resolved", False)))


def _alike(plan: Plan, step: Step | None) -> list[Blocker]:
    """The blockers that may say it already: what was resolved may stand in the way again."""
    id = step.id if step else None
    return [one for one in plan.blockers if one.step == id and (not one.resolved or one.retracted is not None)]


def _place(draft: Draft, body: str, given: Values, now: str) -> None:
    plan = draft.plan
    spot = DIALECTS[plan.dialect].spots["blocker"]
    in_questions = spot.role == "questions" and plan.section("blockers") is None
    if in_questions:
        siblings = [one.place for one in plan.questions]
        draft.adds.update(("blocker", "question"))
    else:
        spot = spot if spot.role == "blockers" else DIALECTS["cookbook"].spots["blocker"]
        siblings = [one.place for one in plan.blockers if one.step is None and one.question is None]
        draft.adds["blocker"] += 1
    derived.tell(draft, [f"- Blocker: {body}"], now)  # first: at the end of a document both go to the same spot
    place_record(draft, spot, siblings, Record(body, given, ("blocked", "title")), now)
    derived.write_updated(draft, now)


def write_blocked(draft: Draft, step: Step, reason: str, given: Values, now: str) -> None:
    """Marks a step blocked and says why below it. ``reason`` and ``given`` are already safe."""
    plan = draft.plan
    if step.box == "none" and is_row(plan.source, step.line):
        raise PlanError(
            "refused",
            f"{quoted(step.title)} is a table row and has no room for a reason",
            "record the blocker without a step",
        )
    draft.touched.add(step.id)
    current = first_choice(plan)
    if step.status != "blocked":
        write_state(draft, step, "blocked", now, pointer=has_pointer(draft, step))
        derived.follow(draft, {step.id: "blocked"}, now)
        if current is not None and current.id == step.id:
            derived.write_plan_status(draft, "blocked")
    else:
        derived.write_updated(draft, now)
        _restate_bare(draft, step)
    dialect = DIALECTS[plan.dialect]
    usual = "%Y-%m-%d %H:%M UTC" if dialect.step_status else dialect.spots["blocker"].shape.stamp
    since = habits.work_time(plan, now, usual)
    if _began_unseen(draft, step):
        since += f", {_BEGUN}"
    line = step_line(draft, step, "blocked", f"{reason} (since {since})")
    draft.insert_lines(below(draft, step.place), [line, *_nested(line, given)])
    derived.tell(draft, [f"- Blocker: {reason} ({step.title})"], now)
    draft.adds["blocker"] += 1


def _began_unseen(draft: Draft, step: Step) -> bool:
    """Was the step begun, with nothing left to show it once its state words are replaced?"""
    return step.started is None and not has_pointer(draft, step) and step.status == "in_progress"


def _restate_bare(draft: Draft, step: Step) -> None:
    """A step that was blocked without a reason gains its first one: the blocker named after the step goes."""
    if any(one.id == step.id for one in draft.plan.blockers):
        draft.drops["blocker"] += 1


def _nested(line: str, given: Values) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())] + "  "
    lines = [f"{indent}- {FIELD_LABELS['needs']}: {given['needs']}"] if "needs" in given else []
    options = given.get("option", ())
    lines += [
        f"{indent}- Option {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}: {option}"
        for number, option in enumerate(options)
    ]
    return lines


def resolve(plan: Plan, blocker: str, resolution: str, *, now: str) -> Change:
    """Strikes a blocker and says how it was resolved; its step goes on when nothing else blocks it."""
    answer = entry(resolution, "resolution")
    target = find_blocker(plan, blocker)
    draft = Draft(plan)
    draft.touched.add(target.id)
    if target.question is not None:
        draft.touched.add(target.question)
        draft.drops["blocker"] += 1  # answered, it is a question like any other
    step = plan.step(target.step) if target.step else None
    if step is not None and target.id == step.id:
        draft.insert_lines(
            below(draft, step.place),
            [step_line(draft, step, "blocked", f"~~{marks.collapse(target.text)}~~ → Resolved: {answer}")],
        )
        draft.adds["blocker"] += 1
        draft.drops["blocker"] += 1
    elif step is not None:
        strike_reason(draft, target, "Resolved", answer)
    else:
        _strike(draft, target, answer)
    let_go(draft, target, now)
    where = f" ({step.title})" if step is not None and step.id != target.id else ""
    derived.tell(draft, [f"- Resolved: {target.text}{where} — {answer}"], now)
    return draft.change(target.id)


def let_go(draft: Draft, target: Blocker, now: str) -> None:
    """What follows when a blocker is out of the way: its step and the plan go on where nothing else blocks them."""
    plan = draft.plan
    step = plan.step(target.step) if target.step else None
    others = [one for one in plan.blockers if not one.resolved and one.id != target.id]
    if step is not None and step.status == "blocked" and not any(one.step == step.id for one in others):
        _release(draft, step, target, now)
    else:
        derived.write_updated(draft, now)
    if plan.status == "blocked" and not others:
        derived.write_plan_status(draft, "in_progress")


def _release(draft: Draft, step: Step, target: Blocker, now: str) -> None:
    """Back to in progress if the step had been started, else to todo."""
    raw = draft.source.slice(target.place.text)
    started = step.started is not None or has_pointer(draft, step) or _BEGUN in raw
    status: Status = "in_progress" if started else "todo"
    draft.touched.add(step.id)
    write_state(draft, step, status, now, pointer=has_pointer(draft, step))
    derived.follow(draft, {step.id: status}, now)


def _strike(draft: Draft, target: Blocker, answer: str) -> None:
    source, place = draft.source, target.place
    if is_row(source, place.line):
        raise PlanError("refused", f"blocker {target.id} is a table row", "edit the row by hand")
    strike(draft, place, "Resolved", answer)
    if place.box:
        draft.replace(place.box, habits.ticked(draft.plan))


def close_on_step(draft: Draft, step: Step) -> None:
    """The open ``Blocked:`` lines of a step that was marked otherwise are struck as resolved."""
    for one in draft.plan.blockers:
        if one.step != step.id or one.resolved:
            continue
        if one.id == step.id:  # named after the step for want of a reason: it goes with the state
            draft.drops["blocker"] += 1
            continue
        draft.touched.add(one.id)
        strike_reason(draft, one, "Resolved", _WENT_ON)
