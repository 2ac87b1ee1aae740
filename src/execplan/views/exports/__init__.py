"""A plan in the forms that other programs draw or count: one module a form. Pure: from a plan to text."""
