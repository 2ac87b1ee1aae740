"""A small real job from the first idea to the archive, as the calls of an agent. Knows tools; knows no format."""

from __future__ import annotations

from typing import Any

Call = tuple[str, dict[str, Any]]

PLAN = "nightly-backups"
STEPS = [
    {
        "title": "Pick a place for the copies",
        "phase": "Prepare",
        "files": ["docs/backups.md"],
        "verify": "`aws s3 ls` answers from the host",
        "estimate": "1 hour",
    },
    {
        "title": "Write the dump script",
        "phase": "Build",
        "files": ["ops/backup.sh"],
        "verify": "`ops/backup.sh --dry-run` exits 0",
        "estimate": "3 hours",
        "depends_on": ["Pick a place for the copies"],
    },
    {
        "title": "Schedule it",
        "phase": "Build",
        "files": ["ops/backup.timer"],
        "verify": "the timer shows a next run",
        "estimate": "30 min",
        "owner": "Mira",
    },
    {
        "title": "Restore once for real",
        "phase": "Prove",
        "files": ["ops/restore.md"],
        "verify": "the shop starts on the restored copy",
        "estimate": "2h",
    },
]

SECTIONS: dict[str, dict[str, str]] = {
    "living": {
        "Key Files": "- `ops/backup.sh`: the dump (new)\n- `ops/restore.md`: the way back, for the night it is needed (new)",
        "Domain Terminology": "- **Replica**: the copy of the database that reports read from",
        "Assumptions": "- The provider's second region stays reachable from the host",
        "Immediate Next Steps": "1. Watch the first seven nights",
        "Future Enhancements": "- Restore a random night every month, unattended",
        "Handoff Information": "- Alarms go to Mira's pager; `ops/restore.md` is the page to open",
    },
    "execution-plan": {
        "Background": "A lost disk would cost five weeks of orders.",
        "Constraints": "- Dumps may not slow the shop between 06:00 and 23:00",
        "Architecture/Design": "The host's scheduler starts one script; the script streams the dump to the bucket.",
        "Technology Stack": "- bash, pg_dump and age: all on the host already",
        "Integration Points": "The pager learns of a failed night over its mail address.",
        "Design Patterns": "One script that can be run by hand at any time, twice without harm.",
        "Dependencies between phases": "- Phase 2 needs the place chosen in Phase 1",
        "Testing": "- A dry run in the build\n- One restore by hand before the first night",
        "External Services/APIs": "- Object storage: the copies",
        "Libraries/Packages": "- age 1.2: encryption",
        "Tools/Infrastructure": "- A bucket in the second region",
    },
    "execplan": {
        "Technical Approach": "The host's scheduler starts one script that streams the dump to a bucket elsewhere.",
    },
    "team": {
        "Constraints": (
            "- **Timeline**: two weeks, before the sale starts\n- **Team**: Mira, half of her time\n"
            "- **Budget**: 40 euros a month\n- **External**: the data protection officer answers within three days\n"
            "- **Quality bars**: no dump between 06:00 and 23:00"
        ),
        "Must Have": "- A copy every night, off site",
        "Should Have": "- An alarm when a night is late",
        "Won't Have": "- Copies of the image store",
        "Critical Path": "Place, script, restore: six hours in ten days, 15 % of them buffer. The alarm runs in parallel.",
        "Team Capacity": (
            "| Owner | Role | Available | Allocated | Working on |\n|-------|------|-----------|-----------|------------|\n"
            "| Mira | Operations | 50 % | 50 % | all of it |"
        ),
        "Circuit Breakers": "Day 5, go or no-go: if no restore has worked by then, the sale waits a week.",
        "Success Metrics": "Nights without a copy: 0 a quarter",
        "Rollback Plan": "Take the script out of `ops/nightly/`; nothing else depends on it.",
        "Check-ins": "Daily, five minutes, in the operations channel.",
    },
    "cookbook": {
        "Plan of Work": "One script under `ops/`, one alarm, one page that tells how to restore.",
        "Concrete Steps": "Run everything as the user `backup`, from `/srv/shop`.",
        "Idempotence and Recovery": "The script may be run at any time; a run that stops halfway leaves the last copy alone.",
        "Interfaces and Dependencies": "`ops/backup.sh` takes no argument and exits with 0 when a copy is off site.",
    },
}
"""What a person would write into the prose of each form, section by section."""
REPLACED = ("Constraints", "Team Capacity")
"""Sections whose rows are there already and want values: replaced, at the revision that was read."""
CRITERIA: list[Call] = [
    ("check_criterion", {"criterion": "A restore of last night", "evidence": "7 minutes on the scratch machine"}),
    ("check_criterion", {"criterion": "A failed night", "evidence": "the page came after 4 minutes"}),
]
"""The cookbook form has no boxes but steps: its acceptance is prose."""


def _mode(dialect: str, section: str) -> str:
    return "replace" if dialect == "team" and section in REPLACED else "append"


