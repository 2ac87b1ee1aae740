"""Changes what a step says: its title, its fields, its place in the list. Knows one plan; knows no files and no clock.

State, stamps, label, notes and evidence are ``mark``'s; nothing of them changes here.
"""

from __future__ import annotations

from execplan.edits import depending, derived
from execplan.edits.change import Change, Draft, no_change
from execplan.edits.depending import Target, by_suffix, refuse_elsewhere, suffixed
from execplan.edits.drafting import plain_path
from execplan.edits.fields import clear_field, set_field
from execplan.edits.fields import said as said_already
from execplan.edits.moving import move_after_sibling
from execplan.edits.retitling import retitle
from execplan.plan import abroad, estimates, vocabulary
from execplan.plan.errors import PlanError, quoted
from execplan.plan.graph import graph_of
from execplan.plan.model import Phase, Plan, Step
from execplan.plan.references import find_step
from execplan.plan.safe import entry

_SHOWN = {"verification": "verification", "files": "files", "depends_on": "dependencies"}


def edit_step(
    plan: Plan,
    step: str,
    *,
    title: str | None = None,
    verify: str | None = None,
    files: tuple[str, ...] | None = None,
    estimate: str | None = None,
    depends_on: tuple[str, ...] | None = None,
    owner: str | None = None,
    move_after: str | None = None,
    now: str,
) -> Change:
    """Replaces what is given, leaves the rest. An empty text or list takes a field away; lists replace.

    A new title gives the step a new id, and the entries below it too. ``move_after`` moves the step with its sub-steps
    behind a sibling; its label stays, an ordered list goes on counting, and ``Plan of Work`` keeps its order.
    Raises ``invalid``, ``not_found``, ``ambiguous``, ``refused``.
    """
    target = find_step(plan, step)
    draft = Draft(plan)
    shows: list[tuple[str, str, object]] = []
    said: list[str] = []
    fields: list[str] = []
    named = entry(title, "title") if title is not None else None
    wanted, reads = _wanted(plan, target, verify, files, estimate, depends_on, owner)
    if depends_on is not None and reads["depends_on"] != target.depends_on and by_suffix(plan, target):
        words = [one for one in wanted.pop("depends_on").split(", ") if one]
        named = suffixed(suffixed(named or target.title, ()), words)
        draft.touched.add(target.id)
        shows.append(("step", "depends_on", reads["depends_on"]))
    if named is not None and named != target.title:
        retitle(draft, target, named)
        shows.append(("step", "title", named))
        said.append(f'reworded to "{named}"')
    for name, value in wanted.items():
        read = "estimate_minutes" if name == "estimate" else name
        if (
            (said_already(plan, target, name) or "") == value
            if name == "estimate"
            else getattr(target, name) == reads[name]
        ):
            continue
        if value:
            set_field(draft, target, name, value)
        else:
            clear_field(draft, target, name)
        shows.append(("step", read, reads[read]))
        fields.append(_SHOWN.get(name, name))
    if fields:
        said.append(f"{', '.join(fields)} changed")
    if move_after is not None:
        sibling = find_step(plan, move_after)
        if move_after_sibling(draft, target, sibling):
            said.append(f'moved after "{sibling.title}"')
    if not said:
        return no_change(plan, target.id)
    if fields:
        draft.touched.add(target.id)
    derived.revised(draft, f'step "{target.title}" {", ".join(said)}', now)
    renamed = target.id if any(name == "title" for _, name, _ in shows) else None
    shows.append(("step", "status", target.status))
    return draft.change(None if renamed else target.id, tuple(shows), renamed)


