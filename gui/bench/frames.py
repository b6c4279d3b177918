"""How long a frame of the timeline takes, against one frame of a 60 Hz screen."""

from gui.bench.measure import Row, of_frame
from gui.timeline.measure import frame_times

READINGS, STEPS = 120_000, 2_000


def frame_rows(readings: int = READINGS, steps: int = STEPS) -> list[Row]:
    """Repaint, append, pan and zoom of a crowded 72 h window."""
    note = f"({readings:,} readings, {steps:,} steps)"
    times = frame_times(readings, steps)
    return [of_frame(f"timeline {name}", values, 0.95, note) for name, values in times.items()]
