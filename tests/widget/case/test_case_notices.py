"""What stands over the advice for a while, the plan of the bag, and the same in other figures."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.cases.opened import AIDS
from core.clock import SimulatedClock
from core.model.commands import HangBag
from core.model.terms import Agent
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Milligram, Millilitre
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow

WindowOf = Callable[..., CaseWindow]


@pytest.fixture
def bridge(titrated: Callable[..., CaseBridge]) -> CaseBridge:
    return titrated()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


def test_another_concentration_stands_over_the_card_until_a_reading_follows(
    window_of: WindowOf,
    bridge: CaseBridge,
    case_clock: SimulatedClock,
    wait_for: Callable[[CaseBridge, float], None],
    read_map_of: Callable[[CaseBridge, int], None],
) -> None:
    window = window_of(bridge)
    assert window.right.notice.text == ""
    stronger = Bag(Milligram.parse("16 mg"), Millilitre.parse("250 mL"), ExpressedAs.BASE)
    now = case_clock.now()
    hang = HangBag(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, bag=stronger)
    assert bridge.send(hang)
    text = window.right.notice.text
    assert "Concentration changed, norepinephrine: 32 mcg/mL to 64 mcg/mL" in text
    assert "read MAP now and again in 5 min" in text
    wait_for(bridge, 5)
    read_map_of(bridge, 67)
    assert "Concentration changed" not in window.right.notice.text


def test_a_reading_too_early_for_the_step_is_said_to_be(
    window_of: WindowOf,
    bridge: CaseBridge,
    accept_of: Callable[[CaseBridge], None],
    wait_for: Callable[[CaseBridge, float], None],
    read_map_of: Callable[[CaseBridge, int], None],
) -> None:
    window = window_of(bridge)
    accept_of(bridge)  # 16.9 mL/h: about 4 min for 1 mL
    wait_for(bridge, 2)
    read_map_of(bridge, 62)
    assert "too early to judge it" in window.right.notice.text
    wait_for(bridge, 5)
    read_map_of(bridge, 62)
    assert window.right.notice.text == ""
    assert not window.right.notice.isVisible()


def test_the_bag_is_planned_where_it_hangs_and_where_it_is_changed(
    window_of: WindowOf, bridge: CaseBridge
) -> None:
    window = window_of(bridge)
    (run,) = bridge.view.infusions
    assert run.bag_empty_at is not None
    assert run.prepare_by is not None
    words = bridge.words
    empty = words.when(run.bag_empty_at, bridge.view.now)
    plan = f"bag empty {empty}, prepare by {words.clock(run.prepare_by)}"
    assert plan in window.left.pump.since.text()
    window.actions_table["bag"].trigger()
    assert window.left.panel is not None
    assert plan in window.left.panel.hints()


def test_why_tells_what_runs_in_other_figures(window_of: WindowOf, bridge: CaseBridge) -> None:
    sums = CaseBridge(
        bridge.session, (), bridge.words, bridge.profile, bridge._clock, aids=AIDS
    ).view.sums
    window = window_of(bridge)
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    settle()
    said = [label.text() for label in window.right.why.labels()]
    assert [line for line in sums.lines if "equivalent" in line] == [
        "norepinephrine equivalent 0.09 mcg/kg/min (Goradia 2021)",
        "norepinephrine equivalent 0.09 mcg/kg/min (Kotani 2023)",
    ]
    doses = [line for line in sums.lines if line.startswith("norepinephrine: ")]
    assert doses[0].startswith("norepinephrine: 0.09 mcg/kg/min = 7.38 mcg/min = 0.443 mg/h")
    assert doses[0] in said


def test_steps_under_way_are_hatched_and_named(window_of: WindowOf, bridge: CaseBridge) -> None:
    window = window_of(bridge)
    chart = window.middle.timeline.chart
    assert str(chart.scene.dead_volume) == "1 mL"
    chart.grab()
    assert "still in the line" in [written.text for written in chart.written]
