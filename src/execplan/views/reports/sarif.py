"""SARIF 2.1.0, as code scanning services read it. Knows its objects; knows no plan and no file."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import quote

from execplan.plan.model import Severity
from execplan.views.reports.report import Finding, Rule, Sheet, visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""The name under which services know the top folder of the repository."""
FINGERPRINT = "execplan/v1"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif(sheet: Sheet) -> str:
    """One run. Columns are left out: a finding is about its line, and tools count columns in different units."""
    index = {rule.code: at for at, rule in enumerate(sheet.rules)}
    prints = fingerprints(sheet.findings)
    driver = {"name": "execplan", "semanticVersion": sheet.version, "rules": [_rule(one) for one in sheet.rules]}
    run = {
        "tool": {"driver": driver},
        # Without a category of its own, an upload of one command would take the findings of the other for fixed.
        "automationDetails": {"id": f"execplan/{sheet.topic}/"},
        "originalUriBaseIds": {ROOT: {"description": {"text": "The top folder of the repository."}}},
        "results": [_result(one, index, mark) for one, mark in zip(sheet.findings, prints, strict=True)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def fingerprints(findings: tuple[Finding, ...]) -> list[str]:
    """A name for each finding that stays when lines move; of several that are alike, each by its number."""
    seen: dict[tuple[str, str, str], int] = {}
    marks: list[str] = []
    for one in findings:
        key = (one.path, one.code, one.anchor)
        seen[key] = seen.get(key, 0) + 1
        joined = "\x1f".join((*key, str(seen[key])))
        marks.append(hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return marks


def _rule(one: Rule) -> dict[str, object]:
    return {
        "id": one.code,
        "shortDescription": {"text": visible(one.summary)},
        "help": {"text": visible(one.help)},
        "defaultConfiguration": {"level": _LEVELS[one.severity]},
    }


def _result(one: Finding, index: dict[str, int], mark: str) -> dict[str, object]:
    uri = quote(one.path.encode("utf-8", "surrogateescape"))
    place = {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}, "region": {"startLine": one.line}}
    return {
        "ruleId": one.code,
        **({"ruleIndex": index[one.code]} if one.code in index else {}),
        "level": _LEVELS[one.severity],
        "message": {"text": visible(f"{one.plan}: {one.message}")},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: mark},
    }
