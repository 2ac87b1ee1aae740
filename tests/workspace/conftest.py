"""Plans on a real disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = "# {title}\n\n**Status**: {status}\n\n## Progress\n\n- [ ] First thing\n- [ ] Second thing\n"

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a small plan: ``put(slug, title, status)``, or at any path below the root."""

    def write(where: str, title: str | None = None, status: str = "In Progress") -> Path:
        path = tmp_path / (where if "/" in where else f".agents/{where}/PLAN.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(title=title or where, status=status), encoding="utf-8")
        return path

    return write
