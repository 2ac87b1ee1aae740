"""What an examination found out, and what a finding is. Knows no file and no judgement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from execplan.plan.errors import PlanError
from execplan.plan.model import Severity
from execplan.store.git import Ignored
from execplan.store.held import Held, Locks
from execplan.store.journals import Journal
from execplan.store.leftovers import Ignoring, Stray
from execplan.store.mounts import Mount
from execplan.store.probes import Probed
from execplan.workspace.doctor.clients import Registration
from execplan.workspace.root import Root

Standing = Literal["in the file", "saved over", "taken back", "overwritten", "unknown"]
"""Of what was acknowledged. ``saved over``: somebody went on from it; ``overwritten``: from an older text, so that
something is in the journal only; ``taken back``: as likely on purpose."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth knowing: what it is, and what to do about it. ``code`` is stable and for programs."""

    severity: Severity
    code: str
    text: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class PlanFact:
    """One plan: why it cannot be read, or how many errors a review finds and the first of them (1-based line)."""

    name: str
    path: str
    error: PlanError | None = None
    errors: int = 0
    line: int = 0
    first: str = ""


@dataclass(frozen=True, slots=True)
class JournalFact:
    name: str
    journal: Journal
    standing: Standing
    back: tuple[str, ...] = ()
    """What a recovery would bring back, in words."""


@dataclass(frozen=True, slots=True)
class LockFact:
    """A lock that is held or cannot be looked at; ``name`` is the plan's, where one is known. ``seconds``: for how long."""

    name: str
    held: Held
    seconds: float


@dataclass(frozen=True, slots=True)
class TreeFacts:
    """What there is below a root. ``problem`` is why its plans cannot be looked at."""

    problem: PlanError | None
    real: str
    mount: Mount | None
    mounted: tuple[str, ...]
    probed: Probed
    locks: Locks
    held: tuple[LockFact, ...]
    locks_problem: str
    plans: tuple[PlanFact, ...]
    journals: tuple[JournalFact, ...]
    gone: tuple[str, ...]
    """Plans of which there is a journal only."""
    strays: tuple[Stray, ...]
    twins: tuple[tuple[str, ...], ...]
    ignoring: Ignoring
    in_git: bool
    ignored: dict[str, Ignored]
    """Plan files that git leaves alone, by path."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was looked at. Without a root, ``problem`` says why there is none."""

    root: Root | None
    problem: PlanError | None
    tree: TreeFacts | None
    clients: tuple[Registration, ...]
    versions: dict[str, str]
