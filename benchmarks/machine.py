"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.peer import Tools


def described(work: Path, tools: Tools, load: str) -> dict[str, str]:
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "kernel": f"{platform.system()} {platform.release()}",
        "filesystem": _filesystem(work),
        "python": platform.python_version(),
        "mcp": version("mcp"),
        "load": load,
        "node": _first_line((str(tools.node), "--version")).lstrip("v") if tools.node else "",
    }


def load() -> str:
    """How many processes wanted a processor in the last minute, on average: above a half, the figures are not worth much."""
    return f"{os.getloadavg()[0]:.1f}"


def revision(repository: Path) -> str:
    """The commit that is measured, with a sign when the tree differs from it; empty outside of Git."""
    return _first_line(("git", "-C", str(repository), "describe", "--always", "--dirty", "--abbrev=10"))


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def _filesystem(folder: Path) -> str:
    """The kind of the mount with the longest path above the folder."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(len(where), kind) for _, where, kind, *_ in mounts if folder.resolve().is_relative_to(where)]
    return max(above)[1] if above else "unknown"


def _first_line(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    except OSError:
        return ""
    return (done.stdout.splitlines() or [""])[0].strip() if done.returncode == 0 else ""
