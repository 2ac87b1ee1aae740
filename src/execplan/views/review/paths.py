"""The files a plan names. Knows what a path looks like; knows no file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from execplan.plan.evidence import read_evidence
from execplan.plan.model import Plan
from execplan.text.blocks import blocks_of

_SPAN = re.compile(r"(?<!`)`(?P<code>[^`\n]+)`(?!`)|\]\((?P<link>[^()\s]+)\)")
_PATH = re.compile(
    r"(?:\./)?(?P<path>(?:[\w.@+-]+/)*[\w.@+-]+)(?P<slash>/?)(?::\d+(?:[-:]\d+)?|#L\d+(?:-L\d+)?|#[\w-]+)?"
)
_FILE = re.compile(r"[\w@+.-]*[\w@+-]\.(?P<ending>[A-Za-z][A-Za-z0-9]{0,9})")
_ENDINGS = frozenset(
    {
        "astro", "bash", "bat", "c", "cc", "cfg", "cjs", "clj", "cmake", "conf", "cpp", "cs", "css", "csv", "cxx",
        "dart", "env", "ex", "exs", "go", "gradle", "graphql", "h", "hpp", "hs", "html", "ini", "ipynb", "java", "jl",
        "js", "json", "jsonc", "jsx", "kt", "kts", "less", "lock", "lua", "m", "md", "mdx", "mjs", "mk", "ml", "mm",
        "mts", "nix", "patch", "php", "pl", "plist", "png", "prisma", "properties", "proto", "ps1", "py", "pyi", "r",
        "rb", "rs", "rst", "sass", "scala", "scss", "sh", "sol", "sql", "svelte", "svg", "swift", "tf", "toml", "ts",
        "tsx", "txt", "vue", "xml", "yaml", "yml", "zig", "zsh",
    }
)  # fmt: skip
"""Endings of files people work on; ``numpy.array`` and ``v1.2`` have others."""
_HOSTS = re.compile(r"(?:www\.|[\w-]+\.(?:com|org|net|io|dev|ai|app)\Z)", re.IGNORECASE)


def paths_named(plan: Plan) -> tuple[tuple[str, int], ...]:
    """Every path in a code span or a link outside fences, in document order, with its 0-based line.

    A path is relative, below the root, without globs, variables and spaces, and ends in a known file ending.
    Its line number or anchor is left out.
    """
    hidden = _hidden(plan)
    return tuple(
        (path, line)
        for line in range(plan.source.line_count)
        if line not in hidden
        for path in _in_line(plan.source.line(line))
    )


def path_in(text: str) -> str | None:
    """The path a code span or a link target consists of."""
    match = _PATH.fullmatch(text.strip())
    if match is None or match["slash"] or _HOSTS.match(match["path"]):
        return None
    parts = match["path"].split("/")
    name = _FILE.fullmatch(parts[-1])
    if name is None or name["ending"].casefold() not in _ENDINGS or {"..", "."}.intersection(parts):
        return None
    return match["path"]


def evidence_paths(plan: Plan) -> tuple[str, ...]:
    """The files that observed evidence names, each once."""
    found = (read_evidence(text) for step in plan.steps for text in step.evidence)
    return tuple(dict.fromkeys(one.path for one in found if one.path and one.observed))


def dated_paths(plan: Plan) -> tuple[str, ...]:
    """The files of done steps that say when they were done, each once."""
    done = (step for step in plan.leaves() if step.status == "done" and step.completed)
    found = (path_in(name) for step in done for name in step.files)
    return tuple(dict.fromkeys(path for path in found if path))


def _in_line(text: str) -> Iterator[str]:
    for match in _SPAN.finditer(text):
        path = path_in(match["code"] or match["link"])
        if path:
            yield path


def _hidden(plan: Plan) -> frozenset[int]:
    """The lines of fences and indented code; what stands there is an example or a command."""
    blocks = blocks_of(plan.source)
    inside = {line for block in blocks.all if block.kind in ("fence", "code") for line in range(block.start, block.end)}
    outside = {line for line in range(plan.source.line_count) if not blocks.first <= line < blocks.last}
    return frozenset(inside | outside)
