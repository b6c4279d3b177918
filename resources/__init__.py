"""Data the program ships: protocols, sites, charts, texts, style."""
