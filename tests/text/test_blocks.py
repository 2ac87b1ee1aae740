"""Blocks: which lines are what, however deep and however odd."""

from __future__ import annotations

import sys
from collections.abc import Callable
from textwrap import dedent

import pytest

from execplan.text.blocks import MAX_NESTING, Block, Blocks, blocks_of, front_matter_end, plan_lines
from execplan.text.source import Source


def blocks(text: str) -> Blocks:
    return blocks_of(Source.of(dedent(text)))


def kinds(text: str) -> list[tuple[str, int, int]]:
    return [(one.kind, one.start, one.end) for one in blocks(text).all]


def of_kind(text: str, kind: str) -> list[Block]:
    return [one for one in blocks(text).all if one.kind == kind]


def nested(levels: int) -> str:
    return "".join(f"{'  ' * level}- [ ] level {level}\n" for level in range(levels))


# --- shapes ---------------------------------------------------------------------------------------


def test_blocks_come_in_order_and_name_their_parents() -> None:
    found = blocks("# T\n\n- a\n  - b\n\npara\nmore\n").all
    assert [(one.kind, one.parent, one.depth) for one in found] == [
        ("heading", -1, 0),
        ("list", -1, 0),
        ("item", 1, 0),
        ("paragraph", 2, 1),
        ("list", 2, 1),
        ("item", 4, 1),
        ("paragraph", 5, 2),
        ("paragraph", -1, 0),
    ]


def test_headings_know_their_level_in_both_styles() -> None:
    found = of_kind("# A\n\n###### F\n\nB\n===\n\nC\n---\n", "heading")
    assert [(one.level, one.start) for one in found] == [(1, 0), (6, 2), (1, 4), (2, 7)]


def test_items_carry_their_marker() -> None:
    found = of_kind("- a\n\n* b\n\n+ c\n\n7. d\n\n8) e\n", "item")
    assert [one.info for one in found] == ["-", "*", "+", "7.", "8)"]


def test_a_table_is_a_table_with_rows() -> None:
    found = kinds("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n")
    assert found[:1] == [("table", 0, 4)]
    assert [one for one in found if one[0] == "row"] == [("row", 0, 1), ("row", 2, 3), ("row", 3, 4)]
    assert found[-1] == ("paragraph", 5, 6)


def test_a_fence_hides_what_it_holds() -> None:
    text = "```sh\n# no heading\n- [ ] no box\n```\n\n~~~\n| a |\n~~~\n"
    assert kinds(text) == [("fence", 0, 4), ("fence", 5, 8)]
    assert [one.info for one in blocks(text).all] == ["sh", ""]


def test_an_open_fence_reaches_the_end() -> None:
    assert kinds("a\n\n```\n- [ ] no box\n")[-1] == ("fence", 2, 4)


def test_indented_code_html_quotes_and_rules() -> None:
    text = "    code\n\n<details>\n- [ ] raw\n</details>\n\n> quoted\n\n---\n"
    assert [kind for kind, _, _ in kinds(text)] == ["code", "html", "quote", "paragraph", "rule"]


def test_a_comment_hides_what_it_holds() -> None:
    assert kinds("<!--\n- [ ] no box\n\n# none\n-->\n\n- a\n")[0] == ("html", 0, 5)


def test_lone_carriage_returns_end_lines() -> None:
    assert [
        (one.kind, one.start) for one in blocks_of(Source.of("# T\r- a\r- b\r")).all if one.kind != "paragraph"
    ] == [
        ("heading", 0),
        ("list", 1),
        ("item", 1),
        ("item", 2),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "\ufeff", "\x00", "\r", "---", "```", "```md", "<!--", "\u2028", "- ", "|", "[ ]"]
)
def test_reading_is_total(text: str) -> None:
    found = blocks_of(Source.of(text))
    assert 0 <= found.first <= found.last


# --- depth ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("levels", [1, 7, 21, 60, 97])
def test_deep_lists_are_read_whole(levels: int) -> None:
    assert len(of_kind(nested(levels), "item")) == levels


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(nested(400), id="lists"),
        pytest.param(">" * 3000 + " a\n", id="quotes"),
        pytest.param("- " * 3000 + "a\n", id="markers on one line"),
        pytest.param("> - " * 1500 + "a\n", id="quotes and lists"),
        pytest.param("1. " * 2000 + "a\n", id="ordered"),
    ],
)
def test_beyond_the_limit_nothing_breaks(text: str) -> None:
    assert max(one.depth for one in blocks_of(Source.of(text)).all) <= MAX_NESTING // 2


