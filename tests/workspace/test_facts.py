"""What is looked up for a review."""

from __future__ import annotations

import hashlib
from pathlib import Path

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.workspace.facts import facts_of

NOW = "2026-05-20T12:00Z"
PLAN = read_plan(
    Source.of(
        """# ExecPlan: Image uploads

See [notes](notes.md), `src/app.py`, `src/gone.py`, `../up.py` and `.git/config.json`.

## Progress

- [x] **Step 1**: Configure the upload
  - Completed: 2026-05-02 16:00 UTC
  - Files affected: `src/app.py`
  - Evidence: `src/app.py` (sha256 0123456789ab, observed)
"""
    )
)


def test_what_is_there_and_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src/app.py").write_bytes(b"app\n")
    folder = tmp_path / ".agents/uploads"
    folder.mkdir(parents=True)
    (folder / "notes.md").write_text("# Notes\n")
    facts = facts_of(tmp_path, ".agents/uploads/PLAN.md", PLAN, NOW)
    assert facts.now == NOW
    assert facts.exists == {"notes.md": True, "src/app.py": True, "src/gone.py": False}
    assert facts.digests == {"src/app.py": hashlib.sha256(b"app\n").hexdigest()}
    assert facts.changed == {}  # no repository: a time of writing says nothing


def test_no_root_no_facts() -> None:
    facts = facts_of(None, "PLAN.md", PLAN, NOW)
    assert (facts.exists, facts.changed, facts.digests) == ({}, {}, {})
