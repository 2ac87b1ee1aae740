"""One unit that both sides changed: the rule for each part of it. Knows units; knows no document.

A step's box, state words, stamps and status lines are one thing: they come from the side whose state is the higher
(todo < in_progress < blocked < skipped < done), then the higher percentage, then the later stamp. Its title, its label,
its number and its other lines are merged apart from that.
"""

from __future__ import annotations

from collections.abc import Sequence

from execplan.edits.merging.join import ClashError, Written, join
from execplan.edits.merging.unit import Head, Piece, Unit, bare_title
from execplan.plan import marks, stamps, states
from execplan.plan.model import PlanStatus, Status

RANK: dict[Status, int] = {"todo": 0, "in_progress": 1, "blocked": 2, "skipped": 3, "done": 4}
_PLAN_RANK: dict[PlanStatus, int] = {"planning": 0, "in_progress": 1, "blocked": 2, "abandoned": 3, "completed": 4}


def _clash() -> ClashError:
    return ClashError(-1, "", "")


def merge_unit(base: Unit, ours: Unit, theirs: Unit) -> str:
    """The text of a unit that both changed, each in its own way. Raises ``ClashError``."""
    if base.head is None or ours.head is None or theirs.head is None:
        return _merge_line(base, ours, theirs)
    winner = _winner(base, ours, theirs)
    head = _merge_head(base.head, ours.head, theirs.head, winner.head or base.head, boxed=base.status is not None)
    rest = _merge_rest(base, ours, theirs, winner)
    return _ended(head) + rest if rest else head


def _ended(text: str) -> str:
    return text if text.endswith(("\r", "\n")) else text + "\n"


def three(base: str, ours: str, theirs: str) -> str:
    """The side that changed wins. Raises ``ClashError``."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    raise _clash()


# --- entries --------------------------------------------------------------------------------------


def _bundle(unit: Unit) -> tuple[str, ...]:
    """All that says the state of an entry."""
    head = unit.head or Head("", "", "", unit.text, "")
    found, _ = bare_title(head.text)
    said = [found.text[mark.start : mark.end] for mark in found.marks if mark.kind not in ("label", "parallel")]
    return (head.box, *said, *(one.text for one in unit.rest if one.state))


def _winner(base: Unit, ours: Unit, theirs: Unit) -> Unit:
    before, mine, yours = _bundle(base), _bundle(ours), _bundle(theirs)
    if mine == yours or yours == before:
        return ours
    if mine == before:
        return theirs
    if (
        ours.status == theirs.status
        and _outcome(ours) != _outcome(theirs)
        and _outcome(base)
        not in (
            _outcome(ours),
            _outcome(theirs),
        )
    ):
        raise _clash()  # skipped for two reasons, answered in two ways
    return max(ours, theirs, key=_rank)


def _outcome(unit: Unit) -> str:
    found, _ = bare_title(unit.head.text if unit.head else "")
    mark = found.first("outcome")
    return found.text[mark.start : mark.end] if mark else ""


def _rank(unit: Unit) -> tuple[object, ...]:
    bundle = _bundle(unit)
    dates = [found for part in bundle if (found := stamps.value_of(part))]
    return (RANK.get(unit.status or "todo", 0), unit.percent, max(dates, default=""), bundle)


def _merge_head(base: Head, ours: Head, theirs: Head, winner: Head, *, boxed: bool) -> str:
    prefix = _number(base.prefix, ours.prefix, theirs.prefix)
    tail = three(base.tail, ours.tail, theirs.tail)
    if not boxed:
        text = three(base.text, ours.text, theirs.text)
        return prefix + winner.box + three(base.mid, ours.mid, theirs.mid) + text + tail
    return prefix + winner.box + winner.mid + _merge_title(base.text, ours.text, theirs.text, winner.text) + tail


def _number(base: str, ours: str, theirs: str) -> str:
    """The marker: numbers of a list that both renumbered follow from its order."""
    try:
        return three(base, ours, theirs)
    except ClashError:
        if ours.strip(" 0123456789") == theirs.strip(" 0123456789"):
            return max(ours, theirs, key=lambda one: (len(one), one))
        raise


def _merge_title(base: str, ours: str, theirs: str, winner: str) -> str:
    """The winner's marks around the merged label and title; the pointer on its own."""
    (b, b_at), (o, o_at), (t, t_at) = bare_title(base), bare_title(ours), bare_title(theirs)
    w, _ = bare_title(winner)
    pointer = three(b_at, o_at, t_at) if o_at in (b_at, t_at) or t_at == b_at else max(o_at, t_at)
    title = three(_title(b), _title(o), _title(t))
    label = three(_label(b), _label(o), _label(t))
    lead = w.text[: w.start]
    if (own := _label(w)) and label:
        lead = lead.replace(own, label, 1)
    return lead + title + w.text[w.end :].rstrip() + pointer


