"""New steps: at the end, after a step, in a phase, or as sub-steps. Knows shapes and siblings; knows no files and no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from execplan.edits import derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.marking import below_own_lines
from execplan.edits.placing import into_section, new_section, section_end
from execplan.plan import marks
from execplan.plan.dialects import DIALECTS, FIELD_LABELS, STATUS_VALUES, Dialect, Shape, Spot
from execplan.plan.drafts import NewStep
from execplan.plan.errors import PlanError
from execplan.plan.identity import normal
from execplan.plan.model import Phase, Plan, Section, Step
from execplan.plan.references import find_phase, find_step
from execplan.plan.safe import entry
from execplan.plan.steps import CLOSED
from execplan.plan.writing import Row, compose_row, row_like

MOST = 500
"""Steps in one call."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A step about to be written: its safe title, its label or number, its fields by canonical name."""

    title: str
    fields: dict[str, str]
    phase: str | None


def add(
    plan: Plan, steps: tuple[NewStep, ...], *, parent: str | None = None, after: str | None = None, phase: str | None = None, now: str
) -> Change:  # fmt: skip
    """Adds steps in the shape of their siblings. Law: the plan gains exactly these steps, in this order.

    ``parent`` refines a step into sub-steps; ``after`` names a sibling; ``phase`` names a phase or a new one. A step with
    the title of an open sibling is left out (a retry adds nothing). Raises ``invalid``, ``not_found``, ``refused``.
    """
    if not steps:
        raise PlanError("invalid", "no steps given", "pass at least one step with a title")
    if len(steps) > MOST:
        raise PlanError("too_large", f"{len(steps)} steps in one call, the limit is {MOST}", "add them in several calls")
    under = find_step(plan, parent) if parent else None
    sibling = find_step(plan, after) if after else None
    if under is not None and under.status in CLOSED:
        raise PlanError("refused", f"{under.title!r} is {under.status}", "mark it todo first, then add its sub-steps")
    new = [_written(plan, one, steps, phase) for one in steps]
    draft = Draft(plan)
    undrawn = [step for step in plan.steps if step.box == "none"]
    if undrawn and len(undrawn) == len(plan.steps) and under is None:
        new = _unknown(new, undrawn)
        _undrawn(draft, sibling or undrawn[-1], new, now)
        draft.adds["step"] += len(new)
        if any(phase.line == undrawn[-1].line for phase in plan.phases):
            draft.adds["phase"] += len(new)
        derived.write_updated(draft, now)
        return draft.change(text=new[0].title) if new else no_change(plan)
    if under is not None:
        new = _unknown(new, [plan.step(id) for id in under.children])
        _below(draft, under, new, sibling)
    elif sibling is not None:
        if sibling.parent:
            new = _unknown(new, [step for step in plan.steps if step.parent == sibling.parent])
            _beside(draft, sibling, new, nested=True)
        else:
            new = _unknown(new, [step for step in plan.steps if step.phase == sibling.phase and not step.parent])
            _beside(draft, sibling, new)
    else:
        new = _unknown(new, [step for step in plan.steps if not step.parent])
        _grouped(draft, new)
    if not new:
        return no_change(plan)
    draft.adds["step"] += len(new)
    leaves_lost = 1 if under is not None and not under.children and under.counted else 0
    derived.write_bar(draft, {step.id: step.status for step in plan.steps if step is not under or under.children} | ({under.id: "skipped"} if leaves_lost and under else {}), added=len(new))
    derived.write_updated(draft, now)
    if derived.has_dated_log(plan):
        derived.log_lines(draft, [f"- Added: {'; '.join(one.title for one in new)}"], now)
        draft.adds["log"] += 1
    return draft.change(text=new[0].title)


