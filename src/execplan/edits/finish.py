"""The end of a plan: its outcome written down, compared with what was wanted. Knows no files and no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from execplan.edits import about, derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.placing import (
    before_footer,
    following_section,
    section_before,
    section_end,
    unset_line,
    usual_level,
)
from execplan.plan import vocabulary
from execplan.plan.afterwards import is_afterwards
from execplan.plan.endings import ENDINGS, PART_WORDS, PartName
from execplan.plan.errors import PlanError, quoted
from execplan.plan.model import CLOSED, Blocker, Criterion, Plan, Section, Step
from execplan.plan.outline import plain_heading, title_section
from execplan.plan.parts import labels_of
from execplan.plan.safe import entry
from execplan.text.source import Span

_SHOWN = 5
_OBJECTIVE = 300
"""Characters of the objective that the outcome repeats."""
_SENTENCE = re.compile(r".+?[.!?。！？](?=[\s;]|\Z)")
_ITEM = re.compile(r"\A\s*(?:[-*+]|\d+[.)])\s+")
_NOTHING = "None recorded."
"""Stands in a part that the plan keeps and nothing was said about."""
Texts = dict[PartName, tuple[str, ...]]


def finish(
    plan: Plan,
    summary: str,
    *,
    delivered: tuple[str, ...] = (),
    worked: tuple[str, ...] = (),
    did_not_work: tuple[str, ...] = (),
    metrics: tuple[str, ...] = (),
    lessons: tuple[str, ...] = (),
    force: str | None = None,
    now: str,
) -> Change:
    """Writes the outcome in the plan's own section and sets the plan's status to completed.

    ``force`` is the reason why a plan ends with work open; it is written down. Finished again with the same content
    is no edit. Raises ``refused`` while steps, criteria or blockers are open, and for other content of a finished plan.
    """
    said = entry(summary, "summary")
    reason = entry(force, "force") if force and force.strip() else None
    given: Texts = {
        "delivered": _entries("delivered", delivered), "worked": _entries("worked", worked),
        "did_not_work": _entries("did_not_work", did_not_work), "metrics": _entries("metrics", metrics),
        "lessons": _entries("lessons", lessons),
    }  # fmt: skip
    home = outcome_section(plan)
    if plan.is_template:
        raise PlanError("refused", "this is a template: its title is not filled in", "create a plan from it")
    if plan.status == "completed" and home is not None and _is_told(plan, home):
        return _again(plan, home, said, given)
    left = _left_open(plan)
    if left and reason is None:
        raise PlanError(
            "refused",
            f"not finished: {'; '.join(left)}",
            "close them, or send force with the reason to end all the same",
        )
    draft = Draft(plan)
    body = [said, "", *_facts(plan, left, reason)]
    derived.tell(draft, [f"- Completed: the plan. {said}"], now)
    if home is None:
        _new_outcome(draft, body, given)
    else:
        _into_outcome(draft, home, body, given)
    about.set_status(draft, "completed")
    derived.write_updated(draft, now)
    return draft.change()


def outcome_section(plan: Plan) -> Section | None:
    """The section that tells the outcome as a whole; a part such as Lessons Learned alone is none."""
    top = title_section(plan.sections)
    found = [
        one
        for index, one in enumerate(plan.sections)
        if one.role == "outcomes"
        and index != top
        and (one.parent in (top, -1) or one.level == usual_level(plan))
        and _part_named(one.raw) is None
    ]
    return found[0] if found else None


# --- what is open ------------------------------------------------------------------------------------


def _left_open(plan: Plan) -> list[str]:
    """What is not closed, in words, each kind with its first entries."""
    steps = [one for one in plan.leaves() if one.status not in CLOSED and one.candidate]
    criteria = [one for one in plan.criteria if _counts(plan, one) and not one.met]
    blockers = [one for one in plan.blockers if not one.resolved and one.retracted is None]
    said: list[str] = []
    if steps:
        said.append(f"{_count(steps, 'open step')}: {_named(steps)}")
    if criteria:
        said.append(f"{_count(criteria, 'unmet criterion', 'unmet criteria')}: {_named(criteria)}")
    if blockers:
        said.append(f"{_count(blockers, 'open blocker')}: {_named(blockers)}")
    return said


def _counts(plan: Plan, one: Criterion) -> bool:
    """Can it be met by now? Not one taken back, no access that was needed at the start, no metric of the time after."""
    here = one.box == "task" and one.kind != "access" and one.retracted is None
    return here and not is_afterwards(plan, one)


def _count(entries: Sequence[object], one: str, many: str = "") -> str:
    return f"{len(entries)} {one if len(entries) == 1 else many or one + 's'}"


def _named(entries: Sequence[Step | Criterion | Blocker]) -> str:
    shown = [f"{one.id} {(one.title if isinstance(one, Step) else one.text)[:60]}" for one in entries[:_SHOWN]]
    more = len(entries) - _SHOWN
    return ", ".join(shown) + (f", +{more}" if more > 0 else "")


# --- what is written ---------------------------------------------------------------------------------


def _entries(what: str, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry(text, what.replace("_", " ")) for text in texts if text.strip()))


def _facts(plan: Plan, left: list[str], reason: str | None) -> list[str]:
    """The comparison with what was wanted."""
    line = ENDINGS[plan.dialect].fact
    facts: list[tuple[str, str]] = []
    if objective := _objective(plan):
        facts.append(("Objective", objective))
    boxes = [one for one in plan.criteria if _counts(plan, one)]
    if boxes:
        facts.append(("Criteria met", f"{sum(one.met for one in boxes)} of {len(boxes)}"))
    leaves = plan.leaves()
    skipped = sum(one.status == "skipped" for one in leaves)
    if leaves:
        done = sum(one.status == "done" for one in leaves)
        counts = {"done": done, "skipped": skipped, "open": len(leaves) - done - skipped}
        facts.append(("Steps", ", ".join(f"{count} {what}" for what, count in counts.items() if count)))
    if left and reason:
        facts.append(("Left open", "; ".join(one.partition(":")[0] for one in left)))
        facts.append(("Ended all the same because", reason))
    return [line.replace("{name}", name).replace("{value}", value) for name, value in facts]


def _objective(plan: Plan) -> str | None:
    """The objective, a long one by its first sentence, as an entry of ours could say it."""
    if not plan.objective:
        return None
    text = plan.objective
    if len(text) > _OBJECTIVE and (match := _SENTENCE.match(text)):
        text = match[0]
    if len(text) > _OBJECTIVE:
        text = text[:_OBJECTIVE].rsplit(" ", 1)[0] + " …"
    try:
        return entry(text, "objective")
    except PlanError:
        return None


def _new_outcome(draft: Draft, body: list[str], given: Texts) -> None:
    """A section of its own at the dialect's usual place; parts that stand elsewhere are filled there."""
    plan = draft.plan
    ending = ENDINGS[plan.dialect]
    level = usual_level(plan)
    lines = ["#" * level + " " + ending.heading, "", *body]
    for name, title in ending.parts:
        if not given[name]:
            continue
        elsewhere = _standing_part(plan, None, name)
        if elsewhere is not None:
            _fill(draft, elsewhere, _bullets(given[name]))
        else:
            lines += ["", *_part_lines(plan, level + 1, title, given[name])]
    section_before(draft, following_section(plan, ending.heading), lines)


