"""The lines of new steps, shaped like a sibling, and where beside it they go. Knows siblings; knows no phase."""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.edits.child_lines import below as below_lines
from execplan.edits.drafting import Written
from execplan.edits.percent import drop_percent
from execplan.edits.work_plan import keeps_details
from execplan.plan import marks
from execplan.plan.dialects import DIALECTS, FIELD_LABELS, STATUS_VALUES, Dialect
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import Place, Plan, Step
from execplan.text.source import Source, Span

_NUMBERS = re.compile(
    r"(?:(?:steps?|tasks?)\s*)?#?\d+(?:\s*(?:,|&|and)\s*(?:(?:steps?|tasks?)\s*)?#?\d+)*", re.IGNORECASE
)
"""A list of steps by their numbers."""
_BULLET = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]+(?P<label>.+)")


def next_number(plan: Plan) -> int:
    numbers = [
        int(match[0])
        for step in plan.steps
        if not step.parent and (match := re.search(r"(?<!\d)\d{1,9}$", step.label or ""))
    ]
    return max(numbers, default=len([step for step in plan.steps if not step.parent])) + 1


def beside(draft: Draft, sibling: Step, new: list[Written], number: int | None = None) -> None:
    """After a sibling, in its shape; an ordered list that counts by one goes on counting."""
    plan = draft.plan
    lines = step_lines(plan, new, number or next_number(plan), sibling)
    gap = blank_before(draft, sibling)
    spaced: list[str] = []
    for chunk in _chunks(lines, sibling):
        spaced += [*gap, *chunk]
    draft.insert_lines(sibling.place.end, spaced)
    if sibling.place.marker[:1].isdigit():
        _renumber(draft, sibling, len(new))


def _chunks(lines: list[str], sibling: Step) -> list[list[str]]:
    """Lines of several steps, one chunk a step: each starts at the sibling's indent with a marker."""
    chunks: list[list[str]] = []
    for line in lines:
        if line.startswith(sibling.place.indent + sibling.place.marker[-1:]) or re.match(
            re.escape(sibling.place.indent) + r"(?:[-+*]|\d+[.)])\s+\[", line
        ):
            chunks.append([line])
        elif chunks:
            chunks[-1].append(line)
        else:
            chunks.append([line])
    return chunks


def blank_before(draft: Draft, sibling: Step) -> list[str]:
    """Blank lines between this sibling and the one before it, as the list has them."""
    same = [
        step
        for step in draft.plan.steps
        if step.parent == sibling.parent and step.place.end <= sibling.line and step.phase == sibling.phase
    ]
    if not same:
        return [""] if DIALECTS[draft.plan.dialect].step_status and sibling.place.field("status") else []
    between = [draft.source.line(line) for line in range(same[-1].place.end, sibling.line)]
    return [""] * len(between) if all(not line.strip() for line in between) else []


def _renumber(draft: Draft, sibling: Step, added: int) -> None:
    """The items after the sibling count on; what names them by their number follows."""
    at = int(re.match(r"\d+", sibling.place.marker)[0])  # type: ignore[index]
    _renumber_from(draft, sibling, at + 1, added)


def count_on(draft: Draft, step: Step, added: int) -> None:
    """Room in an ordered list for as many items above the step: it and those after it count on."""
    if step.place.marker[:1].isdigit():
        _renumber_from(draft, step, int(re.match(r"\d+", step.place.marker)[0]), added)  # type: ignore[index]


def _renumber_from(draft: Draft, first: Step, at: int, added: int) -> None:
    source = draft.source
    moved: dict[str, Step] = {}
    for step in draft.plan.steps:
        if step.parent != first.parent or step.line < first.line or not step.place.marker[:1].isdigit():
            continue
        if step.id == first.id and at != _number(step):  # the sibling itself keeps its number
            continue
        number = at + len(moved)
        start = source.line_span(step.line).start + len(step.place.indent)
        digits = Span(start, start + len(step.place.marker) - 1)
        if _number(step) != number or source.slice(digits) != str(number):
            break
        draft.replace(digits, str(number + added))
        draft.touched.add(step.id)
        moved[step.id] = step
    follow_numbers(draft, {id: _number(step) + added for id, step in moved.items()})


def _number(step: Step) -> int:
    return int(step.place.marker[:-1])


def follow_numbers(draft: Draft, numbers: dict[str, int]) -> None:
    """``Depends on: 3`` names an item by its number: it follows when the item of that id gets another one."""
    source = draft.source
    if numbers:
        _follow_in_words(draft, numbers)
    labels = {step.id: step.label for step in draft.plan.steps if step.id in numbers}
    for step in draft.plan.steps:
        changed = {label: numbers[id] for id in step.depends_on if (label := labels.get(id)) and label.isdigit()}
        fields = [one for one in step.place.fields if "depends_on" in one.names or "blocked_by" in one.names]
        for field in fields if changed else ():
            value = source.slice(field.value)
            for found in re.finditer(r"\d+", value) if _NUMBERS.fullmatch(value) else ():
                if found[0] in changed:
                    start = field.value.start + found.start()
                    draft.replace(Span(start, start + len(found[0])), str(changed[found[0]]))


