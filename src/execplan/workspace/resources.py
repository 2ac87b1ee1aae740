"""The texts that ship with execplan: the templates of new plans. Knows where they lie; knows no plan.

They exist once, in ``.agents/template/`` of the source tree. A wheel carries them inside the package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from execplan.plan.errors import PlanError

MASTER = "living"
"""The default template. Its file is ``PLAN.md``, the name a project overrides it by."""

_MASTER_STEM = "PLAN"
_PACKAGE = Path(__file__).resolve().parents[1]


def template_names() -> tuple[str, ...]:
    """The names ``template_text`` takes: the default first, the rest in alphabetical order."""
    rest = sorted(name for name in _templates() if name != MASTER)
    return (MASTER, *rest)


def template_text(name: str) -> str:
    """The text of a shipped template, line ends as they are. ``PLAN`` is another name of the default.

    Raises:
        PlanError: ``not_found`` when no template has this name.
    """
    path = _templates().get(MASTER if name == _MASTER_STEM else name)
    if path is None:
        raise PlanError("not_found", f"no template {name!r}", "templates: " + ", ".join(template_names()))
    return path.read_bytes().decode("utf-8")


@cache
def _templates() -> dict[str, Path]:
    """Name to file. A request is looked up here and never joined to a path."""
    for folder in _folders():
        files = {path.stem: path for path in folder.glob("*.md")}
        if _MASTER_STEM in files:
            files[MASTER] = files.pop(_MASTER_STEM)
            return files
    raise PlanError("unreadable", "the templates of this installation are missing", "install execplan again")


def _folders() -> tuple[Path, ...]:
    """Where templates may lie: in the installed package, else in the checkout that holds ``src/execplan``."""
    installed = _PACKAGE / "templates"
    if _PACKAGE.parent.name == "src":
        return installed, _PACKAGE.parents[1] / ".agents" / "template"
    return (installed,)
