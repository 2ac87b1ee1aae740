"""Where real plans to measure and read lie, if they are on this machine. Knows folders; knows no plan."""

from __future__ import annotations

import os
from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def corpus() -> Path | None:
    """The folder of real plans: ``EXECPLAN_CORPUS``, else one beside the checkout; None when there is none."""
    named = os.environ.get("EXECPLAN_CORPUS")
    folder = Path(named) if named else _BESIDE
    folder = folder / "docs" if (folder / "docs").is_dir() else folder
    return folder if any(folder.glob("*.md")) else None
