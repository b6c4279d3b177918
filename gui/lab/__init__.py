"""The windows of the simulation lab: chooser, pre-brief, the instructor's, the bedside screen."""
