"""The generated pages of `docs/`: one a rule, an index of them, and one of all checks. `python -m lint_pbt.docs`."""
