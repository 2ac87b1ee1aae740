"""New criteria: where a plan keeps them, and how they look there. Knows one plan; knows no files and no clock."""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.edits.known import known
from execplan.edits.placing import into_section, new_section, section_end
from execplan.edits.shapes import head_of
from execplan.plan import vocabulary
from execplan.plan.dialects import Shape, Spot
from execplan.plan.identity import normal
from execplan.plan.model import Criterion, Plan, Section
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.text.edit import apply, edit_of

_ITEM = re.compile(r"\A\s{0,3}(?:[-*+]|\d+[.)])\s+")
_SPOT = Spot(
    "criteria", "## Success Criteria", Shape("", (), ""), ("context", "approach", "steps", "progress", "outcomes")
)
"""Where a section of criteria goes that is not there yet."""


def add_criteria(draft: Draft, criteria: tuple[str, ...]) -> tuple[str, ...]:
    """Adds to the draft the criteria that the plan has not; answers their texts."""
    plan = draft.plan
    texts = dict.fromkeys(entry(text, "criterion") for text in criteria)
    new = tuple(text for text in texts if not _there(plan, text))
    if not new:
        return ()
    section, label = _criteria_home(plan)
    siblings = [] if section is None else [one for one in plan.criteria if _is_sibling(one, section)]
    if siblings:
        last = siblings[-1].place
        heads = (head_of(draft.source, last, counted=offset) for offset in range(1, len(new) + 1))
        draft.insert_lines(last.end, [head + text for head, text in zip(heads, new, strict=True)])
    else:
        lines = [("- " if plan.dialect == "cookbook" else "- [ ] ") + text for text in new]
        if section is None:
            new_section(draft, _SPOT, lines)
        elif not label and plan.dialect == "cookbook" and (end := _list_end(draft, section)) is not None:
            draft.insert_lines(end, lines)
        else:
            into_section(draft, section, lines, label)
    draft.adds["criterion"] += len(new) if siblings or plan.dialect != "cookbook" else _read_as_criteria(draft)
    return new


def _read_as_criteria(draft: Draft) -> int:
    """Items without a box are criteria below some headings and prose below others: asks the reader."""
    source = draft.source
    after = read_plan(apply(source, edit_of(source, draft.replacements)))
    return len(after.criteria) - len(draft.plan.criteria)


def _there(plan: Plan, text: str) -> bool:
    """Is it a criterion already, or a line of the section that keeps them without boxes?"""
    wanted = normal(text)
    if known(plan.criteria, text, lambda one: one.text, "criterion"):
        return True
    section, _ = _criteria_home(plan)
    if section is None:
        return False
    lines = (plan.source.line(line) for line in range(section.line + 1, section.end))
    return any(normal(_ITEM.sub("", line, count=1)) == wanted for line in lines if _ITEM.match(line))


def _is_sibling(one: Criterion, section: Section) -> bool:
    return one.box == "task" and section.line < one.line < section.own_end


def _list_end(draft: Draft, section: Section) -> int | None:
    """The line after the list that ends the section, if one does."""
    end = section_end(draft, section.line + 1, section.own_end)
    return end if end > section.line + 1 and _ITEM.match(draft.source.line(end - 1)) else None


def _criteria_home(plan: Plan) -> tuple[Section | None, str]:
    """The section for success criteria; living keeps them under a bold label of its purpose."""
    for line in range(plan.source.line_count):
        bold = re.fullmatch(
            r"\s*(?:\*\*|__)(Success Criteria|Acceptance Criteria)\s*:?\s*(?:\*\*|__)\s*:?\s*",
            plan.source.line(line),
            re.IGNORECASE,
        )
        if bold:
            inner = [section for section in plan.sections if section.line < line < section.own_end]
            return (inner[-1] if inner else None), bold[1]
    named = [section for section in plan.sections if section.role == "criteria" and section.level > 1]
    kinds = {vocabulary.criterion_kind(section.title): section for section in reversed(named)}
    return kinds.get("success") or kinds.get("launch") or kinds.get("acceptance"), ""
