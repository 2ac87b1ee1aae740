"""What a plan says about itself: title, status, dates, owner, objective, progress bar, dialect. Knows sections; knows no step."""

from __future__ import annotations

import re
from dataclasses import dataclass

from execplan.plan import footer, stamps, states, values, vocabulary
from execplan.plan.marks import collapse
from execplan.plan.model import Bar, DialectId, Field, PlanStatus, Section
from execplan.plan.outline import plain_heading, section_at, title_section
from execplan.plan.places import Outline, field_of, paragraph_fields
from execplan.text.blocks import front_matter_end
from execplan.text.source import Source, Span

_TITLE = re.compile(
    r"^(?:exec\s*plan|execution plan|ejecución|plan)\s*[:：—–-]\s*|\s*[:：—–-]?\s*(?:exec\s*plan|execution plan)$",
    re.IGNORECASE,
)
_FRONT = re.compile(r"(?P<key>[A-Za-z_](?:[\w -]*[\w-])?)\s*:\s*(?P<value>(?:.*\S)?)\s*$")


@dataclass(frozen=True, slots=True)
class Frame:
    title: str
    status: PlanStatus | None
    status_field: Field | None
    created: str | None
    updated: str | None
    updated_fields: tuple[Span, ...]
    fields: tuple[Field, ...]
    owner: str | None
    objective: str | None
    bar: Bar | None
    dialect: DialectId


def read_frame(outline: Outline, sections: tuple[Section, ...]) -> Frame:
    source, lines = outline.source, footer.told_lines(outline)
    front, own = _front_matter(source), _own_fields(outline, sections)
    fields = [*front, *own]
    status_field = _first(fields, "status")
    updated = [field for field in fields if "updated" in field.names]
    footers = footer.updates(outline, lines)
    raw_status = source.slice(status_field.value) if status_field else ""
    updated_spans = tuple(sorted({field.value for field in updated} | set(footers)))
    stamped = [found for span in updated_spans if (found := stamps.value_of(source.slice(span)))]
    created = _first(fields, "created") or _first(fields, "date")
    return Frame(
        title=_title(source, sections, fields),
        status=states.plan_of_text(raw_status) if raw_status and not vocabulary.is_unset(raw_status) else None,
        status_field=status_field,
        created=stamps.value_of(source.slice(created.value)) if created else None,
        updated=max(stamped, default=None),
        updated_fields=updated_spans,
        fields=(*front, *_once(own), *footer.statuses(lines)),
        owner=values.text_of(source, _first(fields, "owner")),
        objective=_objective(outline, sections),
        bar=footer.bar(lines),
        dialect=_dialect(source, sections),
    )


def _first(fields: list[Field], name: str) -> Field | None:
    return next((field for field in fields if name in field.names), None)


def _front_matter(source: Source) -> list[Field]:
    """Flat ``key: value`` lines of the front matter; nested YAML stays opaque."""
    fields: list[Field] = []
    for line in range(front_matter_end(source)):
        span = source.line_span(line)
        match = _FRONT.match(source.slice(span).lstrip("\ufeff"))
        if match:
            word = match["key"].casefold().replace("_", " ")
            names = vocabulary.FIELD_NAMES.get(word, (word,))
            start = span.end - len(source.slice(span)) + source.slice(span).index(":") + 1
            text = source.slice(Span(start, span.end))
            left = start + len(text) - len(text.lstrip())
            value = Span(left, max(left, span.start + len(source.slice(span).rstrip())))
            if match["value"][:1] in "\"'" and len(match["value"]) >= 2 and match["value"][-1] == match["value"][0]:
                value = Span(value.start + 1, value.end - 1)
            fields.append(Field(names, Span(span.start, start - 1), value, line, line + 1))
    return fields


