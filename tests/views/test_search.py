"""What a search finds, in which order, and what it shows of it."""

from __future__ import annotations

from textwrap import dedent

import pytest

from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.measure import tokens
from execplan.views.search import SNIPPET, search

PLAN = """\
    # ExecPlan: Faster gateway

    ## Purpose

    Callers get through.

    ## Context and Orientation

    The gateway sits in front of everything. Nobody remembers why its limiter counts minutes in local time, which is why
    every spring the quota of one hour is missing and callers in the far east see errors.

    ## Progress

    - [ ] **Step 1**: Limit the rate of callers
      - Verification: the bench prints 429
    - [ ] **Step 2**: 切换到新的缓存

    ## Decision Log

    **2026-11-01**: Count in UTC
    - **Rationale**: the limiter must not jump

    ## Risks / Open Questions

    **Open Questions:**

    - [ ] Who owns the quota?
    """


def plan(text: str = PLAN) -> Plan:
    return read_plan(Source.of(dedent(text)))


def found(query: str, *kinds: str) -> list[tuple[str, str]]:
    return [(hit.kind, hit.snippet) for hit in search([("gateway", plan())], query, kinds)]  # type: ignore[arg-type]


def test_all_words_must_stand_in_one_entry() -> None:
    assert found("rate limit") == [("step", "Step 1 · Limit the rate of callers")]
    assert found("rate quota") == []


@pytest.mark.parametrize("query", ["429", "BENCH", "bench prints"])
def test_what_an_entry_says_besides_its_title_counts_too(query: str) -> None:
    assert [kind for kind, _ in found(query)] == ["step"]


def test_the_title_counts_more_than_the_rest_and_entries_more_than_prose() -> None:
    assert [kind for kind, _ in found("quota")] == ["question", "section"]
    assert [kind for kind, _ in found("limiter")] == ["decision", "section"]
    assert found("gateway")[0][0] == "plan"


def test_kinds_narrow_it_down() -> None:
    assert [kind for kind, _ in found("quota", "section", "step")] == ["section"]


def test_a_snippet_is_cut_around_the_match() -> None:
    ((_, snippet),) = found("missing")
    assert "missing" in snippet
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert tokens(snippet.strip("…")) <= SNIPPET


@pytest.mark.parametrize("query", ["缓存", "新的"])
def test_scripts_without_spaces_match_anywhere(query: str) -> None:
    assert [kind for kind, _ in found(query)] == ["step"]


@pytest.mark.parametrize("query", ["limtier", "limitter", "Limter"])
def test_a_long_word_may_be_mistyped_by_a_letter(query: str) -> None:
    assert found(query)
    assert not found("xyz")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    text = "# T\n\n- [ ] Caf\u00e9 oeffnen\n"
    assert search([("a", plan(text))], "cafe\u0301")


def test_plans_by_score_then_name() -> None:
    hits = search([("b", plan()), ("a", plan())], "rate")
    assert [hit.plan for hit in hits] == ["a", "b"]


@pytest.mark.parametrize("query", ["", " ", "…", "a " * 13 + " ".join("bcdefghijklmno")])
def test_a_query_needs_some_words_and_not_too_many(query: str) -> None:
    with pytest.raises(PlanError) as caught:
        search([], query)
    assert caught.value.code == "invalid"


def test_an_entry_is_found_once() -> None:
    assert len(found("UTC")) == 1


@pytest.mark.parametrize(("line", "count"), [("- 2026-11-02: Moved it", 0), ("- 2026-11-02: Note: moved it", 1)])
def test_a_word_that_nobody_wrote_is_not_found(line: str, count: int) -> None:
    text = f"# T\n\n## Progress Log\n\n{line}\n"
    assert [one.kind for one in plan(text).log] == ["Note"]
    assert len(search([("a", plan(text))], "note", ["log"])) == count
