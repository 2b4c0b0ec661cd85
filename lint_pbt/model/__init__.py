"""Values handed on: what a reader gives, a table says, a rule file states, a check came to. No behaviour."""
