"""What a rule is, what it may know, and what it finds. Knows no rule.

A rule is a pure function from a plan and the facts from outside it to findings. Facts are gathered by the shell; what
was not gathered is unknown, and a rule that needs it is silent then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from execplan.plan.model import Plan, Severity
from execplan.text.edit import Replacement

Profile = Literal["solo", "team", "learning", "production"]
PROFILES: tuple[Profile, ...] = ("solo", "team", "learning", "production")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a review may know besides the text. An absent key means: not known."""

    now: str
    """RFC 3339, UTC, to the minute."""
    exists: Mapping[str, bool] = field(default_factory=dict[str, bool])
    """Path as the plan names it → is there such a file or folder below the root?"""
    changed: Mapping[str, str] = field(default_factory=dict[str, str])
    """Path as the plan names it → when the file last changed (RFC 3339)."""
    digests: Mapping[str, str] = field(default_factory=dict[str, str])
    """Path as the plan names it → SHA-256 of the file now, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule applies. ``line`` is 0-based; ``fix`` is a safe repair, if there is one."""

    line: int
    message: str
    fix: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check. ``levels`` are the profiles it runs in, each with its severity there."""

    code: str
    summary: str
    """What it finds, in one sentence, for the reference page."""
    source: str
    """Where the rule comes from: a document, a standard, or why we made it."""
    check: Callable[[Plan, Facts], Iterable[Hit]]
    levels: Mapping[Profile, Severity]


def everywhere(severity: Severity) -> dict[Profile, Severity]:
    """The same severity in every profile."""
    return dict.fromkeys(PROFILES, severity)


def only(severity: Severity, *profiles: Profile) -> dict[Profile, Severity]:
    """Runs in these profiles and in no other."""
    return dict.fromkeys(profiles, severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit with its rule's code and severity, as reported. ``line`` is 0-based."""

    code: str
    severity: Severity
    line: int
    message: str
    fix: tuple[Replacement, ...] = ()
