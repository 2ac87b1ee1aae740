"""What the clients' configuration files mean for execplan. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from execplan.workspace.doctor.clients import Registration
from execplan.workspace.doctor.facts import Finding
from execplan.workspace.root import Root


def of_clients(found: Sequence[Registration], root: Root | None) -> Iterator[Finding]:
    for one in found:
        if one.state == "broken":
            yield Finding(
                "warning" if one.named else "info",
                "client_broken",
                f"{one.client}: {one.path} cannot be read: {one.reason}",
                "mend it: the client may start no server from it",
            )
        for server in one.servers:
            if server.missing:
                text = f"{one.client}: {server.name} in {one.path} starts {server.command}, which is not there"
                yield Finding(
                    "warning", "client_command", text, "name the execplan that is installed, by its full path"
                )
            if server.root and root is not None and Path(server.root).is_absolute():
                other = Path(server.root)
                if other != root.path:
                    text = f"{one.client}: {server.name} in {one.path} serves {other}, not {root.path}"
                    yield Finding("info", "client_elsewhere", text)
    if not any(one.servers for one in found):
        todo = "run `execplan install CLIENT`; its --help names the clients"
        yield Finding("info", "no_client", "no client is set up to start execplan", todo)
