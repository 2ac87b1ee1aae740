"""What a plan says line by line: bullets, labelled lines and table rows, with what stands above them.

Wrapped lines are joined; fences are left out. Knows the plan's sections; knows no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from execplan.plan.model import Plan, Section
from execplan.text.blocks import front_matter_end
from execplan.text.source import BOM

_BULLET = re.compile(r"(?P<indent>[ \t>]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[.\][ \t]+)?")
_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:：|]{0,48}?)\s*[:：](?=\s|\Z)\s*(?P<value>.*)\Z", re.DOTALL)
_BOLD_LABEL = re.compile(r"(\*\*|__)(?P<label>(?:(?!\1).){1,80}?)\s*[:：]?\s*\1(?P<rest>.*)\Z", re.DOTALL)
_EMPHASIS = re.compile(r"\*\*|__|`|~~")
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w -]*?)\s*:(?:\s+(?P<value>.*))?\Z")
_LONGEST = 600
"""Characters of a line that are looked at."""


@dataclass(frozen=True, slots=True)
class Line:
    """One bullet, paragraph or row, its wrapped lines joined, without emphasis."""

    number: int
    text: str
    """All of it, the label included."""
    label: str
    """``Team`` of ``- **Team**: two``; empty without one."""
    value: str
    """What follows the label, else the text."""
    above: tuple[str, ...]
    """Labels and bold lines that it stands below, outermost first; the heading is not among them."""
    bullet: bool = False
    cells: tuple[str, ...] = ()
    """Of a table row."""


def lines_in(plan: Plan, section: Section) -> tuple[Line, ...]:
    """The lines right below a heading, those of deeper sections left out."""
    return tuple(_lines(plan, section.line + 1, section.own_end))


def lines_between(plan: Plan, first: int, end: int) -> tuple[Line, ...]:
    return tuple(_lines(plan, first, end))


def front_lines(plan: Plan) -> tuple[Line, ...]:
    """The front matter: a key with its value; what is nested below it is joined by ``; ``."""
    found: list[Line] = []
    source = plan.source
    for at in range(front_matter_end(source)):
        text = source.line(at).lstrip(BOM)[:_LONGEST]
        match = _KEY.match(text.rstrip())
        if match and not text[:1].isspace():
            label, value = match["key"].replace("_", " ").replace("-", " ").casefold(), (match["value"] or "").strip()
            value = value.strip("[]\"'") if value[:1] in "[\"'" else value
            value = value.replace('"', "").replace("'", "")
            found.append(Line(at, f"{label}: {value}", label, value, ()))
        elif found and text.strip() and text.strip() != "---":
            more = text.strip().removeprefix("- ").strip("\"' ")
            value = f"{found[-1].value}; {more}" if found[-1].value else more
            found[-1] = replace(found[-1], text=f"{found[-1].label}: {value}", value=value)
    return tuple(found)


@dataclass(slots=True)
class _Open:
    """The line that is being put together."""

    number: int
    indent: int
    bullet: bool
    parts: list[str]


def _lines(plan: Plan, first: int, end: int) -> Iterator[Line]:
    above: list[tuple[int, str]] = []
    for one in _joined(plan, first, end):
        raw = " ".join(" ".join(one.parts).split())[:_LONGEST]
        if raw.startswith("|"):
            cells = tuple(_EMPHASIS.sub("", cell).strip() for cell in raw.strip("|").split("|"))
            yield Line(one.number, raw, "", raw, tuple(label for _, label in above), cells=cells)
            continue
        while above and above[-1][0] >= one.indent:
            above.pop()
        label, value = _labelled(raw)
        text = _EMPHASIS.sub("", raw)
        yield Line(one.number, text, label, value if label else text, tuple(name for _, name in above), one.bullet)
        if label and (not value or one.bullet or raw.startswith(("**", "__"))):
            above.append((one.indent, label))


def _labelled(raw: str) -> tuple[str, str]:
    """The label of ``**Team**: …``, ``**Ana** (10 weeks):``, ``Team: …``, and what follows it."""
    start = re.match(r"[^\w*]*", raw)
    raw = raw[start.end() :] if start else raw
    bold = _BOLD_LABEL.match(raw)
    if bold:
        rest = bold["rest"].strip()
        colon = ":" in bold[0][: len(bold[0]) - len(bold["rest"])] or rest[:1] in (":", "：")
        if colon or not rest or rest.endswith(":") or rest.startswith("("):
            return _EMPHASIS.sub("", bold["label"]).strip(" :"), _EMPHASIS.sub("", rest).strip(" :：")
    plain = _LABEL.match(_EMPHASIS.sub("", raw))
    return (plain["label"].strip(), plain["value"].strip()) if plain else ("", "")


def _joined(plan: Plan, first: int, end: int) -> Iterator[_Open]:
    source, fenced = plan.source, False
    now: _Open | None = None
    for number in range(first, min(end, source.line_count)):
        text = source.line(number)
        if _FENCE.match(text):
            fenced = not fenced
        stripped = text.strip(" \t>")
        bullet = None if fenced else _BULLET.match(text)
        starts = bullet or stripped.startswith(("|", "#", "**", "__", "<!--")) or _FENCE.match(text)
        if (starts or fenced or not stripped) and now is not None:
            yield now
            now = None
        if fenced or not stripped or stripped.startswith(("#", "<!--")) or _FENCE.match(text):
            continue
        if bullet:
            now = _Open(number, len(bullet["indent"].expandtabs(4)) + 1, True, [text[bullet.end() :]])
        elif now is not None and not (not now.bullet and _LABEL.match(_EMPHASIS.sub("", stripped))):
            now.parts.append(stripped)
        else:
            if now is not None:
                yield now
            now = _Open(number, 0, False, [stripped])
    if now is not None:
        yield now
