"""A rule's two documents: one it is about, and one that only looks so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from execplan.views.review.rule import Facts

NOW = "2026-05-20T12:00Z"


@dataclass(frozen=True, slots=True)
class Example:
    """``says`` is a piece of what the rule says about ``positive``; about ``near_miss`` it says nothing."""

    positive: str
    says: str
    near_miss: str
    changed: Mapping[str, str] = field(default_factory=dict[str, str])
    exists: Mapping[str, bool] = field(default_factory=dict[str, bool])
    digests: Mapping[str, str] = field(default_factory=dict[str, str])

    def facts(self) -> Facts:
        return Facts(NOW, self.exists, self.changed, self.digests)


def doc(text: str) -> str:
    return dedent(text).removeprefix("\n")


def living(progress: str, more: str = "", *, meta: str = "- **Owner**: Ana\n- **Status**: In Progress") -> str:
    """A living plan with everything its form asks for, and these steps."""
    return f"""# ExecPlan: Move the mail queue

## Metadata

{meta}

## Short Description

Mail leaves within a minute of being written.

## Purpose / Big Picture

Mail leaves within a minute of being written, as the office was promised.

**Success Criteria:**

- [ ] 99 % of mails leave within 60 s

## Context and Orientation

**Key Files:**

- `mail/queue.py`: the old queue

**Domain Terminology:**

- **Broker**: what hands a mail from one program to the next

**Assumptions:**

- One office, 3,000 mails a day

## Plan of Work

**1. Measure the old queue**
- **Verification**: `mail/measure.sh` prints a median

## Progress

{progress}

## Surprises & Discoveries

None yet.

## Decision Log

None yet.

## Outcomes & Retrospective

TBD
{more}"""


def cookbook(progress: str, more: str = "") -> str:
    """A cookbook plan with its four living sections, and these steps."""
    return f"""# Move the mail queue

This ExecPlan is a living document.

## Purpose

Mail leaves within a minute of being written.

## Progress

{progress}

## Surprises & Discoveries

None yet.

## Decision Log

None yet.

## Outcomes & Retrospective

TBD
{more}"""


def guide(steps: str, log: str = "", objective: str = "Mail leaves within a minute of being written.") -> str:
    """A plan in the form of the ExecPlan guide."""
    return f"""# Mail Queue ExecPlan

## Objective

{objective}

## Success Criteria

- [ ] 99 % of mails leave within 60 s

## Execution Steps

{steps}

## Progress Log

{log}

## Results

TBD
"""


def sheet(more: str) -> str:
    """A plan in the form of the execution plan template."""
    return f"""# Execution Plan: Move the mail queue

**Date:** 2026-05-18
**Status:** In Progress

## Goal

Mail leaves within a minute of being written.

## Steps

- [ ] Measure the old queue

## Success Criteria

- [ ] 99 % of mails leave within 60 s

{more}"""
