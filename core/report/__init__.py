"""A case out of the program: JSON, CSV, and the titration record to print."""
