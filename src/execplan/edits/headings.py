"""Which headings an edit may touch: those of entries and titles it declared. Knows two plans and a change.

A heading that holds no entry is missed by nobody else: a fence left open above it, or a rule below a paragraph, would
make or lose one unseen.
"""

from __future__ import annotations

from execplan.edits import entries
from execplan.edits.change import Change
from execplan.edits.prose import lines_in, moved
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Plan, Section
from execplan.plan.outline import title_section
from execplan.text.edit import Edit
from execplan.text.source import Source

_Heading = tuple[int, str]


def compare(before: Plan, change: Change, after: Plan) -> None:
    """Every heading stays as it is, but for the declared ones; new ones are written as such. Raises ``refused``."""
    rewritten, written = _lines_before(before.source, change.edit), _lines_after(after.source, change.edit)
    free = rewritten & _declared(before, change)
    if change.within is not None:
        free.update(lines_in(before.source, change.within))
        written &= {one.line for one in after.sections if _in_log(after, one)}  # a text from outside writes no others
        written.update(lines_in(after.source, moved(change.edit, change.within)))
    kept, stay = _headings(before, free), _headings(after, written)
    if kept != stay:
        lost = [text for level, text in kept if (level, text) not in stay]
        what = f"lose the heading {quoted(lost[0])}" if lost else "make a heading of a line that is none"
        hint = "is a code fence or a comment left open?"
        raise PlanError("refused", f"the edit would {what}; nothing was written", hint)


def _headings(plan: Plan, but: set[int]) -> list[_Heading]:
    return [(one.level, one.raw) for one in plan.sections if one.line not in but]


def _in_log(plan: Plan, section: Section) -> bool:
    return section.parent != -1 and plan.sections[section.parent].role == "log"


def _declared(plan: Plan, change: Change) -> set[int]:
    ids = change.touched | {change.renamed}
    lines = {one.line for found in entries.lists(plan).values() for one in found if one.id in ids}
    if "title" in dict(change.about):
        lines.add(plan.sections[max(title_section(plan.sections), 0)].line if plan.sections else -1)
    return lines


def _lines_before(source: Source, edit: Edit) -> set[int]:
    """The lines whose own text the edit changes; whole lines put before or after one leave it alone."""
    lines: set[int] = set()
    for one in edit.replacements:
        if one.span.start < one.span.end or not _beside(source, one.span.start, one.text):
            lines |= _covered(source, one.span.start, one.span.end)
    return lines


def _lines_after(source: Source, edit: Edit) -> set[int]:
    """The lines that the edit writes, or writes in."""
    lines: set[int] = set()
    grown = 0
    for one in edit.replacements:
        start = one.span.start + grown
        end = start + len(one.text)
        grown += len(one.text) - (one.span.end - one.span.start)
        if one.text or start not in source.starts:
            lines |= _covered(source, start + (one.text[:1] in ("\r", "\n") and one.span.start == one.span.end), end)
    return lines


def _covered(source: Source, start: int, end: int) -> set[int]:
    return set(range(source.line_of(start), source.line_of(max(end - 1, start)) + 1))


def _beside(source: Source, at: int, text: str) -> bool:
    """Is the text whole lines, at the start of a line or after the last one?"""
    return (at in source.starts and text.endswith(("\r", "\n"))) or (
        at == len(source.text) and text.startswith(("\r", "\n"))
    )
