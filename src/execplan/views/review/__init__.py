"""Reviewing a plan: rules as pure functions, by theme; the five quality measures; what both know from outside."""
