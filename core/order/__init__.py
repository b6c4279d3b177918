"""Titration orders as written: judged against what an order must say, and printed."""
