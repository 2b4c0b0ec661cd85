"""Documents in, what was read of them out: for people, as JSON, as rows."""
