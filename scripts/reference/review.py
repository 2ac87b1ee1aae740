"""What docs/REVIEW.md lists: every rule with its severity in each profile and where it comes from."""

from __future__ import annotations

from collections.abc import Callable

LISTS: dict[str, Callable[[], str]] = {}
