"""The page of results. Pure: results in, text out; nothing here is measured, and no figure is made up.

A figure that could not be taken is a dash with the number of a note that says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.pictures import MEANING
from benchmarks.reading import BASE, ONE, OURS, QUESTIONS, SIZES, Results, keys, main_keys, name, of, one_plan, shown
from benchmarks.table import NONE, markdown, middle, number, size_name
from benchmarks.targets import targets

CALLS = """## Calls

Median milliseconds of one call. *N* steps are *N* ÷ 20 plans of 20 steps and 9 KB each; 10 steps are one plan, of 6 KB."""
SINGLES = """### One big plan

execplan, median milliseconds, all steps in one file, which says no more of each than its title."""
MEMORY = (
    "Milliseconds since the process was started; memory is that of the server and its child processes after the calls."
)
TOKENS = """## Tokens

o200k. A session lists the tools, and for each of 20 steps asks what is current and marks it done. Counted are name,
description and input schema of every tool, the arguments that the model writes and the text that it reads."""
WRITERS = """## Two writers

Two server processes on one tree, 100 writes each, to different places of one file. What is faster above skips some of
this: a lock over the whole of reading and writing, the flush to disk, the look at what came in between."""
HOW = """## How

The client is a few lines of Python over pipes: the clock runs from before a request is written until its answer is whole.
A server is asked in turns with the others, the first turn is not counted, the figure is the median. A slow one has fewer
turns, at least five where five fit into 45 seconds. An answer that is an error, or does not tell the right step, or a mark
that wrote nothing, is no figure. Every peer has the same plans, steps and titles in its own form:"""


class Notes:
    """The notes below the tables, numbered in the order in which they are first needed."""

    def __init__(self, results: Results) -> None:
        self.why = {(one["part"], one["key"], one["what"]): one["why"] for one in results.get("notes", ())}
        self.measured = {part: row for part, row in results.items() if part.startswith("steps-")}
        self.texts: list[str] = []

    def sign(self, text: str) -> str:
        if text not in self.texts:
            self.texts.append(text)
        return f"<sup>{self.texts.index(text) + 1}</sup>"

    def dash(self, part: str, key: str, what: str) -> str:
        """A dash with the reason: of this figure, of the whole server, or that it has nothing of the kind."""
        why = self.why.get((part, key, what)) or self.why.get((part, key, "start"))
        if why is None and what in self.measured.get(part, {}).get(OURS, {}) and key in self.measured[part]:
            why = "it has nothing like it"
        return NONE + (self.sign(why) if why else "")

    def listed(self) -> str:
        return "\n".join(f"{place}. {text}" for place, text in enumerate(self.texts, 1))


def page(results: Results) -> str:
    notes = Notes(results)
    parts = [
        _head(results),
        _targets(results),
        _picture("start", "Start"),
        _start(results, notes),
        CALLS,
        *(_calls(results, notes, question) for question in QUESTIONS),
        _others(results, notes),
        _single(results, notes),
        _whole(results, notes),
        _bill(results, notes),
        _writers(results, notes),
        _hand(results, notes),
        HOW,
        "\n".join(_servers(results)),
    ]
    if notes.texts:
        parts.append(f"## Notes\n\n{notes.listed()}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _picture(name: str, words: str) -> str:
    return f"![{words}](charts/{name}.svg)"


def _head(results: Results) -> str:
    machine = results["machine"]
    return f"""# Measured, beside the others

All in one run on {results["date"]}, every server in turns with the others, through the same client, on the same content.
Drawn by `scripts/bench` from [results.json](results.json); `scripts/bench --quick` measures this checkout alone.

