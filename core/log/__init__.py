"""The event log on disk: rows, their chain, the store, the codec, checking and upgrading."""
