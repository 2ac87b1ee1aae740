"""Entries of the plan's log that are no other record: what was done, seen, handed over. Knows the log's forms and no clock."""

from __future__ import annotations

import re

from execplan.edits import derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.known import known
from execplan.edits.placing import Record, place_record
from execplan.plan.dialects import DIALECTS
from execplan.plan.errors import PlanError
from execplan.plan.model import Plan
from execplan.plan.records import free_label
from execplan.plan.safe import entry
from execplan.plan.vocabulary import FIELD_NAMES

_NOTE = "Note"
_KIND = re.compile(r"[A-Za-z]{3,21}")
_TOOLS = {"decision": "add_decision", "what": "add_discovery", "blocked": "add_blocker"}
"""Kinds that are records of their own, by the canonical name of their label, and the tools that record them."""


def log(plan: Plan, text: str, *, kind: str | None = None, now: str) -> Change:
    """A dated entry in the plan's log, in its form; a plan without a log is given one. Law: the same entry twice is one."""
    label = _kind(kind)
    body = entry(text, "entry")
    same = known([one for one in plan.log if one.kind == label], body, lambda one: one.text, "log entry")
    if same:
        return no_change(plan, same.id)
    draft = Draft(plan)
    spot = DIALECTS[plan.dialect].spots["log"]
    labelled = f"{label}: {body}"
    if derived.has_dated_log(plan) or (plan.section("log") is None and plan.dialect == "execplan"):
        derived.log_lines(draft, [f"- {labelled}"], now)
    else:
        title = labelled if label != _NOTE or free_label(body) else body
        place_record(draft, spot, [one.place for one in plan.log], Record(title, {}, ("what", "title")), now)
    draft.adds["log"] += 1
    derived.write_updated(draft, now)
    return draft.change(shows=(("log", "text", body), ("log", "kind", label)))


def _kind(kind: str | None) -> str:
    """The label of the entry, its first letter a capital. Raises ``refused`` for what is a record of its own."""
    word = kind.strip() if kind else ""
    if not word:
        return _NOTE
    names = FIELD_NAMES.get(word.casefold(), ())
    tool = next((tool for name, tool in _TOOLS.items() if name in names), None)
    if tool:
        raise PlanError("refused", f"a {word.casefold()} is more than a log entry", f"use {tool}")
    if not _KIND.fullmatch(word):
        raise PlanError(
            "invalid", f"kind {word!r} is no label", "use one word of 3 to 21 letters, such as Note or Review"
        )
    return word[0].upper() + word[1:]
