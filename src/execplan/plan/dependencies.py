"""Who waits for whom, as documents state it: fields, and prose between phases. Knows steps and phases; knows no schedule.

Targets inside the plan become ids; anything else (issues, other files, people) stays as the words of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from execplan.plan import vocabulary
from execplan.plan.model import Phase, Section, Step
from execplan.text.source import Source

_VERB = re.compile(
    r"\s+(?:depends on|requires|needs|is blocked by|blocked by|must wait for|waits for|follows|comes after|starts after|"
    r"depende de|hängt ab von|hängt von|зависит от|dépend de)\s+|\s*(?:依赖于?|に依存)\s*",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?P<kind>phases?|tasks?|steps?|milestones?|weeks?|stages?|этап\w*|фаз\w*|阶段|단계|fases?|schritte?|étapes?)\s*#?(?P<numbers>\d+(?:\.\d+)*(?:\s*(?:,|&|and|und|y|et|и|-|–|to)\s*\d+(?:\.\d+)*)*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_COMMA = re.compile(r"\s*[,;]\s*")
_AND = re.compile(r"\s*(?:[,;&]|\band\b)\s*")
_ENDS = " .`*"
_RANGE = re.compile(r"(\d+)\s*(?:-|–|to)\s*(\d+)")


def resolve(
    source: Source, sections: tuple[Section, ...], steps: list[Step], phases: list[Phase]
) -> tuple[list[Step], list[Phase]]:
    """Steps and phases with their targets resolved, prose dependencies added."""
    prose, known = _prose(source, sections, phases), _Known.of(steps, phases)
    new_phases = [
        replace(phase, depends_on=_unique((*_targets(phase.depends_on, known, phase.id), *prose.get(phase.id, ()))))
        if phase.depends_on or phase.id in prose
        else phase
        for phase in phases
    ]
    new_steps = [
        replace(step, depends_on=_unique(_targets(step.depends_on, known, step.id))) if step.depends_on else step
        for step in steps
    ]
    return new_steps, new_phases


def _unique(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _targets(words: tuple[str, ...], known: _Known, own: str) -> tuple[str, ...]:
    found: list[str] = []
    for value in words:
        if vocabulary.is_unset(value):
            continue
        ids = [id for id in _ids(value, known) if id != own]
        found += ids or [value]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be named, each name with the first that has it: no name is looked for twice in a long plan."""

    exact: dict[str, str]
    """By id, label or title."""
    bare: dict[str, str]
    """Steps by their label without its word."""
    steps: dict[str, str]
    """Steps by the number in their label."""
    phases: dict[str, str]

    @staticmethod
    def of(steps: Sequence[Step], phases: Sequence[Phase]) -> _Known:
        exact: dict[str, str] = {}
        for one in (*steps, *phases):
            title = one.title.casefold()
            for name in (one.id, (one.label or "").casefold().strip(_ENDS), title, title.strip(_ENDS)):
                exact.setdefault(name, one.id)
        bare: dict[str, str] = {}
        for step in steps:
            if step.label:
                bare.setdefault(_bare(step.label), step.id)
        return _Known(exact, bare, _by_label(steps), _by_label(phases))


def _by_label(entries: Sequence[Step | Phase]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in entries:
        for number in _NUMBER.findall(one.label or "")[:1]:
            found.setdefault(number, one.id)
    return found


def _ids(value: str, known: _Known) -> list[str]:
    folded = value.strip(_ENDS).casefold()
    if exact := _exact(folded, known):
        return exact
    for separator in (_COMMA, _AND):
        parts = [_exact(part, known) for part in separator.split(folded)]
        if len(parts) > 1 and all(parts):
            return [id for part in parts for id in part]
    ids: list[str] = []
    for match in _LABELS.finditer(value):
        ids += _by_number(match["kind"], match["numbers"], known)
    if ids:
        return ids
    if re.fullmatch(r"(?:#?[\w.-]+)(?:\s*(?:,|&|and)\s*#?[\w.-]+)*", folded):
        for part in re.split(r"\s*(?:,|&|\band\b)\s*", folded):
            if (id := known.bare.get(_bare(part))) is not None:
                ids.append(id)
    return ids


def _exact(words: str, known: _Known) -> list[str]:
    """What has exactly this id, label or title."""
    bare = words.strip(_ENDS)
    return [known.exact[bare]] if bare and bare in known.exact else []


def _bare(label: str) -> str:
    return re.sub(r"^(?:step|task|phase|шаг|задача|步骤|任务)\s*#?", "", label.casefold()).strip(" .#")


def _by_number(kind: str, numbers: str, known: _Known) -> list[str]:
    wanted = _NUMBER.findall(numbers)
    span = _RANGE.fullmatch(numbers.strip())
    if span and int(span[2]) - int(span[1]) < 100:
        wanted = [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
    singular = kind.casefold().rstrip("s")
    steps_first = singular.startswith(("step", "task", "schritt", "paso"))
    first, then = (known.steps, known.phases) if steps_first else (known.phases, known.steps)
    found = (first.get(number) or then.get(number) for number in wanted)
    return [id for id in found if id is not None]


def _prose(source: Source, sections: tuple[Section, ...], phases: list[Phase]) -> dict[str, tuple[str, ...]]:
    """``Phase 2 depends on Phase 1`` anywhere in sections about work or dependencies."""
    found: dict[str, tuple[str, ...]] = {}
    if not phases:
        return found
    known = _Known.of((), phases)
    for section in sections:
        if section.role not in ("steps", "dependencies", "phase", "plan_of_work"):
            continue
        for line in range(section.line + 1, section.own_end):
            text = source.line(line).strip(" \t-*+>")
            if text.startswith("["):
                continue
            for match in _VERB.finditer(text):
                who = _ids(re.split(r"[.;:|]", text[: match.start()])[-1][-60:].strip("*_ "), known)
                what = _ids(re.split(r"[.;|]", text[match.end() :])[0][:80].strip("*_ "), known)
                for id in who:
                    found[id] = (*found.get(id, ()), *(target for target in what if target != id))
    return found
