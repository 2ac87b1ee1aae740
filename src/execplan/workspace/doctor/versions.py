"""What this runs with: the versions to name in a report of a fault. Knows installed packages; imports none of them."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version

import execplan
from execplan.store import git

PACKAGES = ("mcp", "markdown-it-py", "pydantic", "filelock", "watchfiles", "anyio", "click")


def versions() -> dict[str, str]:
    """Name to version, in the order to be shown."""
    return {
        "execplan": execplan.__version__,
        "python": f"{platform.python_version()} ({sys.executable})",
        **{name: _version(name) for name in PACKAGES},
        "git": git.version() or "not found",
        "system": " ".join(filter(None, (platform.system(), platform.release(), platform.machine()))),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