def _undrawn(draft: Draft, sibling: Step, new: list[_Written], now: str) -> None:
    """Steps in a plan that draws them as table rows or headings: more of the same."""
    source, place = draft.source, sibling.place
    raw = source.line(sibling.line)
    lines: list[str] = []
    if raw.lstrip().startswith("|"):
        row = row_like(source, place)
        for one in new:
            lines.append(compose_row(row, ("title",), one.title, {**one.fields, "status": "Pending"}, now))
            row = Row(row.names, re.sub(r"\d+(?!.*\d)", lambda match: str(int(match[0]) + 1).zfill(len(match[0])), row.number), row.stamp)
        draft.insert_lines(place.end, lines)
        return
    if not raw.lstrip().startswith("#"):
        raise PlanError("refused", "this plan draws its steps in a form that cannot be added to", "write the steps as checkboxes")
    number = re.search(r"\d+|(?<= )[A-Y](?=\W)", raw)
    for offset, one in enumerate(new, start=1):
        if number is None:
            head = raw[: len(raw) - len(raw.lstrip("# "))]
        else:
            following = str(int(number[0]) + offset) if number[0].isdigit() else chr(min(ord(number[0]) + offset, ord("Z")))
            head = f"{raw[: number.start()]}{following}: "
        lines += ["", head.replace("**", "") + one.title, *(["", *(f"- **{FIELD_LABELS[name]}**: {value}" for name, value in one.fields.items())] if one.fields else [])]
    draft.insert_lines(section_end(draft, place.line + 1, place.end), lines)


def _unknown(new: list[_Written], siblings: Sequence[Step]) -> list[_Written]:
    known = {normal(step.title) for step in siblings if step.status not in CLOSED}
    kept: list[_Written] = []
    for one in new:
        if normal(one.title) not in known:
            known.add(normal(one.title))
            kept.append(one)
    return kept


def _written(plan: Plan, one: NewStep, batch: tuple[NewStep, ...], phase: str | None) -> _Written:
    title = entry(one.title, "title")
    fields: dict[str, str] = {}
    if one.files:
        fields["files"] = ", ".join(f"`{_plain(file)}`" for file in one.files if file.strip())
    for name, value in (("verification", one.verify), ("estimate", one.estimate), ("owner", one.owner)):
        if value and value.strip():
            fields[name] = entry(value, name)
    if one.depends_on:
        fields["depends_on"] = ", ".join(_target(plan, ref, batch, one) for ref in one.depends_on)
    return _Written(title, {name: value for name, value in fields.items() if value}, (one.phase or phase or "").strip() or None)


def _plain(path: str) -> str:
    return marks.collapse(path).replace("`", "'").replace("|", "/")


def _target(plan: Plan, ref: str, batch: tuple[NewStep, ...], one: NewStep) -> str:
    """A dependency in the words of the document: a label where the target has one, else its title."""
    same = [other for other in batch if other.title == ref]
    if same:
        if same[0] is one:
            raise PlanError("refused", f"{one.title!r} would depend on itself", "name another step")
        return entry(ref, "depends_on")
    try:
        step = find_step(plan, ref)
    except PlanError as error:
        if error.code == "ambiguous":
            raise
        return entry(ref, "depends_on")
    return step.label or step.title


# --- where ----------------------------------------------------------------------------------------


def _grouped(draft: Draft, new: list[_Written]) -> None:
    """The steps of one phase go to the end of that phase, new phases after the last, the rest to the end of the steps."""
    plan = draft.plan
    number = _next_number(plan)
    if DIALECTS[plan.dialect].detail:
        _append(draft, new, None, number)
        return
    groups: dict[str | None, list[_Written]] = {}
    for one in new:
        groups.setdefault(one.phase, []).append(one)
    fresh: dict[str, list[_Written]] = {}
    loose: list[str] = []
    for name, group in groups.items():
        phase = _phase(plan, name)
        if name and phase is None:
            fresh[name] = group
            continue
        if phase is None and not plan.steps and len(groups) > 1:
            loose = _lines(plan, group, number, None)
        else:
            _append(draft, group, phase, number)
        number += len(group)
    if fresh:
        _new_phases(draft, fresh, number, loose)


def _phase(plan: Plan, name: str | None) -> Phase | None:
    if name is None:
        return None
    try:
        return find_phase(plan, name)
    except PlanError as error:
        if error.code == "ambiguous":
            raise
        return None


