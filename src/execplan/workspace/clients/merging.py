"""Our entry into a client's text and out of it. Pure; knows the two formats, no file.

The text before an installation, where it is still known, decides what an uninstallation leaves: when that text with
our entry is the text of now, it is given back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from execplan.workspace.clients import jsonc_edit, toml_edit
from execplan.workspace.clients.entries import NAME, REMOTE, Shape
from execplan.workspace.clients.jsonc import Node, Tree, parse, tree
from execplan.workspace.clients.spans import BrokenConfigError


def holds(text: str, shape: Shape) -> bool:
    """Is there an entry of ours? Raises ``BrokenConfigError``."""
    return _found(text, shape) is not None


def installed(text: str, shape: Shape, entry: Mapping[str, object]) -> str:
    """The text with our entry; what else an entry of that name says stays. Raises ``BrokenConfigError``."""
    found = _found(text, shape)
    if found is not None and "command" not in found and (remote := REMOTE & found.keys()):
        raise BrokenConfigError(f"{NAME} there is a server over HTTP ({min(remote)})", _at(text, shape), "refused")
    if shape.form == "toml":
        return toml_edit.put(text, (shape.table, NAME), entry)
    if found is None:
        return jsonc_edit.put(text, (shape.table, NAME), entry)
    for key, value in entry.items():
        if found.get(key) != value:
            text = jsonc_edit.put(text, (shape.table, NAME, key), value)
    return text


def uninstalled(text: str, shape: Shape, before: str | None) -> str | None:
    """The text without our entry; None when nothing is left of a file that was made for it.

    ``before`` is the text from before the last change of ours. Raises ``BrokenConfigError``.
    """
    found = _found(text, shape)
    if found is None:
        return text
    known = before if before is not None and _sound(before, shape) else None
    if known is not None and not holds(known, shape) and installed(known, shape, found) == text:
        return known
    if shape.form == "toml":
        left = toml_edit.take(text, (shape.table, NAME))
        return None if known is None and not left.strip() else left
    left = jsonc_edit.take(text, (shape.table, NAME))
    table = jsonc_edit.get(left, (shape.table,))
    had = known is not None and jsonc_edit.get(known, (shape.table,)) is not None
    if table is not None and not had and jsonc_edit.bare(left, table):
        left = jsonc_edit.take(left, (shape.table,))
    root = parse(left)
    empty = root is not None and left.strip() == left[root.start : root.end] and jsonc_edit.bare(left, root)
    return None if known is None and empty else left


def _found(text: str, shape: Shape) -> dict[str, object] | None:
    """What our entry says now. Raises ``BrokenConfigError`` when it is no entry at all."""
    if shape.form == "toml":
        found = toml_edit.get(text, (shape.table, NAME))
        if found is not None and not isinstance(found, dict):
            raise BrokenConfigError(f"{NAME} is no table", _at(text, shape), "refused")
        return cast("dict[str, object] | None", found)
    node = jsonc_edit.get(text, (shape.table, NAME))
    if node is None:
        return None
    if node.kind != "object":
        raise BrokenConfigError(f"{NAME} is no object", node.start, "refused")
    return cast("dict[str, object]", _plain(tree(node)))


def _plain(said: Tree) -> object:
    kind, content = said
    if kind == "object":
        return {key: _plain(one) for key, one in cast("tuple[tuple[str, Tree], ...]", content)}
    if kind == "array":
        return [_plain(one) for one in cast("tuple[Tree, ...]", content)]
    return content if kind == "string" else json.loads(str(content))


def _at(text: str, shape: Shape) -> int:
    if shape.form == "toml":
        return toml_edit.place(text, (shape.table, NAME))
    node: Node | None = jsonc_edit.get(text, (shape.table, NAME))
    return node.start if node else 0


def _sound(text: str, shape: Shape) -> bool:
    try:
        holds(text, shape)
    except BrokenConfigError:
        return False
    return True
