"""The simulation lab: scenarios, their script, the bedside, simulated staff, the debrief."""
