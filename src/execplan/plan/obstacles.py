"""Reads what stands in the way: open questions, and blockers wherever a document states them. Knows found entries and steps."""

from __future__ import annotations

import re
from dataclasses import replace

from execplan.plan import marks, outcomes, stamps, values, vocabulary
from execplan.plan.found import Found
from execplan.plan.identity import normal
from execplan.plan.model import Blocker, Field, Place, Question, Step
from execplan.plan.places import labelled
from execplan.plan.reading import Reading
from execplan.plan.records import of_kind, read_text, split_label, title_of

_SINCE = re.compile(r"\s*(?<!\\)\(since (?P<when>[^()]*)\)\s*\Z", re.IGNORECASE)
_BLOCKER_WORD = re.compile(r"\s*(?:→|->)?\s*\*\*BLOCKER\*\*\s*:?|\bBLOCKER\b\s*:\s*")


def questions(reading: Reading) -> tuple[Question, ...]:
    found: list[Question] = []
    for one in of_kind(reading, "question"):
        source, place = reading.source, one.place
        raw, retracted = outcomes.retraction(source.slice(place.text))
        text = read_text(reading, place)
        outcome = outcomes.OUTCOME.search(raw)
        answer = (outcome["text"].strip() if outcome else None) or values.named(source, place, "answer")
        body = marks.collapse(_BLOCKER_WORD.sub(" ", title_of(reading, one, text, "question")))
        if vocabulary.is_unset(body):
            continue
        found.append(
            Question(
                id=reading.names.of(place),
                text=body,
                resolved=one.mark in ("x", "X")
                or answer is not None
                or text.first("strike") is not None
                or retracted is not None,
                line=place.line,
                place=place,
                answer=answer,
                blocking=bool(_BLOCKER_WORD.search(raw)),
                options=_options(reading, place),
                needs=values.named(source, place, "needs"),
                box=one.box,
                retracted=retracted,
            )
        )
    return tuple(found)


def _options(reading: Reading, place: Place) -> tuple[str, ...]:
    lettered = values.all_named(reading.source, place, "option")
    return lettered or tuple(
        part for text in values.all_named(reading.source, place, "options") for part in values.listed(text)
    )


def blockers(reading: Reading, steps: tuple[Step, ...], asked: tuple[Question, ...]) -> tuple[Blocker, ...]:
    """Entries of a Blockers section, reasons on steps, questions marked BLOCKER, ``Blocker:`` lines of a log.

    A log only tells: what stands elsewhere as a blocker or a question is not repeated from there.
    """
    found = [_listed(reading, one) for one in of_kind(reading, "blocker")]
    found += [blocker for step in steps for blocker in _on_step(reading, step)]
    found += [
        Blocker(
            one.id,
            one.text,
            one.resolved,
            one.line,
            one.place,
            needs=one.needs,
            options=one.options,
            resolution=one.answer,
            question=one.id,
            retracted=one.retracted,
        )
        for one in asked
        if one.blocking
    ]
    found += _logged(reading, {normal(one.text) for one in (*found, *asked)})
    return tuple(
        sorted((one for one in found if one.text and not vocabulary.is_unset(one.text)), key=lambda one: one.line)
    )


def _logged(reading: Reading, known: set[str]) -> list[Blocker]:
    told = [read_text(reading, one.place).title for one in of_kind(reading, "log")]
    settled = [normal(text) for text in told if re.match(r"\W*(?:resolved|unblocked)\b", text, re.IGNORECASE)]
    found: list[Blocker] = []
    for one in of_kind(reading, "log"):
        if not _is_log_blocker(reading, one):
            continue
        blocker = _listed(reading, one)
        text = normal(blocker.text)
        if not any(one in text or text in one for one in known if one):
            found.append(replace(blocker, resolved=blocker.resolved or any(text in line for line in settled)))
    return found


def _is_log_blocker(reading: Reading, one: Found) -> bool:
    text = read_text(reading, one.place)
    label = labelled(text.title)
    return "blocked" in label[0] if label else text.state == "blocked"  # ``Blocked: …`` reads as a state


def _listed(reading: Reading, one: Found) -> Blocker:
    source, place = reading.source, one.place
    text = read_text(reading, place)
    body, since = _since(split_label(text.title, "blocked"))
    body, struck = _unstruck(body)
    raw, retracted = outcomes.retraction(source.slice(place.text))
    outcome = outcomes.OUTCOME.search(raw)
    answer = (outcome["text"].strip() if outcome else None) or values.named(source, place, "answer")
    given = values.named(source, place, "since")
    return Blocker(
        id=reading.names.of(place),
        text=body,
        resolved=one.mark in ("x", "X")
        or answer is not None
        or struck
        or text.first("strike") is not None
        or retracted is not None,
        line=place.line,
        place=place,
        since=since or text.stamp or (stamps.value_of(given) if given else None) or one.date,
        needs=values.named(source, place, "needs"),
        options=_options(reading, place),
        owner=values.named(source, place, "owner"),
        resolution=answer,
        box=one.box,
        retracted=retracted,
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
    if not raw or vocabulary.is_unset(raw) or outcomes.is_nothing(raw):
        return None
    raw, retracted = outcomes.retraction(raw)
    outcome = outcomes.OUTCOME.search(raw)
    text, struck = _unstruck(raw[: outcome.start()] if outcome else raw)
    text, since = _since(text)
    nested = _nested(reading, step, field)
    return Blocker(
        id=reading.names.of_span(field.value.start, field.value.end),
        text=text,
        resolved=outcome is not None or struck or retracted is not None,
        line=field.line,
        place=Place(field.line, field.end, field.value),
        step=step.id,
        since=since,
        needs=values.named(reading.source, nested, "needs") if nested else None,
        options=_options(reading, nested) if nested else (),
        owner=values.named(reading.source, nested, "owner") if nested else None,
        resolution=outcome["text"].strip() if outcome else None,
        retracted=retracted,
    )


def _nested(reading: Reading, step: Step, field: Field) -> Place | None:
    """The list item that carries a step's ``Blocked:`` line, for what hangs below it."""
    return next(
        (
            item.place
            for item in reading.outline.items
            if item.place.line == field.line and item.place is not step.place
        ),
        None,
    )


def _bare(reading: Reading, step: Step) -> Blocker:
    """A blocked step that names no reason apart: ``Blocked by``, its notes or its own words say it."""
    source = reading.source
    reason = values.named(source, step.place, "blocked_by") or step.notes
    since = values.named(source, step.place, "since")
    return Blocker(
        step.id,
        reason or step.title,
        False,
        step.line,
        step.place,
        step=step.id,
        since=stamps.value_of(since) if since else None,
    )
