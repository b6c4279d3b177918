"""The protocol as data, its compiled table, and the one function that decides."""
