"""What a brief says, sorted by where it belongs in a plan. Knows parts and labels; knows no document and no date.

Law: every item of the brief is in exactly one of these; what is of no known part is context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from execplan.edits.planner.brief import Brief, Chapter, Item, labelled, says
from execplan.edits.planner.headings import Part, bare_of, kind_of, label_part, says_more
from execplan.plan import vocabulary
from execplan.plan.drafts import NewStep
from execplan.plan.identity import normal
from execplan.plan.levels import level

Kind = Literal["timeline", "team", "budget", "external", "quality"]
KINDS: dict[Kind, str] = {
    "timeline": "Timeline", "team": "Team", "budget": "Budget", "external": "External", "quality": "Quality bars",
}  # fmt: skip
"""The labelled lines of a plan's constraints, in order."""
_OWN: dict[Kind, frozenset[str]] = {
    "timeline": frozenset({"timeline"}),
    "team": frozenset({"team", "people", "resources", "staff", "who", "capacity"}),
    "budget": frozenset({"budget"}),
    "external": frozenset({"external", "external dependencies"}),
    "quality": frozenset({"quality", "quality bar", "quality bars", "quality requirements"}),
}
"""Labels that say no more than the line's own label does; others (``Deadline: …``) are kept."""
_LATER = re.compile(
    r"\b(?:nice[- ]to[- ]have|should[- ]have|optional|if time allows|can be dropped|could be dropped)\b", re.IGNORECASE
)
_NEVER = re.compile(r"\b(?:out of scope|not in scope|won't have|post-launch)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:\*\*)?risk\s*#?\d{1,3}\s*[:.)–-]\s*", re.IGNORECASE)
_RISK_FIELDS = ("impact", "probability", "mitigation", "owner", "status")
_OF_PEOPLE = frozenset({"role", "position", "availability", "available", "share", "time", "allocation"})
_STARTS = frozenset({"start", "start date", "starts", "begin", "begins"})
_STEP_FIELDS = ("estimate", "owner", "depends_on", "verification", "files")
_TIMED = re.compile(
    r"\s*\((?P<time>\d+(?:[.,]\d+)?(?:\s*(?:-|–|to)\s*\d+(?:[.,]\d+)?)?\s*(?:minutes?|min|hours?|h|days?|d|weeks?|w)"
    r"(?:\s+(?:turn-?around|wait|lead time))?)"
    r"(?:,\s*(?P<who>[^(),;:]{1,40}))?\)\s*$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]+)[)\]]\s*$")
_BARE = re.compile(
    r"(?P<name>impact|severity|likelihood|probability|owner|status)\s+(?P<value>\S+(?:\s\S+){0,2})"
    r"|(?P<level>\S+(?:\s\S+)?)\s+(?P<last>impact|severity|likelihood|probability)",
    re.IGNORECASE,
)
"""``impact high``, ``high impact``, ``owner Ana``: a field without a colon."""


@dataclass(frozen=True, slots=True)
class GivenRisk:
    text: str
    told: tuple[tuple[str, str], ...] = ()
    """Canonical field and value."""


@dataclass(slots=True)
class Given:
    """A brief, sorted. Filled once by ``sorted_out`` and only read from then on."""

    goals: list[Item] = field(default_factory=list[Item])
    constraints: dict[Kind, list[Item]] = field(default_factory=dict[Kind, list[Item]])
    others: list[Item] = field(default_factory=list[Item])
    """Constraints of no kind."""
    scope: dict[Part, list[Item]] = field(default_factory=dict[Part, list[Item]])
    """``must``, ``should``, ``wont``."""
    risks: list[GivenRisk] = field(default_factory=list[GivenRisk])
    prose: dict[Part, list[Item]] = field(default_factory=dict[Part, list[Item]])
    """Criteria, metrics, rollback, rollout, communication, decision points, check-ins and context."""
    owner: str = ""
    steps: list[NewStep] = field(default_factory=list[NewStep])

    def kind(self, kind: Kind) -> list[Item]:
        return self.constraints.get(kind, [])

    def part(self, part: Part) -> list[Item]:
        return self.scope.get(part) or self.prose.get(part, [])


