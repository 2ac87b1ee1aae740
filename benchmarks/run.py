"""Measures all of it in one run. ``scripts/bench`` is how it is started.

With ``--quick`` ourselves and the bare SDK only: the figures are printed and nothing is written. Otherwise every part is
kept in the folder of the peers as soon as it is measured, and ``--resume`` takes up there; at the end the figures are
written to ``benchmarks/results.json``, and the page and the charts are drawn from them. ``--draw`` only draws.
The exit code is 1 when a figure could not be taken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.page import page
from benchmarks.parts import Part, all_parts, quick_parts, servers
from benchmarks.peer import Tools
from benchmarks.pictures import charts
from benchmarks.table import quick_table

HERE = Path(__file__).resolve().parents[1]
OUT = HERE / "benchmarks"
RAW = OUT / "results.json"
BUSY = 0.5


def carried_out(parts: Sequence[Part], work: Path, kept: Path | None, resume: bool) -> dict[str, Any]:
    """The figures by part, and the notes. A part that was kept is not measured again, unless the product changed."""
    results: dict[str, Any] = {"notes": []}
    product = fingerprint(HERE / "src")
    for part in parts:
        file = kept / f"{part.name}.json" if kept else None
        held = json.loads(file.read_text("utf-8")) if file and resume and file.exists() else None
        if held and held["product"] == product:
            figures, notes, said = held["figures"], held["notes"], "taken from the run before"
        else:
            start = time.perf_counter()
            figures, notes = placeless(part.measure(work / part.name), work)
            said = f"{time.perf_counter() - start:.0f} s"
            if file:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps({"product": product, "figures": figures, "notes": notes}), "utf-8")
        results[part.name] = figures
        results["notes"] += [{**note, "part": part.name} for note in notes]
        print(f"bench: {part.name}: {said}", file=sys.stderr, flush=True)
        for note in notes:
            print(f"bench:   {note['key']}, {note['what']}: {note['why']}", file=sys.stderr, flush=True)
    return results


def fingerprint(folder: Path) -> str:
    """Of everything that is written there in Python."""
    digest = sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def placeless(found: Any, work: Path) -> Any:
    """The same without the folders of this machine, which errors like to name."""
    text = json.dumps(found, ensure_ascii=False)
    for folder in (work, HERE, Path.home()):
        text = text.replace(str(folder), "…")
    return json.loads(text)


def tools_in(folder: Path) -> Tools:
    """The peers as ``scripts/peers`` installs them; those that are missing are told when they are started."""
    node = next(iter(sorted(folder.glob("node/node_modules/node-linux-*/bin/node"))), None)
    return Tools(node, folder / "npm", folder / "pypi")


def drawn(results: dict[str, Any]) -> None:
    (OUT / "RESULTS.md").write_text(page(results), "utf-8")
    (OUT / "charts").mkdir(exist_ok=True)
    for name, svg in charts(results).items():
        (OUT / "charts" / name).write_text(svg, "utf-8")


def told(results: dict[str, Any], work: Path, tools: Tools, load: str) -> dict[str, Any]:
    """The results with what they were taken on."""
    about = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "revision": machine.revision(HERE),
        "machine": machine.described(work, tools, load),
        "servers": servers(tools),
    }
    return about | results


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="without peers; prints, writes nothing")
    parser.add_argument(
        "--draw", action="store_true", help="draw the page and the charts of the figures that are there"
    )
    parser.add_argument("--resume", action="store_true", help="measure only what the run before did not get to")
    parser.add_argument("--peers", type=Path, help="the folder of the peers (scripts/bench gives it)")
    given = parser.parse_args()
    if given.draw:
        if not RAW.exists():
            parser.error(f"there are no figures in {RAW.relative_to(HERE)} yet")
        drawn(json.loads(RAW.read_text("utf-8")))
        return 0
    with tempfile.TemporaryDirectory(prefix="execplan-bench-") as name:
        work, load = Path(name).resolve(), machine.load()
        if float(load) > BUSY:
            print(f"bench: the machine is busy (load {load}): the figures will not be worth much", file=sys.stderr)
        if given.quick or given.peers is None:
            results = carried_out(quick_parts(), work, None, False)
            print(quick_table(results))
            return 1 if results["notes"] else 0
        tools = tools_in(given.peers.resolve())
        results = carried_out(all_parts(tools), work, given.peers.resolve() / "parts", given.resume)
        results = told(results, work, tools, load)
    RAW.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
    drawn(results)
    print(f"bench: written to {OUT.relative_to(HERE)}/RESULTS.md", file=sys.stderr)
    return 1 if results["notes"] else 0


if __name__ == "__main__":
    sys.exit(main())
