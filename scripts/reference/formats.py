"""What docs/FORMAT.md lists: the dialects, the words for headings, fields and states."""

from __future__ import annotations

from collections.abc import Callable

from execplan.plan.dialects import DIALECTS, STATUS_VALUES, Spot
from execplan.plan.states import GLYPHS, PLAN_WORDS, WORDS
from execplan.plan.vocabulary import FIELDS, SECTIONS
from reference.tables import code, codes, table

_ENGLISH = 12
"""Words shown of a list before the rest is counted."""


def dialects() -> str:
    return table(
        ("dialect", "steps under", "a new step", "current", "status lines", "details apart"),
        [
            (
                code(name),
                code(one.steps_heading),
                code(("1. [ ] " if one.ordered else "- [ ] ") + one.step),
                code("← CURRENT") if one.pointer else "",
                "yes" if one.step_status else "",
                "Plan of Work" if one.detail else "",
            )
            for name, one in DIALECTS.items()
        ],
    )


def records() -> str:
    rows = [
        (kind, code(name), _place(spot), code(spot.shape.head))
        for kind in next(iter(DIALECTS.values())).spots
        for name, one in DIALECTS.items()
        for spot in (one.spots[kind],)
    ]
    return table(("record", "dialect", "where", "first line"), rows)


def _place(spot: Spot) -> str:
    if spot.label:
        return f"{code(f'**{spot.label}:**')} below the heading that means {spot.role}"
    return code(spot.heading) if spot.heading else f"the section that means {spot.role}"


def headings() -> str:
    return table(("meaning", "headings"), [(role, _words(words)) for role, words in SECTIONS.items()])


def fields() -> str:
    return table(("field", "labels"), [(name, _words(words)) for name, words in FIELDS.items()])


def states() -> str:
    return table(
        ("state", "words", "glyphs", "value of a status line"),
        [(name, _words(words), " ".join(GLYPHS[name]), code(STATUS_VALUES[name])) for name, words in WORDS.items()],
    )


def plan_states() -> str:
    return table(("plan", "words"), [(name, _words(words)) for name, words in PLAN_WORDS.items()])


def _words(words: tuple[str, ...]) -> str:
    shown = [one for one in words if one.isascii()][:_ENGLISH]
    rest = len(words) - len(shown)
    return codes(shown) + (f" and {rest} more" if rest else "")


LISTS: dict[str, Callable[[], str]] = {
    "dialects": dialects,
    "records": records,
    "headings": headings,
    "fields": fields,
    "states": states,
    "plan-states": plan_states,
}