def sorted_out(brief: Brief) -> Given:
    given = Given()
    for chapter in brief.chapters:
        if chapter.part is None:
            _unheaded(given, chapter)
            continue
        if chapter.part == "steps":
            _steps(given, chapter)
            continue
        if chapter.heading and says_more(chapter.heading):
            given.prose.setdefault("context", []).append(Item(chapter.heading))
        for item in chapter.items:
            _take(given, chapter.part, item)
    return given


def _steps(given: Given, chapter: Chapter) -> None:
    """Below a heading of its own words, steps are of that phase; what says the same again is context."""
    phase = chapter.heading if says_more(chapter.heading) else None
    kept: list[Item] = []
    for item in chapter.items:
        step = step_of(item, phase)
        if step is None or normal(step.title) in {normal(one.title) for one in given.steps}:
            kept.append(item)
        else:
            given.steps.append(step)
    if kept or (phase and not chapter.items):
        given.prose.setdefault("context", []).append(Item(phase or chapter.heading, tuple(kept)))


def step_of(item: Item, phase: str | None) -> NewStep | None:
    """A bullet as a step: its fields stand on labelled lines below it, or in brackets (``(2 days, Ana)``) at its end."""
    if not item.bullet or vocabulary.is_unset(item.text):
        return None
    told: dict[str, str] = {}
    notes: list[str] = []
    for line in (line for below in item.below for line in _flat(below)):
        label, value = labelled(line)
        name = next((name for name in vocabulary.FIELD_NAMES.get(bare_of(label), ()) if name in _STEP_FIELDS), None)
        if name and name not in told and value and not vocabulary.is_unset(value):
            told[name] = value
        elif not vocabulary.is_unset(line):
            notes.append(line)
    title = item.text
    if not {"estimate", "owner"} & told.keys() and (tail := timed(title)):
        title, told["estimate"], told["owner"] = tail
    return NewStep(
        title,
        phase=phase,
        verify=told.get("verification"),
        files=tuple(filter(None, (file.strip(" `") for file in told.get("files", "").split(",")))),
        estimate=told.get("estimate"),
        depends_on=(told["depends_on"],) if "depends_on" in told else (),
        owner=told.get("owner"),
        notes="; ".join(notes) or None,
    )


def timed(text: str) -> tuple[str, str, str] | None:
    """What is to be done, how long it takes and who does it, where brackets at the end tell (``(2 days, Ana)``)."""
    tail = _TIMED.search(text)
    title = text[: tail.start()].strip() if tail else ""
    return (title, tail["time"], tail["who"] or "") if tail and title else None


def _unheaded(given: Given, chapter: Chapter) -> None:
    """Lines before the first heading may be labelled as parts are; what has a heading of its own is kept together."""
    if chapter.heading:
        given.prose.setdefault("context", []).append(Item(chapter.heading, chapter.items))
        return
    for item in chapter.items:
        label, value = labelled(item.text)
        if bare_of(label) in ("owner", "lead") and value and not given.owner and not item.below:
            given.owner = value
        elif label and (part := label_part(label)) and part != "context":
            _take(given, part, _of_value(item, label, value, part))
        else:
            given.prose.setdefault("context", []).append(item)


def _of_value(item: Item, label: str, value: str, part: Part) -> Item:
    """``Budget: 5K`` as an item of its part: the label goes where it says no more than the part does."""
    if part in KINDS:
        return item if bare_of(label) not in _OWN[part] else Item(value, item.below, item.bullet)
    return Item(value, item.below, item.bullet)


