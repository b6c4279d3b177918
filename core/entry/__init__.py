"""Verdicts on what a person typed: accepted, normalised, asked or refused; never changed."""
