"""The servers that are measured, one module each: how it is started, its own form of the content, its calls."""
