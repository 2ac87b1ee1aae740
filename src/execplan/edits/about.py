"""The lines in which a plan speaks of itself: its status and owner, wherever they stand. Knows one plan.

A field that is missing joins the others of its kind (front matter, the lines below the title, metadata), in their shape.
"""

from __future__ import annotations

import re

from execplan.edits import derived
from execplan.edits.change import Draft
from execplan.plan import states
from execplan.plan.errors import PlanError
from execplan.plan.model import Field, Plan, PlanStatus
from execplan.plan.outline import title_section
from execplan.plan.tables import is_row
from execplan.text.blocks import blocks_of, front_matter_end
from execplan.text.source import Span

_ABOUT = frozenset({"status", "owner", "created", "date", "updated", "title", "by"})
"""Fields that make the lines around them metadata."""
_PLAIN = re.compile(r"[\w(][^:#\"'\[\]{},&*!|>%@`]*\Z")
"""What YAML takes as a text without quotes."""


def set_status(draft: Draft, status: PlanStatus) -> None:
    """The status in every place where it stands; below the title where the plan has none. Raises ``refused``."""
    plan = draft.plan
    for field in plan.about:
        current = draft.source.slice(field.value)
        value = derived.status_value(current, field, status)
        if value is None and "status" in field.names and states.plan_of_text(current) != status:
            value = derived.status_words(status)  # a sentence about the old status is no longer true
            if _goes_on(draft, field):
                value += f"; before: {current}"
        if value is not None:
            draft.replace(*_quoted(draft, field, value))
    if plan.status_field is None:
        _add(draft, "status", derived.status_words(status))
    draft.about["status"] = status


def _goes_on(draft: Draft, field: Field) -> bool:
    """Does the sentence run on into the next line? Then its rest cannot stand without its beginning."""
    source = draft.source
    following = source.line(field.end) if field.end < source.line_count else ""
    ends = source.line(field.line).endswith(("  ", "\\"))
    return bool(following.strip()) and not ends and re.match(r"\s*(?:[-*+>#|]|---|\d+[.)])", following) is None


def set_owner(draft: Draft, owner: str) -> None:
    """The owner in its field; a plan that keeps no such fields is refused."""
    field = next((one for one in draft.plan.about if "owner" in one.names), None)
    if field is not None:
        span, value = _quoted(draft, field, owner)
        gap = "" if draft.source.text[span.start - 1] in " \t\"'：" else " "
        draft.replace(span, gap + value)
    else:
        _add(draft, "owner", owner)
    draft.about["owner"] = owner


def set_title(draft: Draft, title: str) -> None:
    """The title in its heading, the words around it kept, and in front matter that says the same."""
    plan, source = draft.plan, draft.source
    named = [
        field
        for field in plan.about
        if "title" in field.names and source.slice(field.value) == plan.title and field.line < front_matter_end(source)
    ]
    for field in named:
        draft.replace(*_quoted(draft, field, title))
    at = title_section(plan.sections)
    if at == -1 and plan.sections and plan.sections[0].role is None:
        at = 0  # a document that starts with a deeper heading is named by that
        if any(plan.sections[0].line < step.line < plan.sections[0].end for step in plan.steps):
            raise PlanError(
                "refused",
                "the plan has no heading of level 1, and steps stand below its first one",
                "add a title by hand",
            )
    line = plan.sections[at].line if at != -1 else -1
    found = source.line(line).rfind(plan.title) if line != -1 and plan.title else -1
    if found == -1 and not named:
        raise PlanError("refused", "the plan's title cannot be told from the words around it", "change it by hand")
    if found != -1:
        start = source.offset(line) + found
        draft.replace(Span(start, start + len(plan.title)), title)
    draft.about["title"] = title


def _quoted(draft: Draft, field: Field, value: str) -> tuple[Span, str]:
    """What to put where: a front matter value keeps the quotes around it unless it needs others."""
    span = field.value
    quote = draft.source.text[span.start - 1 : span.start]
    if field.line >= front_matter_end(draft.source):
        return span, value
    if quote not in ("'", '"'):
        return span, _yaml(value)
    if quote in value or (quote == '"' and "\\" in value):
        return Span(span.start - 1, span.end + 1), _yaml(value)
    return span, value


def _add(draft: Draft, name: str, value: str) -> None:
    plan, source = draft.plan, draft.source
    label = name.capitalize()
    front = front_matter_end(source)
    own = [one for one in plan.about if one.line >= front and "plan_status" not in one.names]
    if any(_ABOUT.intersection(one.names) for one in own):
        _beside(draft, own[-1], label, value)
    elif front:
        draft.insert_lines(front - 1, [f"{name}: {_yaml(value)}"])
    elif name == "status":
        _below_title(draft, label, value)
    else:
        raise PlanError("refused", f"the plan has no {name} field and no metadata to put one in", "add a line by hand")


def _yaml(value: str) -> str:
    """As YAML reads it; in single quotes a backslash is only that."""
    if _PLAIN.match(value):
        return value
    if "'" not in value and ("\\" in value or '"' in value):
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _beside(draft: Draft, sibling: Field, label: str, value: str) -> None:
    """A line like the sibling's after it, parted from it as the siblings are."""
    source = draft.source
    line = source.line(sibling.line)
    start = source.line_span(sibling.line).start
    if is_row(source, sibling.line):
        raise PlanError("refused", f"the plan's own lines are a table without {label.lower()}", "add a row by hand")
    head, between = line[: sibling.label.start - start], line[sibling.label.end - start : sibling.value.start - start]
    said = label.lower() if source.slice(sibling.label).islower() else label
    end = sibling.end
    while end < source.line_count and end <= source.line_of(sibling.value.end):
        end += 1
    alone = (
        sibling.line > 0
        and not source.line(sibling.line - 1).strip()
        and not re.match(r"\s*(?:[-*+>]|\d+[.)])\s", line)
    )
    between = between if between.endswith((" ", "\t", "：")) else between + " "
    draft.insert_lines(end, [*([""] if alone else []), head + said + between + value])


def _below_title(draft: Draft, label: str, value: str) -> None:
    plan = draft.plan
    at = title_section(plan.sections)
    if at == -1:
        raise PlanError("refused", "the plan has no title to put its status below", "give it a heading of level 1")
    line = plan.sections[at].line
    end = next(block.end for block in blocks_of(draft.source).all if block.kind == "heading" and block.start == line)
    draft.insert_lines(end, ["", f"**{label}:** {value}", *([""] if _filled(plan, end) else [])])


def _filled(plan: Plan, line: int) -> bool:
    return line < plan.source.line_count and bool(plan.source.line(line).strip())
