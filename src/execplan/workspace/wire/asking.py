"""What is answered about a question that a person may have been asked. Knows no transport and no plan."""

from __future__ import annotations

from typing import Literal

from execplan.workspace.wire import answers
from execplan.workspace.wire.render import text

Outcome = Literal["answered", "declined", "cancelled", "empty", "failed", "unavailable"]
"""How asking ended. Only ``answered`` has an answer; after the others the question is as open as it was."""

_TOLD: dict[Outcome, str] = {
    "answered": "answered",
    "declined": "declined, so it stays open",
    "cancelled": "cancelled, so it stays open",
    "empty": "left empty, so it stays open",
    "failed": "the client could not ask, so it stays open",
    "unavailable": "this client cannot ask; it stays open, ask in your own words",
}


class AskedAnswer(answers.AddedAnswer):
    asked: Outcome | None = None
    """None when nobody was to be asked."""
    answer: str | None = None
    """What the person said, whole."""


@text.register
def _asked(answer: AskedAnswer) -> str:
    record = text.dispatch(answers.AddedAnswer)(answer)
    if answer.asked is None:
        return record
    said = f": {answer.answer}" if answer.answer else ""
    return f"{record}; asked: {_TOLD[answer.asked]}{said}"
