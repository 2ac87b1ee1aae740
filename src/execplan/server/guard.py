"""Who may speak to the HTTP server: the checks of Host, Origin and size. Knows HTTP headers; knows no MCP and no tools.

A browser lets any page send requests to any address. Two checks keep such a page out: a page under a name that was
made to point here (DNS rebinding) sends that name as Host, and a page from elsewhere sends where it is from as Origin.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from mcp_types import INVALID_REQUEST
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

IP = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to a request that is not let in."""

    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Callers:
    """Under which names the server may be called. ``any_number``: also by any IP address, which no page can forge."""

    names: frozenset[str]
    any_number: bool = False

    def refusal(self, host: str | None, origin: str | None) -> Refusal | None:
        """Why a request with these headers is refused; None when it may pass."""
        if host is None or not self._known(_host_of(host)):
            return Refusal(403, f"refused: the Host header {_shown(host)} is none of this server's names")
        if origin is not None and _authority(origin) != host.casefold():
            return Refusal(403, f"refused: requests from pages of {_shown(origin)} are not taken")
        return None

    def _known(self, name: str | None) -> bool:
        if name is None:
            return False
        number = address(name)
        return name in self.names if number is None else number.is_loopback or self.any_number


class Guard:
    """Lets in what passes the checks, and answers the rest."""

    def __init__(self, app: ASGIApp, callers: Callers, most: int) -> None:
        self._app = app
        self._callers = callers
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(Headers(scope=scope)) if scope["type"] == "http" else None
        await (self._app if refusal is None else _answer(refusal))(scope, receive, send)

    def _refusal(self, headers: Headers) -> Refusal | None:
        for name in ("host", "origin"):
            if len(headers.getlist(name)) > 1:
                return Refusal(400, f"invalid: more than one {name.title()} header")
        refusal = self._callers.refusal(headers.get("host"), headers.get("origin"))
        if refusal is not None:
            return refusal
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self._most:
            return Refusal(413, f"invalid: a message may have {self._most:,} bytes at most")
        return None


def address(name: str) -> IP | None:
    """The IP address that is written there, if one is."""
    try:
        return ip_address(name)
    except ValueError:
        return None


def _host_of(header: str) -> str | None:
    """The name in a Host header, in small letters, without its port."""
    try:
        parts = urlsplit(f"//{header}")
        valid = parts.netloc == header and "@" not in header and (parts.port is None or parts.port >= 0)
        return parts.hostname if valid else None
    except ValueError:
        return None


def _authority(origin: str) -> str | None:
    """``localhost:80`` of ``http://localhost:80``; None for what is no web page's origin, such as ``null``."""
    scheme, mark, rest = origin.casefold().partition("://")
    return rest if mark and scheme in ("http", "https") else None


def _shown(value: str | None) -> str:
    return "(none)" if value is None else repr(value if len(value) <= 60 else value[:60] + "…")


def _answer(refusal: Refusal) -> Response:
    error: dict[str, Any] = {"code": INVALID_REQUEST, "message": refusal.message}
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}, ensure_ascii=False)
    headers = {"connection": "close"} if refusal.status == 413 else None
    return Response(body, refusal.status, headers, "application/json")
