"""JUnit's XML, as GitLab and others show test results. Knows its elements; knows no plan and no file."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from execplan.views.reports.report import Finding, Report, Sheet, visible

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows nowhere, not even as a reference."""
_PASSED = {"blockers": "no open blockers", "review": "nothing found"}


def junit(sheet: Sheet) -> str:
    """A suite per plan, a case per finding; a plan without findings is one case that passes.

    ASCII with references for all other letters: right under any encoding of the stream it is printed to.
    """
    root = Element("testsuites", name=f"execplan {sheet.topic}")
    suites = [_suite(root, report, sheet) for report in sheet.reports]
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    indent(root)
    return tostring(root, encoding="us-ascii", xml_declaration=True).decode("ascii")


def _suite(root: Element, report: Report, sheet: Sheet) -> Element:
    found, readable = report.findings, report.document is not None
    suite = SubElement(
        root,
        "testsuite",
        name=_text(report.plan),
        tests=str(len(found) or 1),
        failures=str(len(found) if readable else 0),
        errors=str(0 if readable else len(found)),
        skipped="0",
        time="0",
    )
    if not found:
        _case(suite, report, _PASSED[sheet.topic], 1)
    names: dict[str, int] = {}
    for one in found:
        name = f"{one.code}: {one.message}"
        names[name] = names.get(name, 0) + 1  # services tell cases apart by name alone
        case = _case(suite, report, name if names[name] == 1 else f"{name} ({names[name]})", one.line)
        _outcome(case, one, "failure" if readable else "error")
    return suite


def _case(suite: Element, report: Report, name: str, line: int) -> Element:
    return SubElement(
        suite,
        "testcase",
        classname=_text(report.plan),
        name=_text(name),
        file=_text(report.path),
        line=str(line),
        time="0",
    )


def _outcome(case: Element, one: Finding, tag: str) -> None:
    outcome = SubElement(case, tag, message=_text(one.message), type=f"{one.severity}: {one.code}")
    outcome.text = _text(f"{one.path}:{one.line}: {one.message}")


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", visible(text))
