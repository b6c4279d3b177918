"""Home: all cases at a glance, overdue first, and the way into each of them."""
