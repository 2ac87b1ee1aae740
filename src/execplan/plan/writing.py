"""Composes new entries like their neighbours. Knows shapes and one neighbour; knows no edit and no place to put it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from execplan.plan import marks, stamps
from execplan.plan.dialects import Shape
from execplan.plan.errors import PlanError
from execplan.plan.model import Field, Place
from execplan.plan.places import labelled
from execplan.plan.vocabulary import FIELDS
from execplan.text.source import Source

_GLYPHS = re.compile(r"(?:[❓❔⚠💡][\ufe0e\ufe0f]?|â“|âš ï¸)\s*")
_LONGEST_SUFFIX = 60  # characters in the parentheses of a date and an author at the end of a line
_PREFIX = re.compile(r"(?P<open>\s*(?:[-*+]\s+)?(?:\*\*|__)?)[^:：*]+(?P<close>(?:\*\*|__)?[:：](?:\*\*|__)?\s*)")
_NUMBERED = re.compile(
    r"(?:\*\*)?(?:(?:decision|discovery|risk|question|blocker)\s*#?|R)\d+(?:\*\*)?\s*(?:[:：]|[.—–-](?=\s))\s*(?:\*\*)?\s*|\*\*risk[:：]\s*",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(?:(?:decision|discovery|risk|question|blocker)\s*#?|\bR)(\d{1,9})(?!\d)", re.IGNORECASE)
_IN_BOLD = re.compile(r"\*\*(?:(?!\*\*).)+\*\*")
_BOLD_TITLE = re.compile(r"(?P<number>\*\*[^*{}]*\d)(?P<colon>\s*[:：]\s*)\{title\}\*\*")
_ROW_NUMBER = re.compile(r"[*_`]*[A-Za-z]{0,4}-?\d{1,4}[*_`]*")
_HOMES = ("rationale", "notes", "evidence", "why_it_matters", "effect", "mitigation")
"""Columns whose cell can take what has no column of its own."""
Values = dict[str, str | tuple[str, ...]]


def compose(shape: Shape, title: str, given: Values, now: str) -> list[str]:
    """The lines of an entry in a shape; values that are not given leave no line."""
    stamp = stamps.write(now, shape.stamp)
    shape = _with_author(shape, stamp, given)
    bold = _BOLD_TITLE.fullmatch(shape.head) if "*" in title else None
    if bold:  # ``**Risk 1: title**`` would end at the title's own stars
        shape = replace(shape, head=f"{bold['number']}**{bold['colon']}{{title}}")
    lines = [_fill(shape.head, stamp, title, given), *([""] * shape.lead)]
    for name, prefix in shape.fields:
        value = given.get(name)
        if not value:
            continue
        if isinstance(value, str):
            lines.append(prefix + value)
        else:
            lines += [
                prefix.replace("{letter}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 26]) + one
                for number, one in enumerate(value)
            ]
    if shape.tail:
        by = given.get("by")
        tail = shape.tail if by else shape.tail.replace("{by}", "—")
        lines.append(_fill(tail, stamp, title, given))
    while not lines[-1]:
        lines.pop()
    return lines


def _with_author(shape: Shape, stamp: str, given: Values) -> Shape:
    """The shape with exactly one place for the author, where one is given: the head's, the tail's, else a line."""
    by = given.get("by")
    others = tuple(field for field in shape.fields if field[0] != "by")
    if "{by}" in shape.head:
        if isinstance(by, str) and not set("()") & set(by) and len(f"{stamp} / {by}") <= _LONGEST_SUFFIX:
            return replace(shape, fields=others)
        shape = replace(shape, head=shape.head.replace(" / {by}", ""))
    if not by or "{by}" in shape.tail or len(others) < len(shape.fields):
        return shape
    like = next((found for _, prefix in others if (found := _PREFIX.fullmatch(prefix))), None)
    line = f"{like['open']}Decided by{like['close']}" if like else "  - Decided by: "
    return replace(shape, fields=(*others, ("by", line)))


def _fill(template: str, stamp: str, title: str, given: Values) -> str:
    by = given.get("by")
    parts = {"{stamp}": stamp, "{title}": title, "{by}": by if isinstance(by, str) else ""}
    return re.sub(r"\{(?:stamp|title|by)\}", lambda match: parts[match[0]], template)


@dataclass(frozen=True, slots=True)
class Row:
    """A new table row like its neighbour: the canonical names of its cells."""

    names: tuple[tuple[str, ...], ...]
    number: str
    stamp: str


def row_like(source: Source, place: Place) -> Row:
    first = place.fields[0]
    names = tuple(one.names for one in place.fields)
    if _ROW_NUMBER.fullmatch(source.slice(first.value)):  # ``R4`` below a head of any words
        names = ((*first.names, "number"), *names[1:])
    number = source.slice(first.value) if "number" in names[0] else ""
    dated = place.field("date")
    found = stamps.search(source.slice(dated.value)) if dated else None
    return Row(names, number, found.shape if found else "%Y-%m-%d")


def compose_row(row: Row, title_names: tuple[str, ...], title: str, given: Values, now: str) -> str:
    """``| 7 | title | … |``: the title in the first cell of one of ``title_names``, else in the first that is no number.

    What has no column goes into the cell for reasons or notes; raises ``refused`` where the table has none.
    """
    given = _with_homes(row, title_names, given)
    cells: list[str] = []
    used: set[str | None] = set()
    about = _title_column(row, title_names)
    for index, names in enumerate(row.names):
        name = next((name for name in names if name in given and name not in used and names is not about), None)
        used.add(name)  # two columns may mean the same: the first one takes the value
        value = given[name] if name else ""
        if names is about:
            value = title
        elif index == 0 and "number" in names:
            value = _next_number(row.number)
        elif "date" in names:
            value = stamps.write(now, row.stamp)
        cells.append(_joined(value))
    return "| " + " | ".join(cells) + " |"


def _with_homes(row: Row, title_names: tuple[str, ...], given: Values) -> Values:
    columns = {name for names in row.names for name in names}
    homeless = [name for name in given if name not in columns and name not in title_names]
    if not homeless:
        return given
    home = home_of(row, title_names)
    if home is None:
        wanted = ", ".join(name.replace("_", " ") for name in homeless)
        raise PlanError(
            "refused", f"the table has no column for {wanted}", "leave it out, or add a column to the table"
        )
    said = [_joined(given[home])] if home in given else []
    said += [f"{name.replace('_', ' ').capitalize()}: {_joined(given[name])}" for name in homeless]
    return {**{name: value for name, value in given.items() if name not in homeless}, home: "; ".join(said)}


def home_of(row: Row, title_names: tuple[str, ...]) -> str | None:
    """The column that takes what has none of its own: for reasons or notes, else one of the document's making."""
    columns = {name for names in row.names for name in names}
    return next((name for name in _HOMES if name in columns), None) or _free_column(row, title_names)


