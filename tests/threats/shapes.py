"""Documents made to be dear to read: each shape fills any number of bytes. Shared by the tests and ``benchmarks/hostile.py``."""

from __future__ import annotations

from collections.abc import Callable

Shape = Callable[[int], str]

HEAD = "# Hostile\n\n**Status:** In Progress\n\n## Progress\n\n"


def _times(unit: str) -> Shape:
    return lambda size: (unit * (size // len(unit.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")


def _in_plan(unit: str) -> Shape:
    """As many as fit below the heading of the work."""
    body = _times(unit)
    return lambda size: HEAD + body(size - len(HEAD))


def _nested(start: str, indent: str, deep: int) -> Shape:
    """Staircases of blocks in blocks, each so many levels down, one after the other."""

    def fill(size: int) -> str:
        stairs = "".join(f"{indent * level}{start}x\n" for level in range(deep)) + "\n"
        return _times(stairs)(size)

    return fill


def _table(columns: int) -> Shape:
    row = "| a " * columns + "|\n"
    return lambda size: HEAD + (row + "|---" * columns + "|\n" + row * (size // len(row)))[: size - len(HEAD)]


def _numbered(form: str) -> Shape:
    """Lines that all differ."""

    def fill(size: int) -> str:
        lines: list[str] = [HEAD]
        left = size - len(HEAD)
        while left > 0:
            lines.append(form.replace("N", str(len(lines))) + "\n")
            left -= len(lines[-1])
        return "".join(lines)[:size]

    return fill


def _phases(size: int) -> str:
    """Few words for very many arrows."""
    text = HEAD
    for phase in range(1, 200):
        before = ", ".join(f"Phase {one}" for one in range(1, phase))
        text += f"### Phase {phase}: x\n\n**Depends on**: {before}\n\n" + "- [ ] x\n" * 60
    return text[:size]


SHAPES: dict[str, Shape] = {
    "one letter": _times("x"),
    "one line of a plan": lambda size: HEAD + "- [ ] " + "x" * (size - len(HEAD) - 6),
    "line ends": _times("\n"),
    "carriage returns": _times("\r"),
    "NUL": _times("\0"),
    "U+2028": _times("x\u2028"),
    "open brackets, a line each": _times("[a\n"),
    "open brackets in one line": _times("["),
    "brackets in pairs": _in_plan("[a](b)"),
    "reference definitions": _numbered("[aN]: /b 'c'"),
    "reference definitions, open": _in_plan("[a]: <b\n'c\n"),
    "footnote definitions": _numbered("[^N]: x"),
    "emphasis": _times("*_"),
    "emphasis in boxes": _in_plan("- [ ] " + "**a _" * 200 + "\n"),
    "stars in a line": _in_plan("*" * 200 + "a\n"),
    "less-than signs": _times("<"),
    "less-than signs, a line each": _times("<\n"),
    "HTML comments, open": _times("<!--\n"),
    "HTML comments": _times("<!-- x -->\n\n"),
    "HTML blocks": _times("<div>\n\n"),
    "HTML details": _times("<details><summary>x</summary>\n\n"),
    "backticks": _times("`"),
    "backticks, growing": lambda size: "".join("`" * n + "a" for n in range(int((2 * size) ** 0.5)))[:size],
    "fences, open": _times("```\n~~~\n"),
    "fences in pairs": _times("```md\n- [ ] x\n```\n"),
    "setext wall": _times("x\n===\n"),
    "setext underlines": _times("x\n" * 50 + "---\n"),
    "one paragraph": _times("x y z\n"),
    "headings": _times("# x\n"),
    "headings, all levels": _times("# a\n## b\n### c\n#### d\n##### e\n###### f\n"),
    "headings of steps": _numbered("## Step N: x"),
    "phases": _numbered("### Phase N: x"),
    "sections of questions": _times("## Open Questions\n\n"),
    "quotes in one line": _times(">"),
    "quotes, a line each": _times("> " * 100 + "x\n"),
    "quotes, a deeper line each": _nested("> ", "> ", 150),
    "lists in one line": _times("- "),
    "lists, 90 deep": _nested("- ", "  ", 90),
    "lists, 300 deep": _nested("- ", "  ", 300),
    "lists and quotes": _times("- > " * 60 + "x\n"),
    "lists, loose": _times("- x\n\n"),
    "list items, empty": _times("-\n"),
    "lists that change": _times("- a\n+ b\n* c\n"),
    "numbered list": _numbered("N. x"),
    "boxes": _in_plan("- [ ] x\n"),
    "boxes that differ": _numbered("- [ ] **Step N**: x"),
    "boxes that wait for all": _numbered("- [ ] **Step N**: x (depends on: 1, 2, 3, 4, 5)"),
    "boxes, each after the last": lambda size: (
        HEAD
        + "".join(f"- [ ] **Step {n}**: x (depends on: {n - 1})\n" for n in range(1, size // 36))[: size - len(HEAD)]
    ),
    "boxes, nested": _in_plan("".join("  " * level + "- [ ] x\n" for level in range(90))),
    "boxes with fields": _in_plan("- [ ] x\n  - Owner: a\n  - Estimate: 2h\n  - Blocked by: b\n  - Note: c\n"),
    "boxes with long titles": _in_plan("- [ ] " + "word " * 1500 + "\n"),
    "boxes with dates": _in_plan("- [x] (2026-01-02 10:00Z) x ✅ 2026-01-02\n"),
    "boxes in a table": _in_plan("| [ ] | x |\n|---|---|\n"),
    "pipes": _times("|"),
    "pipes, a line each": _times("|\n"),
    "delimiter rows": _times("|-|\n"),
    "table, 2 columns": _table(2),
    "table, 50 columns": _table(50),
    "table, 2,000 columns": _table(2_000),
    "table of short rows": lambda size: (
        HEAD + ("|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n" + "|\n" * size)[: size - len(HEAD)]
    ),
    "tables": _times("|a|b|\n|-|-|\n|c|d|\n\n"),
    "decisions": lambda size: (
        HEAD + "## Decision Log\n\n" + _times("- **Decision**: x\n  **Rationale**: y\n")(size - 80)
    ),
    "log entries": lambda size: HEAD + "## Progress Log\n\n" + _times("- 2026-01-02 10:00: x\n")(size - 80),
    "fields": _times("**Status**: x\n"),
    "colons": _in_plan(":"),
    "arrows": _in_plan("- [ ] x ← → <- ->\n"),
    "escapes": _times("\\"),
    "entities": _times("&#x"),
    "open parentheses": _in_plan("- [ ] " + "(" * 7000 + "\n"),
    "spaces": lambda size: HEAD + "- [ ] x" + " " * (size - len(HEAD) - 8) + "y",
    "lines of spaces": _times(" " * 79 + "\n"),
    "tabs": _times("\t- x\n"),
    "digits": _times("1"),
    "dates": _in_plan("2026-01-02 "),
    "combining marks": _times("e\u0301\u0302\u0303"),
    "front matter of brackets": lambda size: "---\na: " + "[" * (size - 12) + "\n---\n# x",
    "front matter of keys": lambda size: "---\n" + _times("a: &a [*a,*a]\n")(size - 9) + "\n---\n",
    "front matter, open": lambda size: "---\na: b\n" + _times("- [ ] x\n")(size - 10),
    "paths": _in_plan("a/b/c.py `src/x.py:10` "),
    "vague words": _in_plan("- [ ] improve etc. and/or various as needed TODO TBD ...\n"),
    "numbers": _in_plan("3 of 4 steps, 75%, 12/20 done; "),
    "digits of an estimate": lambda size: HEAD + "- [ ] x\n  - Estimate: " + "1" * (size - len(HEAD) - 30) + "\n",
    "owners that differ": _numbered("- [ ] x\n  - Owner: Person N"),
    "phases that wait for all before": lambda size: _phases(size),
    "scope in commas": _in_plan("- [ ] cut glass\n\n## Scope\n\n- Should have: " + "a b, c d, " * 60 + "\n"),
    "agreed cuts": _numbered("- [ ] glass N\n\nIf glass N takes over a day, drop glass N."),
    "risks that name steps": lambda size: (
        _numbered("- [ ] pour glass N")(size // 2) + "\n\n## Risks\n\n" + _times("- Step 7 may break\n")(size // 2 - 20)
    ),
    "stamps of all time": _in_plan(
        "- [x] x\n  - Owner: a\n  - Started: 0001-01-01 10:00\n  - Completed: 9999-12-31 10:00\n"
    ),
    "quotation marks": _in_plan("\"'“”«»"),
}
"""Every shape by its name."""
