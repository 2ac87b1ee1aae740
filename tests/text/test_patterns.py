"""Patterns that are compiled when first used."""

from __future__ import annotations

import re

import pytest

from execplan.text.patterns import later


def test_it_finds_what_the_pattern_finds() -> None:
    text = "Step 1, step 22"
    lazy, eager = later(r"step (?P<number>\d+)", re.IGNORECASE), re.compile(r"step (?P<number>\d+)", re.IGNORECASE)
    for _ in range(2):  # the first time and from then on
        assert [one["number"] for one in lazy.finditer(text)] == ["1", "22"]
        assert lazy.findall(text) == eager.findall(text)
        assert lazy.sub("x", text, count=1) == "x, step 22"
        assert lazy.split(text) == eager.split(text)
    found = lazy.match(text)
    assert found is not None
    assert found[0] == "Step 1"
    assert lazy.match(text, 1) is None
    assert lazy.search("a step 3") is not None
    assert lazy.fullmatch(text) is None


def test_nothing_is_compiled_before() -> None:
    broken = later("(")  # would not compile
    with pytest.raises(re.error):
        broken.match("x")


def test_it_has_nothing_else() -> None:
    assert later("a").pattern == "a"
    assert not hasattr(later("a"), "groups")
