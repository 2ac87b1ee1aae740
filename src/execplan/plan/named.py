"""What the steps and phases of a plan may be called, and which of them some words mean. Knows names; knows no document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from execplan.plan.model import Phase, Step
from execplan.text.patterns import later

KINDS = r"phases?|tasks?|steps?|milestones?|weeks?|stages?|этап\w*|фаз\w*|阶段|단계|fases?|schritte?|étapes?|pasos?|步骤|шаг\w*"
LABELS = later(
    rf"(?P<kind>{KINDS})\s*#?(?P<numbers>\d+(?:\.\d+)*(?:\s*(?:,|&|and|und|y|et|и|-|–|to)\s*\d+(?:\.\d+)*)*)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_NUMBERED = later(r"(?:[^\W\d_]+[\s#.-]*)?(?P<number>\d+(?:\.\d+)*)")
_PREFIX = re.compile(r"([A-Za-z]{1,6})-?\d")
_KIND = re.compile(r"^(?:step|task|phase|шаг|задача|步骤|任务)\s*#?")
_COMMA = later(r"\s*[,;]\s*")
_AND = later(r"\s*(?:[,;&]|\band\b)\s*")
_ENDS = " .`*"
_RANGE = later(r"(\d{1,6})\s*(?:-|–|to)\s*(\d{1,6})")
_PLAIN = later(r"(?:#?[\w.-]+)(?:\s*(?:,|&|and)\s*#?[\w.-]+)*")
_ONE = later(
    rf"[*_`\"“]*(?:(?P<kind>{KINDS})\s*#?(?P<number>\d+(?:\.\d+)*)|(?P<label>[A-Za-z]{{1,6}}-?\d[\w-]*(?:\.\d+)*))(?!\w)"
    r"[*_`\"”]*(?:\s*\([^()]{1,60}\))?[*_`]*",
    re.IGNORECASE,
)
_NEXT = later(
    r"\s*(?P<by>,\s*(?:and|&)|,|&|、|\b(?:and|und|y|et|e|и|through|to)\b|[-–])\s*"
    rf"(?:(?=[*_`\"“]*(?:{KINDS}|[A-Za-z]{{1,6}}-?\d))|(?P<number>\d+(?:\.\d+)*)(?!\w)"
    r"(?!\s+(?!and\b|to\b|or\b|for\b|before\b|first\b|through\b)[^\W\d_]))",
    re.IGNORECASE,
)
_SPAN = frozenset({"-", "–", "to", "through"})
_OR = later(r"\s*,?\s*(?:or|oder|ou|или|либо)\b|\s*/", re.IGNORECASE)
_LONGEST_RANGE = 100
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Known:
    """What can be named, each name with the first that has it: no name is looked for twice in a long plan."""

    exact: dict[str, str]
    """By id, label or title."""
    bare: dict[str, str]
    """Steps by their label without its word."""
    steps: dict[str, str]
    """Steps by the number in their label."""
    phases: dict[str, str]
    inside: dict[tuple[str, str], str]
    """Steps by phase and number: numbers may begin again in each phase."""
    twins: frozenset[str]
    """Numbers that several steps have."""
    prefixes: frozenset[str]
    """The letters that labels such as ``T012`` begin with."""

    @staticmethod
    def of(steps: Sequence[Step], phases: Sequence[Phase]) -> Known:
        exact: dict[str, str] = {}
        for one in (*steps, *phases):
            title = one.title.casefold()
            for name in (one.id, (one.label or "").casefold().strip(_ENDS), title, title.strip(_ENDS)):
                exact.setdefault(name, one.id)
        exact.pop("", None)
        bare: dict[str, str] = {}
        inside: dict[tuple[str, str], str] = {}
        twins: set[str] = set()
        by_number: dict[str, str] = {}
        prefixes: set[str] = set()
        for step in steps:
            if not step.label:
                continue
            bare.setdefault(_bare(step.label), step.id)
            if letters := _letters(step.label):
                prefixes.add(letters)
            if (number := _number(step.label)) is not None:
                inside.setdefault((step.phase or "", number), step.id)
                if by_number.setdefault(number, step.id) != step.id:
                    twins.add(number)
        by_phase: dict[str, str] = {}
        for phase in phases:
            if phase.label and (number := _number(phase.label)) is not None:
                by_phase.setdefault(number, phase.id)
        return Known(exact, bare, by_number, by_phase, inside, frozenset(twins), frozenset(prefixes))


@dataclass(frozen=True, slots=True)
class References:
    """References at the beginning of a text: those that name something, those that name nothing, where they end."""

    ids: tuple[str, ...]
    missing: tuple[str, ...]
    end: int


_NONE = References((), (), 0)


def ids_of(value: str, known: Known, phase: str | None = None) -> list[str]:
    """Whom the value of a field means, read generously; of equal numbers the one in this phase."""
    folded = value.strip(_ENDS).casefold()
    if exact := _exact(folded, known):
        return exact
    for separator in (_COMMA, _AND):
        parts = [_exact(part, known) for part in separator.split(folded)]
        if len(parts) > 1 and all(parts):
            return [id for part in parts for id in part]
    ids: list[str] = []
    for match in LABELS.finditer(value):
        ids += _by_number(match["kind"], match["numbers"], known, phase)
    if ids:
        return ids
    if _PLAIN.fullmatch(folded):
        for part in re.split(r"\s*(?:,|&|\band\b)\s*", folded):
            bare = _bare(part)
            id = known.inside.get((phase or "", bare)) or known.bare.get(bare)
            if id is not None:
                ids.append(id)
    return ids


def is_name(words: str, known: Known) -> bool:
    """Is that all one id, label or title?"""
    folded = words.strip(_ENDS).casefold()
    return folded in known.exact or _bare(folded) in known.bare


def leading(text: str, known: Known, phase: str | None = None) -> References:
    """The references that a text begins with, read strictly: ``Step 1 and 2``, ``T012, T013``, ``Phases 1-3``.

    A number that several steps have names one only within its phase. Of alternatives (``Step 1 or Step 2``) none.
    """
    found: list[tuple[str, str]] = []
    at, kind = 0, ""
    while True:
        match = _ONE.match(text, at)
        if match is not None:
            kind = match["kind"] or ""
            name, at = match["number"] or match["label"], match.end()
            found.append((kind, name))
        following = _NEXT.match(text, at) if found else None
        if following is None:
            break
        if following["number"] is None:
            if _ONE.match(text, following.end()) is None:
                break
            if following["by"] in _SPAN:
                return _NONE  # ``Step 1 to Phase 2``: nobody can say what is between
        elif not kind:
            break
        elif following["by"].casefold() in _SPAN:
            found += _between(kind, found[-1][1], following["number"])
        else:
            found.append((kind, following["number"]))
        at = following.end()
    if not found or _OR.match(text, at):
        return _NONE
    ids: list[str] = []
    missing: list[str] = []
    for kind, name in found:
        id = _strictly(kind, name, known, phase)
        if id is not None:
            ids.append(id)
        else:
            missing.append(f"{kind} {name}".strip())
    return References(tuple(ids), tuple(missing), at)


def whole(text: str, known: Known, phase: str | None = None) -> tuple[str, ...]:
    """Whom a text means that holds references and nothing else, or is a title, or a label with its title."""
    bare = text.strip(' \t*_`"“”.')
    if exact := _exact(bare.casefold(), known):
        return tuple(exact)
    found = leading(text, known, phase)
    rest = text[found.end :].strip(' \t*_`"“”.←⇐')
    if found.ids and not found.missing and (not rest or (len(found.ids) == 1 and rest[0] in ":：—–-")):
        return found.ids
    parts = [_exact(part, known) for part in _AND.split(bare.casefold())]
    return tuple(id for part in parts for id in part) if len(parts) > 1 and all(parts) else ()


def missing_in(value: str, known: Known, phase: str | None = None, *, always: bool = False) -> tuple[str, ...]:
    """The words in a field's value that read like steps or phases of this plan and name none.

    Of a plan without numbers nobody can tell what ``Step 9`` means: it is told of only with ``always``.
    """
    if not (always or known.steps or known.phases or known.prefixes):
        return ()
    found = leading(value.strip(), known, phase)
    if not found.missing or value.strip()[found.end :].strip(" .*_`)]") not in ("",):
        return ()
    return tuple(one for one in found.missing if " " in one or _letters(one) in known.prefixes)


def _strictly(kind: str, name: str, known: Known, phase: str | None) -> str | None:
    if not kind:
        return known.exact.get(name.casefold()) or known.bare.get(name.casefold())
    steps_first = _is_step(kind)
    own = known.inside.get((phase or "", name)) if phase else None
    step = own or (None if name in known.twins else known.steps.get(name))
    of_phase = known.phases.get(name)
    return (step or of_phase) if steps_first else (of_phase or step)


def _between(kind: str, first: str, last: str) -> list[tuple[str, str]]:
    return [(kind, number) for number in _counted(first, last)[1:]]


def _counted(first: str, last: str) -> list[str]:
    """The numbers from one to the other; none where they are no short way up."""
    if max(len(first), len(last)) > _DIGITS or not (first.isdecimal() and last.isdecimal()):
        return []
    low, high = int(first), int(last)
    return [str(number) for number in range(low, high + 1)] if 0 < high - low < _LONGEST_RANGE else []


def _exact(words: str, known: Known) -> list[str]:
    """What has exactly this id, label or title."""
    bare = words.strip(_ENDS)
    return [known.exact[bare]] if bare and bare in known.exact else []


def _number(label: str) -> str | None:
    match = _NUMBERED.fullmatch(label.strip(" .*_`:"))
    return match["number"] if match else None


def _letters(label: str) -> str:
    """``t`` of ``T012``; nothing of ``Step 3`` and ``3``."""
    match = _PREFIX.match(label.strip(" *_`"))
    return match[1].casefold() if match else ""


def _bare(label: str) -> str:
    return _KIND.sub("", label.casefold()).strip(" .#")


def _is_step(kind: str) -> bool:
    return kind.casefold().rstrip("s").startswith(("step", "task", "schritt", "paso", "步骤", "шаг"))


def _by_number(kind: str, numbers: str, known: Known, phase: str | None) -> list[str]:
    wanted = _NUMBER.findall(numbers)
    span = _RANGE.fullmatch(numbers.strip())
    if span:
        wanted = _counted(span[1], span[2]) or wanted
    steps = {number: known.inside.get((phase or "", number)) or known.steps.get(number) for number in wanted}
    phases = {number: known.phases.get(number) for number in wanted}
    first, then = (steps, phases) if _is_step(kind) else (phases, steps)
    found = (first.get(number) or then.get(number) for number in wanted)
    return [id for id in found if id is not None]
