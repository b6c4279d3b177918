"""What opens in place for one act of the case, and closes when it is done or put off."""
