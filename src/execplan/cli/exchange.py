"""Commands for other tools' forms: import, export. Know options, files and how to print; decide nothing."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from execplan.cli.session import TEXT, Session, of_plan, pour, reading, which_plan, whole
from execplan.cli.terminal import Terminal, plain, plain_lines

if TYPE_CHECKING:
    from execplan.plan.model import Plan
    from execplan.views.imports.outline import Kind
    from execplan.workspace.handle import Handle
    from execplan.workspace.wire.exchange import Format, ImportedAnswer
    from execplan.workspace.workspace import Workspace

# The words of ``wire.exchange.Format`` and ``views.imports.outline.Kind``, which are too dear to import for a help page.
FORMATS = ("json", "mermaid-gantt", "mermaid-flowchart", "csv")
KINDS = ("checklist", "issue", "task-master", "backlog")
_SHOWN = 20
"""Things left that are listed for people; ``--json`` lists all."""


@click.command()
@click.argument("named", metavar="[PLAN]", type=TEXT, required=False)
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="The form.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write there, not to stdout.")
@click.option("--force", is_flag=True, help="Replace FILE where there is one.")
@of_plan
@reading
def export(session: Session, named: str | None, form: str, output: Path | None, force: bool, plan: str | None) -> None:
    """Write a plan as JSON, CSV or a Mermaid chart.

    Example: execplan export cache --to mermaid-gantt -o cache.mmd
    """
    from execplan.workspace.outside import write_file
    from execplan.workspace.wire.exchange import ExportedAnswer

    workspace = session.workspace()
    handle, found = workspace.ask(which_plan(named, plan), whole)
    text = _rendered(form, handle, found, workspace)
    target = None if output is None or str(output) == "-" else output
    if target is not None:
        write_file(target, text, force=force)
    answer = ExportedAnswer(
        plan=handle.name,
        revision=found.revision[:8],
        format=cast("Format", form),
        path=None if target is None else str(target),
        text=text if target is None else None,
    )
    if target is None and not session.as_json:
        return pour(text)
    said = plain(f"✓ {handle.name} → {target} ({form})")
    return session.answer(answer, lambda terminal: [terminal.paint(terminal.glyphs(said), "good")])


def _rendered(form: str, handle: Handle, plan: Plan, workspace: Workspace) -> str:
    if form == "csv":
        from execplan.views.exports.table import table

        return table(plan)
    if form == "mermaid-flowchart":
        from execplan.views.exports.flowchart import flowchart

        return flowchart(plan)
    if form == "mermaid-gantt":
        from execplan.views.exports.gantt import gantt

        return gantt(plan, workspace.now())
    from execplan.plan.visible import escaped
    from execplan.workspace.wire.document import document

    whole_plan = document(plan, slug=handle.slug, path=handle.path).model_dump(mode="json", by_alias=True)
    return escaped(json.dumps(whole_plan, ensure_ascii=not Terminal.of(sys.stdout).unicode, indent=2)) + "\n"


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--from", "kind", type=click.Choice(KINDS), help="What it is (default: seen from its content).")
@click.option("--slug", type=TEXT, help="Name of the plan's folder (default: made from the title).")
@click.option("--title", type=TEXT, help="Title of the plan (default: the source's own, else the file's name).")
@click.option("--template", "-t", type=TEXT, help="Template to start from (default: the project's own, else living).")
@click.option("--dry-run", is_flag=True, help="Show the plan, write nothing.")
@reading
def import_(
    session: Session,
    source: Path,
    kind: str | None,
    slug: str | None,
    title: str | None,
    template: str | None,
    dry_run: bool,
) -> None:
    """Make a plan of another tool's tasks.

    Takes a Markdown checklist, the body of an issue, a task-master tasks.json or a Backlog.md folder; - reads stdin.
    What has no place in a plan is listed. The source is only read.

    Example: execplan import .taskmaster/tasks/tasks.json --title "Move the sessions"
    """
    from execplan.workspace.importing import import_plan
    from execplan.workspace.outside import read_files
    from execplan.workspace.wire.exchange import imported_answer

    files, name, folder = read_files(source)
    imported = import_plan(
        session.workspace(),
        files,
        name=name,
        kind=cast("Kind | None", kind),
        folder=folder,
        title=title,
        slug=slug,
        template=template,
        dry_run=dry_run,
    )
    answer = imported_answer(imported, dry_run=dry_run)
    session.answer(answer, lambda terminal: _imported(answer, terminal))


def _imported(answer: ImportedAnswer, terminal: Terminal) -> list[str]:
    lines = [*plain_lines(answer.text or "").split("\n"), ""] if answer.dry_run else []
    verb = "would create" if answer.dry_run else "created"
    made = terminal.paint(terminal.glyphs(plain(f"✓ {verb} {answer.slug}")), "good")
    lines.append(f"{made}  {plain(answer.path)}")
    lines.append(f"{answer.steps} steps ({answer.done} done), {answer.criteria} criteria, read as {answer.kind}")
    if not answer.left:
        return lines
    counts = Counter(one.what for one in answer.left)
    listed = ", ".join(f"{count} {what}" for what, count in counts.items())
    lines.append(terminal.fit(plain(f"without a place in the plan: {listed}")))
    for one in answer.left[:_SHOWN]:
        of = f" (of {one.of})" if one.of else ""
        lines.append("  " + terminal.fit(plain(f"{one.what}: {one.text}{of}"), indent=2))
    more = len(answer.left) - _SHOWN
    return [*lines, *([f"  +{more} more: --json lists all"] if more > 0 else [])]