def _title_column(row: Row, title_names: tuple[str, ...]) -> tuple[str, ...] | None:
    named = next((names for wanted in title_names for names in row.names if wanted in names), None)
    return named or next((names for names in row.names if "number" not in names), None)


def _free_column(row: Row, title_names: tuple[str, ...]) -> str | None:
    """A column of the document's own making beside the title's: it would stay empty otherwise."""
    taken = _title_column(row, title_names)
    return next((names[0] for names in row.names if names is not taken and names[0] not in FIELDS), None)


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _next_number(text: str) -> str:
    match = re.search(r"(?<!\d)\d{1,9}(?!.*\d)", text)
    return text[: match.start()] + str(int(match[0]) + 1).zfill(len(match[0])) + text[match.end() :] if match else ""


def shape_like(source: Source, place: Place, default: Shape) -> Shape:
    """The shape of an existing entry: its marker, stamp, labels, bold; what it does not show comes from ``default``."""
    line_start = source.line_span(place.line).start
    text = source.slice(place.text)
    found = marks.read(_skip_glyph(text))
    skipped = len(text) - len(_skip_glyph(text))
    start = skipped + found.start
    struck = found.first("strike")
    if struck and struck.end + skipped == start:  # what was resolved or taken back is struck; the new entry is not
        start = struck.start + skipped
    label = known_label(text, start)
    if label:
        start = label
    if named := _NUMBERED.match(text, start):
        start = named.end()
    head = source.text[line_start : place.text.start + start]
    stamp_mark = found.first("stamp")
    shape = default.stamp
    if stamp_mark:
        raw = stamps.search(head)
        if raw:
            shape = raw.shape
            head = head[: raw.start] + "{stamp}" + head[raw.end :]
    if place.box:
        offset = place.box.start - line_start
        head = head[:offset] + " " + head[place.box.end - line_start :]
    head = _counted(head, place, found.label)
    suffix, tail_shape = _suffix(text)
    if not place.marker and not head.strip() and _IN_BOLD.fullmatch(text):  # a line in bold that heads its fields
        head += "**"
    bold = "**" if source.slice(place.text)[start:].rstrip().endswith("**") and head.count("**") % 2 else ""
    fields, tail, date_shape = _fields_like(source, place, default)
    return replace(
        default,
        head=head + "{title}" + bold + suffix + _lost_marker(default),
        fields=fields,
        stamp=shape if stamp_mark else (tail_shape or date_shape or shape),
        lead=_lead(source, place),
        tail="" if suffix else tail,
    )


