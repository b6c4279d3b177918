"""Every function of the program without its window, one file per command."""
