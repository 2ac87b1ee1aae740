"""Two figures about one subject; and pairs of figures that have every right to differ."""

from __future__ import annotations

import pytest

from tests.views.review.seeing import found

PLAN = """
# ExecPlan: Image uploads

## Short Description

{goal}

## Constraints

- {constraint}

## Success Criteria

- [ ] {criterion}

## Progress

- [x] **Step 1**: Configure the upload
  - Notes: {notes}

## Decision Log

- **Decision**: {decision}
  - Rationale: what the proxy allows
"""
QUIET = {
    "goal": "Members put pictures into their posts.",
    "constraint": "No new service",
    "criterion": "A picture stands in the post",
    "notes": "set up with the proxy's defaults",
    "decision": "Store pictures beside the posts",
}


def figures(**said: str) -> list[str]:
    return found("figures_contradict", PLAN.format(**{**QUIET, **said}))


def test_a_plan_without_figures() -> None:
    assert figures() == []


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (
            {"goal": "Uploads have a request timeout of 30 seconds.", "notes": "request timeout of 45s at the proxy"},
            "18: 45s here, but line 5 says 30 seconds (request timeout)",
        ),
        (
            {"goal": "The upload limit is 20 MB.", "decision": "Set an upload limit of 8 MB"},
            "22: 8 MB here, but line 5 says 20 MB (upload limit)",
        ),
        (
            {
                "constraint": "The upload rate limit is 10 requests per minute",
                "notes": "rate limit 1/s for each upload",
            },
            "18: 1/s here, but line 9 says 10 requests per minute (rate limit)",
        ),
        (
            {"goal": "Branch coverage is at least 90%.", "criterion": "Branch coverage of 80%"},
            "13: 80% here, but line 5 says 90% (Branch coverage)",
        ),
    ],
)
def test_different_figures(said: dict[str, str], message: str) -> None:
    assert figures(**said) == [message]


@pytest.mark.parametrize(
    "said",
    [
        {"goal": "Uploads have a request timeout of 30 seconds.", "notes": "request timeout of 30s at the proxy"},
        {"goal": "Uploads have a request timeout of 60 seconds.", "notes": "request timeout of 1 minute at the proxy"},
        {"goal": "Uploads have a request timeout of 30 seconds.", "notes": "connect timeout of 5s at the proxy"},
        {"goal": "Uploads have a request timeout of 30 seconds.", "notes": "request timeout measured at 12s"},
        {"goal": "Uploads have a request timeout of 30 seconds.", "notes": "request timeout raised from 10s to 45s"},
        {"goal": "Uploads have a request timeout of 30 seconds.", "decision": "Request timeout of 30s instead of 10s"},
        {
            "goal": "Uploads have a request timeout of 30 seconds.",
            "decision": "Default request timeout 10s, 30s at most",
        },
        {"goal": "The upload limit is 20 MB.", "notes": "upload limit of 20 files, 3 seconds each"},
        {"goal": "The upload limit is 20 MB per member.", "decision": "Set an upload limit of 1 GB per day"},
        {"goal": "The upload limit is 20 MB per member.", "decision": "Set an upload limit of 1 GB per team"},
        {"goal": "The p95 upload latency is under 300 ms.", "criterion": "Median upload latency under 120 ms"},
        {"goal": "The upload limit is 20 MB.", "notes": "an 8 MB picture went through in 3 s"},
        {"goal": "Upload errors: 3/month → 0/month", "criterion": "Upload errors below 1/month"},
        {"goal": "Uploads: limit of 20 MB.", "notes": "picture cache limit of 500 MB"},
    ],
)
def test_figures_that_may_differ(said: dict[str, str]) -> None:
    assert figures(**said) == []


def test_tiers_against_one_limit() -> None:
    assert figures(
        goal="Every member has an upload rate limit of 60 requests per minute.",
        notes="upload rate limit by plan (guest: 10/min, member: 30/min)",
    ) == ["18: 10/min, 30/min here, but line 5 says 60 requests per minute (rate limit)"]


def test_a_skipped_step_and_a_struck_decision_lay_nothing_down() -> None:
    text = PLAN.format(**{**QUIET, "goal": "The upload limit is 20 MB.", "notes": "upload limit of 8 MB"})
    assert found("figures_contradict", text)
    assert (
        found(
            "figures_contradict",
            text.replace("- [x] **Step 1**: Configure the upload", "- [ ] ~~Configure the upload~~ → skipped: no"),
        )
        == []
    )
