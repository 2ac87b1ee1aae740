"""How long work is said to take, in minutes. Knows phrases; knows no calendar.

A day is 8 working hours and a week 5 days; a range counts as its upper end (an estimate is a promise to somebody), three
points (optimistic, likely, pessimistic) as their mean in PERT: (low + 4 likely + high) / 6. What only elapses (a review
by others: ``2 weeks (wait)``) is counted by the clock where ``effort`` is asked: a day of it has 24 hours.
"""

from __future__ import annotations

import re

from execplan.text.patterns import later

DAY = 480
"""Minutes of work in a day."""
WEEK = 5 * DAY
_UNITS = {"m": 1, "h": 60, "d": DAY, "w": WEEK}
_CLOCK = {"m": 1, "h": 60, "d": 1440, "w": 10080}
_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = (
    r"(?P<unit>minutes?|mins?|min|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|"
    r"minuten|stunden?|tage?n?|wochen?|minutos?|horas?|d[ií]as?|semanas?|heures?|jours?|semaines?|"
    r"分钟|分|小时|時間|시간|분|天|日|일|周|週間|주|мин\w*|час\w*|дн\w*|день|недел\w*)(?![A-Za-z])"
)
_PART = re.compile(
    rf"(?<!\d)(?P<low>{_NUMBER})\s*(?:(?:-|–|—|to|bis|a)\s*(?P<high>{_NUMBER})\s*)?[-\s]?(?:(?:calendar|working|work|business|clock)\s+)?{_UNIT}",
    re.IGNORECASE,
)
_FIRST = {
    "m": "m", "h": "h", "d": "d", "w": "w", "s": "h", "t": "d", "j": "d",
    "分": "m", "小": "h", "時": "h", "시": "h", "분": "m", "天": "d", "日": "d", "일": "d", "周": "w", "週": "w", "주": "w",
    "м": "m", "ч": "h", "д": "d", "н": "w",
}  # fmt: skip
_TO = later(r"\s*(?:-|–|—|to|bis)\s*", re.IGNORECASE)
_SLASHED = later(
    rf"\s*(?P<low>{_NUMBER})(?P<one>[^/\d]*)/\s*(?P<likely>{_NUMBER})(?P<two>[^/\d]*)/\s*(?P<high>{_NUMBER})\s*{_UNIT}",
    re.IGNORECASE,
)
_POINT = later(
    r"\b(?:(?P<low>optimistic|best(?: case)?|low(?:est)?|min(?:imum)?(?=\s*[:=])|o(?=\s*[:=]))"
    r"|(?P<likely>(?:most )?likely|expected|realistic|normal|m(?=\s*[:=]))"
    r"|(?P<high>pessimistic|worst(?: case)?|high(?:est)?|max(?:imum)?(?=\s*[:=])|p(?=\s*[:=])))\b\s*[:=]?\s*",
    re.IGNORECASE,
)
_WAIT = later(
    r"\b(?:wait(?:s|ing)?|turn-?around|elapsed|lead time|calendar (?:days?|weeks?|time)|clock)\b", re.IGNORECASE
)
_LONGEST = 2_000
"""Characters that are looked at."""
_MOST = 10_000_000
"""Minutes beyond which a number is no estimate."""


_Duration = tuple[float, float, int, int]
"""Low and high, and where it stands."""


def minutes(text: str) -> int | None:
    """The minutes in ``3 hours``, ``30 min``, ``2d``, ``1w 2d``, ``2-4h``; None where the text names no duration.

    Of three points it is the mean; never their sum.
    """
    if not text:
        return None
    text = text[:_LONGEST]
    points = _points(text, _UNITS)
    if points:
        low, likely, high = points
        return _whole(high if likely is None else (low + 4 * likely + high) / 6)
    found = _durations(text, _UNITS)
    return _whole(sum(high for _, high, _, _ in found)) if found else None


def said(amount: int) -> str:
    """Minutes of work in few letters, as ``minutes`` reads them: ``2w 1d``, ``3h``, ``45m``, ``0``. Two units at most."""
    if amount < 0:
        return f"-{said(-amount)}"
    parts: list[str] = []
    for unit, size in reversed(_UNITS.items()):
        count, amount = divmod(amount, size)
        parts += [f"{count}{unit}"] if count else []
    return " ".join(parts[:2]) or "0"


def effort(text: str, *, clock: bool = False) -> tuple[int, int, int] | None:
    """Low, likely and high; all equal where one figure is given, the likely one of a range in the middle.

    In minutes of work; of the clock where the text says that it elapses (``is_wait``) or ``clock`` asks for it.
    """
    text = text[:_LONGEST]
    units = _CLOCK if clock or is_wait(text) else _UNITS
    points = _points(text, units)
    if points is None:
        found = _durations(text, units)
        if not found:
            return None
        points = (sum(one[0] for one in found), None, sum(one[1] for one in found))
    low, likely, high = points
    three = sorted((low, (low + high) / 2 if likely is None else likely, high))
    whole = [_whole(one) for one in three]
    return None if None in whole else (whole[0] or 0, whole[1] or 0, whole[2] or 0)


def is_wait(text: str) -> bool:
    """Does it say that time elapses and nobody works: ``(wait)``, ``turnaround``, ``elapsed``, ``calendar days``?"""
    return _WAIT.search(text) is not None


def _whole(amount: float) -> int | None:
    return round(amount) if amount < _MOST else None


def _amount(number: str, unit: str, units: dict[str, int]) -> float:
    unit = unit.casefold()
    key = "w" if unit.startswith(("semana", "semaine")) else _FIRST[unit[0]]
    return float(number.replace(",", ".")) * units[key]


def _durations(text: str, units: dict[str, int]) -> list[_Duration]:
    """The durations of a text, which add up: ``1w 2d``. ``1d - 2d`` is one from low to high."""
    found: list[_Duration] = []
    for part in _PART.finditer(text):
        low = _amount(part["low"], part["unit"], units)
        high = _amount(part["high"], part["unit"], units) if part["high"] else low
        start, before = part.start(), found[-1] if found else None
        if before and before[0] == before[1] and _TO.fullmatch(text, before[3], start):
            found[-1] = (before[0], high, before[2], part.end())
        else:
            found.append((low, high, start, part.end()))
    return found


def _points(text: str, units: dict[str, int]) -> tuple[float, float | None, float] | None:
    """Low, likely and high where they are told apart: ``1d / 2d / 4d``, ``best 2h, most likely 3h, worst 8h``."""
    match = _SLASHED.match(text) if text.count("/") == 2 else None
    if match:
        last = match["unit"]
        own = (_own_unit(match["one"]) or last, _own_unit(match["two"]) or last, last)
        low, likely, high = sorted(
            _amount(match[name], unit, units) for name, unit in zip(("low", "likely", "high"), own, strict=True)
        )
        return low, likely, high
    named: dict[str, float] = {}
    for point in _POINT.finditer(text):
        part = _PART.match(text, point.end())
        if part and point.lastgroup:
            named.setdefault(point.lastgroup, _amount(part["high"] or part["low"], part["unit"], units))
    if "low" not in named or "high" not in named:
        return None
    low, high = sorted((named["low"], named["high"]))
    return low, min(max(named["likely"], low), high) if "likely" in named else None, high


_ONE_UNIT = later(rf"\s*{_UNIT}\s*", re.IGNORECASE)


def _own_unit(text: str) -> str | None:
    match = _ONE_UNIT.fullmatch(text)
    return match["unit"] if match else None
