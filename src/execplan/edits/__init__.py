"""Edits: pure functions from a plan to an edit of its text. Knows spans and meanings; knows no file and no clock."""
