"""Calendars of any kind, for properties that hold for all of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from execplan.schedule.calendar import Calendar, Window

MONDAY = date(2026, 10, 5)
WINDOWS = st.builds(
    lambda first, length: Window(MONDAY + timedelta(days=first), MONDAY + timedelta(days=first + length)),
    st.integers(-10, 30),
    st.integers(-2, 9),
)
"""Days off; what ends before it begins is none."""


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=6)))
    pairs = tuple(zip(edges[::2], edges[1::2], strict=False))
    return Calendar(days, pairs, tuple(draw(st.lists(WINDOWS, max_size=5))))
