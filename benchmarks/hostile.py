"""How long hostile documents and messages keep us busy: every shape × size × reading, reviewing and every tool.

``python benchmarks/hostile.py [--sizes 65536,262144,1048576] [--only WORD] [--messages]`` prints one row for each, with the
dearest call of the row and the most memory its process ever held. Every row is a process of its own; one that is not done in
a minute is ended and told as such. Seconds are those of the machine, and are read, not tested.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE / "src"), str(HERE)]

from tests.server.filled import least, schema_of  # noqa: E402
from tests.threats.shapes import SHAPES  # noqa: E402

from execplan.plan.errors import PlanError  # noqa: E402
from execplan.plan.reader import read_plan  # noqa: E402
from execplan.server.arguments import checked  # noqa: E402
from execplan.server.inventory import INVENTORY  # noqa: E402
from execplan.server.tool import PlanTool, arguments_of  # noqa: E402
from execplan.store.files import LIMIT  # noqa: E402
from execplan.text.source import Source  # noqa: E402
from execplan.views.review.review import review  # noqa: E402
from execplan.views.review.rule import Facts  # noqa: E402
from execplan.workspace.wire.render import text  # noqa: E402
from execplan.workspace.workspace import Workspace  # noqa: E402

PATIENCE = 60
NOW = "2026-11-21T10:00Z"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(name: str, size: int) -> dict[str, object]:
    """One row: in this process."""
    source = Source.of(SHAPES[name](min(size, LIMIT - 200)))
    plan = read_plan(Source.of("# Warm\n\n- [ ] x\n"))
    review(plan, Facts(NOW))
    row: dict[str, object] = {"shape": name, "size": size}
    row["read"] = seconds(lambda: read_plan(source))
    plan = read_plan(source)
    row["refused"] = [one.message for one in plan.diagnostics if one.code == "too_large"][:1]
    if not row["refused"]:  # nobody gets to review what is refused
        row["review"] = seconds(lambda: review(plan, Facts(NOW), "team"))
    calls: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for tool in INVENTORY:
            path = Path(folder, ".agents", "p", "PLAN.md")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.encode())
            arguments = least(tool)
            if "plan" in schema_of(tool)["properties"]:
                arguments["plan"] = "p"
            if plan.steps and "step" in arguments:
                arguments["step"] = plan.steps[len(plan.steps) // 2].id
            workspace = Workspace(Path(folder))  # a cold one: the first call reads the file
            calls[tool.name] = seconds(lambda call=(tool, workspace, arguments): _call(*call))
    row["tool"], row["call"] = max(calls.items(), key=lambda one: one[1])
    row["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return row


def _call(tool: PlanTool, workspace: Workspace, arguments: dict[str, Any]) -> None:
    try:
        given = checked(arguments_of(tool), arguments)
        answer = tool.function(workspace, **given)
        text(answer)
        answer.content()
    except PlanError:
        return


def rows(only: str, sizes: list[int]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for name in SHAPES:
        for size in sizes if only in name else ():
            command = [sys.executable, __file__, "--one", name, "--sizes", str(size)]
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
                found.append(json.loads(done.stdout))
            except subprocess.TimeoutExpired:
                found.append(
                    {"shape": name, "size": size, "tool": f"not done in {PATIENCE} s", "call": float(PATIENCE)}
                )
            except subprocess.CalledProcessError as error:
                found.append({"shape": name, "size": size, "tool": error.stderr.strip().splitlines()[-1], "call": 0.0})
            _print(found[-1])
    return found


def _print(row: dict[str, object]) -> None:
    told = [f"{row.get(name, 0):6.2f}" for name in ("read", "review", "call")]
    refused = "; ".join(row.get("refused", ()))  # type: ignore[arg-type]
    print(
        f"{row['shape']:32} {row['size']:>9,} {' '.join(told)}  {row['tool']:18} {row.get('memory', 0):>4} MB  {refused}",
        flush=True,
    )


def messages() -> None:
    """Each hostile message to one real server: seconds to the answer, and the most memory the process held."""
    from tests.threats.escapes import Place
    from tests.threats.test_messages import MESSAGES, Session, peak

    with tempfile.TemporaryDirectory() as folder, Session(str(Place(Path(folder)).root)) as session:
        for name, message in MESSAGES.items():
            took = seconds(lambda sent=message: session.ask(sent))
            print(
                f"{name:32} {len(message):>11,} bytes {took:6.2f} s {peak(session.process.pid) // 1024:>5} MB",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", default="65536,262144,1048576")
    parser.add_argument("--only", default="")
    parser.add_argument("--messages", action="store_true")
    parser.add_argument("--one")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    if given.one:
        print(json.dumps(measured(given.one, sizes[0])))
    elif given.messages:
        messages()
    else:
        print(f"{'shape':32} {'bytes':>9} {'read':>6} {'review':>6} {'call':>6}  dearest tool")
        found = rows(given.only, sizes)
        worst = sorted(found, key=lambda row: -float(str(row["call"])))[:10]
        print("\nthe ten dearest:")
        for row in worst:
            _print(row)


if __name__ == "__main__":
    main()
