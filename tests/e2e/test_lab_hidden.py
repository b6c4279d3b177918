"""Nothing of the hidden state reaches the learner's window or file, and no prompt is missed.

A scenario is planted with words that stand nowhere else; everything that the learner's window
holds as a text, and every byte of the learner's folder, is searched for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QObject
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from core.lab.act import GiveFluid, Vital
from core.lab.hidden_file import read_hidden_part
from core.lab.pace import SPEEDS
from core.lab.shelf import read_scenario
from core.lab.simulation import Simulation
from core.log.memory import MemoryLog
from core.model.commands import AnswerAdvice, RecordReading
from core.model.events import Prompted
from core.model.terms import Reply, Source
from core.quantity.measures import Millilitre, Mmhg
from core.view.case_view import AdviceStatus
from gui.lab.chooser import Chosen
from gui.lab.wishes import Do, Fire, GoBack, Override, SetSpeed, Skip, TakeNote, TimePress

PLANT = "qx7"
"""In ids, texts and notes of the planted scenario; nowhere else in the program."""
PLANTED = (
    ('id = "arrival"', 'id = "arrival-qx7"'),
    ('text = "Low MAP, nothing runs', 'text = "QX7 stage: low MAP, nothing runs'),
    ('id = "fluids-run"', 'id = "fluids-qx7"'),
    ('text = "The second half of the crystalloid', 'text = "QX7 happening: the crystalloid'),
    ('note = "About 4 mmHg', 'note = "QX7 hint: about 4 mmHg'),
    ('id = "first-reading"', 'id = "first-reading-qx7"'),
    ('text = "First reading within 3 minutes"', 'text = "QX7 item"'),
    ('title = "The first hour', 'title = "QX7 title: the first hour'),
    ('sigS = "2.5 mmHg"', 'sigS = "2.4567 mmHg"'),
)
HIDDEN_FIGURE = "2.4567"
HALF = timedelta(milliseconds=500)
SPAN = timedelta(minutes=16)
READ_AT = tuple(timedelta(seconds=seconds) for seconds in (60, 420, 450))
"""Simulated times that a tick at any speed ends on: multiples of 30 s; then nobody reads."""

Shift = Any


def planted(folder: Path) -> Path:
    """The first hour with words of its own in everything that is hidden."""
    text = files("resources").joinpath("scenarios", "first-hour.toml").read_text("utf-8")
    for old, new in PLANTED:
        assert old in text, old
        text = text.replace(old, new, 1)
    place = folder / "planted.toml"
    place.write_text(text, "utf-8")
    return place


# --- what a window holds -----------------------------------------------------------------------


def held(window: QWidget) -> Iterator[tuple[str, str]]:
    """Every text of a window and of all it owns: properties, names, tooltips, cells of tables."""
    for part in (window, *window.findChildren(QObject)):
        meta = part.metaObject()
        known = [meta.property(at) for at in range(meta.propertyCount())]
        names = [str(each.name()) for each in known if str(each.typeName()) == "QString"]
        own = [bytes(name.data()).decode() for name in part.dynamicPropertyNames()]
        names += [name for name in own if not name.startswith("_")]  # the others are Qt's
        for name in names:
            value = part.property(name)
            if isinstance(value, str):
                yield f"{type(part).__name__}.{name}", value
        if isinstance(part, QLabel):
            yield "label", part.text()
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            yield from (("cell", text) for text in cells(part.model()))


def cells(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            yield from (str(model.data(index, role)) for role in (0, 3, 4, 5, 11, 12, 256))


def leaks(window: QWidget) -> list[tuple[str, str]]:
    wanted = (PLANT, HIDDEN_FIGURE, "vasoplegia")
    return [(w, text) for w, text in held(window) if any(p in text.casefold() for p in wanted)]


def leaked_files(folder: Path) -> list[str]:
    wanted = (PLANT, HIDDEN_FIGURE, "vasoplegia")
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes().lower()
        found += [f"{path.name}: {word}" for word in wanted if word.encode() in content]
    return found


# --- the lab -----------------------------------------------------------------------------------


@dataclass
class Lab:
    """A room begun without the chooser, driven by hand."""

    shift: Shift
    room: Any

    def pass_until(self, elapsed: timedelta) -> None:
        """Tick until so much simulated time has gone."""
        simulation = self.room.simulation
        while simulation.now - simulation.start < elapsed:
            assert self.room.pace.running
            left = elapsed - (simulation.now - simulation.start)
            self.shift.clock.advance(min(HALF, left / self.room.pace.speed))
            self.shift._hand.fire()

    def wish(self, wish: object) -> None:
        self.room.instructor.wished.emit(wish)

    def read(self, *, accept: bool = True) -> None:
        """Enter what the screen shows, as the learner's window sends it."""
        bridge = self.room.bridge
        figure = Mmhg(Decimal(self.room.learner.screen_strip.map.text()))
        now = bridge.now()
        line = Source.ARTERIAL_LINE
        assert bridge.send(RecordReading(at=now, observed_at=now, source=line, map=figure))
        step = bridge.view.next_step
        if accept and step is not None and step.status is AdviceStatus.OPEN:
            pump = step.changes_dose
            assert bridge.send(
                AnswerAdvice(at=now, advice=step.seq, reply=Reply.ACCEPT, pump_set=pump)
            )


def opened(shift: Shift, scenario: str, speed: int) -> Lab:
    shift.begin()
    shift.program.clinic.lab.begin(Chosen(scenario, 1, "", "AB"))
    room = shift.program.clinic.lab.room
    room.begin()
    lab = Lab(shift, room)
    lab.wish(SetSpeed(speed))
    return lab


