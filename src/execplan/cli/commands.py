"""The commands in the order of use: name, where each is, what the help says of it. Data: a help page imports no command."""

from __future__ import annotations

from typing import NamedTuple

VARIABLE = "_EXECPLAN_COMPLETE"
"""Set by a shell's script when it asks what could come next."""


class Entry(NamedTuple):
    name: str
    place: str
    """Module below ``execplan.cli`` and the command's name in it, parted by a colon."""
    summary: str
    """The first sentence of the command's own help, as its tests demand."""


GROUPS: dict[str, tuple[Entry, ...]] = {
    "Look": (
        Entry("list", "plans:list_", "List the plans with their state, progress and current step."),
        Entry("show", "plans:show", "Show a plan: where it stands, what blocks it, its steps."),
        Entry("current", "steps:current", "Show the step to work on now, or why there is none."),
        Entry("steps", "steps:steps", "List steps with ids, states and what they wait for."),
        Entry("blockers", "blockers:blockers", "List the open blockers of every open plan, or of one."),
        Entry("risks", "risks:risks", "Show the risks by severity, and what is decided when."),
        Entry("search", "search:search", "Find words in the steps, records and prose of all plans."),
        Entry("review", "review:review", "Review plans: findings by line, and five measures."),
        Entry("schedule", "schedule:schedule", "Show when the work can be done: dates, critical path, deadline."),
        Entry("history", "history:history", "Show what was done to a plan, newest first, by whom."),
        Entry("standup", "checkin:standup", "Tell per person what was done, what is next, what is in the way."),
        Entry("checkin", "checkin:checkin", "Tell of a week: completed, in progress, blocked, risks, next, asks."),
        Entry("doctor", "doctor:doctor", "Examine the root, its store and the clients' set-up."),
    ),
    "Work": (
        Entry("new", "plans:new", "Create a plan."),
        Entry("add", "steps:add", "Add steps: at the end, or where you say."),
        Entry("mark", "steps:mark", "Set the state of a step."),
        Entry("decide", "journal:decide", "Record a decision and its reason."),
        Entry("discover", "journal:discover", "Record something unexpected found during the work."),
        Entry("block", "blockers:block", "Record what stops the work."),
        Entry("unblock", "blockers:unblock", "Resolve a blocker; its step can go on."),
        Entry("ask", "questions:ask", "Record an open question."),
        Entry("answer", "questions:answer", "Answer an open question; if it blocks, the work goes on."),
        Entry("risk", "records:risk", "Record a risk, or update one that is there."),
        Entry("check", "records:check", "Tick a success criterion, or any box that is no step."),
        Entry("log", "records:log", "Add a dated line to the plan's log."),
    ),
    "Change and end": (
        Entry("edit", "edit:edit", "Change what a plan, a section or a step says."),
        Entry("retract", "records:retract", "Strike a mistaken record and say why; nothing is deleted."),
        Entry("undo", "history:undo", "Take back an operation; what came later otherwise stays."),
        Entry("recover", "history:recover", "Bring back what a stale editor, git or a deletion took out."),
        Entry("finish", "endings:finish", "Complete a plan and write its outcome."),
        Entry("archive", "endings:archive", "Move a plan's folder to the archive, with all that is in it."),
    ),
    "Exchange": (
        Entry("import", "exchange:import_", "Make a plan of another tool's tasks."),
        Entry("export", "exchange:export", "Write a plan as JSON, CSV or a Mermaid chart."),
    ),
    "Set up and serve": (
        Entry("init", "setup:init", "Make a project ready: template, ignore rules, agent notes."),
        Entry("install", "clients:install", "Set up a client to start execplan."),
        Entry("uninstall", "clients:uninstall", "Take execplan out of a client's configuration."),
        Entry("mcp", "serve:mcp", "Serve the plans to MCP clients."),
        Entry("hook", "hook:hook", "Answer a client's hook."),
        Entry("completion", "completion:completion", "Print the completion script of a shell."),
    ),
}
PLACES: dict[str, str] = {one.name: one.place for group in GROUPS.values() for one in group}
