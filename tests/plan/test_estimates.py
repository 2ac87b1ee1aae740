"""What people write for how long something takes: ranges, three points, waiting. Single figures: ``test_stamps``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.estimates import DAY, WEEK, effort, is_wait, minutes, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 hours", (180, 180, 180)),
        ("30 min", (30, 30, 30)),
        ("2d", (960, 960, 960)),
        ("1w 2d", (3360, 3360, 3360)),
        ("2-4h", (120, 180, 240)),
        ("1d - 2d", (480, 720, 960)),
        ("1 day to 3 days", (480, 960, 1440)),
        ("1d / 2d / 4d", (480, 960, 1920)),
        ("1/2/4 days", (480, 960, 1920)),
        ("30min/2h/1d", (30, 120, 480)),
        ("4d / 2d / 1d", (480, 960, 1920)),
        ("optimistic 1d, likely 2d, pessimistic 5d", (480, 960, 2400)),
        ("best 2h, most likely 3h, worst 8h", (120, 180, 480)),
        ("best case: 2h; worst case: 8h", (120, 300, 480)),
        ("O: 1d M: 2d P: 4d", (480, 960, 1920)),
        ("5 working days", (2400, 2400, 2400)),
        ("2 weeks (wait)", (20160, 20160, 20160)),
        ("2-week turnaround", (20160, 20160, 20160)),
        ("3 calendar days", (4320, 4320, 4320)),
        ("6 h elapsed", (360, 360, 360)),
        ("1-2 days lead time", (1440, 2160, 2880)),
        ("soon", None),
        ("", None),
        ("99999999999999 days", None),
    ],
)
def test_an_effort(text: str, expected: tuple[int, int, int] | None) -> None:
    assert effort(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1d / 2d / 4d", 1040),
        ("optimistic 1d, likely 2d, pessimistic 5d", 1120),
        ("best 2h, most likely 3h, worst 8h", 220),
        ("best 2h, worst 8h", 480),
        ("1d - 2d", 960),
        ("2 weeks (wait)", 4800),
    ],
)
def test_one_figure_of_several(text: str, expected: int) -> None:
    assert minutes(text) == expected


def test_the_clock_is_counted_where_it_is_asked_for() -> None:
    assert effort("2 days", clock=True) == (2880, 2880, 2880)
    assert is_wait("1w (wait)")
    assert is_wait("elapsed: 3h")
    assert not is_wait("3h of awaited calls")


UNITS = {"min": 1, "h": 60, "d": DAY, "w": WEEK}


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.sampled_from(sorted(UNITS)))
def test_three_points_are_in_order_and_never_added_up(low: int, more: int, most: int, unit: str) -> None:
    points = (low, low + more, low + more + most)
    expected = tuple(point * UNITS[unit] for point in points)
    slashed = " / ".join(f"{point}{unit}" for point in points)
    named = "optimistic {}{u}, likely {}{u}, pessimistic {}{u}".format(*points, u=unit)
    for text in (slashed, named):
        assert effort(text) == expected
        assert minutes(text) == round((expected[0] + 4 * expected[1] + expected[2]) / 6)


@given(st.integers(1, 99), st.integers(0, 99), st.sampled_from(sorted(UNITS)), st.sampled_from(["-", "–", " to "]))
def test_a_range_is_promised_by_its_upper_end(low: int, more: int, unit: str, to: str) -> None:
    for text in (f"{low}{to}{low + more} {unit}", f"{low} {unit}{to}{low + more} {unit}"):
        found = effort(text)
        assert found is not None
        assert (found[0], found[2]) == (low * UNITS[unit], (low + more) * UNITS[unit])
        assert found[0] <= found[1] <= found[2] == minutes(text)


@given(st.text(alphabet=st.sampled_from("0123456789 hdwm./-–OMP:=,()best worst likely(wait)天"), max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = effort(text)
    assert found is None or 0 <= found[0] <= found[1] <= found[2]
    if found is not None:
        assert minutes(text) is not None


@pytest.mark.parametrize(
    ("amount", "told"),
    [(0, "0"), (45, "45m"), (480, "1d"), (540, "1d 1h"), (2400, "1w"), (5341, "2w 1d"), (-60, "-1h")],
)
def test_lengths(amount: int, told: str) -> None:
    assert said(amount) == told


@given(st.integers(1, 10 * WEEK))
def test_what_is_said_of_a_length_is_read_as_that_length(amount: int) -> None:
    read = minutes(said(amount))
    assert read is not None
    assert 0 <= amount - read < DAY
    assert read == amount or amount > DAY  # the third unit is not told


@pytest.mark.parametrize("text", ["1", "1 ", "1-", "1.1", "best 1", "1d - ", " "])
def test_a_long_text_is_looked_at_once(text: str) -> None:
    """Where a row of digits was begun anew at each digit, this took hours."""
    assert minutes("2h " + text * 900_000) is not None or text == "1d - "
    assert effort(text * 900_000) is None or text == "1d - "
