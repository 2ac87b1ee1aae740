"""What ``execplan init`` makes in a project: a template, ignore rules, a note for agents; a skill and an issue form if asked."""
