"""Reports of a comparison of two drafts. `story` puts what is to be told in order and in words; the rest shows it."""
