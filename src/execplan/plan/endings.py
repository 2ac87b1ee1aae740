"""How a finished plan tells its outcome in each dialect, as data: the section, its parts, the shape of their headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from execplan.plan.model import DialectId

PartName = Literal["delivered", "worked", "did_not_work", "metrics", "lessons"]


@dataclass(frozen=True, slots=True)
class Ending:
    heading: str
    parts: tuple[tuple[PartName, str], ...]
    """In the order in which missing ones are made."""
    part: str = "{level} {title}"
    """A part's heading; ``{level}`` is one deeper than the section's."""
    fact: str = "- {name}: {value}"
    """A line of the comparison with what was wanted."""


_PARTS: tuple[tuple[PartName, str], ...] = (
    ("delivered", "Delivered"),
    ("worked", "What Worked"),
    ("did_not_work", "What Didn't Work"),
    ("metrics", "Metrics"),
    ("lessons", "Lessons Learned"),
)
_LABELS: tuple[tuple[PartName, str], ...] = (
    ("delivered", "Delivered"),
    ("worked", "What worked"),
    ("did_not_work", "What did not work"),
    ("metrics", "Measured impact"),
    ("lessons", "Lessons learned"),
)
"""As labels in running prose; ``Metrics:`` above a list would make criteria of it."""

ENDINGS: dict[DialectId, Ending] = {
    "living": Ending(
        "Outcomes & Retrospective",
        (
            ("delivered", "Delivered"),
            ("worked", "What Worked ✅"),
            ("did_not_work", "What Didn't Work ❌"),
            ("metrics", "Measured Impact 📊"),
            ("lessons", "Lessons Learned 💡"),
        ),
        fact="- **{name}**: {value}",
    ),
    "execplan": Ending("Results", _PARTS),
    "execution-plan": Ending("Outcomes", _PARTS),
    "team": Ending("Outcomes", _PARTS),
    "cookbook": Ending("Outcomes & Retrospective", _LABELS, part="{title}:"),
}

PART_WORDS: dict[PartName, tuple[str, ...]] = {
    "delivered": ("delivered", "deliverables", "what was delivered", "shipped", "what shipped"),
    "worked": ("what worked", "what went well", "worked well"),
    "did_not_work": ("what didn't work", "what did not work", "what didn’t work", "what went wrong", "what was hard"),
    "metrics": ("measured impact", "metrics", "measurements", "impact"),
    "lessons": ("lessons learned", "lessons", "learnings"),
}
"""How the heading of a part begins, in documents that have one."""
