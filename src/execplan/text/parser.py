"""markdown-it-py, held to a budget. The only module that knows it.

Some texts are far dearer to parse than their size tells: cells, list items in list items, lazy lines below deep quotes.
So the parser counts what it does, and stops where the count says that this is no document. The count is a function of
the text alone: the same text is read, or refused, on every machine.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, fence, hr

if TYPE_CHECKING:
    from markdown_it.token import Token

WORK = 150_000
"""Tokens made, and lines looked at on each level of nesting. A real plan of 100 KB needs 6,000, a second takes 300,000."""

_DEEP = 20
"""Levels after which a token counts once more, since the lines and lists around it are gone through for it."""
_RULE = re.compile(r"[*_-][*_ \t-]*+")


class TooDearError(Exception):
    """The text needs more work than the budget has."""


class _State(StateBlock):
    """One parse, with what it has done so far."""

    work: int = 0

    def spend(self, work: int = 1) -> None:
        self.work += work
        if self.work > WORK:
            raise TooDearError

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        self.spend(1 + self.level // _DEEP)
        return super().push(ttype, tag, nesting)


class _Parser(ParserBlock):
    def parse(self, src: str, md: MarkdownIt, env: object, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        if src:
            state = _State(src, md, env, outTokens)  # pyright: ignore[reportArgumentType]
            self.tokenize(state, state.line, state.lineMax)
        return outTokens


def _counted_fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The rule that is asked of every line on every level, as the start of a block or as the end of one above."""
    if isinstance(state, _State):
        state.spend()
    return fence(state, start, end, silent)


def _quick_hr(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The same answer, without going through a long line letter by letter on each level of nesting."""
    at = state.bMarks[start] + state.tShift[start]
    return bool(_RULE.fullmatch(state.src, at, state.eMarks[start])) and hr(state, start, end, silent)


@cache
def _parser(deepest: int) -> MarkdownIt:
    parser = MarkdownIt()
    parser.block = _Parser()
    parser.configure("commonmark", {"maxNesting": deepest}).enable("table")
    parser.block.ruler.at("fence", _counted_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.at("hr", _quick_hr, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return parser.disable(["inline", "text_join"], ignoreInvalid=True)


def tokens_of(text: str, deepest: int) -> list[Token]:
    """The block tokens of a text, nested so deep at most. Raises ``TooDearError``."""
    return _parser(deepest).parse(text)
