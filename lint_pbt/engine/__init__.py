"""A document and rules in, `Checked` out: findings, what was skipped, and what failed."""
