"""Cards to look at beside a case: what to think of and do in a moment that a prompt names."""
