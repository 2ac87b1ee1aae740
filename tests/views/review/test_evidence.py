"""Done steps that show nothing, or what no longer holds; and such that do."""

from __future__ import annotations

import pytest

from execplan.plan.reader import read_plan
from execplan.views.review.paths import dated_paths, evidence_paths
from tests.views.review.seeing import found, source

PLAN = """
# ExecPlan: Image uploads

- **Status**: {status}

## Progress

- [x] **Step 1**: Configure the upload
  - Completed: {completed}
  - Files affected: `src/proxy.py`
  - Evidence: {evidence}
- [{box}] **Step 2**: Show the picture
  - Files affected: {files}
"""
DIGEST = "0123456789ab" + 52 * "c"


def plan(
    status: str = "In Progress",
    completed: str = "2026-05-02 16:00 UTC",
    evidence: str = "`src/proxy.py` (sha256 0123456789ab, observed)",
    box: str = " ",
    files: str = "`src/app.py`",
) -> str:
    return PLAN.format(status=status, completed=completed, evidence=evidence, box=box, files=files)


def test_a_done_step_with_nothing_to_show() -> None:
    assert found("done_without_evidence", plan(evidence="—", box="x")) == [
        "7: 2 done steps have no evidence: Step 1, Step 2",
    ]


@pytest.mark.parametrize(
    "notes",
    [
        "12 unit tests passing",
        "merged as PR #12",
        "commit 4f1c2ab",
        "`pytest -q` → 12 passed",
        "https://ci.pictures.dev/runs/9",
        "build and lint are green",
    ],
)
def test_a_done_step_with_a_result_in_its_notes(notes: str) -> None:
    assert found("done_without_evidence", plan(evidence="—").replace("Evidence: —", f"Notes: {notes}")) == []


def test_open_steps_owe_nothing() -> None:
    assert found("done_without_evidence", plan()) == []


def test_evidence_of_another_version() -> None:
    assert found("evidence_outdated", plan(), digests={"src/proxy.py": 64 * "f"}) == [
        "10: src/proxy.py is not as it was when it became evidence of Step 1: look again",
    ]


@pytest.mark.parametrize(
    ("evidence", "digests"),
    [
        ("`src/proxy.py` (sha256 0123456789ab, observed)", {"src/proxy.py": DIGEST}),
        ("`src/proxy.py` (sha256 0123456789ab, observed)", {}),
        ("`src/proxy.py`", {"src/proxy.py": 64 * "f"}),
        ("`pytest -q` → 12 passed", {"src/proxy.py": 64 * "f"}),
    ],
)
def test_evidence_that_holds_or_cannot_be_told(evidence: str, digests: dict[str, str]) -> None:
    assert found("evidence_outdated", plan(evidence=evidence), digests=digests) == []


def test_a_file_changed_long_after() -> None:
    assert found("changed_since_done", plan(), changed={"src/proxy.py": "2026-05-09T10:00:00Z"}) == [
        "7: src/proxy.py changed 2026-05-09 10:00 UTC, after Step 1 was done 2026-05-02 16:00 UTC: does it still hold?",
    ]


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({}, "2026-05-03T09:00:00Z"),  # its own work, committed the next morning
        ({}, "2026-04-30T09:00:00Z"),
        ({"completed": "2026-05-02"}, "2026-05-03T22:00:00Z"),
        ({"files": "`src/proxy.py`"}, "2026-05-09T10:00:00Z"),  # step 2 is at it
        ({"status": "Complete"}, "2026-05-09T10:00:00Z"),
        ({"completed": "—"}, "2026-05-09T10:00:00Z"),
        ({"completed": "9999-12-31"}, "2026-05-09T10:00:00Z"),
    ],
)
def test_a_change_that_means_nothing(said: dict[str, str], changed: str) -> None:
    assert found("changed_since_done", plan(**said), changed={"src/proxy.py": changed}) == []


def test_the_files_that_facts_are_asked_for() -> None:
    read = read_plan(source(plan()))
    assert (evidence_paths(read), dated_paths(read)) == (("src/proxy.py",), ("src/proxy.py",))