def test_the_learner_holds_nothing_of_the_hidden_state(shift: Shift, tmp_path: Path) -> None:
    lab = opened(shift, str(planted(tmp_path)), 60)
    for minute in range(1, 30):
        lab.pass_until(timedelta(minutes=minute))
        if minute % 4 == 1:
            lab.read()
        if minute == 3:
            meddle(lab)
    lab.wish(GoBack(1))
    lab.wish(TimePress.PAUSE_OR_GO)
    lab.pass_until(timedelta(minutes=6))
    QApplication.processEvents()
    data = shift.program.parts.folder.data
    assert leaks(lab.room.learner) == []
    assert leaked_files(data) == []
    assert leaks(lab.room.instructor) != []
    assert b"LAB-FIRST-HOUR" in b"".join(path.read_bytes() for path in data.rglob("*.case*"))
    lab.room.instructor.close()
    lab.room.close()
    assert leaked_files(data) == []
    kept = [read_hidden_part(path) for path in shift.program.parts.folder.paths()]
    assert len(kept) == 2  # of both courses, packed beside the cases
    assert all(PLANT in part.begun.scenario for part in kept)
    assert "QX7 note" in repr(kept)


def meddle(lab: Lab) -> None:
    """All that an instructor may do, in words of the plant where there are words."""
    lab.wish(TimePress.BOOKMARK)
    lab.wish(TakeNote("QX7 note of the instructor"))
    lab.wish(Override(Vital.MAP, Decimal(58)))
    lab.wish(Do(GiveFluid(Millilitre(Decimal(250)), timedelta(minutes=10))))
    lab.wish(Skip("nothing-runs"))
    lab.wish(Fire("handover"))
    assert any("QX7 note" in line.text for line in lab.room.view().log)


def test_a_leak_would_be_found(shift: Shift, tmp_path: Path) -> None:
    lab = opened(shift, str(planted(tmp_path)), 60)
    window = lab.room.learner
    assert leaks(window) == []
    for plant in (
        window.setToolTip,
        window.left.pump.setAccessibleName,
        window.strip.person.setText,
    ):
        plant("true 2.4567 mmHg")
        assert len(leaks(window)) >= 1
        plant("")
    window.setProperty("hidden", "QX7")
    assert leaks(window) == [("LearnerWindow.hidden", "QX7")]
    folder = shift.program.parts.folder.data
    (folder / "planted.txt").write_bytes(b"..QX7..")
    assert leaked_files(folder) == ["planted.txt: qx7"]


# --- prompts at any speed ----------------------------------------------------------------------


def reference() -> list[tuple[timedelta, str]]:
    """Every prompt of the same course, time let pass second by second, without windows."""
    log = MemoryLog()
    simulation = Simulation(read_scenario("first-hour"), 1, log)
    for second in range(1, int(SPAN.total_seconds()) + 1):
        at = simulation.start + timedelta(seconds=second)
        simulation.pass_time(at)
        assert overlooked(simulation) == set()
        if timedelta(seconds=second) in READ_AT:
            shown = simulation.monitor().map
            assert shown is not None
            value, line = Mmhg(Decimal(shown)), Source.ARTERIAL_LINE
            simulation.handle(RecordReading(at=at, observed_at=at, source=line, map=value))
            accept(simulation)
    return prompts_of(tuple(log), simulation)


def accept(simulation: Simulation) -> None:
    standing = simulation.state.standing
    assert standing is not None
    dosed = standing.advised.dose != standing.advised.from_dose
    simulation.handle(
        AnswerAdvice(at=simulation.now, advice=standing.seq, reply=Reply.ACCEPT, pump_set=dosed)
    )


def overlooked(simulation: Simulation) -> set[str]:
    """What the session says is due and the case has not shown."""
    state = simulation.state
    shown = {key for key, _ in (*state.shown, *state.seen)}
    return {item.key for item in simulation.session.due(simulation.now)} - shown


def prompts_of(facts: Any, simulation: Simulation) -> list[tuple[timedelta, str]]:  # noqa: ANN401
    return [
        (fact.recorded_at - simulation.start, fact.event.code)
        for fact in facts
        if isinstance(fact.event, Prompted)
    ]


@pytest.mark.parametrize("speed", [1, 10, 60, 300])
def test_no_prompt_is_missed_at_any_speed(shift: Shift, speed: int) -> None:
    assert speed in SPEEDS
    lab = opened(shift, "first-hour", speed)
    simulation, bridge = lab.room.simulation, lab.room.bridge
    for mark in sorted({*READ_AT, *every_half_minute()}):
        before = len(bridge._facts)
        lab.pass_until(mark)
        check_shown(lab, before)
        if mark in READ_AT:
            lab.read()
    found = prompts_of(bridge._facts, simulation)
    assert found == reference()
    assert {"reading-overdue", "fluids-not-attested"} <= {code for _, code in found}


def every_half_minute() -> Iterator[timedelta]:
    return (timedelta(seconds=30 * n) for n in range(1, int(SPAN.total_seconds()) // 30 + 1))


def check_shown(lab: Lab, since: int) -> None:
    """What fell due in the case stands in the list of the window, in the words of the view."""
    bridge, room = lab.room.bridge, lab.room
    fallen = [f.event for f in bridge._facts[since:] if isinstance(f.event, Prompted)]
    texts = {prompt.key: prompt.text for prompt in bridge.view.prompts}
    QApplication.processEvents()
    for prompted in fallen:
        assert lab.shift.sees(room.learner.right.prompts, texts[prompted.key])
    assert overlooked(room.simulation) == set()
