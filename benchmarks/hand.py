"""What one mark leaves of what a person wrote into the same file: a key and a comment of theirs, a section, line ends."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.calls import Notes, asked
from benchmarks.connecting import connected
from benchmarks.peer import Board, Peer, Scene, Tools
from benchmarks.rounds import NoFigureError
from benchmarks.stdio import NoAnswerError

BOARD = Board(1)
KEY = "x-team: blue"
COMMENT = "# written by hand"
SECTION = "## Notes by hand"
LINE = "*  two  spaces,   kept"


def by_hand(text: str) -> str:
    """The text with a key and a comment in its front matter, and a section at its end."""
    matter = f"---\n{KEY}  {COMMENT}\n"
    text = matter + text[4:] if text.startswith("---\n") else f"{matter}---\n\n{text}"
    return f"{text.rstrip()}\n\n{SECTION}\n\n{LINE}\n"


def left(before: str, after: str) -> dict[str, Any]:
    """What of it is still there. ``lines``: those of the whole file that are gone or changed."""
    gone = Counter(filter(str.strip, before.splitlines())) - Counter(after.splitlines())
    return {
        "key": KEY in after,
        "comment": COMMENT in after,
        "section": SECTION in after and LINE in after,
        "lines": gone.total(),
    }


def ends_kept(after: bytes) -> bool:
    """Whether every line still ends in CR LF."""
    return b"\n" not in after.replace(b"\r\n", b"")


def marked(peer: Peer, tools: Tools, root: Path, crlf: bool) -> tuple[str, bytes]:
    scene = Scene(root, BOARD)
    spot = BOARD.open[0]
    peer.lay(scene)
    assert peer.file
    file = peer.file(scene, spot)
    before = by_hand(file.read_text("utf-8"))
    file.write_bytes((before.replace("\n", "\r\n") if crlf else before).encode())
    with connected(peer, root, tools) as session:
        asked(peer, session, peer.mark(scene, spot, True))
    return before, file.read_bytes()


def measured(peers: Sequence[Peer], tools: Tools, work: Path) -> tuple[dict[str, Any], Notes]:
    """Only of peers that keep Markdown."""
    found: dict[str, Any] = {}
    notes: Notes = []
    for peer in peers:
        if peer.file is None or not peer.keeps.startswith("Markdown"):
            continue
        try:
            before, after = marked(peer, tools, work / peer.key, crlf=False)
            row = left(before, after.decode("utf-8"))
        except (NoAnswerError, NoFigureError, OSError) as error:
            notes.append({"key": peer.key, "what": "a mark beside what a person wrote", "why": str(error)})
            continue
        try:
            row["crlf"] = ends_kept(marked(peer, tools, work / f"{peer.key}-crlf", crlf=True)[1])
        except (NoAnswerError, NoFigureError, OSError) as error:
            row["crlf"] = None
            row["crlf_why"] = str(error)[:200]
        found[peer.key] = row
    shutil.rmtree(work, ignore_errors=True)
    return found, notes
