"""Views: pure functions from a plan to an answer. Know the model; know no file, no clock and no protocol."""
