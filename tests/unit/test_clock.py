"""The clocks: one moved by hand, one of the machine that notices being set, and local time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.clock import SimulatedClock
from core.system_clock import LocalZone, SystemClock
from core.view.wording import Words

START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)


def test_a_simulated_clock_moves_only_by_hand_and_at_its_speed() -> None:
    clock = SimulatedClock(START, speed=60)
    assert clock.now() == START
    clock.advance(timedelta(seconds=2))
    assert clock.now() == START + timedelta(minutes=2)


def test_a_simulated_clock_refuses_what_no_clock_does() -> None:
    with pytest.raises(ValueError, match="aware UTC"):
        SimulatedClock(START.replace(tzinfo=timezone(timedelta(hours=1))))
    with pytest.raises(ValueError, match="aware UTC"):
        SimulatedClock(START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="speed 0"):
        SimulatedClock(START, speed=0)
    with pytest.raises(ValueError, match="forwards"):
        SimulatedClock(START).advance(timedelta(seconds=-1))


class Machine:
    """A wall clock that can be set, and a steady one that cannot."""

    def __init__(self) -> None:
        self.wall, self.steady = START, 1000.0
        self.clock = SystemClock(lambda: self.wall, lambda: self.steady)

    def live(self, seconds: float) -> None:
        """Time passes, awake or asleep."""
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def set_by(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [1, 2, 60, 3600, 24 * 3600])
def test_sleep_is_no_step(seconds: float) -> None:
    machine = Machine()
    machine.live(seconds)
    assert machine.clock.check() is None
    assert machine.clock.now() == START + timedelta(seconds=seconds)


@pytest.mark.parametrize("step", [3, 120, 3600, 30 * 86400])
@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("slept", [0, 1, 3600])
def test_a_set_clock_is_noticed_once_both_ways_and_after_sleep(
    step: int, way: int, slept: int
) -> None:
    machine = Machine()
    machine.live(slept)
    machine.set_by(way * step)
    machine.live(1)
    assert machine.clock.check() == way * step
    machine.live(1)
    assert machine.clock.check() is None


@pytest.mark.parametrize("step", [0.5, 2.0, -2.0])
def test_up_to_two_seconds_are_no_step(step: float) -> None:
    machine = Machine()
    machine.set_by(step)
    assert machine.clock.check() is None


def test_slow_correction_of_a_time_server_never_adds_up() -> None:
    machine = Machine()
    for _ in range(1000):
        machine.live(1)
        machine.set_by(0.0005 * 100)
        assert machine.clock.check() is None


def test_the_real_clock_is_aware_and_steady() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.check() is None


# Written as rules, so that the machine needs no table of zones.
ZONES = {
    "Berlin": "CET-1CEST,M3.5.0,M10.5.0/3",
    "New York": "EST5EDT,M3.2.0,M11.1.0",
    "Sydney": "AEST-10AEDT,M10.1.0,M4.1.0/3",
    "Lord Howe": "LHST-10:30LHDT-11,M10.1.0,M4.1.0",
    "Santiago": "CLT4CLST,M9.1.6/24,M4.1.6/24",
    "Kolkata": "IST-5:30",
}


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalZone]:
    monkeypatch.setenv("TZ", ZONES[request.param])
    time.tzset()
    yield LocalZone()
    monkeypatch.undo()
    time.tzset()


def test_local_time_goes_there_and_back_on_every_hour_of_a_year(zone: LocalZone) -> None:
    instant = datetime(2027, 1, 1, tzinfo=UTC)
    while instant.year == 2027:
        local = instant.astimezone(zone)
        assert local.astimezone(UTC) == instant, instant
        expected = time.localtime(instant.timestamp())
        assert (local.hour, local.minute) == (expected.tm_hour, expected.tm_min)
        instant += timedelta(minutes=30)


def test_a_repeated_hour_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", ZONES["Berlin"])
    time.tzset()
    zone = LocalZone()
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC).astimezone(zone)
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC).astimezone(zone)
    assert (first.hour, first.minute, first.fold) == (2, 30, 0)
    assert (second.hour, second.minute, second.fold) == (2, 30, 1)
    assert (first.tzname(), second.tzname()) == ("CEST", "CET")
    assert "CET" in repr(zone)
    assert Words({}, zone).clock(datetime(2027, 7, 1, 12, tzinfo=UTC)) == "14:00"
    monkeypatch.undo()
    time.tzset()


def test_a_zone_knows_nothing_of_no_time() -> None:
    assert LocalZone().utcoffset(None) is None
    assert LocalZone().tzname(None) is None
    assert LocalZone().dst(None) is None
