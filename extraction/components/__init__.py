"""The steps of the extraction, one file each."""
