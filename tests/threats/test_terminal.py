"""Every command, on a plan whose every text would move a cursor or hide letters: nothing of it reaches the terminal raw."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from execplan.cli.app import app
from tests.server.test_edges import PLAN
from tests.threats.test_escapes import COMMANDS, words

HOSTILE = "\x1b[31m\x1b]0;owned\x07\x9b2J\u202e\u2066\u200b\u200f\ufeff\u00ad\U000e0041\x08\x7f"


def raw(text: str) -> set[str]:
    """What a terminal would act on, or would not show. Marks that join letters and choose a picture are no such."""
    allowed = "\n\u200d\ufe0f"
    return {one for one in text if one not in allowed and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def poisoned(text: str) -> str:
    """The plan with the letters at the end of every text."""
    lines = text.splitlines()
    return "\n".join(f"{line}{HOSTILE}" if line.strip() else line for line in lines) + "\n"


@pytest.mark.parametrize("form", ["plain", "poisoned"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one[0]))
def test_no_command_prints_it(
    command: tuple[tuple[str, ...], click.Command], form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given as an argument to a plain plan, and standing in the plan."""
    folder = tmp_path / ".agents" / "edges"
    folder.mkdir(parents=True)
    (folder / "PLAN.md").write_text(poisoned(PLAN) if form == "poisoned" else PLAN, "utf-8")
    other = tmp_path / ".agents" / f"b{HOSTILE}".replace("/", "")
    other.mkdir()
    (other / "PLAN.md").write_text(f"# Odd {HOSTILE}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXECPLAN_ROOT", str(tmp_path))
    path, one = command
    texts = [param for param in one.params if isinstance(param.type, click.types.StringParamType)]
    tries = [words(one, {"plan": "edges"} if any(param.name == "plan" for param in one.params) else {})]
    tries += [words(one, {param.name or "": f"x{HOSTILE}"}) for param in texts if form == "plain"]
    for arguments in tries:
        result = CliRunner().invoke(app, [*path, *arguments])
        assert not raw(result.output), (arguments, result.output)
        assert result.exit_code != 70, result.output


def test_the_letters_are_seen_where_they_are() -> None:
    assert raw(HOSTILE) == set(HOSTILE) - set("[31m]0;owned2J")
