"""The window in which a protocol is tried on virtual patients, and the process that runs it."""
