"""Unified diffs of two texts."""

from __future__ import annotations

from execplan.text.diff import shortened, unified
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


def test_a_long_diff_ends_with_a_count() -> None:
    before, after = (Source.of("".join(f"{word} {n}\n" for n in range(200))) for word in ("old", "new"))
    lines = shortened(before, after, "p").splitlines()
    assert len(lines) == 61
    assert lines[-1] == "… 343 more lines"
    assert shortened(Source.of("a\n"), Source.of("b\n"), "p") == "--- a/p\n+++ b/p\n@@ -1 +1 @@\n-a\n+b"


def test_a_long_line_is_cut() -> None:
    (*_, last) = shortened(Source.of("a"), Source.of("b" * 5_000), "p").splitlines()
    assert len(last) == 400
    assert last.endswith("…")


def test_texts_of_very_many_lines_are_not_compared() -> None:
    assert "too many" in shortened(Source.of("\n" * 100_000), Source.of("x\n" * 100_000), "p")
