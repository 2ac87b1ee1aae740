"""Bytes to lines and back: nothing lost, nothing guessed."""

from __future__ import annotations

import pytest

from execplan.text.source import Source, Span, UndecodableError

ODD = [
    pytest.param(b"", id="empty"),
    pytest.param(b"\n", id="one newline"),
    pytest.param(b"# Plan", id="no final newline"),
    pytest.param(b"\xef\xbb\xbf# Plan\n", id="BOM"),
    pytest.param(b"# Plan\r\n\r\n- [ ] a\r\n", id="CRLF"),
    pytest.param(b"one\r\ntwo\nthree\r\n", id="mixed ends"),
    pytest.param(b"one\rtwo\r", id="lone CR"),
    pytest.param(b"a\x00b\n", id="NUL"),
    pytest.param("a\u2028b\u2029c\x85d\x0be\n".encode(), id="separators that end no line"),
    pytest.param("\ufffd ğŸŸ¡ 🟡\n".encode(), id="replacement character and mojibake"),
    pytest.param(b"two spaces  \n\ttab\n\n\n", id="trailing space"),
]


@pytest.mark.parametrize("data", ODD)
def test_decode_then_encode_is_identity(data: bytes) -> None:
    assert Source.decode(data).encode() == data


@pytest.mark.parametrize("data", ODD)
def test_lines_and_their_ends_make_the_text(data: bytes) -> None:
    source = Source.decode(data)
    whole = "".join(source.text[source.offset(n) : source.offset(n + 1)] for n in range(source.line_count))
    assert whole == source.text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\n\n", ["a", ""]),
        ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
        ("a\u2028b\x0cc", ["a\u2028b\x0cc"]),
        ("\ufeffa\n", ["\ufeffa"]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    source = Source.of(text)
    assert [source.line(n) for n in range(source.line_count)] == lines


@pytest.mark.parametrize(
    ("data", "line", "offset"),
    [
        pytest.param(b"\xff", 1, 0, id="first byte"),
        pytest.param(b"good\nalso good\nb\xe9d\n", 3, 16, id="third line"),
        pytest.param(b"a\r\nb\r\n\xc3(", 3, 6, id="CRLF"),
        pytest.param(b"# Plan\n\xe2\x82", 2, 7, id="cut off in a character"),
        pytest.param("# Plan\n".encode("utf-16"), 1, 0, id="UTF-16"),
        pytest.param(b"\xed\xa0\x80", 1, 0, id="surrogate"),
    ],
)
def test_undecodable_says_where(data: bytes, line: int, offset: int) -> None:
    with pytest.raises(UndecodableError, match=f"line {line}") as caught:
        Source.decode(data)
    assert (caught.value.line, caught.value.offset) == (line, offset)


def test_lone_carriage_returns_count_as_lines_in_an_error() -> None:
    with pytest.raises(UndecodableError) as caught:
        Source.decode(b"one\rtwo\r\xff")
    assert caught.value.line == 3


def test_a_lone_surrogate_has_no_bytes() -> None:
    with pytest.raises(UnicodeEncodeError):
        Source.of("\ud800")


def test_revision_is_of_the_bytes() -> None:
    assert Source.of("a\n").revision != Source.of("a\r\n").revision
    assert Source.of("a").revision == Source.decode(b"a").revision
    assert len(Source.of("").revision) == 64


@pytest.mark.parametrize("ends", [(2, 1), (-1, 0)])
def test_a_span_runs_forward(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)


def test_line_spans_leave_their_ends_out() -> None:
    source = Source.of("ab\r\n\rcd")
    assert [source.line_span(n) for n in range(3)] == [Span(0, 2), Span(4, 4), Span(5, 7)]
    assert [source.line_of(at) for at in range(7)] == [0, 0, 0, 0, 1, 2, 2]
    assert source.slice(Span(1, 6)) == "b\r\n\rc"


def test_offset_of_the_line_after_the_last_is_the_end() -> None:
    assert Source.of("ab\ncd").offset(2) == 5
    assert Source.of("ab\ncd\n").offset(2) == 6
    assert Source.of("").offset(0) == 0


@pytest.mark.parametrize(
    ("text", "newline"),
    [
        ("", "\n"),
        ("no end", "\n"),
        ("a\nb\n", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
        ("a\rb\rc", "\r"),
        ("a\r\nb\n", "\n"),
    ],
)
def test_newline_is_the_most_frequent(text: str, newline: str) -> None:
    assert Source.of(text).newline == newline
