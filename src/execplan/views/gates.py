"""Points of decision as a plan sets them, before their day is known; tables of them. Knows lines; knows no calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from execplan.schedule.terms.lines import Line

_WHEN = frozenset({"date", "when", "by", "deadline", "due", "week", "day", "checkpoint"})
_WHAT = frozenset(
    {
        "condition", "criteria", "criterion", "if", "go if", "must hold", "what must hold", "check", "decision", "question",
        "gate", "decision point", "go/no-go", "go / no-go", "trigger", "what is decided",
    }
)  # fmt: skip
_ELSE = frozenset({"if not", "else", "otherwise", "action", "then", "fallback", "no-go", "what then", "consequence"})
_TOLD = frozenset({"status", "outcome", "result", "decided", "state"})


@dataclass(frozen=True, slots=True)
class Gate:
    """``when`` are the words that may say the day, ``week`` those of the week that it stands in."""

    text: str
    line: int
    when: str
    condition: str | None
    otherwise: str | None
    week: str
    above: tuple[str, ...] = ()
    told: str = ""
    """What its row says came of it."""


def gates_in(lines: tuple[Line, ...], *, named: bool) -> Iterator[Gate]:
    """The rows of tables that have a day and a condition; ``named``: the section is about such points."""
    columns: dict[str, int] = {}
    before = -2
    for line in lines:
        if not line.cells:
            columns = {}
            continue
        if line.number != before + 1:
            columns = _columns(line.cells, named)
        elif columns and any(cell.strip("-: ") for cell in line.cells):
            yield _of_row(line, columns)
        before = line.number


def _columns(heads: tuple[str, ...], named: bool) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        for name, words in (("when", _WHEN), ("what", _WHAT), ("else", _ELSE), ("told", _TOLD)):
            if head.casefold().strip(" ?") in words:
                found.setdefault(name, at)
    enough = {"when", "what"} if named else {"when", "what", "else"}
    return found if enough <= found.keys() else {}


def _of_row(line: Line, columns: dict[str, int]) -> Gate:
    cells = {name: line.cells[at] if at < len(line.cells) else "" for name, at in columns.items()}
    told = cells.get("told", "")
    said = "decided" if told.casefold() in ("go", "no-go", "no go", "done", "yes") else told
    text = " · ".join(part for part in (cells["when"], cells["what"]) if part)
    return Gate(text, line.number, cells["when"], cells["what"] or None, cells.get("else") or None, "", told=said)
