"""A Markdown checklist as an outline, read by the plans' own reader. Knows boxes, headings and fields; knows no tool.

Every task-list box becomes a step, a criterion, or something left; so does every line of prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from execplan.plan.dialects import DIALECTS, HEADINGS
from execplan.plan.drafts import NewStep, OutlineStep
from execplan.plan.errors import PlanError
from execplan.plan.limits import within
from execplan.plan.model import Plan, Section, Status, Step
from execplan.plan.outline import section_at, title_section
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.imports.outline import Left, Outline, Wish

_OWN = 4
"""So many sections of one dialect are no accident: the text is a plan already."""
_FIELDS = {"estimate", "owner", "verification", "files", "depends_on", "notes", "status"}
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|<!--.*-->)\s*\Z")


def read_checklist(text: str) -> Outline:
    """The outline of any checklist. Raises ``refused`` for a text that is a plan already, ``too_large``."""
    plan = within(read_plan(Source.of(text)), "the checklist")
    if is_plan(plan):
        raise PlanError(
            "refused",
            f"this is a plan already ({plan.dialect})",
            "copy it to .agents/<slug>/PLAN.md; --from checklist reads its boxes anyway",
        )
    return outline_of(plan)


def is_plan(plan: Plan) -> bool:
    """Has the text the sections of a dialect, its place for steps among them?"""
    titles = {section.title.casefold() for section in plan.sections if section.level > 1}
    own = {heading.casefold() for heading in HEADINGS[plan.dialect]}
    return len(titles & own) >= _OWN and DIALECTS[plan.dialect].steps_heading.lstrip("# ").casefold() in titles


def outline_of(plan: Plan) -> Outline:
    """The outline of what was read, whatever it is."""
    covered: set[int] = set()
    left: list[Left] = []
    top = title_section(plan.sections)
    entries = [(one.line, one) for one in (*plan.steps, *plan.other_boxes)]
    entries.sort(key=lambda pair: pair[0])
    index = {one.id: at for at, (_, one) in enumerate(entries)}
    steps: list[OutlineStep] = []
    for _, one in entries:
        covered |= _lines(plan, one.place.text.start, one.place.text.end)
        phase = _phase(plan, one.line, top)
        if isinstance(one, Step):
            covered |= _field_lines(one)
            steps.append(_step(plan, one, phase, index, left))
        else:
            covered |= {line for field in one.place.fields for line in range(field.line, field.end)}
            left += [Left("evidence", piece, one.text) for piece in one.evidence]
            steps.append(OutlineStep(NewStep(one.text, phase=phase), "done" if one.checked else "todo"))
    criteria: list[Wish] = []
    for criterion in plan.criteria:
        covered |= _lines(plan, criterion.place.text.start, criterion.place.text.end)
        criteria.append(Wish(criterion.text, criterion.met))
        left += [Left("evidence", piece, criterion.text) for piece in criterion.evidence]
    asked = {blocker.question for blocker in plan.blockers}
    for what, records in (("question", plan.questions), ("blocker", plan.blockers)):
        for record in records:
            if record.line not in covered and not (what == "blocker" and record.id in asked):
                covered |= set(range(record.place.line, record.place.end))
                state = "x" if record.resolved else " "
                left.append(Left(what, f"[{state}] {record.text}", _heading(plan, record.line)))
    objective = plan.objective
    covered |= {section.line for section in plan.sections}
    covered |= {section.line + 1 for section in plan.sections if _underlined(plan, section)}
    prose = _prose(plan, covered, objective)
    return Outline(
        "checklist",
        title=plan.title or None,
        objective=objective or (prose[0].text if prose and prose[0].of in (None, plan.title) else None),
        steps=tuple(steps),
        criteria=tuple(criteria),
        left=(*left, *(prose[1:] if not objective and prose and prose[0].of in (None, plan.title) else prose)),
    )


def _step(plan: Plan, step: Step, phase: str | None, index: dict[str, int], left: list[Left]) -> OutlineStep:
    waits = tuple(index[id] for id in step.depends_on if id in index)
    for words in step.depends_on:
        if words not in index:
            left.append(Left("dependency", f"on {words}", step.title))
    for what, value in (("started", step.started), ("completed", step.completed)):
        if value:
            left.append(Left(what, value, step.title))
    if step.percent is not None:
        left.append(Left("percent", f"{step.percent}%", step.title))
    left += [Left("evidence", piece, step.title) for piece in step.evidence]
    why: str | None = next((one.text for one in plan.blockers if one.step == step.id), None)
    if step.status == "skipped" and not step.children:
        why = "skipped where it comes from"
    state: Status = step.status
    title = step.title
    if step.label and not re.fullmatch(r"(?:\w+ )?\d+", step.label):
        left.append(Left("label", step.label, step.title))
    return OutlineStep(
        NewStep(
            title,
            phase=phase,
            verify=step.verification,
            files=step.files,
            estimate=_value(plan, step, "estimate"),
            owner=step.owner,
            notes=step.notes,
        ),
        state,
        why,
        index.get(step.parent) if step.parent else None,
        waits,
    )


def _value(plan: Plan, step: Step, name: str) -> str | None:
    found = step.place.field(name)
    if found is not None:
        return plan.source.slice(found.value) or None
    return None if step.estimate_minutes is None else f"{step.estimate_minutes} min"


def _lines(plan: Plan, start: int, end: int) -> set[int]:
    return set(range(plan.source.line_of(start), plan.source.line_of(max(start, end - 1)) + 1))


def _field_lines(step: Step) -> set[int]:
    """The lines of the fields that are taken over; what another one says stays prose."""
    taken = [field for field in step.place.fields if _FIELDS & set(field.names)]
    return {line for field in taken for line in range(field.line, field.end)}


def _phase(plan: Plan, line: int, top: int) -> str | None:
    at = section_at(plan.sections, line)
    return None if at in (-1, top) else plan.sections[at].title


def _heading(plan: Plan, line: int) -> str | None:
    at = section_at(plan.sections, line)
    return None if at == -1 else plan.sections[at].title


def _underlined(plan: Plan, section: Section) -> bool:
    source = plan.source
    following = section.line + 1
    return (
        not source.line(section.line).lstrip().startswith("#")
        and following < source.line_count
        and bool(re.fullmatch(r"\s*(?:=+|-+)\s*", source.line(following)))
    )


def _prose(plan: Plan, covered: set[int], objective: str | None) -> list[Left]:
    """Every line that became nothing else, paragraph by paragraph, with the step or heading it stands under."""
    source = plan.source
    inside = _innermost(plan)
    found: list[Left] = []
    run: list[str] = []
    owner: str | None = None

    def close() -> None:
        text = " ".join(run)
        if text and not (objective and text in objective):
            found.append(Left("text", text, owner))
        run.clear()

    for line in range(source.line_count):
        text = source.line(line).strip()
        of = inside(line)
        if line in covered or not text or _RULE.match(text) or of != owner:
            close()
        if line not in covered and text and not _RULE.match(text):
            owner = of
            run.append(text)
    close()
    return found


def _innermost(plan: Plan) -> Callable[[int], str | None]:
    """The step that a line stands in, else its heading."""
    owners: dict[int, str] = {}
    for step in sorted(plan.steps, key=lambda one: one.place.end - one.place.line, reverse=True):
        owners.update(dict.fromkeys(range(step.place.line, step.place.end), step.title))
    return lambda line: owners.get(line) or _heading(plan, line)
