"""What the debrief's timeline shows and where one looks on it; every move makes another scene."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from core.lab.debrief_view import DebriefView, VerdictRow

MINUTE = 60
SHORTEST = 15.0 * MINUTE
"""The least that the width of the timeline stands for, in seconds."""
ASTRAY = frozenset({"wrong_size", "wrong_direction", "late", "not_done"})
"""The verdicts on what needed something and was not right."""


@dataclass(frozen=True, slots=True)
class Charted:
    """A reading as it was charted, mmHg; not `usable` ones were struck or marked as artefact."""

    second: int
    mmhg: float
    usable: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """A debrief with the line on a `second`. `row` is the opportunity chosen, None before any.

    `start` and `length` are the seconds that the width stands for.
    """

    view: DebriefView
    charted: tuple[Charted, ...]
    second: int
    row: int | None
    start: float
    length: float

    @property
    def until(self) -> int:
        """The last second of the course."""
        return self.view.overlay.until

    @property
    def end(self) -> float:
        """The second at the right edge."""
        return self.start + self.length

    @property
    def chosen(self) -> VerdictRow | None:
        """The opportunity that is looked at."""
        return None if self.row is None else self.view.verdicts[self.row]


def beginning(view: DebriefView, charted: tuple[Charted, ...] = ()) -> Scene:
    """The whole course, with the line on the first opportunity."""
    scene = whole(Scene(view, charted, 0, None, 0.0, SHORTEST))
    return at_row(scene, 0) if view.verdicts else scene


def shown_anew(scene: Scene, view: DebriefView) -> Scene:
    """The same place in a view made anew of the same course."""
    return replace(scene, view=view)


def at_row(scene: Scene, row: int) -> Scene:
    """The line on an opportunity."""
    second = scene.view.verdicts[row].second
    return _in_sight(replace(scene, row=row, second=min(max(second, 0), scene.until)))


def at_second(scene: Scene, second: int) -> Scene:
    """The line on a second of the course, and the opportunity that began last up to it."""
    kept = min(max(second, 0), scene.until)
    seconds = _seconds(scene)
    last = bisect_right(seconds, kept) - 1
    row = None if last < 0 else bisect_left(seconds, seconds[last])
    return _in_sight(replace(scene, second=kept, row=row))


def next_row(scene: Scene) -> Scene:
    """The next opportunity; on the last one nothing moves."""
    row = _row_here(scene)
    following = bisect_right(_seconds(scene), scene.second) if row is None else row + 1
    return at_row(scene, following) if following < len(scene.view.verdicts) else scene


def previous_row(scene: Scene) -> Scene:
    """The opportunity before; on the first one nothing moves."""
    row = _row_here(scene)
    before = (bisect_left(_seconds(scene), scene.second) if row is None else row) - 1
    return at_row(scene, before) if before >= 0 else scene


def next_astray(scene: Scene) -> Scene:
    """The next opportunity that was not right; behind the last of them the first one again."""
    rows = [place for place, row in enumerate(scene.view.verdicts) if row.verdict in ASTRAY]
    if not rows:
        return scene
    here = -1 if scene.row is None else scene.row
    return at_row(scene, next((row for row in rows if row > here), rows[0]))


def first_row(scene: Scene) -> Scene:
    """The first opportunity."""
    return at_row(scene, 0) if scene.view.verdicts else at_second(scene, 0)


def last_row(scene: Scene) -> Scene:
    """The last opportunity."""
    rows = len(scene.view.verdicts)
    return at_row(scene, rows - 1) if rows else at_second(scene, scene.until)


def by_minutes(scene: Scene, minutes: int) -> Scene:
    """The line so many minutes later, or earlier; on the minute, where the courses have points."""
    minute = scene.second // MINUTE if minutes > 0 else -(-scene.second // MINUTE)
    return at_second(scene, (minute + minutes) * MINUTE)


def closer(scene: Scene) -> Scene:
    """Half as much on the same width, around the line."""
    return _spanning(scene, scene.length / 2)


def wider(scene: Scene) -> Scene:
    """Twice as much on the same width."""
    return _spanning(scene, scene.length * 2)


def whole(scene: Scene) -> Scene:
    """The whole course on the width."""
    return replace(scene, start=0.0, length=max(float(scene.until), SHORTEST))


def _spanning(scene: Scene, length: float) -> Scene:
    longest = max(float(scene.until), SHORTEST)
    kept = min(max(length, SHORTEST), longest)
    start = min(max(scene.second - kept / 2, 0.0), longest - kept)
    return replace(scene, start=start, length=kept)


def _in_sight(scene: Scene) -> Scene:
    if scene.start <= scene.second <= scene.end:
        return scene
    return _spanning(scene, scene.length)


def _row_here(scene: Scene) -> int | None:
    """The chosen row where the line stands on it."""
    chosen = scene.chosen
    return scene.row if chosen is not None and chosen.second == scene.second else None


def _seconds(scene: Scene) -> list[int]:
    return [row.second for row in scene.view.verdicts]
