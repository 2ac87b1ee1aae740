"""Rules for a plan that must stand alone: a reader has the plan and the repository, and nothing else. Know no file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan import outline
from execplan.plan.model import CLOSED, Plan
from execplan.text.blocks import blocks_of
from execplan.views.review.paths import path_in, paths_named
from execplan.views.review.phrases import counted
from execplan.views.review.rule import Facts, Hit, Rule, everywhere

_TODAY = frozenset({"objective", "summary", "context"})
"""Sections that tell how things are; elsewhere a path may be one to come or one that was."""
_CHANGING = re.compile(
    r"\b(?:new|creat\w+|add\w*|introduc\w+|writ\w+|scaffold\w*|generat\w+|produc\w+|emit\w*|output\w*|will|to be|future|"
    r"planned|propos\w+|delet\w+|remov\w+|dropp?\w*|renam\w+|mov\w+|replac\w+|legacy|former\w*|was|were|no longer|missing|"
    r"absent|not exist|optional|e\.g|example|such as|if present|ignored|build|dist|cache|another|other repo\w*|upstream)\b"
    r"|→|->|=>",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"(?:^|/)(?:path/to|foo|bar|example|your-|my-)", re.IGNORECASE)
_TALK = re.compile(
    r"\bas (?:we |was |were |has been |you )?(?:just )?(?:discussed|agreed|talked about|requested)"
    r"(?: above| earlier| before| previously)?\b"
    r"(?! (?:in|at|by|on|with|under|between) (?:§|`|\[|section|the (?:section|decision)))"
    r"|\bas (?:we |you |I )?(?:said|mentioned|explained|noted|stated|told)(?: to you)? (?:earlier|before|previously)\b"
    r"|\b(?:see|per|in) (?:the|our|this) (?:chat|conversation|slack thread)(?: history| log)?"
    r"(?=\s*(?:[.,;:!?)]|\Z|above\b|earlier\b|for\b))"
    r"|\b(?:our|the) (?:earlier|previous|last) (?:chat|conversation|discussion|call)\b"
    r"|\b(?:you|I|we) (?:mentioned|told|said|discussed|agreed)(?: this| that| it)? "
    r"(?:earlier|above|before|previously|in chat|last time|yesterday)\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\n]*`|\"[^\"\n]*\"|“[^“”\n]*”")
_NAMES = re.compile(r"`[^`\n]*`|\]\([^()\s]*\)")
_COMMAND = re.compile(r"`[^`\s]+\s[^`\n]*`")
_LINK = re.compile(r"https?://(?P<host>[\w.-]+)(?P<path>/[^\s)>\]\"'`]*)?", re.IGNORECASE)
_NEAR = re.compile(
    r"localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|\[|.*(?:^|\.)(?:example\.(?:com|org|net)|invalid|test|local|internal)\Z"
)
_TRACE = re.compile(
    r"\.git\Z|/(?:pulls?|releases?|merge_requests|issues?|commits?|compare|runs?|actions|browse|milestones?)(?:/|\Z)"
)
"""Links that trace the work (a pull request, an issue, a commit) belong in a plan."""


def _dead_paths(plan: Plan, facts: Facts) -> Iterator[Hit]:
    if plan.status in ("completed", "abandoned"):
        return
    named = [(path, line) for path, line in paths_named(plan) if "/" in path and not _EXAMPLE.search(path)]
    known = {path: facts.exists[path] for path, _ in named if path in facts.exists}
    if sum(known.values()) * 2 < len(known):
        return  # it talks about another tree
    moving = _changing(plan)
    changing = {path for path, line in named if line in moving}
    coming = {path for step in plan.steps if step.status not in CLOSED for path in map(path_in, step.files) if path}
    made = _made(plan)
    told: set[str] = set()
    for path, line in named:
        if known.get(path, True) or path in changing or path in coming or path in told:
            continue
        if line in made or _is_today(plan, line):
            told.add(path)
            yield Hit(line, f"there is no {path} here: name where it is now, or say that it is new")


def _changing(plan: Plan) -> frozenset[int]:
    """The lines of paragraphs and rows that tell of a change, in their own words or in the label above (``New files:``)."""
    lines: set[int] = set()
    label = ""
    for block in blocks_of(plan.source).all:
        if block.kind == "heading":
            label = plan.source.line(block.start)
        elif block.kind in ("paragraph", "row"):
            text = _NAMES.sub(" ", " ".join(plan.source.line(line) for line in range(block.start, block.end)))
            if block.parent == -1:
                label = text if text.rstrip(" *_").endswith(":") else ""
            if _CHANGING.search(label) or _CHANGING.search(text):
                lines.update(range(block.start, block.end))
    return frozenset(lines)


def _made(plan: Plan) -> frozenset[int]:
    """The lines on which done steps list their files."""
    lines: set[int] = set()
    for step in plan.steps:
        if step.status == "done" and not _CHANGING.search(step.title):
            places = [place for place in (step.place, step.detail) if place]
            fields = (field for place in places for field in place.fields if "files" in field.names)
            lines.update(line for field in fields for line in range(field.line, field.end))
    return frozenset(lines)


def _is_today(plan: Plan, line: int) -> bool:
    at = outline.section_at(plan.sections, line)
    return next(
        (role in _TODAY for index in outline.chain(plan.sections, at) if (role := plan.sections[index].role)), False
    )


def _conversations(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    for line, text in _prose(plan):
        match = _TALK.search(_CODE.sub(_blanked, text))
        if match:
            yield Hit(line, f"'{match[0]}' points outside the plan: say here what a reader needs of it")


def _blanked(code: re.Match[str]) -> str:
    """Code and quotes without what they hold."""
    return code[0][0] + " " * (len(code[0]) - 2) + code[0][-1]


def _links(plan: Plan, facts: Facts) -> Iterator[Hit]:
    del facts
    found = [
        (line, match[0])
        for line, text in _prose(plan)
        for match in _LINK.finditer(_COMMAND.sub(" ", text))
        if not _NEAR.match(match["host"].casefold()) and not _TRACE.search(match["path"] or "")
    ]
    if found:
        links = dict(reversed([(link, line) for line, link in found]))
        yield Hit(
            found[0][0],
            f"{counted(len(links), 'external link')}: what a reader needs of a page should stand in the plan itself",
        )


def _prose(plan: Plan) -> Iterator[tuple[int, str]]:
    """The lines of paragraphs, list items, headings and tables: all but code and comments."""
    blocks = blocks_of(plan.source)
    hidden = {
        line
        for block in blocks.all
        if block.kind in ("fence", "code", "html")
        for line in range(block.start, block.end)
    }
    for line in range(blocks.first, blocks.last):
        if line not in hidden and line < plan.source.line_count:
            yield line, plan.source.line(line)


RULES: tuple[Rule, ...] = (
    Rule(
        "path_dead",
        "A file that the plan describes, or that a done step changed, is not in the repository.",
        "self-contained plans: name files by their full path in the repository",
        _dead_paths,
        everywhere("warning"),
    ),
    Rule(
        "points_to_talk",
        "The plan refers to a conversation that its reader has not seen.",
        "self-contained plans: no 'as discussed', the reader has only the plan and the repository",
        _conversations,
        everywhere("warning"),
    ),
    Rule(
        "external_links",
        "The plan links to pages outside the repository.",
        "self-contained plans: embed the knowledge instead of pointing to a page",
        _links,
        everywhere("info"),
    ),
)
