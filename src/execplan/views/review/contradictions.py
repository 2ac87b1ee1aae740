"""Rules about a plan that says two things about its own state. Know states and counts; know no dates and no numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from execplan.plan.afterwards import is_afterwards
from execplan.plan.model import CLOSED, Bar, Criterion, Plan, Step
from execplan.text.edit import Replacement
from execplan.views.review.phrases import counted, name_of, short
from execplan.views.review.rule import Facts, Hit, Rule, everywhere
from execplan.views.review.words import words_of

_SHARED, _COVERED, _RIVAL = 2, 0.6, 0.34
"""Words a criterion shares with its step; the part of its words that is; the part an open step may share at most."""
_FEW = 3
_MOST_PAIRS = 250_000
"""Criteria times steps that are compared; a plan with more is not read by anybody."""


def _told(plan: Plan, code: str) -> tuple[Hit, ...]:
    """What the reader itself noticed."""
    return tuple(Hit(one.line, one.message) for one in plan.diagnostics if one.code == code)


def _contradicting_box(plan: Plan, facts: Facts) -> tuple[Hit, ...]:
    del facts
    return _told(plan, "status_contradicts_box")


def _stale_open(plan: Plan, facts: Facts) -> tuple[Hit, ...]:
    """Each step by itself; where there are many, the work was not meant to go in this order, and one word is enough."""
    del facts
    hits = _told(plan, "stale_open")
    if len(hits) <= _FEW:
        return hits
    return (Hit(hits[0].line, f"{len(hits)} steps are still open though later ones are done; this is the first"),)


def _is_open(one: Criterion) -> bool:
    return not one.met and one.box == "task" and one.retracted is None


def _status_line(plan: Plan) -> int:
    return plan.status_field.line if plan.status_field else 0


def _completed_but_open(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.status != "completed":
        return
    steps = sum(step.status not in CLOSED for step in plan.leaves())
    criteria = sum(_is_open(one) and not is_afterwards(plan, one) for one in plan.criteria)
    blockers = sum(not one.resolved for one in plan.blockers)
    counts = ((steps, "step", "steps"), (criteria, "criterion", "criteria"), (blockers, "blocker", "blockers"))
    parts = [counted(count, one, many) for count, one, many in counts if count]
    if parts:
        yield Hit(_status_line(plan), f"the plan says completed, but still open: {', '.join(parts)}")


def _planning_but_begun(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    leaves = plan.leaves()
    done = sum(step.status == "done" for step in leaves)
    if plan.status == "planning" and done:
        yield Hit(_status_line(plan), f"the plan says planning, but {done} of {counted(len(leaves), 'step')} done")


def _done_but_unfinished(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    leaves = plan.leaves()
    if plan.status != "in_progress" or not leaves:
        return
    if all(step.status in CLOSED for step in leaves) and any(step.status == "done" for step in leaves):
        yield Hit(_status_line(plan), f"{_all(leaves)} closed, but the plan says in progress: finish it")


def _all(steps: tuple[Step, ...]) -> str:
    return f"all {len(steps)} steps are" if len(steps) > 1 else "the only step is"


# --- the bar --------------------------------------------------------------------------------------


def _bar_off(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    bar = plan.bar
    leaves = [step for step in plan.leaves() if step.status != "skipped"]
    if bar is None or not leaves:
        return
    done, total = sum(step.status == "done" for step in leaves), len(leaves)
    said = _Said.of(plan, bar)
    if (said.done, said.total) != (done, total) and (said.done, said.total) in _other_counts(plan):
        return  # it counts phases, or steps with their sub-steps: its own business
    wrong = said.contradicts(done, total, bar.count)
    if wrong:
        yield Hit(bar.line, f"the bar says {wrong}, the boxes say {done}/{total}", _bar_fix(bar, done, total))


@dataclass(frozen=True, slots=True)
class _Said:
    """The figures of a bar as written."""

    filled: int
    percent: int | None
    done: int | None
    total: int | None

    @staticmethod
    def of(plan: Plan, bar: Bar) -> _Said:
        numbers = (int(plan.source.slice(span)) if span else None for span in (bar.percent, bar.done, bar.total))
        return _Said(plan.source.slice(bar.cells).count(bar.filled), *numbers)

    def contradicts(self, done: int, total: int, cells: int) -> str | None:
        """The figure that no way of rounding explains."""
        if self.total is not None and (self.done, self.total) != (done, total):
            return f"{self.done}/{self.total}"
        if self.percent is not None and abs(self.percent * total - 100 * done) >= total:
            return f"{self.percent}%"
        if abs(self.filled * total - cells * done) >= total:
            return f"{self.filled} of {cells} cells"
        return None


def _other_counts(plan: Plan) -> set[tuple[int, int]]:
    """Done and total as other people count: every step, top-level ones, phases, skipped ones as well."""
    top = [step for step in plan.steps if step.counted and step.parent is None]
    groups: tuple[list[str], ...] = (
        [step.status for step in plan.steps if step.counted],
        [step.status for step in top],
        [phase.status for phase in plan.phases],
        [step.status for step in plan.leaves()],
    )
    return {
        (sum(status in states for status in group), len(group)) for group in groups for states in (("done",), CLOSED)
    }


def _bar_fix(bar: Bar, done: int, total: int) -> tuple[Replacement, ...]:
    """The line as every mark writes it: cells and percentage floored."""
    filled = bar.count * done // total
    values = ((bar.percent, 100 * done // total), (bar.done, done), (bar.total, total))
    cells = Replacement(bar.cells, bar.filled * filled + bar.empty * (bar.count - filled))
    return (cells, *(Replacement(span, str(value)) for span, value in values if span))


# --- criteria -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Work:
    """A step and its words: those of its title, and those of all it says."""

    step: Step
    title: frozenset[str]
    whole: frozenset[str]


def _unticked(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.status == "abandoned":
        return
    work = [_work(plan, step) for step in plan.leaves() if step.status != "skipped"]
    open_criteria = [one for one in plan.criteria if _is_open(one)]
    if not any(one.step.status == "done" for one in work) or len(open_criteria) * len(work) > _MOST_PAIRS:
        return
    about = {one.id: words_of(one.text) for one in plan.criteria}
    common = _common([*(one.whole for one in work), *about.values()])
    for one in open_criteria:
        step = _step_behind(about[one.id] - common, work)
        if step is not None:
            yield Hit(one.line, f"not ticked, though {_said(step)} is done")


def _step_behind(words: frozenset[str], work: list[_Work]) -> Step | None:
    """The done step that a criterion with these words is about; None when it may be about an open one or about several."""
    if len(words) < _SHARED:
        return None
    if any(len(words & one.whole) > _RIVAL * len(words) for one in work if one.step.status != "done"):
        return None
    best = max(work, key=lambda one: len(words & one.whole) + len(words & one.title) / 100)
    shared = words & best.whole
    fits = len(shared) >= _SHARED and len(shared) >= _COVERED * len(words) and bool(words & best.title)
    return best.step if fits and best.step.status == "done" else None


def _said(step: Step) -> str:
    return f"{step.label} ({short(step.title)})" if step.label else name_of(step)


def _work(plan: Plan, step: Step) -> _Work:
    source = plan.source
    places = [place for place in (step.place, step.detail) if place]
    values = [source.slice(field.value) for place in places for field in place.fields]
    return _Work(step, words_of(step.title), words_of(" ".join((step.title, *values))))


def _common(texts: list[frozenset[str]]) -> frozenset[str]:
    """Words that so many entries share that they tell none from another."""
    most = max(2, len(texts) // 4)
    counts = Counter(word for text in texts for word in text)
    return frozenset(word for word, count in counts.items() if count > most)


RULES: tuple[Rule, ...] = (
    Rule(
        "status_contradicts_steps",
        "The plan says completed while steps, criteria or blockers are open.",
        "seen in a third of the plans that say they are done",
        _completed_but_open,
        everywhere("warning"),
    ),
    Rule(
        "planning_but_begun",
        "The plan says planning though steps are done.",
        "contradiction between the status and the boxes",
        _planning_but_begun,
        everywhere("warning"),
    ),
    Rule(
        "done_but_unfinished",
        "Every step is closed and the plan still says in progress.",
        "living plan: always complete the outcomes section",
        _done_but_unfinished,
        everywhere("info"),
    ),
    Rule(
        "status_contradicts_box",
        "A step's status line says another state than its box.",
        "contradiction between a step's two signs of its state",
        _contradicting_box,
        everywhere("error"),
    ),
    Rule(
        "stale_open",
        "A step is still open though steps after it are done.",
        "living plan: update the boxes as the work goes",
        _stale_open,
        everywhere("info"),
    ),
    Rule(
        "bar_off",
        "The progress bar or its percentage says something else than the boxes.",
        "living plan: overall bar and percentage",
        _bar_off,
        everywhere("warning"),
    ),
    Rule(
        "criterion_unticked",
        "A criterion is not ticked though the step it is about is done.",
        "living plan: success criteria are ticked as they are met",
        _unticked,
        everywhere("warning"),
    ),
)
