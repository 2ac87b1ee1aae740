"""What leaves in an export: nothing that is not seen, and in JSON the same data all the same."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from execplan.plan.visible import escaped

UNSEEN = ("Cc", "Cf", "Co")


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
def test_escaped_json_says_the_same_and_shows_all(data: dict[str, object]) -> None:
    document = json.dumps(data, ensure_ascii=False, indent=2)
    text = escaped(document)
    assert json.loads(text) == data
    assert not [char for char in text if char != "\n" and unicodedata.category(char) in UNSEEN]
