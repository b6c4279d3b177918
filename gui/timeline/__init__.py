"""The timeline of a case: a painted chart, its read-out and its table twin."""
