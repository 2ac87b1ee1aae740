# ruff: noqa: E501 (data: one row a level reads better than a wrapped one)
"""How bad, how likely: words, signs and figures read as low, medium or high. Knows words; knows no risk."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from execplan.text.patterns import later

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = ("low", "medium", "high")
_WORDS: dict[Level, tuple[str, ...]] = {
    "low": (
        "low", "lowest", "l", "lo", "minor", "unlikely", "not likely", "rare", "rarely", "remote", "negligible", "improbable", "trivial", "small", "🟢",
        "低", "낮음", "bajo", "baja", "baixo", "baixa", "niedrig", "niedrige", "gering", "geringe", "faible", "низкий", "низкая", "низкое", "низкие",
    ),
    "medium": (
        "medium", "med", "mid", "m", "moderate", "possible", "possibly", "average", "🟡", "🟠",
        "中", "중간", "보통", "medio", "media", "médio", "média", "mittel", "mittlere", "moyen", "moyenne", "средний", "средняя", "среднее", "средние",
    ),
    "high": (
        "high", "highest", "h", "hi", "critical", "crit", "severe", "major", "catastrophic", "extreme", "fatal", "likely", "probable", "certain", "frequent", "🔴", "⛔",
        "高", "높음", "alto", "alta", "alto/a", "crítico", "crítica", "hoch", "hohe", "kritisch", "kritische", "schwer", "élevé", "élevée", "fort", "forte", "critique",
        "высокий", "высокая", "высокое", "высокие", "критический", "критично",
    ),
}  # fmt: skip
_LEVEL: dict[str, Level] = {word: level for level, words in _WORDS.items() for word in words}
_TOKEN = later(r"not likely|[^\W\d_]+|[🟢🟡🟠🔴⛔]")
_HEAD = later(r"[^(（;；]*")
_FIGURE = later(
    r"\s*[~≈<>]?\s*(?P<figure>\d{1,3}(?:[.,]\d+)?)\s*(?:(?P<percent>%)|(?:/|of|out of)\s*(?P<most>\d{1,3}))?\s*\Z"
)
_HEADING = re.compile(
    r"\W*(?P<word>[^\W\d_]+)(?:[ -](?:impact|severity|priority|probability|likelihood))?\W*(?P<rest>.*)"
)
_OF_RISKS = later(r"(?:risks?|risiken|riesgos|riscos|risques|риски|风险|リスク|위험)?\W*(?:[(（].*)?\Z", re.IGNORECASE)
_FEW, _MANY = 0.3, 0.6
"""A share below the first is low, from the second on high."""
_STEPS = 5
"""A bare figure counts on a scale from 1 to 5."""


@lru_cache(maxsize=1024)
def level(text: str | None) -> Level | None:
    """The level a value says, the highest where it says several (``Medium to High``); None where it says none."""
    if not text:
        return None
    head = _HEAD.match(text.casefold())
    said = head[0].strip(" *_`.:-—") if head else ""
    if figure := _FIGURE.match(said):
        return _of_figure(figure)
    found = [_LEVEL[word] for word in _TOKEN.findall(said) if word in _LEVEL]
    return LEVELS[max(map(LEVELS.index, found))] if found else None


def _of_figure(match: re.Match[str]) -> Level | None:
    figure = float(match["figure"].replace(",", "."))
    if match["percent"]:
        share = figure / 100
        return _of_share(share)
    if match["most"] and float(match["most"]):
        return _of_scale(figure / float(match["most"]))
    if 0 < figure < 1:
        return _of_share(figure)
    return _of_scale(figure / _STEPS) if 1 <= figure <= _STEPS else None


def _of_share(share: float) -> Level:
    return "low" if share < _FEW else "medium" if share < _MANY else "high"


def _of_scale(share: float) -> Level | None:
    if not 0 < share <= 1:
        return None
    return "low" if share <= 0.4 else "medium" if share <= 0.6 else "high"


def of_heading(title: str) -> str | None:
    """``High`` of ``High Risks (could stop us)`` and of ``High``; None of a heading about anything else."""
    match = _HEADING.match(title)
    if not match or match["word"].casefold() not in _LEVEL or len(match["word"]) < 3:
        return None
    return match["word"].capitalize() if _OF_RISKS.match(match["rest"]) else None
