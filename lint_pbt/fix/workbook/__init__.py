"""Fixes in workbooks: the bytes of the cells in question change, every other byte of every part stays.

openpyxl would write the whole file anew and lose what it does not know: the results of formulas (the sums of every
table), shapes, the settings of printers. `strings` keeps the runs of a text with their formats, `cells` finds the cells
of a worksheet with the bytes they stand in, `book` puts new ones in their places.
"""
