"""A todo list mirrored into the steps of a plan, as one change. Knows steps and titles; knows no client and no clock.

A client's list is its own and says less than the plan: it moves steps forward, never back, and takes nothing out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from execplan.edits.change import Change, Shows, no_change
from execplan.edits.grow import MOST, add
from execplan.edits.steps import mark
from execplan.edits.verify import verify
from execplan.plan import marks
from execplan.plan.drafts import NewStep
from execplan.plan.entries import lists
from execplan.plan.errors import PlanError
from execplan.plan.graph import graph_of, is_open
from execplan.plan.identity import normal
from execplan.plan.model import Plan, Step
from execplan.plan.reader import read_plan
from execplan.plan.safe import entry
from execplan.text.edit import apply, composed

State = Literal["todo", "in_progress", "done"]
_ORDER: tuple[State, ...] = ("todo", "in_progress", "done")


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of a client's list."""

    text: str
    state: State


def mirror(plan: Plan, todos: tuple[Todo, ...], *, adding: bool = True, now: str) -> Change:
    """Steps that the list names are as far as it says; with ``adding``, what it names anew is a step.

    A todo means the one leaf with its title, or whose label it is or begins with; of a title that several steps have, none.
    Blocked steps wait for an answer, not for a todo. What cannot be written is left out. Law: mirrored twice, the plan
    is what it was after the first time.
    """
    if plan.is_template or plan.status in ("completed", "abandoned"):
        return no_change(plan)
    run = _Run(plan)
    wanted = _single(todos)
    for todo in wanted:
        _forward(run, todo, now)
    fresh = [todo for todo in wanted if not _known(run.plan, todo)] if adding else []
    if fresh:
        run.attempt(lambda at: add(at, tuple(NewStep(_title(one)) for one in fresh), now=now))
        for todo in fresh:
            _forward(run, todo, now)
    return run.change()


class _Run:
    """Changes made one after another, each on the plan that the one before it left."""

    def __init__(self, plan: Plan) -> None:
        self.first = self.plan = plan
        self.changes: list[Change] = []

    def attempt(self, call: Callable[[Plan], Change]) -> None:
        """One more change; one that is refused changes nothing."""
        try:
            change = call(self.plan)
            if change.edit.empty:
                return
            after = read_plan(apply(self.plan.source, change.edit))
            verify(self.plan, change, after)
        except PlanError:
            return
        self.plan = after
        self.changes.append(change)

    def change(self) -> Change:
        """All of them as one, declaring what each declared."""
        if not self.changes:
            return no_change(self.first)
        if len(self.changes) == 1:
            return self.changes[0]
        adds, drops = Counter[str](), Counter[str]()
        shows: Shows = ()
        about: dict[str, str | None] = {}
        for one in self.changes:
            adds.update(one.adds)
            drops.update(one.drops)
            about.update(one.about)
            shows += one.shows if one.id is None else ()  # of a step marked, each was held to it above
        return Change(
            composed(self.first.source, [one.edit for one in self.changes]),
            touched=_ids(self.first, (id for one in self.changes for id in one.touched)),
            adds=tuple(sorted((adds - drops).elements())),
            drops=tuple(sorted((drops - adds).elements())),
            shows=shows,
            about=tuple(sorted(about.items())),
        )


def _ids(plan: Plan, touched: Iterable[str]) -> frozenset[str]:
    """The ids as the first plan has them: one may have grown by a character since."""
    known = {one.id for entries in lists(plan).values() for one in entries}
    named = set(touched)
    return frozenset(one for one in known if any(one.startswith(id) or id.startswith(one) for id in named))


def _single(todos: tuple[Todo, ...]) -> list[Todo]:
    """Each todo once, those that say nothing left out. Of several with one text the least advanced: work is left there."""
    found: dict[str, Todo] = {}
    for todo in todos[:MOST]:
        try:
            key = normal(entry(_title(todo)))
        except PlanError:
            continue
        if key not in found or _ORDER.index(todo.state) < _ORDER.index(found[key].state):
            found[key] = todo
    return list(found.values())


def _title(todo: Todo) -> str:
    """What it is about, without a number of the list's own."""
    return marks.read(todo.text).title or todo.text


def _forward(run: _Run, todo: Todo, now: str) -> None:
    named = _named(run.plan, todo)
    if len(named) != 1:
        return
    (step,) = named
    if not step.counted or step.children or not is_open(step) or graph_of(run.plan).is_blocked(step):
        return
    if _ORDER.index(todo.state) > (1 if step.status == "in_progress" else 0):
        run.attempt(lambda at: mark(at, step.id, todo.state, now=now))


def _named(plan: Plan, todo: Todo) -> list[Step]:
    """The steps that a todo names: by label and title where both are there, else by either."""
    read = marks.read(todo.text)
    label, words = (read.label or "").casefold(), _words(todo)
    alike = [step for step in plan.steps if normal(step.title) in words]
    both = [step for step in alike if label and (step.label or "").casefold() == label]
    if both or alike:
        return both or alike
    whole = marks.collapse(todo.text).casefold()
    only = [step for step in plan.steps if step.label and step.label.casefold() == whole]
    if only or not label or label.strip(".)").isdigit():  # a list's own numbers are no labels of the plan's
        return only
    return [step for step in plan.steps if (step.label or "").casefold() == label and _begins(step, words)]


def _begins(step: Step, words: frozenset[str]) -> bool:
    title = normal(step.title)
    return any(title.startswith(one) or one.startswith(title) for one in words if one and title)


def _known(plan: Plan, todo: Todo) -> bool:
    """Does the plan say this, as a step or as a box of another kind?"""
    words = _words(todo)
    return bool(_named(plan, todo)) or any(normal(one.text) in words for one in (*plan.criteria, *plan.other_boxes))


def _words(todo: Todo) -> frozenset[str]:
    """Its text as an entry's id is made of it: as it was said, and as it is written into a plan."""
    title = _title(todo)
    return frozenset((normal(todo.text), normal(title), normal(entry(title))))
