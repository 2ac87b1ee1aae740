"""The calls of every server at one size, in turns, and what it holds afterwards."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.connecting import connected
from benchmarks.memory import held
from benchmarks.peer import Board, Call, Peer, Scene, Tools
from benchmarks.rounds import Limits, NoFigureError, Turn, take_turns
from benchmarks.stdio import Answer, NoAnswerError, Session

Notes = list[dict[str, str]]
"""What could not be measured: which server, what, and why."""


def asked(peer: Peer, session: Session, call: Call, patience: float | None = None) -> Answer:
    """The answer to one call that was really done."""
    try:
        answer = session.call(*call, patience)
    except NoAnswerError as error:
        raise NoFigureError(f"{call[0]}: {error}") from error
    said = answer.refused or (answer.text if peer.failed(answer.text) else None)
    if said is not None:
        raise NoFigureError(f"{call[0]}: {' '.join(said.split())[:200]}")
    return answer


def turns_of(peer: Peer, session: Session, scene: Scene, patience: float) -> dict[str, Turn]:
    """What is asked of this server, by the name of the question."""
    spots = scene.board.open

    def mark(number: int) -> float:  # each call another step; when all are done, back again
        lap, place = divmod(number, len(spots))
        file = peer.file(scene, spots[place]) if peer.file and number == 0 else None
        before = file.read_bytes() if file else None
        took = asked(peer, session, peer.mark(scene, spots[place], lap % 2 == 0), patience).ms
        if file and file.read_bytes() == before:
            raise NoFigureError("the mark was answered, but nothing was written")
        return took

    def fixed(call: Call, told: str = "") -> Turn:
        def once(number: int) -> float:
            answer = asked(peer, session, call, patience)
            if number == 0 and told not in answer.text and not peer.base:
                raise NoFigureError(f"{call[0]}: the answer does not tell {told!r}")
            return answer.ms

        return once

    turns: dict[str, Turn] = {"current": fixed(peer.current(scene), spots[0].title)}
    if peer.blockers is not None:
        turns["blockers"] = fixed(peer.blockers(scene), "area 0")
    return turns | {name: fixed(call) for name, call in peer.more(scene).items()} | {"mark": mark}


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
            scene = Scene(work / peer.key, board)
            try:
                peer.lay(scene)
                sessions[peer.key] = connected(peer, scene.root, tools, patience)
            except (NoAnswerError, OSError) as error:
                notes.append({"key": peer.key, "what": "start", "why": str(error)})
                continue
            found[peer.key] = {"start": sessions[peer.key].started[1]}
            asks[peer.key] = turns_of(peer, sessions[peer.key], scene, patience)
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
