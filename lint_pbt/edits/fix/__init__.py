"""A file and its findings come in, edits go out: made in memory, proved, and then put in the file's place.

`plan` says which places of a table change, `manuscript` turns its text to bytes and back, `proof` compares the
table before and after, `repair` goes on until nothing is left to fix, `writing` replaces the file, and `files`
puts them together.
"""
