"""Execution plans in Markdown: read, viewed and edited in place. Knows its own version and imports nothing."""

__version__ = "0.1.0"
