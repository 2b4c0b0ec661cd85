"""Fixes: findings become edits, edits become bytes, and the bytes take the file's place once they are proved.

`plan` says which places of a table change, `manuscript` turns its text to bytes and back, `proof` compares the
table before and after, `repair` goes on until nothing is left to fix, `writing` replaces the file, and `files`
puts them together.
"""
