"""When something in a plan came to be as it is, told from its versions. Knows plans and moments; knows no file.

A version is compared with the plan as it is at the end, entry by entry, so what was renamed meanwhile is found again. A
change that only shows what another one showed before (a commit of what the journal tells of already) turns nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from execplan.plan import stamps
from execplan.plan.entries import Entry
from execplan.plan.model import Blocker, Plan, Question, Step
from execplan.views.pairing import paired

THERE = "there"
"""The state of an entry that has no states."""


@dataclass(frozen=True, slots=True)
class Change:
    """One text made of another."""

    at: datetime
    before: Plan | None
    """None where there was nothing before, or nothing is known of it."""
    after: Plan
    by: str | None = None
    """The person, where it is known who."""
    old: bool = False
    """It is the text that a plan was made with: what it shows was so from the beginning, and nobody did it then."""
    late: bool = False
    """It was only found then, and may have been made long before: a save that came with a pull, say. It can take back."""
    here: bool = False
    """Was the plan's own file so then? A commit may have been made on a branch, or elsewhere."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When an entry turned to the state that it is in, and by whose hand."""

    at: datetime | None
    """None where it did since the oldest version that is known, nobody can tell when."""
    by: str | None
    old: bool = False
    """It was so when the plan was made, at that moment."""


class Timeline:
    """The versions of one plan, each read against what the plan is now. ``changes`` are in the order of time."""

    __slots__ = ("_changes", "_now", "_states")

    def __init__(self, now: Plan, changes: Sequence[Change]) -> None:
        self._now = now
        self._changes = tuple(changes)
        self._states: dict[str, dict[str, dict[str, str]]] = {}

    @property
    def authors(self) -> tuple[str, ...]:
        """Everybody who is known to have changed it, in the order of time."""
        return tuple(dict.fromkeys(one.by for one in self._changes if one.by))

    def turned(self, kind: str, id: str, state: str) -> Turn | None:
        """When the entry turned to this state, the last time; None where it is in another, or was never shown in one.

        A change that takes it back voids those before it. Of what is left the first one counts: a later one shows the
        same thing again. Whoever is named first did it.
        """
        if self._of(self._now)[kind].get(id) != state:
            return None
        found: list[Change] = []
        voided: list[Change] = []
        for one in self._changes:
            was = None if one.before is None else self._of(one.before)[kind].get(id)
            came = self._of(one.after)[kind].get(id)
            if came == state and was != state:
                found += [] if one.late else [one]
            elif was == state and came is not None:
                voided, found = found or voided, []
        found = found or voided[-1:]
        if found:
            return Turn(found[0].at, next((one.by for one in found if one.by), None), found[0].old)
        # Only a merge did it, then: commits show the one, what came of them the other.
        first = next((one.before for one in self._changes if one.before is not None and not one.here), None)
        known = None if first is None else self._of(first)[kind].get(id)
        return Turn(None, None) if known not in (None, state) else None

    def carried(self, step: Step) -> bool:
        """Did a version show the step open with the very stamp that it bears now? Then that is no stamp of its end."""
        for one in self._changes:
            for plan in (one.before, one.after):
                if plan is None or self._of(plan)["step"].get(step.id) in (None, "done", "skipped"):
                    continue
                old = next((some for some in plan.steps if some.id == step.id), None)
                if old is not None and step.completed is not None and step.completed[:16] in _stamps(plan, old):
                    return True
        return False

    def _of(self, plan: Plan) -> dict[str, dict[str, str]]:
        """The state of each entry in that version, by kind and the id it has now."""
        known = self._states.get(plan.revision)
        if known is None:
            pairs = paired(plan, self._now)
            known = {kind: {new.id: _state(old) for old, new in found.both} for kind, found in pairs.items()}
            self._states[plan.revision] = known
        return known


def _state(entry: Entry) -> str:
    match entry:
        case Step():
            return entry.status
        case Blocker() | Question():
            return "resolved" if entry.resolved else "open"
        case _:
            return THERE


def _stamps(plan: Plan, step: Step) -> tuple[str, ...]:
    """The stamps that stand on the step's own lines, as the model writes them, to the minute."""
    text = plan.source.slice(step.place.text)
    found: list[str] = []
    at = 0
    while (one := stamps.search(text, at)) is not None:
        found.append(one.value[:16])
        at = one.end
    return tuple(found)
