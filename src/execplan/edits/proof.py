"""Evidence kept with a step, one ``Evidence:`` line a piece. Knows one step's own lines; vouches for nothing itself."""

from __future__ import annotations

from execplan.edits.change import Draft
from execplan.edits.child_lines import below, line_like, step_line
from execplan.edits.filling import fill
from execplan.plan.errors import PlanError, quoted
from execplan.plan.evidence import Evidence, asserted, read_evidence
from execplan.plan.model import Field, Step
from execplan.plan.safe import entry
from execplan.plan.tables import is_row
from execplan.text.source import Source, Span


def told(evidence: Evidence | str | None) -> Evidence | None:
    """The piece as it can stand in a document; a plain text is as told, whatever it looks like. Raises ``invalid``."""
    if evidence is None:
        return None
    if isinstance(evidence, str):
        return asserted(entry(evidence, "evidence")) if evidence.strip() else None
    safe = entry(evidence.text, "evidence")
    return read_evidence(safe) if evidence.observed else asserted(safe)


def pieces_with(step: Step, piece: Evidence) -> tuple[str, ...]:
    """The step's evidence with this piece: a file seen again takes the place of its older state."""
    at = _older(step, piece)
    if at is not None:
        return (*step.evidence[:at], piece.text, *step.evidence[at + 1 :])
    return step.evidence if piece.text in step.evidence else (*step.evidence, piece.text)


def write_evidence(draft: Draft, step: Step, piece: Evidence) -> None:
    """Adds the piece below the step, beside what is there. Raises ``refused`` where the step has no room."""
    source = draft.source
    fields = [one for one in step.place.fields if "evidence" in one.names]
    row = is_row(source, step.line)
    if (at := _older(step, piece)) is not None:
        _in_place(draft, fields, step.evidence[at], piece.text)
    elif row:
        _in_cell(draft, step, fields, piece.text)
    elif fields and (not step.evidence or _is_blank(source, fields[-1])):
        fill(draft, fields[-1], piece.text)
    elif fields and fields[-1].line > step.line and source.slice(fields[-1].value).strip():
        draft.insert_lines(fields[-1].end, [line_like(draft, fields[-1], "evidence") + piece.text])
    else:
        draft.insert_lines(below(draft, step.place), [step_line(draft, step, "evidence", piece.text)])


def _is_blank(source: Source, field: Field) -> bool:
    return not source.slice(field.value).strip() and field.end == field.line + 1


def _older(step: Step, piece: Evidence) -> int | None:
    """Where the same file stands as it was seen before."""
    for at, text in enumerate(step.evidence):
        known = read_evidence(text)
        if piece.observed and piece.path is not None and known.observed and known.path == piece.path:
            return at if text != piece.text else None
    return None


def _in_place(draft: Draft, fields: list[Field], old: str, new: str) -> None:
    for field in fields:
        start = draft.source.offset(field.line)
        at = draft.source.text.find(old, start, draft.source.offset(field.end))
        if at != -1:
            draft.replace(Span(at, at + len(old)), new)
            return


def _in_cell(draft: Draft, step: Step, fields: list[Field], text: str) -> None:
    if not fields:
        raise PlanError(
            "refused", f"{quoted(step.title)} is a table row and has no column for evidence", "mark it without any"
        )
    cell = fields[0]
    if "; " in text:
        raise PlanError("refused", "a table cell holds several pieces parted by '; '", "say it without '; '")
    if step.evidence:
        draft.insert(cell.value.end, f"; {text}")
    else:
        fill(draft, cell, text)
