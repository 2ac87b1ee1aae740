"""Real documents are scanned as they would be parsed, and nearly all of them are scanned."""

from __future__ import annotations

from pathlib import Path

import pytest

from execplan.text.blocks import blocks_of, plan_lines
from execplan.text.parser import parse
from execplan.text.scan import scan
from execplan.text.source import BOM, Source
from tests.corpus.documents import CORPUS, SEEDS, named, needs_corpus, paths

pytestmark = needs_corpus


def plan_of(path: Path) -> tuple[Source, str, int]:
    """A document, the text of its plan and the line that starts at."""
    source = Source.decode(path.read_bytes())
    first, last = plan_lines(source)
    return source, source.text[source.offset(first) : source.offset(last)].removeprefix(BOM), first


@pytest.mark.parametrize("path", [*paths(CORPUS), *paths(SEEDS)], ids=named)
def test_a_document_is_scanned_as_it_is_parsed(path: Path) -> None:
    source, text, first = plan_of(path)
    parsed = parse(text, first)
    assert scan(text, first) in (None, parsed)
    assert blocks_of(source).all == parsed


def test_nearly_every_document_is_scanned() -> None:
    documents = [plan_of(path)[1] for path in paths(CORPUS)]
    assert sum(scan(text) is not None for text in documents) > 0.9 * len(documents)
