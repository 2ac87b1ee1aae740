"""The commands of the pages, in order, in a shell: what they print is what the page shows. Only times differ.

``EXECPLAN_DOCS=write`` puts what they print into the pages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
PAGES = ("GETTING_STARTED", "CLIENTS", "EXCHANGE", "SCHEDULE")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GIVEN = re.compile(r"^Given this `([^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""A file that the commands of a page work on."""
TIMES = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?(?:Z| UTC)?)?|\b[0-9a-f]{8}\b")
HOME = "/home/ana"


def printed(commands: list[str], files: dict[str, str], tmp_path: Path) -> list[str]:
    """What each command prints, in one project with these files, and one home."""
    home, root = tmp_path, tmp_path / "project"
    program = home / ".local" / "bin" / "execplan"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{sys.executable}\nfrom execplan.__main__ import main\nmain()\n")
    program.chmod(0o755)
    (root / ".git").mkdir(parents=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    foreign = ("GITHUB_", "EXECPLAN_", "COLUMNS", "XDG_", "CLAUDE", "CODEX")
    env = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    env |= {"PATH": f"{program.parent}:{env['PATH']}", "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1"}
    env["HOME"] = str(home)
    outputs: list[str] = []
    for command in commands:
        done = subprocess.run(
            command, shell=True, cwd=root, env=env, capture_output=True, text=True, encoding="utf-8", timeout=60
        )
        assert done.stderr == "", command
        outputs.append(done.stdout.replace(str(home), HOME))
    return outputs


@pytest.mark.parametrize("page", PAGES)
def test_every_example_says_what_happens(page: str, tmp_path: Path) -> None:
    path = DOCS / f"{page}.md"
    text = path.read_text("utf-8")
    commands = [line[2:] for block in BLOCK.findall(text) for line in block.splitlines() if line.startswith("$ ")]
    assert commands
    answers = iter(zip(commands, printed(commands, dict(GIVEN.findall(text)), tmp_path), strict=True))

    def shown(block: re.Match[str]) -> str:
        count = sum(line.startswith("$ ") for line in block[1].splitlines())
        parts = [f"$ {command}\n{output}" for command, output in (next(answers) for _ in range(count))]
        return f"```console\n{''.join(parts)}```"

    now = BLOCK.sub(shown, text)
    if os.environ.get("EXECPLAN_DOCS") == "write":
        path.write_text(now, "utf-8")
    assert TIMES.sub("TIME", now) == TIMES.sub("TIME", path.read_text("utf-8"))


def test_every_page_is_linked_and_every_link_leads_somewhere() -> None:
    linked: set[str] = set()
    for page in (REPOSITORY / "README.md", *DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:\s]+\.md)(?:#[^)]*)?\)", page.read_text("utf-8")):
            found = (page.parent / target).resolve()
            assert found.is_file(), f"{page.name}: {target}"
            linked.add(found.name)
    assert {one.name for one in DOCS.glob("*.md")} <= linked
