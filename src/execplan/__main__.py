"""The door: ``execplan`` and ``python -m execplan``. Knows where the command line is; knows no command."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line on ``sys.argv``; ends the process with its exit code.

    The collector rests while modules are imported, which leave it nothing to collect, and at the end of the process.
    """
    gc.disable()
    from execplan.cli.app import main as run  # imported here: importing this module must cost nothing

    try:
        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
