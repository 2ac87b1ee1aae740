"""A marked block of our own in a text of somebody else's. Pure: knows one text.

Law: whatever stands outside the marks stays as it is, byte for byte. A second block is never made; one is replaced in place.
"""

from __future__ import annotations

import re

from execplan.plan.errors import PlanError

BEGIN = "<!-- execplan: begin. `execplan init` keeps what stands up to the end mark. -->"
END = "<!-- execplan: end -->"
_BEGIN = re.compile(r"(?:\A|(?<=[\r\n]))<!-- execplan: begin\b[^\r\n]*-->[ \t]*(?=[\r\n])")
_END = re.compile(r"(?<=[\r\n])<!-- execplan: end -->[ \t]*(?:\r\n|\r|\n|\Z)")


def put(text: str, body: str, newline: str) -> str:
    """The text with the block: in the place of the old one, else below everything. Raises ``PlanError``."""
    block = "\n".join((BEGIN, body.strip("\n"), END, "")).replace("\n", newline)
    found = _found(text)
    if found is not None:
        return text[: found[0]] + block + text[found[1] :]
    if not text:
        return block
    return text + ("" if text.endswith(("\r", "\n")) else newline) + newline + block


def taken(text: str) -> str:
    """The text without the block, and without the blank line that parted it. Raises ``PlanError``."""
    found = _found(text)
    if found is None:
        return text
    before, after = text[: found[0]], text[found[1] :]
    parted = re.search(r"(?:\r\n|\r|\n)\Z", before)
    return (before[: parted.start()] if parted and not after else before) + after


def _found(text: str) -> tuple[int, int] | None:
    """Where the block starts and ends. Raises ``PlanError`` for marks that do not go together."""
    begins, ends = list(_BEGIN.finditer(text)), list(_END.finditer(text))
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].end():
        raise PlanError(
            "conflict",
            "the marks of execplan's block do not go together",
            "take the marks and what is between them out",
        )
    return begins[0].start(), ends[0].end()
