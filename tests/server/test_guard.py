"""Who is let in over HTTP, and where the server listens."""

from __future__ import annotations

import socket

import pytest

from execplan.plan.errors import PlanError
from execplan.server.guard import Callers
from execplan.server.http import Address, callers, listening, url

HERE = callers("127.0.0.1", allow_remote=False)
ANYWHERE = callers("plans.example", allow_remote=True)


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "127.0.0.2:1"])
def test_this_machine_by_its_own_names(host: str) -> None:
    assert HERE.refusal(host, None) is None
    assert HERE.refusal(host, f"http://{host}") is None
    assert HERE.refusal(host, f"https://{host}") is None


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example:8765",
        "127.0.0.1.evil.example",
        "192.168.1.5:8765",
        "0.0.0.0:8765",
        "evil.example@localhost:8765",
        "localhost:8765/x",
        "localhost:port",
        "[::1",
        "localhost:8765, evil.example",
    ],
)
def test_other_names_are_refused(host: str | None) -> None:
    refusal = HERE.refusal(host, None)
    assert refusal
    assert refusal.status == 403
    assert refusal.message.startswith("refused: the Host header ")


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://localhost:3000", "http://localhost", "null", "", "file://localhost:8765"],
)
def test_pages_from_elsewhere_are_refused(origin: str) -> None:
    refusal = HERE.refusal("localhost:8765", origin)
    assert refusal
    assert refusal.status == 403
    assert "pages of" in refusal.message


def test_a_remote_server_is_called_by_its_name_or_by_a_number() -> None:
    for host in ("plans.example:8765", "192.168.1.5:8765", "[fe80::1]:8765", "localhost:8765"):
        assert ANYWHERE.refusal(host, None) is None
        assert ANYWHERE.refusal(host, "http://evil.example")
    # A page may point a name of its own at this machine, but not a number.
    assert ANYWHERE.refusal("evil.example:8765", "http://evil.example:8765")


def test_long_headers_are_not_repeated_in_full() -> None:
    refusal = Callers(frozenset()).refusal("x" * 5000, None)
    assert refusal
    assert len(refusal.message) < 200


@pytest.mark.parametrize(
    ("said", "host", "port"),
    [("127.0.0.1:8765", "127.0.0.1", 8765), ("localhost:0", "localhost", 0), ("[::1]:80", "::1", 80)],
)
def test_addresses(said: str, host: str, port: int) -> None:
    assert Address.of(said) == Address(host, port)


@pytest.mark.parametrize(
    "said",
    ["", "8765", ":8765", "localhost", "localhost:", "localhost:x", "localhost:70000", "::1:80", "a b:1", "h:1/x"],
)
def test_what_is_no_address(said: str) -> None:
    with pytest.raises(PlanError) as caught:
        listening(Address.of(said), allow_remote=False)
    assert caught.value.code == "invalid"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "169.254.0.1"])
def test_what_others_can_reach_is_refused(host: str) -> None:
    with pytest.raises(PlanError) as caught:
        listening(Address(host, 0), allow_remote=False)
    assert caught.value.code == "refused"
    assert host in caught.value.message
    assert "--allow-remote" in caught.value.hint


def test_every_address_of_a_name_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def two(*_: object, **__: object) -> list[tuple[object, ...]]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("127.0.0.1", 0)), (*kind, ("192.0.2.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(PlanError, match=r"plans\.example \(192\.0\.2\.1\) can be reached") as caught:
        listening(Address("plans.example", 0), allow_remote=False)
    assert caught.value.code == "refused"


def test_a_port_that_is_taken() -> None:
    with listening(Address("127.0.0.1", 0), allow_remote=False) as first:
        port = first.getsockname()[1]
        with pytest.raises(PlanError, match=f"port {port} on 127.0.0.1 is taken") as caught:
            listening(Address("127.0.0.1", port), allow_remote=False)
        assert caught.value.code == "refused"


def test_what_is_shown_can_be_opened() -> None:
    with listening(Address("0.0.0.0", 0), allow_remote=True) as one:
        assert url(one, "0.0.0.0") == f"http://127.0.0.1:{one.getsockname()[1]}/mcp"
        assert url(one, "::1").startswith("http://[::1]:")
        assert url(one, "localhost").startswith("http://localhost:")
