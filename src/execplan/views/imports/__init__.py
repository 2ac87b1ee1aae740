"""Readers of what other tools keep: text to an outline. Pure; what has no place in a plan is listed, never dropped."""
