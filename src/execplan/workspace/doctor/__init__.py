"""Is everything well with the plans of a root? Facts are gathered in one place and judged in another."""
