"""Makes a project ready for plans, and takes back what it made. Knows files of the root; knows no plan.

A file that says something else than what we would write is somebody's own: it is left alone and told. The note for agents is
a marked block, so it lives in a text that people write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from execplan.store import whole
from execplan.store.discover import TEMPLATE
from execplan.store.tree import AGENTS, Tree
from execplan.text.source import Source
from execplan.workspace.resources import MASTER, template_text
from execplan.workspace.setup import block
from execplan.workspace.setup.texts import IGNORED, ISSUE_FORM, NOTE, SKILL

Outcome = Literal["made", "changed", "unchanged", "kept", "removed", "absent"]
"""``kept``: a file of the same name that says something else."""
NOTES = ("AGENTS.md", "CLAUDE.md")
_IMPORT = re.compile(r"^@(?:\./)?AGENTS\.md\s*$", re.MULTILINE)
"""How one note takes in the other: then it needs no block of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file, and what came of it."""

    path: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for besides template, ignore rules and note."""

    skill: bool = False
    issue_form: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    make: whole.Make
    same: Callable[[Source], Outcome]
    """What it means when ``make`` leaves a text as it is."""


def made(tree: Tree, wanted: Wanted, *, dry: bool) -> tuple[Part, ...]:
    """Makes what is missing. Raises ``PlanError``; what was made until then stays, and is found made the next time."""
    return tuple(_applied(tree, one, dry=dry) for one in _making(tree, wanted))


def unmade(tree: Tree, *, dry: bool) -> tuple[Part, ...]:
    """Takes back what ``made`` makes, where it is still as it was made; plans stay. Raises ``PlanError``."""
    return tuple(_applied(tree, one, dry=dry) for one in _unmaking())


def _making(tree: Tree, wanted: Wanted) -> Iterator[_File]:
    yield _made_of(_TEMPLATE, template_text(MASTER))
    yield _File(f"{AGENTS}/.gitignore", _ignored, lambda _: "unchanged")
    for path in _notes(tree):
        yield _File(path, _noted, lambda _: "unchanged")
    if wanted.skill:
        yield _made_of(_SKILL, SKILL)
    if wanted.issue_form:
        yield _made_of(_FORM, ISSUE_FORM)


def _unmaking() -> Iterator[_File]:
    for path, text in (
        (_TEMPLATE, template_text(MASTER)),
        (f"{AGENTS}/.gitignore", _IGNORE),
        (_SKILL, SKILL),
        (_FORM, ISSUE_FORM),
    ):
        yield _File(path, _without(text), lambda _: "kept")
    for path in NOTES:
        yield _File(path, _unnoted, lambda _: "absent")


def _made_of(path: str, text: str) -> _File:
    return _File(
        path,
        lambda now: Source.of(text) if now is None else now,
        lambda now: "unchanged" if now.text == text else "kept",
    )


_TEMPLATE = f"{AGENTS}/{TEMPLATE}/PLAN.md"
_SKILL = ".claude/skills/execplan/SKILL.md"
_FORM = ".github/ISSUE_TEMPLATE/plan.yml"
_IGNORE = "# Locks, journals and scratch files of execplan.\n" + "".join(f"{one}\n" for one in IGNORED)


def _notes(tree: Tree) -> list[str]:
    """The notes that are there and do not take in the other; ``AGENTS.md`` where there is none. A link is the other one."""
    found: list[str] = []
    for path in NOTES:
        if (tree.root / path).is_symlink():
            continue
        text = whole.text_of(tree, path)
        if text is not None and not (found and _IMPORT.search(text.text)):
            found.append(path)
    return found or [NOTES[0]]


def _without(text: str) -> whole.Make:
    return lambda now: None if now is not None and now.text == text else now


def _ignored(now: Source | None) -> Source:
    if now is None:
        return Source.of(_IGNORE)
    there = {line.strip() for line in now.text.splitlines()}
    missing = [one for one in IGNORED if there.isdisjoint({one, one.strip("/"), one.lstrip("/"), one.rstrip("/")})]
    if not missing:
        return now
    end = "" if now.text.endswith(("\r", "\n")) else now.newline
    return Source.of(now.text + end + "".join(one + now.newline for one in missing))


def _noted(now: Source | None) -> Source:
    return Source.of(block.put(now.text if now else "", NOTE, now.newline if now else "\n"))


def _unnoted(now: Source | None) -> Source | None:
    if now is None:
        return None
    left = block.taken(now.text)
    return Source.of(left) if left else None


def _applied(tree: Tree, one: _File, *, dry: bool) -> Part:
    if (tree.root / one.path).is_symlink():
        return Part(one.path, "kept")
    now = whole.text_of(tree, one.path)
    then = one.make(now)
    if then == now:
        return Part(one.path, "absent" if now is None else one.same(now))
    if not dry:
        whole.change(tree, one.path, one.make)
    return Part(one.path, "made" if now is None else "removed" if then is None else "changed")
