"""Who waits for whom, as documents state it: fields, and prose between phases. Knows steps and phases; knows no schedule.

Targets inside the plan become ids; anything else (issues, other files, people) stays as the words of the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

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
    prose = _prose(source, sections, phases)
    new_phases = [
        replace(
            phase, depends_on=_unique((*_targets(phase.depends_on, steps, phases, phase.id), *prose.get(phase.id, ())))
        )
        if phase.depends_on or phase.id in prose
        else phase
        for phase in phases
    ]
    new_steps = [
        replace(step, depends_on=_unique(_targets(step.depends_on, steps, phases, step.id)))
        if step.depends_on
        else step
        for step in steps
    ]
    return new_steps, new_phases


def _unique(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _targets(words: tuple[str, ...], steps: list[Step], phases: list[Phase], own: str) -> tuple[str, ...]:
    found: list[str] = []
    for value in words:
        if vocabulary.is_unset(value):
            continue
        ids = [id for id in _ids(value, steps, phases) if id != own]
        found += ids or [value]
    return tuple(found)


def _ids(value: str, steps: list[Step], phases: list[Phase]) -> list[str]:
    folded = value.strip(_ENDS).casefold()
    known = (*steps, *phases)
    if exact := _exact(folded, known):
        return exact
    for separator in (_COMMA, _AND):
        parts = [_exact(part, known) for part in separator.split(folded)]
        if len(parts) > 1 and all(parts):
            return [id for part in parts for id in part]
    ids: list[str] = []
    for match in _LABELS.finditer(value):
        ids += _by_number(match["kind"], match["numbers"], steps, phases)
    if ids:
        return ids
    if re.fullmatch(r"(?:#?[\w.-]+)(?:\s*(?:,|&|and)\s*#?[\w.-]+)*", folded):
        for part in re.split(r"\s*(?:,|&|\band\b)\s*", folded):
            ids += [step.id for step in steps if step.label and _bare(step.label) == _bare(part)][:1]
    return ids


def _exact(words: str, known: Sequence[Step | Phase]) -> list[str]:
    """What has exactly this id, label or title."""
    bare = words.strip(_ENDS)
    for one in known:
        if bare and bare in (
            one.id,
            (one.label or "").casefold().strip(_ENDS),
            one.title.casefold(),
            one.title.casefold().strip(_ENDS),
        ):
            return [one.id]
    return []


def _bare(label: str) -> str:
    return re.sub(r"^(?:step|task|phase|шаг|задача|步骤|任务)\s*#?", "", label.casefold()).strip(" .#")


def _by_number(kind: str, numbers: str, steps: list[Step], phases: list[Phase]) -> list[str]:
    wanted = _NUMBER.findall(numbers)
    span = _RANGE.fullmatch(numbers.strip())
    if span and int(span[2]) - int(span[1]) < 100:
        wanted = [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
    singular = kind.casefold().rstrip("s")
    entries = [*phases, *steps] if not singular.startswith(("step", "task", "schritt", "paso")) else [*steps, *phases]
    ids: list[str] = []
    for number in wanted:
        ids += [one.id for one in entries if one.label and _NUMBER.findall(one.label)[:1] == [number]][:1]
    return ids


def _prose(source: Source, sections: tuple[Section, ...], phases: list[Phase]) -> dict[str, tuple[str, ...]]:
    """``Phase 2 depends on Phase 1`` anywhere in sections about work or dependencies."""
    found: dict[str, tuple[str, ...]] = {}
    if not phases:
        return found
    for section in sections:
        if section.role not in ("steps", "dependencies", "phase", "plan_of_work"):
            continue
        for line in range(section.line + 1, section.own_end):
            text = source.line(line).strip(" \t-*+>")
            if text.startswith("["):
                continue
            for match in _VERB.finditer(text):
                who = _ids(re.split(r"[.;:|]", text[: match.start()])[-1][-60:].strip("*_ "), [], phases)
                what = _ids(re.split(r"[.;|]", text[match.end() :])[0][:80].strip("*_ "), [], phases)
                for id in who:
                    found[id] = (*found.get(id, ()), *(target for target in what if target != id))
    return found
