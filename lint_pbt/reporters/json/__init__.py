"""A run in, JSON out: one object, or a line a document."""
