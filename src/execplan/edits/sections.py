"""The prose of a section, replaced or added to. Knows sections and text; knows no files and no clock.

A section's text is what stands below its heading. A text without headings leaves the sub-sections alone; one that
brings headings of its own takes the place of them too. Steps and records are never rewritten here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NoReturn, get_args

from execplan.edits import derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.placing import (
    before_footer,
    following_section,
    is_rule,
    section_before,
    section_end,
    unset_line,
    usual_level,
)
from execplan.edits.prose import ADDED_BY, KEPT_BY
from execplan.plan import vocabulary
from execplan.plan.dialects import DIALECTS
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Plan
from execplan.plan.parts import Part, find_part, known_heading, lacks
from execplan.text.blocks import blocks_of
from execplan.text.source import Source, Span

Mode = Literal["replace", "append"]
MODES: tuple[str, ...] = get_args(Mode)
LONGEST = 64_000
"""Bytes of one text."""
_RECORDS = {
    "decisions": "decision", "discoveries": "discovery", "questions": "question", "blockers": "blocker",
    "risks": "risk", "risks_and_questions": "question", "log": "log",
}  # fmt: skip
"""Sections that are a list of records, by role, even while they are empty."""
_ITEM = re.compile(r"([-*+]) \S")
_DOUBT = "# The end of the text"


def edit_section(plan: Plan, section: str, text: str, *, mode: str = "append", now: str) -> Change:
    """Puts Markdown into a section: at its end, or in place of what it says.

    Laws: a section's own text replaced by itself is no edit; the same text appended twice is there once; no step and
    no record comes, goes or changes. Raises ``not_found``, ``ambiguous``, ``invalid``, ``too_large``, ``refused``.
    """
    if mode not in MODES:
        raise PlanError("invalid", f"unknown mode {mode!r}", "use " + " or ".join(MODES))
    lines = _lines(text)
    found = None if mode == "append" and lacks(plan, section) else find_part(plan, section)
    if found is None:
        return _make(plan, section, lines, now)
    lines = _without_heading(plan, found, lines)
    if not lines:
        return no_change(plan)  # a heading and nothing below it
    _check(lines, found.level)
    if found.is_title:
        _refuse(found, "is the plan's title", "name a section below it; edit_plan changes the title")
    return _append(plan, found, lines, now) if mode == "append" else _replace(plan, found, lines, now)


# --- the text ----------------------------------------------------------------------------------------


def _lines(text: str) -> list[str]:
    """The text by lines, without control characters and without blank lines around it."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LONGEST:
        raise PlanError("too_large", f"text has {size} bytes, the limit is {LONGEST}", "shorten it or link to a file")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise PlanError("invalid", "text is not valid Unicode text", "send it without lone surrogates") from None
    lines = [_plain(line) for line in re.split(r"\r\n|\r|\n", text)]
    while lines and not lines[0].strip():
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    if not lines:
        raise PlanError("invalid", "text says nothing", "give the text in Markdown")
    return lines


def _plain(line: str) -> str:
    return "".join(
        char for char in line if char == "\t" or unicodedata.category(char) not in ("Cc", "Zl", "Zp")
    ).replace("\ufeff", "")


def _without_heading(plan: Plan, part: Part, lines: list[str]) -> list[str]:
    """Without the section's own heading on top: ``get_plan`` shows it, so it comes back with the text."""
    heading = [plan.source.line(line).strip() for line in range(part.line, part.first)]
    if [line.strip() for line in lines[: len(heading)]] != heading:
        return lines
    rest = lines[len(heading) :]
    while rest and not rest[0].strip():
        rest.pop(0)
    return rest


