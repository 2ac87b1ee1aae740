"""What happened between two versions of a plan, in words. Knows two plans; knows no edit, no file and no clock.

Nothing of it is stored: it is read off the two texts, so what an editor saved is told like what a tool wrote.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from execplan.plan.entries import Entry, lists, words
from execplan.plan.errors import quoted
from execplan.plan.identity import normal
from execplan.plan.model import Blocker, Criterion, LogEntry, OtherBox, Phase, Plan, Question, Step
from execplan.views.pairing import Paired, paired
from execplan.views.prose import Prose, prose

_SHOWN = 6
_NAMED = 3
"""So many that are told alike have a line each."""
_MANY = 100
"""Changes beyond which nobody looks whether the log repeats them."""
_NUMBER = 12
"""Characters of a step's label."""
_ENDED, _STATE, _OUTCOME, _CAME, _GONE, _REWORDED, _RETRACTED, _ABOUT, _VALUES, _FOLLOWS, _PROSE, _LOG = range(12)
"""Ranks: what tells most comes first."""
_KINDS = {
    "step": "step", "phase": "phase", "criterion": "criterion", "question": "question", "blocker": "blocker",
    "decision": "decision", "discovery": "discovery", "risk": "risk", "log": "log entry", "box": "checkbox",
}  # fmt: skip
_PLURALS = {
    "step": "steps", "phase": "phases", "criterion": "criteria", "question": "questions", "blocker": "blockers",
    "decision": "decisions", "discovery": "discoveries", "risk": "risks", "log": "log entries", "box": "checkboxes",
    "section": "sections",
}  # fmt: skip
_STATES = {"todo": "back to todo", "in_progress": "in progress"}
_FIELDS = {"estimate_minutes": "estimate", "why_it_matters": "why it matters", "trade_offs": "trade-offs"}
_UNSAID = frozenset({
    "id", "line", "place", "detail", "label", "title", "text", "status", "met", "resolved", "checked", "retracted",
    "phase", "parent", "children", "started", "completed", "percent", "box", "counted", "pointed", "candidate",
    "depends_on", "answer", "resolution", "question", "step", "kind", "blocking", "date",
})  # fmt: skip
"""Fields that have words of their own, that follow from others, or that name other entries by their ids."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One thing that happened. Several of one ``kind`` that happened alike (``what``) may be told in one line."""

    rank: int
    line: str
    kind: str = ""
    what: str = ""
    name: str = ""
    said: str = ""
    """The entry's own words."""


def told(before: Plan, after: Plan) -> tuple[str, ...]:
    """What changed, the most telling first, in at most seven short lines; empty when the texts are the same."""
    if before.source.text == after.source.text:
        return ()
    if not before.source.text.strip():
        return (f"plan created: {quoted(after.title)}" if after.title else "plan created",)
    if not after.source.text.strip():
        return ("plan emptied",)
    pairs = paired(before, after)
    found = [*_about(before, after), *_entries(before, after, pairs)]
    found += [_section(one) for one in prose(before, after, pairs)]
    lines = _lines(sorted(_without_echoes(found), key=lambda one: one.rank)) or [_unseen(before, after)]
    more = len(lines) - _SHOWN
    return (*lines[:_SHOWN], f"+{more} more") if more > 0 else tuple(lines)


def _about(before: Plan, after: Plan) -> Iterator[_Told]:
    """What the plan says of itself."""
    if before.title != after.title:
        yield _Told(_ABOUT, f"title {quoted(before.title)} → {quoted(after.title)}")
    if before.status != after.status:
        rank = _ENDED if after.status in ("completed", "abandoned") else _ABOUT
        yield _Told(rank, f"status {_status(before)} → {_status(after)}")
    if before.owner != after.owner:
        yield _Told(_ABOUT, f"owner {_or_none(before.owner)} → {_or_none(after.owner)}")


def _status(plan: Plan) -> str:
    return plan.status.replace("_", " ").title() if plan.status else "none"


