"""Where things stand in the results. Pure.

The results are what ``results.json`` holds: by part (``start``, ``steps-10`` …, ``single-300`` …, ``whole-500`` …, ``bill``,
``writers``, ``hand``) the figures by server; ``servers`` in the order in which they are shown; ``notes`` on what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.table import middle

Results = Mapping[str, Any]

OURS, CORE, BASE = "execplan", "execplan-core", "echo"
SIZES = (10, 1_000, 10_000)
QUESTIONS = ("current", "mark", "blockers")
ONE = "blockers of one plan"


def keys(results: Results) -> list[str]:
    return list(results.get("servers", {}))


def main_keys(results: Results) -> list[str]:
    """Without the smaller toolsets, which differ in their tokens only."""
    return [key for key in keys(results) if not key.endswith("-core")]


def name(results: Results, key: str) -> str:
    return str(results.get("servers", {}).get(key, {}).get("name", key))


def shown(results: Results, key: str) -> str:
    return f"**{name(results, key)}**" if key == OURS else name(results, key)


def one_plan(results: Results, key: str) -> bool:
    """Whether it tells the blockers of one plan only."""
    return bool(results.get("servers", {}).get(key, {}).get("one_plan"))


def of(results: Results, size: int, key: str, question: str) -> float | None:
    """The median of a question at a size."""
    return middle(results.get(f"steps-{size}", {}).get(key, {}).get(question))
