"""Findings in, a file with some places changed out: fixes in place, comments in a copy, every other byte as it was."""