def _or_none(text: str | None) -> str:
    return quoted(text) if text else "none"


def _entries(before: Plan, after: Plan, pairs: dict[str, Paired]) -> Iterator[_Told]:
    was, now = _other_names(before), _other_names(after)
    ids = {old.id: new.id for found in pairs.values() for old, new in found.both}
    answered = {one.id for one in after.questions if one.resolved}
    for kind, found in pairs.items():
        for one in found.came:
            if not _is_told(one, now):
                yield _of(_LOG if kind == "log" else _CAME, kind, one, "added")
        for one in found.gone:
            if not _is_told(one, was):
                settled = isinstance(one, Blocker) and ids.get(one.question or "") in answered
                yield _of(_GONE, kind, one, "resolved" if settled else "removed")
        moved = _moved([old.line for old, _ in found.both]) if kind == "step" else frozenset[int]()
        for at, (old, new) in enumerate(found.both):
            if not _is_told(new, now) and not _is_told(old, was):
                yield from _changed(kind, old, new, ids)
            if at in moved or _rehung(old, new, ids):
                yield _of(_REWORDED, kind, new, "moved")


def _other_names(plan: Plan) -> frozenset[int | str]:
    """The lines on which anything but phases and log entries stands, and the questions that are blockers."""
    kinds = (found for kind, found in lists(plan).items() if kind not in ("log", "phase"))
    return frozenset({one.line for found in kinds for one in found} | {one.question or "" for one in plan.blockers})


def _is_told(one: Entry, others: frozenset[int | str]) -> bool:
    """Is it told as something else? A log entry may be a decision too, a phase a step, a question a blocker."""
    return one.id in others if isinstance(one, Question) else isinstance(one, LogEntry | Phase) and one.line in others


def _changed(kind: str, old: Entry, new: Entry, ids: dict[str, str]) -> Iterator[_Told]:
    names = [_FIELDS.get(name, name.replace("_", " ")) for name in _values(old, new)]
    if tuple(ids.get(one, one) for one in _waits_for(old)) != _waits_for(new):
        names.append("dependencies")
    fields = f" ({', '.join(names)})" if names else ""
    outcome = list(_outcome(kind, old, new))
    yield from (replace(one, line=one.line + fields) for one in outcome)
    if normal(words(old)) != normal(words(new)):
        line = f"{_KINDS[kind]} reworded: {quoted(words(old))} → {quoted(words(new))}"
        yield _Told(_REWORDED, line, said=words(old))
    if names and not outcome:
        yield _of(_VALUES, kind, new, f"changed{fields}")


def _waits_for(one: Entry) -> tuple[str, ...]:
    return one.depends_on if isinstance(one, Step | Phase) else ()


def _values(old: Entry, new: Entry) -> Iterator[str]:
    for name in (one.name for one in fields(new)):
        if name not in _UNSAID and getattr(old, name, None) != getattr(new, name):
            yield name


def _outcome(kind: str, old: Entry, new: Entry) -> Iterator[_Told]:
    """What came of an entry: its state, its answer, whether it still stands."""
    was, now = getattr(old, "retracted", None), getattr(new, "retracted", None)
    if (was is None) != (now is None):
        what = "restored" if now is None else "retracted"
        yield _Told(_RETRACTED, f"{what}: {_KINDS[kind]} {_name(new)}", kind, what, _name(new), words(new))
        return
    match old, new:
        case Step(), Step() if old.status != new.status:
            far = f", {new.percent}%" if new.status == "in_progress" and new.percent is not None else ""
            yield _of(_FOLLOWS if new.children else _STATE, kind, new, _STATES.get(new.status, new.status) + far)
        case Step(), Step() if new.percent not in (None, old.percent):
            yield _of(_STATE, kind, new, f"at {new.percent}%")
        case Criterion(), Criterion() if old.met != new.met:
            yield _of(_OUTCOME, kind, new, "met" if new.met else "open again")
        case Question(), Question() if (old.resolved, old.answer) != (new.resolved, new.answer):
            yield _of(_OUTCOME, kind, new, "answered" if new.resolved else "open again")
        case Blocker(), Blocker() if old.resolved != new.resolved:
            yield _of(_OUTCOME, kind, new, "resolved" if new.resolved else "open again")
        case OtherBox(), OtherBox() if old.checked != new.checked:
            yield _of(_OUTCOME, kind, new, "ticked" if new.checked else "unticked")
        case _:
            pass


