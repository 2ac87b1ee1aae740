"""The scan: what it takes, what it leaves to the parser, and that both say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.content import plan_text

from execplan.text.blocks import blocks_of, plan_lines
from execplan.text.limits import WORK, TooDearError
from execplan.text.parser import parse
from execplan.text.scan import scan
from execplan.text.source import Source
from tests.threats.shapes import SHAPES

HERE = Path(__file__).resolve().parents[2]
PLANS = [*sorted((HERE / ".agents/template").glob("*.md")), *sorted((HERE / "tests/golden").glob("*.md"))]


def plan_of(source: Source) -> str:
    """The text that is the plan."""
    first, last = plan_lines(source)
    return source.text[source.offset(first) : source.offset(last)]


# --- what is scanned ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_own_plans_need_no_parser(path: Path) -> None:
    text = plan_of(Source.decode(path.read_bytes()))
    assert scan(text) == parse(text)


@pytest.mark.parametrize("number", [0, 1, 10])
def test_nor_do_the_plans_that_are_measured(number: int) -> None:
    text = plan_text(number)
    assert scan(text) == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("a\nb\n\n\nc", id="paragraphs"),
        pytest.param("# A\n## B ##\n###### F\n#\n", id="headings"),
        pytest.param("A\n===\n\nB\nb\n---\n", id="underlined headings"),
        pytest.param("a\n\n---\n* * *\n___\n", id="rules"),
        pytest.param("- a\n  b\nc\n- d\n\n  e\n\n\n* f\n", id="lists, lazy lines, blank lines"),
        pytest.param("1. a\n2. b\n3) c\n   - d\n\n     e\n", id="ordered lists"),
        pytest.param("a\n2. b\n1. c\n", id="only the first interrupts a paragraph"),
        pytest.param("- - 1. a\n\n      b\n", id="items on one line"),
        pytest.param("-\n  a\n-\n- b\n", id="items that start empty"),
        pytest.param("-   \n  a\n", id="one with nothing but spaces"),
        pytest.param("-     code\n\n\n      more\n\ntext\n\n    code\n", id="indented code"),
        pytest.param("```sh\n# a\n- b\n```\n~~~ md\n```\n~~~\n", id="fences"),
        pytest.param("- ```\n  a\n\nb\n- ```\n  c\n", id="fences in items"),
        pytest.param("| a | b |\n|---|---|\n| 1 |\n2 \\| 3 | 4\n\nx\na|b\n-|-\n- c\n", id="tables"),
        pytest.param("a | b\n--|--|--\n", id="no table"),
        pytest.param("\x1c|a\n-|-\n\x85\n", id="a table with cells that Python takes for spaces"),
        pytest.param("a\n2. b | c\n-|-\n", id="the head of a table that looks like an item"),
        pytest.param("<!-- a\n\n- b -->\n# c\n<!-- d", id="comments"),
        pytest.param("> a\n> - b\n", id="a quote of a list"),
        pytest.param("# a\n\n> b\n> - c\n>\n> d\n\ne\n", id="a quote"),
        pytest.param("- [ ] a [b](c)\n- [x] d\n- \\[e]: f\n", id="boxes"),
        pytest.param("\t\tcode\n\n-\ta\n\n\tb\n\n```\tsh\tx\n\ty\n```\n", id="tabs"),
        pytest.param("# a\r\n- b\r\rc\r\n\r\n  \t", id="line ends"),
        pytest.param("\x0b- a\n\n\u00a0# b\n\n\u2028c\x85d\n", id="what only looks like a space"),
    ],
)
def test_ordinary_markdown_is_scanned(text: str) -> None:
    scanned = scan(text)
    assert scanned is not None
    assert scanned == parse(text)


# --- what is not ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>\n- a\n</div>\n", id="HTML"),
        pytest.param("a\n<pre>\n", id="HTML below a paragraph"),
        pytest.param("- <!-- a\n\nb -->\n", id="a comment in an item"),
        pytest.param("[a]: b\n", id="the definition of a link"),
        pytest.param("[a\\]b]: c\n", id="one with a bracket in its name"),
        pytest.param("[a\nb]: c\n", id="one over two lines"),
        pytest.param("> a\nb\n", id="a lazy line below a quote"),
        pytest.param("> > a\n", id="a quote in a quote"),
        pytest.param("- > a\n", id="a quote in an item"),
        pytest.param("> a\n>\n\nb\n", id="a quote that ends with a blank line"),
        pytest.param(">\ta\n", id="a tab in a quote"),
        pytest.param("-\n\n  a\n", id="an item without anything"),
        pytest.param("- a | b\n|---|---|\n", id="an item that is the head of a table"),
        pytest.param("# a | b\n|---|---|\n", id="a heading that is one"),
        pytest.param("``` | a\n-|-\n", id="a fence that is one"),
        pytest.param("<!-- a | b\n-|-\n-->\n", id="a comment that is one"),
        pytest.param("|a|\n|-|\n\u00a0\n", id="an odd row"),
        pytest.param("1234567. a\n     - b\n", id="a line that is far out, and not far in"),
        pytest.param("".join(f"{'  ' * level}- a\n" for level in range(8)), id="items eight deep"),
        pytest.param("a\0b\n", id="NUL"),
    ],
)
def test_what_is_not_certain_is_parsed(text: str) -> None:
    assert scan(text) is None
    assert blocks_of(Source.of(text)).all == parse(text)


@pytest.mark.parametrize("name", SHAPES)
def test_the_same_texts_are_too_dear(name: str) -> None:
    """As many are taken, and as many refused, as if there were no scan."""
    text = SHAPES[name](100_000)
    try:
        scanned = scan(text)
    except TooDearError:
        with pytest.raises(TooDearError):
            parse(text)
        return
    assert scanned is None or scanned == parse(text)


def test_a_plan_of_thousands_of_steps_is_refused_without_the_parser() -> None:
    with pytest.raises(TooDearError):
        scan(plan_text(1, 5_000))
    assert blocks_of(Source.of(plan_text(1, 5_000))).too_dear


def test_near_the_limit_the_parser_is_asked() -> None:
    """Between what is surely enough and what is surely too much."""
    text = "a\n        b\n" * 40
    answers: list[str] = []
    for work in range(1, WORK):
        try:
            answers.append("taken" if scan(text, 0, work) else "not sure")
        except TooDearError:
            answers.append("too dear")
        if answers[-1] == "taken":
            break
    assert list(dict.fromkeys(answers)) == ["too dear", "not sure", "taken"]
