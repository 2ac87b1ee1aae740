"""What a search answers, as models and as text. Knows hits; knows no file and no transport."""

from __future__ import annotations

from collections.abc import Sequence

from execplan.views.search import Hit, Kind
from execplan.workspace.wire.answers import Answer
from execplan.workspace.wire.render import text


class HitRow(Answer):
    plan: str
    kind: Kind
    id: str | None = None
    section: str | None = None
    """Of prose: the section it stands in."""
    line: int
    snippet: str


class SearchAnswer(Answer):
    count: int
    """All that match."""
    hits: list[HitRow]
    more: int | None = None
    """Matches beyond the limit."""
    unreadable: list[str] | None = None
    """Plans that could not be read, and why."""


def search_answer(hits: Sequence[Hit], limit: int, unreadable: Sequence[str] = ()) -> SearchAnswer:
    rows = [
        HitRow(plan=hit.plan, kind=hit.kind, id=hit.id, section=hit.name, line=hit.line + 1, snippet=hit.snippet)
        for hit in hits[:limit]
    ]
    more = len(hits) - limit if len(hits) > limit else None
    return SearchAnswer(count=len(hits), hits=rows, more=more, unreadable=list(unreadable) or None)


@text.register
def _search(answer: SearchAnswer) -> str:
    lines = [] if answer.hits else ["nothing found"]
    for row in answer.hits:
        lines.append(f"{row.plan} {row.kind} {name(row)}: {row.snippet}")
    lines += [f"+{answer.more} more: raise limit or name kinds"] if answer.more else []
    lines += [f"not read: {one}" for one in answer.unreadable or ()]
    return "\n".join(lines)


def name(row: HitRow) -> str:
    """What names the entry: its id, its section, else its line."""
    return row.id or (f"'{row.section}'" if row.section else f":{row.line}")
