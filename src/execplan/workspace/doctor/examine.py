"""Gathers the facts. Knows where to look; judges nothing, and writes nothing but the probes' own files.

Nothing that is broken ends an examination: it becomes a fact, and the rest is looked at all the same.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from execplan.plan.errors import PlanError
from execplan.store import git
from execplan.store.entry import DISPLACED, text
from execplan.store.held import Locks, locks
from execplan.store.journal import entries
from execplan.store.journals import journal, paths
from execplan.store.leftovers import ignoring, strays, twins
from execplan.store.mounts import below, mount_of, table
from execplan.store.probes import probe
from execplan.store.state import key_of
from execplan.store.tree import Tree
from execplan.views.review.review import at_least, review
from execplan.views.review.rule import Facts as Known
from execplan.workspace.doctor.clients import registrations
from execplan.workspace.doctor.facts import Facts, JournalFact, LockFact, PlanFact, Standing, TreeFacts
from execplan.workspace.doctor.versions import versions
from execplan.workspace.handle import Handle
from execplan.workspace.lineage import lost
from execplan.workspace.recovery import missing
from execplan.workspace.root import Root, default_root
from execplan.workspace.workspace import Workspace


def examine(explicit: Path | None, environ: Mapping[str, str] = os.environ) -> Facts:
    """What there is to know about the root that is asked for, or found, and about this installation. Never raises."""
    root: Root | None = None
    problem: PlanError | None = None
    try:
        root = default_root(explicit)
    except PlanError as error:
        problem = error
    except OSError as error:  # the working folder is gone
        problem = PlanError("not_found", f"the working folder: {(error.strerror or str(error)).lower()}", "use --root")
    path = None if root is None else root.path
    tree = None if path is None else _tree_facts(path)
    return Facts(root, problem, tree, registrations(path, _home(), environ), versions())


def _home() -> Path | None:
    with suppress(RuntimeError):
        return Path.home()
    return None


def _tree_facts(root: Path) -> TreeFacts:
    tree, workspace = Tree(root), Workspace(root)
    problem: PlanError | None = None
    handles: list[Handle] = []
    try:
        handles = workspace.plans()
        handles += [one for one in workspace.plans(archived=True) if one.archived]
    except PlanError as error:
        problem = error
    real, mounts = os.path.realpath(root), table()
    plans = os.path.join(real, ".agents")
    names = {key_of(one.path): one.name for one in handles}
    found, locks_problem = _locks(tree)
    now = time.time()
    return TreeFacts(
        problem=problem,
        real=real,
        mount=mount_of(plans if os.path.isdir(plans) else real, mounts),
        mounted=below(real, mounts),
        probed=probe(tree),
        locks=found,
        held=tuple(LockFact(names.get(one.key, ""), one, max(0.0, now - one.since)) for one in found.held),
        locks_problem=locks_problem,
        plans=tuple(_plan_fact(one, workspace.now()) for one in handles),
        journals=tuple(fact for one in handles if (fact := _journal_fact(tree, one)) is not None),
        gone=_gone(tree, handles),
        strays=strays(tree),
        twins=twins(tree),
        ignoring=ignoring(tree),
        in_git=any((folder / ".git").exists() for folder in (root, *root.parents)),
        ignored=git.ignored(tree, [one.path for one in handles]),
    )


def _locks(tree: Tree) -> tuple[Locks, str]:
    try:
        return locks(tree), ""
    except PlanError as error:
        return Locks(0, ()), error.message
    except OSError as error:
        return Locks(0, ()), (error.strerror or str(error)).lower()


def _plan_fact(handle: Handle, now: str) -> PlanFact:
    name = handle.name
    if handle.plan is None:
        return PlanFact(name, handle.path, handle.error)
    if not handle.open:  # what is over is nobody's work
        return PlanFact(name, handle.path)
    found = at_least(review(handle.plan, Known(now), "solo").findings, "error")
    if not found:
        return PlanFact(name, handle.path)
    return PlanFact(name, handle.path, None, len(found), found[0].line + 1, found[0].message)


def _journal_fact(tree: Tree, handle: Handle) -> JournalFact | None:
    found = journal(tree, handle.path)
    if found is None:
        return None
    standing, back = _standing(tree, handle)
    return JournalFact(handle.name, found, standing, back)


def _standing(tree: Tree, handle: Handle) -> tuple[Standing, tuple[str, ...]]:
    """Is what was acknowledged in the file now? And what a recovery would bring back, in words."""
    if handle.plan is None:
        return "unknown", ()
    told = entries(tree, handle.path)
    last = next((one for one in reversed(told) if one.kind != DISPLACED), None)
    if last is None:
        return "unknown", ()
    try:
        found = missing(tree, handle)
    except PlanError:  # both sides changed the same words: a person has to look
        return "overwritten", ()
    if not found.complete:
        meant = all(one.doubtful for one in lost(told, text, handle.plan.source))
        return ("taken back" if meant else "overwritten"), found.told
    return ("in the file" if handle.plan.revision == last.new else "saved over"), ()


def _gone(tree: Tree, handles: Sequence[Handle]) -> tuple[str, ...]:
    """The plans of which there is a journal only, by slug; one that was moved to the archive is not gone."""
    known = {one.path for one in handles}
    for one in handles:
        known |= {entry.path for entry in entries(tree, one.path)} if one.archived else set()
    return tuple(path.split("/")[-2] if "/" in path else path for path in paths(tree) if path not in known)