def _title(found: marks.Marks) -> str:
    return found.text[found.start : found.end].strip()


def _label(found: marks.Marks) -> str:
    mark = found.first("label")
    return found.text[mark.start : mark.end] if mark else ""


def _merge_rest(base: Unit, ours: Unit, theirs: Unit, winner: Unit) -> str:
    """The lines below: those that say the state from the winner, the others line by line."""
    rows = [tuple(one for one in unit.rest if not one.state) for unit in (base, ours, theirs)]
    end = Unit("", "end", -1, "", "")
    was, mine, yours = ((*row, end) for row in rows)
    written = join(was, mine, yours, _merge_inner, _raise)[:-1]
    _check_single(rows, written)
    before: object = None
    for one in winner.rest:
        if one.state:
            at = next((index + 1 for index, found in enumerate(written) if found.key == before), 0)
            at = at if before is not None else 0
            written.insert(at, Written(one.gap, one.text, one.key))
        before = one.key
    return "".join(one.gap + _ended(one.text) for one in written)


def _merge_inner(_: Unit, ours: Unit, theirs: Unit) -> str:
    """A labelled line that both wrote anew."""
    raise ClashError(-1, ours.text, theirs.text)


def _raise(clash: ClashError) -> str:
    raise ClashError(-1, clash.ours, clash.theirs)


def _check_single(rows: Sequence[tuple[Unit, ...]], written: Sequence[Written]) -> None:
    """Of some labels an entry has one line: two values that came at once clash."""
    single = {one.key for row in rows for one in row if one.single}
    seen: set[object] = set()
    for one in written:
        if one.key in single:
            if one.key in seen:
                raise _clash()
            seen.add(one.key)


# --- lines ----------------------------------------------------------------------------------------


def _merge_line(base: Unit, ours: Unit, theirs: Unit) -> str:
    """A line piece by piece; a table row cell by cell."""
    rows = [one.pieces or _cells(one.text) for one in (base, ours, theirs)]
    if not len(rows[0]) == len(rows[1]) == len(rows[2]):
        raise _clash()
    return "".join(_merge_piece(*parts) for parts in zip(*rows, strict=True))


def _cells(text: str) -> tuple[Piece, ...]:
    parts = text.split("|")
    return tuple(("cell", part if number == len(parts) - 1 else part + "|") for number, part in enumerate(parts))


def _merge_piece(base: Piece, ours: Piece, theirs: Piece) -> str:
    try:
        return three(base[1], ours[1], theirs[1])
    except ClashError:
        kind, one, other = base[0], ours[1], theirs[1]
        if not kind == ours[0] == theirs[0]:
            raise
        if kind == "updated":
            return max(one, other, key=lambda text: (stamps.value_of(text) or "", text))
        if kind == "status":
            return _higher(one, other, _plan_rank(one), _plan_rank(other))
        if kind == "cell":
            return _higher(one, other, _cell_rank(one), _cell_rank(other))
        if kind in ("bar", "count"):
            return max(one, other, key=lambda text: (int(text) if text.isdecimal() else 0, text))
        raise


def _higher(one: str, other: str, rank: int, other_rank: int) -> str:
    """The one of the higher rank; what has none is no state but words."""
    if min(rank, other_rank) < 0:
        raise _clash()
    return max((rank, one), (other_rank, other))[1]


def _plan_rank(text: str) -> int:
    said = states.plan_of_text(text)
    return _PLAN_RANK[said] if said else -1


def _cell_rank(text: str) -> int:
    said = states.of_text(text.strip(" |\r\n"))
    return RANK[said] if said else -1