def _check(lines: list[str], level: int) -> None:
    """Headings must be deeper than the section's, and nothing may stay open at the end."""
    source = Source.of("\n".join(["-", "", *lines, "", _DOUBT]))
    heads = [block for block in blocks_of(source).all if block.kind == "heading" and block.parent == -1]
    if not heads or heads[-1].start != source.line_count - 1:
        raise PlanError("invalid", "the text leaves a code fence or a comment open", "close it in the text")
    for head in heads[:-1]:
        if head.level <= level:
            said = source.line(head.start).strip()[:60]
            hint = f"start its headings with {'#' * (level + 1)}" if level < 6 else "leave headings out"
            raise PlanError("invalid", f"the heading {said!r} would end the section", hint)


def _has_headings(lines: list[str]) -> bool:
    source = Source.of("\n".join(["-", "", *lines]))
    return any(block.kind == "heading" and block.parent == -1 for block in blocks_of(source).all)


# --- replace -----------------------------------------------------------------------------------------


def _replace(plan: Plan, part: Part, lines: list[str], now: str) -> Change:
    draft = Draft(plan)
    last = part.end if _has_headings(lines) else part.own_end
    first, end = _body(draft, part, last)
    lines = _without_tail(draft, end, last, lines)
    while lines and (not lines[-1].strip() or is_rule(lines[-1])):
        lines = lines[:-1]  # a closing rule is no part of a section's text: the next time it would not be found there
    if [plan.source.line(line).rstrip() for line in range(first, end)] == [line.rstrip() for line in lines]:
        return no_change(plan)
    if not lines:
        raise PlanError(
            "invalid", "text says nothing besides what stands below the section", "give the text in Markdown"
        )
    _refuse_entries(plan, part, first, end, part.roles if last == part.end else part.roles[:1])
    _declare(draft, part, last)
    if first == end:
        _insert(draft, end, lines)
    else:
        span = Span(plan.source.offset(first), plan.source.line_span(end - 1).end)
        draft.replace(span, plan.source.newline.join([*lines, *_apart(draft, end)]))
    derived.revised(draft, f"rewrote {part.title}", now)
    return draft.change()


def _body(draft: Draft, part: Part, last: int) -> tuple[int, int]:
    """The lines of the text: without blank lines, a closing rule and the plan's own footer."""
    source = draft.source
    end = section_end(draft, part.first, before_footer(draft.plan, part.first, last))
    first = part.first
    while first < end and not source.line(first).strip():
        first += 1
    return first, end


def _without_tail(draft: Draft, end: int, last: int, lines: list[str]) -> list[str]:
    """Without the closing rule and footer that stand below the section's text: they come back with it."""
    tail = [text for line in range(end, last) if (text := draft.source.line(line).rstrip())]
    kept = [line.rstrip() for line in lines]
    while tail and kept and kept[-1] == tail[-1] and (len(kept) < 2 or not kept[-2] or len(tail) > 1):
        tail.pop()
        kept.pop()
        while kept and not kept[-1]:
            kept.pop()
    return lines if tail else lines[: len(kept)]


def _apart(draft: Draft, end: int) -> list[str]:
    """A blank line where what follows would otherwise run on from the text (a rule, an underlined heading)."""
    source = draft.source
    if end >= source.line_count or not source.line(end).strip() or source.line(end).lstrip().startswith("#"):
        return []
    return [""]


def _refuse_entries(plan: Plan, part: Part, first: int, end: int, roles: tuple[str, ...]) -> None:
    """Steps and records are not rewritten as prose; criteria and step details may stay in the text as they are."""
    kinds = (
        ("step", plan.steps), ("decision", plan.decisions), ("discovery", plan.discoveries), ("blocker", plan.blockers),
        ("question", plan.questions), ("risk", plan.risks), ("log", plan.log),
    )  # fmt: skip
    for kind, entries in kinds:
        inside = [one for one in entries if first <= one.line < end]
        if inside:
            count = f"{len(inside)} {'log entry' if kind == 'log' else kind}{'s' * (len(inside) > 1 and kind != 'log')}"
            _refuse(part, f"holds {count}", f"change them by {KEPT_BY[kind]}; append adds text below them")
    for role in roles:
        if role in _RECORDS:
            _refuse(part, "is kept entry by entry", f"{ADDED_BY[_RECORDS[role]]} writes there")
        if role == "metadata":
            _refuse(part, "is what the plan says about itself", "edit_plan changes it")
    if part.heading.strip().casefold() == DIALECTS[plan.dialect].steps_heading.casefold():
        _refuse(part, "is where the steps go", "add_steps writes there")


