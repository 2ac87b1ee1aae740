"""Which criteria can only be measured once the plan is over (``Success Metrics (Post-launch)``). Knows headings and labels."""

from __future__ import annotations

import re

from execplan.plan import outline
from execplan.plan.model import Criterion, Plan

_LATER = re.compile(
    r"\b(?:post|after)[- ]?(?:the )?(?:launch|release|go-?live|rollout|deploy\w*)\b|\bongoing\b|\blong[- ]term\b|"
    r"[(（]\s*\d+\s*(?:days?|weeks?|months?|quarters?)\b|"
    r"上线后|リリース後|출시 후|nach dem (?:start|launch)|tras el lanzamiento|после запуска",
    re.IGNORECASE,
)

_FAR = 40
"""Lines between a label and an entry of its list, at most."""


def is_afterwards(plan: Plan, one: Criterion) -> bool:
    """Is it a metric of the time after the plan, so nothing that its end has to wait for?"""
    if one.kind != "metric":
        return False
    around = outline.chain(plan.sections, outline.section_at(plan.sections, one.line))
    if any(_LATER.search(plan.sections[index].raw) for index in around):
        return True
    return _LATER.search(_label_above(plan, one.line)) is not None


def _label_above(plan: Plan, line: int) -> str:
    """The line in bold, or with a colon at its end, below which a list stands."""
    for at in range(line - 1, max(line - _FAR, -1), -1):
        text = plan.source.line(at).strip()
        if text.startswith("#"):
            break
        if text.startswith(("**", "__")) or (text.endswith((":", "：")) and text[:1] not in "-*+"):
            return text
    return ""