def _follow_in_words(draft: Draft, numbers: dict[str, int]) -> None:
    """``Step 3 requires Step 1`` goes on to mean the same steps."""
    from execplan.plan.dependencies import stated_elsewhere  # no start of a command waits for it
    from execplan.plan.named import LABELS

    plan = draft.plan
    changed = {step.label: numbers[step.id] for step in plan.steps if step.id in numbers and step.label}
    for line in dict.fromkeys(one.line for one in stated_elsewhere(plan) if {one.who, one.on} & numbers.keys()):
        span = draft.source.line_span(line)
        for named in LABELS.finditer(draft.source.slice(span)):
            if not named["kind"].casefold().startswith(("step", "task")):
                continue
            for found in re.finditer(r"\d+", named["numbers"]):
                if found[0] in changed:
                    start = span.start + named.start("numbers") + found.start()
                    draft.replace(Span(start, start + len(found[0])), str(changed[found[0]]))


def step_lines(plan: Plan, new: list[Written], number: int, sibling: Step | None) -> list[str]:
    dialect = DIALECTS[plan.dialect]
    lines: list[str] = []
    for offset, one in enumerate(new):
        head = _head_like(plan, sibling, number, offset) if sibling else _head(dialect, number + offset)
        lines.append(head + one.title)
        content = re.match(r"\s*(?:[-+*]|\d+[.)])\s+", head)
        indent = " " * (content.end() if content else 2)
        if dialect.step_status and (sibling is None or sibling.place.field("status")):
            lines.append(f"{indent}- Status: {_todo(plan)}")
        if not keeps_details(plan) or (sibling and sibling.parent):
            lines += [f"{indent}- {_said_as(plan, name)}{value}" for name, value in one.fields.items()]
        if dialect.step_status and sibling is None and offset < len(new) - 1:
            lines.append("")
    return lines


def _said_as(plan: Plan, name: str) -> str:
    """The label of a line, up to its value; a dependency is said as the last step that has a line for it says it."""
    if name == "depends_on":
        for step in reversed(plan.steps):
            for field in step.place.fields:
                if not {"depends_on", "blocked_by"}.intersection(field.names) or field.line <= step.line:
                    continue
                before = plan.source.text[plan.source.line_span(field.line).start : field.value.start]
                if field.value.start < field.value.end and (match := _BULLET.fullmatch(before)):
                    return match["label"].rstrip() + " "
    return f"{FIELD_LABELS[name]}: "


def _todo(plan: Plan) -> str:
    values = [
        plan.source.slice(found.value)
        for step in plan.steps
        if step.status == "todo" and (found := step.place.field("status"))
    ]
    return values[-1] if values else STATUS_VALUES["todo"]


def _head(dialect: Dialect, number: int) -> str:
    marker = f"{number}." if dialect.ordered else "-"
    return f"{marker} [ ] " + dialect.step.replace("{n}", str(number)).replace("{title}", "")


def head_of(source: Source, place: Place, mark: str = " ", counted: int = 0) -> str:
    """An entry's line up to its text, with this mark in its box and its number counted on."""
    start = source.line_span(place.line).start
    head = source.text[start : place.text.start]
    if place.box:
        at = place.box.start - start
        head = head[:at] + mark + head[place.box.end - start :]
    number = re.match(r"\d+", place.marker)
    if number is None or not counted:
        return head
    at = head.index(place.marker)
    return head[:at] + str(int(number[0]) + counted) + head[at + number.end() :]


def _head_like(plan: Plan, sibling: Step, number: int, offset: int) -> str:
    """The sibling's line up to its title: indent, marker, box, label; numbers go on from ``number``."""
    source, place = plan.source, sibling.place
    text = source.slice(place.text)
    found = marks.read(text)
    label = found.first("label")
    head = head_of(source, place, counted=1 + offset)
    if label is None:
        return head
    raw = text[label.start : label.end]
    if raw.count("**") % 2:  # ``**Step 1: title**``: the bold run spans the title, a new one is plain
        raw = raw.replace("**", "")
    digits = re.search(r"(?<!\d)\d{1,9}(?!.*\d)", raw)
    if digits is None:
        return head
    top = re.match(r"\D*(\d+)\D*$", raw)
    following = number + offset if top else int(digits[0]) + 1 + offset
    return head + raw[: digits.start()] + str(following).zfill(len(digits[0])) + raw[digits.end() :]


def below(draft: Draft, parent: Step, new: list[Written], sibling: Step | None) -> None:
    plan = draft.plan
    if sibling is not None and sibling.parent == parent.id:
        beside(draft, sibling, new)
        return
    if parent.box == "none":
        raise PlanError("refused", f"{quoted(parent.title)} is drawn without a box", "write it as a checkbox first")
    children = [plan.step(id) for id in parent.children]
    if children:
        beside(draft, children[-1], new)
        return
    indent = parent.place.indent + " " * max(parent.place.content - len(parent.place.indent), 2)
    lines: list[str] = []
    for one in new:
        lines.append(f"{indent}- [ ] {one.title}")
        lines += [f"{indent}  - {FIELD_LABELS[name]}: {value}" for name, value in one.fields.items()]
    if lines:
        lines[0] += _pointer_from(draft, parent)
        drop_percent(draft, parent)
    draft.touched.add(parent.id)
    draft.insert_lines(below_lines(draft, parent.place), lines)


def _pointer_from(draft: Draft, parent: Step) -> str:
    """``← CURRENT`` stands on the deepest step: the first sub-step takes it over."""
    text = draft.source.slice(parent.place.text)
    mark = marks.read(text).first("pointer")
    if mark is None:
        return ""
    base = parent.place.text.start
    draft.replace(Span(base + mark.start, base + mark.end), "")
    return text[mark.start : mark.end].rstrip()
