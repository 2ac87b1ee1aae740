"""What every command shares: its options, the workspace it asks, and how it answers. Knows click; knows no command.

Standard output carries the answer and nothing else: text for people, or with ``--json`` one JSON document that
names its schema. Everything besides goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

import click

from execplan.cli.terminal import Terminal, plain
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from execplan.plan.model import Plan
    from execplan.workspace.changed import Changed
    from execplan.workspace.wire.answers import Answer, EntryKind, EntryStatus
    from execplan.workspace.workspace import Workspace

_P = ParamSpec("_P")
_F = TypeVar("_F", bound=Callable[..., object])


class Text(click.ParamType[str]):
    """Words for a plan. Bytes that are no text in the locale's encoding are refused here, with a name."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            self.fail("not UTF-8 text", param, ctx)
        return value


class Word(click.ParamType[str]):
    """One of a few fixed words; capitals, hyphens and blanks are forgiven (``In-Progress``)."""

    name = "word"

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        del ctx
        return param.name.upper() if isinstance(param, click.Argument) and param.name else "|".join(self.words)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        word = value.strip().lower().replace("-", "_").replace(" ", "_")
        if word not in self.words:
            self.fail(f"{value!r} is none of {', '.join(self.words)}", param, ctx)
        return word

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(word) for word in self.words if word.startswith(incomplete)]


class PlanName(Text):
    """As ``Text``; the shell is offered the slugs of the plans."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        del param
        return [CompletionItem(slug) for slug in _slugs(ctx.params.get("root")) if slug.startswith(incomplete)]


def _slugs(root: Path | None) -> list[str]:
    """Names of folders alone: nobody waits for a tree to be read. What cannot be found out completes to nothing."""
    from execplan.store.discover import discover
    from execplan.store.tree import Tree
    from execplan.workspace.root import default_root

    try:
        found = default_root(root)
        return [one.slug for one in discover(Tree(found.path))] if found else []
    except (OSError, PlanError):
        return []


TEXT, PLAN = Text(), PlanName()


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command."""

    root: Path | None
    as_json: bool

    def workspace(self, *, read_only: bool = False) -> Workspace:
        """The plans below the root; without a root its verbs say how to give one."""
        return self.opening(read_only=read_only)()

    def opening(self, *, read_only: bool = False) -> Callable[[], Workspace]:
        """As ``workspace``, made when it is asked for; what is wrong with the root is said now."""
        from execplan.workspace.root import default_root

        root = default_root(self.root)

        def opened() -> Workspace:
            from execplan.cli.waiting import bar
            from execplan.workspace.workspace import Workspace

            workspace = Workspace(root.path if root else None, read_only=read_only, by="cli")
            tell = bar(sys.stderr)
            return workspace.reporting(tell) if tell else workspace

        return opened

    def say(self, document: Callable[[], Mapping[str, object]], text: Callable[[Terminal], list[str]]) -> None:
        """Print the answer: the JSON document, or the lines for people. Only the one asked for is made."""
        if self.as_json:
            emit_json(document())
        else:
            self.show(text)

    def show(self, text: Callable[[Terminal], list[str]]) -> None:
        """Print lines for people."""
        emit("\n".join(text(Terminal.of(sys.stdout))))

    def answer(self, answer: Answer | Callable[[], Answer], text: Callable[[Terminal], list[str]]) -> None:
        """Print what a tool would answer. What only programs read is best made by a function: people wait for it too."""
        from execplan.workspace.wire.names import named

        self.say(lambda: named(answer() if callable(answer) else answer), text)


def emit_json(document: Mapping[str, object]) -> None:
    """One document, with letters as they are where the stream can carry every one of them."""
    emit(json.dumps(document, ensure_ascii=not Terminal.of(sys.stdout).unicode, indent=2))


def emit(text: str) -> None:
    """Text and a line end to standard output. A reader that has gone away is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        hush()


def pour(text: str) -> None:
    """The text and nothing else: its own line ends, no line end of ours."""
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        hush()


def hush() -> None:
    """Send what is left of standard output nowhere, so that ending the process does not fail once more."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def reading(command: Callable[Concatenate[Session, _P], object]) -> Callable[..., object]:
    """The options of every command: ``--root`` and ``--json``; the command gets them as its session."""

    @click.option(
        "--root", type=click.Path(path_type=Path), help="Folder that holds .agents/ (default: found upwards)."
    )
    @click.option("--json", "as_json", is_flag=True, help="Answer with one JSON document.")
    @wraps(command)
    def run(*args: Any, root: Path | None, as_json: bool, **kwargs: Any) -> object:
        return command(Session(root, as_json), *args, **kwargs)

    return run


def of_plan(command: _F) -> _F:
    """``--plan``: which plan; left out, the only open one."""
    return click.option("--plan", "-p", type=PLAN, help="Slug, piece of the title, or path (default: the open one).")(
        command
    )


def writing(command: _F) -> _F:
    """``--plan`` and ``--if-revision``, which guards a write against changes since the plan was read."""
    return of_plan(
        click.option("--if-revision", type=TEXT, metavar="REVISION", help="Write only if the plan is still this one.")(
            command
        )
    )


def whole(plan: Plan) -> Plan:
    """The view that shows everything."""
    return plan


def which_plan(argument: str | None, option: str | None) -> str | None:
    """The plan named as an argument or by ``--plan``. Raises ``PlanError`` when both name one, differently."""
    if argument is not None and option is not None and argument != option:
        raise PlanError("invalid", f"two plans: {argument} and --plan {option}", "name one")
    return argument if argument is not None else option


def record(
    session: Session,
    changed: Changed,
    kind: EntryKind,
    status: EntryStatus,
    entry: str,
) -> None:
    """The answer to a command that wrote one entry."""
    from execplan.cli.render import next_line

    def answer() -> Answer:
        from execplan.workspace.wire.build import added_answer

        return added_answer(changed, kind, status, entry)

    same = changed.plan.revision == changed.before.revision

    def text(terminal: Terminal) -> list[str]:
        where = plain(changed.handle.name)
        what = "log entry" if kind == "log" else kind
        said = f"✓ {what} {entry}{' already' if same else ''} {status} in {where}"
        return [terminal.paint(terminal.fit(terminal.glyphs(said)), "good"), next_line(changed.plan, terminal)]

    session.answer(answer, text)
