"""The wire: what leaves the program as data or as compact text. Knows the views; knows no transport."""
