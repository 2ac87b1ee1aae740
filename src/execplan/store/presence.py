"""Whether something is there below a root. Knows names and containment; opens no file and knows no plan."""

from __future__ import annotations

import errno
import os

from execplan.plan.errors import PlanError
from execplan.store.tree import Tree, parts_of

_MISSING = (errno.ENOENT, errno.ENOTDIR)


def is_there(tree: Tree, path: str) -> bool | None:
    """Is there an entry of that name inside the tree, of whatever kind? None where that cannot be told.

    What lies behind a link, what may not be read and what no plan may name (``.git``) is not told about.
    """
    try:
        *above, name = parts_of(path)
        with tree.folder(tuple(above)) as folder:
            os.stat(name, dir_fd=folder, follow_symlinks=False)
    except PlanError:
        return None
    except OSError as error:
        return False if error.errno in _MISSING else None
    return True
