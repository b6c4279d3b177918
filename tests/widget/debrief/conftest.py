"""A debrief made by hand: an hour with six opportunities, and two other courses to lay over it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.lab.debrief_view import (
    BandStep,
    ChecklistRow,
    DebriefView,
    DifferenceRow,
    DoseLine,
    EventRow,
    MapLine,
    Named,
    ObjectiveRow,
    OverlayView,
    TallyRow,
    VerdictRow,
)
from core.texts import load_words
from core.view.wording import Words
from gui.debrief.scene import Charted
from gui.debrief.window import DebriefWindow, Material
from gui.theme import LIGHT, dress

OPENED = datetime(2027, 3, 4, 8, 0, tzinfo=UTC).timestamp()
HOUR = 3600
PARTS = 1200
DEFINITIONS = {"advised-step": "As advised at the deadline.", "late-step": "Only at the end."}
SEEN = (
    (60, "right", "advised-step", False),
    (600, "late", "late-step", False),
    (600, "not_indicated", "kept-dose", True),
    (1500, "wrong_size", "large-step", False),
    (2400, "wrong_direction", "wrong-way", False),
    (3300, "unknown", "end-of-chart", False),
)


def verdict_row(second: int, verdict: str, rule: str, *, held: bool) -> VerdictRow:
    minute = second // 60
    return VerdictRow(
        second=second,
        reading=second,
        at=f"08:{minute:02d} (+{minute}min)",
        map="58 mmHg",
        agent="vasopressin" if held else "norepinephrine",
        advised="hold" if held else "raise to 0.12 mcg/kg/min",
        given="0.1 mcg/kg/min",
        verdict=verdict,
        symbol="*",
        word=verdict.replace("_", " "),
        rule=rule,
        sentence=f"Told by rule {rule} at minute {minute}.",
        answers=("accepted",) if verdict == "right" else (),
        held=held,
    )


def tally(verdict: str, count: str) -> TallyRow:
    return TallyRow(verdict, "*", verdict.replace("_", " "), count, "50 %", "")


def item(code: str, state: str, points: str) -> ChecklistRow:
    text = f"The text of {code}"
    return ChecklistRow(code, "aim", text, state, "*", state, f"Detail of {code}.", points, None)


def event(minute: int, what: str) -> EventRow:
    return EventRow(minute * 60, f"08:{minute:02d} (+{minute}min)", what, "and its detail")


def line(level: float) -> tuple[tuple[int, float | None], ...]:
    """A figure each minute; of the fortieth nothing is known."""
    minutes = range(0, HOUR + 1, 60)
    return tuple((at, None if at == 2400 else level + at / HOUR) for at in minutes)


def overlay() -> OverlayView:
    return OverlayView(
        opened_at=OPENED,
        until=HOUR,
        moment=None,
        moment_text="No other course.",
        maps=(MapLine("given", "As it was", line(60)),),
        doses=(DoseLine("given", "As it was", "norepinephrine", "mcg/kg/min", line(0.1)),),
        band=(BandStep(0, 65, 75), BandStep(1800, 70, 80)),
        columns=(),
        differences=(),
        spoken=(),
    )


@pytest.fixture
def words() -> Words:
    return load_words(UTC)


@pytest.fixture
def view() -> DebriefView:
    return DebriefView(
        title="Debrief: made by hand",
        scope="Education with a virtual patient.",
        head=(Named("Seed", "7"),),
        score="2 of 3 points",
        summary="One of four was right.",
        verdicts=tuple(verdict_row(*seen[:3], held=seen[3]) for seen in SEEN),
        tallies=(tally("right", "1"), tally("late", "1"), tally("not_done", "0")),
        held_tallies=(tally("not_indicated", "1"),),
        uncounted=("1: the course ended before the time was up",),
        checklist=(item("first", "done", "2 of 2"), item("aloud", "open", "-")),
        objectives=(ObjectiveRow("aim", "Bring MAP into the band", "2 of 3 points", ""),),
        outcomes=(Named("True MAP in the band", "12 min (20 %)"),),
        answers=(event(2, "raise to 0.12"),),
        slips=(event(30, "the pump ran 14 mL/h"),),
        prompts=(event(10, "Next reading overdue"),),
        notes=(event(40, "Said it aloud"),),
        questions=("What made you wait?",),
        overlay=overlay(),
    )


@pytest.fixture
def laid_over(view: DebriefView) -> DebriefView:
    """The same with both other courses from minute 20 on."""
    before = view.overlay
    others = (("protocol", "As the protocol advises", 5), ("no_change", "Without any change", -8))
    laid = replace(
        before,
        moment=PARTS,
        moment_text="The courses part at 08:20.",
        maps=(*before.maps, *(MapLine(code, name, line(60 + d)) for code, name, d in others)),
        doses=(
            *before.doses,
            *(
                DoseLine(code, name, "norepinephrine", "mcg/kg/min", line(0.1 + d / 100))
                for code, name, d in others
            ),
        ),
        columns=tuple(name for _, name, _ in others),
        differences=(DifferenceRow("In the band", "12 min", ("20 min (+8 min)", "0 min (-12)")),),
        spoken=("As the protocol advises: 20 min in the band instead of 12 min.",),
    )
    return replace(view, overlay=laid)


@pytest.fixture
def material() -> Material:
    return Material(
        charted=(Charted(60, 58, usable=True), Charted(700, 90, usable=False)),
        definitions=DEFINITIONS,
        tickable=frozenset({"aloud"}),
        places={"pdf": "/there/debrief.pdf", "html": "/there/debrief.html"},
    )


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, words: Words
) -> Callable[[DebriefView, Material], DebriefWindow]:
    """Opens the window of a debrief, in front and with the keys."""
    dress(qapp, LIGHT)

    def opened(view: DebriefView, material: Material) -> DebriefWindow:
        window = DebriefWindow(words, view, material)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return opened


@pytest.fixture
def window(
    open_window: Callable[[DebriefView, Material], DebriefWindow],
    view: DebriefView,
    material: Material,
) -> DebriefWindow:
    return open_window(view, material)
