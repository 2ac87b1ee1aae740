"""Our entry in the configuration files of MCP clients: put in, taken out, every other byte as it was."""
