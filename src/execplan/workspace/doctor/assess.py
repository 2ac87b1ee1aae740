"""What the facts mean, and what to do. Pure: knows no file, no clock and no system."""

from __future__ import annotations

from collections.abc import Iterator

from execplan.plan.model import Severity
from execplan.workspace.doctor.facts import Facts, Finding, TreeFacts
from execplan.workspace.doctor.guards import of_file_system, of_guards
from execplan.workspace.doctor.registered import of_clients
from execplan.workspace.doctor.state import of_journals, of_locks, of_strays

_ORDER: tuple[Severity, ...] = ("error", "warning", "info")


def findings(facts: Facts) -> tuple[Finding, ...]:
    """The worst first; of the same severity, in the order of the report."""
    found = list(_all(facts))
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.severity)))


def _all(facts: Facts) -> Iterator[Finding]:
    if facts.problem is not None:
        yield Finding("error", "root_refused", facts.problem.message, facts.problem.hint)
    elif facts.root is None:
        yield Finding(
            "warning",
            "no_root",
            "no root: no folder upwards has .agents or .git",
            "go to a project, or name one with --root or EXECPLAN_ROOT",
        )
    if facts.tree is not None:
        yield from _of_tree(facts.tree)
    yield from of_clients(facts.clients, facts.root)


def _of_tree(tree: TreeFacts) -> Iterator[Finding]:
    if tree.problem is not None:
        yield Finding("error", "plans_unreachable", tree.problem.message, tree.problem.hint)
    yield from of_file_system(tree)
    yield from of_guards(tree.probed, tree.mount)
    yield from of_locks(tree)
    yield from of_journals(tree)
    yield from _of_plans(tree)
    yield from of_strays(tree)
    yield from _of_git(tree)


def _of_plans(tree: TreeFacts) -> Iterator[Finding]:
    for one in tree.plans:
        if one.error is not None:
            yield Finding("error", "plan_unreadable", one.error.message, one.error.hint)
        elif one.errors:
            count = f"{one.errors} error{'s' * (one.errors > 1)}"
            text = f"{one.name}: {count} in the plan, the first at line {one.line}: {one.first}"
            yield Finding("warning", "plan_errors", text, f"execplan review {one.name}")
    for names in tree.twins:
        yield Finding(
            "warning",
            "twins",
            f"{' and '.join(f'.agents/{name}' for name in names)} are one folder where letters are folded",
            "rename one of them before the tree is checked out on macOS or Windows",
        )


def _of_git(tree: TreeFacts) -> Iterator[Finding]:
    if not tree.in_git:
        return
    if tree.ignoring in ("missing", "changed"):
        what = "has no ignore file of its own" if tree.ignoring == "missing" else "does not keep itself out of git"
        yield Finding(
            "warning",
            "state_in_git",
            f".agents/.state {what}: locks and journals may be committed",
            "write one line, *, into .agents/.state/.gitignore",
        )
    rules: dict[tuple[str, str], list[str]] = {}
    for path, rule in tree.ignored.items():
        rules.setdefault((rule.where, rule.pattern), []).append(path)
    for (where, pattern), paths in rules.items():
        meant = "agents" in pattern.casefold()
        others = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield Finding(
            "info" if meant else "warning",
            "plan_ignored",
            f"git leaves out {paths[0]}{others}: {pattern} ({where})",
            "fine if you meant it; else take .agents out of that rule",
        )
