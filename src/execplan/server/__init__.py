"""The MCP face: tools as values, argument checks, stdio. The only place that knows ``mcp``."""
