"""The workspace: the root, its plans, and the five verbs on them. Knows the store; knows no protocol."""
