"""The one timer: due times are compared with the clock, whatever happened to time meanwhile."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from core.system_clock import LocalZone
from core.view.wording import Words
from gui.ticker import QtScheduler, Ticker

START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)


class Machine:
    """A wall clock that may be set, and a scheduler that counts only time awake."""

    def __init__(self, start: datetime = START) -> None:
        self.wall = start
        self.step: int | None = None
        self.armed: tuple[timedelta, Callable[[], None]] | None = None

    def now(self) -> datetime:
        return self.wall

    def step_of(self) -> int | None:
        step, self.step = self.step, None
        return step

    def arm(self, delay: timedelta, action: Callable[[], None]) -> None:
        assert delay >= timedelta(0)
        self.armed = (delay, action)

    def disarm(self) -> None:
        self.armed = None

    def sleep(self, span: timedelta) -> None:
        """The machine is suspended: the wall clock goes on, the timer does not."""
        self.wall += span

    def set_by(self, seconds: int) -> None:
        self.wall += timedelta(seconds=seconds)
        self.step = seconds

    def fire(self) -> None:
        """The armed time passes, awake."""
        assert self.armed is not None
        (delay, action), self.armed = self.armed, None
        self.wall += delay
        action()

    def run(self, span: timedelta) -> None:
        end = self.wall + span
        while self.armed is not None and self.wall + self.armed[0] <= end:
            self.fire()


class Case:
    """Falls due at fixed instants; keeps what it was told."""

    def __init__(self, *dues: datetime, records: bool = True) -> None:
        self.dues = dues
        self.records = records
        self.ticks: list[datetime] = []
        self.steps: list[tuple[datetime, int]] = []
        self.refreshed: list[datetime] = []

    def next_due(self, after: datetime) -> datetime | None:
        return min((due for due in self.dues if due > after), default=None)

    def tick(self, now: datetime) -> bool:
        self.ticks.append(now)
        return self.records

    def clock_stepped(self, now: datetime, seconds: int) -> None:
        self.steps.append((now, seconds))

    def refresh(self, now: datetime) -> None:
        self.refreshed.append(now)


def ticking(machine: Machine, *cases: Case) -> Ticker:
    ticker = Ticker(machine, machine, machine.step_of)
    for case in cases:
        ticker.watch(case)
    return ticker


def in_minutes(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def test_a_case_is_ticked_when_it_is_first_watched_and_then_only_when_due() -> None:
    machine, case = Machine(), Case(in_minutes(5), in_minutes(9))
    ticking(machine, case)
    assert case.ticks == [START]
    machine.run(timedelta(minutes=10))
    assert case.ticks == [START, in_minutes(5), in_minutes(9)]


def test_the_display_is_refreshed_each_second_and_sends_no_tick() -> None:
    machine, case = Machine(START + timedelta(seconds=0.25)), Case()
    ticking(machine, case)
    machine.run(timedelta(seconds=10))
    assert case.ticks == [START + timedelta(seconds=0.25)]
    assert case.refreshed == [START + timedelta(seconds=second) for second in range(1, 11)]


def test_a_due_time_between_two_seconds_is_met() -> None:
    due = START + timedelta(seconds=3.4)
    machine, case = Machine(), Case(due)
    ticking(machine, case)
    machine.run(timedelta(seconds=5))
    assert case.ticks == [START, due]


def test_only_the_case_that_is_due_is_ticked() -> None:
    machine, early, late = Machine(), Case(in_minutes(1)), Case(in_minutes(2))
    ticking(machine, early, late)
    machine.run(timedelta(minutes=1))
    assert early.ticks == [START, in_minutes(1)]
    assert late.ticks == [START]


GAPS = [1, 59, 60, 61, 300, 3600, 6 * 3600, 24 * 3600]


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("phase", [0, 1, 30, 299, 300, 301])
def test_after_sleep_what_fell_due_is_shown_at_the_first_look(gap: int, phase: int) -> None:
    machine, case = Machine(), Case(in_minutes(5))
    ticking(machine, case)
    machine.run(timedelta(seconds=phase))
    before = len(case.ticks)
    machine.sleep(timedelta(seconds=gap))
    woken = machine.wall
    machine.fire()
    fell_due = woken - timedelta(seconds=gap) < in_minutes(5) <= machine.wall
    assert len(case.ticks) == before + fell_due
    assert machine.wall - woken <= timedelta(seconds=1)
    assert case.steps == []


STEPS = [3, 60, 121, 3600, 86400, 30 * 86400]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("way", [1, -1])
@pytest.mark.parametrize("phase", [0, 150, 299])
def test_a_set_clock_is_told_and_due_times_are_compared_anew(
    step: int, way: int, phase: int
) -> None:
    due = in_minutes(5)
    machine, case = Machine(), Case(due, due + timedelta(days=60))
    ticking(machine, case)
    machine.run(timedelta(seconds=phase))
    machine.set_by(way * step)
    machine.fire()
    assert case.steps == [(machine.wall, way * step)]
    assert case.ticks[-1] == machine.wall
    assert (max(case.ticks) >= due) is (machine.wall >= due)
    if machine.wall < due:
        machine.sleep(due - machine.wall - timedelta(seconds=2))
        machine.run(timedelta(seconds=3))
        assert case.ticks[-1] == due
    assert machine.armed is not None


@pytest.mark.parametrize(
    ("rule", "start", "shown"),
    [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-03-28T00:00Z", "01:30 03:00 03:30 04:00"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2027-10-31T00:00Z", "02:30 02:00 02:30 03:00"),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-03-14T06:00Z", "01:30 03:00 03:30 04:00"),
        ("EST5EDT,M3.2.0,M11.1.0", "2027-11-07T05:00Z", "01:30 01:00 01:30 02:00"),
        ("LHST-10:30LHDT-11,M10.1.0,M4.1.0", "2027-04-03T14:00Z", "01:30 01:30 02:00 02:30"),
        ("IST-5:30", "2027-03-28T00:00Z", "06:00 06:30 07:00 07:30"),
    ],
)
def test_daylight_saving_changes_no_interval(
    rule: str, start: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an hour stays half an hour, whatever the wall clock is made to show meanwhile."""
    monkeypatch.setenv("TZ", rule)
    time.tzset()
    words = Words({}, LocalZone())
    begin = datetime.fromisoformat(start)
    dues = [begin + timedelta(minutes=30 * each) for each in range(1, 5)]
    machine, case = Machine(begin), Case(*dues)
    ticking(machine, case)
    machine.run(timedelta(hours=2))
    assert case.ticks[1:] == dues
    assert " ".join(words.clock(at) for at in case.ticks[1:]) == shown
    monkeypatch.undo()
    time.tzset()


