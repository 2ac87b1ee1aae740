"""The command line: thin commands over the workspace. The only place that knows click."""
