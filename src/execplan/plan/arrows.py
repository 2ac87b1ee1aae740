"""Arrows of Mermaid flowcharts and the ``after`` of its gantt charts, between steps and phases of the plan.

``A[Step 1] --> B[Step 2]``: the second waits for the first. A node is a step or a phase by its label, title or id, or it
is nothing here: a drawing of the architecture has nodes of its own. Knows names; knows no fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from execplan.plan.named import Known, whole
from execplan.plan.sentences import Stated
from execplan.text.block import Block
from execplan.text.patterns import later
from execplan.text.source import Source

_FENCE = later(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*mermaid\b", re.IGNORECASE)
_CHART = later(r"\s*(?P<kind>graph|flowchart|gantt)\b", re.IGNORECASE)
_ARROW = later(
    r"\s*(?:(?:--|==|-\.)\s*[^-=>.|\[\](){}\n]{1,60}?\s*(?:-->|==>|\.->)|--+>|==+>|-\.+->|--+|==+|-\.+-)(?:\|[^|\n]{0,80}\|)?\s*"
)
_NODE = later(
    r"(?P<id>[^\W][\w.]*(?:-[\w.]+)*)(?:@\{[^}\n]*\}|[\[({>]{1,3}[/\\]?\"?(?P<text>[^\"\[\](){}\n]{0,200})\"?[/\\]?[\])}]{1,3})?"
    r"(?::::\w+)?"
)
_AND = later(r"\s*&\s*")
_TASK = later(r"\s*(?P<name>[^:\n]{1,200}?)\s*:(?P<meta>[^\n]{0,200})")
_TAGS = frozenset({"done", "active", "crit", "milestone", "vert"})
_MOST = 2_000
"""Arrows that are read in one document."""


def drawn(source: Source, blocks: tuple[Block, ...], known: Known) -> list[Stated]:
    """Every dependency that an arrow states, in document order."""
    found: list[Stated] = []
    for block in blocks:
        if block.kind != "fence" or not _FENCE.match(source.line(block.start)):
            continue
        lines = [(at, source.line(at).strip(" \t>")) for at in range(block.start + 1, block.end)]
        chart = next((match["kind"].lower() for _, text in lines if (match := _CHART.match(text))), None)
        if chart is None:
            continue
        for line, before, after in _gantt(lines) if chart == "gantt" else _flowchart(lines):
            for who in _means(after, known):
                found += (Stated(who, on, line) for on in _means(before, known) if on != who)
            if len(found) >= _MOST:
                return found
    return found


Node = tuple[str, str]
"""Id and text; the text is empty where the drawing gives none."""


def _means(node: Node, known: Known) -> tuple[str, ...]:
    id, text = node
    if text:
        return whole(re.sub(r"<br\s*/?>", " ", text).strip(), known)
    return whole(id.removeprefix("s_"), known)


def _flowchart(lines: list[tuple[int, str]]) -> Iterator[tuple[int, Node, Node]]:
    texts: dict[str, str] = {}
    edges: list[tuple[int, str, str]] = []
    for line, text in lines:
        for statement in text.split(";"):
            room = _MOST - len(edges)
            edges += ((line, *edge) for edge in islice(_edges(statement.strip(), texts), room))
    for line, before, after in edges:
        yield line, (before, texts.get(before, "")), (after, texts.get(after, ""))


def _edges(text: str, texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The arrows of one line; what the nodes are called is noted on the way."""
    if text.startswith("%%"):
        return
    before, at = _nodes(text, 0, texts)
    while before:
        arrow = _ARROW.match(text, at)
        if arrow is None:
            return
        after, at = _nodes(text, arrow.end(), texts)
        if ">" in arrow[0].split("|")[0]:
            yield from ((one, other) for one in before for other in after)
        before = after


def _nodes(text: str, at: int, texts: dict[str, str]) -> tuple[list[str], int]:
    """``A[Dig] & B``: the nodes that stand here, and where they end."""
    found: list[str] = []
    while (match := _NODE.match(text, at)) is not None:
        found.append(match["id"])
        at = match.end()
        if match["text"]:
            texts[match["id"]] = match["text"].strip()
        following = _AND.match(text, at)
        if following is None:
            break
        at = following.end()
    return found, at


def _gantt(lines: list[tuple[int, str]]) -> Iterator[tuple[int, Node, Node]]:
    names: dict[str, str] = {}
    waits: list[tuple[int, str, str]] = []
    for line, text in lines:
        match = None if text.startswith("%%") else _TASK.match(text)
        if match is None:
            continue
        parts = [part.strip() for part in match["meta"].split(",")]
        parts = [part for part in parts if part and part not in _TAGS]
        if parts and re.fullmatch(r"[A-Za-z]\w*(?:-\w+)*", parts[0]):
            names.setdefault(parts[0], match["name"])
        for part in parts:
            if part.startswith("after "):
                waits += ((line, id, match["name"]) for id in part.split()[1:])
    for line, id, name in waits:
        if id in names:
            yield line, (id, names[id]), ("", name)
