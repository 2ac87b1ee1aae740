"""Stamps and estimates: tables of how people write them."""

from __future__ import annotations

import pytest

from execplan.plan import stamps
from execplan.plan.estimates import minutes
from tests.plan.reading import raw

NOW = "2026-11-21T06:40Z"


@pytest.mark.parametrize(
    ("text", "value", "shape", "now"),
    [
        ("2026-08-17", "2026-08-17", "%Y-%m-%d", "2026-11-21"),
        ("2026-08-04 06:47Z", "2026-08-04T06:47:00Z", "%Y-%m-%d %H:%MZ", "2026-11-21 06:40Z"),
        ("2026-08-04 06:47 Z", "2026-08-04T06:47:00Z", "%Y-%m-%d %H:%M Z", "2026-11-21 06:40 Z"),
        ("2026-08-04 06:47 UTC", "2026-08-04T06:47:00Z", "%Y-%m-%d %H:%M UTC", "2026-11-21 06:40 UTC"),
        ("2026-08-04 06:47", "2026-08-04T06:47:00", "%Y-%m-%d %H:%M", "2026-11-21 06:40"),
        ("2026-08-04, 06:47", "2026-08-04T06:47:00", "%Y-%m-%d, %H:%M", "2026-11-21, 06:40"),
        ("2026-08-04T06:47Z", "2026-08-04T06:47:00Z", "%Y-%m-%dT%H:%MZ", "2026-11-21T06:40Z"),
        ("2026-08-04T06:47:31Z", "2026-08-04T06:47:31Z", "%Y-%m-%dT%H:%M:%SZ", "2026-11-21T06:40:00Z"),
        ("2026-08-04T06:47:31.250Z", "2026-08-04T06:47:31Z", "%Y-%m-%dT%H:%M:%SZ", "2026-11-21T06:40:00Z"),
        ("2026-08-04 06:47+09:00", "2026-08-04T06:47:00+09:00", "%Y-%m-%d %H:%MZ", "2026-11-21 06:40Z"),
        ("2026-08-04T06:47:31+0900", "2026-08-04T06:47:31+09:00", "%Y-%m-%dT%H:%M:%SZ", "2026-11-21T06:40:00Z"),
        ("2026-08-04 06:47 -05:30", "2026-08-04T06:47:00-05:30", "%Y-%m-%d %H:%M Z", "2026-11-21 06:40 Z"),
        ("2026-08-04 06:47 CET", "2026-08-04T06:47:00", "%Y-%m-%d %H:%M UTC", "2026-11-21 06:40 UTC"),
        ("2026-08-04 6:47 JST", "2026-08-04T06:47:00", "%Y-%m-%d %H:%M UTC", "2026-11-21 06:40 UTC"),
    ],
)
def test_a_stamp(text: str, value: str, shape: str, now: str) -> None:
    found = stamps.parse(text)
    assert found is not None
    assert (found.value, found.shape, text[found.start : found.end]) == (value, shape, text)
    assert stamps.write(NOW, shape) == now


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-08-04 06:47 by Ada", "2026-08-04 06:47"),
        ("2026-08-04 06:47 THE end", "2026-08-04 06:47"),
        ("2026-08-04 done", "2026-08-04"),
        ("2026-08-04 25:00", "2026-08-04"),
        ("2026-08-04 12:61", "2026-08-04"),
        ("2026-08-04 06:47 cet", "2026-08-04 06:47"),
    ],
)
def test_a_stamp_ends_where_words_begin(text: str, kept: str) -> None:
    found = stamps.parse(text)
    assert found is not None
    assert text[: found.end] == kept


@pytest.mark.parametrize(
    "text",
    ["", "2026-13-01", "2026-00-10", "2026-01-32", "0000-01-01", "26-01-02", "2026/01/02", "v2026", "2026-01-023"],
)
def test_no_stamp(text: str) -> None:
    assert stamps.parse(text) is None


def test_search_finds_the_first() -> None:
    assert stamps.value_of("from 2025-01-02 to 2025-01-05") == "2025-01-02"
    assert stamps.value_of("never") is None


@pytest.mark.parametrize(
    ("item", "completed", "title"),
    [
        ("(2026-08-04 06:47Z) Text.", "2026-08-04T06:47:00Z", "Text."),
        ("(2026-08-17) Text.", "2026-08-17", "Text."),
        ("2026-08-17 Text.", "2026-08-17", "Text."),
        ("2026-08-17: Text.", "2026-08-17", "Text."),
        ("[2026-08-17 10:00] Text.", "2026-08-17T10:00:00", "Text."),
        ("**2026-08-17** Text.", "2026-08-17", "Text."),
        ("**2026-08-17**: Text.", "2026-08-17", "Text."),
        ("（2026-08-17 10:00 JST）Text.", "2026-08-17T10:00:00", "Text."),
        ("(2026-08-17T10:00:00+09:00) Text.", "2026-08-17T10:00:00+09:00", "Text."),
        ("(2026-08-17 10:00 CET) Text.", "2026-08-17T10:00:00", "Text."),
        ("Text since 2026-08-17.", None, "Text since 2026-08-17."),
    ],
)
def test_the_stamp_of_a_step(item: str, completed: str | None, title: str) -> None:
    step = raw(f"# T\n\n## Progress\n\n- [x] {item}\n").steps[0]
    assert (step.completed, step.title) == (completed, title)


def test_started_and_completed_fields() -> None:
    step = raw(
        "# T\n\n## Progress\n\n- [x] **Step 1**: a\n  - Started: 2025-02-03 04:05 UTC\n  - Completed: 2025-02-03 06:07 UTC\n"
        "- [ ] **Step 2**: b\n  - Started: —\n"
    ).steps
    assert (step[0].started, step[0].completed) == ("2025-02-03T04:05:00Z", "2025-02-03T06:07:00Z")
    assert (step[1].started, step[1].completed) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 min", 30),
        ("45 minutes", 45),
        ("1 hour", 60),
        ("3 hours", 180),
        ("1.5h", 90),
        ("1,5 Stunden", 90),
        ("2-4h", 240),
        ("2–4 hours", 240),
        ("2 to 3 days", 1440),
        ("1d", 480),
        ("1w 2d", 3360),
        ("2 weeks", 4800),
        ("1h 30m", 90),
        ("~2 hours", 120),
        ("30 分钟", 30),
        ("2小时", 120),
        ("3天", 1440),
        ("2시간", 120),
        ("3日", 1440),
        ("1週間", 2400),
        ("2 horas", 120),
        ("1 semana", 2400),
        ("2 semaines", 4800),
        ("3 jours", 1440),
        ("2 часа", 120),
        ("3 дня", 1440),
        ("1 неделя", 2400),
        ("2 Tage", 960),
        ("2 Wochen", 4800),
        ("soon", None),
        ("", None),
        ("5", None),
        ("5 points", None),
        ("3 men", None),
        ("10 MB", None),
    ],
)
def test_an_estimate(text: str, expected: int | None) -> None:
    assert minutes(text) == expected
