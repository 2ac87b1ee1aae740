"""Counting o200k tokens, offline."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from typing import Any

with warnings.catch_warnings():  # the package opens its data the old way
    warnings.simplefilter("ignore", DeprecationWarning)
    from bpe_openai import get_encoding

    _ENCODING = get_encoding("o200k_base")
    _ENCODING.encode("")


def count(said: str | Mapping[str, Any] | None) -> int:
    """The tokens of a text, or of data as compact JSON."""
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return len(_ENCODING.encode(text))
