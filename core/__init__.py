"""Everything clinical: quantities, rules, log, session. No Qt, no window, no network."""
