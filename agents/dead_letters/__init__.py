"""What could not be read or extracted: kept whole with its reason, shown, and sent again."""
