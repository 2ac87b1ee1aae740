"""Two server processes write to one file at the same time. Counted: writes that were acknowledged and are not there."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.calls import Notes
from benchmarks.connecting import connected
from benchmarks.over_http import second_client
from benchmarks.peer import Clash, Peer, Tools
from benchmarks.stdio import NoAnswerError, Session

WRITES = 100
PATIENCE = 30.0


@dataclass(slots=True)
class Told:
    """What one writer was told, counted."""

    done: int = 0
    refused: int = 0
    unanswered: int = 0
    why: str = ""


def write_all(peer: Peer, clash: Clash, session: Session, root: Path, places: Sequence[int], told: Told) -> None:
    for place in places:
        try:
            answer = session.call(*clash.write(root, place), PATIENCE)
        except NoAnswerError as error:
            told.unanswered += 1
            told.why = str(error)
            continue
        refused = answer.refused or (answer.text if peer.failed(answer.text) else None)
        if refused is None:
            told.done += 1
        else:
            told.refused += 1
            told.why = " ".join(refused.split())[:200]


def at_once(peer: Peer, clash: Clash, sessions: Sequence[Session], root: Path, writes: int) -> tuple[Told, ...]:
    """Each writer has places of its own, every other one of the same file."""
    told = tuple(Told() for _ in sessions)
    threads = [
        threading.Thread(target=write_all, args=(peer, clash, session, root, range(who, 2 * writes, 2), told[who]))
        for who, session in enumerate(sessions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def clashed(
    peer: Peer, clash: Clash, tools: Tools, root: Path, writes: int = WRITES, shared: bool = False
) -> dict[str, Any]:
    """Two processes; or, ``shared``, two clients of one that serves several."""
    root.mkdir(parents=True, exist_ok=True)
    clash.lay(root, 2 * writes)
    begun = time.perf_counter()
    with connected(peer, root, tools) as first:
        if shared:
            told = at_once(peer, clash, (first, second_client(first)), root, writes)
        else:
            with connected(peer, root, tools) as second:
                told = at_once(peer, clash, (first, second), root, writes)
    done = sum(one.done for one in told)
    row: dict[str, Any] = {
        "what": clash.what,
        "writes": 2 * writes,
        "acknowledged": done,
        "refused": sum(one.refused for one in told),
        "unanswered": sum(one.unanswered for one in told),
        "why": told[0].why or told[1].why,
        "seconds": round(time.perf_counter() - begun, 1),
    }
    try:
        kept = clash.kept(root)
    except (OSError, ValueError) as error:  # not even readable any more
        return {**row, "kept": 0, "lost": done, "broken": str(error)[:200]}
    return {**row, "kept": kept, "lost": max(0, done - kept)}


def measured(peers: Sequence[Peer], tools: Tools, work: Path, writes: int = WRITES) -> tuple[dict[str, Any], Notes]:
    found: dict[str, Any] = {}
    notes: Notes = []
    for peer in peers:
        if peer.clash is None:
            continue
        try:
            found[peer.key] = clashed(peer, peer.clash, tools, work / peer.key, writes)
            if peer.serves_several:
                shared = clashed(peer, peer.clash, tools, work / f"{peer.key}-shared", writes, shared=True)
                found[peer.key]["shared"] = {name: shared[name] for name in ("acknowledged", "lost")}
        except (NoAnswerError, OSError) as error:
            notes.append({"key": peer.key, "what": "two writers", "why": str(error)})
    shutil.rmtree(work, ignore_errors=True)
    return found, notes
