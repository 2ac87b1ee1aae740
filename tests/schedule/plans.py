"""Plans in a literal, as terms and as projects."""

from __future__ import annotations

from execplan.schedule.calendar import Calendar
from execplan.schedule.model import Project, Task, Terms
from execplan.schedule.project import project_of
from execplan.schedule.terms.reader import start_told, terms_of
from tests.plan.reading import plan_of

NOW = "2026-09-21T10:00Z"
"""A Monday."""
NOTHING = Terms(Calendar())


def terms(text: str, given: Terms = NOTHING, now: str = NOW) -> Terms:
    """The plan's terms; read by itself its start is the same."""
    plan = plan_of(text)
    found = terms_of(plan, given, now)
    assert given.start is not None or start_told(plan, now) == found.start
    return found


def said(line: str, heading: str = "Constraints") -> Terms:
    """The terms of a plan of one section."""
    return terms(f"# Plan\n\n**Created**: 2026-09-01\n\n## {heading}\n\n{line}\n")


def names(found: Terms) -> list[str]:
    return [one.name for one in found.people]


def project(text: str, given: Terms = NOTHING, now: str = NOW) -> Project:
    return project_of(plan_of(text), given, now)


def steps(*lines: str, head: str = "") -> Project:
    """The project of these lines below ``Steps``."""
    return project("# Plan\n\n" + head + "\n## Steps\n\n" + "\n".join(lines) + "\n")


def task(found: Project, title: str) -> Task:
    (one,) = [one for one in found.tasks if title in one.name]
    return one


def waits_for(found: Project) -> dict[str, list[str]]:
    """Each task by its name, with the names of those it waits for."""
    by_id = {one.id: one.name for one in found.tasks}
    return {one.name: [by_id[id] for id in one.after] for one in found.tasks}


LAUNCH = """
---
working_hours: 09:00-17:00
holidays:
  - 2026-11-11
---
# Offline maps: Execution Plan

- **Created**: 2026-09-01
- **Status**: Planning

## Goals

- Sell offline maps to every hiker by Nov 27 (the magazine prints it)
- 99.5 % of downloads finish

## Constraints

- Timeline: 9 weeks (Sep 28 - Nov 27), hard deadline
  - Week of Nov 2-6: store freeze, no deployments
  - Effective end: Nov 25 (2 days before the deadline)
- Team: 2 senior Android, 2 mid-level iOS, 1 QA
- Budget: 900 euros for tile servers (approved)
- External: Need licence check (3-week turnaround)
- Quality bars:
  - a map opens in 300 ms
  - no crash in 1,000 sessions

## Scope

### Must Have

- Download one region

### Should Have (target)

⚠️ **Flexible** (may go):
- Contour shading (pretty, nobody asked)
- Night colours

### Won't Have

- Turn-by-turn voice

## Phases

### Phase 1: Find out (Week 1-2)

- [ ] Compare two tile formats
  - Owner: Android Senior #1
  - Estimated time: 2d / 3d / 7d
  - Deliverable: a page that says which
- [ ] Draw the download queue
  - Owner: Android Senior #2
  - Estimated time: 2-4 days

### Phase 2: Build (Week 3-7)

**Deliverable**: a region opens in flight mode

- [ ] Write the download queue
  - Owner: Both Android seniors
  - Estimated time: 2w
  - Depends on: Phase 1
- [ ] Contour shading
  - Owner: iOS Mid #1
  - Estimated time: 1w
- [ ] Licence check of the tiles
  - Depends on: Compare two tile formats
- [ ] Try it on a mountain (everyone)
  - Owner: all hands
  - Estimated time: 1 day
  - Depends on: Write the download queue

If the download queue takes > 2 weeks, drop contour shading (nice-to-have).

## Team Capacity

**Android Senior #1** (9 weeks):
- Week 1-2: formats
- Total: 100% allocated

**QA** (5 weeks):
- Week 5-9: testing (50%)

## Risk Register

| Risk | Impact | Likelihood | Mitigation | Owner | Status |
|------|--------|------------|------------|-------|--------|
| The tile server is slow | High | Medium | Measure while we write the download queue | QA | Monitor |
| Nobody climbs in November | Low | High | Try it on a mountain earlier | QA | Mitigated |
"""
