"""Builds `pbt-lint.html`: the whole linter in one file that a browser opens from disk.

The checkout comes in, one page goes out. `build` puts it together from `lint_pbt.web.page` (what the page does),
Python for browsers (npm's pyodide), the installed libraries, and `stand_ins` for those that browsers have none of.
"""
