"""What holds for all plans of a project: calendar, people, limits, from ``.agents/execplan.toml``. Knows the file; knows no plan.

A file that is missing means the defaults; anything in it that is not understood is refused with the key and what to
write, since a schedule made with half of a calendar would be wrong in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import cast

from execplan.plan.errors import PlanError, quoted
from execplan.plan.estimates import minutes
from execplan.schedule.calendar import Calendar, Window
from execplan.schedule.model import Person, Terms
from execplan.schedule.terms.hours import hours, weekdays
from execplan.schedule.terms.team import share_in
from execplan.store.faults import told_when_reading
from execplan.store.files import decoded, open_file, read_steady
from execplan.store.tree import AGENTS, Tree, let_go

_NAME = "execplan.toml"
FILE = f"{AGENTS}/{_NAME}"
_TRIES = 20
_SCHEDULE = ("working_days", "hours", "holidays", "freezes", "deadline", "budget", "quality")
_PERSON = ("role", "count", "share", "available", "away")
_WINDOW = ("first", "last", "name")
_MOST_PEOPLE, _MOST_NAMED = 99, 300
_LEAST_SHARE = 0.01
_DOTS = 50
"""Dots of one key: what reads TOML takes the square of their number, which for 400,000 is hours."""
_ISO = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?:\s*(?:-|–|—|to|\.\.|/)\s*(\d{4}-\d{2}-\d{2}))?\s*")
_DAYS_HINT = 'write holidays = ["2026-12-25", { first = 2026-12-24, last = 2027-01-02, name = "Winter break" }]'

Table = Mapping[str, object]


def project_terms(tree: Tree) -> Terms:
    """The terms of the project; the defaults where it has no such file. Raises ``PlanError``."""
    text = _text(tree)
    return Terms(Calendar()) if text is None else terms_in(text)


def _text(tree: Tree) -> str | None:
    """What the file holds now, None without one. Plans are waited for while somebody replaces them; this mostly is not there."""
    try:
        with told_when_reading(FILE), tree.folder((AGENTS,)) as folder:
            for _ in range(_TRIES):
                file = open_file(folder, _NAME, FILE)
                try:
                    found = read_steady(file, FILE)
                finally:
                    let_go(file)
                if found is not None:
                    return decoded(found[0], FILE).text
    except PlanError as error:
        if error.code == "not_found":
            return None
        raise
    raise PlanError("busy", f"{FILE} keeps changing while it is read", "try again in a moment")


def terms_in(text: str) -> Terms:
    """The terms that a file says. Raises ``PlanError``: ``unreadable`` for what is no TOML, else ``invalid``."""
    import tomllib  # when first needed: most commands know no schedule

    if any(piece.count(".") > _DOTS for piece in re.split(r"[={},\n]", text) if piece.lstrip()[:1] != "#"):
        raise PlanError("unreadable", f"{FILE} has a key of more than {_DOTS} parts", "write [people.Ana]")
    try:
        found = cast("Table", tomllib.loads(text.removeprefix("\ufeff")))
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise PlanError("unreadable", f"{FILE} is no TOML: {error or 'nested too deep'}", "correct that line") from None
    _known(found, ("schedule", "people"), "")
    schedule = _table(found.get("schedule", {}), "schedule")
    _known(schedule, _SCHEDULE, "schedule.")
    plain = Calendar()
    named = _table(found.get("people", {}), "people")
    if len(named) > _MOST_NAMED:
        raise PlanError(
            "invalid",
            f"{FILE}: {len(named):,} people are more than the limit of {_MOST_NAMED}",
            "count = 2 says that they are two",
        )
    return Terms(
        Calendar(
            _weekdays(schedule["working_days"]) if "working_days" in schedule else plain.days,
            _hours(schedule["hours"]) if "hours" in schedule else plain.hours,
            (*_windows(schedule, "holidays", "schedule."), *_windows(schedule, "freezes", "schedule.")),
        ),
        deadline=_deadline(schedule["deadline"]) if "deadline" in schedule else None,
        budget=_words(schedule, "budget", 'write budget = "5,000 euros for servers"'),
        quality=_words(schedule, "quality", 'write quality = ["99.9 % uptime"]'),
        people=tuple(_person(name, value) for name, value in named.items()),
    )


def _weekdays(value: object) -> frozenset[int]:
    found: set[int] = set()
    for one in _strings(value, "schedule.working_days", _WORKING):
        days = weekdays(one)
        if days is None:
            raise _invalid("schedule.working_days", one, _WORKING)
        found |= days
    if not found:
        raise _invalid("schedule.working_days", value, _WORKING)
    return frozenset(found)


_WORKING = 'write working_days = ["Mon", "Tue", "Wed", "Thu", "Fri"]'
_HOURS = 'write hours = ["09:00-12:30", "13:30-17:00"]'


def _hours(value: object) -> tuple[tuple[int, int], ...]:
    given = _strings(value, "schedule.hours", _HOURS)
    found = hours(", ".join(given))
    for one in given:
        if hours(one) is None:
            raise _invalid("schedule.hours", one, _HOURS)
    if found is None:
        raise _invalid("schedule.hours", value, _HOURS)
    return found


def _deadline(value: object) -> date:
    found = _day(value)
    if found is None:
        raise _invalid("schedule.deadline", value, "write deadline = 2026-12-15")
    return found


def _words(schedule: Table, key: str, hint: str) -> tuple[str, ...]:
    found = _strings(schedule.get(key, []), f"schedule.{key}", hint)
    if not all(one.strip() for one in found):
        raise _invalid(f"schedule.{key}", "", hint)
    return found


def _windows(table: Table, key: str, above: str) -> tuple[Window, ...]:
    hint = _DAYS_HINT.replace("holidays", key)
    return tuple(_window(one, f"{above}{key}", hint) for one in (_as_list(table[key]) if key in table else ()))


def _window(value: object, key: str, hint: str) -> Window:
    name: object = ""
    first = last = None
    table = _as_table(value)
    if table is not None:
        _known(table, _WINDOW, f"{key}.")
        first, last = _day(table.get("first")), _day(table.get("last", table.get("first")))
        name = table.get("name", "")
    elif isinstance(value, str) and (match := _ISO.fullmatch(value)):
        first, last = _day(match[1]), _day(match[2] or match[1])
    else:
        first = last = _day(value)
    if first is None or last is None or last < first or not isinstance(name, str):
        raise _invalid(key, value, hint)
    return Window(first, last, name)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _person(name: str, value: object) -> Person:
    above = f"people.{name}"
    table = _table(value, above)
    _known(table, _PERSON, f"{above}.")
    role, count = table.get("role"), table.get("count", 1)
    if not name.strip():
        raise _invalid("people", name, 'write [people.Ana] or [people."Ana Silva"]')
    if role is not None and not isinstance(role, str):
        raise _invalid(f"{above}.role", role, 'write role = "backend"')
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= _MOST_PEOPLE:
        raise _invalid(f"{above}.count", count, f"write how many they are, 1 to {_MOST_PEOPLE}: count = 2")
    share = _share(table.get("share", 1.0), f"{above}.share")
    available = _available(table["available"], f"{above}.available") if "available" in table else None
    return Person(name, role, count, share, available, _windows(table, "away", f"{above}."))


def _share(value: object, key: str) -> float:
    found: float | None = None
    if isinstance(value, str):
        found = share_in(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value)
    if found is None or not _LEAST_SHARE <= found <= 1:
        raise _invalid(key, value, 'write share = 0.5 or share = "50 %", at least 0.01 and at most 1')
    return found


def _available(value: object, key: str) -> int:
    found = minutes(value) if isinstance(value, str) else None
    if not found:
        raise _invalid(key, value, 'write the time for one plan in all: available = "10 weeks"')
    return found


def _strings(value: object, key: str, hint: str) -> tuple[str, ...]:
    given = _as_list(value)
    found = tuple(one for one in given if isinstance(one, str))
    if len(found) != len(given):
        raise _invalid(key, value, hint)
    return found


def _table(value: object, key: str) -> Table:
    found = _as_table(value)
    if found is None:
        raise _invalid(key, value, f"write [{key}] and its keys below it")
    return found


def _as_table(value: object) -> Table | None:
    return cast("Table", value) if isinstance(value, dict) else None


def _as_list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _known(table: Table, keys: tuple[str, ...], above: str) -> None:
    for key in table:
        if key not in keys:
            near = get_close_matches(key.casefold(), keys, n=1, cutoff=0.5)
            hint = f"did you mean {above}{near[0]}?" if near else f"keys there: {', '.join(keys)}"
            raise PlanError("invalid", f"{FILE}: unknown key {quoted(above + key)}", hint)


def _invalid(key: str, value: object, hint: str) -> PlanError:
    try:
        shown = quoted(value) if isinstance(value, str) else repr(value)[:60]
    except ValueError:  # a number of more digits than are ever printed
        shown = "a number as long as that"
    return PlanError("invalid", f"{FILE}: {key} cannot be {shown}", hint)
