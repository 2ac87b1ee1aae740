"""What every reader of entries is given: the document's outline, sections, found entries and names. Knows no kind of entry."""

from __future__ import annotations

from dataclasses import dataclass

from execplan.plan.found import Found
from execplan.plan.model import Section
from execplan.plan.naming import Names
from execplan.plan.places import Outline
from execplan.text.source import Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What every reader of entries needs."""

    outline: Outline
    sections: tuple[Section, ...]
    found: list[Found]
    names: Names
    title: int
    """Index of the section that is the plan's title, -1 without one."""

    @property
    def source(self) -> Source:
        return self.outline.source
