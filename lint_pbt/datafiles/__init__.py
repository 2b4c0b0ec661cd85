"""Texts that people typed: YAML and TOML in, typed values out, every mistake with file, line and key."""
