"""The parts of the three-way merge: units, their alignment, the join, what follows from it, and the check."""
