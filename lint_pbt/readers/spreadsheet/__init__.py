"""What the readers of new and old workbooks share: how a number is shown, and how sparse cells become a grid.

`shown` gives the text of a number under its format (`formats`, `numbers` and `dates` are its parts), `draft` collects
the cells of a worksheet. `markup`, `worksheet`, `strings` and `styles` read the parts of a new workbook.
"""