def _append(draft: Draft, run: list[_Written], phase: Phase | None, number: int) -> None:
    plan = draft.plan
    dialect = DIALECTS[plan.dialect]
    if dialect.detail:
        _detail(draft, run, number)
        phase = None
    tops = [step for step in plan.steps if not step.parent and step.counted and step.box != "none"]
    siblings = [step for step in tops if step.phase == phase.id] if phase else _last_group(tops, plan)
    if siblings:
        _beside(draft, siblings[-1], run, number=number)
        return
    if phase is not None and phase.place is not None:
        _at_end(draft, phase.place.line + 1, phase.place.end, _lines(plan, run, number, None))
        return
    _first_steps(draft, _lines(plan, run, number, None))


def _last_group(tops: list[Step], plan: Plan) -> list[Step]:
    """The steps beside which a step without a phase goes: those without one, else the last phase."""
    if not tops:
        return []
    loose = [step for step in tops if step.phase is None]
    if DIALECTS[plan.dialect].detail:
        return tops
    return loose or [step for step in tops if step.phase == tops[-1].phase]


def _at_end(draft: Draft, first: int, last: int, lines: list[str]) -> None:
    end = section_end(draft, first, last)
    blank = end > first and draft.source.line(end - 1).strip() and not re.match(r"\s*[-*+] |\s*\d+[.)] ", draft.source.line(end - 1))
    draft.insert_lines(end, ["", *lines] if end == first or blank else lines)


def _home(plan: Plan) -> Section | None:
    """The section new steps go to when there are none yet."""
    wanted = DIALECTS[plan.dialect].steps_heading.lstrip("# ").casefold()
    exact = next((section for section in plan.sections if section.title.casefold() == wanted), None)
    return exact or next((section for role in ("progress", "steps") for section in plan.sections if section.role == role and section.level > 1), None)


def _first_steps(draft: Draft, lines: list[str]) -> None:
    plan = draft.plan
    home = _home(plan)
    if home is None:
        spot = Spot("steps", DIALECTS[plan.dialect].steps_heading, Shape("", (), ""), ("discoveries", "decisions", "criteria", "outcomes", "risks", "questions", "notes"))
        new_section(draft, spot, lines)
        return
    bar = plan.bar
    if bar and home.line < bar.line < home.own_end:
        draft.insert_lines(bar.line + 1, ["", *lines])
        return
    into_section(draft, home, lines)


def _new_phases(draft: Draft, fresh: dict[str, list[_Written]], number: int, loose: list[str]) -> None:
    """``### Phase N: name`` headings at the end of the section that holds the phases; ``loose`` steps stand before them."""
    plan = draft.plan
    home = _home(plan)
    known = [phase for phase in plan.phases if phase.label]
    count = max((int(match[0]) for phase in known if (match := re.search(r"\d+", phase.label or ""))), default=0)
    lines = loose
    for name, run in fresh.items():
        count += 1
        title = entry(name, "phase")
        heading = title if re.match(r"phase\s+\d+|\w+\s+\d+\s*:", title, re.IGNORECASE) else f"Phase {count}: {title}"
        level = _phase_level(plan, home)
        body = _lines(plan, run, number, None)
        lines += [*([""] if lines else []), f"{'#' * level} {heading.replace(chr(92) + ':', ':')}", "", *body]
        number += len(run)
    draft.adds["phase"] += len(fresh)
    if home is None:
        _first_steps(draft, lines)
        return
    last = [phase for phase in plan.phases if phase.place and home.line < phase.line < home.end]
    if last and last[-1].place:
        end = _before_tail(draft, last[-1].place.line + 1, last[-1].place.end)
        draft.insert_lines(end, ["", *lines])
    else:
        into_section(draft, home, lines)


def _before_tail(draft: Draft, first: int, last: int) -> int:
    """The end of the last phase's own list, before a closing label such as ``**Dependencies between phases:**``."""
    steps = [step for step in draft.plan.steps if first <= step.line < last]
    return max((step.place.end for step in steps), default=section_end(draft, first, last))


def _phase_level(plan: Plan, home: Section | None) -> int:
    known = [section.level for section in plan.sections if section.role == "phase" and section.level > 1]
    return known[-1] if known else (home.level + 1 if home else 3)


# --- shapes ---------------------------------------------------------------------------------------


