"""Several infusions in one window: each shown, reported, hung and stopped by itself."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.cases.site import read_site
from core.clock import SimulatedClock
from core.log.memory import MemoryLog
from core.model.commands import HangBag, ReportPump
from core.model.events import BagHung, Event, NoteAdded, PumpReported
from core.model.terms import Agent, Keep, Use
from core.quantity.measures import Dose
from core.texts import load_words
from gui.bridge import CaseBridge
from gui.case.choice import ChoiceList
from gui.case.panels.agent import AgentPanel
from gui.case.panels.bag import BagPanel
from gui.case.panels.stop import StopPanel
from gui.case.run_lines import RunLine
from gui.case.window import CaseWindow
from gui.shots.courses import taper

E = TypeVar("E", bound=Event)
WindowOf = Callable[..., CaseWindow]
NE, VP = Agent.NOREPINEPHRINE, Agent.VASOPRESSIN
RETURN, DOWN, TAB, SPACE = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Down,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Space,
)


@pytest.fixture
def several(titrated: Callable[..., CaseBridge]) -> CaseBridge:
    """Norepinephrine at 0.09 with advice to raise it, and vasopressin beside it."""
    bridge = titrated()
    now, usual = bridge.now(), bridge.view.offered[0].usual
    assert usual is not None
    assert bridge.send(HangBag(at=now, observed_at=now, agent=VP, bag=usual))
    dose = Dose.parse("0.03 units/min")
    assert bridge.send(ReportPump(at=now, observed_at=now, agent=VP, dose=dose))
    return bridge


@pytest.fixture
def window(window_of: WindowOf, several: CaseBridge) -> CaseWindow:
    return window_of(several)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(*codes: Qt.Key) -> None:
    for code in codes:
        QTest.keyClick(focused(), code)


def typed(text: str) -> None:
    QTest.keyClicks(focused(), text)
    press(RETURN)


def act(letter: str) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(focused(), Qt.Key[f"Key_{letter}"], modifier)


def last(log: MemoryLog, kind: type[E]) -> E:
    return next(fact.event for fact in reversed(list(log)) if isinstance(fact.event, kind))


def line(window: CaseWindow, agent: Agent) -> RunLine:
    return window.left.pump.runs.lines[agent]


def test_one_infusion_stands_large_and_has_no_line(
    window_of: WindowOf, titrated: Callable[..., CaseBridge]
) -> None:
    pump = window_of(titrated()).left.pump
    assert pump.figures.isVisible()
    assert not pump.runs.isVisible()
    assert not pump.whose.isVisible()


def test_each_infusion_has_a_line_that_says_how_it_stands(window: CaseWindow) -> None:
    pump = window.left.pump
    assert not pump.figures.isVisible()
    main, other = line(window, NE), line(window, VP)
    assert (main.dose.text(), main.state.text()) == ("0.09 mcg/kg/min", "titrated")
    assert (other.dose.text(), other.rate.text()) == ("0.03 units/min", "9 mL/h")
    assert other.state.text() == "held: one agent at a time"
    assert main.name.font().bold()
    assert not other.name.font().bold()


def test_the_report_is_of_the_titrated_one_until_another_is_chosen(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    press(Qt.Key.Key_F4)
    pump = window.left.pump
    assert (pump.whose.text(), pump.agent) == ("Report norepinephrine", NE)
    press(DOWN)
    assert (pump.whose.text(), pump.agent) == ("Report vasopressin", VP)
    assert pump.field.edit.accessibleName() == "pump vasopressin"
    typed("0.025")
    report = last(case_log, PumpReported)
    assert (report.agent, str(report.dose)) == (VP, "0.025 units/min")
    assert pump.agent is NE


def test_a_click_on_a_line_chooses_it_and_forgets_what_was_typed(window: CaseWindow) -> None:
    press(Qt.Key.Key_F4)
    QTest.keyClicks(focused(), "0.1")
    QTest.mouseClick(line(window, VP), Qt.MouseButton.LeftButton)
    pump = window.left.pump
    assert (pump.agent, pump.field.text) == (VP, "")
    assert focused() is pump.field.edit


def test_the_guard_is_that_of_the_agent(window: CaseWindow, case_log: MemoryLog) -> None:
    before = len(list(case_log))
    press(Qt.Key.Key_F4, DOWN)
    typed("0.003")
    message = window.left.pump.field.message.text
    assert "0.03 units/min with a digit or the point misplaced" in message
    assert len(list(case_log)) == before


def test_a_rate_of_another_agent_is_turned_into_its_dose(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    press(Qt.Key.Key_F4, DOWN)
    window.left.pump.by.focus()
    press(Qt.Key.Key_Right)
    window.left.pump.start()
    typed("7.5")
    report = last(case_log, PumpReported)
    assert (report.agent, str(report.dose)) == (VP, "0.025 units/min")


def test_what_is_being_typed_stays_with_its_agent(window: CaseWindow, several: CaseBridge) -> None:
    press(Qt.Key.Key_F4, DOWN)
    QTest.keyClicks(focused(), "0.0")
    window.render(several.view)
    assert (window.left.pump.agent, window.left.pump.field.text) == (VP, "0.0")


def test_the_card_names_the_agent_and_what_is_held(
    window: CaseWindow, several: CaseBridge, read_map_of: Callable[[CaseBridge, int], None]
) -> None:
    read_map_of(several, 62)
    card = window.right.card
    assert card.name.text() == "norepinephrine"
    assert card.held.text() == "vasopressin 0.03 units/min: held, one agent at a time"


def test_every_lane_is_on_the_timeline(window: CaseWindow) -> None:
    (further,) = window.middle.timeline.chart.scene.further
    assert (further.name, further.unit) == ("vasopressin", "units/min")
    assert "vasopressin 0.03 units/min" in window.middle.timeline.chart.sentence()


# --- another agent ----------------------------------------------------------------------------


def agent_panel(window: CaseWindow) -> AgentPanel:
    act("G")
    panel = window.left.panel
    assert isinstance(panel, AgentPanel)
    return panel


def test_an_agent_is_chosen_first(window: CaseWindow, case_log: MemoryLog) -> None:
    panel, before = agent_panel(window), len(list(case_log))
    assert not panel.bag.isVisible()
    panel.finish()
    assert panel.missing.text == "Choose the agent first."
    assert len(list(case_log)) == before


def test_a_running_agent_is_not_offered_again(window: CaseWindow) -> None:
    panel = agent_panel(window)
    with pytest.raises(ValueError, match="vasopressin"):
        panel.pick(VP)


def test_a_restricted_agent_wants_its_reason(window: CaseWindow, case_log: MemoryLog) -> None:
    panel, before = agent_panel(window), len(list(case_log))
    panel.pick(Agent.PHENYLEPHRINE)
    panel.dose.put("0.5")
    panel.finish()
    assert panel.missing.text == "Choose why it is given."
    assert len(list(case_log)) == before
    panel.uses[Agent.PHENYLEPHRINE].choose(Use.SALVAGE)
    panel.finish()
    assert window.left.panel is None
    hung, report = last(case_log, BagHung), last(case_log, PumpReported)
    assert (hung.agent, hung.bag.text, hung.use) == (
        Agent.PHENYLEPHRINE,
        "20 mg in 250 mL",
        Use.SALVAGE,
    )
    assert (str(report.dose), report.use) == ("0.5 mcg/kg/min", Use.SALVAGE)


def test_the_kidneys_are_refused_and_the_panel_stays(
    window: CaseWindow, case_log: MemoryLog
) -> None:
    panel = agent_panel(window)
    panel.pick(Agent.DOPAMINE)
    panel.dose.put("5")
    panel.uses[Agent.DOPAMINE].choose(Use.KIDNEYS)
    panel.finish()
    assert window.left.panel is panel
    assert not [e for e in case_log if isinstance(e.event, BagHung) and e.event.agent is not VP]
    assert "does not protect the kidneys" in window.trouble.label.text()


def test_an_agent_that_ran_already_keeps_its_time(
    window: CaseWindow, several: CaseBridge, case_log: MemoryLog
) -> None:
    panel = agent_panel(window)
    panel.pick(Agent.EPINEPHRINE)
    panel.dose.put("0.05")
    panel.time.put("-15")
    panel.finish()  # it asks whether a time so long ago is right
    assert focused() is panel.time.edit
    press(RETURN)
    report = last(case_log, PumpReported)
    assert round((several.now() - report.at).total_seconds() / 60) == 15


def test_a_bag_of_another_source_says_which(window: CaseWindow, case_log: MemoryLog) -> None:
    panel = agent_panel(window)
    panel.pick(Agent.EPINEPHRINE)
    panel.bag.put("5 mg in 250 mL")
    panel.bag.commit()
    assert panel.source.isVisible()
    press(DOWN, DOWN, RETURN)
    typed("0.05")
    assert last(case_log, BagHung).bag.text == "5 mg in 250 mL"
    assert last(case_log, NoteAdded).text == "Bag not on the site's list: Mixed at the bedside"


def test_the_sum_follows_what_is_typed(window: CaseWindow) -> None:
    panel = agent_panel(window)
    panel.pick(Agent.DOPAMINE)
    assert panel.sum.text() == "1600 mcg/mL"
    panel.dose.put("5")
    assert panel.sum.text() == "1600 mcg/mL\nRATE 15.4 mL/h\n5 x 82 x 60 / 1600 = 15.4 mL/h"


# --- bag and stop -------------------------------------------------------------------------------


def test_the_bag_of_several_asks_whose(window: CaseWindow, case_log: MemoryLog) -> None:
    act("B")
    panel = window.left.panel
    assert isinstance(panel, BagPanel)
    assert not panel.field.isVisible()
    panel.finish()
    assert panel.missing.text == "Choose the agent first."
    press(Qt.Key.Key_Right, SPACE)
    assert panel.agent is VP
    assert not panel.expressed.isVisible()
    panel.field.put("40 units in 100 mL")
    panel.field.commit()  # another concentration on a running infusion: asked about
    panel.field.commit()
    press(RETURN)
    hung, report = last(case_log, BagHung), last(case_log, PumpReported)
    assert (hung.agent, hung.bag.text, hung.keep) == (VP, "40 units in 100 mL", Keep.DOSE)
    assert (report.agent, str(report.dose), str(report.rate)) == (VP, "0.03 units/min", "4.5 mL/h")


def test_a_stop_of_several_asks_whose(window: CaseWindow, case_log: MemoryLog) -> None:
    act("S")
    panel = window.left.panel
    assert isinstance(panel, StopPanel)
    panel.finish()
    assert panel.missing.text == "Choose the agent first."
    press(DOWN, SPACE, TAB, RETURN)
    report = last(case_log, PumpReported)
    assert (report.agent, str(report.dose)) == (VP, "0 units/min")
    assert last(case_log, NoteAdded).text == "vasopressin stopped: Weaned off"


def test_another_weight_shows_what_it_makes_of_every_infusion_per_kg(
    window: CaseWindow, several: CaseBridge
) -> None:
    now = several.now()
    bag = next(each.usual for each in several.view.offered if each.agent is Agent.EPINEPHRINE)
    assert bag is not None
    assert several.send(HangBag(at=now, observed_at=now, agent=Agent.EPINEPHRINE, bag=bag))
    dose = Dose.parse("0.05 mcg/kg/min")
    report = ReportPump(at=now, observed_at=now, agent=Agent.EPINEPHRINE, dose=dose)
    assert several.send(report)
    act("W")
    typed("90")
    keep = focused()
    assert isinstance(keep, ChoiceList)
    said = keep.item(0).text()
    assert "RATE 13.8 mL/h becomes 15.2 mL/h" in said
    assert "EPINEPHrine: Keep the dose of 0.05 mcg/kg/min:\nRATE 15.4 mL/h becomes 16.9" in said
    assert "units" not in said
    assert window.left.panel is not None


# --- advice about another agent -----------------------------------------------------------------


@pytest.fixture
def tapering(window_of: WindowOf, case_clock: SimulatedClock, qtbot: QtBot) -> CaseWindow:  # noqa: ARG001 - Qt runs
    """Advice to taper vasopressin stands open."""
    log = MemoryLog()
    session = taper(log, case_clock.now())
    words = load_words(case_clock.now().tzinfo)  # type: ignore[arg-type]  # aware UTC
    return window_of(CaseBridge(session, tuple(log), words, read_site(), case_clock))


def test_advice_about_vasopressin_says_so_and_is_accepted(tapering: CaseWindow) -> None:
    card = tapering.right.card
    assert (card.name.text(), card.headline.text()) == ("VASOPRESSIN", "Taper to 0.02 units/min")
    assert [figure.text for figure in card.figures.figures] == [
        "DOSE 0.02 units/min",
        "RATE 6 mL/h",
    ]
    assert tapering.left.pump.agent is VP
    press(Qt.Key.Key_F5)
    assert line(tapering, VP).dose.text() == "0.02 units/min"


def test_advice_about_vasopressin_is_modified_in_its_unit(tapering: CaseWindow) -> None:
    press(Qt.Key.Key_F7)
    answer = tapering.right.answer
    assert answer is not None
    assert answer.field is not None
    assert answer.field.unit.text() == "units/min"
    typed("0.3")
    assert "0.3 units/min is above 0.1 units/min" in answer.field.message.text
