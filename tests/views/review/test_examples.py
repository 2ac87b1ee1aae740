"""Every rule finds what it is about, and is silent about what only looks so."""

from __future__ import annotations

import pytest

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.review.rules import RULES
from tests.views.review import examples_form, examples_profiles, examples_truth, examples_work
from tests.views.review.example import Example

EXAMPLES: dict[str, Example] = {
    **examples_work.EXAMPLES,
    **examples_form.EXAMPLES,
    **examples_profiles.EXAMPLES,
    **examples_truth.EXAMPLES,
}
CHECKS = {rule.code: rule.check for rule in RULES}


def said(code: str, text: str, example: Example) -> list[str]:
    return [hit.message for hit in CHECKS[code](read_plan(Source.of(text)), example.facts())]


def test_every_rule_has_two_documents() -> None:
    assert set(CHECKS) - set(EXAMPLES) == set()
    assert set(EXAMPLES) - set(CHECKS) == set()


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_it_is_found(code: str) -> None:
    messages = said(code, EXAMPLES[code].positive, EXAMPLES[code])
    assert len(messages) == 1, messages
    assert EXAMPLES[code].says in messages[0]


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_the_near_miss_is_left_alone(code: str) -> None:
    assert said(code, EXAMPLES[code].near_miss, EXAMPLES[code]) == []
