"""Where week 1 of a plan begins."""

from __future__ import annotations

from datetime import date

import pytest

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.starts import start_of


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("## Constraints\n\n- Timeline: 10 weeks (2026-03-02 - 2026-05-08)\n", date(2026, 3, 2)),
        ("**Created**: 2026-01-05 10:00 UTC\n\n## Steps\n", date(2026, 1, 5)),
        ("## Steps\n\n- [ ] Pour\n", None),
    ],
)
def test_start(text: str, start: date | None) -> None:
    assert start_of(read_plan(Source.of(f"# T\n\n{text}")), "2026-05-20T12:00Z") == start
