"""Laws that hold for every text and every edit, tried by Hypothesis."""
