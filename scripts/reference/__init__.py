"""The lists of the reference pages, made from the program's own values."""
