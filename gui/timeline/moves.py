"""How the view of a case moves: each move takes a scene and gives the next one."""

from dataclasses import replace

from core.quantity.measures import Millilitre
from core.view.lanes import Lanes
from core.view.read_out import FurtherLane, event_after, event_before, first_event, last_event
from gui.timeline.scene import Scene
from gui.timeline.span import HOUR, next_window

_ZOOM_STEP = 1.25


def shown(  # noqa: PLR0913 - a case has many sides
    scene: Scene,
    lanes: Lanes,
    now: float,
    run_gap: float,
    further: tuple[FurtherLane, ...] = (),
    *,
    dead_volume: Millilitre | None = None,
) -> Scene:
    """The case as it is now; the window moves with the time, its scale stays."""
    span = scene.span.moved_on(now)
    return replace(
        scene,
        lanes=lanes,
        now=now,
        run_gap=run_gap,
        span=span,
        further=further,
        dead_volume=dead_volume,
    )


def with_window(scene: Scene, hours: float) -> Scene:
    """A window of so many hours around what is looked at."""
    return _resized(scene, hours * HOUR, _anchor(scene))


def longer_window(scene: Scene) -> Scene:
    """The next longer one of the fixed windows."""
    return _resized(scene, next_window(scene.span.length, longer=True), _anchor(scene))


def shorter_window(scene: Scene) -> Scene:
    """The next shorter one of the fixed windows."""
    return _resized(scene, next_window(scene.span.length, longer=False), _anchor(scene))


def zoomed(scene: Scene, notches: float, anchor: float) -> Scene:
    """Nearer by so many notches of the wheel, with `anchor` staying under the mouse."""
    return _resized(scene, scene.span.length / _ZOOM_STEP**notches, anchor)


def panned(scene: Scene, seconds: float) -> Scene:
    """Towards later by so many seconds."""
    first = first_event(scene.lanes)
    begin = scene.now if first is None else first
    return replace(scene, span=scene.span.panned(seconds, begin, scene.now))


def window_earlier(scene: Scene) -> Scene:
    """One window towards the start of the case."""
    return panned(scene, -scene.span.length)


def window_later(scene: Scene) -> Scene:
    """One window towards now."""
    return panned(scene, scene.span.length)


def back_to_now(scene: Scene) -> Scene:
    """Now in sight again, nothing focused."""
    return replace(scene, span=scene.span.at_now(scene.now), focus=None)


def focused(scene: Scene, t: float) -> Scene:
    """The focus line at an instant, which comes into sight if it was not."""
    return replace(scene, focus=t, span=scene.span.brought_into_sight(t, scene.now))


def unfocused(scene: Scene) -> Scene:
    """No focus line."""
    return replace(scene, focus=None)


def next_event(scene: Scene) -> Scene:
    """The focus on the next thing that happened."""
    return _focused_if(scene, event_after(scene.lanes, _here(scene)))


def previous_event(scene: Scene) -> Scene:
    """The focus on the thing that happened before."""
    return _focused_if(scene, event_before(scene.lanes, _here(scene)))


def to_first_event(scene: Scene) -> Scene:
    """The focus on the start of the case."""
    return _focused_if(scene, first_event(scene.lanes))


def to_last_event(scene: Scene) -> Scene:
    """The focus on the latest thing that happened."""
    return _focused_if(scene, last_event(scene.lanes))


def nearest_event(scene: Scene, t: float, reach: float) -> float:
    """The instant of the event closest to `t`, or `t` itself if none is within reach."""
    around = (event_before(scene.lanes, t), event_after(scene.lanes, t))
    close = [each for each in around if each is not None and abs(each - t) <= reach]
    return min(close, key=lambda each: abs(each - t), default=t)


def _here(scene: Scene) -> float:
    return scene.now if scene.focus is None else scene.focus


def _anchor(scene: Scene) -> float:
    """What keeps its place when the window changes: the focus, or the middle."""
    if scene.focus is not None and scene.span.holds(scene.focus):
        return scene.focus
    return scene.span.start + 0.5 * scene.span.length


def _resized(scene: Scene, length: float, anchor: float) -> Scene:
    """Another length; a focus line that was in sight stays so, even if now does not."""
    span, focus = scene.span.resized(length, anchor, scene.now), scene.focus
    if focus is not None and scene.span.holds(focus):
        span = span.brought_into_sight(focus, scene.now)
    return replace(scene, span=span)


def _focused_if(scene: Scene, t: float | None) -> Scene:
    return scene if t is None else focused(scene, t)
