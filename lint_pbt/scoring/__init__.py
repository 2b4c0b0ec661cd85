"""A run in, its figures out: scores of tables, units and projects, and counts."""
