"""In-silico trials: what a protocol does to thousands of virtual patients."""
