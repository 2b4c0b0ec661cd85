"""A project with its findings in, the review form of it out, filled in as far as a machine can: docx and xlsx."""