# --- append ------------------------------------------------------------------------------------------


def _append(plan: Plan, part: Part, lines: list[str], now: str) -> Change:
    draft = Draft(plan)
    last = part.end if _starts_with_heading(lines) else part.own_end
    if _says(plan, part, lines):
        return no_change(plan)
    if "log" in part.roles[:1]:
        _refuse(part, "is kept entry by entry", "log_progress writes there")
    if "metadata" in part.roles[:1]:
        _refuse(part, "is what the plan says about itself", "edit_plan changes it")
    _, end = _body(draft, part, last)
    _declare(draft, part, last)
    empty = unset_line(draft, part.first, min(end, part.own_end))
    if empty is not None:
        draft.replace(draft.source.line_span(empty), draft.source.newline.join([*lines, *_apart(draft, empty + 1)]))
    else:
        _insert(draft, max(end, part.first), lines)
    derived.revised(draft, f"added to {part.title}", now)
    return draft.change()


def _insert(draft: Draft, at: int, lines: list[str]) -> None:
    source = draft.source
    above = source.line(at - 1) if at > 0 else ""
    blank = bool(above.strip()) and not _continues(above, lines[0])
    draft.insert_lines(at, [*([""] if blank else []), *lines, *_apart(draft, at)])


def _continues(above: str, line: str) -> bool:
    """Are both items of one list, so that a blank line between them would tear it?"""
    one, other = _ITEM.match(above), _ITEM.match(line)
    return bool(one and other and one[1] == other[1])


def _starts_with_heading(lines: list[str]) -> bool:
    return bool(re.match(r" {0,3}#{1,6}(?:\s|$)", lines[0]))


def _says(plan: Plan, part: Part, lines: list[str]) -> bool:
    """Do these lines stand in the section already, one after the other?"""
    wanted = [line.rstrip() for line in lines]
    there = [plan.source.line(line).rstrip() for line in range(part.first, part.end)]
    return any(there[at : at + len(wanted)] == wanted for at in range(len(there) - len(wanted) + 1))


# --- both --------------------------------------------------------------------------------------------


def _declare(draft: Draft, part: Part, last: int) -> None:
    plan = draft.plan
    span = Span(plan.source.offset(part.first), plan.source.offset(last))
    draft.within = span
    draft.touched.update(
        step.id for step in plan.steps if step.detail is not None and part.first <= step.detail.line < last
    )
    draft.touched.update(box.id for box in plan.other_boxes if part.first <= box.line < last)
    if {"objective", "summary"} & set(part.roles):
        draft.about["objective"] = None
    if "dependencies" in part.roles:
        draft.touched.update(phase.id for phase in plan.phases)


def _make(plan: Plan, name: str, lines: list[str], now: str) -> Change:
    """A section its dialect knows, at its usual place."""
    heading = known_heading(plan.dialect, name)
    level = usual_level(plan)
    if lines[0].strip().lstrip("# ").casefold() == heading.casefold() and len(lines) > 1:
        lines = lines[2:] if not lines[1].strip() and len(lines) > 2 else lines[1:]
    _check(lines, level)
    following = following_section(plan, heading)
    draft = Draft(plan)
    at = plan.source.offset(following.line) if following else len(plan.source.text)
    draft.within = Span(at, at)
    if vocabulary.role_of(heading) in ("objective", "summary"):
        draft.about["objective"] = None
    section_before(draft, following, [f"{'#' * level} {heading}", "", *lines])
    derived.revised(draft, f"added to {heading}", now)
    return draft.change()


def _refuse(part: Part, why: str, hint: str) -> NoReturn:
    raise PlanError("refused", f"{quoted(part.title)} {why}", hint)
