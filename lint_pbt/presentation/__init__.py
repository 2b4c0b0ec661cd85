"""A run in, words and signs out that all reports share."""
