"""Finds every entry of a document and says what kind it is: step, criterion, question, decision … Reads no values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from execplan.plan import levels, marks, outcomes, vocabulary
from execplan.plan.boxes import boxes
from execplan.plan.found import Found, Kind
from execplan.plan.labels import block_text, label_before
from execplan.plan.model import Field, Place, Section
from execplan.plan.outline import chain, section_at
from execplan.plan.places import Item, Outline, field_of, labelled, paragraph_place, section_place
from execplan.plan.risk_places import RISK_HEAD, TELLING, canonical, refined
from execplan.plan.stamps import parse
from execplan.plan.tables import row_places
from execplan.plan.undrawn import phase_headings, rows_or_tasks

_RECORD_KIND: dict[str, Kind] = {
    "questions": "question", "blockers": "blocker", "decisions": "decision",
    "discoveries": "discovery", "risks": "risk", "log": "log",
}  # fmt: skip
_DETAIL = re.compile(
    r"(\*\*|__)\s*(?:Step\s+)?(?P<number>\d+(?:\.\d+)*)[.):]\s+(?P<title>(?:\\.|(?!\1(?![*_])).)+)\1\s*:?\Z",
    re.DOTALL | re.IGNORECASE,
)
_RECORD_HEAD = re.compile(
    r"(?:decision|discovery|risk|question|blocker|决策|風險|风险|решение|риск|entscheidung|decisión)\b\s*#?\d*\s*[:：.—–-]|\d{4}-\d{2}-\d{2}|\[?\d+[.)\]]\s",
    re.IGNORECASE,
)
_BEFORE_ENTRIES = "*_~Rr \t>"
"""What a line begins with that may head an entry: its marks, the R of ``Risk`` and ``R1``, and what is left out."""
_BELONGING = frozenset(
    {
        "rationale",
        "alternatives",
        "trade_offs",
        "date_author",
        "by",
        "date",
        "reference",
        "evidence",
        "action",
        "why_it_matters",
    }
)
"""Fields that a list may give as items of their own, after the entry they belong to."""
_PLAIN_CRITERIA = re.compile(
    r"criteri|metric|definition of done|done when|标准|基準|기준|критери|kriterien|critères|critérios|métrica",
    re.IGNORECASE,
)


def find(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """Every entry of the document, in document order."""
    found = [*boxes(outline, sections), *_plain(outline, sections)]
    if not _has_steps(found):
        found += rows_or_tasks(outline, sections)
    if not _has_steps(found):
        found = [_promoted(one) for one in found]
    if not _has_steps(found) and not any(one.kind == "detail" for one in found):
        found += phase_headings(outline, sections)
    if any(one.kind == "risk" for one in found):
        found = refined(outline.source, found)
    found.sort(key=lambda one: (one.place.line, one.place.text.start))
    return found


def _has_steps(found: list[Found]) -> bool:
    return any(one.kind == "step" for one in found)


def _promoted(one: Found) -> Found:
    """Boxes under labels that say nothing are the steps of a plan that has no others."""
    if one.kind != "unknown" or one.box == "none":
        return one
    return Found("step", one.place, one.section, one.label, one.item, one.box, one.mark)


def _plain(outline: Outline, sections: tuple[Section, ...]) -> Iterator[Found]:
    heads = _record_headings(outline, sections)
    yield from heads
    inside = {
        line for head in heads if head.kind != "log" for line in range(head.place.line, sections[head.section].end)
    }
    heads_list = False
    for index in outline.children.get(-1, ()):
        block = outline.blocks[index]
        has_head, heads_list = heads_list, False
        if block.start in inside:
            continue
        section = section_at(sections, block.start)
        if block.kind == "paragraph":
            one = _paragraph(outline, sections, index, section)
            if one is not None:
                heads_list = True  # the list right below a bold entry holds its fields, not entries of its own
                yield one
            continue
        if has_head or block.kind not in ("list", "table"):
            continue
        label, role = _area(outline, sections, index, section)
        kind = _RECORD_KIND.get(role or "")
        if role == "criteria" and _PLAIN_CRITERIA.search(label):
            kind = "criterion"
        if kind is None:
            continue
        date = _heading_date(sections, section)
        if block.kind == "table":
            for place in row_places(outline, index):
                yield Found(kind, place, section, label, date=date)
            continue
        for place, item in _entries(outline, index, kind):
            yield Found(kind, place, section, label, outline.by_block[item.block], date=date)


def _entries(outline: Outline, block: int, kind: Kind) -> list[tuple[Place, Item]]:
    """The entries of a list. ``- Rationale: …`` right after ``- Decision: …`` is a field of that decision."""
    entries: list[tuple[Place, Item]] = []
    for item in outline.items_in(block):
        if item.boxed or vocabulary.is_unset(outline.source.slice(item.place.text)):
            continue
        found = field_of(outline.source, item.place) if kind in ("decision", "discovery", "risk") else None
        if found and entries and (_of_risk(outline, found, entries[-1][0]) if kind == "risk" else _is_detail(found)):
            place, first = entries[-1]
            entries[-1] = replace(place, end=item.place.end, fields=(*place.fields, found)), first
        else:
            entries.append((item.place, item))
    return entries


def _is_detail(field: Field) -> bool:
    return not _BELONGING.isdisjoint(field.names)


def _of_risk(outline: Outline, field: Field, before: Place) -> bool:
    """Is an item a field of the risk before it? What is done about it surely is, anything else below ``Risk: …``."""
    name = canonical(outline.source.slice(field.label))
    lead = labelled(outline.source.slice(before.text).lstrip("~"))
    return name == "mitigation" or (name not in (None, "risk") and lead is not None and "risk" in lead[0])


def _area(outline: Outline, sections: tuple[Section, ...], block: int, section: int) -> tuple[str, str | None]:
    before = label_before(outline, block)
    if before and before.role and before.role not in ("phase", "notes", "files", "summary"):
        return before.text, before.role
    for index in chain(sections, section):
        if sections[index].role:
            return sections[index].title, sections[index].role
    return "", None


def _heading_date(sections: tuple[Section, ...], section: int) -> str | None:
    if section == -1:
        return None

    stamp = parse(sections[section].raw.strip("[]* "))
    return stamp.value if stamp else None


def _paragraph(outline: Outline, sections: tuple[Section, ...], index: int, section: int) -> Found | None:
    """``**1. Title**`` in a plan of work; ``**2025-01-10**: title`` and ``**Risk 1: …**`` in a section of records."""
    kind, number = _bold_entry(outline, sections, index, section)
    if kind is None:
        return None
    label = "" if kind == "detail" else sections[section].title
    return Found(kind, paragraph_place(outline, index), section, label, number=number)


def _bold_entry(outline: Outline, sections: tuple[Section, ...], index: int, section: int) -> tuple[Kind | None, str]:
    """What entry a paragraph is, if any, and the number of a detail."""
    source, start = outline.source, outline.blocks[index].start
    at = source.starts[start]
    if source.text[at : at + 1] not in _BEFORE_ENTRIES:  # most paragraphs are prose, and this is asked of each
        return None, ""
    first = source.line(start).lstrip(" \t>")
    plain = False
    if first[:1] not in ("*", "_"):
        if first[:1] not in ("R", "r", "~"):
            return None, ""
        plain = RISK_HEAD.match(first.removeprefix("~~")) is not None
        if not plain and first[:1] != "~":
            return None, ""
    text = block_text(outline, index).removeprefix("~~")  # a record in bold may be struck as a whole
    if not plain and not text.startswith(("**", "__")):
        return None, ""
    roles = [sections[one].role for one in chain(sections, section)]
    role = next((one for one in roles if one and one != "phase"), None)
    if role in ("plan_of_work", "steps"):
        detail = _DETAIL.match(text)
        return ("detail", detail["number"]) if detail else (None, "")
    kind = _RECORD_KIND.get(role or "")
    if kind == "risk" and (RISK_HEAD.match(text) or _heads_fields(outline, index, text)):
        return kind, ""
    if plain:
        return None, ""
    return (kind, "") if kind and role != "log" and _dated_or_titled(text, kind) else (None, "")


def _heads_fields(outline: Outline, index: int, text: str) -> bool:
    """A line all in bold with ``- Impact: …`` below it: a risk without a number."""
    first, _, rest = text.partition("\n")
    first = outcomes.unretracted(f"~~{first}").removeprefix("~~")
    if not re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1\s*[:：]?", first) or levels.of_heading(first.strip("*_ :：")):
        return False
    if rest:
        found = labelled(rest)
        return found is not None and not TELLING.isdisjoint(found[0])
    siblings, at = outline.among(index)
    if at + 1 >= len(siblings) or outline.blocks[siblings[at + 1]].kind != "list":
        return False
    item = next(outline.items_in(siblings[at + 1]), None)
    field = field_of(outline.source, item.place) if item and not item.boxed else None
    return field is not None and canonical(outline.source.slice(field.label)) in TELLING


def _dated_or_titled(text: str, kind: Kind) -> bool:
    first = text.splitlines()[0]
    if marks.read(first).stamp:
        return True
    found = labelled(first)
    if found:
        return kind in found[0] or bool(
            re.match(r"(\*\*|__)(?:decision|risk|discovery|question)\b", first, re.IGNORECASE)
        )
    return bool(re.match(r"(\*\*|__)(?:risk|decision|discovery|question)\s*#?\d+\b", first, re.IGNORECASE))


def _is_risk(outline: Outline, section: Section) -> bool:
    """``### Flood`` with ``- Impact: …`` below it, where no line there names another risk."""
    if section.role is not None or levels.of_heading(section.title) or canonical(section.title):
        return False
    source = outline.source
    names = {canonical(source.slice(one.label)) for one in section_place(outline, section).fields}
    return not names.isdisjoint(TELLING) and "risk" not in names


def _record_headings(outline: Outline, sections: tuple[Section, ...]) -> list[Found]:
    """``### Decision 1: …`` or ``### 2025-01-10 - …`` below a section of decisions, discoveries, risks."""
    found: list[Found] = []
    for index, section in enumerate(sections):
        if section.parent == -1:
            continue
        around = next((sections[one].role for one in chain(sections, section.parent) if sections[one].role), None)
        kind = _RECORD_KIND.get(around or "")
        if kind is None or kind == "log":
            continue
        raw = section.raw.lstrip("~")
        if _RECORD_HEAD.match(raw) or (kind == "risk" and (RISK_HEAD.match(raw) or _is_risk(outline, section))):
            found.append(Found(kind, section_place(outline, section), index, sections[section.parent].title))
    return found