def _take(given: Given, part: Part, item: Item) -> None:
    if not says(item.text):  # a label with lines below it
        for below in item.below:
            _take(given, part, below)
        return
    match part:
        case "goals":
            given.goals.append(item)
        case "constraints":
            _constraint(given, item)
        case "scope":
            _scoped(given, item)
        case "risks":
            given.risks.append(_risk(item))
        case "must" | "should" | "wont":
            given.scope.setdefault(part, []).append(item)
        case "timeline" | "team" | "budget" | "external" | "quality":
            label, value = labelled(item.text)
            own = bare_of(label) in _OWN[part]
            taken = Item(value, item.below, item.bullet) if own else item
            if part == "timeline" and value and bare_of(label) in _STARTS:  # behind the line's label it is no label
                taken = Item(f"{label.split()[0]} {value}", item.below, item.bullet)
            if says(taken.text):
                taken = _person(taken) if part == "team" else taken
                given.constraints.setdefault(part, []).append(taken)
            else:
                given.constraints.setdefault(part, []).extend(item.below)
        case _:
            given.prose.setdefault(part, []).append(item)


def _person(item: Item) -> Item:
    """Somebody with a role and a share below them, as a row of a table has them: ``Ana (backend, 50 %)``."""
    told = [labelled(below.text) for below in item.below]
    plain = not any(below.below for below in item.below) and "(" not in item.text
    if not told or not plain or not all(bare_of(label) in _OF_PEOPLE and value for label, value in told):
        return item
    return Item(f"{item.text} ({', '.join(value for _, value in told)})", (), item.bullet)


def _constraint(given: Given, item: Item) -> None:
    """By its label, else by what it says."""
    label, value = labelled(item.text)
    part = label_part(label) if label else None
    if part and part not in ("context", "constraints", "goals"):
        _take(given, part, _of_value(item, label, value, part))
    elif kind := kind_of(item.text):
        _take(given, kind, item)
    else:
        given.others.append(item)


def _scoped(given: Given, item: Item) -> None:
    """By its label (``Must: …``), else by what it says of itself; what says nothing must be."""
    label, value = labelled(item.text)
    part = label_part(label) if label else label_part(item.text) if item.below else None
    if part in ("must", "should", "wont"):
        for one in (*(Item(text.strip()) for text in (value if label else "").split(";") if text.strip()), *item.below):
            _take(given, part, one)
        return
    _take(given, "wont" if _NEVER.search(item.text) else "should" if _LATER.search(item.text) else "must", item)


def _risk(item: Item) -> GivenRisk:
    """Its fields stand on labelled lines below it, behind semicolons, or in brackets at its end; the rest is its text."""
    text = _NUMBERED.sub("", item.text, count=1).replace("**", "") if _NUMBERED.match(item.text) else item.text
    told: dict[str, str] = {}
    said: list[str] = []
    if (tail := _TAIL.search(text)) and all(_told(one) for one in re.split(r"[,;]\s*", tail["inside"])):
        for one in re.split(r"[,;]\s*", tail["inside"]):
            _tell(told, one, said)
        text = text[: tail.start()].strip()
    first, *rest = re.split(r"\s*;\s+", text)
    for one in (*rest, *(line for below in item.below for line in _flat(below))):
        _tell(told, one, said)
    return GivenRisk("; ".join([first, *said]), tuple(told.items()))


def _flat(item: Item) -> list[str]:
    return [item.text, *(line for below in item.below for line in _flat(below))]


def _told(line: str) -> tuple[str, str] | None:
    label, value = labelled(line)
    if not label and (bare := _BARE.fullmatch(line.strip())):
        label, value = bare["name"] or bare["last"], bare["value"] or bare["level"]
        if label.casefold() not in ("owner", "status") and level(value) is None:
            return None
    name = next((name for name in vocabulary.FIELD_NAMES.get(bare_of(label), ()) if name in _RISK_FIELDS), None)
    return (name, value) if name and value and not vocabulary.is_unset(value) else None


def _tell(told: dict[str, str], line: str, said: list[str]) -> None:
    found = _told(line)
    if found and found[0] not in told:
        told[found[0]] = found[1]
    else:
        said.append(line)
