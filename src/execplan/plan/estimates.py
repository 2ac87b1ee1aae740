"""How long work is said to take, in minutes. Knows phrases; knows no calendar.

A day is 8 working hours and a week 5 days; a range counts as its upper end (an estimate is a promise to somebody).
"""

from __future__ import annotations

import re

_UNITS = {"m": 1, "h": 60, "d": 480, "w": 2400}
_NUMBER = r"\d+(?:[.,]\d+)?"
_PART = re.compile(
    rf"(?P<low>{_NUMBER})\s*(?:(?:-|–|—|to|bis|a)\s*(?P<high>{_NUMBER})\s*)?"
    r"(?P<unit>minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|"
    r"minuten|stunden?|tage?n?|wochen?|minutos?|horas?|d[ií]as?|semanas?|heures?|jours?|semaines?|"
    r"分钟|分|小时|時間|시간|분|天|日|일|周|週間|주|мин\w*|час\w*|дн\w*|день|недел\w*)(?![A-Za-z])",
    re.IGNORECASE,
)
_FIRST = {
    "m": "m", "h": "h", "d": "d", "w": "w", "s": "h", "t": "d", "j": "d",
    "分": "m", "小": "h", "時": "h", "시": "h", "분": "m", "天": "d", "日": "d", "일": "d", "周": "w", "週": "w", "주": "w",
    "м": "m", "ч": "h", "д": "d", "н": "w",
}  # fmt: skip


def minutes(text: str) -> int | None:
    """The minutes in ``3 hours``, ``30 min``, ``2d``, ``1w 2d``, ``2-4h``; None where the text names no duration."""
    total = 0.0
    found = False
    for part in _PART.finditer(text):
        unit = part["unit"].casefold()
        key = "w" if unit.startswith(("semana", "semaine")) else _FIRST[unit[0]]
        amount = float((part["high"] or part["low"]).replace(",", "."))
        total += amount * _UNITS[key]
        found = True
    return round(total) if found and total < 10_000_000 else None