def _next_number(plan: Plan) -> int:
    numbers = [int(match[0]) for step in plan.steps if not step.parent and (match := re.search(r"\d+$", step.label or ""))]
    return max(numbers, default=len([step for step in plan.steps if not step.parent])) + 1


def _beside(draft: Draft, sibling: Step, new: list[_Written], *, nested: bool = False, number: int | None = None) -> None:
    """After a sibling, in its shape; an ordered list that counts by one goes on counting."""
    plan = draft.plan
    lines = _lines(plan, new, number or _next_number(plan), sibling)
    gap = _blank_after(draft, sibling)
    spaced: list[str] = []
    for chunk in _chunks(lines, sibling):
        spaced += [*gap, *chunk]
    draft.insert_lines(sibling.place.end, spaced)
    if sibling.place.marker[:1].isdigit():
        _renumber(draft, sibling, len(new))
    if not nested and number is None and DIALECTS[plan.dialect].detail:
        _detail(draft, new, _next_number(plan))


def _chunks(lines: list[str], sibling: Step) -> list[list[str]]:
    """Lines of several steps, one chunk a step: each starts at the sibling's indent with a marker."""
    chunks: list[list[str]] = []
    for line in lines:
        if line.startswith(sibling.place.indent + sibling.place.marker[-1:]) or re.match(re.escape(sibling.place.indent) + r"(?:[-+*]|\d+[.)])\s+\[", line):
            chunks.append([line])
        elif chunks:
            chunks[-1].append(line)
        else:
            chunks.append([line])
    return chunks


def _blank_after(draft: Draft, sibling: Step) -> list[str]:
    """Blank lines between this sibling and the one before it, as the list has them."""
    same = [step for step in draft.plan.steps if step.parent == sibling.parent and step.place.end <= sibling.line and step.phase == sibling.phase]
    if not same:
        return [""] if DIALECTS[draft.plan.dialect].step_status and sibling.place.field("status") else []
    between = [draft.source.line(line) for line in range(same[-1].place.end, sibling.line)]
    return [""] * len(between) if all(not line.strip() for line in between) else []


def _renumber(draft: Draft, sibling: Step, added: int) -> None:
    following = [step for step in draft.plan.steps if step.parent == sibling.parent and step.line > sibling.line and step.place.marker[:1].isdigit() and step.phase == sibling.phase]
    at = int(re.match(r"\d+", sibling.place.marker)[0])  # type: ignore[index]
    for offset, step in enumerate(following, start=1):
        digits = re.match(r"\d+", step.place.marker)
        if digits is None or int(digits[0]) != at + offset:
            return
        source = draft.source
        start = source.line_span(step.line).start + len(step.place.indent)
        if source.text[start : start + digits.end()] != digits[0]:
            return
        from execplan.text.source import Span

        draft.replace(Span(start, start + digits.end()), str(at + offset + added))
        draft.touched.add(step.id)


def _lines(plan: Plan, new: list[_Written], number: int, sibling: Step | None) -> list[str]:
    dialect = DIALECTS[plan.dialect]
    lines: list[str] = []
    for offset, one in enumerate(new):
        head = _head_like(plan, sibling, number, offset) if sibling else _head(dialect, number + offset)
        lines.append(head + one.title)
        content = re.match(r"\s*(?:[-+*]|\d+[.)])\s+", head)
        indent = " " * (content.end() if content else 2)
        if dialect.step_status and (sibling is None or sibling.place.field("status")):
            lines.append(f"{indent}- Status: {_todo(plan, sibling)}")
        if not dialect.detail or (sibling and sibling.parent):
            lines += [f"{indent}- {FIELD_LABELS[name]}: {value}" for name, value in one.fields.items()]
        if dialect.step_status and sibling is None and offset < len(new) - 1:
            lines.append("")
    return lines


def _todo(plan: Plan, sibling: Step | None) -> str:
    values = [plan.source.slice(found.value) for step in plan.steps if step.status == "todo" and (found := step.place.field("status"))]
    return values[-1] if values else STATUS_VALUES["todo"]


