"""Holds an edit to what it declared: re-reads its own result and compares. Knows two plans; knows no kind of edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NoReturn

from execplan.edits import entries, headings, prose, renaming
from execplan.edits.change import Change
from execplan.edits.entries import Fact, Key
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan

_ABOUT = ("title", "owner", "objective", "created", "status")
_FOLLOWS = "status"
"""What of a step with sub-steps follows from theirs."""


def verify(before: Plan, change: Change, after: Plan) -> tuple[Key, ...]:
    """Exactly the declared effects happened: the entries meant to change changed, those meant to come came, nothing else.

    Answers kind and id of the entries that came. Raises ``refused``; the caller then writes nothing.
    """
    old, new = entries.facts(before), entries.facts(after)
    touched, id = change.touched, change.id
    if change.renamed is not None:
        old, touched, id = renaming.followed(before, change, after, old, new)
    gone = [key for key in old if key not in new]
    came = [key for key in new if key not in old]
    _pair_up(gone, came)
    if change.within is not None:
        gone, came = prose.undeclared(before, change.edit, change.within, after, gone, came)
    if Counter(kind for kind, _ in came) != Counter(change.adds):
        _refuse(f"would add {_names(came)}{_instead(change.adds)}")
    if Counter(kind for kind, _ in gone) != Counter(change.drops):
        _refuse(f"would lose {_names(gone)}{_instead(change.drops)}")
    for key, fact in old.items():
        if key in new and key[1] not in touched and not _same(fact, new[key]):
            _refuse(f"would change {key[0]} {key[1]} as well")
    for kind, name, value in change.shows:
        if not any(getattr(one, name) == value for one in _named(after, kind, id, came)):
            _refuse(f"would not read back with this {name.replace('_', ' ')}")
    headings.compare(before, change, after)
    _compare_frames(before, change, after)
    return (("step", id), *came) if change.renamed is not None and id else tuple(came)


def _same(old: Fact, new: Fact) -> bool:
    """A parent may follow its children, also one that only now became one."""
    if old == new:
        return True
    parent = bool(old.get("children") or new.get("children"))
    return parent and all(old[name] == new[name] for name in old if name not in (_FOLLOWS, "children"))


def _compare_frames(before: Plan, change: Change, after: Plan) -> None:
    """What the plan says about itself is what it said, or what was declared."""
    said = dict(change.about)
    for name in _ABOUT:
        now = getattr(after, name)
        if name not in said and now != getattr(before, name):
            _refuse(f"would change the plan's {name}")
        if said.get(name) is not None and now != said[name]:
            _refuse(f"would not read as {name} {said[name]!r}")


def _named(plan: Plan, kind: str, id: str | None, came: list[Key]) -> Iterator[object]:
    """The entry of that kind and id (which may have grown or shrunk by a character), else those that came."""
    for one in entries.lists(plan)[kind]:
        if (kind, one.id) in came if id is None else _alike(one.id, id):
            yield one


def _alike(one: str, other: str) -> bool:
    """An id may grow or shrink by a character when a new entry shares its first ones."""
    return one.startswith(other) or other.startswith(one)


def _pair_up(gone: list[Key], came: list[Key]) -> None:
    """Takes out of both what is the same entry still, under an id that grew or shrank."""
    for old in list(gone):
        same = [new for new in came if new[0] == old[0] and _alike(new[1], old[1])]
        if len(same) == 1:
            gone.remove(old)
            came.remove(same[0])


def _names(keys: list[Key]) -> str:
    return ", ".join(f"{kind} {id}" for kind, id in keys[:5]) or "nothing"


def _instead(kinds: tuple[str, ...]) -> str:
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(Counter(kinds).items()))
    return f", not {counted}" if counted else ""


def _refuse(what: str) -> NoReturn:
    hint = "is there an unclosed code fence or comment above? else reword the text, or edit by hand"
    raise PlanError("refused", f"the edit {what}; nothing was written", hint)
