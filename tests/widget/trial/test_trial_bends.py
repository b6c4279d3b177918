"""How far a protocol bends, by keys: the form, the tables, the cell in focus, its patient."""

from collections.abc import Callable
from dataclasses import replace
from math import nan

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.library import text_at
from core.patient.cohort import Preset
from core.trial.grid_view import GridView, grid_view
from core.trial.plan import Arm, Plan
from core.trial.robustness import MEASURES, Axis, Grid, grid_of
from core.view.wording import Words
from gui.theme import DARK, LIGHT, contrast
from gui.trial.bends import BendsPage
from gui.trial.form import Wanted
from gui.trial.heat_draw import Spot, shaded
from gui.trial.window import TrialWindow

Press = Callable[..., None]
Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PROTOCOL = "norepinephrine-adult"
FEW = (
    Axis("response_factor", (0.2, 1.0), 1.0),
    Axis("reading_factor", (1.0, 4.0), 1.0),
    Axis("missed_share", (0.05, 0.3), 0.05),
)


@pytest.fixture(scope="session")
def grid() -> Grid:
    """Six patients for two hours in each of seven cells, one of them made empty."""
    found = grid_of(Plan((Arm(PROTOCOL, text_at(PROTOCOL)[1]),), patients=6, hours=2, seed=3), FEW)
    place = (0.2, 4.0, 0.05)
    nobody = dict.fromkeys(MEASURES, nan)
    empty = replace(found.cells[place], usable=0, figures=nobody, patient=None)
    return replace(found, cells={**found.cells, place: empty})


@pytest.fixture
def view(grid: Grid, words: Words) -> GridView:
    return grid_view(grid, words)


@pytest.fixture
def page(window: TrialWindow, view: GridView) -> BendsPage:
    """The tables in front and painted, the keys on the usual cell."""
    window.show_grid(view)
    window.views.bends.map.grab()
    return window.views.bends


def test_enter_leads_through_the_form_and_begins(
    window: TrialWindow, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_6, CONTROL)
    with qtbot.waitSignal(window.wanted) as wanted:
        for _ in range(5):
            press(Key.Key_Return)
    assert wanted.args == [Wanted(("first",), Preset.DEFAULT, 250, 24, 1, "bends")]


def test_arrows_walk_the_table_and_tell_both_axes_and_the_figures(
    page: BendsPage, view: GridView, press: Press
) -> None:
    usual = view.tables[0].cells[1][0]
    assert page.map.cell is usual
    assert usual.usual
    press(Key.Key_Up)
    weak = view.tables[0].cells[0][0]
    assert page.map.cell is weak
    said = page.map.accessibleDescription()
    assert said == page.said.text() == weak.said
    assert said.startswith("response x 0.2, reading interval x 1; time in band, %: ")
    assert f"Enter opens patient {weak.cell.patient}" in said
    press(Key.Key_Up)
    assert page.map.cell is weak


def test_a_cell_of_nobody_says_so_and_opens_nothing(
    page: BendsPage, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_Up)
    press(Key.Key_Right)
    assert "none of 6 patients counts" in page.said.text()
    with qtbot.assertNotEmitted(page.opened):
        press(Key.Key_Return)
    assert "nobody" in [text.text for text in page.map.written]


def test_enter_and_a_click_open_the_patient_of_the_cell(
    page: BendsPage, view: GridView, press: Press, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.opened) as opened:
        press(Key.Key_Return)
    assert opened.args == [view.tables[0].cells[1][0].cell]
    spot = Spot(1, 0, 1)
    with qtbot.waitSignal(page.opened) as opened:
        place = page.map.place_of(spot).toPoint()
        QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [view.tables[1].cells[0][1].cell]
    assert page.map.spot_at(QPointF(1, 1)) is None


def test_keys_change_table_and_measure(
    page: BendsPage, view: GridView, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_Right, CONTROL)
    assert page.map.cell is view.tables[1].cells[1][0]
    press(Key.Key_Left, CONTROL)
    press(Key.Key_Left, CONTROL)
    assert page.map.cell is view.tables[2].cells[0][0]
    page.measures.focus()
    press(Key.Key_Right)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: page.map.measure == 1)
    assert "time below 65 mmHg" in page.map.accessibleName()


def test_begin_leads_back_to_the_form(
    window: TrialWindow, page: BendsPage, press: Press, qtbot: QtBot
) -> None:
    assert "how far it bends" in window.title.text()
    with qtbot.assertNotEmitted(window.wanted):
        press(Key.Key_Return, CONTROL)
    assert page.form.keys.hasFocus()
    assert not window.title.isVisible()


def test_figures_stay_readable_on_every_shade() -> None:
    for theme in (LIGHT, DARK):
        for tenth in range(11):
            assert contrast(shaded(theme, tenth / 10).name(), theme.text) >= 4.5


def test_a_worse_figure_is_never_paler(view: GridView) -> None:
    cells = [cell for table in view.tables for row in table.cells for cell in row if cell.opens]
    for code, sign in (("in_band", -1), ("below_65", 1), ("mdape_percent", 1)):
        ranked = sorted(cells, key=lambda cell: sign * cell.cell.figures[code])
        shades = [cell.shades[code] for cell in ranked]
        assert shades == sorted(shades)
