"""Text made safe, measured and laid out in cells."""

from __future__ import annotations

import io

import pytest

from execplan.cli.terminal import Cell, Terminal, cut, plain, plain_lines, table, width, wrap

WIDE = Terminal(columns=None, color=False, unicode=True)


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07after", "after"),
        ("\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b2Jcleared", "cleared"),
        ("unterminated \x1b]0;rest stays", "unterminated ]0;rest stays"),
        ("a\x1bcb", "ab"),
        ("back\x08\x08space\x7f\x00", "backspace"),
        ("one\r\ntwo\tthree\u2028four", "one  two three four"),
        ("evil\u202egnp.exe\u202c", "evilgnp.exe"),
        ("\u2066a\u2069\u200bb\u200d\ufeffc\u00ad\u200f", "abc"),
        ("tag\U000e0041s", "tags"),
        ("кэш 缓存 ✅ é", "кэш 缓存 ✅ é"),
    ],
)
def test_plain_shows_no_more_than_its_letters(hostile: str, shown: str) -> None:
    assert plain(hostile) == shown


def test_plain_lines_keep_lines_and_indents() -> None:
    assert plain_lines("# A\r\n\n  - \x1b[1mb\x1b[0m\n\tc\u202e\n\n") == "# A\n\n  - b\n    c"


@pytest.mark.parametrize(
    ("text", "cells"),
    [("cache", 5), ("кэш", 3), ("缓存", 4), ("캐시", 4), ("キャッシュ", 10), ("e\u0301", 1), ("🚧", 2)],
)
def test_width_counts_cells(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(("cells", "shown"), [(9, "缓存 disk"), (8, "缓存 di…"), (4, "缓…"), (2, "…"), (1, "…")])
def test_cut_never_takes_more_cells_than_it_may(cells: int, shown: str) -> None:
    assert cut("缓存 disk", cells) == shown
    assert width(shown) <= cells


def test_wrap_breaks_at_spaces_and_inside_what_has_none() -> None:
    assert wrap("move the cache", 8) == ["move the", "cache"]
    assert wrap("切换到新的缓存", 6) == ["切换到", "新的缓", "存"]
    assert wrap("", 8) == []


def test_columns_of_any_script_line_up() -> None:
    lines = table([(Cell("cache"), Cell("1/2")), (Cell("缓存"), Cell("3/4")), (Cell("кэш"), Cell(""))], WIDE)
    assert lines == ["cache  1/2", "缓存   3/4", "кэш"]


@pytest.mark.parametrize("columns", range(20, 60))
def test_a_table_fits_its_terminal(columns: int) -> None:
    rows = [
        (Cell("in progress"), Cell("切换到新的缓存" * 3), Cell("waits for the other one")),
        (Cell(""), Cell("x"), Cell("y")),
    ]
    assert all(width(line) <= columns for line in table(rows, Terminal(columns, color=False, unicode=True), indent=2))


def test_colour_only_for_a_terminal_that_wants_it() -> None:
    class Screen(io.StringIO):
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    assert Terminal.of(Screen(), {"COLUMNS": "72"}) == Terminal(72, color=True, unicode=True)
    assert not Terminal.of(Screen(), {"NO_COLOR": "1"}).color
    assert not Terminal.of(Screen(), {"TERM": "dumb"}).color
    assert Terminal.of(io.TextIOWrapper(io.BytesIO(), "ascii"), {}) == Terminal(None, color=False, unicode=False)
    assert Terminal(None, color=True, unicode=True).paint("done", "good") == "\x1b[32mdone\x1b[0m"


def test_glyphs_have_an_ascii_form() -> None:
    glyphs = "✓ ▸ ✗ ○ – █ ░ · …"
    assert Terminal(None, color=False, unicode=False).glyphs(glyphs).isascii()
    assert WIDE.glyphs(glyphs) == glyphs


def test_names_to_type_stay_whole_in_a_narrow_terminal() -> None:
    row = [
        Cell(one) for one in ("▸ in progress", "ship-the-cafe-menu", "0/12", "Ship the café menu", "x" * 20, "y" * 10)
    ]
    (line,) = table([row], Terminal(columns=60, color=False, unicode=True), whole=3)
    assert line.startswith("▸ in progress  ship-the-cafe-menu  0/12  Ship")
    assert width(line) <= 60
    (line,) = table([row], Terminal(columns=20, color=False, unicode=True), whole=3)
    assert width(line) <= 20
