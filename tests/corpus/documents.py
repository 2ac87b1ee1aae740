"""Where the real documents are, and what an independent parser says about their boxes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyromark
import pytest

from tests.real_plans import corpus

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = corpus() or SHARED / "corpus"
SEEDS = Path(os.environ.get("EXECPLAN_SEEDS") or SHARED / "seeds")

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus at {CORPUS} (set EXECPLAN_CORPUS)")
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"no seeds at {SEEDS} (set EXECPLAN_SEEDS)")

_OPTIONS = pyromark.Options.ENABLE_TASKLISTS | pyromark.Options.ENABLE_TABLES


def paths(folder: Path) -> list[Path]:
    """The documents below a folder; the corpus keeps them in ``docs``."""
    within = folder / "docs" if (folder / "docs").is_dir() else folder
    return sorted(path for path in within.rglob("*") if path.suffix in (".md", ".txt")) if within.is_dir() else []


def named(path: Path) -> str:
    return path.name


def task_lines(text: str) -> Iterator[tuple[int, bool]]:
    """Line and tick of every task box, as pulldown-cmark sees them."""
    data = text.encode()
    for event, at in pyromark.events_with_range(text, options=_OPTIONS):
        if isinstance(event, dict) and "TaskListMarker" in event:
            yield data[: at["start"]].count(b"\n"), bool(event["TaskListMarker"])