def test_a_blocked_program_catches_up_in_one_tick() -> None:
    machine, case = Machine(), Case(*(in_minutes(each) for each in range(1, 30)))
    ticking(machine, case)
    machine.sleep(timedelta(minutes=12, seconds=3))
    machine.fire()
    assert case.ticks == [START, machine.wall]
    machine.run(timedelta(minutes=1))
    assert case.ticks[-1] == in_minutes(13)


def test_a_tick_that_could_not_be_recorded_is_sent_again() -> None:
    machine, case = Machine(), Case(in_minutes(1), records=False)
    ticking(machine, case)
    machine.run(timedelta(seconds=95))
    assert case.ticks == [START + timedelta(seconds=each) for each in (0, 30, 60, 90)]
    case.records = True
    machine.run(timedelta(seconds=120))
    assert len(case.ticks) == 5


def test_a_case_asked_again_is_due_at_its_new_time() -> None:
    machine, case = Machine(), Case(in_minutes(30))
    ticker = ticking(machine, case)
    case.dues = (in_minutes(2),)
    ticker.look_again(case)
    machine.run(timedelta(minutes=3))
    assert case.ticks == [START, in_minutes(2)]


def test_a_forgotten_case_is_left_alone() -> None:
    machine, case, other = Machine(), Case(in_minutes(1)), Case()
    ticker = ticking(machine, case, other)
    ticker.forget(case)
    machine.run(timedelta(minutes=2))
    assert case.ticks == [START]
    assert other.refreshed != []
    ticker.stop()
    assert machine.armed is None


def test_a_fault_in_one_case_stops_neither_the_others_nor_the_clock() -> None:
    class Faulty(Case):
        def tick(self, now: datetime) -> bool:
            if now > START:
                raise LookupError("a fault of ours")
            return True

    machine, faulty, sound = Machine(), Faulty(in_minutes(1)), Case(in_minutes(1))
    ticking(machine, faulty, sound)
    machine.run(timedelta(seconds=59))
    with pytest.raises(ExceptionGroup, match="could not pass"):
        machine.fire()
    assert sound.ticks == [START, in_minutes(1)]
    assert machine.armed is not None


def test_the_real_timer_fires_once_and_takes_the_latest(qtbot: QtBot) -> None:
    fired: list[str] = []
    scheduler = QtScheduler()
    scheduler.arm(timedelta(hours=1), lambda: fired.append("early plan"))
    scheduler.arm(timedelta(milliseconds=1), lambda: fired.append("late plan"))
    qtbot.waitUntil(lambda: fired == ["late plan"])
    scheduler.arm(timedelta(milliseconds=1), lambda: fired.append("never"))
    scheduler.disarm()
    scheduler.arm(timedelta(0), lambda: fired.append("now"))
    qtbot.waitUntil(lambda: fired == ["late plan", "now"])
