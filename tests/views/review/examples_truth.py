"""Documents of the rules on what contradicts itself, does not stand alone or no longer holds, and of the team's checklist."""

from __future__ import annotations

from tests.views.review.example import Example, cookbook, living

_ONE = "- [x] **Step 1**: Measure the old queue"
_TWO = "- [ ] **Step 2**: Choose a broker"
_SEEN = "  - Evidence: `mail/queue.py` (sha256 0123456789ab, observed)"
_DONE_AT = "  - Completed: 2026-05-04 10:00 UTC\n  - Files affected: `mail/queue.py`"


def _meta(status: str = "In Progress", created: str = "2026-05-01", updated: str = "2026-05-12 09:00 UTC") -> str:
    return f"- **Created**: {created}\n- **Last Updated**: {updated}\n- **Status**: {status}"


def _stamped(started: str, completed: str) -> str:
    return living(f"{_ONE}\n  - Started: {started}\n  - Completed: {completed}", meta=_meta())


def _with_criterion(text: str) -> str:
    return living(f"{_ONE}\n{_TWO}").replace("- [ ] 99 % of mails leave within 60 s", f"- [ ] {text}")


def _context(text: str) -> str:
    return living(_TWO).replace("**Key Files:**", f"{text}\n\n**Key Files:**")


DATES: dict[str, Example] = {
    "last_updated_stale": Example(
        _stamped("2026-05-12 08:00 UTC", "2026-05-12 09:05 UTC"),
        "Last Updated is 2026-05-12 09:00 UTC, but Step 1 was completed 2026-05-12 09:05 UTC",
        _stamped("2026-05-12 08:00 UTC", "2026-05-12 10:05+02:00"),
    ),
    "completed_before_started": Example(
        _stamped("2026-05-12 08:00 UTC", "2026-05-12 07:00 UTC"),
        "Step 1 started 2026-05-12 08:00 UTC, after it was completed",
        _stamped("2026-05-12 08:00", "2026-05-12 07:00 UTC"),
    ),
    "updated_before_created": Example(
        living(_TWO, meta=_meta(created="2026-05-13")),
        "before the plan was created",
        living(_TWO, meta=_meta(created="2026-05-12")),
    ),
    "stamp_in_future": Example(
        _stamped("2026-05-12", "2026-07-01"),
        "Step 1 was completed 2026-07-01: that is in the future",
        _stamped("2026-05-12", "2026-05-20 23:00"),
    ),
}

STATES: dict[str, Example] = {
    "status_contradicts_steps": Example(
        living(f"{_ONE}\n{_TWO}", meta=_meta("Complete")),
        "still open: 1 step, 1 criterion",
        living(_ONE, meta=_meta("Complete")).replace("- [ ] 99", "- [x] 99"),
    ),
    "planning_but_begun": Example(
        living(f"{_ONE}\n{_TWO}", meta=_meta("Planning")),
        "1 of 2 steps done",
        living(_TWO, meta=_meta("Planning")),
    ),
    "done_but_unfinished": Example(
        living(_ONE, meta=_meta()),
        "but the plan says in progress: finish it",
        living(f"{_ONE}\n{_TWO}", meta=_meta()),
    ),
    "status_contradicts_box": Example(
        living(f"{_ONE}\n  - Status: 🟡 In Progress"),
        "ticked, but its status says",
        living(f"{_ONE}\n  - Status: ✅ Complete"),
    ),
    "stale_open": Example(
        living(f"{_TWO}\n- [x] **Step 3**: Tell the office"),
        "still open, though later steps are done",
        living(f"{_ONE}\n{_TWO}"),
    ),
    "bar_off": Example(
        living(f"**Overall**: ⚫⚪⚪⚪ 25% (1/4 steps)\n\n{_ONE}\n{_TWO}"),
        "the bar says 1/4, the boxes say 1/2",
        living(f"**Overall**: ⚫⚫⚪⚪ 50% (1/2 steps)\n\n{_ONE}\n{_TWO}"),
    ),
    "criterion_unticked": Example(
        _with_criterion("The old queue is measured"),
        "though Step 1 (Measure the old queue) is done",
        _with_criterion("The broker keeps the old queue's order"),
    ),
    "figures_contradict": Example(
        living(f"{_ONE}\n  - Notes: queue delay limit of 90 s").replace(
            "99 % of mails leave within 60 s", "Queue delay limit of 60 s"
        ),
        "90 s here, but line 18 says 60 s",
        living(f"{_ONE}\n  - Notes: measured a queue delay of 90 s, limit is set").replace(
            "99 % of mails leave within 60 s", "Queue delay limit of 60 s"
        ),
    ),
}

