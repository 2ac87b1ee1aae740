"""The blocks of any text, by markdown-it-py held to a budget. The only module that knows it.

Some texts are far dearer to parse than their size tells: cells, list items in list items, lazy lines below deep quotes.
So the parser counts what it does, and stops where the count says that this is no document. The count is a function of
the text alone: the same text is read, or refused, on every machine.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, fence, hr

from execplan.text.block import Block, Kind
from execplan.text.limits import DEEP, MAX_NESTING, WORK, TooDearError

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

_PARSER_FRAMES = 600
"""Python frames the parser may need at ``MAX_NESTING`` (measured: 430 for quotes), with room to spare."""

_KINDS: dict[str, Kind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "fence": "fence",
    "code_block": "code",
    "html_block": "html",
    "table_open": "table",
    "tr_open": "row",
    "blockquote_open": "quote",
    "hr": "rule",
}
_WORK = "work"
"""What the budget is called in the environment of a parse."""
_RULE = re.compile(r"[*_-][*_ \t-]*+")


class _State(StateBlock):
    """One parse, with the work it may still do."""

    left: int

    def spend(self, work: int = 1) -> None:
        self.left -= work
        if self.left < 0:
            raise TooDearError

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        self.spend(1 + self.level // DEEP)
        return super().push(ttype, tag, nesting)


class _Parser(ParserBlock):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        if src:
            state = _State(src, md, env, outTokens)
            state.left = env[_WORK]
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
def _parser() -> MarkdownIt:
    parser = MarkdownIt()
    parser.block = _Parser()
    parser.configure("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    parser.block.ruler.at("fence", _counted_fence, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.block.ruler.at("hr", _quick_hr, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    return parser.disable(["inline", "text_join"], ignoreInvalid=True)


def parse(text: str, first: int = 0, work: int = WORK) -> tuple[Block, ...]:
    """The blocks of a text, its lines counted from ``first``. Raises ``TooDearError`` when it takes more work than that."""
    _make_room()
    found: list[Block] = []
    stack: list[int] = []
    items = 0
    for token in _parser().parse(text, {_WORK: work}):
        kind = _KINDS.get(token.type)
        if token.nesting == -1:
            if token.type.removesuffix("_close") + "_open" in _KINDS:
                items -= found[stack.pop()].kind == "item"
            continue
        if kind is None or token.map is None:
            continue
        parent = stack[-1] if stack else -1
        start, end = first + token.map[0], first + token.map[1]
        level = int(token.tag[1]) if kind == "heading" else 0
        info = token.info + token.markup if kind == "item" else token.info
        found.append(Block(kind, start, end, parent, items, level, info.strip()))
        if token.nesting == 1:
            stack.append(len(found) - 1)
            items += kind == "item"
    return tuple(found)


def _make_room() -> None:
    """Allow the parser its frames however deep the caller stands; the limit is only ever raised."""
    depth = 0
    frame = sys._getframe()  # pyright: ignore[reportPrivateUsage]
    while frame is not None:
        depth += 1
        frame = frame.f_back
    if sys.getrecursionlimit() < depth + _PARSER_FRAMES:
        sys.setrecursionlimit(depth + _PARSER_FRAMES)
