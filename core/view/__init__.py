"""What a window or a report shows of a case, as frozen values."""
