"""The program ``execplan``: its commands, and how a run ends. Knows exit codes; knows no plan.

A run ends with 0 (fine), 1 (findings), 2 (usage, invalid, ambiguous, refused, too_large), 3 (not_found,
unreadable), 4 (conflict, busy), 130 (interrupted) or 70 (a fault of execplan itself), never with a traceback.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import click

import execplan
from execplan.cli.commands import GROUPS, PLACES, VARIABLE
from execplan.cli.reports import asks_for_json
from execplan.cli.session import Session, emit, emit_json, hush
from execplan.cli.terminal import plain_lines
from execplan.plan.errors import Code, PlanError

NAME = "execplan"
_EXITS: dict[Code, int] = {
    "invalid": 2,
    "ambiguous": 2,
    "refused": 2,
    "too_large": 2,
    "not_found": 3,
    "unreadable": 3,
    "conflict": 4,
    "busy": 4,
}
_INTERRUPTED = 130
_FAULT = 70


class Program(click.Group):
    """A group that ends every run with one of our exit codes, and every failure in one of our two forms."""

    def main(self, args: Any = None, *_: Any, **__: Any) -> NoReturn:
        """Run one command and end the process."""
        argv = [str(one) for one in (sys.argv[1:] if args is None else args)]
        instruction = os.environ.get(VARIABLE)
        if instruction:
            from click.shell_completion import shell_complete

            sys.exit(shell_complete(self, {}, NAME, VARIABLE, instruction))
        _soften(sys.stdout)
        _soften(sys.stderr)
        sys.exit(self._run(argv))

    def _run(self, argv: list[str]) -> int:
        as_json = asks_for_json(argv)
        try:
            with self.make_context(NAME, argv) as context:
                code = self.invoke(context)
            return code if isinstance(code, int) else 0
        except click.exceptions.Exit as end:
            return end.exit_code
        except PlanError as error:
            return _fail(error.code, error.message, error.hint, _EXITS[error.code], as_json, error.diff)
        except click.exceptions.NoArgsIsHelpError as error:
            print(error.format_message(), file=sys.stderr, flush=True)
            return _EXITS["invalid"]
        except click.ClickException as error:
            message, hint = _usage(error)
            return _fail("invalid", message, hint, _EXITS["invalid"], as_json)
        except (KeyboardInterrupt, click.Abort):
            return _INTERRUPTED
        except BrokenPipeError:
            hush()
            return 0
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            return _fail("unreadable", f"{where}{error.strerror or error}", "", _EXITS["unreadable"], as_json)
        except Exception as error:  # the last resort: a traceback says nothing to whoever runs a command
            if os.environ.get("EXECPLAN_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            return _fail("internal", what, "a fault of execplan; EXECPLAN_DEBUG=1 shows where", _FAULT, as_json)

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported when it is asked for: a run pays for its own alone."""
        del ctx
        place = PLACES.get(cmd_name)
        return _loaded(place) if place else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """As click does, but in groups, with what belongs together side by side."""
        del ctx
        longest = max(map(len, PLACES))
        for title, group in GROUPS.items():
            with formatter.section(title):
                formatter.write_dl([(one.name.ljust(longest), one.summary) for one in group])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown command names its nearest neighbour."""
        name = args[0]
        if name.startswith("-") or self.get_command(ctx, name) is not None or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(name, PLACES, 1)
        hint = f"did you mean '{near[0]}'?" if near else "`execplan --help` lists the commands"
        raise PlanError("invalid", f"no command '{name}'", hint)


def _loaded(place: str) -> click.Command:
    """A command, its example kept on one line: it is there to be copied."""
    from inspect import cleandoc

    module, _, name = place.partition(":")
    command: click.Command = getattr(import_module(f"execplan.cli.{module}"), name)
    parts = command.commands.values() if isinstance(command, click.Group) else ()
    for one in (command, *parts):
        one.help = cleandoc(one.help or "").replace("\n\nExample:", "\n\n\b\nExample:")
    return command


def _usage(error: click.ClickException) -> tuple[str, str]:
    """What is wrong with a command line, and what to write instead."""
    if isinstance(error, click.NoSuchOption):
        message = f"no option '{error.option_name}'"
        if error.possibilities:
            return message, f"did you mean '{error.possibilities[0]}'?"
        more = "; a text that begins with - goes after --"
    else:
        message = error.format_message().rstrip(".")
        message, more = message[:1].lower() + message[1:], ""
    context = error.ctx if isinstance(error, click.UsageError) else None
    return message, f"`{context.command_path} --help` shows how{more}" if context else ""


def _fail(code: str, message: str, hint: str, exit_code: int, as_json: bool, diff: str = "") -> int:
    if as_json:
        error = {"code": code, "message": message, "hint": hint}
        emit_json({"schema": "execplan/error/1", "error": error | ({"diff": diff} if diff else {})})
    else:
        hints = f"\nhint: {plain_lines(hint)}" if hint else ""
        hints += f"\n{plain_lines(diff)}" if diff else ""
        print(f"error: {plain_lines(message)}{hints}", file=sys.stderr, flush=True)
    return exit_code


def _soften(stream: object) -> None:
    """A letter that the stream's encoding lacks prints as ``?`` instead of ending the run."""
    if isinstance(stream, TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
        stream.reconfigure(errors="replace")


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        emit(f"{NAME} {execplan.__version__}")
        ctx.exit()


@click.command(
    NAME,
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Every command on plans takes --root and --json. Exit codes: 0 fine, 1 findings, 2 wrong request, 3 not found "
    "or unreadable, 4 changed meanwhile or busy.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def app(ctx: click.Context) -> None:
    """Keep Markdown execution plans: see where you are, mark steps, record what was decided.

    Start with `execplan new "Move the cache" --objective "Builds take under a minute"`, then `execplan show`.
    Without a command: where you are, and what to do next.
    """
    if ctx.invoked_subcommand is None:
        from execplan.cli.overview import overview

        overview(Session(None, as_json=False))


def main() -> NoReturn:
    """Run the command line on ``sys.argv``."""
    app.main()