{machine["processor"]}, {machine["cores"]} cores, {machine["memory"]} · {machine["kernel"]}, {machine["filesystem"]} ·
Python {machine["python"]}, mcp {machine["mcp"]} · Node.js {machine["node"] or NONE} · execplan {results["revision"]} ·
load before the run {machine["load"]}"""


def _targets(results: Results) -> str:
    words = {True: "yes", False: "**no**", None: NONE}
    rows = [(one.aim, one.figure, words[one.met]) for one in targets(results)]
    return "## What was aimed at\n\n" + markdown(rows, ("target", "figure", "met?"), words=3)


def _start(results: Results, notes: Notes) -> str:
    figures = results.get("start", {})
    base = middle(figures.get(BASE, {}).get("listed"))
    rows: list[tuple[str, ...]] = []
    for key in main_keys(results):
        row = figures.get(key)
        if row is None:
            rows.append((shown(results, key), notes.dash("start", key, "start"), *(NONE,) * 6))
            continue
        listed = middle(row["listed"])
        ratio = f"{listed / base:.2f}" if listed and base else NONE
        memory = [results.get(f"steps-{size}", {}).get(key, {}).get("memory", {}) for size in SIZES]
        held = [*(number(one.get("rss")) for one in memory), number(memory[-1].get("peak"))]
        cells = (number(middle(row["greeted"])), number(listed), ratio, *held)
        rows.append((shown(results, key), *cells))
    head = ("", "`initialize` ms", "`tools/list` ms", "× SDK", "MiB, 10 steps", "1,000", "10,000", "at most")
    burnt = [number(middle(figures.get(key, {}).get("cpu"))) for key in (OURS, BASE)]
    told = f"CPU time of start and end together: execplan {burnt[0]} ms, the SDK's echo {burnt[1]} ms."
    return f"## Start and memory\n\n{markdown(rows, head)}\n\n{MEMORY}\n{told}"


def _calls(results: Results, notes: Notes, question: str) -> str:
    rows: list[tuple[str, ...]] = []
    for key in main_keys(results):
        one = question == "blockers" and one_plan(results, key)
        rows.append(_call_row(results, notes, key, question, ", of one plan" if one else ""))
        if question == "blockers" and key == OURS:
            rows.append(_call_row(results, notes, key, ONE, ", of one plan"))
    head = ("", *(f"{size:,} steps" for size in SIZES), "10,000 ÷ 10", "over the echo")
    return f"### `{question}`: {MEANING[question]}\n\n{_picture(question, question)}\n\n{markdown(rows, head)}"


def _call_row(results: Results, notes: Notes, key: str, question: str, of_what: str) -> tuple[str, ...]:
    values = [of(results, size, key, question) for size in SIZES]
    cells = [
        number(value) if value is not None else notes.dash(f"steps-{size}", key, question)
        for size, value in zip(SIZES, values, strict=True)
    ]
    first, last = values[0], values[-1]
    growth = f"× {number(last / first)}" if first and last else NONE
    base = of(results, SIZES[-1], BASE, question)
    over = f"{last - base:+,.1f}" if last is not None and base is not None and key != BASE else NONE
    return (shown(results, key) + of_what, *cells, growth, over)


def _others(results: Results, notes: Notes) -> str:
    """What only we are asked: who has the like does not answer the same question."""
    rows = [
        (f"`{tool}`", *_call_row(results, notes, OURS, question, "")[1:])
        for question, tool in (("list", "list_plans"), ("search", "search_plans"))
    ]
    head = ("", *(f"{size:,} steps" for size in SIZES), "10,000 ÷ 10", "over the echo")
    return f"### Lists and search\n\nOf execplan, median milliseconds of one call.\n\n{markdown(rows, head)}"


def _single(results: Results, notes: Notes) -> str:
    rows: list[tuple[str, ...]] = []
    for part, measured in results.items():
        if part.startswith("single-"):
            figures = measured.get(OURS, {})
            cells = [
                number(middle(figures.get(name))) if figures.get(name) else notes.dash(part, OURS, name)
                for name in ("current", "mark", "blockers", "search")
            ]
            rows.append((size_name(part), *cells, number(figures.get("memory", {}).get("rss"))))
    if not rows:
        return ""
    table = markdown(rows, ("", "current", "mark", "blockers", "search", "MiB"))
    return f"{SINGLES}\n\n{table}"


def _whole(results: Results, notes: Notes) -> str:
    rows: list[tuple[str, ...]] = []
    for part, figures in results.items():
        if part.startswith("whole-"):
            plans = int(part.split("-")[1])
            failed = notes.dash(part, OURS, f"a whole tree of {plans:,} plans")
            cells = [number(middle(figures[name])) if figures[name] else failed for name in ("cold", "warm")]
            served = figures.get("server", {})
            first = [number(served.get("first", {}).get(name)) for name in ("blockers", "list", "search")]
            rows.append((f"{plans:,} plans", *cells, *first, number(served.get("memory", {}).get("rss"))))
    if not rows:
        return ""
    head = ("", "`execplan blockers`, no index", "again", "server: first `list_blockers`", "then first `list_plans`",
            "then first `search_plans`", "MiB")  # fmt: skip
    return f"## Whole trees\n\nexecplan, milliseconds; the command line as a whole process.\n\n{markdown(rows, head)}"


def _bill(results: Results, notes: Notes) -> str:
    rows: list[tuple[str, ...]] = []
    for key in keys(results):
        row = results.get("bill", {}).get(key)
        if row is not None:
            one = (f"{row['tools']:,}", f"{row['current']:,.0f}", f"{row['mark']:,.0f}", f"{row['session']:,}")
            rows.append((shown(results, key), str(row["count"]), *one))
        elif key != BASE:
            rows.append((shown(results, key), notes.dash("bill", key, "tokens"), NONE, NONE, NONE, NONE))
    head = ("", "tools", "`tools/list`", "one `current`", "one `mark`", "the session")
    picture = _picture("session", "Tokens of a session")
    return f"{TOKENS}\n\n{picture}\n\n{markdown(rows, head)}"


def _writers(results: Results, notes: Notes) -> str:
    rows: list[tuple[str, ...]] = []
    for key in main_keys(results):
        row = results.get("writers", {}).get(key)
        if row is not None:
            refused = f"{row['refused'] + row['unanswered']}"
            if row["why"] and refused != "0":
                refused += notes.sign(f"{name(results, key)}: {row['why']}")
            lost = f"**{row['lost']}**" if row["lost"] else "0"
            if "shared" in row:
                one = row["shared"]
                said = f"two clients of one process: {one['acknowledged']} acknowledged, {one['lost']} lost"
                lost += notes.sign(f"{name(results, key)}: {said}")
            if "broken" in row:
                lost += notes.sign(f"{name(results, key)}: the file cannot be read any more: {row['broken']}")
            disk = str(results["servers"][key].get("on_disk", ""))
            rows.append((shown(results, key), row["what"], disk, str(row["acknowledged"]), refused, lost))
        elif key != BASE:
            rows.append((shown(results, key), notes.dash("writers", key, "two writers"), "", NONE, NONE, NONE))
    if not rows:
        return ""
    head = ("", "what is written", "what a mark does on disk", "acknowledged", "refused", "acknowledged and lost")
    return f"{WRITERS}\n\n{markdown(rows, head, words=3)}"


def _hand(results: Results, notes: Notes) -> str:
    words = {True: "kept", False: "**gone**", None: NONE}
    rows: list[tuple[str, ...]] = []
    for key, row in results.get("hand", {}).items():
        ends = "turned into LF or mixed" if row["crlf"] is False else words[row["crlf"]]
        if row.get("crlf_why"):
            ends += notes.sign(f"{name(results, key)}: {row['crlf_why']}")
        kept = [words[row[name]] for name in ("key", "comment", "section")]
        rows.append((shown(results, key), *kept, ends, str(row["lines"])))
    if not rows:
        return ""
    head = (
        "",
        "a key in the front matter",
        "a comment there",
        "a section at the end",
        "CR LF",
        "lines gone or changed",
    )
    return "## What a person wrote\n\nOne mark in a file to which a person had added something.\n\n" + markdown(
        rows, head, words=5
    )


def _servers(results: Results) -> Iterator[str]:
    for key in main_keys(results):
        server = results["servers"][key]
        version = f" {server['version']}" if server.get("version") else ""
        package = f" (`{server['package']}`)" if server.get("package") else ""
        yield f"- {server['name']}{version}{package}: {'; '.join([server['keeps'], *server.get('remarks', ())])}"
