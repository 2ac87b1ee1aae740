"""Nasty text: single entries that try to be something else, and documents made of fragments."""

from __future__ import annotations

from hypothesis import strategies as st

MARKS = (
    "[ ] ", "[x] ", "[~] ", "# ", "### ", "- ", "* ", "+ ", "1. ", "2) ", "> ", "```", "~~~", "~~", "<!--", "-->",
    "<div>", "<",
    "← CURRENT", "<- HERE", "→ Resolved: a", "-> skipped: q", "→ **BLOCKER**", "BLOCKER: ", "**BLOCKED** ",
    "**IN PROGRESS** ",
    "**", "__", "*", "_", "`", "|", "\\", "---", "===", "$$", "Status: done", "Rationale: x", ". Evidence: z",
    "Blocked: x",
    "Notes: n", "Decision: d", "Observation: o", "What: w", "Option A: y", "Needs: t", "(2026-01-01 10:00Z) ",
    "2026-01-01 ",
    "(2026-02-20 / Ana)", "(since 2026)", "(60%)", "✅", "🚧", "❓ ", "⚠️ ", "âœ…", "Step 5: ", "T027 ", "Phase 2: ",
    "1.2 ", "DONE ",
    "(done)", " — blocked", "DONE: ", "[P] ", "None", "None yet.", "TBD", "[Title]", "{x}", "{title}", "{stamp}",
    "{letter}",
    "High/Med/Low", "a | b | c", "[a](b)", "&rarr;", "&#x2192;", "%Y", "\n", "\r\n", "\n\n", "\r", "\t", "\x00",
    "\u2028",
    "\u2029", "\x85", "\ufeff", "\u200b", "中", "：", "Решено: да", "a", "b c", "word ", "Plain words. ", "e\u0301",
    "🇪🇺",
)  # fmt: skip
"""Pieces that mean something to a reader of plans, and pieces that mean nothing."""

LINES = (
    "- [ ] an open box", "- [x] a ticked box", "- [X] **Step 2**: ticked", "* [~] half", "+ [ ] plus", "1. [ ] first",
    "2) [x] second",
    "  - [ ] nested", "    - [x] deeper", "\t- [ ] tabbed", "   - Status: 🟡 In Progress",
    "  - Blocked: the key (since 2026-01-02)",
    "  - Notes:", "  - Completed: —", "- [ ] **IN PROGRESS** at it ← CURRENT", "- [ ] ~~dropped~~ → skipped: no",
    "- [ ]", "- [x] ",
    "- [ ] ✅ both", "- [x] (2026-08-04 06:47Z) stamped.", "- (2026-08-04) noted", "- Decision: so",
    "  Rationale: because",
    "  Date/Author: 2026-01-01 / Ana", "- Observation: odd", "  Evidence: a log", "**2026-01-01**: dated",
    "- **Rationale**: why",
    "### Decision 3: use it", "**3. Third**", "**Status:** In Progress", "**Last Updated**: 2026-01-01",
    "Last updated: 2026-01-01 10:00 UTC",
    "**Overall**: ⚫⚫⚪⚪ 50% (2/4 steps)", "**Plan Status**: 🟡 Active | Last updated: 2026-01-01 10:00 UTC",
    "None yet.", "- none", "TBD",
    "# Plan", "# ExecPlan: Other", "# Execution Plan: X", "# X ExecPlan", "## Progress", "## Steps",
    "## Execution Steps", "## Plan of Work",
    "### Phase 1: Setup", "### Phase 2: Validation ✅", "## Decision Log", "## Surprises & Discoveries", "## Blockers",
    "## Open Questions",
    "## Progress Log", "### 2026-01-01 10:00", "- Completed: a thing", "- Blocker: a wall", "## Risks", "## Notes",
    "## Success Criteria",
    "## Metadata", "## Current Phase", "Phase 1", "**Acceptance criteria:**", "## Dependencies",
    "Phase 2 depends on Phase 1.", "## 决策记录",
    "## Прогресс", "| # | Decision | Rationale |", "|---|---|---|", "| 1 | a | b |", "| Task | Status |",
    "| t | done |", "| a \\| b | c |",
    "|", "```", "````md", "~~~", "```md", "`code`", "> quoted", "> > - [ ] quoted box", "> - 状态：完成", "> # heading",
    "---", "***", "===",
    "---\ntitle: x\n---", "status: planning", "last_updated: 2026-01-01", "<!-- a comment", "-->", "<div>", "</div>",
    "<details>",
    "    indented code", "\t", "  ", "", "", "", "text", "text  ", "a\\", "- - - [ ] boxes", "- [ ] a\n\n      b",
    "[ref]: http://x",
    "\x00", "a\u2028b", "\x0b", "\x0c", "\x85", "\ufeff", "# ", "#", "-", "1.", "[ ]", "(2026", "**", "~~",
    "← CURRENT", "gantt",
)  # fmt: skip

words = st.lists(st.sampled_from(MARKS), min_size=0, max_size=8).map("".join)
"""Any text a client may send."""

entries = words | st.text(max_size=40)

ends = st.sampled_from(("\n", "\n", "\n", "\r\n", "\r"))


@st.composite
def markdown(draw: st.DrawFn) -> str:
    """A document of fragments, in one line end or in several."""
    lines = draw(st.lists(st.sampled_from(LINES) | words, max_size=30))
    if draw(st.booleans()):
        end = draw(ends)
        text = end.join(lines)
    else:
        text = "".join(line + draw(ends) for line in lines)
    if draw(st.integers(0, 9)) == 0:
        text = f"````md\n{text}\n````\n"
    return draw(st.sampled_from(("", "", "", "\ufeff"))) + text
