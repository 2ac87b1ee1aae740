"""What changed between two versions of a plan, in words: every edit there is, in every dialect, and hands of others."""

from __future__ import annotations

from textwrap import dedent

import pytest

from execplan.plan.choice import first_choice
from execplan.plan.model import Plan
from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.changes import told
from tests.edits.check import done
from tests.edits.test_golden import AFTER, CELLS, DIALECTS, fresh, kept

BEFORE = """\
    # Faster builds

    **Status**: In Progress
    **Owner**: Ana

    ## Context

    Builds take a minute.

    ## Steps

    ### Phase 1: Ground

    - [ ] **Step 1**: Measure the build
      - Verification: run it
    - [ ] **Step 2**: Write the index
    - [ ] **Step 3**: Move the callers

    ### Phase 2: Roof

    - [ ] **Step 4**: Delete the old table

    ## Decision Log

    - (2026-10-01) Keep SQLite

    ## Success Criteria

    - [ ] A cold build takes a minute

    ## Open Questions

    - [ ] Who pays?
    """
SAID: dict[str, tuple[str, ...]] = {
    "evidence": ("{step} done (evidence)", "{going}"),
    "evidence-file": ("{step} in progress (evidence)", "{going}"),
    "percent": ("{step} in progress, 60%", "{going}"),
    "step-reworded": ("step reworded: {title} → 'Load it from the shop'",),
    "step-fields": ("{step} changed (estimate, owner, verification, files)",),
    "decision": ("decision added: 'Index at night'",),
    "discovery": ("discovery added: 'The catalogue holds duplicates'",),
    "blocker": ("blocker added: 'No access to the catalogue'",),
    "blocker-on-step": ("{step} blocked", "blocker added: 'No access to the catalogue'", "{stuck}"),
    "question": ("question added: 'How long is a word at least?'",),
    "risk": ("risk added: 'The vendor raises prices'",),
    "log": ("log entry added: 'The demo went well'",),
    "log-review": ("log entry added: 'Review: Read by the whole team'",),
    "step": ("step added: 'Log the misses'",),
    "sub-step": ("step added: 'Words'", "step added: 'Names'"),
    "done": ("{step} done", "{going}"),
    "done-with-a-note": ("{step} done (notes)", "{going}"),
    "skipped": ("{step} skipped",),
    "blocked": ("{step} blocked", "blocker added: 'no access'", "{stuck}"),
    "percent-and-evidence": ("{step} at 80% (evidence)",),
    "percent-done": ("{step} done",),
    "refined": ("step added: 'First half'", "step added: 'Second half'"),
    "resolution": ("blocker resolved: 'No access to the catalogue'",),
    "answer": ("question answered: 'How long is a word at least?'",),
    "risk-update": ("risk changed (probability): 'The vendor raises prices'",),
    "retracted-decision": ("retracted: decision 'Index at night'",),
    "retracted-discovery": ("retracted: discovery 'The catalogue holds duplicates'",),
    "retracted-question": ("retracted: question 'How long is a word at least?'",),
    "retracted-risk": ("retracted: risk 'The vendor raises prices'",),
    "retracted-blocker": ("retracted: blocker 'No access to the catalogue'",),
    "retracted-log": ("retracted: log entry 'The demo went well'",),
}
"""What an edit of ``tests/edits/test_golden`` is told as. Cookbook plans keep no status."""


@pytest.mark.parametrize("cell", SAID)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_edit_is_told_alike_in_every_dialect(dialect: str, cell: str) -> None:
    before = kept(dialect)
    if cell in AFTER:
        first, call = AFTER[cell]
        before = done(before, CELLS[first])
    else:
        call = CELLS[cell]
    step = first_choice(before)
    assert step is not None
    number = f"{step.label.removeprefix('Step ')} " if step.label else ""
    names = {"step": f"step {number}{step.title!r}", "title": repr(step.title)}
    states = {"{going}": "status Planning → In Progress", "{stuck}": "status Planning → Blocked"}
    wanted = [states.get(line) or line.format(**names) for line in SAID[cell]]
    assert told(before, done(before, call)) == tuple(
        line for line in wanted if not (dialect == "cookbook" and line.startswith("status"))
    )


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_edit_of_a_new_plan_is_told_in_a_few_short_lines(dialect: str, cell: str) -> None:
    before = fresh(dialect)
    after = done(before, CELLS[cell])
    lines = told(before, after)
    assert bool(lines) == (before.source.text != after.source.text)
    assert len(lines) <= 7
    assert all(len(line) < 240 for line in lines)


