"""What is answered by ``init``. Knows the parts; knows no file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from execplan.workspace.wire.answers import Answer

if TYPE_CHECKING:
    from execplan.workspace.setup.setup import Part


class PartRow(Answer):
    path: str
    outcome: Literal["made", "changed", "unchanged", "kept", "removed", "absent"]
    """``kept``: it says something else than what would be written, so it was left alone."""


class SetupAnswer(Answer):
    """What became of each file of a project's set-up."""

    root: str
    dry_run: bool
    """Nothing was written."""
    files: list[PartRow]


def setup_answer(root: str, parts: Iterable[Part], *, dry: bool) -> SetupAnswer:
    rows = [PartRow(path=one.path, outcome=one.outcome) for one in parts]
    return SetupAnswer(root=root, dry_run=dry, files=rows)
