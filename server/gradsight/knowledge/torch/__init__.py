"""What torch does: the generated op table, and one small handler for each special case."""
