"""The journal of a checked inbox in, everything a finance bureau sends and keeps out: opinions, overview, forms, mails."""
