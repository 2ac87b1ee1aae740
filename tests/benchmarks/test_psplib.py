"""The runner of public scheduling problems: its reader, its checker, what it calls a failure; and five real instances."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.psplib import EACH, FOLDER, Row, fault, main, measured, read_problem, verdicts

from execplan.schedule.problem import Job, Problem, Solution

SM = """\
file with basedata            : own.bas
jobs (incl. supersource/sink ):  4
************************************************************************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     3       2    0
  3      1    10       1    1
  4      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
    2    1
************************************************************************
"""
OWN = Problem((Job(0), Job(3, (0,), ((0, 2),)), Job(10, (0,), ((0, 1), (1, 1))), Job(0, (1, 2))), (2, 1))


def test_a_file_is_read() -> None:
    assert read_problem(SM) == OWN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("RESOURCEAVAILABILITIES", "AVAILABLE"),
        ("   2        1          1           4", "   2        1          2           4"),
        ("   2        1          1           4", "   2        2          1           4"),
        ("  2      1     3       2    0", "  2      1     3       2"),
        ("  4      1     0       0    0\n", ""),
    ],
)
def test_another_form_is_refused(old: str, new: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_problem(SM.replace(old, new))


@pytest.mark.parametrize(
    ("starts", "wrong"),
    [
        ((0, 0, 3, 13), None),
        ((0, 10, 0, 13), None),
        ((0, 0, 2, 12), "resource 1 is overused at 2"),
        ((0, 0, 3, 12), "job 4 starts before job 3 ends"),
        ((0, -1, 3, 13), "job 2 lasts from -1 to 2"),
        ((0, 0, 3), "a job is missing"),
    ],
)
def test_the_checker_finds_what_is_wrong(starts: tuple[int, ...], wrong: str | None) -> None:
    ends = tuple(start + job.length for start, job in zip(starts, OWN.jobs, strict=False))
    assert fault(OWN, Solution(starts, ends, 0)) == wrong


def test_a_job_that_lasts_too_short_is_found() -> None:
    assert fault(OWN, Solution((0, 0, 3, 12), (0, 3, 12, 12), 0)) == "job 3 lasts from 3 to 12"


def test_an_instance_is_measured() -> None:
    row = measured("own", SM, 13)
    assert (row.found, row.bound, row.listed, row.fault, row.proven) == (13, 13, 13, None, True)
    assert measured("own", SM, 12).fault == "a bound above the best known: 13"


GOOD = [
    Row(f"{kind}{index}_1", 50, 52, 3.0, 50, 50, 0.5, 0.5, None) for kind in ("j30", "j60") for index in range(1, 49)
]


def missed(rows: list[Row]) -> list[str]:
    return [words for met, words in verdicts(rows) if not met]


def test_what_is_aimed_at() -> None:
    assert missed(GOOD) == []
    assert missed(GOOD[1:]) == ["j30: 47 of 48 instances", "j30: 47 of 48 optima reached, 47 proven"]
    assert missed(GOOD[:-1]) == ["j60: 47 of 48 instances"]
    assert missed([*GOOD[:-1], replace(GOOD[-1], fault="a job is missing")]) == [
        "95 of 96 feasible: j6048_1: a job is missing"
    ]
    assert missed([replace(GOOD[0], found=51), *GOOD[1:]]) == ["j30: 47 of 48 optima reached, 47 proven"]
    assert len(missed([*GOOD[:-1], replace(GOOD[-1], cpu=EACH + 1)])) == 1
    assert len(missed([replace(row, cpu=1.5) for row in GOOD])) == 1


def test_a_folder_that_is_not_there_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "could not be run" in said.err
    assert len(said.err.splitlines()) == 1


def test_an_instance_that_is_not_there_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "best.csv").write_text("problem,best_makespan\nj301_1.sm,13\nj302_1.sm,82..87\n")
    (tmp_path / "j301_1.sm").write_text(SM)
    assert main([str(tmp_path)]) == 1
    assert "j302_1.sm" in capsys.readouterr().err
    (tmp_path / "j302_1.sm").write_text(SM)
    assert main([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "| j302_1 | 87 | 13 | 13 |" in said.out
    assert "- MISSED: j30: 2 of 48 instances" in said.out


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the PSPLIB instances are not beside this repository")
@pytest.mark.parametrize(
    ("name", "best"), [("j301_1", 43), ("j305_1", 53), ("j3021_1", 84), ("j606_1", 60), ("j6034_1", 72)]
)
def test_public_instances_are_solved(name: str, best: int) -> None:
    row = measured(name, (FOLDER / f"{name}.sm").read_text("latin-1"), best)
    assert (row.fault, row.found, row.bound) == (None, best, best)
    assert row.listed >= best
