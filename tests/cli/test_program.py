"""How a run starts and ends: imports, help, exit codes, signals. Real processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from execplan.cli import edit, plans, review, search, steps
from execplan.cli.app import app
from execplan.cli.commands import GROUPS, PLACES
from execplan.cli.completion import SHELLS
from execplan.edits import steps as edits
from execplan.edits.revise_plan import SETTABLE
from execplan.views.review.rule import PROFILES
from execplan.views.search import KINDS
from execplan.workspace import listing

SRC = str(Path(__file__).resolve().parents[2] / "src")
COMMANDS = tuple(PLACES)


def execplan(*arguments: str | bytes, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": SRC, "PYTHONUTF8": "1", **environ}
    command = [sys.executable, "-m", "execplan", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60)


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import atexit, sys\n"
        "heavy = ('mcp', 'mcp_types', 'watchfiles', 'pydantic', 'rich', 'markdown_it', 'filelock', 'anyio')\n"
        "atexit.register(lambda: print(sorted(set(heavy) & set(sys.modules)), file=sys.stderr))\n"
        "sys.argv = ['execplan', '--help']\n"
        "from execplan.__main__ import main\n"
        "main()\n"
    )
    env = {**os.environ, "PYTHONPATH": SRC}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: execplan")
    assert done.stderr == "[]\n"


@pytest.mark.parametrize("command", ["blockers", "list", "show", "current", "steps"])
def test_a_command_that_looks_imports_its_own_answer_and_no_other(command: str, root: Path) -> None:
    code = (
        "import atexit, sys\n"
        "heavy = ('mcp', 'mcp_types', 'watchfiles', 'rich', 'anyio', 'execplan.server', 'execplan.workspace.doctor',\n"
        "  'execplan.workspace.clients', 'execplan.workspace.setup', 'execplan.workspace.wire.schemas')\n"
        "def told():\n"
        "    wire = {one for one in sys.modules if one.startswith('execplan.workspace.wire.')}\n"
        "    shared = {f'execplan.workspace.wire.{one}' for one in ('answers', 'build', 'names', 'render', 'document')}\n"
        "    print(sorted({*heavy} & {*sys.modules}), sorted(wire - shared), file=sys.stderr)\n"
        "atexit.register(told)\n"
        f"sys.argv = ['execplan', {command!r}, '--json']\n"
        "from execplan.__main__ import main\n"
        "main()\n"
    )
    env = {**os.environ, "PYTHONPATH": SRC}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout)["schema"].startswith("execplan/")
    assert done.stderr == "[] []\n"


@pytest.mark.parametrize("command", ["blockers", "list", "show", "current", "steps"])
def test_people_wait_for_no_model_that_only_programs_read(command: str, root: Path) -> None:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('pydantic' in sys.modules, file=sys.stderr))\n"
        f"sys.argv = ['execplan', {command!r}]\n"
        "from execplan.__main__ import main\n"
        "main()\n"
    )
    env = {**os.environ, "PYTHONPATH": SRC}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout
    assert done.stderr == "False\n"


def test_words_kept_for_help_pages_are_those_of_the_core() -> None:
    assert plans.STATUSES == listing.WHICH
    assert steps.STATES == edits.STATUSES
    assert edit.STATUSES == SETTABLE
    assert search.KINDS == KINDS
    assert review.PROFILES == PROFILES


def test_the_list_of_commands_says_what_each_says_itself() -> None:
    context = click.Context(app)
    for entry in (one for group in GROUPS.values() for one in group):
        command = app.get_command(context, entry.name)
        assert command is not None
        assert (command.name, command.get_short_help_str(1_000)) == (entry.name, entry.summary)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, root: Path) -> None:
    done = execplan(command, "--help", cwd=root)
    assert done.returncode == 0
    assert f"Example: execplan {command}" in done.stdout
    if command not in ("edit", "completion"):  # a group, whose commands take them; and what asks no plan
        assert "--root" in done.stdout
        assert "--json" in done.stdout


def test_the_help_lists_every_command_in_whole_words(tmp_path: Path) -> None:
    said = execplan("--help", cwd=tmp_path, COLUMNS="80").stdout
    assert "...\n" not in said.partition("\n")[2]
    listed = [line.split()[0] for line in said.splitlines() if line.startswith("  ") and "  " in line.strip()]
    assert set(COMMANDS) <= set(listed)
    assert len(listed) == len(set(listed))


def test_an_example_is_one_line_to_copy(tmp_path: Path) -> None:
    said = execplan("mark", "--help", cwd=tmp_path, COLUMNS="60").stdout
    assert '  Example: execplan mark "Step 3" done --evidence tests/test_limits.py\n' in said


def test_version(root: Path) -> None:
    assert execplan("--version", cwd=root).stdout.startswith("execplan 0.")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show",), 0, ""),
        (("lst",), 2, "error: no command 'lst'\nhint: did you mean 'list'?\n"),
        (("frobnicate",), 2, "error: no command 'frobnicate'\nhint: `execplan --help` lists the commands\n"),
        (("list", "--statsu", "all"), 2, "error: no option '--statsu'\nhint: did you mean '--status'?\n"),
        (("log", "-x"), 2, "error: no option '-x'\nhint: `execplan log --help` shows how; a text that begins with - "),
        (("decide", "x"), 2, "error: missing option '--because'\nhint: `execplan decide --help` shows how\n"),
        (("show", "nowhere"), 3, "error: "),
        (("show", "--root", "missing"), 3, "error: "),
        (("mark", "Step 9", "done"), 3, "error: "),
        (("mark", "Step 2", "blocked"), 2, "error: "),
        (("mark", "Step 2", "finished"), 2, "error: "),
        (("mark", "Step 2", "done", "--if-revision", "0" * 8), 4, "error: "),
        (("blockers",), 0, ""),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int, said: str, root: Path) -> None:
    done = execplan(*arguments, cwd=root)
    assert (done.returncode, done.stderr[: len(said)]) == (code, said)
    assert bool(done.stdout) == (code == 0)
    assert "Traceback" not in done.stderr

    as_json = execplan(*arguments, "--json", cwd=root)
    assert as_json.returncode == code
    assert as_json.stderr == ""
    document = json.loads(as_json.stdout)
    assert document["schema"].startswith("execplan/")
    assert ("error" in document) == (code != 0)


def test_findings(root: Path) -> None:
    assert execplan("block", "No token", "--step", "Step 2", cwd=root).returncode == 0
    assert execplan("blockers", cwd=root).returncode == 1
    assert execplan("blockers", "--fail-on", "none", cwd=root).returncode == 0
    assert execplan("unblock", "No token", "it is in the vault", cwd=root).returncode == 0
    assert execplan("blockers", cwd=root).returncode == 0


def test_without_a_root(tmp_path: Path) -> None:
    done = execplan("list", cwd=tmp_path, EXECPLAN_ROOT=str(tmp_path / "gone"))
    assert done.returncode == 3
    assert "hint: " in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="arguments are text there")
def test_arguments_that_are_no_text_are_refused(root: Path) -> None:
    done = execplan("decide", b"caf\xe9", "--because", "x", cwd=root)
    assert done.returncode == 2
    assert "not UTF-8" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="no pipes with a closed end")
def test_a_reader_that_left_is_no_error(root: Path) -> None:
    env = {**os.environ, "PYTHONPATH": SRC}
    for arguments in (["show"], ["show", "--json"], ["--help"]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-m", "execplan", *arguments],
            cwd=root,
            env=env,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_ends_with_130(root: Path) -> None:
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background starts with it ignored
        "import execplan.workspace.workspace as module\n"
        "module.Workspace.ask = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)\n"
        "import sys; sys.argv = ['execplan', 'show']\n"
        "from execplan.__main__ import main; main()\n"
    )
    env = {**os.environ, "PYTHONPATH": SRC}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (130, b"")


def test_an_encoding_without_our_glyphs(root: Path) -> None:
    env = {**os.environ, "PYTHONPATH": SRC, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "execplan", "show"], cwd=root, env=env, capture_output=True, timeout=60
    )
    assert done.returncode == 0
    assert b"x done" in done.stdout
    as_json = subprocess.run(
        [sys.executable, "-m", "execplan", "show", "--json"], cwd=root, env=env, capture_output=True, timeout=60
    )
    assert json.loads(as_json.stdout)["plan"]["title"] == "缓存 on disk"


def test_completion(root: Path) -> None:
    asked = {"COMP_WORDS": "execplan mark x in", "COMP_CWORD": "3", "_EXECPLAN_COMPLETE": "zsh_complete"}
    assert execplan(cwd=root, **asked).stdout.split() == ["plain", "in_progress", "_"]


def test_completion_offers_plans(root: Path) -> None:
    for words, count in (("execplan show ", "2"), ("execplan mark -p ca", "3")):
        asked = {"COMP_WORDS": words, "COMP_CWORD": count, "_EXECPLAN_COMPLETE": "zsh_complete"}
        assert execplan(cwd=root, **asked).stdout.split() == ["plain", "cache", "_"]
    asked = {"COMP_WORDS": "execplan show ", "COMP_CWORD": "2", "_EXECPLAN_COMPLETE": "zsh_complete"}
    assert execplan(cwd=Path("/"), **asked).stdout.strip() == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_shell(shell: str, root: Path) -> None:
    script = execplan("completion", shell, cwd=root).stdout
    assert "_EXECPLAN_COMPLETE" in script
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed: its script is printed, not parsed")
    parsed = subprocess.run([program, "-n", "/dev/stdin"], input=script, capture_output=True, text=True, check=False)
    assert (parsed.returncode, parsed.stderr) == (0, "")


def test_bash_completes(root: Path, tmp_path: Path) -> None:
    """As a person presses Tab: the script is loaded, and bash asks it."""
    program = tmp_path / "bin" / "execplan"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{SRC}" exec "{sys.executable}" -m execplan "$@"\n')
    program.chmod(0o755)
    script = (
        'eval "$(execplan completion bash)"; COMP_WORDS=(execplan sho); COMP_CWORD=1; '
        '_execplan_completion execplan; echo "${COMPREPLY[@]}"'
    )
    environ = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], cwd=root, env=environ, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("show\n", "")
