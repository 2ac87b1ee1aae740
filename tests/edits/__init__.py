"""Edits as people see them: the text before, the edit, the text after."""
