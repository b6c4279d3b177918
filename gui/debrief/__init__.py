"""The debrief of a simulation: its course, each opportunity, and what else could have been."""