def plan(*changes: tuple[str, str]) -> Plan:
    text = dedent(BEFORE)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_plan(Source.of(text))


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (("[ ] **Step 3**", "[x] **Step 3**"), ("step 3 'Move the callers' done",)),
        (("Write the index", "Build the index"), ("step reworded: 'Write the index' → 'Build the index'",)),
        (("Write the index", "Ask a lawyer"), ("step reworded: 'Write the index' → 'Ask a lawyer'",)),
        (("run it", "run it twice"), ("step 1 'Measure the build' changed (verification)",)),
        (("- [ ] **Step 4**: Delete the old table\n", ""), ("step removed: 'Delete the old table'",)),
        (("Phase 1: Ground", "Phase 1: Floor"), ("phase reworded: 'Ground' → 'Floor'",)),
        (("A cold build takes a minute", "~~A cold build takes a minute~~ → Retracted: no"), None),
        (("[ ] A cold", "[x] A cold"), ("criterion met: 'A cold build takes a minute'",)),
        (("- (2026-10-01) Keep SQLite", "None yet."), ("decision removed: 'Keep SQLite'",)),
        (("Keep SQLite", "Keep SQLite and its file"), None),
        (("[ ] Who pays?", "[x] Who pays? → Answered: we do"), ("question answered: 'Who pays?'",)),
        (("Ana", "Ben"), ("owner 'Ana' → 'Ben'",)),
        (("In Progress", "Completed"), ("status In Progress → Completed",)),
        (("# Faster builds", "# Quick builds"), ("title 'Faster builds' → 'Quick builds'",)),
        (("Builds take a minute.", "Builds take two."), ("section 'Context' changed: 1 line",)),
        (("## Context\n", "## Why\n\nSo.\n\n## Context\n"), ("section added: 'Why'",)),
        (("## Context\n\nBuilds take a minute.\n\n", ""), ("section removed: 'Context'",)),
        (("## Context", "## Why"), ("section renamed: 'Context' → 'Why'",)),
        (("\n\n", "\n\n\n"), ("14 lines changed",)),
        (("\n", "\r\n"), ("line ends changed",)),
    ],
)
def test_what_an_editor_saved(change: tuple[str, str], lines: tuple[str, ...] | None) -> None:
    found = told(plan(), plan(change))
    assert (
        found == lines
        if lines is not None
        else len(found) == 1
        and found[0].split(":")[0]
        in (
            "retracted",
            "decision reworded",
        )
    )


def test_a_step_that_moved_is_neither_added_nor_removed() -> None:
    index = "- [ ] **Step 2**: Write the index\n"
    other = "- [ ] **Step 4**: Delete the old table\n"
    assert told(plan(), plan((index, ""), (other, other + index))) == ("step moved: 'Write the index'",)


def test_two_steps_that_changed_places_are_one_that_moved() -> None:
    lines = "- [ ] **Step 2**: Write the index\n", "- [ ] **Step 3**: Move the callers\n"
    (line,) = told(plan(), plan(("".join(lines), lines[1] + lines[0])))
    assert line in ("step moved: 'Write the index'", "step moved: 'Move the callers'")


def test_entries_below_a_renamed_heading_are_the_same_ones() -> None:
    many = "## Steps\n\n" + "".join(f"- [ ] Step for {one}\n" for one in range(60))
    before, after = (read_plan(Source.of(f"# Plan\n\n{text}")) for text in (many, many.replace("Steps", "Tasks")))
    assert len(after.steps) == 60
    assert told(before, after) == ("section renamed: 'Steps' → 'Tasks'",)


def test_most_telling_first_and_the_rest_counted() -> None:
    after = plan(
        ("Builds take a minute.", "Builds take two."), ("Ana", "Ben"), ("[ ] **Step 1**", "[x] **Step 1**"),
        ("[ ] A cold", "[x] A cold"), ("Keep SQLite", "Keep it\n- (2026-10-02) Ship it"), ("Who pays?", "Who pays for it?"),
        ("# Faster builds", "# Quick builds"),
    )  # fmt: skip
    lines = told(plan(), after)
    assert lines == (
        "step 1 'Measure the build' done",
        "criterion met: 'A cold build takes a minute'",
        "decision added: 'Ship it'",
        "question reworded: 'Who pays?' → 'Who pays for it?'",
        "decision reworded: 'Keep SQLite' → 'Keep it'",
        "title 'Faster builds' → 'Quick builds'",
        "+2 more",
    )


def test_many_alike_are_one_line() -> None:
    assert (
        told(plan(), plan(("- [ ] **Step", "- [x] **Step")))
        == (
            "4 steps done: 'Measure the build', 'Write the index', 'Move the callers', …",
            "phase changed",
        )[:1]
    )


def test_long_words_are_cut_and_controls_are_shown() -> None:
    (line,) = told(plan(), plan(("Keep SQLite", f"Keep SQLite\n- (2026-10-02) \x1b[31m{'ever ' * 99}so")))
    assert line.startswith("decision added: ")
    assert len(line) < 90
    assert "\x1b" not in line


def test_a_plan_is_created_and_emptied() -> None:
    empty = read_plan(Source.of(""))
    assert told(empty, plan()) == ("plan created: 'Faster builds'",)
    assert told(plan(), empty) == ("plan emptied",)
    assert told(plan(), plan()) == ()
