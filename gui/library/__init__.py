"""The library: the protocols at hand, what was found in each, and who approved it."""
