"""Workflow commands of GitHub Actions: annotations on files. Knows their escaping; knows no plan and no environment."""

from __future__ import annotations

from execplan.plan.model import Severity
from execplan.views.reports.report import Finding, Sheet, visible

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def github(sheet: Sheet) -> str:
    """A command per finding, and a last line for whoever reads the log. No text of a plan begins a line."""
    return "\n".join([*(_command(one) for one in sheet.findings), f"execplan {sheet.topic}: {sheet.told}"])


def _command(one: Finding) -> str:
    title = _property(f"{one.plan}: {one.code}")
    return f"::{_COMMANDS[one.severity]} file={_property(one.path)},line={one.line},title={title}::{_data(one.message)}"


def _data(text: str) -> str:
    return _escaped("\n".join(visible(line) for line in text.splitlines()))


def _property(text: str) -> str:
    return _escaped(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    """The percent sign first, or the others' escapes would be escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
