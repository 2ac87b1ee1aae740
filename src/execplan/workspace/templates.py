"""Which text a new plan starts from: the project's own template, else a shipped one. Knows names; knows no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from execplan.plan.errors import PlanError
from execplan.store.discover import TEMPLATE, markdown
from execplan.store.faults import told_when_reading
from execplan.store.files import read
from execplan.store.tree import AGENTS, Tree
from execplan.text.source import Source

if TYPE_CHECKING:
    from execplan.schedule.model import Terms
from execplan.workspace.resources import MASTER, template_names, template_text

_FOLDER = (AGENTS, TEMPLATE)
_MASTER_FILE = "PLAN"
"""The name of the project's master template, which stands for the shipped default."""


def template_source(tree: Tree, name: str | None) -> Source:
    """The text of a template; the master without a name. Raises ``PlanError`` naming those there are."""
    own = {file.removesuffix(".md") for file in markdown(tree, _FOLDER)}
    for wanted in (_MASTER_FILE, MASTER) if name in (None, MASTER, _MASTER_FILE) else (name,):
        if wanted in own:
            return read(tree, "/".join((*_FOLDER, f"{wanted}.md"))).source
    with told_when_reading("the templates that execplan came with"):
        if name is None or name in (MASTER, _MASTER_FILE):
            return Source.of(template_text(MASTER))
        shipped = template_names()
        if name in shipped:
            return Source.of(template_text(name))
    known = dict.fromkeys((*shipped, *sorted(own - {_MASTER_FILE})))
    raise PlanError("not_found", f"no template {name!r}", f"templates: {', '.join(known)}")


def terms_for(tree: Tree, context: str | None) -> Terms | None:
    """The project's own calendar and people, where a plan may be made from a brief."""
    if not context:
        return None
    from execplan.edits.planner.brief import is_brief  # with all that reads terms, for the few plans that need them

    if not is_brief(context):
        return None
    from execplan.workspace.config import project_terms

    return project_terms(tree)
