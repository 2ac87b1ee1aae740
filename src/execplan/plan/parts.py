"""The parts of a document that hold prose: sections, and what stands under a bold label. Knows one plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from execplan.plan.dialects import HEADINGS
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import DialectId, Plan, Section
from execplan.plan.outline import title_section
from execplan.plan.references import find_section
from execplan.plan.vocabulary import role_of
from execplan.text.blocks import blocks_of

_BOLD = re.compile(r"\s*(\*\*|__)(?P<label>(?:(?!\1).)+?)\s*[:：]?\s*\1\s*[:：]?\s*\Z")
_STEP = re.compile(r"(?:step\s+)?\d+(?:\.\d+)*\s*[.):：]", re.IGNORECASE)
"""``**3. Title**`` is a step, no label."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A section, or the lines under a bold label up to the next one. Lines are those of the text below the heading."""

    title: str
    heading: str
    """The heading's (or label's) line as written."""
    line: int
    level: int
    """Headings in its text must be deeper."""
    first: int
    own_end: int
    end: int
    """As ``own_end``, the deeper sections included."""
    roles: tuple[str, ...]
    """What its heading means, and what those of its deeper sections mean."""
    is_title: bool = False


def find_part(plan: Plan, ref: str) -> Part:
    """The part that is meant: a section by its heading, then a bold label, then a section by a piece of its heading.

    Raises ``not_found``, ``ambiguous``.
    """
    wanted = _folded(ref)
    if not any(wanted in (one.title.casefold(), one.raw.casefold()) for one in plan.sections):
        labels = _labelled(plan, ref)
        if len(labels) == 1:
            return labels[0]
        if len(labels) > 1:
            raise PlanError("ambiguous", f"{len(labels)} labels say {quoted(ref)}", "name the section around it")
    try:
        return _part(plan, find_section(plan, ref.strip().lstrip("#").strip() or ref))
    except PlanError as error:
        if error.code == "not_found":
            raise _unknown(plan, ref) from None
        raise


def lacks(plan: Plan, ref: str) -> bool:
    """Is it a section that the dialect has and that nothing in the plan is called by?"""
    wanted = _folded(ref)
    return (
        _known(plan.dialect, ref) is not None
        and not any(wanted in one.title.casefold() or wanted == one.raw.casefold() for one in plan.sections)
        and not _labelled(plan, ref)
    )


def known_heading(dialect: DialectId, name: str) -> str:
    """The heading as the dialect writes it. Raises ``not_found``."""
    found = _known(dialect, name)
    if found is None:
        raise PlanError("not_found", f"no section {quoted(name)}", f"sections: {', '.join(HEADINGS[dialect])}")
    return found


def _known(dialect: DialectId, name: str) -> str | None:
    return next((one for one in HEADINGS[dialect] if one.casefold() == _folded(name)), None)


def _labelled(plan: Plan, ref: str) -> list[Part]:
    return [one for one in labels_of(plan) if _folded(one.title) == _folded(ref)]


def _part(plan: Plan, section: Section) -> Part:
    at = plan.sections.index(section)
    head = next(
        block for block in blocks_of(plan.source).all if block.kind == "heading" and block.start == section.line
    )
    inside = (one for one in plan.sections if section.line <= one.line < section.end)
    return Part(
        section.title,
        plan.source.line(section.line),
        section.line,
        section.level,
        head.end,
        section.own_end,
        section.end,
        tuple(one.role or "" for one in inside),
        at == title_section(plan.sections),
    )


def labels_of(plan: Plan) -> list[Part]:
    """The paragraphs of one line that are a bold label, below a section."""
    source = plan.source
    found: list[tuple[int, str, Section]] = []
    for block in blocks_of(source).all:
        if block.kind != "paragraph" or block.parent != -1:
            continue
        match = _BOLD.match(source.line(block.start))
        section = next((one for one in reversed(plan.sections) if one.line < block.start < one.own_end), None)
        if match and section is not None and not _STEP.match(match["label"]):
            found.append((block.start, match["label"], section))
    parts: list[Part] = []
    for index, (line, label, section) in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        end = following[0] if following and following[2] is section else section.own_end
        roles = (role_of(label) or "",)
        parts.append(Part(label, source.line(line), line, 6, line + 1, end, end, roles))
    return parts


def _folded(ref: str) -> str:
    return " ".join(ref.strip().lstrip("#").strip(" :*_").split()).casefold()


def _unknown(plan: Plan, ref: str) -> PlanError:
    names = list(
        dict.fromkeys([*(one.title for one in plan.sections if one.title), *(one.title for one in labels_of(plan))])
    )
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(_folded(ref), folded, n=3, cutoff=0.4)
    shown = ", ".join(folded[one] for one in near) or ", ".join(names[:_SHOWN])
    more = f", +{len(names) - _SHOWN}" if not near and len(names) > _SHOWN else ""
    kind = "nearest" if near else "sections"
    return PlanError(
        "not_found", f"no section matches {quoted(ref)}", f"{kind}: {shown}{more}" if shown else "the plan has none"
    )