def _into_outcome(draft: Draft, home: Section, body: list[str], given: Texts) -> None:
    """The body in the section's own text, each part in its own place, a missing one before the next one there is."""
    plan = draft.plan
    parts = {name: _standing_part(plan, home, name) for name in given}
    inside = [part[0] - 1 for part in parts.values() if part is not None and home.line < part[0] <= home.end]
    own_end = min([home.own_end, *inside])
    last = section_end(draft, home.line + 1, before_footer(plan, home.line + 1, home.end))
    missing: dict[int, list[str]] = {}
    names = [name for name, _ in ENDINGS[plan.dialect].parts]
    for at, (name, title) in enumerate(ENDINGS[plan.dialect].parts):
        part = parts[name]
        if part is not None:
            _fill(draft, part, _bullets(given[name]))
        elif given[name]:
            later = (found[0] - 1 for other in names[at:] if (found := parts[other]) and found[0] - 1 in inside)
            missing.setdefault(next(later, last), []).extend(
                [*_part_lines(plan, min(home.level + 1, 6), title, given[name]), ""]
            )
    if last <= own_end and last in missing:  # nothing stands below: one insertion, so that the order is sure
        body = [*body, "", *missing.pop(last)[:-1]]
    _fill(draft, (home.line + 1, own_end), body)
    for line, lines in missing.items():
        draft.insert_lines(line, ["", *lines[:-1]] if line == last else lines)


