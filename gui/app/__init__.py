"""The window program: the only place where log, library, clock, sessions and windows are joined."""

from gui.app.start import main

__all__ = ["main"]