def _rehung(old: Entry, new: Entry, ids: dict[str, str]) -> bool:
    """Does a step stand in another phase, or below another step, both of which the plan had before and has still?"""
    if not isinstance(old, Step) or not isinstance(new, Step):
        return False
    still = set(ids.values())
    return any(
        was != now and (was is None or was in ids) and (now is None or now in still) and ids.get(was or "") != now
        for was, now in ((old.phase, new.phase), (old.parent, new.parent))
    )


def _moved(lines: list[int]) -> set[int]:
    """Which of these, in their new order, are not in the longest run that kept the old one."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, line in enumerate(lines):
        length = bisect_left(tails, line)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [line]
        ends[length : length + 1] = [at]
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at != -1:
        kept.add(at)
        at = before[at]
    return set(range(len(lines))) - kept


def _of(rank: int, kind: str, one: Entry, what: str) -> _Told:
    """A step's name stands before what happened to it now, any other name behind."""
    name = _name(one)
    states = kind == "step" and what not in ("added", "removed", "moved")
    line = f"{_step(one)} {what}" if states else f"{_KINDS[kind]} {what}: {name}"
    return _Told(rank, line, kind, what, name, words(one))


def _name(one: Entry) -> str:
    label = f"{one.kind}: " if isinstance(one, LogEntry) and one.kind != "Note" else ""
    return quoted(label + (words(one) or getattr(one, "label", None) or one.id))


def _step(one: Entry) -> str:
    """``step 3 'Title'``: the number as the plan writes it."""
    label = (getattr(one, "label", None) or "").strip()
    number = label[4:].strip() if label[:4].casefold() == "step" else label
    return " ".join(word for word in ("step", number[:_NUMBER], _name(one)) if word)


def _section(one: Prose) -> _Told:
    return _Told(_PROSE, one.line, "section" if one.what else "", one.what, one.name, one.title)


def _without_echoes(found: list[_Told]) -> list[_Told]:
    """Without the log entries that only tell what is told already."""
    said = {normal(one.said) for one in found if one.said and one.rank != _LOG}
    if len(said) > _MANY:
        return found
    return [one for one in found if one.rank != _LOG or not any(text in normal(one.said) for text in said)]


def _lines(found: list[_Told]) -> list[str]:
    """One line each; of more than three that are told alike, one line for all."""
    groups: dict[tuple[str, str], list[_Told]] = {}
    for one in found:
        groups.setdefault((one.kind, one.what) if one.kind else ("", one.line), []).append(one)
    lines: list[str] = []
    for (kind, what), group in groups.items():
        if len(group) <= _NAMED:
            lines += [one.line for one in group]
        else:
            names = ", ".join(one.name for one in group[:_NAMED])
            lines.append(f"{len(group)} {_PLURALS[kind]} {what}: {names}, …")
    return lines


def _unseen(before: Plan, after: Plan) -> str:
    """How many lines differ, where no entry and no section shows it."""
    old = Counter(before.source.text.splitlines())
    new = Counter(after.source.text.splitlines())
    count = max((old - new).total(), (new - old).total())
    if count:
        return f"{count} line{'' if count == 1 else 's'} changed"
    return "lines in another order" if _ordered(before) != _ordered(after) else "line ends changed"


def _ordered(plan: Plan) -> list[str]:
    return plan.source.text.splitlines()
