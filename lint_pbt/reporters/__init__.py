"""Reporters: pure functions of a `Run` (or of rules or documents) that write to a stream."""
