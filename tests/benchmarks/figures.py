"""Small made-up results, in the shape that a run writes."""

from __future__ import annotations

from typing import Any


def row(current: float, mark: float, blockers: float, rss: float = 60.0) -> dict[str, Any]:
    def three(middle: float) -> list[float]:
        return [middle * 2, middle, middle / 2]

    memory = {"rss": rss, "peak": rss + 1, "processes": 1}
    return {
        "start": 500.0,
        "current": three(current),
        "mark": three(mark),
        "blockers": three(blockers),
        "memory": memory,
    }


def server(name: str, keeps: str = "Markdown, one file a plan", **more: Any) -> dict[str, Any]:
    return {"name": name, "keeps": keeps, "package": "", "version": "", "on_disk": "", "remarks": [], **more}


def results() -> dict[str, Any]:
    """Ours, the echo, a safe peer that is slow, a quick one that loses writes; of a third nothing could be taken."""
    return {
        "date": "2026-11-21",
        "revision": "abc1234567",
        "machine": {
            "processor": "A Processor",
            "cores": "2",
            "memory": "8 GiB",
            "kernel": "Linux 6",
            "filesystem": "ext4",
            "load": "0.1",
            "python": "3.11.7",
            "mcp": "2.3.0",
            "node": "22.1.0",
        },
        "servers": {
            "execplan": server("execplan", on_disk="all of it"),
            "execplan-core": server("execplan `--tools core`"),
            "echo": server("SDK echo", "nothing"),
            "safe": server("Safe & Slow", package="safe", version="1.2.3", remarks=["it is slow"]),
            "quick": server("Quick", "one JSON file"),
            "gone": server("Gone"),
        },
        "notes": [
            {"part": part, "key": "gone", "what": "start", "why": "it is not installed"}
            for part in ("start", "steps-10", "steps-1000", "steps-10000", "bill", "writers")
        ]
        + [{"part": "steps-10000", "key": "safe", "what": "mark", "why": "one turn takes more than 45 s"}],
        "start": {
            "execplan": {"greeted": [500.0], "listed": [540.0, 550.0, 560.0], "cpu": [600.0], "info": {}},
            "echo": {"greeted": [499.0], "listed": [500.0], "cpu": [550.0], "info": {}},
            "safe": {"greeted": [900.0], "listed": [1000.0], "cpu": [1.0], "info": {}},
        },
        "steps-10": {
            "execplan": row(1.0, 10.0, 1.0),
            "echo": row(0.5, 0.5, 0.5),
            "safe": row(2, 20, 3),
            "quick": row(0.4, 0.6, 0.5),
        },
        "steps-1000": {
            "execplan": row(1.1, 10.5, 2.0),
            "echo": row(0.5, 0.5, 0.5),
            "safe": row(50, 90, 60),
            "quick": row(1, 2, 1),
        },
        "steps-10000": {
            "execplan": row(1.2, 11.0, 6.0, 130.0) | {"search": [6.0, 7.0, 8.0]},
            "echo": row(0.5, 0.5, 0.5),
            "safe": {key: value for key, value in row(900, 1, 800).items() if key != "mark"},
            "quick": row(9, 12, 8),
        },
        "single-300": {"execplan": row(1.2, 20, 1) | {"search": [5.0]}},
        "whole-500": {
            "cold": [1300.0],
            "warm": [500.0],
            "server": {
                "first": {"blockers": 400.0, "list": 8.0, "search": 90.0},
                "again": {},
                "memory": {"rss": 100.0},
            },
        },
        "whole-10000": {
            "cold": [9000.0],
            "warm": [1400.0],
            "server": {"first": {}, "again": {}, "memory": {"rss": 180.0}},
        },
        "bill": {
            "execplan": {"count": 25, "tools": 2000, "current": 95.0, "mark": 50.0, "session": 4900},
            "execplan-core": {"count": 13, "tools": 1200, "current": 95.0, "mark": 50.0, "session": 4100},
            "safe": {"count": 14, "tools": 1800, "current": 120.0, "mark": 49.0, "session": 5200},
        },
        "writers": {
            "execplan": _written(lost=0),
            "safe": _written(lost=0, refused=3, why="it is busy"),
            "quick": _written(lost=71) | {"shared": {"acknowledged": 200, "lost": 0}},
        },
        "hand": {
            "execplan": {"key": True, "comment": True, "section": True, "lines": 5, "crlf": True},
            "safe": {"key": False, "comment": False, "section": True, "lines": 8, "crlf": False},
        },
    }


def _written(lost: int, refused: int = 0, why: str = "") -> dict[str, Any]:
    done = 200 - refused
    return {
        "what": "steps",
        "writes": 200,
        "acknowledged": done,
        "refused": refused,
        "unanswered": 0,
        "why": why,
        "kept": done - lost,
        "lost": lost,
    }
