"""The texts that ``execplan init`` writes, besides the template. Data alone."""

from __future__ import annotations

NOTE = """\
## Plans

Work of more than a few steps has a plan: `.agents/<slug>/PLAN.md`, a file that people edit too. Keep it with the
execplan tools, not by rewriting it:

- At the start and after a compaction: `get_current_step`. No plan yet: `create_plan`.
- A step starts, ends or cannot go on: `mark_step`, at once; `done` with what shows it.
- Something is decided, found out or in the way: `add_decision`, `add_discovery`, `add_blocker`.
- Every step is done: check the criteria, then `finish_plan`.

Without the tools the command line does the same: `execplan`, `execplan --help`.
"""

IGNORED = ("/.state/", "/tmp/")
"""What in ``.agents/`` is no part of a project: locks and journals, and files put aside for a person."""

SKILL = """\
---
name: execplan
description: >-
  Keep a living plan for work that has more than a few steps or outlives one session. Use it when asked to plan, to go on
  with a plan, or to say where the work stands.
---

# Working from a plan

A plan is `.agents/<slug>/PLAN.md`. It outlives the conversation: whoever reads it next, without any of this context, must
be able to go on. People edit it as well, so never rewrite the file; use the tools of the `execplan` server, or the command
line (`execplan --help`) where they are missing.

## Begin

1. `get_current_step`. It answers the step, how to see that it is done, and what is in the way.
2. No plan: `create_plan` with an objective that says what somebody can do afterwards, steps that each end in something to
   look at, and a way to verify every one of them.

## Work

- `mark_step` when a step starts, and at once when it ends. `done` wants evidence: a file, a commit, a command's result.
- A choice between real alternatives: `add_decision` with the reason. A surprise: `add_discovery`.
- Something only somebody else can give: `add_blocker` with what is needed; then go on with what is not blocked.
- The way turned out longer: `add_steps` or `edit_step`, before going it.

## End

`check_criterion` for each criterion that holds, then `finish_plan` with what was delivered, what did not work, and what
was learned. A plan that ends without its criteria is not finished: say so.
"""

ISSUE_FORM = """\
name: Plan
description: Work of more than a few steps, to be kept as a plan
labels: [plan]
body:
  - type: textarea
    id: objective
    attributes:
      label: Objective
      description: What will somebody be able to do afterwards, and how will they see it?
    validations:
      required: true
  - type: textarea
    id: context
    attributes:
      label: Context
      description: How things stand today, and what a newcomer must know first.
  - type: textarea
    id: steps
    attributes:
      label: Steps
      description: One a line, in order.
      placeholder: |
        - [ ] Measure the build
        - [ ] Switch to the shared cache
    validations:
      required: true
  - type: textarea
    id: criteria
    attributes:
      label: Success criteria
      description: What can be observed when the plan has succeeded, one a line.
      placeholder: |
        - [ ] A cold build takes less than a minute
  - type: input
    id: owner
    attributes:
      label: Owner
"""
