"""What a report is made of: findings of plans, whoever found them. Knows no format, no file and no command.

Both commands that fail a build map what they find to these values; each format is a function of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from execplan.plan.model import Plan, Severity

Topic = Literal["blockers", "review"]
UNREADABLE = "unreadable"
"""The code of a plan that nobody could look into."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``path`` is relative to the repository, ``line`` is 1-based."""

    plan: str
    path: str
    line: int
    severity: Severity
    code: str
    message: str
    anchor: str
    """What stays the same when lines above come and go: an id, or the words of the line."""


@dataclass(frozen=True, slots=True)
class Report:
    """One plan and what was found in it, in the order of its lines."""

    plan: str
    path: str
    findings: tuple[Finding, ...] = ()
    document: Plan | None = None
    """None for a plan that could not be read; then its one finding says why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code means."""

    code: str
    summary: str
    help: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one run of one command has to report."""

    topic: Topic
    version: str
    """Of execplan."""
    rules: tuple[Rule, ...]
    reports: tuple[Report, ...]

    @property
    def told(self) -> str:
        """``1 error, 2 warnings in 3 plans``."""
        plans = len(self.reports)
        return f"{counted(self.findings)} in {plans} plan{'s' * (plans != 1)}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for report in self.reports for finding in report.findings)


def unread(plan: str, path: str, why: str, severity: Severity) -> Report:
    """The report of a plan that could not be read."""
    return Report(plan, path, (Finding(plan, path, 1, severity, UNREADABLE, why, UNREADABLE),))


def counted(findings: Sequence[Finding]) -> str:
    """``1 error, 2 warnings``; ``nothing found``."""
    words: tuple[tuple[Severity, str], ...] = (("error", "error"), ("warning", "warning"), ("info", "notice"))
    counts = [(sum(one.severity == severity for one in findings), word) for severity, word in words]
    return ", ".join(f"{count} {word}{'s' * (count > 1)}" for count, word in counts if count) or "nothing found"


def visible(text: str) -> str:
    """The text on one line, with what acts on a screen or is not seen on it spelled out: ``\\u202e``.

    A report is read by a person in a browser, so a letter that turns a line round is shown rather than dropped.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if char in "\t\n\r" else _SPELLED.get(unicodedata.category(char), str)(char) for char in text)


def short(text: str, most: int) -> str:
    """The text in at most so many characters, ending in ``…`` where something is missing."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _spelled(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_SPELLED: dict[str, Callable[[str], str]] = dict.fromkeys(("Cc", "Cf", "Cs", "Zl", "Zp"), _spelled)
