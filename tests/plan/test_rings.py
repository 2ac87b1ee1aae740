from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.rings import chain, ring, without_rings

GRAPHS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), max_size=5), max_size=8)


@given(GRAPHS)
def test_a_ring_is_found_where_there_is_one(after: dict[str, list[str]]) -> None:
    found = ring(after)
    graph = networkx.DiGraph([(name, target) for name, targets in after.items() for target in targets])
    assert (found is None) == networkx.is_directed_acyclic_graph(graph)
    if found is not None:
        assert all(after_one in after[one] for one, after_one in zip(found, (*found[1:], found[0]), strict=True))


@given(GRAPHS)
def test_without_rings_only_what_closes_one_is_left_out(after: dict[str, list[str]]) -> None:
    kept = without_rings(after)
    assert ring(kept) is None
    if ring(after) is None:
        assert kept == {name: tuple(dict.fromkeys(targets)) for name, targets in after.items()}
    for name, targets in after.items():
        for target in set(targets) - set(kept[name]):
            assert ring({**kept, name: (*kept[name], target)}) is not None


def test_a_ring_of_one_and_a_long_chain() -> None:
    assert ring({"a": ["a"]}) == ("a",)
    chain = {str(n): [str(n + 1)] for n in range(20_000)}
    assert ring(chain) is None
    assert ring({**chain, "20000": ["0"]}) == tuple(str(n) for n in range(20_001))


def test_the_shortest_way() -> None:
    after = {"a": ("b", "c"), "b": ("d",), "c": ("e",), "d": ("e",), "e": ("a",)}
    assert chain(after, "a", "e") == ("a", "c", "e")
    assert chain(after, "a", "a") == ("a",)
    assert chain({"a": ("b",)}, "b", "a") is None
