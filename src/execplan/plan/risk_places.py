# ruff: noqa: E501 (data: a word list or a pattern on one row reads better than a wrapped one)
"""What the entry of a risk says besides its name, in the forms no other entry has. Knows a risk's words; knows no values.

``Flood — mitigation: pumps`` keeps its fields on its own line, a register calls them as it likes (``Chance``,
``Response``, ``Due``). Those words mean something below a risk only: anywhere else a plan would be misread by them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from execplan.plan import vocabulary
from execplan.plan.found import Found
from execplan.plan.model import Field, Place
from execplan.plan.places import trimmed
from execplan.plan.tables import cells, is_row
from execplan.text.patterns import later
from execplan.text.source import Source, Span

NAMES = ("impact", "probability", "mitigation", "owner", "status", "due")
"""What a risk's entry may say, by its canonical name."""
_KNOWN = frozenset(NAMES)
_MORE: dict[str, tuple[str, ...]] = {
    "impact": ("sev", "impact level", "effect", "consequence", "consequences", "severity level"),
    "probability": ("chance", "chances", "prob", "prob.", "odds", "chance of happening"),
    "mitigation": (
        "response", "plan", "mitigation plan", "risk response", "countermeasure", "countermeasures", "action", "actions", "treatment", "fallback",
        "contingency plan", "mitigation action", "mitigation / contingency", "answer", "prevention", "应对", "应对措施",
    ),
    "owner": ("risk owner", "who", "owned by"),
    "status": (),
    "due": (
        "due", "due date", "by", "deadline", "review", "review date", "review by", "next review", "target date", "target", "mitigate by", "mitigation due",
        "until", "when", "截止日期", "期限", "기한", "fecha límite", "frist", "fällig", "fällig am", "prazo", "срок", "échéance",
    ),
    "risk": ("concern", "threat", "hazard", "what could happen", "what could go wrong", "event", "issue", "uncertainty"),
}  # fmt: skip
WORDS: dict[str, str] = {
    word: name for name in (*NAMES, "risk") for word in (*vocabulary.FIELDS.get(name, ()), *_MORE[name])
}
"""What a label below a risk means."""
_INLINE = {word: name for word, name in WORDS.items() if name != "risk"}
_ALIKE = "|".join(sorted((re.escape(word) for word in _INLINE), key=len, reverse=True))
_BEHIND = later(
    r"(?:(?<![ \t])[ \t]++(?:(?:[—–-]++>?|[→;|/])[ \t]*+|[;；,，|][ \t]*+|[(（]|(?:\r\n|\r|\n)[ \t>]*+)|[;；,，|(（][ \t]*+|(?:\r\n|\r|\n)[ \t>]*+|(?<=[.!?。])(?:\*\*|__)?(?<![ \t])[ \t]++)"
    rf"(?P<open>\*\*|__|\*|_)?(?P<label>{_ALIKE})(?:[ \t]*[:：](?(open)(?P=open))|(?(open)(?P=open)[ \t]*[:：]|(?!)))[ \t]*",
    re.IGNORECASE,
)
_LINE = later(
    rf"[ \t>]*(?:[-*+]|\d+[.)])[ \t]+(?P<open>\*|_)?(?P<label>{_ALIKE})(?:[ \t]*[:：](?(open)(?P=open))|(?(open)(?P=open)[ \t]*[:：]|(?!)))[ \t]*",
    re.IGNORECASE,
)
RISK_HEAD = later(
    r"(?:\*\*|__)?(?:(?:risk|risiko|riesgo|risco|risque|риск|风险)\s*#?\d*|R\d{1,3})(?:\*\*|__)?\s*(?:[:：]|[.—–-]\s)",
    re.IGNORECASE,
)
"""``**R1: …**``, ``Risk: …``: what stands below risks under such a name is one."""
TELLING = frozenset({"impact", "probability", "mitigation"})
"""Fields that only a risk has among the entries of its section."""
_REMARK = re.compile(r"\s*[(（][^)）]*[)）]\s*\Z")


def canonical(label: str) -> str | None:
    """What a label or the head of a column means below a risk (``Likelihood (1-5)``), None for any other."""
    return WORDS.get(_REMARK.sub("", label.casefold()).strip(" *_`"))


