"""What a case is: requests, facts, state and the running facts that rules may ask about."""