def _wanted(
    plan: Plan,
    step: Step,
    verify: str | None,
    files: tuple[str, ...] | None,
    estimate: str | None,
    depends_on: tuple[str, ...] | None,
    owner: str | None,
) -> tuple[dict[str, str], dict[str, object]]:
    """The safe values by canonical name (empty: take it away), and what the step must read as with them."""
    wanted: dict[str, str] = {}
    reads: dict[str, object] = {}
    if files is not None:
        plain = [plain_path(file) for file in files if file.strip()]
        if unset := next((file for file in plain if vocabulary.is_unset(file)), None):
            raise PlanError("invalid", f"the file name {unset!r} says nothing", "an empty list takes the files away")
        wanted["files"] = ", ".join(f"`{file}`" for file in plain)
        reads["files"] = tuple(plain)
    for name, text in (("verification", verify), ("estimate", estimate), ("owner", owner)):
        if text is not None:
            wanted[name] = entry(text, name) if text.strip() else ""
            if name == "estimate":
                reads["estimate_minutes"] = estimates.minutes(wanted[name])
            else:
                reads[name] = wanted[name] or None
    if depends_on is not None:
        targets = _targets(plan, step, depends_on)
        ids = [_id(one) for one in targets]
        said = () if by_suffix(plan, step) else depending.elsewhere(plan, step)
        refuse_elsewhere(plan, step, said, ids)
        told = dict.fromkeys(one.on for one in said)
        own = [one for one in targets if _id(one) not in told]
        wanted["depends_on"] = ", ".join(_words(plan, one) for one in own)
        reads["depends_on"] = (*(_id(one) for one in own), *told)
    return wanted, reads


def _id(target: Target) -> str:
    return target if isinstance(target, str) else target.id


def _targets(plan: Plan, step: Step, refs: tuple[str, ...]) -> list[Target]:
    """The steps and phases that are named, and the words for what is outside; each once.

    Raises ``refused`` where one waits for this step already.
    """
    found = list({_id(one): one for one in (_target(plan, step, ref) for ref in refs)}.values())
    for one in found:
        if isinstance(one, str):
            continue
        if one.id == step.id:
            raise PlanError("refused", f"{quoted(step.title)} would depend on itself", "name another step")
        if one.id == step.phase:
            raise PlanError(
                "refused", f"{quoted(step.title)} is a part of {quoted(one.title)}", "name another phase or step"
            )
        if waits := _waits_for(plan, one, step):
            raise PlanError(
                "refused", f"{waits} would wait for each other", "take one of these dependencies away first"
            )
    return found


def _target(plan: Plan, step: Step, ref: str) -> Target:
    """A step, else a phase, else what has the shape of something outside, or is said of the step already."""
    if (found := depending.target(plan, ref)) is not None:
        return found
    if ref in step.depends_on:
        return ref
    return depending.outside(plan, ref) if abroad.is_outside(ref) else find_step(plan, ref)  # which names the nearest


def _waits_for(plan: Plan, start: Step | Phase, step: Step) -> str | None:
    """How ``start`` waits for ``step``, as a chain of titles; a step waits for what those above it wait for."""
    graph = graph_of(plan)
    known: dict[str, Step | Phase] = {one.id: one for one in (*plan.steps, *plan.phases)}
    above = {one.id: tuple(parent.id for parent in graph.ancestors(one)) for one in plan.steps}
    if step.id in above.get(start.id, ()) or start.id in above[step.id]:
        return f"{quoted(start.title)} and {quoted(step.title)}, one a part of the other,"
    chains: list[tuple[str, ...]] = [(start.id,)]
    seen: set[str] = set()
    while chains:
        chain = chains.pop()
        if chain[-1] == step.id:
            return " → ".join(repr(known[id].title[:50]) for id in chain)
        if chain[-1] in seen:
            continue
        seen.add(chain[-1])
        one = known[chain[-1]]
        following = [*one.depends_on, *(id for up in above.get(one.id, ()) for id in known[up].depends_on)]
        if isinstance(one, Phase):
            following += [leaf.id for leaf in graph.leaves.get(one.id, ())]
        else:
            following += [*one.children, *(known[one.phase].depends_on if one.phase in known else ())]
        chains += [(*chain, id) for id in following if id in known]
    return None


def _words(plan: Plan, target: Target) -> str:
    """A step or phase in the words of the document: its label where nothing else has it, else its title."""
    if isinstance(target, str):
        return target
    known = (*plan.steps, *plan.phases)
    label, title = target.label, target.title
    if label is not None and sum(one.label == label for one in known) == 1:
        return label.strip(" *_`")
    if sum(one.title == title for one in known) > 1:
        raise PlanError(
            "refused", f"several steps are called {quoted(title)}: a dependency could mean each", "reword them first"
        )
    return title.rstrip(" .")
