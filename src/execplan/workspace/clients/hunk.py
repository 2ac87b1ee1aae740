"""What differs between two texts that differ in one place: a unified diff of one hunk. Pure.

Without lines around it: those of a configuration are nobody's business here, and may hold keys.
"""

from __future__ import annotations

_LONGEST = 400
"""Characters of a line that are shown."""
_NO_END = "\\ No newline at end of file"


def hunk(before: str, after: str, name: str) -> str:
    """From the first line that differs to the last one; empty when none does."""
    if before == after:
        return ""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    most = min(len(old), len(new))
    first = next((at for at in range(most) if old[at] != new[at]), most)
    last = next((at for at in range(most - first) if old[-1 - at] != new[-1 - at]), most - first)
    gone, come = old[first : len(old) - last], new[first : len(new) - last]
    lines = [f"--- a/{name}", f"+++ b/{name}", f"@@ -{_range(first, gone)} +{_range(first, come)} @@"]
    for sign, changed in (("-", gone), ("+", come)):
        for line in changed:
            said = line.rstrip("\r\n")
            lines.append(sign + (said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"))
            lines += [] if line.endswith(("\n", "\r")) else [_NO_END]
    return "\n".join(lines)


def _range(first: int, lines: list[str]) -> str:
    start = first + 1 if lines else first
    return f"{start}" if len(lines) == 1 else f"{start},{len(lines)}"
