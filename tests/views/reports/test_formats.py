"""The formats of build services: their escaping, their shape, and that no text of a plan leaves its place."""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from jsonschema import Draft4Validator

from execplan.plan.reader import read_plan
from execplan.text.source import Source
from execplan.views.reports.blockers import of_blockers
from execplan.views.reports.findings import of_review, rules_of
from execplan.views.reports.github import github
from execplan.views.reports.junit import junit
from execplan.views.reports.report import visible
from execplan.views.reports.sarif import fingerprints, sarif
from execplan.views.review.review import review
from execplan.views.review.rule import Facts
from execplan.views.review.rules import RULES
from tests.cli.test_review import MAIL
from tests.views.reports.sheets import HOSTILE, finding, sheet

SCHEMA = os.environ.get("EXECPLAN_SARIF_SCHEMA")
PLAN = "# Cache\n\n## Steps\n\n- [ ] Step 1: Measure\n\n## Blockers\n\n- [ ] No access\n- [x] No disk\n"


def results(text: str) -> list[dict[str, Any]]:
    return json.loads(text)["runs"][0]["results"]


def test_github_escapes_what_ends_a_value() -> None:
    odd = finding("50%, a:b\r\nnext", path="a,b:c%/PLAN.md", plan="x\ny", code="odd")
    first, second, last = github(sheet(odd)).split("\n")
    assert first == "::warning file=a%2Cb%3Ac%25/PLAN.md,line=7,title=x y%3A odd::50%25, a:b%0Anext"
    assert second == "::error file=.agents/broken/PLAN.md,line=1,title=broken%3A unreadable::not UTF-8"
    assert last == "execplan review: 1 error, 1 warning in 3 plans"


def test_github_has_a_word_for_every_severity() -> None:
    lines = github(sheet(*(replace(finding(), severity=one) for one in ("error", "warning", "info"))))
    assert [line.split(" ")[0] for line in lines.split("\n")[:3]] == ["::error", "::warning", "::notice"]


def test_github_no_message_is_a_command_of_its_own() -> None:
    lines = github(sheet(finding("a\n::stop-commands::x\u2028::add-mask::y"))).split("\n")
    assert len(lines) == 3
    assert lines[0].endswith("::a%0A::stop-commands::x%0A::add-mask::y")


def test_junit() -> None:
    root = fromstring(junit(sheet(finding('<b> & "c"'), finding('<b> & "c"'))))
    assert {one: root.get(one) for one in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "2",
        "errors": "1",
    }
    cache, mail, broken = root
    assert [case.get("name") for case in cache] == ['odd: <b> & "c"', 'odd: <b> & "c" (2)']
    assert cache[0].get("file") == ".agents/cache/PLAN.md"
    assert cache[0].get("line") == "7"
    assert cache[0][0].tag == "failure"
    assert cache[0][0].get("message") == '<b> & "c"'
    assert [len(case) for case in mail] == [0]
    assert [one.tag for one in broken[0]] == ["error"]
    assert (broken.get("errors"), broken.get("failures")) == ("1", "0")


@pytest.mark.skipif(
    SCHEMA is None, reason="the standard's schema comes from npm: scripts/sarif, which CI runs, brings it"
)
def test_sarif_obeys_the_schema() -> None:
    schema = json.loads(Path(SCHEMA or "").read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    validator = Draft4Validator(schema)
    for one in (sheet(finding(), finding(HOSTILE)), replace(sheet(), reports=()), replace(sheet(), rules=())):
        validator.validate(json.loads(sarif(one)))
    broken = json.loads(sarif(sheet(finding())))
    broken["runs"][0]["results"][0]["level"] = "bad"
    assert not validator.is_valid(broken)


def test_sarif_names_place_rule_and_level() -> None:
    document = json.loads(sarif(sheet(finding(path=".agents/a b%/ü.md"))))
    (run,) = document["runs"]
    one, last = run["results"]
    place = one["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": ".agents/a%20b%25/%C3%BC.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 7}
    assert (one["ruleId"], one["level"], last["level"]) == ("odd", "warning", "error")
    assert [run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] for one in run["results"]] == ["odd", "unreadable"]


def test_fingerprints_outlive_a_move_and_tell_twins_apart() -> None:
    first, second = finding(line=7), finding(line=9)
    before = fingerprints((first, second))
    assert len(set(before)) == 2
    assert fingerprints((replace(first, line=70), replace(second, line=90, message="said anew"))) == before
    assert fingerprints((replace(first, anchor="other"),))[0] not in before


def test_lines_above_move_no_fingerprint() -> None:
    def marks(text: str) -> list[str]:
        plan = read_plan(Source.of(text))
        found = review(plan, Facts("2026-11-21T10:00Z"))
        reports = (of_blockers("c", "p", plan, "error"), of_review("c", "p", plan, found))
        return fingerprints(tuple(one for report in reports for one in report.findings))

    text = MAIL + "\n## Blockers\n\n- [ ] No access\n"
    moved = text.replace("Mail leaves within a minute.", "Mail leaves within a minute.\n\nAll of it.\n")
    assert len(marks(text)) > 1
    assert marks(text) == marks(moved)


@pytest.mark.parametrize("render", [github, junit, sarif])
def test_what_acts_on_a_screen_is_spelled_out(render: Any) -> None:
    told = render(sheet(finding(HOSTILE, plan=f"c{HOSTILE}", path=f"p{HOSTILE}")))
    forms = [told]
    if render is junit:
        root = fromstring(told)
        forms += [value for one in root.iter() for value in (*one.attrib.values(), (one.text or "").strip())]
        assert "\ufffe" not in "".join(forms)
    if render is sarif:
        forms += [one["message"]["text"] for one in results(told)]
    for form in forms:
        assert not {one for one in form if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp")}
    assert "u202e" in told


def test_visible() -> None:
    assert visible("缓存 é 50%") == "缓存 é 50%"
    assert visible("a\tb\nc") == "a b c"
    assert visible("\x1b\u202e\U000e0041") == "\\x1b\\u202e\\U000e0041"


def test_blockers_are_findings_on_their_lines() -> None:
    plan = read_plan(Source.of(PLAN))
    (one,) = of_blockers("cache", "p", plan, "error").findings
    assert (one.line, one.code, one.message, one.anchor) == (9, "open_blocker", "No access", plan.blockers[0].id)
    assert of_blockers("cache", "p", plan, "warning").findings[0].severity == "warning"


def test_every_code_of_a_review_has_its_rule() -> None:
    plan = read_plan(Source.of(PLAN))
    report = of_review("cache", "p", plan, review(plan, Facts("2026-11-21T10:00Z"), "team"))
    strange = replace(report, findings=(*report.findings, finding(code="too_deep")))
    codes = [rule.code for rule in rules_of("team", (strange,))]
    assert {one.code for one in strange.findings} <= set(codes)
    assert {rule.code for rule in RULES if "team" in rule.levels} <= set(codes)
    assert len(codes) == len(set(codes))
