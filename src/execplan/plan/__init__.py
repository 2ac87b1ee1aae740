"""Plans: the model, reading, writing, dialects as data, identity, references. Knows text; knows no file and no clock."""
