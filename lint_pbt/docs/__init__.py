"""Rules and checks come in, the generated pages of `docs/` go out: one a rule, an index, and one of all checks."""
