"""The speed of the program as ratios, each with its yardstick measured in the same run."""
