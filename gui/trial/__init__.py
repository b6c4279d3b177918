"""The window in which a protocol is tried on virtual patients, and what its child computes."""
