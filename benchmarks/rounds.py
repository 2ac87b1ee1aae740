"""Taking turns: every server once a round, so that a busy minute of the machine is everybody's. Knows no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Turn = Callable[[int], float]
"""Does it once and answers the milliseconds; the number counts the turns. Raises ``NoFigureError``."""


class NoFigureError(Exception):
    """Why there is no figure."""


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many turns; at least so few, unless they take longer than ``hard`` seconds; else as many as fit."""

    most: int = 60
    least: int = 5
    seconds: float = 4.0
    hard: float = 45.0

    def goes_on(self, turns: int, spent: float) -> bool:
        if turns >= self.most:
            return False
        return spent < self.hard if turns < self.least else spent < self.seconds


@dataclass(frozen=True, slots=True)
class Taken:
    """The milliseconds of each, and who failed and why. Who failed has no figures."""

    figures: dict[str, list[float]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def take_turns(turns: Mapping[str, Turn], limits: Limits) -> Taken:
    """The first turn of each is not counted: it warms up."""
    taken = Taken({key: [] for key in turns})
    spent = dict.fromkeys(turns, 0.0)
    for number in range(-1, limits.most):
        order = list(turns)
        shift = number % max(len(order), 1)
        for key in order[shift:] + order[:shift]:
            had = len(taken.figures.get(key, ()))
            if key in taken.failures or not (number < 0 or limits.goes_on(had, spent[key])):
                continue
            try:
                took = turns[key](number + 1)
            except NoFigureError as error:
                taken.failures[key] = str(error)
                taken.figures.pop(key)
                continue
            spent[key] += took / 1000
            if number >= 0:
                taken.figures[key].append(round(took, 3))
    for key in [key for key, figures in taken.figures.items() if not figures]:
        taken.failures[key] = f"one turn takes more than {limits.hard:.0f} s"
        del taken.figures[key]
    return taken
