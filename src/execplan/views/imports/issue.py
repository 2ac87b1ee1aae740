"""The body of a GitHub issue, free or from an issue form, as an outline. Knows headings and answers; no boxes."""

from __future__ import annotations

import re
from dataclasses import replace

from execplan.plan import vocabulary
from execplan.plan.limits import within
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.imports.checklist import outline_of
from execplan.views.imports.outline import Left, Outline, Wish

NO_RESPONSE = "_No response_"
_HEADING = re.compile(r" {0,3}#{2,4}\s+(?P<title>.+?)\s*#*\s*\Z")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-+*]|\d{1,9}[.)])\s+(?P<text>\S.*)\Z")
_BOX = re.compile(r"\[.\](?:\s|$)")
_OWNERS = frozenset({"owner", "assignee", "assigned to", "responsible"})
_TITLES = frozenset({"title", "name", "plan title", "task title", "plan", "task"})


def read_issue(text: str) -> Outline:
    """The outline of an issue. Raises ``too_large``.

    An answer under ``Objective`` or ``Context`` is that; lists under ``Steps`` and ``Acceptance criteria`` need no
    boxes; other answers without a box are left.
    """
    title: str | None = None
    said: dict[str, str] = {}
    criteria: list[Wish] = []
    rest: list[str] = []
    for heading, lines in _answers(text):
        answer = "\n".join(lines).strip()
        role = vocabulary.role_of(heading) if heading else None
        boxed = any((found := _ITEM.match(line)) and _BOX.match(found["text"]) for line in lines)
        if heading is None:
            rest += lines
        elif answer in ("", NO_RESPONSE):
            continue  # the form says itself that nothing was said
        elif heading.casefold() in _TITLES and title is None and "\n" not in answer:
            title = answer
        elif heading.casefold() in _OWNERS and "owner" not in said and "\n" not in answer:
            said["owner"] = answer
        elif role in ("objective", "summary") and "objective" not in said and not boxed:
            said["objective"] = answer
        elif role == "context" and role not in said and not boxed:
            said["context"] = answer
        elif role == "criteria":
            criteria += _wishes(lines)
        elif role in ("steps", "plan_of_work", "progress") and not boxed:
            rest += [f"### {heading}", "", *_boxes(lines), ""]
        else:
            rest += [f"### {heading}", "", *lines, ""]
    plan = within(read_plan(Source.of("\n".join(rest))), "the issue")
    outline = outline_of(plan)
    objective = said.get("objective")
    extra = (Left("text", outline.objective),) if objective and outline.objective else ()
    plain = {one.step.phase for one in outline.steps}
    steps = outline.steps
    if len(plain) == 1 and vocabulary.role_of(next(iter(plain)) or "") in ("steps", "plan_of_work", "progress"):
        steps = tuple(replace(one, step=replace(one.step, phase=None)) for one in steps)
    return replace(
        outline,
        kind="issue",
        # A form's first question is no title: only a heading of the first level is.
        title=title or (outline.title if any(section.level == 1 for section in plan.sections) else None),
        objective=objective or outline.objective,
        context=said.get("context"),
        owner=said.get("owner"),
        steps=steps,
        criteria=(*criteria, *outline.criteria),
        left=(*extra, *outline.left),
    )


def is_issue(text: str) -> bool:
    """Does it read like an issue form's body: answers under third-level headings, no first or second level?"""
    headings = [match[1] for match in re.finditer(r"^ {0,3}(#{1,6})\s", text, re.MULTILINE)]
    return NO_RESPONSE in text or (len(headings) > 1 and set(headings) == {"###"})


def _answers(text: str) -> list[tuple[str | None, list[str]]]:
    """Each heading of level 2 to 4 with its lines; what stands before the first one has none. Fences are no headings."""
    parts: list[tuple[str | None, list[str]]] = [(None, [])]
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        heading = None if fenced else _HEADING.match(line)
        if heading:
            parts.append((heading["title"], []))
        else:
            parts[-1][1].append(line)
    return parts


def _wishes(lines: list[str]) -> list[Wish]:
    """One criterion an item, or a line where nothing is an item; lines below an item go on with it."""
    wishes: list[Wish] = []
    listed = any(_ITEM.match(line) for line in lines)
    for line in lines:
        item, text = _ITEM.match(line), line.strip()
        if not text or text == NO_RESPONSE:
            continue
        if item is None and listed and wishes:
            wishes[-1] = replace(wishes[-1], text=f"{wishes[-1].text} {text}")
            continue
        body = item["text"] if item else text
        box = _BOX.match(body)
        wishes.append(Wish(body[box.end() :].strip() if box else body, bool(box and body[1] in "xX")))
    return wishes


def _boxes(lines: list[str]) -> list[str]:
    """Items as boxes; where nothing is an item, every line is one."""
    listed = any(_ITEM.match(line) for line in lines)
    boxes: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            boxes.append(f"{item['indent']}- [ ] {item['text']}")
        else:
            boxes.append(line if listed or not line.strip() else f"- [ ] {line.strip()}")
    return boxes
