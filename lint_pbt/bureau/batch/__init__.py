"""What was sent in (folders, archives, mail) in, a journal out: what became of each file and what was found in it."""
