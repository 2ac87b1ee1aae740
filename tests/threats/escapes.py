"""The ten ways out of a tree, each built beside a canary, and what may come of trying them. Knows no tool and no command."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from tests.server.test_edges import PLAN

CANARY = "CANARY-7f3a91"
SECRET = PLAN.replace("Edges", CANARY).replace("The disk is old.", f"The word is {CANARY}.")
NEVER = (CANARY, sha256(SECRET.encode()).hexdigest()[:12])
"""Neither its words nor its digest may be in any answer."""
OURS = "edges"


class Place:
    """A root with one plan of ours, and beside it a folder with the canary, whose name begins with the root's."""

    def __init__(self, above: Path) -> None:
        self.above = above
        self.root = above / "root"
        self.outside = above / "root-evil"
        for folder in ("", "demo", "template", "edges"):
            (self.outside / folder).mkdir(parents=True, exist_ok=True)
            (self.outside / folder / "PLAN.md").write_text(SECRET, "utf-8")
        (self.outside / "canary.md").write_text(SECRET, "utf-8")
        self.linked_root = False
        self.shared = False
        self.build: Callable[[Place], object] = lambda _: None
        self.agents = self.root / ".agents"
        self.renew()

    def renew(self) -> None:
        """The tree as it was before the last call."""
        if self.agents.is_symlink():
            self.agents.unlink()
        shutil.rmtree(self.agents, ignore_errors=True)
        (self.agents / OURS).mkdir(parents=True)
        (self.agents / OURS / "PLAN.md").write_text(PLAN, "utf-8")
        self.build(self)

    def state(self) -> dict[str, bytes]:
        """All that is outside the tree."""
        found: dict[str, bytes] = {}
        for folder, names, files in os.walk(self.above):
            if Path(folder) == self.above:
                names.remove("root")
            for name in (*names, *files):
                path = Path(folder, name)
                found[str(path)] = path.read_bytes() if path.is_file() else b""
        found.update({str(path): b"" for path in self.root.iterdir()})  # nothing is made beside .agents either
        return found


def _link_slug(place: Place) -> None:
    (place.agents / "evil").symlink_to(place.outside)
    (place.agents / "template").symlink_to(place.outside)
    (place.agents / "archive").symlink_to(place.outside)


def _link_plan(place: Place) -> None:
    for folder in ("evil", "template", "archive/evil"):
        (place.agents / folder).mkdir(parents=True)
        (place.agents / folder / "PLAN.md").symlink_to(place.outside / "PLAN.md")
        (place.agents / folder / "evil.md").symlink_to(place.outside / "PLAN.md")


def _link_agents(place: Place) -> None:
    shutil.rmtree(place.agents)
    place.agents.symlink_to(place.outside)


def _hard_link(place: Place) -> None:
    (place.agents / "evil").mkdir()
    os.link(place.outside / "PLAN.md", place.agents / "evil" / "PLAN.md")


def _twin(place: Place) -> None:
    for name in ("Edges", "CON", "aux.md"):
        (place.agents / name).mkdir()
        (place.agents / name / "PLAN.md").symlink_to(place.outside / "canary.md")


ESCAPES: dict[str, tuple[Callable[[Place], object], tuple[str, ...]]] = {
    "dots": (lambda _: None, ("../root-evil", "../root-evil/PLAN.md", "../../root-evil/canary.md")),
    "absolute": (lambda _: None, ("{outside}", "{outside}/PLAN.md", "file://{outside}/PLAN.md")),
    "below .agents": (lambda _: None, (".agents/..", ".agents/../../root-evil/PLAN.md", "..")),
    "linked slug": (_link_slug, ("evil", ".agents/evil/PLAN.md", "demo")),
    "linked plan": (_link_plan, ("evil", ".agents/evil/PLAN.md", ".agents/template/evil.md")),
    "linked .agents": (_link_agents, ("demo", ".agents/demo/PLAN.md", ".agents/canary.md")),
    "sibling by prefix": (lambda _: None, ("-evil/PLAN.md", "{root}-evil/PLAN.md", "root-evil")),
    "NUL and percent": (lambda _: None, ("evil\0", "%2e%2e/root-evil/PLAN.md", "..%2froot-evil%2fPLAN.md")),
    "names of others": (_twin, ("CON", "EDGES", "..\\root-evil\\PLAN.md")),
    "hard link": (_hard_link, ("evil", ".agents/evil/PLAN.md")),
}
"""How each tree is built, and the names to try on it."""


def built(above: Path, name: str) -> tuple[Place, tuple[str, ...]]:
    place = Place(above)
    build, names = ESCAPES[name]
    place.build = build
    place.shared = name == "hard link"  # that one is a name of ours: it is read, and never written
    place.renew()
    return place, tuple(one.format(root=place.root, outside=place.outside) for one in names)


def leaks(place: Place, before: dict[str, bytes], said: str) -> Iterator[str]:
    """What went wrong in one try."""
    after = place.state()
    yield from (f"{path} changed" for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    if not place.shared:
        yield from (f"{secret} was told: {said[:400]}" for secret in NEVER if secret in said)
