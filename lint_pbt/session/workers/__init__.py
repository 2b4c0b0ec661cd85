"""Work on files in, what became of each out: processes of our own with limits, and what crosses their border."""
