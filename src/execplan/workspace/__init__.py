"""The workspace: the root, its plans, and the four verbs on them. Knows the store; knows no protocol."""
