"""The revision notes at the bottom of a plan: a dated line for each change of its text. Knows lines; knows no kind of edit.

Three forms are in use: lines that begin with ``Revision note``, a list below such a line, and a section of that name.
A plan without any is not given one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from execplan.edits.change import Draft
from execplan.plan import stamps
from execplan.text.blocks import Block, blocks_of

_NOTE = re.compile(r"[*_>\s]*(?:plan )?revision notes?\b[*_]*", re.IGNORECASE)
_SECTION = re.compile(r"(?:plan )?revisions?(?: (?:notes?|log|history))?", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:[*_>\s]*(?:plan )?revision notes?\b[*_]*:?|\s*[-*+](?=\s))?\s*(?P<open>[(\[]?)[*_]*", re.IGNORECASE
)
"""What stands before a note's date."""
_INSIDE = re.compile(r"[^()\[\]]{0,60}(?P<close>[)\]][*_]*:?\s*)")
_PLAIN = re.compile(r"(?:\s*[/,(][^:.—–)]{1,40}?\)?)?(?P<close>\s+[—–-]\s+|[*_]*[:.]\s+)")
"""An author, and what parts the date from the words: in parentheses, and without."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The last note there is: the block it stands in, its line, and the blank lines before a new one."""

    block: Block
    line: int
    gap: int


def note_revision(draft: Draft, what: str, now: str) -> None:
    """A dated line that says what changed, like the last one there is."""
    kept = _last_note(draft)
    if kept is None:
        return
    said = f"{what[:1].upper()}{what[1:]}."
    line = _line_like(draft.source.line(kept.line), said, now)
    if any(one.line == kept.line for one in draft.plan.log):
        draft.adds["log"] += 1
    draft.insert_lines(kept.block.end, [*[""] * kept.gap, line])


def _line_like(model: str, said: str, now: str) -> str:
    """A new note with the lead, the date and the separator of an existing one, without its author."""
    lead = _LEAD.match(model)
    start = lead.end() if lead else 0
    found = stamps.parse(model, start)
    if lead and found and (end := (_INSIDE if lead["open"] else _PLAIN).match(model, found.end)):
        return model[:start] + stamps.write(now, found.shape) + end["close"] + said
    note = _NOTE.match(model)
    bullet = re.match(r"\s*[-*+]\s+", model)
    if note:
        return f"{note[0]} ({now[:10]}): {said}"
    return f"{bullet[0] if bullet else ''}{now[:10]}: {said}"


def _last_note(draft: Draft) -> _Kept | None:
    blocks = blocks_of(draft.source).all
    tops = [index for index, block in enumerate(blocks) if block.parent == -1]
    source = draft.source
    for section in reversed(draft.plan.sections):
        if _SECTION.fullmatch(section.title.strip(" :")):
            inside = [at for at in tops if section.line < blocks[at].start < section.own_end]
            return _in_list(blocks, inside[-1]) if inside else None
    noted = [at for at in tops if blocks[at].kind == "paragraph" and _NOTE.match(source.line(blocks[at].start))]
    if not noted:
        return None
    last = noted[-1]
    following = next((at for at in tops if at > last), None)
    if following is not None and blocks[following].kind == "list" and source.line(blocks[last].start).endswith(":"):
        return _in_list(blocks, following)
    block = blocks[last]
    lines = [line for line in range(block.start, block.end) if _NOTE.match(source.line(line))]
    return _Kept(block, lines[-1], 0 if len(lines) > 1 else 1)


def _in_list(blocks: Sequence[Block], at: int) -> _Kept | None:
    block = blocks[at]
    if block.kind == "list":
        items = [one for one in blocks if one.kind == "item" and one.parent == at]
        return _Kept(items[-1], items[-1].start, 0) if items else None
    return _Kept(block, block.start, 1) if block.kind == "paragraph" else None
