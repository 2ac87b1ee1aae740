"""What a runner of GitHub Actions does with a workflow: its steps in order, each script in a shell with its variables.

Only what our workflow needs: ``uses`` of our own action, ``run`` with bash, ``${{ inputs.NAME }}`` in ``env``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((REPOSITORY / "action.yml").read_text("utf-8"))
OURS = "OWNER/execplan@"
_INPUT = re.compile(r"\$\{\{ inputs\.([a-z-]+) \}\}")


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    output: str
    summary: str


class Runner:
    """One job on one checkout."""

    def __init__(self, checkout: Path, temp: Path) -> None:
        self.checkout = checkout
        self.temp = temp
        self.count = 0

    def workflow(self, workflow: dict[str, Any]) -> list[Done]:
        """The steps of its one job, up to the first that fails."""
        (job,) = workflow["jobs"].values()
        done: list[Done] = []
        for step in job["steps"]:
            if step["uses"].startswith("actions/checkout@"):
                continue
            assert step["uses"].startswith(OURS)
            done += self.action(step.get("with", {}))
            if done[-1].code:
                break
        return done

    def action(self, given: dict[str, str], *, install: bool = True) -> list[Done]:
        """The steps of our action, up to the first that fails."""
        assert given.keys() <= ACTION["inputs"].keys()
        inputs = {name: str(given.get(name, one["default"])) for name, one in ACTION["inputs"].items()}
        done: list[Done] = []
        for step in ACTION["runs"]["steps"]:
            if "run" not in step or (step["name"].startswith("Install") and not install):
                continue
            done.append(self._run(step, inputs))
            if done[-1].code:
                break
        return done

    def _run(self, step: dict[str, Any], inputs: dict[str, str]) -> Done:
        assert step["shell"] == "bash"
        self.count += 1
        script, page = self.temp / f"step{self.count}.sh", self.temp / f"summary{self.count}.md"
        script.write_text(step["run"], "utf-8")
        page.touch()
        own = {name: _INPUT.sub(lambda found: inputs[found[1]], value) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.checkout,
            env=self._variables(page) | own,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
        )
        return Done(done.returncode, done.stdout + done.stderr, page.read_text("utf-8"))

    def _variables(self, page: Path) -> dict[str, str]:
        """A runner's own, and what lets pip build and install from what is here, without a network."""
        return {
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "HOME": str(self.temp),
            "LANG": "C.UTF-8",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(REPOSITORY),
            "GITHUB_WORKSPACE": str(self.checkout),
            "GITHUB_STEP_SUMMARY": str(page),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_SHA": "abc",
            "RUNNER_TEMP": str(self.temp),
            "PYTHONPATH": sysconfig.get_path("purelib"),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # pip reads the variable as the value of --build-isolation
            "PIP_IGNORE_INSTALLED": "1",
        }
