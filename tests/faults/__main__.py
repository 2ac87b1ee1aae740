"""Runs the parts and prints their figures: ``scripts/faults [--short] [part …]``. Any loss is an exit code of 1."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Mapping

from tests.faults.displaced import displaced
from tests.faults.editors import editors
from tests.faults.figures import Figures, table
from tests.faults.git_loops import git_loops
from tests.faults.kill import kill
from tests.faults.many import many
from tests.faults.matrix import matrix
from tests.faults.mishaps import mishaps

Part = Callable[[bool], Figures]
PARTS: Mapping[str, Part] = {
    "matrix": lambda short: matrix(short=short),
    "displaced": lambda short: displaced(short=short),
    "mishaps": lambda short: mishaps(short=short),
    "kill": lambda short: kill(short=short),
    "editors": lambda short: editors(short=short),
    "git": lambda short: git_loops(short=short),
    "many": lambda short: many(short=short),
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/faults", description=__doc__)
    parser.add_argument("--short", action="store_true", help="the form that the tests run")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all when none is named")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.parts if name not in PARTS]:
        parser.error(f"no part {', '.join(unknown)}: there are {', '.join(PARTS)}")
    logging.disable(logging.CRITICAL)  # what the store warns of is looked at in the tree
    lost: list[str] = []
    for name in asked.parts or PARTS:
        figures = PARTS[name](asked.short)
        print(table([figures]), flush=True)
        if figures.losses:
            lost.append(name)
    print(f"faults: lost in {', '.join(lost)}" if lost else "faults: nothing lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
