"""Quantities: exact numbers that carry their unit, one strict grammar in, one formatter out."""