def _part_lines(plan: Plan, level: int, title: str, texts: tuple[str, ...]) -> list[str]:
    head = ENDINGS[plan.dialect].part.replace("{level}", "#" * level).replace("{title}", title)
    return [head, "", *_bullets(texts)]


def _bullets(texts: tuple[str, ...]) -> list[str]:
    return [f"- {text}" for text in texts]


def _standing_part(plan: Plan, home: Section | None, name: PartName) -> tuple[int, int] | None:
    """The lines of a part that the document has: below its heading or bold label."""
    for one in plan.sections:
        inside = home is not None and home.line < one.line < home.end
        top = one.role == "outcomes" and plan.sections[one.parent].level == 1 if one.parent != -1 else False
        if (inside or top) and one is not home and _part_named(one.raw) == name:
            return one.line + 1, one.own_end
    for label in labels_of(plan):
        if home is not None and home.line < label.first <= home.end and _part_named(label.title) == name:
            return label.first, label.own_end
    return None


def _part_named(heading: str) -> PartName | None:
    text = plain_heading(heading).casefold()
    return next((name for name, words in PART_WORDS.items() if text in words), None)


def _fill(draft: Draft, lines: tuple[int, int], new: list[str]) -> None:
    """New lines in place of the placeholders of a range, else below its text. Without new lines it says that."""
    source = draft.source
    first = lines[0]
    last = section_end(draft, first, before_footer(draft.plan, *lines))
    unset: list[int] = []
    at = first
    while (found := unset_line(draft, at, last)) is not None:
        unset.append(found)
        at = found + 1
    if unset:
        draft.replace(source.line_span(unset[0]), source.newline.join(new or [_NOTHING]))
        for line in unset[1:]:
            draft.replace(Span(source.offset(line), source.offset(line + 1)), "")
    elif new:
        below = last > first and source.line(last - 1).strip()
        tight = below and _ITEM.match(source.line(last - 1)) and _ITEM.match(new[0])
        gap = [""] if not tight and last > 0 and source.line(last - 1).strip() else []
        draft.insert_lines(last, [*gap, *new])


# --- a plan that is finished -------------------------------------------------------------------------


def _is_told(plan: Plan, home: Section) -> bool:
    lines = (plan.source.line(line).strip() for line in range(home.line + 1, home.own_end))
    return any(line and not vocabulary.is_unset(_ITEM.sub("", line, count=1)) for line in lines)


def _again(plan: Plan, home: Section, summary: str, given: Texts) -> Change:
    """Nothing when all of it is written; else somebody would write over an outcome."""
    there = {_ITEM.sub("", line, count=1).strip() for line in plan.source.text.splitlines()}
    if {summary, *(text for texts in given.values() for text in texts)} <= there:
        return no_change(plan)
    raise PlanError(
        "refused",
        "the plan is finished already",
        f"edit_section adds to {quoted(home.title)}, edit_plan opens it again",
    )
