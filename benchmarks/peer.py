"""What is measured of a server: how it is started, what it keeps, what it is asked. Knows no server.

A ``Board`` says how much there is to keep, a ``Spot`` one step of it; the words of both come from ``content``. Every peer
is given the same plans, steps and titles in its own form, and the configuration that is the fastest for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import content

Call = tuple[str, Mapping[str, Any]]
"""A tool and its arguments."""


@dataclass(frozen=True, slots=True)
class Board:
    """So many plans of so many steps, the first ones of each done."""

    plans: int
    steps: int = content.STEPS
    fresh: bool = False

    @property
    def done(self) -> int:
        return 0 if self.fresh else content.done_of(self.steps)

    @property
    def spots(self) -> tuple[Spot, ...]:
        return tuple(Spot(plan, step) for plan in range(self.plans) for step in range(self.steps))

    @property
    def open(self) -> tuple[Spot, ...]:
        """The open steps of the plan in the middle: the one that is worked on."""
        return tuple(Spot(self.plans // 2, step) for step in range(self.done, self.steps))


@dataclass(frozen=True, slots=True)
class Spot:
    """One step: its plan and its place there, both counted from 0."""

    plan: int
    step: int

    @property
    def title(self) -> str:
        return content.step_title(self.plan, self.step)

    @property
    def file(self) -> str:
        return f"src/area_{self.plan}/{self.part}.py"

    @property
    def part(self) -> str:
        return content.part(self.plan, self.step)

    @property
    def verification(self) -> str:
        return f"`pytest tests/area_{self.plan}/test_{self.part}.py` passes"

    @property
    def detail(self) -> str:
        return content.detail(self.plan, self.step)


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the programs are that are not ours: Node.js, the npm packages, the PyPI packages; none when not installed."""

    node: Path | None = None
    npm: Path | None = None
    pypi: Path | None = None

    def package(self, name: str) -> Path:
        if self.npm is None:
            raise FileNotFoundError(f"{name} is not installed")
        return self.npm / "node_modules" / name


@dataclass(frozen=True, slots=True)
class Start:
    """How a server is started: over pipes, or over HTTP at a port."""

    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """What two writers do to one file: how it is laid down, the one write, and which of the writes are found there."""

    lay: Callable[[Path, int], None]
    write: Callable[[int], Call]
    kept: Callable[[Path, int], int]
    what: str


@dataclass(frozen=True, slots=True)
class Peer:
    """One server. ``blockers`` is none where it has nothing like it; ``failed`` finds a failure told as a success."""

    key: str
    name: str
    keeps: str
    start: Callable[[Path, Tools], Start]
    lay: Callable[[Path, Board], None]
    current: Callable[[Board, Path], Call]
    mark: Callable[[Spot, bool, Path], Call]
    blockers: Callable[[Board], Call] | None = None
    more: Mapping[str, Call] = field(default_factory=dict)
    failed: Callable[[str], bool] = lambda _: False
    file: Callable[[Path, Spot], Path] | None = None
    clash: Clash | None = None
    base: bool = False
