"""What docs/REVIEW.md lists: every rule with its severity in each profile and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from execplan.views.review.rule import PROFILES, Rule
from execplan.views.review.rules import RULES
from reference.tables import code, table


def review_page(rules: Iterable[Rule]) -> str:
    """One row a rule, in the order in which they run; a profile that does not ask shows nothing."""
    head = ("code", "finds", *PROFILES, "from")
    return table(
        head,
        [
            (code(rule.code), rule.summary, *(rule.levels.get(one, "") for one in PROFILES), rule.source)
            for rule in rules
        ],
    )


def rules() -> str:
    return review_page(RULES)


LISTS: dict[str, Callable[[], str]] = {"rules": rules}
