"""Documents for the rules that only some kinds of project ask for."""

from __future__ import annotations

from tests.views.review.example import Example, cookbook, doc, living

_OPEN = "- [ ] Measure the old queue"
_DONE = "- [x] (2026-05-18 10:00Z) Measure the old queue"


def _risks(text: str) -> str:
    return cookbook(_OPEN, f"\n## Risks\n\n{text}\n")


EXAMPLES: dict[str, Example] = {
    "owner_missing": Example(
        cookbook(_OPEN),
        "no owner is named",
        cookbook("- [ ] Measure the old queue\n  - Owner: Ana"),
    ),
    "handoff_missing": Example(
        living(_OPEN, "\n## Next Steps / Handoff Notes\n\nNone yet.\n"),
        "no handoff notes",
        living(_OPEN, "\n## Next Steps / Handoff Notes\n\nAsk Ana for the key of the old host.\n"),
    ),
    "links_missing": Example(
        cookbook(_OPEN),
        "no link to a pull request or an issue",
        cookbook("- [ ] Measure the old queue (see #812)"),
    ),
    "discoveries_missing": Example(
        cookbook(_DONE),
        "1 of 1 step done and no discovery written down",
        cookbook(_DONE + "\n- [ ] Choose a broker\n- [ ] Write the adapter"),
    ),
    "reflection_missing": Example(
        cookbook(_DONE),
        "all steps are closed: write what was learned",
        cookbook(_DONE).replace("TBD", "Measuring first saved us the second broker."),
    ),
    "risks_missing": Example(
        _risks("None yet."),
        "no risk is named",
        _risks("- The broker may lose mail: it is written to disk first"),
    ),
    "risk_unmitigated": Example(
        _risks("- The broker may lose mail"),
        "1 of 1 risk without a mitigation: 'The broker may lose mail'",
        _risks("- The broker may lose mail\n  - Mitigation: write to disk first"),
    ),
    "rollback_missing": Example(
        cookbook(_OPEN),
        "how is the change rolled back?",
        doc("# Почта\n\n## Шаги\n\n- [ ] Измерить старую очередь и выбрать новую\n"),
    ),
    "monitoring_missing": Example(
        cookbook(_OPEN),
        "how is a failure noticed?",
        cookbook(_OPEN, "\n## Notes\n\nThe mail dashboard shows the median.\n"),
    ),
}
