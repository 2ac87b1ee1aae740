"""Reads the records of a plan: decisions, discoveries, risks, criteria, log. Knows found entries; knows no edit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from execplan.plan import levels, marks, outcomes, stamps, values, vocabulary
from execplan.plan.found import Found
from execplan.plan.labels import label_before
from execplan.plan.model import Criterion, Decision, Discovery, LogEntry, OtherBox, Place, Risk
from execplan.plan.outline import chain
from execplan.plan.places import labelled
from execplan.plan.reading import Reading
from execplan.plan.tables import is_row

_GLYPH_LEAD = re.compile(r"\A\s*(?:❓|❔|⚠️?|💡|â“|âš ï¸)\s*")

_RISK_NUMBER = re.compile(r"(?:\*\*)?R\d{1,3}(?:\*\*)?\s*(?:[:：]|[.—–-](?=\s))\s*")


def read_text(reading: Reading, place: Place) -> marks.Marks:
    return marks.read(_GLYPH_LEAD.sub("", reading.source.slice(place.text), count=1))


def split_label(text: str, *names: str) -> str:
    """``Decision: use X`` → ``use X`` where the label is one of ``names``."""
    found = labelled(text)
    if found and set(names).intersection(found[0]):
        return text[found[3] :].strip()
    return text


def of_kind(reading: Reading, *kinds: str) -> Iterable[Found]:
    return (one for one in reading.found if one.kind in kinds)


def criteria(reading: Reading) -> tuple[Criterion, ...]:
    found: list[Criterion] = []
    for one in of_kind(reading, "criterion"):
        text = read_text(reading, one.place).title
        met = one.mark in ("x", "X") if one.box != "none" else False
        label = one.label or (reading.sections[one.section].title if one.section != -1 else "")
        found.append(
            Criterion(
                reading.names.of(one.place),
                text,
                met,
                vocabulary.criterion_kind(label),
                one.place.line,
                one.place,
                one.box,
                values.all_named(reading.source, one.place, "evidence"),
                _retraction_of(reading, one.place),
            )
        )
    return tuple(found)


def _retraction_of(reading: Reading, place: Place) -> str | None:
    """Why the entry was taken back, None where it stands."""
    return outcomes.retraction(reading.source.slice(place.text))[1]


def other_boxes(reading: Reading, taken: frozenset[int]) -> tuple[OtherBox, ...]:
    """Boxes that are nothing else; ``taken``: the lines of questions and blockers, whose placeholders are neither."""
    return tuple(
        OtherBox(
            reading.names.of(one.place),
            marks.collapse(reading.source.slice(one.place.text)),
            one.mark in ("x", "X"),
            one.place.line,
            one.place,
            values.all_named(reading.source, one.place, "evidence"),
        )
        for one in of_kind(reading, "other", "unknown", "question", "blocker")
        if one.box == "task" and one.place.line not in taken
    )


def decisions(reading: Reading) -> tuple[Decision, ...]:
    found: list[Decision] = []
    for one in of_kind(reading, "decision", "log"):
        source, place = reading.source, one.place
        text = read_text(reading, place)
        label = labelled(text.title)
        if one.kind == "log" and not (label and "decision" in label[0]):
            continue
        title = title_of(reading, one, text, "decision")
        if vocabulary.is_unset(title):
            continue
        date, by = values.date_and_author(source, place)
        title, tail_date, tail_by = _date_tail(title)
        found.append(
            Decision(
                id=reading.names.of(place),
                title=title,
                line=place.line,
                place=place,
                date=text.stamp or date or tail_date or one.date,
                decision=values.named(source, place, "decision") if not (label and "decision" in label[0]) else None,
                rationale=values.named(source, place, "rationale"),
                alternatives=values.named(source, place, "alternatives"),
                trade_offs=values.named(source, place, "trade_offs"),
                by=values.named(source, place, "by") or by or tail_by,
                reference=values.named(source, place, "reference"),
                retracted=_retraction_of(reading, place),
            )
        )
    return tuple(found)


def title_of(reading: Reading, one: Found, text: marks.Marks, name: str) -> str:
    """An entry's title: its labelled value, a table's cell, a heading without ``Decision 1:``, else its text."""
    place = one.place
    if one.item == -1 and place.text != reading.source.line_span(place.line) and not place.marker:
        cell = place.field(name) or place.field("title")
        cell = cell or next((one for one in place.fields if "number" not in one.names), None)
        heading = reading.source.line(place.line).lstrip().startswith("#")
        if cell and not heading and cell.line == place.line:
            return marks.collapse(outcomes.unretracted(reading.source.slice(cell.value)))
    title = split_label(text.title, name, "title")
    title = re.sub(
        r"^(?:\*\*)?(?:decision|discovery|risk|question)\s*#?(?:\d+\*\*|\d*)\s*(?:[:：]|[.—–-](?=\s|$))\s*",
        "",
        title,
        flags=re.IGNORECASE,
    )
    if name == "risk":
        title = _RISK_NUMBER.sub("", title, count=1)
    return _unbold(title).strip()


def _unbold(text: str) -> str:
    """``**Lead**: rest`` without the stars; a lone pair of stars left by a label goes as well."""
    lead = re.match(r"(\*\*|__)((?:(?!\1).)+)\1(?=\s*[:：])", text)
    if lead:
        return lead[2] + text[lead.end() :]
    lone = marks.lone_bold(text)
    return text if lone is None else text[:lone] + text[lone + 2 :]


def _date_tail(title: str) -> tuple[str, str | None, str | None]:
    """``text (2026-02-20 / Codex)``: the date and the author at the end of a one-line entry."""
    match = re.search(r"\s*(?<!\\)\((?P<inner>[^()]{6,60})\)\s*\Z", title)
    stamp = stamps.search(match["inner"]) if match else None
    if not match or not stamp:
        return title, None, None
    by = (match["inner"][: stamp.start] + match["inner"][stamp.end :]).lstrip(" /,;—–-").rstrip(" /,—–-")
    return title[: match.start()], stamp.value, by or None


def discoveries(reading: Reading) -> tuple[Discovery, ...]:
    found: list[Discovery] = []
    for one in of_kind(reading, "discovery", "log"):
        source, place = reading.source, one.place
        text = read_text(reading, place)
        label = labelled(text.title)
        if one.kind == "log" and not (label and "what" in label[0]):
            continue
        title = title_of(reading, one, text, "what")
        if vocabulary.is_unset(title):
            continue
        date, _ = values.date_and_author(source, place)
        found.append(
            Discovery(
                id=reading.names.of(place),
                title=title,
                line=place.line,
                place=place,
                date=text.stamp or date or one.date,
                what=values.named(source, place, "what") if not (label and "what" in label[0]) else None,
                why_it_matters=values.named(source, place, "why_it_matters", "trade_offs"),
                action=values.named(source, place, "action"),
                evidence=values.named(source, place, "evidence"),
                retracted=_retraction_of(reading, place),
            )
        )
    return tuple(found)


def risks(reading: Reading) -> tuple[Risk, ...]:
    found: list[Risk] = []
    levels_above: dict[tuple[str, int, int], str | None] = {}
    for one in of_kind(reading, "risk"):
        source, place = reading.source, one.place
        text = title_of(reading, one, read_text(reading, place), "risk")
        if vocabulary.is_unset(text):
            continue
        row = is_row(source, place.line)
        said = values.in_row(source, place) if row else values.by_name(source, place)
        found.append(
            Risk(
                id=reading.names.of(place),
                text=text,
                line=place.line,
                place=place,
                impact=said.get("impact") or _level_above(reading, one, levels_above),
                probability=said.get("probability"),
                mitigation=said.get("mitigation"),
                owner=said.get("owner"),
                status=said.get("status"),
                due=said.get("due"),
                retracted=_retraction_of(reading, place),
            )
        )
    return tuple(found)


def _level_above(reading: Reading, one: Found, known: dict[tuple[str, int, int], str | None]) -> str | None:
    """``High``, where the risk stands below ``High Risks`` or ``**High:**``; the same for all of a list."""
    outline = reading.outline
    list_block = outline.blocks[outline.items[one.item].block].parent if one.item != -1 else -1
    key = (one.label, one.section, list_block)
    if key not in known:
        near = label_before(outline, list_block) if one.item != -1 else None
        above = [one.label, *(reading.sections[index].title for index in chain(reading.sections, one.section))]
        above = [near.text, *above] if near else above
        known[key] = next((said for title in above if (said := levels.of_heading(title))), None)
    return known[key]


def log(reading: Reading) -> tuple[LogEntry, ...]:
    found: list[LogEntry] = []
    for one in of_kind(reading, "log"):
        text = read_text(reading, one.place)
        label = labelled(text.title) or free_label(text.title)
        said = next((mark.value for mark in text.marks if mark.kind == "state" and mark.end <= text.start), "Note")
        kind = text.title[label[1] : label[2]].strip() if label else said  # ``Completed: …`` reads as a state
        body = text.title[label[3] :] if label else text.title
        found.append(
            LogEntry(
                reading.names.of(one.place),
                text.stamp or one.date,
                kind,
                body.strip(),
                one.place.line,
                one.place,
                _retraction_of(reading, one.place),
            )
        )
    return tuple(found)


def free_label(text: str) -> tuple[tuple[str, ...], int, int, int] | None:
    """A capitalised word before a colon: what kind of entry a log says it is. Answers as ``labelled`` does."""
    match = re.match(r"(?:\*\*)?(?P<label>[A-Z][A-Za-z]{2,20})(?:\*\*)?:(?:\*\*)?\s+", text)
    return ((match["label"].casefold(),), match.start("label"), match.end("label"), match.end()) if match else None
