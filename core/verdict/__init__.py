"""Was a step right? An opportunity to act, and what was made of it. Pure."""
