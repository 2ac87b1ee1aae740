"""The command that reviews plans. Knows options and how to print; decides nothing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import click

from execplan.cli.reports import Form, formatted, prefixed, publish
from execplan.cli.session import PLAN, Session, Word, reading, whole
from execplan.cli.terminal import Terminal, Tone, plain, width, wrap

if TYPE_CHECKING:
    from execplan.plan.model import Plan, Severity
    from execplan.views.reports.report import Sheet
    from execplan.views.review.report import Review
    from execplan.views.review.rule import Profile
    from execplan.workspace.handle import Handle
    from execplan.workspace.wire.review import FindingRow, ReviewAnswer, ReviewsAnswer
    from execplan.workspace.workspace import Workspace

FINDINGS = 1
"""The exit code that fails a build: something as bad as asked for was found, or a plan could not be read."""
# The same words as ``views.review.rule.PROFILES``, which is too dear to import for a help page.
PROFILES = ("solo", "team", "learning", "production")
_SEVERITIES: dict[str, tuple[str, Tone]] = {
    "error": ("✗ error", "bad"),
    "warning": ("▸ warning", "busy"),
    "info": ("○ info", "dim"),
}
_SEVERITY, _MEASURE = 9, 13
"""Cells of the longest severity and the longest name of a measure."""


@click.command()
@click.argument("named", metavar="[PLAN]...", type=PLAN, nargs=-1)
@click.option("--profile", type=Word(PROFILES), default="solo", show_default=True, help="What kind of project it is.")
@click.option(
    "--fail-on",
    type=Word(("error", "warning", "none")),
    default="error",
    show_default=True,
    help="Exit with 1 on findings as bad as this.",
)
@click.option("--fix", is_flag=True, help="First repair what follows from the rest: bar, Last Updated, parents' boxes.")
@reading
@formatted
def review(session: Session, form: Form, named: tuple[str, ...], profile: str, fail_on: str, fix: bool) -> int:
    """Review plans: findings by line, and five measures.

    Without PLAN every open plan is reviewed. Exits with 1 when something is as bad as --fail-on says, or when a plan
    cannot be read.

    Example: execplan review cache --profile team --fail-on warning
    """
    from execplan.workspace.reviewing import fixed, review_of
    from execplan.workspace.wire.review import ReviewsAnswer, review_answer

    workspace, kind = session.workspace(), cast("Profile", profile)
    reviews: list[tuple[Handle, Plan, Review]] = []
    repaired: list[str] = []
    handles, unread = _asked(workspace, named)
    for handle in handles:
        plan = handle.plan
        if fix:
            changed = fixed(workspace, handle.name, kind)
            plan = changed.plan
            repaired += [handle.name] if plan.revision != changed.before.revision else []
        if plan is not None:
            reviews.append((handle, plan, review_of(workspace, handle.path, plan, kind)))

    def answer() -> None:
        said = ReviewsAnswer(
            reviews=[review_answer(*one, kind, sys.maxsize) for one in reviews],
            fixed=repaired or None,
            unreadable=[f"{one.name}: {one.error}" for one in unread] or None,
        )
        session.answer(said, lambda terminal: _page(said, terminal, ["✓ nothing to fix"] if fix else []))

    publish(form, lambda: _sheet(workspace, reviews, unread, kind, strict=fail_on != "none"), answer)
    failed = bool(unread) or any(_as_bad(found, fail_on) for _, _, found in reviews)
    return FINDINGS if fail_on != "none" and failed else 0


def _as_bad(found: Review, fail_on: str) -> bool:
    from execplan.views.review.review import at_least

    return fail_on != "none" and bool(at_least(found.findings, cast("Severity", fail_on)))


def _asked(workspace: Workspace, named: tuple[str, ...]) -> tuple[list[Handle], list[Handle]]:
    """The plans asked for, each once, or every open one; and those nobody could read."""
    from execplan.workspace.listing import listed

    if named:
        handles = [workspace.ask(ref, whole)[0] for ref in named]
        return list({one.path: one for one in handles}.values()), []
    every = listed(workspace)
    return [one for one in every if one.plan is not None], [one for one in every if one.plan is None]


def _sheet(
    workspace: Workspace,
    reviews: Sequence[tuple[Handle, Plan, Review]],
    unreadable: Sequence[Handle],
    profile: Profile,
    *,
    strict: bool,
) -> Sheet:
    from execplan import __version__
    from execplan.views.reports.findings import of_review, rules_of
    from execplan.views.reports.report import Sheet, unread

    path = prefixed(workspace)
    reports = (
        *(of_review(one.name, path(one.path), plan, found) for one, plan, found in reviews),
        *(unread(one.name, path(one.path), str(one.error), "error" if strict else "warning") for one in unreadable),
    )
    return Sheet("review", __version__, rules_of(profile, reports), reports)


def _page(answer: ReviewsAnswer, terminal: Terminal, unfixed: list[str]) -> list[str]:
    fixed = [f"✓ fixed {plain(one)}" for one in answer.fixed or ()] or (unfixed if answer.reviews else [])
    lines = [terminal.paint(terminal.glyphs(one), "good") for one in fixed]
    for one in answer.reviews:
        lines += [*([""] if lines else []), *_review(one, terminal)]
    lines += [terminal.glyphs(f"✗ not read: {plain(one)}") for one in answer.unreadable or ()]
    return lines or [terminal.glyphs("✓ no open plans")]


def _review(answer: ReviewAnswer, terminal: Terminal) -> list[str]:
    from execplan.workspace.wire.review import figure, said

    head = terminal.glyphs(f"{plain(answer.plan)} · {answer.profile} · {said(answer)}")
    lines = [terminal.paint(terminal.fit(head), "strong")]
    for one in answer.measures:
        value = terminal.glyphs(figure(one))
        source = terminal.fit(plain(one.source), indent=_MEASURE + 10)
        lines.append(f"  {one.name:<{_MEASURE}} {value:>5}  {terminal.paint(source, 'dim')}")
    for finding in answer.diagnostics:
        lines += _finding(finding, terminal)
    return lines


def _finding(one: FindingRow, terminal: Terminal) -> list[str]:
    """Glyph and word, line, message; the message goes on below itself."""
    word, tone = _SEVERITIES[one.severity]
    mark = terminal.glyphs(word)
    lead = f"  {terminal.paint(mark, tone)}{' ' * (_SEVERITY - width(mark))}  {one.line:>4}  "
    indent = _SEVERITY + 10
    code = f"({one.code}{', --fix' * one.fix})"
    said = f"{plain(one.message)} {code}"
    lines = wrap(said, max(20, terminal.columns - indent)) if terminal.columns else [said]
    return [lead + terminal.glyphs(lines[0]), *(" " * indent + terminal.glyphs(line) for line in lines[1:])]
