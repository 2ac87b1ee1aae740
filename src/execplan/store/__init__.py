"""The store: plan files read whole, swapped under a lock, never overwritten. Knows files; knows no plan."""
