"""What was done in a time, what is under way, what holds it up, what comes: for a standup, for a week. Knows plans; no file."""
