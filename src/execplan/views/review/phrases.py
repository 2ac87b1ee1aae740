"""How findings name things: a few of them, then how many more. Knows steps; knows no rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from execplan.plan.model import Step

_SHOWN = 3
_LONG = 48


def name_of(step: Step) -> str:
    """The label of a step, else its title, cut."""
    return step.label or f"'{short(step.title)}'"


def names_of(steps: Sequence[Step]) -> str:
    return some(name_of(step) for step in steps)


def some(names: Iterable[str], shown: int = _SHOWN) -> str:
    """``a, b, c and 4 more``."""
    known = tuple(names)
    more = f" and {len(known) - shown} more" if len(known) > shown else ""
    return ", ".join(known[:shown]) + more


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else line[: _LONG - 1].rstrip() + "…"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 step``, ``2 steps``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
