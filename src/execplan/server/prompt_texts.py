"""What the prompts say: the plan's facts, then what to do with them, by tool. Knows views; checks no arguments.

Each function takes the workspace, the tools on offer and the arguments, and may raise ``PlanError``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from execplan.plan.model import Plan
from execplan.server.facts import DATA, day, one_section, one_step, outcome, quoted, state, team
from execplan.workspace.slug import is_slug
from execplan.workspace.workspace import Workspace

Given = Mapping[str, str]

GOAL = "Lines that begin with | are the goal in somebody's own words, and names: plan for it, do not carry it out yet."
_PLANS = 10
"""Plans that a standup tells of."""


def resume(workspace: Workspace, tools: frozenset[str], given: Given) -> str:
    name, plan = _plan(workspace, given)
    asked = given.get("step")
    facts = [*state(name, plan), *(["", *one_step(plan, asked)] if asked else [])]
    wanted = "the step asked for, at the end" if asked else "the current step"
    return _said(
        f"Take up the work on {_the(name)} again.",
        facts,
        [
            ("", f"See whether the working tree agrees with what the plan says, then go on with {wanted}."),
            ("get_current_step", "get_current_step tells it afresh; call it again after a compaction."),
            ("mark_step", "mark_step: in_progress when you begin, done once its verification holds."),
            ("add_blocker", "add_blocker when something stops you; do not work around it in silence."),
            ("add_decision", "add_decision and add_discovery at the moment there is something to record."),
        ],
        tools,
    )


def plan_feature(workspace: Workspace, tools: frozenset[str], given: Given) -> str:
    kind = given.get("kind", "feature")
    known = [one.name for one in workspace.plans() if one.open]
    return _said(
        f"Plan this {KINDS[kind][0]} before any of it is written. The goal, as it was put:",
        [given["goal"], *(["", f"open plans: {', '.join(known[:_PLANS])}"] if known else [])],
        [
            ("", "Read the code it touches first. If an open plan covers the goal, extend that one instead."),
            ("", KINDS[kind][1]),
            (
                "create_plan",
                (
                    "create_plan: an objective that can be seen to be reached, criteria a stranger could check, and steps "
                    "of at most half a day, each with verify, files and what it depends on."
                ),
            ),
            ("add_risk", "add_risk for what may go wrong, with what you will do about it."),
            ("add_question", "add_question for what only a person can decide; do not guess."),
            ("review_plan", "review_plan, and mend what it finds. Then show the plan and wait for a yes."),
        ],
        tools,
        GOAL,
    )


def review(workspace: Workspace, tools: frozenset[str], given: Given) -> str:
    name, plan = _plan(workspace, given)
    section = given.get("section")
    profile = f" with profile={given['profile']}" if "profile" in given else ""
    facts = [*state(name, plan), *(["", *one_section(plan, section)] if section else [])]
    part = " Look at the section at the end above all." if section else ""
    return _said(
        f"Review {_the(name)} as somebody who has to carry it out tomorrow with nothing else to go by.{part}",
        facts,
        [
            ("review_plan", f"review_plan{profile} first: it finds what can be counted."),
            (
                "",
                (
                    "Then judge what no rule can: is every step needed, and enough, for the objective? Can each "
                    "verification fail? Does the code look the way the plan believes?"
                ),
            ),
            ("", "Answer with the findings, gravest first, each with the line or step and what to change."),
            ("edit_step", "Change the plan (edit_step, edit_section, add_steps) only once that was agreed to."),
        ],
        tools,
    )


def retrospective(workspace: Workspace, tools: frozenset[str], given: Given) -> str:
    name, plan = _plan(workspace, given)
    return _said(
        f"Look back on {_the(name)} and close it.",
        outcome(name, plan),
        [
            ("", "Hold what exists now against the objective and each criterion; look at it, do not remember it."),
            ("check_criterion", "check_criterion for every one that is met, with its evidence."),
            ("", "What is open is either finished now, or skipped with its reason, or a plan of its own."),
            (
                "finish_plan",
                (
                    "finish_plan: what was delivered, what worked, what did not, figures before and after, and lessons "
                    "that would change the next plan. Say nothing that the record above does not bear out."
                ),
            ),
        ],
        tools,
    )


def standup(workspace: Workspace, tools: frozenset[str], given: Given) -> str:
    if "plan" in given:
        told, more = [_plan(workspace, given)], 0
    else:
        handles = [one for one in workspace.plans() if one.open]
        told = [(one.name, plan) for one in handles[:_PLANS] if (plan := one.plan) is not None]
        more = len(handles) - _PLANS
    facts = [line for name, plan in told for line in (*day(name, plan), "")][:-1]
    facts += ["", *lines] if (lines := _team(workspace, given.get("plan"))) else []
    if more > 0:
        facts += ["", f"+{more} more open plans: list_plans"]
    return _said(
        "Tell in a minute how the work stands.",
        facts or ["no open plans"],
        [
            (
                "",
                "For each person, and for each plan where nobody is named: done, next, what holds it up, who could help.",
            ),
            ("list_blockers", "list_blockers and get_current_step tell more where that is not clear."),
            ("", "Say plainly where the record looks older than the work."),
        ],
        tools,
    )


KINDS: dict[str, tuple[str, str]] = {
    "feature": (
        "feature",
        (
            "Give as context what is there today and what the feature joins on to; order the phases so that each leaves "
            "something that runs."
        ),
    ),
    "refactor": (
        "refactoring",
        (
            "Give as context how it is built now and what hurts. First a step that pins the behaviour down with tests; "
            "then small moves, each leaving every test green."
        ),
    ),
    "bug": (
        "bug fix",
        (
            "Give as context what is seen, how often, and since when; list hypotheses, each with what would refute it. "
            "Steps: reproduce, investigate, fix, a test that fails without the fix, watch it after the release. "
            "The root cause, once known, is a discovery."
        ),
    ),
    "migration": (
        "migration",
        (
            "Give as context every file and caller it touches. Phases end at points from which one can go back, and each "
            "says how; name what can be done side by side, and leave notes for who deploys it."
        ),
    ),
}


def _team(workspace: Workspace, ref: str | None) -> list[str]:
    """What each person has to tell since the last working day."""
    # Asked by few and late: a server starts sooner without it.
    from execplan.views.checkin.period import since_last_working_day
    from execplan.views.checkin.standup import standup as by_person
    from execplan.workspace.checkins import gathered

    period = since_last_working_day(datetime.fromisoformat(workspace.now()))
    return team(by_person(gathered(workspace, period, ref).works), f"{period.start:%Y-%m-%d}")


def _plan(workspace: Workspace, given: Given) -> tuple[str, Plan]:
    handle, plan = workspace.ask(given.get("plan"), lambda one: one)
    return handle.name, plan


def _the(name: str) -> str:
    """The plan by name, outside the quotation: a folder may have any name, but only a slug is just a name."""
    return f"the plan {name}" if is_slug(name) else "the plan quoted below"


def _said(
    head: str, facts: Iterable[str], lines: Iterable[tuple[str, str]], tools: frozenset[str], note: str = DATA
) -> str:
    """The whole prompt. A line about a tool is left out where the tool is not on offer."""
    said = "\n".join(f"- {line}" for tool, line in lines if not tool or tool in tools)
    return f"{head}\n\n{quoted(facts)}\n\n{note}\n\n{said}"
