"""No contradiction is found in real plans but those that are there: a false one is worse than silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.review import contradictions, dates, numbers, selfcontained, team
from execplan.views.review.rule import Facts, Rule
from tests.corpus.documents import CORPUS, SEEDS, named, needs_corpus, needs_seeds, paths
from tests.corpus.test_seeds import between, seed

FACTS = Facts("2026-11-21T09:00Z")
TRUE = {("050__", "status_contradicts_steps"), ("168__", "status_contradicts_steps")}
"""Read by a person: these plans do say that they are completed, and have open steps."""


def found(plan: Plan, *rules: Rule) -> list[tuple[str, int, str]]:
    return [(rule.code, hit.line + 1, hit.message) for rule in rules for hit in rule.check(plan, FACTS)]


@needs_corpus
@pytest.mark.parametrize("path", [*paths(CORPUS), *paths(SEEDS)], ids=named)
def test_real_plans(path: Path) -> None:
    plan = read_plan(Source.decode(path.read_bytes()))
    told = [rule for rule in contradictions.RULES if rule.code != "stale_open"]  # which only says how boxes stand
    hits = found(plan, *told, *dates.RULES, *numbers.RULES)
    assert [hit for hit in hits if not any(path.name.startswith(name) and hit[0] == code for name, code in TRUE)] == []


@needs_seeds
def test_the_rate_limiting_plan() -> None:
    plan = read_plan(Source.of(between(seed("003"), "# ExecPlan: API Rate", "````")))
    rules = (*contradictions.RULES, *dates.RULES, *numbers.RULES, *selfcontained.RULES, *team.RULES)
    assert found(plan, *rules) == [
        ("criterion_unticked", 30, "not ticked, though Step 4 (Add rate limit headers to responses) is done"),
        ("criterion_unticked", 31, "not ticked, though Step 2 (Create rate limit configuration) is done"),
        (
            "last_updated_stale",
            9,
            "Last Updated is 2025-01-10 16:30 UTC, but Step 5 started 2025-01-10 16:35 UTC (line 150)",
        ),
        (
            "figures_contradict",
            134,
            "60/min, 300/min, 1000/min here, but line 18 says 100 requests per minute (rate limits)",
        ),
    ]


@needs_seeds
def test_the_dark_mode_plan() -> None:
    plan = read_plan(Source.of(between(seed("001"), "# Dark Mode", "```")))
    assert found(plan, *contradictions.RULES, *dates.RULES, *numbers.RULES) == []
