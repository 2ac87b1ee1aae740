"""The door: ``execplan`` and ``python -m execplan``. Knows where the command line is; knows no command."""

from __future__ import annotations


def main() -> None:
    """Run the command line on ``sys.argv``; ends the process with its exit code."""
    from execplan.cli.app import main as run  # imported here: importing this module must cost nothing

    run()


if __name__ == "__main__":
    main()
