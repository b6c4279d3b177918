"""What stands behind the rules: each statement and conflict of the sources, and what it became."""
