"""The tools by feature: thin adapters from arguments to the workspace's verbs and back to answers."""
