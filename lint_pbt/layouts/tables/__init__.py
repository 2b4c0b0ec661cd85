"""What the layouts of tables share: tables and their headers, titles of columns, fields of cells, indicators by row."""
