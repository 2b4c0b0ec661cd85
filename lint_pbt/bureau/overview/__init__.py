"""The journal's database in, what the head of the bureau reads out: figures, a page that stands alone, a workbook."""