def _own_fields(outline: Outline, sections: tuple[Section, ...]) -> list[Field]:
    """The labelled lines before the first real section and in a metadata section."""
    fields: list[Field] = []
    title = title_section(sections)
    for index, block in enumerate(outline.blocks):
        if (
            block.kind not in ("paragraph", "list")
            or block.depth
            or (block.kind == "list" and _inside_list(outline, index))
        ):
            continue
        at = section_at(sections, block.start)
        if at not in (-1, title) and sections[at].role != "metadata":
            continue
        if block.kind == "paragraph":
            fields += paragraph_fields(outline, index)
        else:
            fields += [
                found
                for item in outline.items_in(index)
                if not item.boxed and (found := field_of(outline.source, item.place))
            ]
    return fields


def _inside_list(outline: Outline, index: int) -> bool:
    parent = outline.blocks[index].parent
    return parent != -1 and outline.blocks[parent].kind == "item"


def _once(fields: list[Field]) -> list[Field]:
    """The first field of each name: a later one is about a part of the plan, not about all of it."""
    seen: set[str] = set()
    return [field for field in fields if not seen.intersection(field.names) and not seen.update(field.names)]


def _title(source: Source, sections: tuple[Section, ...], fields: list[Field]) -> str:
    at = title_section(sections)
    untitled = sections[0].raw if sections and sections[0].role is None else ""  # ``## Steps`` is nobody's title
    raw = sections[at].raw if at != -1 else untitled
    if at != -1 and (text := title_in(raw)):
        return text
    return values.text_of(source, _first(fields, "title")) or _untold(raw) or plain_heading(raw)


def title_in(raw: str) -> str | None:
    """The title that a heading gives; None where it is empty or a placeholder."""
    text = _untold(raw)
    return None if not text or vocabulary.is_unset(text) else text


def _untold(raw: str) -> str:
    """The heading without ``Plan:`` and the like."""
    return collapse(_TITLE.sub("", collapse(raw)).strip("*_ "))


def _objective(outline: Outline, sections: tuple[Section, ...]) -> str | None:
    """The first set paragraph (or list) of the objective section, else of the short description."""
    for role in ("objective", "summary"):
        for section in sections:
            if section.role != role:
                continue
            text = _first_text(outline, section)
            if text:
                return text
    return None


def _first_text(outline: Outline, section: Section) -> str | None:
    source = outline.source
    for block in outline.blocks:
        if block.parent != -1 or block.start <= section.line or block.start >= section.own_end:
            continue
        if block.kind == "paragraph":
            text = collapse(" ".join(source.line(line) for line in range(block.start, block.end)))
            bold = re.fullmatch(r"(\*\*|__)(?:(?!\1).)+\1\s*:?", text)
            if not bold and not vocabulary.is_unset(text):
                return text
        elif block.kind == "list":
            items = [
                outline.items[outline.by_block[child]]
                for child in outline.children.get(outline.blocks.index(block), ())
                if child in outline.by_block
            ]
            texts = [collapse(source.slice(item.place.text)) for item in items if not item.boxed]
            texts = [text for text in texts if not vocabulary.is_unset(text)]
            if texts:
                return "; ".join(texts)
    return None


def _dialect(source: Source, sections: tuple[Section, ...]) -> DialectId:
    """The closest dialect: by title, by the sections only one of them has, by the sentence that names it."""
    titles = {section.title.casefold() for section in sections}
    at = title_section(sections)
    raw = sections[at].raw.casefold() if at != -1 else ""
    if "living document" in source.text[:4000].casefold() and not {"metadata"} & titles:
        return "cookbook"
    if raw.startswith("execplan:") or ("metadata" in titles and "progress" in titles):
        return "living"
    own_log = "progress log" in titles and not {"progress", "decision log", "surprises & discoveries"} & titles
    if "execution steps" in titles or (raw.endswith("execplan") and own_log):
        return "execplan"
    if {"launch criteria", "team capacity", "circuit breakers", "resource allocation"} & titles:
        return "team"
    if raw.startswith("execution plan:") or "steps" in titles:
        return "execution-plan"
    if raw.endswith("execplan") and not {"surprises & discoveries", "decision log"} & titles:
        return "execplan"
    if any(section.role in ("discoveries", "decisions", "progress") for section in sections):
        return "cookbook"
    return "execution-plan"
