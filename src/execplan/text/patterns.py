"""Patterns that are compiled when first used. Knows regular expressions; knows no text.

To compile one takes longer than to import its module, and most texts need few of those that exist for odd ones: every
start of the program would wait for all.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "search", "fullmatch", "finditer", "findall", "sub", "split")


class _Later:
    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there yet: from then on the compiled pattern's own methods are found at once."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, for its methods; the functions of ``re`` do not take it."""
    return cast("re.Pattern[str]", _Later(pattern, flags))
