"""What a heading, a label or a key of the front matter is about, as far as terms go. Words only."""

from __future__ import annotations

import re
from typing import Literal

Topic = Literal[
    "start", "deadline", "timeline", "goal", "freeze", "days", "team", "capacity", "away", "external", "dependencies",
    "budget", "quality", "",
]  # fmt: skip

_WORDS: dict[Topic, tuple[str, ...]] = {
    "start": ("start", "start date", "starts", "starts on", "begin", "begins", "kickoff", "kick-off", "starting", "started"),
    "deadline": (
        "deadline", "hard deadline", "soft deadline", "due", "due date", "due by", "target date", "end", "end date", "ends",
        "delivery date", "completion date", "launch date", "ship date", "release date", "finish by", "must end",
        "go-live", "go live",
    ),
    "timeline": ("timeline", "time", "schedule", "dates", "duration", "time frame", "timeframe", "timebox"),
    "freeze": (
        "freeze", "freezes", "change freeze", "code freeze", "holiday freeze", "freeze windows", "holidays", "holiday",
        "public holidays", "days off", "blackout", "blackouts", "blackout dates",
    ),
    "days": ("working days", "working hours", "work days", "workdays", "hours", "work hours", "business hours", "working time"),
    "team": ("team", "people", "staff", "staffing", "team members", "members", "team size"),
    "capacity": ("team capacity", "capacity", "resource allocation", "allocation", "availability", "allocations"),
    "away": ("away", "absences", "absence", "vacation", "vacations", "leave", "out of office", "pto"),
    "external": (
        "external", "externals", "external dependencies", "external dependency", "approvals", "external waits",
        "waits", "waiting for", "external teams", "sign-offs", "outside",
    ),
    "dependencies": ("dependencies", "reviews", "assumptions"),
    "budget": ("budget", "budgets", "cost", "costs", "money"),
    "quality": ("quality", "quality bar", "quality bars", "quality requirements", "quality gates", "sla", "slas"),
}  # fmt: skip
_EXACT: dict[str, Topic] = {word: topic for topic, words in _WORDS.items() for word in words}


def topic_of(label: str) -> Topic | None:
    """The topic of ``Quality bars``, ``Timeline (hard)`` or ``team_capacity``; None where it is about something else."""
    text = " ".join(re.sub(r"\([^()]*\)", " ", label.replace("_", " ")).split())
    text = re.sub(r"\A[^\w]+|[^\w]+\Z", "", text).casefold()
    return _EXACT.get(text)
