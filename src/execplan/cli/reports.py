"""``--format``: how the commands that fail a build answer a build service. Knows the environment; knows no finding.

Text and JSON are the command's own answers; the other formats, and the summary, are made of one ``Sheet``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Concatenate, Literal, ParamSpec, cast

import click

from execplan.cli.session import Session, Word, emit
from execplan.cli.terminal import plain
from execplan.plan.errors import PlanError

if TYPE_CHECKING:
    from execplan.views.reports.report import Sheet
    from execplan.views.reports.summary import Links
    from execplan.workspace.workspace import Workspace

Form = Literal["text", "json", "github", "junit", "sarif"]
FORMS = ("text", "json", "github", "junit", "sarif")
SUMMARY = "GITHUB_STEP_SUMMARY"
_P = ParamSpec("_P")


def formatted(command: Callable[Concatenate[Session, Form, _P], object]) -> Callable[Concatenate[Session, _P], object]:
    """``--format``, below ``reading``: the command gets its session and the format. ``--json`` is one of them."""

    @click.option(
        "--format", "wanted", type=Word(FORMS), help="How to answer; text is what people read.  [default: text]"
    )
    @wraps(command)
    def run(session: Session, /, *args: Any, wanted: str | None, **kwargs: Any) -> object:
        if session.as_json and wanted not in (None, "json"):
            raise PlanError("invalid", f"two formats: --json and --format {wanted}", "leave one out")
        form = cast("Form", "json" if session.as_json else wanted or "text")
        return command(replace(session, as_json=form == "json"), form, *args, **kwargs)

    return run


def asks_for_json(arguments: list[str]) -> bool:
    """Does a command line ask for JSON? Known before it is understood, since that may fail and be told in JSON."""
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    values = [after for before, after in pairwise(own) if before == "--format"]
    values += [one.partition("=")[2] for one in own if one.startswith("--format=")]
    return "--json" in own or any(one.strip().lower() == "json" for one in values)


def publish(form: Form, make: Callable[[], Sheet], answer: Callable[[], None]) -> None:
    """Print the answer in its format, then add to the summary of the build, where there is one."""
    summary = os.environ.get(SUMMARY)
    sheet = make() if summary or form not in ("text", "json") else None
    if sheet is None or form in ("text", "json"):
        answer()
    else:
        emit(_rendered(form, sheet))
    if sheet is not None and summary:
        _summarise(sheet, summary)


def prefixed(workspace: Workspace) -> Callable[[str], str]:
    """A plan's path below the root as the repository knows it: what an annotation has to name."""
    from execplan.workspace.root import place_in_repository

    root = workspace.root
    place = place_in_repository(root, os.environ.get("GITHUB_WORKSPACE", "")) if root else ""
    return lambda path: f"{place}/{path}" if place else path


def _rendered(form: Form, sheet: Sheet) -> str:
    match form:
        case "github":
            from execplan.views.reports.github import github as render
        case "junit":
            from execplan.views.reports.junit import junit as render
        case _:
            from execplan.views.reports.sarif import sarif as render
    return render(sheet)


def _summarise(sheet: Sheet, path: str) -> None:
    """Add the summary to the file. It is an extra: where it cannot be written, the answer stands all the same."""
    from execplan.views.reports.summary import summary

    try:
        with open(path, "a", encoding="utf-8", errors="replace") as file:
            file.write(summary(sheet, _links()) + "\n")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        print(f"warning: no summary: {SUMMARY}: {plain(why)}", file=sys.stderr, flush=True)


def _links() -> Links | None:
    from execplan.views.reports.summary import Links

    server, repository, commit = (os.environ.get(f"GITHUB_{one}", "") for one in ("SERVER_URL", "REPOSITORY", "SHA"))
    return Links(server, repository, commit) if server and repository and commit else None