def unlabelled(text: str) -> str:
    """The text with an escape where it would say a field of a risk. Law: done twice it is done once."""
    at = 0
    while match := _BEHIND.search(text, at):
        colon = next(place for place in range(match.end("label"), match.end()) if text[place] in ":：")
        escaped = "\\:" if text[colon] == ":" else "&#xFF1A;"
        text = text[:colon] + escaped + text[colon + 1 :]
        at = match.end("label")
    return text


def refined(source: Source, found: list[Found]) -> list[Found]:
    """The entries with everything that the risks among them say of themselves as fields."""
    return [_of_found(source, one) if one.kind == "risk" else one for one in found]


def _of_found(source: Source, one: Found) -> Found:
    place = _refined(source, one.place)
    return one if place is one.place else replace(one, place=place)


def _refined(source: Source, place: Place) -> Place:
    if is_row(source, place.line) and place.fields and place.fields[0].line == place.line:
        return _row(source, place)
    place = _lines(source, place)
    inline = _inline(source, place)
    text = place.text
    if inline:
        end = source.text[text.start : inline[0][0]].rstrip()
        text = trimmed(source, Span(text.start, text.start + len(end)))
    every = (*(one for _, one in inline), *place.fields) if inline else place.fields
    fields = _named(source, every)
    return place if fields is place.fields else replace(place, text=text, fields=fields)


def _inline(source: Source, place: Place) -> list[tuple[int, Field]]:
    """The fields within an entry's own text, each with where what leads to it starts."""
    text, base = source.slice(place.text), place.text.start
    if ":" not in text and "：" not in text:
        return []
    matches = [one for one in _BEHIND.finditer(text) if one.start()]
    found: list[tuple[int, Field]] = []
    for at, match in enumerate(matches):
        stop = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        value = text[match.end() : stop].rstrip()
        if value[-1:] in (")", "）") and value.count("(") + value.count("（") < value.count(")") + value.count("）"):
            value = value[:-1]  # the parentheses were opened before the label
        span = trimmed(source, Span(base + match.end(), base + match.end() + len(value)))
        line = source.line_of(base + match.start("label"))
        label = Span(base + match.start("label"), base + match.end("label"))
        name = _INLINE[match["label"].casefold()]
        found.append(
            (base + match.start(), Field((name,), label, span, line, source.line_of(max(span.end - 1, span.start)) + 1))
        )
    return found


def _lines(source: Source, place: Place) -> Place:
    """With the items below it whose labels mean something below a risk only (``- Chance: low``)."""
    known = {one.line for one in place.fields}
    more: list[Field] = []
    for line in range(place.line + 1, place.end):
        if line in known:
            continue
        raw = source.line(line)
        if raw.lstrip().startswith("|") and len(pair := cells(source, line)) == 2:
            if (name := canonical(source.slice(pair[0]))) in NAMES:
                more.append(Field((name,), pair[0], pair[1], line, line + 1))
            continue
        if match := _LINE.match(raw):
            span = source.line_span(line)
            value = trimmed(source, Span(span.start + match.end(), span.end))
            label = Span(span.start + match.start("label"), span.start + match.end("label"))
            more.append(Field((_INLINE[match["label"].casefold()],), label, value, line, line + 1))
    return replace(place, fields=(*place.fields, *more)) if more else place


def _named(source: Source, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Fields of other words under the names they have below a risk, where nothing says the same in its usual word."""
    odd = [at for at, one in enumerate(fields) if _KNOWN.isdisjoint(one.names)]
    if not odd:
        return fields
    taken = {name for one in fields for name in one.names}
    found = list(fields)
    for at in odd:
        name = canonical(source.slice(found[at].label))
        if name is not None and name not in taken:
            found[at] = replace(found[at], names=(name,))
            taken.add(name)
    return tuple(found)


def _row(source: Source, place: Place) -> Place:
    fields = _named(source, place.fields)
    about = next((one for one in fields if "risk" in one.names), None)
    about = about or next((one for one in fields if {"title", "what"}.intersection(one.names)), None)
    about = about or next((one for one in fields if not {"number", *NAMES}.intersection(one.names)), None)
    return replace(place, text=about.value if about else place.text, fields=fields)
