"""Windows. No clinical arithmetic, no SQL, no clock of their own."""
