"""What each entry of a plan says, to compare two plans. Knows no kind in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from execplan.plan.entries import Entry, lists
from execplan.plan.model import Plan

Key = tuple[str, str]
"""Kind and id."""
Fact = Mapping[str, object]
"""What an entry says, by the names of its fields."""
Facts = dict[Key, Fact]

_WHERE = frozenset({"id", "line", "place", "detail"})
"""Where it stands, not what it says."""
_SEEN = frozenset({"phase", "pointed", "candidate"})
"""What the lines around a step say of it."""


def facts(plan: Plan) -> Facts:
    return {(kind, one.id): _fact(kind, one) for kind, found in lists(plan).items() for one in found}


def _fact(kind: str, one: Entry) -> Fact:
    left_out = _WHERE | (_SEEN if kind == "step" else {"status"} if kind == "phase" else frozenset[str]())
    return {field.name: getattr(one, field.name) for field in fields(one) if field.name not in left_out}


def line_of(plan: Plan, key: Key) -> int:
    """The line of an entry; -1 where there is none."""
    kind, id = key
    return next((one.line for one in lists(plan)[kind] if one.id == id), -1)
