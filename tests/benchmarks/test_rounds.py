"""Taking turns: who goes on, who stops, who failed."""

from __future__ import annotations

from benchmarks.rounds import Limits, NoFigureError, Turn, take_turns


def taking(ms: float, log: list[str], name: str) -> Turn:
    def once(number: int) -> float:
        log.append(name)
        return ms + number / 1000

    return once


def test_everybody_has_a_turn_in_every_round_and_the_first_does_not_count() -> None:
    log: list[str] = []
    taken = take_turns({"a": taking(1, log, "a"), "b": taking(2, log, "b")}, Limits(most=3, least=1, seconds=9))
    assert taken.figures == {"a": [1.001, 1.002, 1.003], "b": [2.001, 2.002, 2.003]}
    rounds = [set(log[at : at + 2]) for at in range(0, len(log), 2)]
    assert rounds == [{"a", "b"}] * 4
    assert log[:2] != log[2:4]  # nobody is always the first


def test_a_slow_one_has_fewer_turns_but_at_least_a_few() -> None:
    log: list[str] = []
    turns = {"fast": taking(1, log, "f"), "slow": taking(2000, log, "s")}
    taken = take_turns(turns, Limits(most=20, least=3, seconds=4, hard=60))
    assert len(taken.figures["fast"]) == 20
    assert len(taken.figures["slow"]) == 3


def test_one_that_is_slower_than_that_has_no_figure_and_the_reason() -> None:
    log: list[str] = []
    taken = take_turns({"slow": taking(50_000, log, "s")}, Limits(most=20, least=3, seconds=4, hard=45))
    assert taken.figures == {}
    assert taken.failures == {"slow": "one turn takes more than 45 s"}


def test_who_fails_is_not_asked_again_and_has_no_figures() -> None:
    asked: list[int] = []

    def fails(number: int) -> float:
        asked.append(number)
        if number == 2:
            raise NoFigureError("it said no")
        return 1.0

    taken = take_turns({"fails": fails, "works": lambda _: 1.0}, Limits(most=5))
    assert asked == [0, 1, 2]
    assert taken.failures == {"fails": "it said no"}
    assert taken.figures == {"works": [1.0] * 5}
