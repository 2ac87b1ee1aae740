"""The small YAML that task files carry on top: scalars, quoted ones, folded ones, lists. Knows lines; knows no key."""

from __future__ import annotations

import re

Values = dict[str, tuple[str, ...]]
_KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*):(?:\s+(?P<value>.*?))?\s*\Z")
_BLOCK = re.compile(r"(?P<kind>[|>])[+-]?\d?\Z")
_FLOW = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^,\s\"'][^,]*")
_DOUBLE = {"n": " ", "t": " ", "r": " "}


def front_matter(text: str) -> tuple[Values, list[str], str]:
    """Each key with its values (one for a scalar), the lines that were not understood, and the text below."""
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---":
        return {}, [], text
    end = next((at for at in range(1, len(lines)) if lines[at].rstrip() in ("---", "...")), None)
    if end is None:
        return {}, [], text
    values: Values = {}
    odd: list[str] = []
    at = 1
    while at < end:
        found = _KEY.match(lines[at])
        if found is None:
            if lines[at].strip() and not lines[at].lstrip().startswith("#"):
                odd.append(lines[at].strip())
            at += 1
            continue
        below: list[str] = []
        at += 1
        while at < end and (lines[at][:1] in (" ", "\t") or not lines[at].strip() or lines[at].startswith("- ")):
            below.append(lines[at].strip())
            at += 1
        values[found["key"]] = _value((found["value"] or "").strip(), [one for one in below if one])
    return values, odd, "\n".join(lines[end + 1 :])


def _value(value: str, below: list[str]) -> tuple[str, ...]:
    if not value and below and all(line == "-" or line.startswith("- ") for line in below):
        return tuple(_scalar(line[1:].strip()) for line in below)
    if _BLOCK.fullmatch(value) or (not value and below):
        return (" ".join(below),)
    if value.startswith("[") and value.endswith("]"):
        inner: list[str] = _FLOW.findall(value[1:-1])
        return tuple(one for one in (_scalar(part.strip()) for part in inner) if one)
    one = _scalar(" ".join((value, *below)))
    return (one,) if one else ()


def _scalar(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", lambda match: _DOUBLE.get(match[1], match[1]), text[1:-1])
    return "" if text in ("~", "null") else text
