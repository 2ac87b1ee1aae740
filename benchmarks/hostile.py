"""How long hostile documents keep us busy: every shape × three sizes × reading, reviewing and every tool, in fresh processes.

``python benchmarks/hostile.py [--sizes 65536,1048576] [--only WORD] [--json]`` prints a table, the slowest first. A process that
takes more than a minute is ended and told as such. Seconds are of this machine; the limits they stand for are in STORE.md.
"""

from __future__ import annotations
