"""What changed of a plan's sections besides its entries. Knows two plans; knows no kind of entry in particular."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from execplan.plan.entries import Entry, lists
from execplan.plan.errors import quoted
from execplan.plan.model import Phase, Plan, Section, Step
from execplan.plan.outline import title_section
from execplan.plan.vocabulary import is_unset
from execplan.views.pairing import Paired

_Key = tuple[int, str, int]
"""Level, title, and which one of that name."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A section that came or went (``what``), or one with another name or other lines (``what`` is empty)."""

    line: str
    what: str
    name: str
    title: str


def prose(before: Plan, after: Plan, pairs: Mapping[str, Paired]) -> Iterator[Prose]:
    """Sections that came, went, or whose lines that belong to no entry are others.

    A section that is an entry, or came or went with one in it, is not told, nor is one within another that is.
    """
    old, new = _sections(before), _sections(after)
    came = _only(after, new, old, [one.line for found in pairs.values() for one in found.came])
    gone = _only(before, old, new, [one.line for found in pairs.values() for one in found.gone])
    texts = {_text(before, one): one for one in gone}
    for one in came:
        if (was := texts.pop(_text(after, one), None)) is not None:
            gone.remove(was)
            yield Prose(f"section renamed: {quoted(was.title)} → {quoted(one.title)}", "", "", one.title)
        else:
            yield _whole(one, "added")
    yield from (_whole(one, "removed") for one in gone)
    was_lines, now_lines = _own_lines(before), _own_lines(after)
    for key, section in new.items():
        if key in old and (count := _differing(was_lines[old[key].line], now_lines[section.line])):
            title = section is after.sections[title_section(after.sections)]
            name = "text below the title" if title else f"section {quoted(section.title)}"
            yield Prose(f"{name} changed: {_lines(count)}", "", "", "" if title else section.title)
    if count := _differing(was_lines[-1], now_lines[-1]):
        yield Prose(f"text above the first heading changed: {_lines(count)}", "", "", "")


def _whole(section: Section, what: str) -> Prose:
    name = quoted(section.title)
    return Prose(f"section {what}: {name}", what, name, section.title)


def _text(plan: Plan, section: Section) -> tuple[int, tuple[str, ...]]:
    """Level and lines of a section, without its heading."""
    return section.level, tuple(plan.source.line(line) for line in range(section.line + 1, section.end))


def _only(plan: Plan, here: dict[_Key, Section], there: Container[_Key], moved: list[int]) -> list[Section]:
    """The sections that only one version has."""
    heads = {one.line for found in lists(plan).values() for one in found}
    moved = sorted(moved)
    found: list[Section] = []
    told = 0
    for key, section in here.items():
        if key in there or section.line < told:
            continue
        told = section.end
        at = bisect_left(moved, section.line)
        if section.line not in heads and not (at < len(moved) and moved[at] < section.end):
            found.append(section)
    return found


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"


def _sections(plan: Plan) -> dict[_Key, Section]:
    """The sections by level and name; twins are counted."""
    seen: Counter[tuple[int, str]] = Counter()
    found: dict[_Key, Section] = {}
    title = title_section(plan.sections)
    for index, section in enumerate(plan.sections):
        name = (section.level, "" if index == title else section.title)
        found[(*name, seen[name])] = section
        seen[name] += 1
    return found


def _own_lines(plan: Plan) -> dict[int, list[str]]:
    """The lines of each section (by its line; -1 above the first) that no entry, bar or field of the plan's own holds."""
    held = _held(plan)
    found: dict[int, list[str]] = {-1: [], **{section.line: [] for section in plan.sections}}
    starts = sorted(found)
    at = 0
    for line in range(plan.source.line_count):
        while at + 1 < len(starts) and starts[at + 1] <= line:
            at += 1
        text = plan.source.line(line).strip()
        if line not in held and line != starts[at] and text and not is_unset(text):
            found[starts[at]].append(text)
    return found


def _held(plan: Plan) -> set[int]:
    held = {plan.bar.line} if plan.bar else set[int]()
    held.update(plan.source.line_of(span.start) for span in plan.updated_fields)
    fields = [*plan.about, *([plan.status_field] if plan.status_field else [])]
    held.update(line for field in fields for line in range(field.line, field.end))
    for found in lists(plan).values():
        for one in found:
            held.update(_lines_of(one))
    return held


def _lines_of(one: Entry) -> Iterator[int]:
    if isinstance(one, Phase):
        yield one.line
        return
    yield from range(one.place.line, one.place.end)
    if isinstance(one, Step) and one.detail is not None:
        yield from range(one.detail.line, one.detail.end)


def _differing(old: list[str], new: list[str]) -> int:
    """How many lines differ, their order left aside."""
    before, after = Counter(old), Counter(new)
    return max((before - after).total(), (after - before).total())
