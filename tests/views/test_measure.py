from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execplan.views.measure import cut, share, tokens
from tests.o200k import count

SAMPLES = [
    "Add the parser for front matter and keep every byte outside of it as it was before the change",
    "`src/execplan/views/current.py`, `tests/views/test_current.py`: run `pytest -q -k current` twice",
    "Разобрать заголовки и проверить, что ничего другого не изменилось",
    "解析标题并确认没有其他内容被更改",
    "## 12.4 Migration (2026-08-04 06:47Z) — **BLOCKED** by #751",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_estimate_is_near_and_not_low(text: str) -> None:
    real = count(text)
    assert 0.85 * real <= tokens(text) <= 2.2 * real


@given(st.text(), st.integers(4, 60))
def test_cut_is_one_line_within_the_limit_and_says_how_much_is_missing(text: str, limit: int) -> None:
    line = " ".join(text.split())
    shown = cut(text, limit)
    assert len(shown.splitlines()) <= 1
    if tokens(line) <= limit:
        assert shown == line
    else:
        kept, more = shown.rsplit("… +", 1)
        assert line.startswith(kept)
        assert int(more) == len(line) - len(kept)


@given(st.lists(st.integers(0, 200), max_size=8), st.integers(0, 200))
def test_share_spends_the_budget_and_no_more(costs: list[int], budget: int) -> None:
    limit = share(costs, budget, 0)
    assert sum(min(one, limit) for one in costs) <= budget or not costs
    if sum(costs) <= budget:
        assert all(one <= limit for one in costs)
