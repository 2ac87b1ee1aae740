"""Open questions and their answers. Knows where questions stand and how they are answered; knows no files and no clock."""

from __future__ import annotations

from typing import Literal

from execplan.edits import derived, habits
from execplan.edits.blockers import resolve
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.child_lines import add_lines
from execplan.edits.filling import fill
from execplan.edits.known import known
from execplan.edits.placing import Record, into_section, new_section, place_record, section_before, section_end
from execplan.edits.striking import strike, strike_title
from execplan.plan import marks, vocabulary
from execplan.plan.dialects import DIALECTS, Shape, Spot
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import Field, OtherBox, Plan, Question, Section
from execplan.plan.references import find_question
from execplan.plan.safe import entry
from execplan.plan.tables import is_row
from execplan.plan.writing import compose

Kind = Literal["decision", "clarification", "research"]
_SPOT = DIALECTS["execution-plan"].spots["question"]
"""The dialect that sorts its questions; any document may have its headings."""


def add_question(plan: Plan, question: str, *, kind: Kind = "clarification", now: str) -> Change:
    """Records what is not known yet. Law: the plan gains exactly one open question; the same one twice is added once."""
    text = entry(question, "question")
    same = known(plan.questions, text, lambda one: one.text, "question")
    if same:
        return no_change(plan, same.id)
    draft = Draft(plan)
    derived.tell(draft, [f"- Question: {text}"], now)
    _place(draft, DIALECTS[plan.dialect].spots["question"], text, kind, now)
    draft.adds["question"] += 1
    derived.write_updated(draft, now)
    return draft.change(shows=(("question", "text", text), ("question", "resolved", False)))


def _place(draft: Draft, spot: Spot, text: str, kind: Kind, now: str) -> None:
    """Under the heading for its sort where the document has one or its dialect wants one, else among the questions."""
    plan = draft.plan
    record = Record(text, {}, ("title",))
    siblings = [one.place for one in plan.questions]
    heading = dict(_SPOT.groups)[kind]
    own = _group(plan, heading)
    if own is not None and (empty := _placeholder(plan, own)):
        draft.replace(empty.place.text, text)
        draft.drops["box"] += 1
        return
    if own is not None:
        place_record(draft, spot, siblings, record, now, own)
        return
    around = plan.section(spot.role)
    groups = [one for _, title in _SPOT.groups if (one := _group(plan, title))]
    if not spot.groups or (around is not None and not groups and (siblings or _says_something(draft, around))):
        place_record(draft, spot, siblings, record, now)
        return
    lines = compose(spot.shape, text, {}, now)
    if around is None:
        new_section(draft, spot, [f"### {heading}", "", *lines])
        return
    level = "#" * (groups[0].level if groups else around.level + 1)
    following = _after(kind, plan)
    if groups and following is not None:
        section_before(draft, following, [f"{level} {heading}", "", *lines])
    elif groups:
        end = section_end(draft, around.line + 1, around.end)
        draft.insert_lines(end, ["", f"{level} {heading}", "", *lines])
    else:
        into_section(draft, around, [f"{level} {heading}", "", *lines])


def _after(kind: Kind, plan: Plan) -> Section | None:
    """The first sort of questions that stands after this one."""
    sorts = [sort for sort, _ in _SPOT.groups]
    later = (title for _, title in _SPOT.groups[sorts.index(kind) + 1 :])
    return next((found for title in later if (found := _group(plan, title))), None)


def _group(plan: Plan, heading: str) -> Section | None:
    """The section with this heading, or a shorter form of it (``Research``)."""
    wanted = heading.casefold()
    return next(
        (
            section
            for section in plan.sections
            if section.role == "questions" and wanted.startswith(section.title.casefold())
        ),
        None,
    )


def _placeholder(plan: Plan, section: Section) -> OtherBox | None:
    """The first box that a template left to be filled in (``- [ ] [Question for stakeholders]``)."""
    inside = (one for one in plan.other_boxes if section.line < one.line < section.end)
    return next((one for one in inside if vocabulary.is_unset(one.text)), None)


def _says_something(draft: Draft, section: Section) -> bool:
    lines = (draft.source.line(line).strip() for line in range(section.line + 1, section.own_end))
    return any(not vocabulary.is_unset(line) for line in lines if line and set(line) - set("-*_ "))


def answer_question(plan: Plan, question: str, answer: str, *, now: str) -> Change:
    """Answers a question in the document's own habit; one that blocks is resolved, so its work goes on.

    Laws: the same answer twice is empty; no other entry changes.
    """
    said = entry(answer, "answer")
    target = find_question(plan, question)
    if target.retracted is not None:
        raise PlanError("refused", f"question {target.id} was retracted", "ask it anew in other words")
    if target.resolved and target.answer is not None:
        if normal(target.answer) == normal(said):
            return no_change(plan, target.id)
        raise PlanError(
            "refused",
            f"question {target.id} is already answered: {target.answer}",
            "record what changed with add_decision",
        )
    if target.blocking and not target.resolved:
        return resolve(plan, target.id, said, now=now)
    draft = Draft(plan)
    draft.touched.add(target.id)
    written = _write(draft, target, said)
    derived.tell(draft, [f"- Answered: {target.text} — {said}"], now)
    derived.write_updated(draft, now)
    return draft.change(target.id, (("question", "resolved", True), ("question", "answer", written)))


def _write(draft: Draft, question: Question, said: str) -> str:
    """The answer where this document puts answers: a cell, a line below the question, else behind the struck question."""
    source, place = draft.source, question.place
    own = place.field("answer")
    row = is_row(source, place.line)
    if row and own is None:
        raise PlanError("refused", f"question {question.id} stands in a table without a column for answers", "add one")
    like = _answered_below(draft.plan, question)
    if own is not None:
        fill(draft, own, said)
    elif like is not None:
        add_lines(draft, place, [like[0].place], Shape("", (("answer", "  - Answer: "),), ""), {"answer": said})
        if marks.read(source.slice(like[0].place.text)).first("strike"):
            strike_title(draft, place, marks.read(source.slice(place.text)))
    else:
        said = strike(draft, place, "Resolved", said)
    if place.box:
        draft.replace(place.box, habits.ticked(draft.plan))
    return said


def _answered_below(plan: Plan, question: Question) -> tuple[Question, Field] | None:
    """The last answered question, when its answer stands on a line of its own."""
    last = next((one for one in reversed(plan.questions) if one.answer and one.id != question.id), None)
    field = last.place.field("answer") if last else None
    return (last, field) if last and field and field.line > last.line else None
