"""What a search answers, as models and as text. Knows hits; knows no file and no transport."""

from __future__ import annotations

from execplan.views.search import Kind
from execplan.workspace.searching import Sought
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
    """All that match; with ``plans_more`` at least so many."""
    hits: list[HitRow]
    more: int | None = None
    """Matches beyond the limit."""
    plans_more: int | None = None
    """Plans that have the words too, of which only the likeliest were looked into."""
    unreadable: list[str] | None = None
    """Plans that could not be read, and why."""


def search_answer(sought: Sought, limit: int) -> SearchAnswer:
    hits = sought.hits
    rows = [
        HitRow(plan=hit.plan, kind=hit.kind, id=hit.id, section=hit.name, line=hit.line + 1, snippet=hit.snippet)
        for hit in hits[:limit]
    ]
    more = len(hits) - limit if len(hits) > limit else None
    return SearchAnswer(
        count=len(hits),
        hits=rows,
        more=more,
        plans_more=sought.plans_more or None,
        unreadable=list(sought.unread) or None,
    )


@text.register
def _search(answer: SearchAnswer) -> str:
    lines = [] if answer.hits else ["nothing found"]
    for row in answer.hits:
        lines.append(f"{row.plan} {row.kind} {name(row)}: {row.snippet}")
    lines += [f"+{answer.more} more: raise limit or name kinds"] if answer.more else []
    lines += [f"+{answer.plans_more} plans with the words not looked into: add a word"] if answer.plans_more else []
    lines += [f"not read: {one}" for one in answer.unreadable or ()]
    return "\n".join(lines)


def name(row: HitRow) -> str:
    """What names the entry: its id, its section, else its line."""
    return row.id or (f"'{row.section}'" if row.section else f":{row.line}")
