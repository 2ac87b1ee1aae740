"""Does an edit the way the store does: read, edit, apply, read again, verify."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from execplan.edits.change import Change
from execplan.edits.verify import verify
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.edit import apply
from execplan.text.source import Source
from tests.laws.plans import NOW

T = TypeVar("T")


def read(text: str) -> Plan:
    return read_plan(Source.of(text))


def do(plan: Plan, edit: Callable[..., Change], *arguments: Any, now: str = NOW, **more: Any) -> Plan:
    """The plan after the edit, verified."""
    change = edit(plan, *arguments, now=now, **more)
    after = read_plan(apply(plan.source, change.edit))
    verify(plan, change, after)
    return after


def attempt(call: Callable[[], T]) -> T | PlanError:
    """What the call answers, or the error it was refused with."""
    try:
        return call()
    except PlanError as error:
        return error


_UPDATED = re.compile(r"(?im)^(.*last[ _]updated\W*)\d{4}-\d\d-\d\d(?: \d\d:\d\d(?: UTC|Z)?)?")
_STATUS = re.compile(r"(?m)^(?:- )?(?:\*\*(?:Plan )?Status:?\*\*:?|status:) .*$")
_LOG = re.compile(r"(?ms)^## Progress Log$.*?(?=^## )")


def comparable(text: str, *, log: bool = True, status: bool = True) -> str:
    """The text without the lines that keep a history: ``Last Updated``, the log, the plan's own status."""
    text = _UPDATED.sub(r"\1…", text.replace("\r\n", "\n"))
    text = _LOG.sub("", text) if log else text
    return _STATUS.sub("status", text) if status else text
