"""Whether what the platform offers beyond POSIX is used. Knows one environment variable; knows no file.

``EXECPLAN_STORE=plain`` leaves out exchange and lease, as a platform without them would. It is how the plain path is
tested, and a way out on a file system that offers them and does not keep them.
"""

from __future__ import annotations

import os

VARIABLE = "EXECPLAN_STORE"
PLAIN = "plain"


def plain() -> bool:
    return os.environ.get(VARIABLE) == PLAIN