def session(dialect: str) -> list[Call]:
    """Create, fill in, work, get stuck and unstuck, change course, correct a mistake, prove, finish, put away."""
    return [
        (
            "create_plan",
            {
                "title": "Nightly backups",
                "slug": PLAN,
                "template": dialect,
                "objective": "Every night the shop's database is copied off site. A restore takes less than ten minutes.",
                "context": "The database lives on one machine; the last manual copy is five weeks old.",
                "criteria": [
                    "A restore of last night's copy takes under 10 minutes",
                    "A failed night raises an alarm within 60 minutes",
                ],
                "steps": STEPS,
            },
        ),
        *(
            ("edit_section", {"section": section, "text": text, "mode": _mode(dialect, section)})
            for section, text in SECTIONS[dialect].items()
        ),
        *([("edit_plan", {"owner": "Mira"})] if dialect != "cookbook" else []),
        (
            "add_risk",
            {
                "risk": "The key is lost with the host",
                "impact": "High",
                "probability": "Low",
                "mitigation": "A paper copy in the safe",
                "owner": "Mira",
                "status": "Monitor",
            },
        ),
        ("mark_step", {"step": "Pick a place", "status": "in_progress"}),
        (
            "add_decision",
            {
                "decision": "Keep the copies in a second region of the same provider",
                "rationale": "One bill and one set of keys; a fire takes one region at most",
                "alternatives": "A second provider (safer, two sets of keys to guard)",
                "trade_offs": "An outage of the provider's accounts would hit both",
                "by": "Mira",
            },
        ),
        (
            "mark_step",
            {"step": "Pick a place", "status": "done", "evidence": "`aws s3 ls` from the host: 0 objects, 40 ms"},
        ),
        ("mark_step", {"step": "dump script", "status": "in_progress", "percent": 40}),
        (
            "add_discovery",
            {
                "what": "The dump locks the orders table for 40 seconds",
                "why_it_matters": "Customers cannot pay meanwhile",
                "action": "Dump from the replica instead",
                "evidence": "`pg_stat_activity` at 02:10",
            },
        ),
        ("mark_step", {"step": "dump script", "status": "blocked", "note": "the replica lags four hours behind"}),
        (
            "add_blocker",
            {
                "text": "Who may read the copies?",
                "needs": "an answer from the data protection officer",
                "options": ["Only operations", "Operations and support"],
            },
        ),
        ("resolve_blocker", {"blocker": "replica lags", "resolution": "lag is 3 seconds since the index was rebuilt"}),
        (
            "mark_step",
            {
                "step": "dump script",
                "status": "done",
                "note": "dumps from the replica, 6 minutes",
                "evidence": "`ops/backup.sh --dry-run`: exit 0",
            },
        ),
        (
            "add_steps",
            {
                "steps": [
                    {
                        "title": "Alarm when a night fails",
                        "phase": "Build",
                        "files": ["ops/alarm.sh"],
                        "verify": "a broken key pages Mira",
                        "estimate": "1h",
                    }
                ]
            },
        ),
        ("add_steps", {"parent": "Restore once", "steps": ["Restore to a scratch machine", "Start the shop on it"]}),
        ("resolve_blocker", {"blocker": "Who may read", "resolution": "only operations, with a log of each read"}),
        ("add_question", {"question": "How long are copies kept?", "kind": "decision"}),
        ("answer_question", {"question": "How long", "answer": "35 days, as the contract with the bank says"}),
        (
            "add_decision",
            {"decision": "Encrypt the copies with age", "rationale": "Small, and the key fits on paper", "by": "Mira"},
        ),
        (
            "mark_step",
            {"step": "Schedule it", "status": "skipped", "note": "the host runs what lies in ops/nightly/ anyway"},
        ),
        ("edit_step", {"step": "Alarm when", "title": "Alarm when a night fails or is late", "estimate": "90 min"}),
        ("mark_step", {"step": "Alarm when", "status": "in_progress"}),
        (
            "mark_step",
            {
                "step": "Alarm when",
                "status": "in_progress",
                "done_part": "Page Mira when the script exits with an error",
                "evidence": "a wrong bucket name paged Mira at once",
            },
        ),
        ("mark_step", {"step": "Alarm when", "status": "done", "evidence": "a broken key paged Mira after 4 minutes"}),
        ("mark_step", {"step": "scratch machine", "status": "in_progress"}),
        (
            "add_discovery",
            {
                "what": "Restores need three times the disk of the copy",
                "why_it_matters": "The scratch machine is small",
            },
        ),
        ("retract", {"entry": "Restores need three times", "reason": "measured with two copies on the disk"}),
        (
            "add_discovery",
            {
                "what": "Restores need twice the disk of the copy",
                "why_it_matters": "The scratch machine needs 80 GB",
                "evidence": "`df` during the restore",
            },
        ),
        ("mark_step", {"step": "scratch machine", "status": "done", "evidence": "`ops/restore.sh`: exit 0, 7 minutes"}),
        ("log_progress", {"entry": "Told the support team where the restore page is"}),
        ("mark_step", {"step": "Start the shop", "status": "in_progress"}),
        ("mark_step", {"step": "Start the shop", "status": "done", "evidence": "the front page answered with 200"}),
        (
            "add_risk",
            {
                "risk": "The key is lost with the host",
                "status": "Mitigated",
                "mitigation": "Two paper copies in two safes",
            },
        ),
        *(CRITERIA if dialect != "cookbook" else []),
        (
            "finish_plan",
            {
                "summary": "The database is copied off site every night and a restore was done once for real.",
                "delivered": ["A nightly encrypted copy in a second region", "A page that tells how to restore"],
                "worked": ["Dumping from the replica"],
                "did_not_work": ["The first dump locked the orders table"],
                "metrics": ["Restore: none → 7 minutes"],
                "lessons": ["Measure the lag of a replica before relying on it"],
            },
        ),
        ("archive_plan", {"plan": PLAN}),
    ]
