"""What a server holds, with all the processes it started, as the kernel tells it. Linux."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

KB = 1024


@dataclass(frozen=True, slots=True)
class Held:
    """Mebibytes now and at most, summed over the processes, and how many processes these were."""

    rss: float
    peak: float
    processes: int


def family(pid: int) -> tuple[int, ...]:
    """The process and everything it started that still runs."""
    parents: dict[int, int] = {}
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            try:
                stat = Path("/proc", entry, "stat").read_text()
            except OSError:
                continue
            parents[int(entry)] = int(stat.rsplit(")", 1)[1].split()[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return tuple(found)


def held(pid: int) -> Held:
    rss = peak = count = 0
    for one in family(pid):
        try:
            status = Path("/proc", str(one), "status").read_text()
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        if "VmRSS" in fields:
            rss += int(fields["VmRSS"].split()[0])
            peak += int(fields["VmHWM"].split()[0])
            count += 1
    return Held(rss / KB, peak / KB, count)
