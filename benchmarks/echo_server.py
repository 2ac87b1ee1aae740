"""The least that the SDK can be: a server of one tool. What it costs is what nobody who uses the SDK can go below."""

from mcp.server import MCPServer

server = MCPServer("echo")


@server.tool(description="Say it again.")
def echo(text: str) -> str:
    return text


if __name__ == "__main__":
    server.run("stdio")