ALONE: dict[str, Example] = {
    "path_dead": Example(
        _context("Mails are sorted in `mail/sort.py`."),
        "there is no mail/sort.py here",
        _context("`mail/sort.py` (NEW) will sort mails."),
        exists={"mail/sort.py": False, "mail/queue.py": True},
    ),
    "points_to_talk": Example(
        _context("As discussed, the old queue stays for a week."),
        "'As discussed' points outside the plan",
        _context("The office discussed a week and agreed, as described below."),
    ),
    "external_links": Example(
        _context("Brokers are compared at https://brokers.dev/compare."),
        "1 external link",
        _context("The work is https://github.com/office/mail/pull/7, tried at http://localhost:1080."),
    ),
    "done_without_evidence": Example(
        cookbook("- [x] (2026-05-12 09:00Z) Measure the old queue\n- [ ] Choose a broker"),
        "1 done step has no evidence: 'Measure the old queue'",
        cookbook("- [x] (2026-05-12 09:00Z) Measure the old queue; 14 tests pass\n- [ ] Choose a broker"),
    ),
    "evidence_outdated": Example(
        living(f"{_ONE}\n{_SEEN}"),
        "mail/queue.py is not as it was",
        living(f"{_ONE}\n  - Evidence: `mail/queue.py`, read twice"),
        digests={"mail/queue.py": 64 * "f"},
    ),
    "changed_since_done": Example(
        living(f"{_ONE}\n{_DONE_AT}"),
        "mail/queue.py changed 2026-05-09 08:00 UTC, after Step 1 was done",
        living(f"{_ONE}\n{_DONE_AT}\n{_TWO}\n  - Files affected: `mail/queue.py`"),
        changed={"mail/queue.py": "2026-05-09T08:00:00Z"},
    ),
}


def _team(more: str) -> str:
    return f"# Mail: Execution Plan\n\n## Launch Criteria\n\n- [ ] No mail is lost\n\n{more}\n"


def _risk(owner: str) -> str:
    return _team(
        "## Risk Register\n\n| Risk | Mitigation | Owner | Status |\n|---|---|---|---|\n"
        f"| The broker is late | Keep both | {owner} | watched |"
    )


_BARE = _team("## Goals\n\nMail leaves within a minute.")
TEAM: dict[str, Example] = {
    "team_no_criteria": Example(
        "# Mail: Execution Plan\n\n## Team Capacity\n\n- Ana: half her time\n", "no success criteria", _BARE
    ),
    "team_no_constraints": Example(_BARE, "no constraints", _team("## Constraints\n\n- Two people until June")),
    "team_no_critical_path": Example(_BARE, "critical path", _team("## Critical Path\n\nBroker, then switch.")),
    "team_no_parallel_work": Example(_BARE, "in parallel", _team("Stream A measures, stream B chooses.")),
    "team_no_external_dependencies": Example(_BARE, "other teams", _team("External: none.")),
    "team_no_cadence": Example(_BARE, "cadence", _team("A stand-up every morning.")),
    "team_no_rollback": Example(
        _BARE, "rollback", _team("## Rollback Plan\n\nPoint the office back at the old queue.")
    ),
    "team_no_rollout": Example(
        _team("We launch on the first of June."), "no stages", _team("We launch on the first of June, all at once.")
    ),
    "team_no_communication": Example(
        _team("We launch on the first of June."),
        "who is told",
        _team("We launch and announce it on the first of June."),
    ),
    "risk_overdue": Example(
        cookbook("- [ ] Measure", "\n## Risks\n\n- The broker is late — mitigation: rent one by 2026-05-19\n"),
        "was due 2026-05-19",
        cookbook(
            "- [ ] Measure",
            "\n## Risks\n\n- The broker is late — mitigation: rent one by 2026-05-19; status: mitigated\n"
            "- The disk fills — mitigation: a bigger one by 2026-05-20\n",
        ),
    ),
    "decision_point_due": Example(
        cookbook("- [ ] Measure", "\n## Circuit Breakers\n\n- 2026-05-20: if no broker runs, we stop\n"),
        "was to be decided by 2026-05-20",
        cookbook(
            "- [ ] Measure",
            "\n## Circuit Breakers\n\n- [x] 2026-05-20: if no broker runs, we stop\n- 2026-05-21: if it is slow, we stop\n",
        ),
    ),
    "team_risk_incomplete": Example(_risk("—"), "'The broker is late' has no owner", _risk("Ana")),
    "team_overallocated": Example(
        _team("## Resource Allocation\n\n- Ana, total: 130% allocated"),
        "130 %",
        _team(
            "## Resource Allocation\n\n- Ana, total: 100% allocated\n\n## Rollout\n\n- Week 1: 60%, 80% of the offices"
        ),
    ),
    "team_buffer": Example(_team("A buffer of 4% at the end."), "4 %", _team("A buffer of 15% at the end.")),
    "team_scope_open": Example(
        _team("### Must Have\n\n- Mail\n\n### Should Have\n\n- Search"),
        "won't have",
        _team("### Must Have\n\n- Mail\n\n### Should Have\n\n- Search\n\n### Out of scope\n\n- Calendars"),
    ),
    "team_no_circuit_breaker": Example(
        _team("Go/no-go: Friday"), "no condition", _team("Go/no-go on Friday: if a mail is lost, the old queue stays")
    ),
}

EXAMPLES: dict[str, Example] = {**DATES, **STATES, **ALONE, **TEAM}
