"""What an edit function answers: the edit and its declared effects. Knows no kind of edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from execplan.plan.model import Plan
from execplan.text.edit import Edit, Replacement, edit_of
from execplan.text.source import Source, Span

Shows = tuple[tuple[str, str, object], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """An edit, the entity it is about, and what may differ afterwards; ``verify`` holds it to that."""

    edit: Edit
    id: str | None = None
    """The id of the entity: the one marked, or (None) the one that will be added."""
    touched: frozenset[str] = frozenset()
    """Ids of entries whose state or fields may change."""
    adds: tuple[str, ...] = ()
    """Kinds of the entries that will be there afterwards and are not now, sorted, one for each."""
    drops: tuple[str, ...] = ()
    """Kinds of the entries that will be there no more: a blocker that reads as something else from then on."""
    shows: Shows = ()
    """Kind, field and value that the entry named by ``id`` (else one that came) must read as afterwards."""
    renamed: str | None = None
    """The id of the step whose title changes, and with it its own id and those of the entries below it."""
    about: tuple[tuple[str, str | None], ...] = ()
    """What the plan says about itself afterwards (``title``, ``owner``, ``objective``, ``status``); None: anything."""
    within: Span | None = None
    """Where prose is rewritten: criteria, other boxes and headings may come there; see ``prose``."""


@dataclass(slots=True)
class Draft:
    """Collects the replacements and effects of one edit while it is being made."""

    plan: Plan
    replacements: list[Replacement] = field(default_factory=list[Replacement])
    touched: set[str] = field(default_factory=set[str])
    adds: Counter[str] = field(default_factory=Counter[str])
    drops: Counter[str] = field(default_factory=Counter[str])
    about: dict[str, str | None] = field(default_factory=dict[str, str | None])
    within: Span | None = None

    @property
    def source(self) -> Source:
        return self.plan.source

    def replace(self, span: Span, text: str) -> None:
        self.replacements.append(Replacement(span, text))

    def insert(self, offset: int, text: str) -> None:
        self.replacements.append(Replacement(Span(offset, offset), text))

    def insert_lines(self, line: int, lines: Iterable[str]) -> None:
        """Whole lines before ``line``; after the last line the text keeps or keeps lacking its final line end."""
        source, newline = self.source, self.source.newline
        unended = line >= source.line_count and source.text and not source.text.endswith(("\n", "\r"))
        self.insert(source.offset(line), "".join(newline + one if unended else one + newline for one in lines))

    def change(self, id: str | None = None, shows: Shows = (), renamed: str | None = None) -> Change:
        return Change(
            edit_of(self.source, self.replacements),
            id,
            touched=frozenset(self.touched),
            adds=tuple(sorted(self.adds.elements())),
            drops=tuple(sorted(self.drops.elements())),
            shows=shows,
            renamed=renamed,
            about=tuple(sorted(self.about.items())),
            within=self.within,
        )


def no_change(plan: Plan, id: str | None = None) -> Change:
    """The edit that writes nothing, for a request that already holds."""
    return Change(Edit(plan.revision, ()), id)
