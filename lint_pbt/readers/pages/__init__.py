"""Pages of positioned text and rules: how tables are found on them, and put together over page breaks."""
