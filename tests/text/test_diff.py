"""Unified diffs of two texts."""

from __future__ import annotations

from execplan.text.diff import unified
from execplan.text.source import Source


def diff(before: str, after: str, context: int = 1) -> list[str]:
    return unified(Source.of(before), Source.of(after), "p/PLAN.md", context).splitlines()


def test_equal_texts_have_no_diff() -> None:
    assert diff("a\nb\n", "a\nb\n") == []


def test_one_line_of_context() -> None:
    assert diff("1\n2\n3\n4\n5\n", "1\n2\nX\n4\n5\n") == [
        "--- a/p/PLAN.md",
        "+++ b/p/PLAN.md",
        "@@ -2,3 +2,3 @@",
        " 2",
        "-3",
        "+X",
        " 4",
    ]


def test_no_context() -> None:
    assert diff("1\n2\n3\n", "1\n3\n", 0)[2:] == ["@@ -2 +1,0 @@", "-2"]


def test_line_ends_do_not_leak_into_the_diff() -> None:
    assert diff("a\r\nb\r\n", "a\r\nc\r\n")[-2:] == ["-b", "+c"]


def test_from_nothing() -> None:
    assert diff("", "a\nb\n")[-2:] == ["+a", "+b"]
