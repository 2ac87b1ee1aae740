"""Every protocol version that is served, line by line: the handshake or the envelope, the tools, one call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

from tests.server.test_stdio import Session

CREATE = {"name": "create_plan", "arguments": {"title": "A", "objective": "B", "steps": ["one", "two"]}}
CURRENT = {"name": "get_current_step", "arguments": {}}


class Plain(Session):
    """A session that says nothing by itself."""

    def __enter__(self) -> Plain:
        return self

    def request(self, number: int, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request; notifications before it are passed over."""
        self.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))
        while (answer := self.answer()).get("id") != number:
            assert "id" not in answer
        return answer


def test_versions_that_the_design_names_are_served() -> None:
    assert set(HANDSHAKE_PROTOCOL_VERSIONS) >= {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}
    assert "2026-07-28" in MODERN_PROTOCOL_VERSIONS


@pytest.mark.parametrize("version", HANDSHAKE_PROTOCOL_VERSIONS)
def test_handshake(version: str, tmp_path: Path) -> None:
    with Plain(str(tmp_path)) as session:
        client = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        made = session.request(1, "initialize", client)["result"]
        assert made["protocolVersion"] == version
        assert made["serverInfo"]["name"] == "execplan"
        assert made["instructions"]
        session.send('{"jsonrpc":"2.0","method":"notifications/initialized"}')
        assert session.request(2, "ping", {})["result"] == {}
        tools = {tool["name"] for tool in session.request(3, "tools/list", {})["result"]["tools"]}
        assert {"create_plan", "get_current_step"} <= tools
        assert not session.request(4, "tools/call", CREATE)["result"].get("isError")
        shown = session.request(5, "tools/call", CURRENT)["result"]["content"]
        assert "one" in shown[0]["text"]
        rest, log = session.close()
    assert log == b""
    assert all("id" not in json.loads(line) for line in rest.splitlines())


@pytest.mark.parametrize("version", ["2023-01-01", "2030-01-01", "latest"])
def test_a_version_that_is_not_served_gets_one_that_is(version: str) -> None:
    with Plain() as session:
        client = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        made = session.request(1, "initialize", client)["result"]
        assert made["protocolVersion"] in HANDSHAKE_PROTOCOL_VERSIONS
        session.close()


@pytest.mark.parametrize("version", MODERN_PROTOCOL_VERSIONS)
def test_envelope(version: str, tmp_path: Path) -> None:
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    with Plain(str(tmp_path)) as session:
        found = session.request(1, "server/discover", {"_meta": meta})["result"]
        assert version in found["supportedVersions"]
        assert found["instructions"]
        listed = session.request(2, "tools/list", {"_meta": meta})["result"]
        assert {"create_plan", "get_current_step"} <= {tool["name"] for tool in listed["tools"]}
        assert not session.request(3, "tools/call", {**CREATE, "_meta": meta})["result"].get("isError")
        shown = session.request(4, "tools/call", {**CURRENT, "_meta": meta})["result"]["content"]
        assert "one" in shown[0]["text"]
        unserved = {**meta, "io.modelcontextprotocol/protocolVersion": "2031-01-01"}
        assert "error" in session.request(5, "tools/list", {"_meta": unserved})
        _, log = session.close()
    assert log == b""


def test_levels_of_the_log(tmp_path: Path) -> None:
    """The log stays on standard error; the level says how much of it there is."""
    with Session(str(tmp_path)) as session:
        for number, level in enumerate(("debug", "info"), 2):
            params = {"level": level}
            line = json.dumps({"jsonrpc": "2.0", "id": number, "method": "logging/setLevel", "params": params})
            assert session.ask(line)["result"] == {}
        call = {"name": "get_current_step", "arguments": {}}
        session.ask(json.dumps({"jsonrpc": "2.0", "id": 9, "method": "tools/call", "params": call}))
        _, log = session.close()
    assert log == b"execplan: INFO get_current_step: not_found\n"
