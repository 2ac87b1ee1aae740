"""The plans that are measured: the same text for the same number, on every machine. Knows Markdown; measures nothing.

A tree of N steps is N / 20 plans of 20 steps and about 9 KB each, as a person would leave them half-way: the first
eight steps done, decisions and surprises recorded, one blocker open in every tenth plan.
"""

from __future__ import annotations

from pathlib import Path

STEPS = 20
DONE = 8
BLOCKED_EVERY = 10

_PARTS = (
    "cache", "parser", "queue", "login", "invoice", "search", "index", "router", "upload", "report",
    "worker", "mailer", "ledger", "gateway", "planner", "viewer",
)  # fmt: skip
_VERBS = (
    "Measure", "Split", "Rename", "Cover", "Guard", "Move", "Document", "Trace", "Retry", "Bound",
    "Replace", "Batch", "Log", "Warm", "Drop", "Review", "Simplify", "Type", "Sign", "Ship",
)  # fmt: skip
_AIMS = (
    "the requests of one tenant cannot slow down another",
    "a deploy in the middle of the day loses no session",
    "the nightly run ends before the office opens",
    "a newcomer finds the place for a change in an hour",
    "the same input gives the same output on every host",
    "an outage of one zone is noticed by nobody",
    "support answers a ticket without reading the code",
)


def slug(number: int) -> str:
    return f"{_PARTS[number % len(_PARTS)]}-{number:05}"


def title(number: int) -> str:
    return f"Make the {_PARTS[number % len(_PARTS)]} number {number} dependable"


def part(number: int, step: int) -> str:
    return _PARTS[(number + step) % len(_PARTS)]


def step_title(number: int, step: int) -> str:
    return f"{_VERBS[step % len(_VERBS)]} the {part(number, step)} of area {number}, part {step + 1}"


def detail(number: int, step: int) -> str:
    return f"Look at the {part(number, step)} first: one caller is left, and it asks twice. Let it ask once and keep the answer."


def done_of(steps: int) -> int:
    """How many of so many steps a person has done already."""
    return steps * DONE // STEPS


def plan_text(number: int, steps: int = STEPS, done: int | None = None, lean: bool = False) -> str:
    """One plan, in the living form. Of its steps the first two fifths are done, or as many as said.

    A lean one lists its steps and says no more of each: so that thousands fit into what a plan may hold.
    """
    done = done_of(steps) if done is None else done
    cells = done * 10 // max(steps, 1)
    return f"""# ExecPlan: {title(number)}

> **A living record**: it changes with every step taken, every choice made and every surprise met.

## Metadata

- **Owner**: team {number % 7}
- **Created**: 2026-09-{number % 28 + 1:02}
- **Last Updated**: 2026-10-{number % 28 + 1:02} 09:30 UTC
- **Agent Path**: `.agents/{slug(number)}/`
- **Related Plans**: —
- **Status**: 🟡 In Progress

---

## Purpose / Big Picture

**What does the user or system gain?**

We rework this part so that {_AIMS[number % len(_AIMS)]}. Anyone can see it: the dashboard of area {number}
stays below 200 ms at the busiest minute, and the error budget of the month is not touched.

**Success Criteria:**

- [ ] The slowest of a thousand requests takes less than {number % 9 + 1}00 ms
- [ ] `make check-area-{number}` passes on a clean machine
- [ ] Nobody was paged for this area in a week

---

## Context and Orientation

**Current State:**

Area {number} grew by copying its neighbour, and still shares a table with it. Two of its paths are tested, the third is
known from tickets only. What is slow today is not the query but the waiting for a lock that nobody needs any more.

**Key Files:**

- `src/area_{number}/`: the code
- `deploy/area_{number}.toml`: its settings

**Domain Terminology:**

- *lane*: the part of the queue that belongs to one tenant

---

## Plan of Work

{"" if lean else "".join(_detail(number, one) for one in range(steps))}---

## Progress

**Overall**: {"⚫" * cells}{"⚪" * (10 - cells)} {done * 100 // max(steps, 1)}% ({done}/{steps} steps)

{"".join(_box(number, one, one < done) for one in range(steps))}
**Velocity**: —

---

## Surprises & Discoveries

**2026-10-03 11:20 UTC**: The lock is taken twice on a retry
- **Evidence**: trace {number}-17 shows both holders

**2026-10-04 16:05 UTC**: Half of the settings are read by nothing

---

## Decision Log

**2026-10-02 10:00 UTC**: Keep the table, split its readers
- **Rationale**: a second table costs a migration, and only the readers wait for one another

**2026-10-05 14:40 UTC**: Measure before and after with the same recorded load
- **Rationale**: the load of the day differs by a factor of four

---

## Outcomes & Retrospective

TBD

---

## Risks / Open Questions

**Risks:**

- The vendor of the {_PARTS[number % len(_PARTS)]} may change its limits

**Open Questions:**

{_question(number)}

---

**Plan Status**: 🟡 Active | Last updated: 2026-10-{number % 28 + 1:02} 09:30 UTC
"""


def _question(number: int) -> str:
    if number % BLOCKED_EVERY:
        return f"- ❓ Does area {number} keep its old alias?"
    return f"- ❓ Who has the keys of area {number}? → **BLOCKER**\n  - Need: a word from operations"


def _detail(number: int, step: int) -> str:
    here = part(number, step)
    return f"""**{step + 1}. {step_title(number, step)}**
- **Files affected**: `src/area_{number}/{here}.py`
- **Verification**: `pytest tests/area_{number}/test_{here}.py` passes

{detail(number, step)}

"""


def _box(number: int, step: int, done: bool) -> str:
    head = f"- [{'x' if done else ' '}] **Step {step + 1}**: {step_title(number, step)}"
    return (
        f"{head}\n  - Status: Completed\n  - Completed: 2026-10-{step % 28 + 1:02} 08:15 UTC\n"
        if done
        else (f"{head}\n  - Status: Pending\n")
    )


def write_tree(root: Path, plans: int, steps: int = STEPS, done: int | None = None, lean: bool = False) -> None:
    """``plans`` plans below ``root``, as the living form keeps them."""
    (root / ".git").mkdir(parents=True, exist_ok=True)
    for number in range(plans):
        folder = root / ".agents" / slug(number)
        folder.mkdir(parents=True)
        (folder / "PLAN.md").write_text(plan_text(number, steps, done, lean), "utf-8")
