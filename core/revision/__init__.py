"""Two versions of a protocol beside each other: the advice that changes, dose-relevant first."""
