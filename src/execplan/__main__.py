"""The door: ``execplan`` and ``python -m execplan``. Knows where the command line is; knows no command."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line on ``sys.argv``; ends the process with its exit code.

    The collector of cycles rests: imports leave it nothing, a command ends before it would pay, and at the end it
    would look at every module once more. A server, which stays, has it work again (``server.app.awake``).
    """
    gc.disable()
    from execplan.cli.app import main as run  # imported here: importing this module must cost nothing

    try:
        run()
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
