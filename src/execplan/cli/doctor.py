"""The command that examines a root and this installation. Knows how to print; decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from execplan.cli.session import Session, reading
from execplan.cli.terminal import Terminal, Tone, plain, width, wrap

if TYPE_CHECKING:
    from execplan.workspace.wire.doctor import DoctorAnswer, FoundRow, JournalRow, LockRow

FINDINGS = 1
"""The exit code when something is wrong: a warning or an error was found."""
_SEVERITIES: dict[str, tuple[str, Tone]] = {
    "error": ("✗ error", "bad"),
    "warning": ("▸ warning", "busy"),
    "info": ("○ info", "dim"),
}
_STATES: dict[str, tuple[str, Tone]] = {
    "on": ("✓ on", "good"),
    "off": ("✗ off", "bad"),
    "switched off": ("✗ switched off", "bad"),
    "unknown": ("○ unknown", "dim"),
}
_REGISTERED: dict[str, tuple[str, Tone]] = {
    "registered": ("✓ registered", "good"),
    "not registered": ("○ not registered", "dim"),
    "broken": ("✗ broken", "bad"),
}
_LABEL, _SEVERITY = 16, 11
"""Cells of the longest label with its gap, and of the longest severity with its gap."""
_WHY = {
    "--root": "asked for by --root",
    "EXECPLAN_ROOT": "asked for by EXECPLAN_ROOT",
    ".agents": "the nearest folder upwards with .agents",
    ".git": "the nearest folder upwards with .git; no .agents yet",
}


@click.command()
@reading
def doctor(session: Session) -> int:
    """Examine the root, its store and the clients' set-up.

    Nothing is written but the probes' own files, which are removed. Exits with 1 when a warning or an error is found.

    Example: execplan doctor --json
    """
    from execplan.workspace.doctor.assess import findings
    from execplan.workspace.doctor.examine import examine
    from execplan.workspace.wire.doctor import doctor_answer

    facts = examine(session.root)
    answer = doctor_answer(facts, findings(facts))
    session.answer(answer, lambda terminal: _page(answer, terminal))
    return FINDINGS if answer.errors or answer.warnings else 0


def _page(answer: DoctorAnswer, terminal: Terminal) -> list[str]:
    lines = [*_root(answer, terminal)]
    for title, rows in (("Store", _store(answer, terminal)), ("Clients", _clients(answer, terminal))):
        if said := list(rows):
            lines += ["", terminal.paint(title, "strong"), *said]
    lines += ["", terminal.paint("Versions", "strong"), *_versions(answer, terminal)]
    lines += ["", terminal.paint(terminal.glyphs(_verdict(answer)), "strong")]
    for one in answer.findings:
        lines += _finding(one, terminal)
    return lines


def _root(answer: DoctorAnswer, terminal: Terminal) -> Iterator[str]:
    if answer.root is None:
        yield from _fact("root", "none", terminal)
        return
    yield from _fact("root", plain(answer.root.path), terminal)
    yield from _fact("", _WHY[answer.root.why], terminal)
    if (found := answer.file_system) is not None:
        note = f" ({found.note})" if found.note else ""
        yield from _fact("file system", plain(f"{found.type}{note} at {found.point}"), terminal)
    if answer.plans is not None:
        counts = [f"{answer.plans.readable} readable"]
        counts += [f"{answer.plans.unreadable} unreadable"] * bool(answer.plans.unreadable)
        counts += [f"{answer.plans.strays} stray files"] * bool(answer.plans.strays)
        yield from _fact("plans", ", ".join(counts), terminal)


def _store(answer: DoctorAnswer, terminal: Terminal) -> Iterator[str]:
    for one in answer.guards:
        word, tone = _STATES[one.state]
        reason = f"  {plain(one.reason)}" if one.reason else ""
        said = terminal.paint(terminal.glyphs(word), tone)
        yield f"  {one.name:<{_LABEL - 2}}{said}{terminal.fit(reason, indent=_LABEL + width(word))}"
    if answer.root is not None:
        held = [_lock(one) for one in answer.locks] or [f"none held, {answer.lock_files} known"]
        for at, line in enumerate(held):
            yield from _fact("locks" if not at else "", line, terminal, indent=2)
        for at, row in enumerate(answer.journals):
            yield from _fact("journals" if not at else "", _journal(row), terminal, indent=2)
        if not answer.journals:
            yield from _fact("journals", "none yet", terminal, indent=2)


def _lock(one: LockRow) -> str:
    waiting = ", others wait" if one.waiting else ""
    return plain(f"{one.plan or 'a plan that is not there'}: {one.holder} for {one.seconds:g} s{waiting}")


def _journal(one: JournalRow) -> str:
    size = f"{one.bytes / 1024:.0f} KiB" if one.bytes >= 1024 else f"{one.bytes} bytes"
    last = f"; {one.kind} at {one.at[:19]}Z" if one.kind and one.at else ""
    bad = f", {one.bad} bad" if one.bad else ""
    return plain(f"{one.plan}: {one.operations} operations in {one.lines} lines{bad}, {size}{last}, {one.standing}")


def _clients(answer: DoctorAnswer, terminal: Terminal) -> Iterator[str]:
    """The files that are there; the other clients in one line."""
    shown: set[str] = set()
    for one in answer.clients:
        if one.state == "no file":
            continue
        shown.add(one.client)
        word, tone = _REGISTERED[one.state]
        said = terminal.paint(terminal.glyphs(f"{word:<16}"), tone)
        path = terminal.fit(plain(_short(one.path, answer)), indent=_LABEL + 18)
        yield f"  {one.client:<{_LABEL - 2}}{said}  {terminal.paint(path, 'dim')}"
    rest = [name for name in dict.fromkeys(one.client for one in answer.clients) if name not in shown]
    if rest:
        yield from _fact("no file", ", ".join(rest), terminal, indent=2)


def _short(path: str, answer: DoctorAnswer) -> str:
    """A path below the root or the home folder, as people write it."""
    root = answer.root.path if answer.root else ""
    if root and path.startswith(f"{root}/"):
        return path.removeprefix(f"{root}/")
    try:
        home = str(Path.home())
    except RuntimeError:
        return path
    return f"~{path.removeprefix(home)}" if path.startswith(f"{home}/") else path


def _versions(answer: DoctorAnswer, terminal: Terminal) -> Iterator[str]:
    first = ("execplan", "python", "system", "git")
    for name in first:
        yield from _fact(name, plain(answer.versions.get(name, "")), terminal, indent=2)
    rest = ", ".join(f"{name} {one}" for name, one in answer.versions.items() if name not in first)
    yield from _fact("packages", plain(rest), terminal, indent=2)


def _verdict(answer: DoctorAnswer) -> str:
    counts = (("error", answer.errors), ("warning", answer.warnings), ("info", answer.infos))
    said = ", ".join(f"{count} {word}{'s' * (count > 1 and word != 'info')}" for word, count in counts if count)
    if answer.errors or answer.warnings:
        return said
    return f"✓ nothing wrong{f' · {said}' if said else ''}"


def _finding(one: FoundRow, terminal: Terminal) -> Iterator[str]:
    """Glyph and word, the text, and below it what to do."""
    word, tone = _SEVERITIES[one.severity]
    mark = terminal.glyphs(word)
    lead = f"  {terminal.paint(mark, tone)}{' ' * (_SEVERITY - width(mark))}"
    room = max(20, terminal.columns - _SEVERITY - 2) if terminal.columns else None
    said = f"{plain(one.text)} ({one.code})"
    todo = terminal.glyphs(f"→ {plain(one.do)}") if one.do else ""
    lines = wrap(said, room) if room else [said]
    lines += (wrap(todo, room) if room else [todo]) if todo else []
    yield lead + terminal.glyphs(lines[0])
    yield from (" " * (_SEVERITY + 2) + terminal.glyphs(line) for line in lines[1:])


def _fact(label: str, value: str, terminal: Terminal, *, indent: int = 0) -> Iterator[str]:
    room = (terminal.columns or 10_000) - _LABEL
    lines = wrap(terminal.glyphs(value), max(20, room)) or [""]
    yield " " * indent + terminal.paint(label.ljust(_LABEL - indent), "dim") + lines[0]
    yield from (" " * _LABEL + line for line in lines[1:])
