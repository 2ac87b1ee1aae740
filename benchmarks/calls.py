"""The calls of every server at one size, in turns, and what it holds afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.connecting import connected
from benchmarks.memory import held
from benchmarks.peer import Board, Call, Peer, Tools
from benchmarks.rounds import Limits, NoFigureError, Turn, take_turns
from benchmarks.stdio import NoAnswerError, Session

Notes = list[dict[str, str]]
"""What could not be measured: which server, what, and why."""


def asked(peer: Peer, session: Session, call: Call, patience: float | None = None) -> float:
    """The milliseconds of one call that was really done."""
    try:
        answer = session.call(*call, patience)
    except NoAnswerError as error:
        raise NoFigureError(f"{call[0]}: {error}") from error
    said = answer.refused or (answer.text if peer.failed(answer.text) else None)
    if said is not None:
        raise NoFigureError(f"{call[0]}: {' '.join(said.split())[:200]}")
    return answer.ms


def turns_of(peer: Peer, session: Session, board: Board, root: Path, patience: float) -> dict[str, Turn]:
    """What is asked of this server, by the name of the question."""
    spots = board.open

    def mark(number: int) -> float:  # each call another step; when all are done, back again
        lap, place = divmod(number, len(spots))
        return asked(peer, session, peer.mark(spots[place], lap % 2 == 0, root), patience)

    def fixed(call: Call) -> Callable[[int], float]:
        return lambda _: asked(peer, session, call, patience)

    turns: dict[str, Turn] = {"current": fixed(peer.current(board, root))}
    if peer.blockers is not None:
        turns["blockers"] = fixed(peer.blockers(board))
    return turns | {name: fixed(call) for name, call in peer.more.items()} | {"mark": mark}


def measured(
    peers: Sequence[Peer], board: Board, tools: Tools, work: Path, limits: Limits, patience: float = 60.0
) -> tuple[dict[str, Any], Notes]:
    """By server: the milliseconds of its start here, of each question, and its memory."""
    found: dict[str, Any] = {}
    notes: Notes = []
    sessions: dict[str, Session] = {}
    asks: dict[str, dict[str, Turn]] = {}
    try:
        for peer in peers:
            root = work / peer.key
            try:
                peer.lay(root, board)
                sessions[peer.key] = connected(peer, root, tools, patience)
            except (NoAnswerError, OSError) as error:
                notes.append({"key": peer.key, "what": "start", "why": str(error)})
                continue
            found[peer.key] = {"start": sessions[peer.key].started[1]}
            asks[peer.key] = turns_of(peer, sessions[peer.key], board, root, patience)
        for question in dict.fromkeys(name for turns in asks.values() for name in turns):
            taken = take_turns({key: turns[question] for key, turns in asks.items() if question in turns}, limits)
            for key, figures in taken.figures.items():
                found[key][question] = figures
            notes += [{"key": key, "what": question, "why": why} for key, why in taken.failures.items()]
        for key, session in sessions.items():
            found[key]["memory"] = {name: round(value, 1) for name, value in asdict(held(session.process.pid)).items()}
    finally:
        for session in sessions.values():
            session.close()
        shutil.rmtree(work, ignore_errors=True)
    return found, notes
