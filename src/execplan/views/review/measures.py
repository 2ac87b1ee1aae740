"""The five measures of a plan's quality, each a figure and what it came from. Know records and stamps; know no rule.

They are the quality metrics of the ExecPlan guide, made countable:

    clarity        seconds to read the objective, at four words or five wide characters a second; under 30 is clear
    completeness   the mean, in percent, of three shares: decisions with a reason, criteria that can be measured, sections filled
    currency       hours by which the last update lags behind the last work that carries a time; up to 24 is current
    traceability   percent of what decisions, discoveries and log entries should say: a date, and for the first two why
    actionability  percent: 50 for a current step, 25 for how to verify it, 25 for where the work is (files, phase or notes)

A figure is None where the plan has nothing to take it from. No figure says whether the plan is any good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.model import Plan
from execplan.views.current import current_step
from execplan.views.review.ages import days_between, hours_between
from execplan.views.review.bodies import is_filled, lines_of, within
from execplan.views.review.dates import later, shown
from execplan.views.review.language import in_english
from execplan.views.review.outcomes import measurable, success_criteria
from execplan.views.review.phrases import counted
from execplan.views.review.reasons import has_meaning, has_reason
from execplan.views.review.report import Measure
from execplan.views.review.rule import Facts

CLEAR_SECONDS, CURRENT_HOURS = 30, 24
_WORDS_A_SECOND, _WIDE_A_SECOND = 4, 5
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def measures(plan: Plan, facts: Facts) -> tuple[Measure, ...]:
    """All five, always in this order."""
    return _clarity(plan), _completeness(plan), _currency(plan, facts), _traceability(plan), _actionability(plan)


def _clarity(plan: Plan) -> Measure:
    if plan.objective is None:
        return Measure("clarity", None, "s", "no objective")
    wide = len(_WIDE.findall(plan.objective))
    words = len(_WIDE.sub(" ", plan.objective).split())
    seconds = round(words / _WORDS_A_SECOND + wide / _WIDE_A_SECOND)
    size = " and ".join([*([counted(words, "word")] if words else []), *([f"{wide} wide characters"] if wide else [])])
    return Measure("clarity", max(seconds, 1), "s", f"the objective has {size}; under {CLEAR_SECONDS} s is clear")


def _completeness(plan: Plan) -> Measure:
    shares = [(have, of, what) for have, of, what in _parts(plan) if of]
    if not shares:
        return Measure("completeness", None, "%", "no decisions, criteria or sections")
    value = round(sum(100 * have / of for have, of, _ in shares) / len(shares))
    return Measure("completeness", value, "%", ", ".join(f"{have}/{of} {what}" for have, of, what in shares))


def _parts(plan: Plan) -> Iterator[tuple[int, int, str]]:
    yield sum(has_reason(plan, one) for one in plan.decisions), len(plan.decisions), "decisions with a reason"
    criteria = success_criteria(plan)
    known = in_english(plan)
    yield sum(not known or measurable(one.text) for one in criteria), len(criteria), "criteria measurable"
    lines = lines_of(plan)
    later_on = () if plan.status == "completed" else ("outcomes",)
    sections = [one for one in plan.sections if one.role not in (None, *later_on) and one.level > 1]
    yield sum(is_filled(within(lines, one)) for one in sections), len(sections), "sections filled"


def _currency(plan: Plan, facts: Facts) -> Measure:
    """Where a plan says nowhere when it was updated, its stamps are all there is: they tell how old it is, no lag."""
    worked = _newest([stamp for step in plan.steps for stamp in (step.started, step.completed) if stamp])
    told = _newest([one.date for one in (*plan.decisions, *plan.discoveries, *plan.log) if one.date])
    updated = plan.updated or told
    if worked is None or updated is None:
        known = f"worked {shown(worked)}" if worked else f"updated {shown(updated)}" if updated else "no dates"
        missing = "no work with a time" if worked is None else "no time of an update"
        return Measure("currency", None, "h", f"{missing} ({known})")
    lag, age = hours_between(updated, worked), days_between(updated, facts.now)
    old = "" if age is None else ", today" if age <= 0 else f", {counted(age, 'day')} ago"
    source = f"last work {shown(worked)}, last update {shown(updated)}{old}; up to {CURRENT_HOURS} h is current"
    return Measure("currency", None if lag is None else max(round(lag), 0), "h", source)


def _newest(stamps: list[str]) -> str | None:
    newest: str | None = None
    for stamp in stamps:
        if newest is None or later(stamp, newest):
            newest = stamp
    return newest


def _traceability(plan: Plan) -> Measure:
    dated = (*plan.decisions, *plan.discoveries, *plan.log)
    if not dated:
        return Measure("traceability", None, "%", "no decisions, discoveries or log entries")
    dates = sum(one.date is not None for one in dated)
    why = sum(has_reason(plan, one) for one in plan.decisions) + sum(has_meaning(plan, one) for one in plan.discoveries)
    reasoned = len(plan.decisions) + len(plan.discoveries)
    value = round(100 * (dates + why) / (len(dated) + reasoned))
    source = f"{dates}/{len(dated)} entries dated" + (f", {why}/{reasoned} say why" if reasoned else "")
    return Measure("traceability", value, "%", source)


def _actionability(plan: Plan) -> Measure:
    current = current_step(plan)
    step = current.step
    if step is None:
        finished = plan.status in ("completed", "abandoned") or "finish the plan" in (current.reason or "")
        return Measure("actionability", None if finished else 0, "%", f"no current step: {current.reason}")
    where = bool(step.files or step.phase or step.notes)
    value = 50 + 25 * bool(step.verification) + 25 * where
    told = [*(["how to verify it"] if step.verification else []), *(["where the work is"] if where else [])]
    said = f"it says {' and '.join(told)}" if told else "it says neither how to verify it nor where the work is"
    return Measure("actionability", value, "%", f"there is a current step; {said}")
