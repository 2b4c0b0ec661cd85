"""The page for those without a terminal: files that somebody drops come in, what was read and found goes out.

`shell` puts the page together; `bridge` answers what it asks, in a browser's worker or from a local server.
"""
