"""The script that a shell loads to complete our commands. Knows shells; writes no file."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from execplan.cli.commands import VARIABLE
from execplan.cli.session import Word, emit

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=Word(SHELLS))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    Its start-up file loads it:

    \b
    bash  eval "$(execplan completion bash)"
    zsh   eval "$(execplan completion zsh)"
    fish  execplan completion fish | source

    Example: execplan completion bash
    """
    program = click.get_current_context().find_root()
    script = get_completion_class(shell)
    assert script is not None
    emit(script(program.command, {}, program.info_name or "execplan", VARIABLE).source())