def _head(dialect: Dialect, number: int) -> str:
    marker = f"{number}." if dialect.ordered else "-"
    return f"{marker} [ ] " + dialect.step.replace("{n}", str(number)).replace("{title}", "")


def _head_like(plan: Plan, sibling: Step, number: int, offset: int) -> str:
    """The sibling's line up to its title: indent, marker, box, label; numbers go on from ``number``."""
    source, place = plan.source, sibling.place
    text = source.slice(place.text)
    found = marks.read(text)
    label = found.first("label")
    start = source.line_span(place.line).start
    head = source.text[start : place.text.start]
    if place.box:
        at = place.box.start - start
        head = head[:at] + " " + head[place.box.end - start :]
    marker = re.match(r"\d+", place.marker)
    if marker:
        at = head.index(place.marker)
        head = head[:at] + str(int(marker[0]) + 1 + offset) + head[at + marker.end() :]
    if label is None:
        return head
    raw = text[label.start : label.end]
    if raw.count("**") % 2:  # ``**Step 1: title**``: the bold run spans the title, a new one is plain
        raw = raw.replace("**", "")
    digits = re.search(r"\d+(?!.*\d)", raw)
    if digits is None:
        return head
    top = re.match(r"\D*(\d+)\D*$", raw)
    following = number + offset if top else int(digits[0]) + 1 + offset
    return head + raw[: digits.start()] + str(following).zfill(len(digits[0])) + raw[digits.end() :]


def _below(draft: Draft, parent: Step, new: list[_Written], sibling: Step | None) -> None:
    plan = draft.plan
    if sibling is not None and sibling.parent == parent.id:
        _beside(draft, sibling, new, nested=True)
        return
    if parent.box == "none":
        raise PlanError("refused", f"{parent.title!r} is drawn without a box", "write it as a checkbox first")
    children = [plan.step(id) for id in parent.children]
    if children:
        _beside(draft, children[-1], new, nested=True)
        return
    indent = parent.place.indent + " " * max(parent.place.content - len(parent.place.indent), 2)
    lines: list[str] = []
    for one in new:
        lines.append(f"{indent}- [ ] {one.title}")
        lines += [f"{indent}  - {FIELD_LABELS[name]}: {value}" for name, value in one.fields.items()]
    draft.touched.add(parent.id)
    draft.insert_lines(below_own_lines(draft, parent), lines)


# --- details apart (living) -----------------------------------------------------------------------


def _detail(draft: Draft, new: list[_Written], number: int) -> None:
    """``**N. title**`` with its labelled lines in ``Plan of Work``, under its phase."""
    plan = draft.plan
    home = next((section for section in plan.sections if section.role == "plan_of_work"), None)
    if home is None:
        return
    known = {phase.title.casefold(): phase for phase in plan.phases}
    groups: list[tuple[str | None, list[str]]] = []
    for offset, one in enumerate(new):
        lines = [f"**{number + offset}. {one.title}**", *(f"- **{FIELD_LABELS[name]}**: {value}" for name, value in one.fields.items())]
        if groups and groups[-1][0] == one.phase:
            groups[-1][1].extend(["", *lines])
        else:
            groups.append((one.phase, lines))
    count = max((int(match[0]) for phase in plan.phases if (match := re.search(r"\d+", phase.label or ""))), default=0)
    fresh: list[str] = []
    for name, lines in groups:
        phase = _phase(plan, name) or (known.get(name.casefold()) if name else None)
        if phase is not None and phase.place is not None:
            draft.insert_lines(phase.place.end, ["", *lines])
            continue
        if name:
            count += 1
            title = entry(name, "phase")
            heading = title if re.match(r"phase\s+\d+", title, re.IGNORECASE) else f"Phase {count}: {title}"
            fresh += [*([""] if fresh else []), f"{'#' * (home.level + 1)} {heading}", ""]
            draft.adds["phase"] += 1
        elif fresh:
            fresh.append("")
        fresh += lines
    if fresh:
        last = next((phase.place for phase in reversed(plan.phases) if phase.place and home.line < phase.line < home.end), None)
        if last is not None:
            draft.insert_lines(last.end, ["", *fresh])
        else:
            into_section(draft, home, fresh)
