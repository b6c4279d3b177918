"""What the window says in each state of a case."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel

from core.clock import SimulatedClock
from core.model.commands import EndCase, PauseTitration, RecordReading
from core.model.terms import Attested, Mode, Outcome, PauseReason, Source, Urgency
from core.quantity.measures import Mmhg
from gui.bridge import CaseBridge
from gui.case.advice_card import AdviceCard
from gui.case.window import CaseWindow
from gui.theme import Look

Titrated = Callable[..., CaseBridge]
WindowOf = Callable[..., CaseWindow]
WaitFor = Callable[[CaseBridge, float], None]


def said(card: AdviceCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def answers(card: AdviceCard) -> list[str]:
    return [code for code, button in card.buttons.items() if button.isVisible()]


def figures(card: AdviceCard) -> list[str]:
    return [figure.text for figure in card.figures.figures]


def at(clock: SimulatedClock, bridge: CaseBridge) -> str:
    return bridge.words.clock(clock.now())


def test_a_new_case_says_what_to_do_first(
    window_of: WindowOf, open_bridge: Callable[..., CaseBridge]
) -> None:
    window = window_of(open_bridge())
    card = window.right.card
    assert card.what_now.text() == "No reading yet. Enter a MAP to get the next step."
    assert answers(card) == []
    assert figures(card) == []
    assert window.left.pump.dose.text() == "not reported"


def test_open_advice_says_what_why_how_sure_and_until_when(
    window_of: WindowOf, titrated: Titrated
) -> None:
    bridge = titrated()
    step = bridge.view.next_step
    assert step is not None
    card = window_of(bridge).right.card
    assert card.headline.text() == step.headline == "Raise to 0.11 mcg/kg/min"
    assert figures(card) == ["DOSE 0.11 mcg/kg/min", f"RATE {step.rate}"]
    assert "MAP 61 mmHg is below 65 mmHg" in card.because.text()
    assert "MAP 65 would hold" in card.flips.text()
    assert step.title in card.rule.text()
    assert step.source in card.rule.text()
    assert card.look_again.text() == "look again at 13:25"
    assert card.countdown.text() == "03:00"
    assert answers(card) == ["accept_set", "accept", "modify", "delay", "decline"]


def test_a_hold_has_no_pump_to_set(
    window_of: WindowOf, titrated: Titrated, read_map_of: Callable[[CaseBridge, int], None]
) -> None:
    bridge = titrated()
    read_map_of(bridge, 70)
    card = window_of(bridge).right.card
    assert card.headline.text() == "Hold at 0.09 mcg/kg/min"
    assert answers(card) == ["accept", "modify", "delay", "decline"]


def test_the_countdown_moves_and_turns_over(
    window_of: WindowOf, titrated: Titrated, wait_for: WaitFor
) -> None:
    bridge = titrated()
    card = window_of(bridge).right.card
    wait_for(bridge, 1)
    assert card.countdown.text() == "02:00"
    wait_for(bridge, 4)
    assert card.look_again.text() == "reading overdue since 13:25"
    assert card.countdown.text() == "+02:00"


def test_time_alone_moves_clock_and_countdown_between_views(
    window_of: WindowOf, titrated: Titrated
) -> None:
    bridge = titrated()
    window = window_of(bridge)
    moment = datetime.fromisoformat("2027-03-04T12:23:30+00:00")
    bridge.second.emit(moment)
    assert window.strip.clock.value.text() == "13:23"
    assert window.right.card.countdown.text() == "01:30"


def test_an_artefact_is_told_and_the_older_advice_stays(
    window_of: WindowOf, titrated: Titrated, case_clock: SimulatedClock
) -> None:
    bridge = titrated()
    now, value = case_clock.now(), Mmhg(Decimal(3))
    line = Source.ARTERIAL_LINE
    bridge.send(RecordReading(at=now, observed_at=now, map=value, source=line, artefact=True))
    card = window_of(bridge).right.card
    assert "MAP 3 is kept, marked, and never dosed on" in card.what_now.text()


def test_a_pause_rests_the_advice(
    window_of: WindowOf, titrated: Titrated, case_clock: SimulatedClock
) -> None:
    bridge = titrated()
    now = case_clock.now()
    bridge.send(PauseTitration(at=now, observed_at=now, reason=PauseReason.ARREST))
    window = window_of(bridge)
    card = window.right.card
    assert card.status.text() == "REPLACED"
    assert answers(card) == []
    assert "Titration is paused" in card.what_now.text()
    assert "titration paused: Cardiac arrest" in window.left.pump.since.text()


def test_an_ended_case_shows_no_step(
    window_of: WindowOf, titrated: Titrated, case_clock: SimulatedClock
) -> None:
    bridge = titrated()
    bridge.send(EndCase(at=case_clock.now(), outcome=Outcome.WEANED))
    card = window_of(bridge).right.card
    assert (answers(card), card.figures.isVisible()) == ([], False)
    assert "This case has ended." in said(card)


def test_prompts_are_counted_sorted_and_told_by_word_and_shape(
    window_of: WindowOf,
    titrated: Titrated,
    wait_for: WaitFor,
    read_map_of: Callable[[CaseBridge, int], None],
) -> None:
    bridge = titrated(fluids=Attested.NO)
    wait_for(bridge, 60 * 13)
    read_map_of(bridge, 44)
    window = window_of(bridge)
    rows = window.right.prompts.rows
    count = len(bridge.view.prompts)
    assert count >= 2
    assert len(rows) == count
    assert rows[0].prompt.urgency is Urgency.NOW
    assert rows[0].texts()[0] == "MAP 44: call the prescriber now"
    assert rows[0].texts()[1].startswith("Call now")
    assert window.right.count.text() == f"PROMPTS ({count})"
    assert window.windowTitle().startswith(f"({count}) ICU-12")


def test_what_fell_due_while_closed_says_so(
    window_of: WindowOf, titrated: Titrated, case_clock: SimulatedClock
) -> None:
    bridge = titrated()
    case_clock.advance(case_clock.now() - datetime.fromisoformat("2027-03-04T11:00:00+00:00"))
    bridge.tick(case_clock.now())
    texts = [row.texts()[1] for row in window_of(bridge).right.prompts.rows]
    assert texts
    assert all("fell due while closed" in text for text in texts)


@pytest.mark.parametrize(
    ("mode", "word"), [(Mode.SIMULATION, "SIMULATION"), (Mode.WORKSTATION, "WORKSTATION")]
)
def test_the_mode_stands_in_the_strip_and_the_title(
    window_of: WindowOf, open_bridge: Callable[..., CaseBridge], mode: Mode, word: str
) -> None:
    window = window_of(open_bridge(mode=mode))
    assert window.strip.badge.text == word
    assert word in window.windowTitle()


def test_the_modes_differ_in_shape_not_in_colour_alone(
    window_of: WindowOf, open_bridge: Callable[..., CaseBridge]
) -> None:
    badge = window_of(open_bridge(mode=Mode.SIMULATION)).strip.badge
    picture = badge.grab().toImage()
    ground = picture.pixelColor(0, 0)
    # The slanted corner of a simulation lies open; a workstation's box has its line there.
    assert picture.pixelColor(1, 1) == ground
    badge.show_mode(Mode.WORKSTATION)
    boxed = badge.grab().toImage()
    assert boxed.pixelColor(1, boxed.height() - 1) != boxed.pixelColor(4, 4)


def test_user_text_is_never_markup(
    window_of: WindowOf, open_bridge: Callable[..., CaseBridge]
) -> None:
    window = window_of(open_bridge(label="<b>BED 4</b>"))
    assert window.strip.label.value.text() == "<b>BED 4</b>"
    assert all(
        label.textFormat().name == "PlainText"
        for label in (*window.strip.findChildren(QLabel), *window.right.findChildren(QLabel))
    )


def test_trouble_stands_in_a_bar_until_somebody_puts_it_away(
    window_of: WindowOf, titrated: Titrated, read_map_of: Callable[[CaseBridge, int], None]
) -> None:
    bridge = titrated()
    window = window_of(bridge)
    assert not window.trouble.isVisible()
    bridge.trouble.emit("The disk is full.")
    assert window.trouble.isVisible()
    assert window.trouble.label.text() == "The disk is full."
    read_map_of(bridge, 66)
    assert window.trouble.isVisible()
    window.trouble.close_button.click()
    assert not window.trouble.isVisible()


def test_menus_tell_the_program_what_it_is_wished(
    window_of: WindowOf, open_bridge: Callable[..., CaseBridge]
) -> None:
    window = window_of(open_bridge())
    wishes: list[str] = []
    looks: list[Look] = []
    window.wished.connect(wishes.append)
    window.look_wished.connect(looks.append)
    for code in ("new", "home", "help", "about", "quit", "dark", "light", "system_look"):
        window.actions_table[code].trigger()
    assert wishes == ["new", "home", "help", "about", "quit"]
    assert looks == [Look.DARK, Look.LIGHT, Look.SYSTEM]


def test_view_actions_move_the_timeline_and_the_keys(
    window_of: WindowOf, titrated: Titrated
) -> None:
    window = window_of(titrated())
    window.actions_table["hours_8"].trigger()
    assert window.middle.timeline.chart.scene.span.length == 8 * 3600
    window.actions_table["go_timeline"].trigger()
    assert window.middle.timeline.chart.hasFocus()
    window.actions_table["back_to_now"].trigger()
    window.actions_table["go_reading"].trigger()
    assert window.left.reading.map.edit.hasFocus()
    window.actions_table["table"].trigger()
    assert not window.middle.table.isVisible()
    window.actions_table["full_screen"].trigger()
    assert window.isFullScreen()
