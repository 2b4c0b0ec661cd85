"""What the layouts of tables share: header rows and the titles of columns, fields out of cells, indicators row by row."""
