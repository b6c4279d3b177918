"""Proof of a protocol before it advises: every cell of its tables, one agent at a time. Pure."""
