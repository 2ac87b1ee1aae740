"""From the start of the process to its first answers, in turns, and the CPU time it took."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.calls import Notes
from benchmarks.connecting import connected
from benchmarks.peer import Board, Peer, Scene, Tools
from benchmarks.rounds import Limits, NoFigureError, Turn, take_turns
from benchmarks.stdio import NoAnswerError


def measured(peers: Sequence[Peer], tools: Tools, work: Path, limits: Limits) -> tuple[dict[str, Any], Notes]:
    """By server: milliseconds until greeted, until its tools were listed; CPU milliseconds with its end."""
    found: dict[str, Any] = {}
    notes: Notes = []

    def turn(peer: Peer) -> Turn:
        def once(_: int) -> float:
            try:
                session = connected(peer, work / peer.key, tools)
            except (NoAnswerError, OSError) as error:
                raise NoFigureError(str(error)) from error
            session.close()
            row = found.setdefault(
                peer.key, {"greeted": [], "cpu": [], "info": dict(session.info.get("serverInfo", {}))}
            )
            row["greeted"].append(round(session.started[0], 1))
            row["cpu"].append(round((session.cpu or 0.0) * 1000, 1))
            return session.started[1]

        return once

    turns: dict[str, Turn] = {}
    for peer in peers:
        try:
            peer.lay(Scene(work / peer.key, Board(1, 10)))
        except OSError as error:
            notes.append({"key": peer.key, "what": "start", "why": str(error)})
        else:
            turns[peer.key] = turn(peer)
    taken = take_turns(turns, limits)
    for key, figures in taken.figures.items():
        row = found[key]
        row["listed"] = figures
        row["greeted"], row["cpu"] = row["greeted"][-len(figures) :], row["cpu"][-len(figures) :]
    notes += [{"key": key, "what": "start", "why": why} for key, why in taken.failures.items()]
    shutil.rmtree(work, ignore_errors=True)
    return {key: row for key, row in found.items() if "listed" in row}, notes
