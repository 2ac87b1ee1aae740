"""Text: decoding, spans, edits, Markdown blocks, diffs. Knows no plan, no file and no clock."""
