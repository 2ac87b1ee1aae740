"""What is told at a glance is what reading finds, whatever the text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.glance import UNSURE, glance, glance_of
from tests.laws.plans import plans
from tests.laws.texts import LINES, markdown

TELLING = (
    "- **Status**: Completed", "  - Status: Completed", "   - Status: abandoned", "Status:", "**Status:** done",
    "__State__: shipped",
    "- Status: 🟡",
    "  completed", "status: completed", "* 状态：已完成", "> Status: done",
    "1. Status: done", "**Plan Status**: done | x",
    "## Metadata", "# Plan: A", "# Plan: **A** ##", "# [Title]", "---", "title: x", "- x", "- [x] y", "```", "  ```", "<div>", "",
    "## Blockers", "## Open blockers", "- a wall", "- [!] x", "- [⛔] y", "- [ ] x **ON HOLD**", "- [ ] x (blocked)",
    "- [ ] on\n  hold: y",
    "  - Blocked: a", "- Blocker: b", "**BLOCKER**: c", "- ❓ d → **BLOCKER**", "## 阻塞",
    "🔴 e", "- [ ] 🛑 f", "- [ ] blockıert: g",
    "## [Bloc](x)kers", "Implementation", "- Status: holding",
)  # fmt: skip

documents = st.lists(st.sampled_from(TELLING) | st.sampled_from(LINES), min_size=1, max_size=14).map("\n".join)


@given(documents | markdown() | plans)
@example("<div>\n- x\n\n  - Status: Completed")
@example("```\n- x\n  ```\n  - Status: Completed")
@example("# A\n- x\n\n  - Status: Completed")
@example("Status: ðŸŸ¡\ncompleted")
@example("\ufeff\n\ufeff# A")
@example("\n\ufeff# A")
def test_a_glance_tells_what_reading_finds(text: str) -> None:
    source = Source.of(text)
    plan = read_plan(source)
    sure, found = glance(source), glance_of(plan)
    assert sure is UNSURE or not any(one.code == "too_large" for one in plan.diagnostics)
    assert sure.title in (None, found.title)
    assert sure.over in (None, found.over)
    assert sure.blocked in (None, found.blocked)