def deeper(depth: int, call: Callable[[], Blocks]) -> Blocks:
    return call() if depth == 0 else deeper(depth - 1, call)


@pytest.mark.parametrize(
    "text", [nested(120), ">" * 500 + " a\n", "- " * 500 + "a\n"], ids=["lists", "quotes", "markers"]
)
def test_a_caller_deep_in_the_stack_is_no_trouble(text: str) -> None:
    source = Source.of(text)
    used = 0
    frame = sys._getframe()
    while frame is not None:
        used, frame = used + 1, frame.f_back
    room = sys.getrecursionlimit() - used
    assert deeper(room - 60, lambda: blocks_of(source)) == blocks_of(source)


# --- which lines are the plan ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "end"),
    [
        pytest.param("---\ntitle: A\n---\n# T\n", 3, id="plain"),
        pytest.param("\ufeff---\ntitle: A\n---\n# T\n", 3, id="BOM"),
        pytest.param("---\r\ntitle: A\r\n---\r\n# T\r\n", 3, id="CRLF"),
        pytest.param("---\n# remark\ntags:\n  - a\n  - b\n...\n# T\n", 6, id="remark, list, dots"),
        pytest.param("<!-- generated -->\n---\ntitle: A\n---\n# T\n", 4, id="comment before"),
        pytest.param("<!--\ntwo lines\n-->\n\n---\ntitle: A\n---\n# T\n", 7, id="long comment before"),
        pytest.param("---\n\nA line above.\n\n---\n", 0, id="two rules"),
        pytest.param("---\n---\n# T\n", 0, id="empty"),
        pytest.param("---\ntitle: A\n# T\n", 0, id="never closed"),
        pytest.param("# T\n\n---\ntitle: A\n---\n", 0, id="not at the top"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_front_matter(text: str, end: int) -> None:
    assert front_matter_end(Source.of(text)) == end


def test_front_matter_is_no_block() -> None:
    assert kinds("---\ntitle: A\nsteps:\n- [ ] no box\n---\n# T\n") == [("heading", 5, 6)]


def test_a_fence_around_the_whole_plan_is_taken_off() -> None:
    text = "```md\n# T\n\n- [ ] a\n```\n"
    assert plan_lines(Source.of(text)) == (1, 4)
    assert [kind for kind, _, _ in kinds(text)] == ["heading", "list", "item", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```md\n# T\n\n```sh\nls\n```\n\n- [ ] a\n```\n", id="named inner fence of the same length"),
        pytest.param("````markdown\n# T\n\n```\nls\n```\n\n- [ ] a\n````\n", id="shorter inner fence"),
        pytest.param("~~~md\n# T\n\n```\nls\n```\n\n- [ ] a\n~~~\n", id="other inner fence"),
        pytest.param("```md\n# T\n\n    ```sh\n    ls\n    ```\n\n- [ ] a\n```\n\n", id="indented inner fence"),
        pytest.param("\ufeff```MD\n# T\n\n- [ ] a\n```", id="BOM, capitals, no final newline"),
        pytest.param("<!-- kept by hand -->\n\n```md\n# T\n\n- [ ] a\n```\n", id="comment before"),
    ],
)
def test_inner_fences_stay_inside(text: str) -> None:
    found = blocks_of(Source.of(text)).all
    assert sum(one.kind == "item" for one in found) == 1
    assert sum(one.kind == "heading" for one in found) == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("```md\n# T\n```\n\nafter\n", id="text after"),
        pytest.param("before\n\n```md\n# T\n```\n", id="text before"),
        pytest.param("```md\n# T\n```\n\n```md\n# U\n```\n", id="two fences"),
        pytest.param("```python\n# T\n```\n", id="another language"),
        pytest.param("```\n# T\n```\n", id="no language"),
        pytest.param("```md\n# T\n", id="never closed"),
    ],
)
def test_a_fence_within_a_document_is_only_a_fence(text: str) -> None:
    source = Source.of(text)
    assert plan_lines(source) == (0, source.line_count)
    assert "heading" not in [kind for kind, _, _ in kinds(text)]


def test_lines_count_from_the_top_of_the_file() -> None:
    assert of_kind("---\na: b\n---\n\n```md\n# T\n\n- [ ] a\n```\n", "item")[0].start == 7
