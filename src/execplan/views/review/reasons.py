"""Rules about records that tell what, not why. Know the words for reasons in nine languages; know no section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.model import Decision, Discovery, Place, Plan
from execplan.views.review.forms import form_of
from execplan.views.review.phrases import counted, short, some
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

_EXPLAINED = 24
"""Words from which on an entry is taken to hold its own reasons."""
_REASON = re.compile(
    r"\b(?:because|since|so that|so the|so it|so we|"
    r"to (?:avoid|keep|make|allow|prevent|reduce|ensure|guarantee|let|match|preserve|stay|"
    r"support|simplify|enable|save|limit|stop|fit|align|unblock|minimi[sz]e|be able)|"
    r"in order to|due to|reason|why|therefore|otherwise|as it|rather than|instead of|avoids|keeps|allows|prevents|saves|"
    r"porque|para|ya que|debido|evita|weil|damit|um|denn|da|car|parce que|afin|pour|pois|чтобы|потому|так как|ради)\b"
    r"|因为|由于|以便|为了|避免|因此|때문|위해|위한|므로|ため|ので|から|[:：]\s*\S.{40,}",
    re.IGNORECASE | re.DOTALL,
)

_SENTENCES = re.compile(r"[^\W\d_]{2}[)`*_]*[.!?。][*_]*\s+\S+\s+\S+|。\s*\S{2}")
"""What was decided, and a sentence more."""
_DATED = re.compile(
    r"\A[\s*_]*\[?\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?[\s*_\])]*[:：—–-]*"
)
"""``**2026-05-18 10:00 UTC**:``."""
_ASIDE = re.compile(r"[(（][^()（）\d]{3,}[)）]")


def has_reason(plan: Plan, one: Decision) -> bool:
    """Does the entry say why: in a field, in words that give reasons, or at length?"""
    return bool(one.rationale or one.trade_offs or one.alternatives) or _explains(_text(plan, one.place))


def _is_entry(plan: Plan, one: Decision) -> bool:
    """Is it an entry of a log (dated, signed, labelled), and not a statement in a list called decisions?"""
    labelled = re.match(
        r"\W*(?:decision|decisi[óo]n|entscheidung|决策|決定|결정|решение)", _text(plan, one.place), re.IGNORECASE
    )
    return bool(one.date or one.by or labelled or form_of(plan))


def has_meaning(plan: Plan, one: Discovery) -> bool:
    """Does the entry say why it matters, or what was done about it?"""
    return bool(one.why_it_matters or one.action) or _explains(_text(plan, one.place))


def _explains(text: str) -> bool:
    wide = sum(1 for char in text if char >= "\u2e80")
    if len(text.split()) + wide // 2 >= _EXPLAINED:
        return True
    return bool(_REASON.search(text) or _SENTENCES.search(text) or (wide and _ASIDE.search(text)))


def _text(plan: Plan, place: Place) -> str:
    """The entry's words without its labelled fields (who, when, what exactly) and without a leading date."""
    fields = {line for field in place.fields for line in range(field.line, field.end)}
    first = range(place.line, plan.source.line_of(max(place.text.end - 1, place.text.start)) + 1)
    rest = [plan.source.line(at) for at in range(first.stop, place.end) if at not in fields]
    return _DATED.sub("", " ".join([plan.source.slice(place.text), *rest]), count=1)


def _without_reason(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    entries = [one for one in plan.decisions if one.retracted is None and _is_entry(plan, one)]
    bare = [one for one in entries if not has_reason(plan, one)]
    if bare:
        said = some(f"'{short(one.title)}'" for one in bare)
        message = f"{len(bare)} of {counted(len(entries), 'decision')} without a reason: {said}"
        yield Hit(bare[0].line, message)


def _without_meaning(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    if plan.dialect != "living":
        return
    bare = [one for one in plan.discoveries if one.retracted is None and not has_meaning(plan, one)]
    if bare:
        said = some(f"'{short(one.title)}'" for one in bare)
        which = counted(len(plan.discoveries), "discovery", "discoveries")
        yield Hit(bare[0].line, f"{len(bare)} of {which} without why it matters: {said}")


RULES: tuple[Rule, ...] = (
    Rule(
        "decision_without_reason",
        "A decision is recorded without its reason.",
        "ExecPlan guide, review checklist: decisions include rationale; living plan: do not hide decisions",
        _without_reason,
        everywhere("warning"),
    ),
    Rule(
        "discovery_without_why",
        "A discovery of a living plan says neither why it matters nor what was done.",
        "living plan, form of a discovery",
        _without_meaning,
        {"solo": "info", "team": "info", "production": "info", "learning": "warning"},
    ),
)
