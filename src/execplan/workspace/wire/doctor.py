"""What an examination answers, as a model. Knows facts and findings; knows no file and judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator

from execplan.plan.model import Severity
from execplan.store.probes import Name, State
from execplan.workspace.doctor.clients import Registration
from execplan.workspace.doctor.clients import State as Registered
from execplan.workspace.doctor.facts import Facts, Finding, JournalFact, Standing, TreeFacts
from execplan.workspace.doctor.guards import kind_of
from execplan.workspace.doctor.state import holder
from execplan.workspace.root import Why
from execplan.workspace.wire.answers import Answer


def _plain(said: object) -> object:
    """File names and other programs' files may hold what is no text."""
    return said.encode("utf-8", "replace").decode("utf-8") if isinstance(said, str) else said


Told = Annotated[str, BeforeValidator(_plain)]


class RootRow(Answer):
    path: Told
    why: Why


class FileSystemRow(Answer):
    type: Told
    point: Told
    """Where it is mounted."""
    source: Told
    note: Told | None = None
    """What is special about it: network, FUSE, bind mount, read-only."""


class GuardRow(Answer):
    name: Name
    state: State
    reason: Told | None = None


class LockRow(Answer):
    """A lock that is held now."""

    plan: Told | None = None
    holder: Told
    pid: int | None = None
    process: Literal["running", "stopped", "unseen"]
    """``unseen``: not a process of this system, or it left no name."""
    seconds: float
    waiting: bool


class JournalRow(Answer):
    plan: Told
    lines: int
    bytes: int
    bad: int
    """Lines that cannot be read."""
    operations: int
    last: Told | None = None
    """The last operation of ours, by its id."""
    kind: Told | None = None
    at: Told | None = None
    by: Told | None = None
    standing: Standing
    """Whether the text acknowledged last is in the file; ``saved over``: somebody went on from it."""


class PlansRow(Answer):
    readable: int
    unreadable: int
    strays: int


class ServerRow(Answer):
    name: Told
    command: Told | None = None
    root: Told | None = None
    project: Told | None = None


class ClientRow(Answer):
    """A configuration file of a client, looked at and never written."""

    client: Told
    path: Told
    state: Registered
    servers: list[ServerRow] | None = None
    reason: Told | None = None


class FoundRow(Answer):
    severity: Severity
    code: Told
    text: Told
    do: Told | None = None


class DoctorAnswer(Answer):
    root: RootRow | None = None
    file_system: FileSystemRow | None = None
    probed: Told | None = None
    """The folder in which the guards were tried."""
    guards: list[GuardRow]
    plans: PlansRow | None = None
    lock_files: int
    locks: list[LockRow]
    journals: list[JournalRow]
    clients: list[ClientRow]
    versions: dict[str, Told]
    errors: int
    warnings: int
    infos: int
    findings: list[FoundRow]


def doctor_answer(facts: Facts, found: Sequence[Finding]) -> DoctorAnswer:
    tree = facts.tree
    counts = {severity: sum(one.severity == severity for one in found) for severity in ("error", "warning", "info")}
    return DoctorAnswer(
        root=None if facts.root is None else RootRow(path=str(facts.root.path), why=facts.root.why),
        file_system=None if tree is None else _file_system(tree),
        probed=None if tree is None else tree.probed.place,
        guards=[] if tree is None else _guards(tree),
        plans=None if tree is None else _plans(tree),
        lock_files=0 if tree is None else tree.locks.count,
        locks=[] if tree is None else _locks(tree),
        journals=[] if tree is None else [_journal(one) for one in tree.journals],
        clients=[_client(one) for one in facts.clients],
        versions=facts.versions,
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        findings=[FoundRow(severity=one.severity, code=one.code, text=one.text, do=one.do or None) for one in found],
    )


def _file_system(tree: TreeFacts) -> FileSystemRow | None:
    mount = tree.mount
    if mount is None:
        return None
    return FileSystemRow(type=mount.kind, point=mount.point, source=mount.source, note=kind_of(mount) or None)


def _guards(tree: TreeFacts) -> list[GuardRow]:
    return [GuardRow(name=one.name, state=one.state, reason=one.reason or None) for one in tree.probed.guards]


def _plans(tree: TreeFacts) -> PlansRow:
    broken = sum(one.error is not None for one in tree.plans)
    return PlansRow(readable=len(tree.plans) - broken, unreadable=broken, strays=len(tree.strays))


def _locks(tree: TreeFacts) -> list[LockRow]:
    return [
        LockRow(
            plan=one.name or None,
            holder=holder(one),
            pid=one.held.pid,
            process=one.held.process,
            seconds=round(one.seconds, 1),
            waiting=one.held.waiting,
        )
        for one in tree.held
        if not one.held.problem
    ]


def _journal(one: JournalFact) -> JournalRow:
    found, last = one.journal, one.journal.last
    return JournalRow(
        plan=one.name,
        lines=found.lines,
        bytes=found.size,
        bad=found.bad + found.cut,
        operations=found.operations,
        last=None if last is None else last.op,
        kind=None if last is None else last.kind,
        at=None if last is None else last.at,
        by=None if last is None else last.by or None,
        standing=one.standing,
    )


def _client(one: Registration) -> ClientRow:
    servers = [
        ServerRow(
            name=server.name, command=server.command or None, root=server.root or None, project=server.project or None
        )
        for server in one.servers
    ]
    return ClientRow(
        client=one.client, path=str(one.path), state=one.state, servers=servers or None, reason=one.reason or None
    )
