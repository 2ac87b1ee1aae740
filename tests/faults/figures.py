"""What a part of the fault runs reports: figures for the table, and losses, each with what is needed to repeat it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Figures:
    """One part's rows (what, how many) and its losses. A part without losses has passed."""

    part: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def tell(self, what: str, value: object) -> None:
        self.rows.append((what, f"{value:,}" if isinstance(value, int) else str(value)))

    def lose(self, what: str) -> None:
        self.losses.append(what)

    def lose_all(self, what: Iterable[str]) -> None:
        self.losses.extend(what)


def table(parts: Iterable[Figures], most: int = 40) -> str:
    """All parts as text: their rows, then what was lost."""
    lines: list[str] = []
    for part in parts:
        lines.append(f"{part.part}: {'LOST' if part.losses else 'nothing lost'}")
        lines += [f"  {what:<72} {value:>12}" for what, value in part.rows]
        lines += [f"  LOST {loss}" for loss in part.losses[:most]]
        if len(part.losses) > most:
            lines.append(f"  LOST … and {len(part.losses) - most:,} more")
    return "\n".join(lines)
