"""Tools for what is not known yet. Knows arguments and answers; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from execplan.edits import questions as edits
from execplan.plan.errors import PlanError
from execplan.plan.references import find_question
from execplan.server.arguments import Ref, Text
from execplan.server.asking import About, Said
from execplan.server.tool import RECORDS, Asking, PlanTool
from execplan.server.tools.plans import whole
from execplan.workspace.changed import Changed
from execplan.workspace.wire import answers, build
from execplan.workspace.wire.asking import AskedAnswer
from execplan.workspace.workspace import Workspace


def add_question(
    workspace: Workspace,
    question: Text,
    plan: Ref | None = None,
    kind: Literal["decision", "clarification", "research"] = "clarification",
    ask: bool = False,
    if_revision: Text | None = None,
) -> AskedAnswer:
    del ask  # it is recorded first, whatever comes of asking
    changed = workspace.change(
        plan, lambda one, now: edits.add_question(one, question, kind=kind, now=now), if_revision=if_revision
    )
    return _told(build.added_answer(changed, "question", _status(changed, changed.id)))


def _status(changed: Changed, entry: str | None) -> Literal["open", "answered"]:
    return "answered" if any(one.id == entry and one.resolved for one in changed.plan.questions) else "open"


def _about(workspace: Workspace, given: Mapping[str, Any], answer: AskedAnswer) -> About | None:
    if not given["ask"] or answer.status != "open":
        return None
    _, question = workspace.ask(answer.plan, lambda one: find_question(one, answer.id))
    message = f"{question.text}\n\nAsked for the plan {answer.plan}, which keeps the answer."
    return About(answer.plan, question.id, message)


def _ended(workspace: Workspace, about: About, said: Said) -> AskedAnswer:
    if said.outcome != "answered":
        handle, plan = workspace.ask(about.plan, whole)
        kept = Changed(handle, plan, plan, about.entry)
        told = build.added_answer(kept, "question", _status(kept, about.entry))
        return _told(told, unchanged=None, asked=said.outcome)
    try:
        changed = workspace.change(
            about.plan, lambda one, now: edits.answer_question(one, about.entry, said.text, now=now)
        )
    except PlanError as error:
        raise PlanError(error.code, error.message, f"asked, and the answer was: {said.text}", error.diff) from None
    told = build.added_answer(changed, "question", "answered", about.entry)
    return _told(told, asked="answered", answer=said.text)


def _told(record: answers.AddedAnswer, **more: object) -> AskedAnswer:
    return AskedAnswer.model_validate({**dict(record), **more})


def answer_question(
    workspace: Workspace,
    question: Ref,
    answer: Text,
    plan: Ref | None = None,
    if_revision: Text | None = None,
) -> answers.AddedAnswer:
    changed = workspace.change(
        plan, lambda one, now: edits.answer_question(one, question, answer, now=now), if_revision=if_revision
    )
    return build.added_answer(changed, "question", "answered")


TOOLS = (
    PlanTool(
        "add_question",
        "Record what has to be asked, decided or looked into. ask: put it to the user in a form, if the client can.",
        "more",
        RECORDS,
        add_question,
        asking=Asking(_about, _ended),
    ),
    PlanTool(
        "answer_question",
        "Answer an open question; if it blocks, the work goes on.",
        "more",
        RECORDS,
        answer_question,
    ),
)
