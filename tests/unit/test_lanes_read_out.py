"""What the lanes say at one instant, and which event comes next."""

import math

import pytest

from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import (
    BandPoint,
    DosePoint,
    Marker,
    MarkerPoint,
    ReadingPoint,
    State,
)
from core.view.read_out import (
    event_after,
    event_before,
    first_event,
    last_event,
    read_out,
)
from core.view.track import Track

LINE = ReadingPoint(100.0, 61.0, "61", Source.ARTERIAL_LINE, 1)
CUFF = ReadingPoint(160.0, 63.3, "63.3", Source.CUFF, 2, calculated=True)
ARTEFACT = ReadingPoint(200.0, 4.0, "4", Source.ARTERIAL_LINE, 3, State.ARTEFACT)
GIVEN = DosePoint(110.0, 0.1, "0.1", 4)
PAUSE = DosePoint(300.0, math.nan, "", 5)
ADVISED = DosePoint(120.0, 0.12, "0.12", 6)
ACCEPTED = DosePoint(130.0, 0.12, "0.12", 7)
BAND = BandPoint(0.0, 65.0, 75.0, "65-75", 8)
MARK = MarkerPoint(205.0, Marker.PROMPT, 9)


def case() -> Lanes:
    lanes = Lanes().with_readings([LINE, CUFF, ARTEFACT]).with_band(BAND).with_marker(MARK)
    return lanes.with_given(GIVEN).with_given(PAUSE).with_advised(ADVISED).with_accepted(ACCEPTED)


def test_everything_in_force_is_given_back_as_it_went_in() -> None:
    out = read_out(case(), 170.0)
    assert (out.reading, out.before) == (CUFF, LINE)
    assert (out.given, out.advised, out.accepted, out.band) == (GIVEN, ADVISED, ACCEPTED, BAND)
    assert out.beside == ()
    assert out.marks == ()


def test_before_the_first_event_nothing_is_known() -> None:
    out = read_out(case(), -1.0)
    assert (out.reading, out.given, out.advised, out.band) == (None, None, None, None)


def test_an_artefact_is_told_beside_the_last_usable_reading() -> None:
    out = read_out(case(), 200.0, tolerance=10.0)
    assert out.reading == CUFF
    assert out.beside == (ARTEFACT,)
    assert out.marks == (MARK,)


def test_a_wide_tolerance_reaches_marks_but_no_reading_of_another_minute() -> None:
    out = read_out(case(), 400.0, tolerance=1000.0)
    assert out.marks == (MARK,)
    assert out.beside == ()


def test_a_pause_is_no_dose() -> None:
    given = read_out(case(), 300.0).given
    assert given is not None
    assert given.paused


def test_a_struck_dose_is_not_in_force() -> None:
    struck = case().struck(PAUSE.seq)
    assert read_out(struck, 400.0).given == GIVEN
    assert read_out(struck.struck(GIVEN.seq), 400.0).given is None
    assert read_out(case().struck(BAND.seq), 400.0).band is None


def test_a_struck_mark_says_so() -> None:
    (mark,) = read_out(case().struck(MARK.seq), 205.0).marks
    assert mark.struck


def test_a_strike_of_nothing_plotted_changes_nothing() -> None:
    assert case().struck(999) == case()
    assert case().with_state(999, State.ARTEFACT) == case()


def test_events_are_visited_in_order_in_every_lane() -> None:
    lanes, visited = case(), list[float]()
    t = first_event(lanes)
    while t is not None:
        visited.append(t)
        t = event_after(lanes, t)
    assert visited == [100.0, 110.0, 120.0, 130.0, 160.0, 200.0, 205.0, 300.0]
    assert last_event(lanes) == 300.0
    assert event_before(lanes, 300.0) == 205.0
    assert event_before(lanes, 100.0) is None


def test_an_empty_case_has_no_event() -> None:
    assert first_event(Lanes()) is None
    assert last_event(Lanes()) is None


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_points_refuse_what_cannot_be_placed(bad: float) -> None:
    with pytest.raises(ValueError, match="time of a reading must be a finite number"):
        ReadingPoint(bad, 61.0, "61", Source.CUFF, 1)
    with pytest.raises(ValueError, match="MAP of a reading"):
        ReadingPoint(0.0, bad, "61", Source.CUFF, 1)
    with pytest.raises(ValueError, match="time of a marker"):
        MarkerPoint(bad, Marker.NOTE, 1)
    with pytest.raises(ValueError, match="time of a dose"):
        DosePoint(bad, 0.1, "0.1", 1)


@pytest.mark.parametrize("dose", [-0.1, math.inf])
def test_a_dose_is_zero_above_it_or_paused(dose: float) -> None:
    with pytest.raises(ValueError, match="zero, above zero or NaN"):
        DosePoint(0.0, dose, "x", 1)


def test_a_band_is_the_right_way_up() -> None:
    with pytest.raises(ValueError, match="from low to high, not 75 to 65"):
        BandPoint(0.0, 75, 65, "75-65", 1)


def test_columns_cannot_be_written_through() -> None:
    with pytest.raises(ValueError, match="read-only"):
        case().readings["t"][0] = 5.0


def test_a_row_has_every_column_and_no_other() -> None:
    track = Track.empty(t=float)
    with pytest.raises(KeyError, match="exactly t"):
        track.append(t=1.0, dose=2.0)
    with pytest.raises(KeyError, match="exactly t"):
        track.append()
    assert len(track) == 0


def test_columns_of_one_track_are_equally_long() -> None:
    t = case().readings["t"]
    with pytest.raises(ValueError, match=r"equally long, not \[2, 3\]"):
        Track.of(t=t, dose=t[:2])


def test_equal_lanes_are_equal_and_hash_alike() -> None:
    assert case() == case()
    assert hash(case()) == hash(case())
    assert case() != case().with_marker(MARK)
    assert case().readings != "readings"
    assert repr(case().markers) == "Track(t, kind, seq, struck: 1 rows)"
