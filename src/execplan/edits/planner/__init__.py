"""From goals and constraints to a phased plan: a brief is read, steps are derived, sections are written. Pure."""
