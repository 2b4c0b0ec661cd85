"""Files that are archives of parts (workbooks, documents): bytes come in, the same with some parts changed go out."""
