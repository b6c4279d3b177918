"""Real charts: readers that turn a file or a folder of tables into neutral rows."""
