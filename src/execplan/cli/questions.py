"""Commands for what is not known yet: ask, answer. Know options and how to print; decide nothing."""

from __future__ import annotations

from typing import Literal

import click

from execplan.cli.session import TEXT, Session, Word, reading, record, writing


@click.command()
@click.argument("question", type=TEXT)
@click.option(
    "--kind",
    type=Word(("decision", "clarification", "research")),
    default="clarification",
    show_default=True,
    help="What it takes to answer it.",
)
@writing
@reading
def ask(
    session: Session,
    question: str,
    kind: Literal["decision", "clarification", "research"],
    plan: str | None,
    if_revision: str | None,
) -> None:
    """Record an open question.

    Example: execplan ask "Do we also correct brand names?" --kind decision
    """
    from execplan.edits.questions import add_question

    changed = session.workspace().change(
        plan, lambda one, now: add_question(one, question, kind=kind, now=now), if_revision=if_revision
    )
    record(session, changed, "question", "open", changed.id or "")


@click.command()
@click.argument("question", type=TEXT)
@click.argument("answer", type=TEXT)
@writing
@reading
def answer(session: Session, question: str, answer: str, plan: str | None, if_revision: str | None) -> None:
    """Answer an open question; if it blocks, the work goes on.

    QUESTION is an id or a piece of its text.

    Example: execplan answer "brand names" "yes, from the vendor's list"
    """
    from execplan.edits.questions import answer_question

    changed = session.workspace().change(
        plan, lambda one, now: answer_question(one, question, answer, now=now), if_revision=if_revision
    )
    record(session, changed, "question", "answered", changed.id or "")