def _lead(source: Source, place: Place) -> int:
    """Blank lines below a heading that is an entry, before its fields."""
    below = next((one.line for one in place.fields if one.line > place.line), place.line)
    blank = all(not source.line(line).strip() for line in range(place.line + 1, below))
    return max(below - place.line - 1, 0) if blank and not place.marker else 0


def known_label(text: str, start: int) -> int | None:
    """Where the value starts when the text begins with a label that has a meaning (``Decision:``), not a title in bold."""
    found = labelled(text, start)
    known = found and found[3] < len(text) and any(name in FIELDS for name in found[0])
    return found[3] if found and known else None


def _skip_glyph(text: str) -> str:
    return _GLYPHS.sub("", text, count=1) if _GLYPHS.match(text) else text


def _lost_marker(default: Shape) -> str:
    """What makes the entry what it is must not get lost when a plain neighbour is copied (``→ **BLOCKER**``, ``(since …)``)."""
    if "**BLOCKER**" in default.head:
        return " → **BLOCKER**"
    return " (since {stamp})" if "(since " in default.head else ""


def _counted(head: str, place: Place, label: str | None) -> str:
    """The neighbour's number plus one, in an ordered marker or in ``Decision 3:``."""
    if place.marker[:1].isdigit():
        at = head.index(place.marker) if place.marker in head else 0
        number = re.match(r"\d+", place.marker)
        if number:
            return head[:at] + str(int(number[0]) + 1) + head[at + number.end() :]
    match = _COUNT.search(head)
    if label and match is None:
        match = re.search(rf"{re.escape(label.rstrip('0123456789'))}(\d{{1,9}})(?!\d)", head)
    return head[: match.start(1)] + str(int(match[1]) + 1) + head[match.end(1) :] if match else head


def _suffix(text: str) -> tuple[str, str | None]:
    """``(2026-02-20 / Codex)`` at the end of one-line neighbours."""
    match = re.search(r"\s*(?<!\\)\((?P<inner>[^()]{6,60})\)\s*\Z", text)
    stamp = stamps.search(match["inner"]) if match else None
    if not match or not stamp or stamp.start:
        return "", None
    return (" ({stamp} / {by})" if "/" in match["inner"] else " ({stamp})"), stamp.shape


def _fields_like(source: Source, place: Place, default: Shape) -> tuple[tuple[tuple[str, str], ...], str, str | None]:
    own_line = [one for one in place.fields if _begins_line(source, place, one)]
    known = {name: _prefix(source, one) for one in reversed(own_line) for name in one.names}
    words = {name: source.slice(one.label) for one in reversed(place.fields) for name in one.names}
    style = _style(source, own_line[0]) if own_line else None
    fields: list[tuple[str, str]] = []
    for name, prefix in default.fields:
        if name in known:
            fields.append((name, known[name]))
        elif style:
            label = words.get(name) or prefix.strip(" -*").rstrip(":* ")
            fields.append((name, style[0] + label + style[1]))
        else:
            fields.append((name, _indented(prefix, place)))
    author = next((one for one in own_line if "date_author" in one.names), None)
    stamp = stamps.search(source.slice(author.value)) if author else None
    tail = _prefix(source, author) + "{stamp} / {by}" if author else ("" if own_line else default.tail)
    return tuple(fields), tail, stamp.shape if stamp else None


def _begins_line(source: Source, place: Place, field: Field) -> bool:
    """Does the label stand first on a line of its own (behind a marker at most), not in the middle of a sentence?"""
    line = source.line_of(field.label.start)
    before = source.text[source.line_span(line).start : field.label.start]
    return line != source.line_of(place.text.start) and not before.strip(" \t>-+*_")


def _prefix(source: Source, field: Field) -> str:
    start = source.line_span(source.line_of(field.label.start)).start
    prefix = source.text[start : field.value.start]
    return prefix if prefix.endswith((" ", "\t", "：")) else prefix + " "


def _style(source: Source, field: Field) -> tuple[str, str]:
    start = source.line_span(source.line_of(field.label.start)).start
    after = source.text[field.label.end : field.value.start]
    return source.text[start : field.label.start], after if after.endswith((" ", "\t", "：")) else after + " "


def _indented(prefix: str, place: Place) -> str:
    """A default prefix hung below the neighbour's own text."""
    bare = prefix.lstrip(" ")
    if bare == prefix and not place.marker:
        return prefix
    return place.indent + " " * max(place.content - len(place.indent), 2 if place.marker else 0) + bare
