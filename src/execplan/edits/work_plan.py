"""Steps outside the usual list: details apart in ``Plan of Work``, and steps drawn as rows or headings."""

from __future__ import annotations

import re

from execplan.edits.change import Draft
from execplan.edits.drafting import Written, known_phase, next_phase, phase_heading
from execplan.edits.placing import into_section, section_end
from execplan.plan.dialects import DIALECTS, FIELD_LABELS
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan, Step
from execplan.plan.tables import is_row
from execplan.plan.writing import Row, compose_row, row_like


def keeps_details(plan: Plan) -> bool:
    """Does the plan describe its steps apart from their boxes? Its dialect does, but not every document has the section."""
    return DIALECTS[plan.dialect].detail and plan.section("plan_of_work") is not None


def write_details(draft: Draft, new: list[Written], number: int) -> None:
    """``**N. title**`` with its labelled lines in ``Plan of Work``, under its phase."""
    plan = draft.plan
    home = plan.section("plan_of_work")
    if home is None:
        return
    groups: list[tuple[str | None, list[str]]] = []
    for offset, one in enumerate(new):
        lines = [
            bold(f"{number + offset}. {one.title}"),
            *(f"- **{FIELD_LABELS[name]}**: {value}" for name, value in one.fields.items()),
        ]
        if groups and groups[-1][0] == one.phase:
            groups[-1][1].extend(["", *lines])
        else:
            groups.append((one.phase, lines))
    count = next_phase(plan)
    fresh: list[str] = []
    for name, lines in groups:
        phase = known_phase(plan, name)
        if phase is not None and phase.place is not None:
            draft.insert_lines(phase.place.end, ["", *lines])
            continue
        if name:
            fresh += [*([""] if fresh else []), f"{'#' * (home.level + 1)} {phase_heading(name, count)}", ""]
            draft.adds["phase"] += 1
            count += 1
        elif fresh:
            fresh.append("")
        fresh += lines
    if fresh:
        last = next(
            (phase.place for phase in reversed(plan.phases) if phase.place and home.line < phase.line < home.end), None
        )
        if last is not None:
            draft.insert_lines(last.end, ["", *fresh])
        else:
            into_section(draft, home, fresh)


def bold(text: str) -> str:
    """The text in bold, whatever emphasis or code it holds itself."""
    if "**" not in text:
        return f"**{text}**"
    return f"__{text}__" if "__" not in text else f"**{text.replace('**', '')}**"


def more_undrawn(draft: Draft, sibling: Step, new: list[Written], now: str) -> None:
    """Steps in a plan that draws them as table rows or headings: more of the same."""
    source, place = draft.source, sibling.place
    raw = source.line(sibling.line)
    lines: list[str] = []
    if is_row(source, sibling.line):
        row = row_like(source, place)
        status = {"status": "Pending"} if any("status" in names for names in row.names) else {}
        for one in new:
            lines.append(compose_row(row, ("title",), one.title, {**one.fields, **status}, now))
            row = Row(
                row.names,
                re.sub(
                    r"(?<!\d)\d{1,9}(?!.*\d)", lambda match: str(int(match[0]) + 1).zfill(len(match[0])), row.number
                ),
                row.stamp,
            )
        draft.insert_lines(place.end, lines)
        return
    if not raw.lstrip().startswith("#"):
        raise PlanError(
            "refused", "this plan draws its steps in a form that cannot be added to", "write the steps as checkboxes"
        )
    number = re.search(r"(?<!\d)\d{1,9}(?!\d)|(?<= )[A-Y](?=\W)", raw)
    for offset, one in enumerate(new, start=1):
        if number is None:
            head = raw[: len(raw) - len(raw.lstrip("# "))]
        else:
            following = (
                str(int(number[0]) + offset) if number[0].isdigit() else chr(min(ord(number[0]) + offset, ord("Z")))
            )
            head = f"{raw[: number.start()]}{following}: "
        lines += [
            "",
            head.replace("**", "") + one.title,
            *(
                ["", *(f"- **{FIELD_LABELS[name]}**: {value}" for name, value in one.fields.items())]
                if one.fields
                else []
            ),
        ]
    draft.insert_lines(section_end(draft, place.line + 1, place.end), lines)
