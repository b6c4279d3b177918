"""A case out of the program: JSON and CSV."""
