"""Rules: rule files and settings in, rules ready to run out, each proved by its own examples."""
