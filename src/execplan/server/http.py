"""Streamable HTTP: the address, the socket, and the run of the web server. Knows sockets; knows no tools.

There is no login, so the server listens on this machine only unless it is told otherwise. Everything is said on
standard error; uvicorn is imported here and nowhere else, and only when HTTP is asked for.
"""

from __future__ import annotations

import errno
import logging
import socket
import sys
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from execplan.plan.errors import PlanError
from execplan.server.app import awake, build_server
from execplan.server.ending import INTERRUPTED, end_now
from execplan.server.guard import Callers, Guard, address
from execplan.server.logs import log_to_stderr
from execplan.server.stdio import MAX_LINE
from execplan.workspace.workspace import Workspace

PATH = "/mcp"
_GRACE = 0.5
"""Seconds for the answers under way when the process is told to end; streams that stay open are cut then."""
_BACKLOG = 128


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. ``port`` 0 takes any that is free."""

    host: str
    port: int

    @classmethod
    def of(cls, said: str) -> Address:
        """``127.0.0.1:8765``, ``localhost:0`` or ``[::1]:8765``. Raises ``PlanError``."""
        try:
            parts = urlsplit(f"//{said}")
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port = None, None
        if not host or port is None or parts_beside(said):
            raise PlanError("invalid", f"'{said[:80]}' is no HOST:PORT", "like 127.0.0.1:8765, or [::1]:8765 for IPv6")
        return cls(host, port)


def parts_beside(said: str) -> bool:
    """Whether there is more than a host and a port."""
    return any(letter in said for letter in "/@?#") or said != said.strip()


def serve_http(
    workspace: Workspace, where: str, *, tools: str = "all", read_only: bool = False, allow_remote: bool = False
) -> None:
    """Serve at ``http://HOST:PORT/mcp`` until interrupted. Raises ``PlanError`` for an address that cannot be used."""
    import uvicorn
    from mcp.server.transport_security import TransportSecuritySettings

    log_to_stderr()
    wanted = Address.of(where)
    server = build_server(workspace, tools, read_only=read_only)
    awake()
    with listening(wanted, allow_remote=allow_remote) as listener:
        web = server.streamable_http_app(
            streamable_http_path=PATH,
            max_request_body_size=MAX_LINE,
            # The guard checks Host and Origin, for every path.
            transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
        )
        config = uvicorn.Config(
            Guard(web, callers(wanted.host, allow_remote=allow_remote), MAX_LINE),
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=cast("int", _GRACE),  # handed on to asyncio, which takes fractions
        )
        print(f"execplan: {workspace.root or 'no root'} at {url(listener, wanted.host)}", file=sys.stderr, flush=True)
        if allow_remote:
            print("execplan: no login: whoever reaches this address can use every tool", file=sys.stderr, flush=True)
        runner = uvicorn.Server(config)
        # Of its end it only tells which streams it cut; what else goes wrong then has a traceback.
        logging.getLogger("uvicorn.error").addFilter(lambda record: not runner.should_exit or bool(record.exc_info))
        try:
            runner.run(sockets=[listener])
        except KeyboardInterrupt:
            end_now(INTERRUPTED)
            raise


def listening(where: Address, *, allow_remote: bool) -> socket.socket:
    """A socket that listens there; the name is resolved once, and every address it has is checked.

    Raises ``PlanError``: ``refused`` for one that others can reach, and for a port that is taken.
    """
    try:
        found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise PlanError("invalid", f"no address for '{where.host}'", "use 127.0.0.1, or localhost") from None
    numbers = [str(one[4][0]).partition("%")[0] for one in found]
    remote = [one for one in numbers if not ((number := address(one)) and number.is_loopback)]
    if remote and not allow_remote:
        told = where.host if where.host in remote else f"{where.host} ({remote[0]})"
        raise PlanError(
            "refused",
            f"{told} can be reached from other machines, and there is no login",
            "use 127.0.0.1, or --allow-remote if everyone who reaches it may write the plans",
        )
    family, kind, protocol, _, at = min(found, key=lambda one: one[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(at)
        listener.listen(_BACKLOG)  # now: only this finds a port that somebody else took in the same moment
    except OSError as error:
        listener.close()
        raise _unusable(where, error) from None
    return listener


def callers(host: str, *, allow_remote: bool) -> Callers:
    """The names under which a server on that host may be called."""
    names = {"localhost"}
    if allow_remote:
        names |= {host, socket.gethostname().casefold()}
    return Callers(frozenset(names), any_number=allow_remote)


def url(listener: socket.socket, host: str) -> str:
    """Where the server is; a host that stands for every address is shown as this machine."""
    number = address(host)
    if number is not None and number.is_unspecified:
        host = "127.0.0.1" if number.version == 4 else "::1"
    port = listener.getsockname()[1]
    return f"http://[{host}]:{port}{PATH}" if ":" in host else f"http://{host}:{port}{PATH}"


def _unusable(where: Address, error: OSError) -> PlanError:
    if error.errno == errno.EADDRINUSE:
        return PlanError(
            "refused", f"port {where.port} on {where.host} is taken", "choose another, or 0 for a free one"
        )
    if error.errno == errno.EACCES:
        return PlanError("refused", f"port {where.port} is not for ordinary users", "choose one above 1023, or 0")
    return PlanError("refused", f"cannot listen on {where.host}:{where.port}: {error.strerror or error}")
