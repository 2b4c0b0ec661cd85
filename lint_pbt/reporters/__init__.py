"""Reporters: a `Run` comes in (or documents, or a comparison), a report is written to a stream. Pure."""
