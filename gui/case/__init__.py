"""The window of one case: entry on the left, timeline in the middle, next step on the right."""
