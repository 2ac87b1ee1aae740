"""Reads the records of a plan: decisions, discoveries, questions, blockers, risks, criteria, log. Knows found entries; knows no edit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from execplan.plan import marks, stamps, values, vocabulary
from execplan.plan.finding import Found
from execplan.plan.identity import normal
from execplan.plan.model import (
    Blocker,
    Criterion,
    Decision,
    Discovery,
    Field,
    LogEntry,
    OtherBox,
    Place,
    Question,
    Risk,
    Step,
)
from execplan.plan.places import labelled
from execplan.plan.steps import Reading

_GLYPH_LEAD = re.compile(r"(?:❓|❔|⚠️?|💡|â“|âš ï¸)\s*")
_SINCE = re.compile(r"\s*\(since (?P<when>[^)]*)\)\s*\Z", re.IGNORECASE)
_BLOCKER_WORD = re.compile(r"\s*(?:→|->)?\s*\*\*BLOCKER\*\*\s*:?|\bBLOCKER\b\s*:\s*")
_WHEN = re.compile(r"\((?P<when>\d{4}-\d{2}-\d{2}[^)]*)\)")


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
        found.append(Criterion(reading.names.of(one.place), text, met, vocabulary.criterion_kind(label), one.place.line, one.place, one.box))
    return tuple(found)


def other_boxes(reading: Reading, kinds: tuple[str, ...] = ("other", "unknown")) -> tuple[OtherBox, ...]:
    return tuple(
        OtherBox(marks.collapse(reading.source.slice(one.place.text)), one.mark in ("x", "X"), one.place.line, one.place)
        for one in of_kind(reading, *kinds)
        if one.box == "task"
    )


def decisions(reading: Reading) -> tuple[Decision, ...]:
    found: list[Decision] = []
    for one in of_kind(reading, "decision", "log"):
        source, place = reading.source, one.place
        text = read_text(reading, place)
        label = labelled(text.title)
        if one.kind == "log" and not (label and "decision" in label[0]):
            continue
        title = _title(reading, one, text, "decision")
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
            )
        )
    return tuple(found)


def _title(reading: Reading, one: Found, text: marks.Marks, name: str) -> str:
    """An entry's title: its labelled value, a table's cell, a heading without ``Decision 1:``, else its text."""
    place = one.place
    if one.item == -1 and place.text != reading.source.line_span(place.line) and not place.marker:
        cell = place.field(name) or place.field("title")
        heading = reading.source.line(place.line).lstrip().startswith("#")
        if cell and not heading and cell.line == place.line:
            return marks.collapse(reading.source.slice(cell.value))
    title = split_label(text.title, name, "title")
    title = re.sub(r"^(?:\*\*)?(?:decision|discovery|risk|question)\s*#?\d*\s*[:：.—–-]\s*", "", title, flags=re.IGNORECASE)
    return _unbold(title).strip()


def _unbold(text: str) -> str:
    """``**Lead**: rest`` without the stars; a lone pair of stars left by a label goes as well."""
    lead = re.match(r"(\*\*|__)((?:(?!\1).)+)\1(?=\s*[:：])", text)
    if lead:
        return lead[2] + text[lead.end() :]
    return text.replace("**", "") if text.count("**") == 1 else text


def _date_tail(title: str) -> tuple[str, str | None, str | None]:
    """``text (2026-02-20 / Codex)``: the date and the author at the end of a one-line entry."""
    match = re.search(r"\s*\((?P<inner>[^()]{6,60})\)\s*\Z", title)
    stamp = stamps.search(match["inner"]) if match else None
    if not match or not stamp:
        return title, None, None
    by = (match["inner"][: stamp.start] + match["inner"][stamp.end :]).strip(" /,;—–-")
    return title[: match.start()], stamp.value, by or None


def discoveries(reading: Reading) -> tuple[Discovery, ...]:
    found: list[Discovery] = []
    for one in of_kind(reading, "discovery", "log"):
        source, place = reading.source, one.place
        text = read_text(reading, place)
        label = labelled(text.title)
        if one.kind == "log" and not (label and "what" in label[0]):
            continue
        title = _title(reading, one, text, "what")
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
            )
        )
    return tuple(found)


def risks(reading: Reading) -> tuple[Risk, ...]:
    found: list[Risk] = []
    for one in of_kind(reading, "risk"):
        source, place = reading.source, one.place
        text = _title(reading, one, read_text(reading, place), "risk")
        if vocabulary.is_unset(text):
            continue
        found.append(
            Risk(
                id=reading.names.of(place),
                text=text,
                line=place.line,
                place=place,
                impact=values.named(source, place, "impact"),
                probability=values.named(source, place, "probability"),
                mitigation=values.named(source, place, "mitigation"),
                owner=values.named(source, place, "owner"),
                status=values.named(source, place, "status"),
            )
        )
    return tuple(found)


def log(reading: Reading) -> tuple[LogEntry, ...]:
    found: list[LogEntry] = []
    for one in of_kind(reading, "log"):
        text = read_text(reading, one.place)
        label = labelled(text.title) or _free_label(text.title)
        kind = text.title[label[1] : label[2]].strip() if label else "Note"
        body = text.title[label[3] :] if label else text.title
        found.append(LogEntry(reading.names.of(one.place), text.stamp or one.date, kind, body.strip(), one.place.line, one.place))
    return tuple(found)


def _free_label(text: str) -> tuple[tuple[str, ...], int, int, int] | None:
    match = re.match(r"(?:\*\*)?(?P<label>[A-Z][A-Za-z]{2,20})(?:\*\*)?:(?:\*\*)?\s+", text)
    return ((match["label"].casefold(),), match.start("label"), match.end("label"), match.end()) if match else None


def questions(reading: Reading) -> tuple[Question, ...]:
    found: list[Question] = []
    for one in of_kind(reading, "question"):
        source, place = reading.source, one.place
        raw = source.slice(place.text)
        text = read_text(reading, place)
        outcome = marks.OUTCOME.search(raw)
        answer = (outcome["text"].strip() if outcome else None) or values.named(source, place, "answer")
        body = marks.collapse(_BLOCKER_WORD.sub(" ", _title(reading, one, text, "question")))
        if vocabulary.is_unset(body):
            continue
        found.append(
            Question(
                id=reading.names.of(place),
                text=body,
                resolved=one.mark in ("x", "X") or answer is not None or text.first("strike") is not None,
                line=place.line,
                place=place,
                answer=answer,
                blocking=bool(_BLOCKER_WORD.search(raw)),
                options=_options(reading, place),
                needs=values.named(source, place, "needs"),
                box=one.box,
            )
        )
    return tuple(found)


def _options(reading: Reading, place: Place) -> tuple[str, ...]:
    lettered = values.all_named(reading.source, place, "option")
    return lettered or tuple(part for text in values.all_named(reading.source, place, "options") for part in values.listed(text))


def blockers(reading: Reading, steps: tuple[Step, ...], asked: tuple[Question, ...]) -> tuple[Blocker, ...]:
    """Entries of a Blockers section, reasons on steps, questions marked BLOCKER, ``Blocker:`` lines of a log.

    A log only tells: what stands elsewhere as a blocker or a question is not repeated from there.
    """
    found = [_listed(reading, one) for one in of_kind(reading, "blocker")]
    found += [blocker for step in steps for blocker in _on_step(reading, step)]
    found += [
        Blocker(one.id, one.text, one.resolved, one.line, one.place, needs=one.needs, options=one.options, resolution=one.answer, question=one.id)
        for one in asked
        if one.blocking
    ]
    found += _logged(reading, {normal(one.text) for one in (*found, *asked)})
    return tuple(sorted((one for one in found if one.text and not vocabulary.is_unset(one.text)), key=lambda one: one.line))


def _logged(reading: Reading, known: set[str]) -> list[Blocker]:
    told = [read_text(reading, one.place).title for one in of_kind(reading, "log")]
    settled = [normal(text) for text in told if re.match(r"\W*(?:resolved|unblocked)\b", text, re.IGNORECASE)]
    found: list[Blocker] = []
    for one in of_kind(reading, "log"):
        if not _is_log_blocker(reading, one):
            continue
        blocker = _listed(reading, one)
        text = normal(blocker.text)
        if text not in known:
            found.append(replace(blocker, resolved=blocker.resolved or any(text in line for line in settled)))
    return found


def _is_log_blocker(reading: Reading, one: Found) -> bool:
    label = labelled(read_text(reading, one.place).title)
    return bool(label and "blocked" in label[0])


def _listed(reading: Reading, one: Found) -> Blocker:
    source, place = reading.source, one.place
    text = read_text(reading, place)
    body, since = _since(split_label(text.title, "blocked"))
    body, struck = _unstruck(body)
    outcome = marks.OUTCOME.search(source.slice(place.text))
    answer = (outcome["text"].strip() if outcome else None) or values.named(source, place, "answer")
    given = values.named(source, place, "since")
    return Blocker(
        id=reading.names.of(place),
        text=body,
        resolved=one.mark in ("x", "X") or answer is not None or struck or text.first("strike") is not None,
        line=place.line,
        place=place,
        since=since or text.stamp or (stamps.value_of(given) if given else None) or one.date,
        needs=values.named(source, place, "needs"),
        options=_options(reading, place),
        owner=values.named(source, place, "owner"),
        resolution=answer,
        box=one.box,
    )


def _since(text: str) -> tuple[str, str | None]:
    match = _SINCE.search(text)
    return (text[: match.start()], stamps.value_of(match["when"])) if match else (text, None)


def _unstruck(text: str) -> tuple[str, bool]:
    match = re.fullmatch(r"~~(.+)~~", text.strip(), re.DOTALL)
    return (match[1], True) if match else (text, False)


def _on_step(reading: Reading, step: Step) -> list[Blocker]:
    found: list[Blocker] = []
    for field in step.place.fields:
        if "blocked" in field.names:
            blocker = _from_field(reading, step, field)
            if blocker and (step.status == "blocked" or blocker.resolved):
                found.append(blocker)
    if step.status == "blocked" and not step.children and not any(not one.resolved for one in found):
        found.append(_bare(reading, step))
    return found


def _from_field(reading: Reading, step: Step, field: Field) -> Blocker | None:
    raw = marks.collapse(reading.source.slice(field.value))
    if not raw or vocabulary.is_unset(raw):
        return None
    outcome = marks.OUTCOME.search(raw)
    text, struck = _unstruck(raw[: outcome.start()] if outcome else raw)
    text, since = _since(text)
    nested = _nested(reading, step, field)
    return Blocker(
        id=reading.names.of_span(field.value.start, field.value.end),
        text=text,
        resolved=outcome is not None or struck,
        line=field.line,
        place=Place(field.line, field.end, field.value),
        step=step.id,
        since=since,
        needs=values.named(reading.source, nested, "needs") if nested else None,
        options=_options(reading, nested) if nested else (),
        owner=values.named(reading.source, nested, "owner") if nested else None,
        resolution=outcome["text"].strip() if outcome else None,
    )


def _nested(reading: Reading, step: Step, field: Field) -> Place | None:
    """The list item that carries a step's ``Blocked:`` line, for what hangs below it."""
    return next((item.place for item in reading.outline.items if item.place.line == field.line and item.place is not step.place), None)


def _bare(reading: Reading, step: Step) -> Blocker:
    """A blocked step that names no reason apart: ``Blocked by``, its notes or its own words say it."""
    source = reading.source
    reason = values.named(source, step.place, "blocked_by") or step.notes
    since = values.named(source, step.place, "since")
    return Blocker(step.id, reason or step.title, False, step.line, step.place, step=step.id, since=stamps.value_of(since) if since else None)
