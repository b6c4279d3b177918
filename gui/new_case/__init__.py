"""Beginning a case: one page, by keys alone, with nothing left over from the case before."""
