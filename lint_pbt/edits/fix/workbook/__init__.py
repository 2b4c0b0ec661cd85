"""Fixes in workbooks: the bytes of the cells in question change, every other byte of every part stays.

openpyxl would write the whole file anew and lose what it does not know: the results of formulas (the sums of every
table), shapes, the settings of printers. `cells` finds the cells of a worksheet with the bytes they stand in and the
runs of their texts with the formats of these, `book` puts new ones in their places.
"""
