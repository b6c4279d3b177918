"""Home: overdue first, found by typing, opened by keys, readable at both sizes."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.cases.line import CaseLine, PromptLine
from core.model.terms import Mode, Urgency
from core.texts import load_words
from gui.home.cells import Column
from gui.home.model import LinesModel
from gui.home.page import HomePage
from gui.home.window import HomeWindow
from gui.theme import DARK, LIGHT, Size, Theme, contrast, dress, sized

NOW = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)
WORDS = load_words(UTC)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def prompt(text: str, urgency: Urgency = Urgency.SOON, due: float = -1) -> PromptLine:
    return PromptLine(text, urgency, at(due))


def line(label: str, due: float | None, **changes: object) -> CaseLine:
    fields = {
        "id": f"id-{label}",
        "label": label,
        "mode": Mode.WORKSTATION,
        "state": "Running",
        "map": "66 mmHg",
        "map_at": at(-6),
        "dose": "0.125 mcg/kg/min",
        "next_due_at": None if due is None else at(due),
        "overdue": due is not None and due < 0,
    }
    return CaseLine(**{**fields, **changes})  # type: ignore[arg-type]


def ward() -> tuple[CaseLine, ...]:
    """Fourteen cases, as one pharmacist follows them."""
    call = prompt("MAP 44: call the prescriber now", Urgency.NOW)
    wean = prompt("Wean eligible: steady at target")
    late = prompt("Next reading overdue since 13:57")
    return (
        line("ICU-01", 12),
        line("ICU-02", -3, prompts=(late, wean)),
        line("ICU-03", -90, mode=Mode.SIMULATION),
        line("ICU-04", 3, map="44 mmHg", prompts=(call,)),
        line("ICU-05", None, dose="", map="", map_at=None, state="Off"),
        line("ICU-06", None, ended=True, state="Case ended"),
        line("broken-file", None, mode=None, broken="this is not a sound case file"),
        *(line(f"LAB-{n:02}", 20 + n, mode=Mode.SIMULATION) for n in range(7)),
    )


@pytest.fixture
def page(qtbot: QtBot) -> HomePage:
    made = HomePage(WORDS)
    qtbot.addWidget(made)
    made.resize(1366, 720)
    made.render_lines(ward(), NOW)
    made.show()
    made.setFocus()
    return made


def shown_labels(page: HomePage) -> list[str]:
    return [each.label for each in page.pane.table.lines_model.lines]


def cell(page: HomePage, label: str, column: Column) -> str:
    model = page.pane.table.lines_model
    row = shown_labels(page).index(label)
    return str(model.index(row, column).data())


def test_calls_and_overdue_cases_stand_first_then_what_is_due_next(page: HomePage) -> None:
    labels = shown_labels(page)
    assert labels[:5] == ["ICU-04", "ICU-03", "ICU-02", "ICU-01", "LAB-00"]
    assert labels[-3:] == ["ICU-05", "broken-file", "ICU-06"]


def test_a_line_says_everything_in_words(page: HomePage) -> None:
    said = [cell(page, "ICU-02", column) for column in Column]
    assert said == [
        "ICU-02",
        "WORKSTATION",
        "Running",
        "66 mmHg",
        "13:54",
        "0.125 mcg/kg/min",
        "overdue by 3min",
        "Next reading overdue since 13:57 +1",
    ]
    assert cell(page, "ICU-01", Column.NEXT) == "14:12, in 12min"
    assert cell(page, "ICU-05", Column.DOSE) == "Not recorded"
    assert cell(page, "ICU-05", Column.NEXT) == "None due"
    assert cell(page, "ICU-06", Column.NEXT) == ""
    assert cell(page, "broken-file", Column.PROMPT) == "this is not a sound case file"
    assert page.counts.text() == "14 cases, 2 overdue, 2 with prompts"


def test_further_agents_are_counted_beside_the_dose(page: HomePage) -> None:
    page.render_lines((line("ICU-05", 3, others=2), line("ICU-06", 4)), NOW)
    assert cell(page, "ICU-05", Column.DOSE) == "0.125 mcg/kg/min +2"
    assert cell(page, "ICU-06", Column.DOSE) == "0.125 mcg/kg/min"


def test_a_second_moves_the_countdown_and_turns_it_overdue(page: HomePage) -> None:
    page.show_time(at(12) + timedelta(seconds=1))
    assert cell(page, "ICU-01", Column.NEXT) == "overdue by <1min"
    assert page.clock.text() == "14:12"


def test_typing_finds_and_enter_opens(qtbot: QtBot, page: HomePage) -> None:
    QTest.keyClicks(page.search, "icu-0")
    assert all(label.startswith("ICU") for label in shown_labels(page))
    QTest.keyClicks(page.search, "4")
    with qtbot.waitSignal(page.open_case) as opened:
        QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert opened.args == ["id-ICU-04"]
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(shown_labels(page)) == 14
    QTest.keyClicks(page.search, "nobody")
    assert page.pane.middle.currentWidget() is page.pane.none_found
    assert not page.open_button.isEnabled()
    with qtbot.assertNotEmitted(page.open_case):
        QTest.keyClick(page.search, Qt.Key.Key_Return)


def test_arrow_keys_choose_while_the_search_keeps_the_cursor(page: HomePage) -> None:
    assert page.pane.table.chosen_id == "id-ICU-04"
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.pane.table.chosen_id == "id-ICU-02"
    assert page.pane.prompts.title.text() == "Prompts of ICU-02 (2)"
    assert "Wean eligible: steady at target" in page.pane.prompts.texts()
    QTest.keyClick(page.search, Qt.Key.Key_PageDown)
    QTest.keyClick(page.search, Qt.Key.Key_PageDown)
    assert page.pane.table.chosen_id == "id-ICU-06"
    assert page.pane.prompts.title.text() == "ICU-06: no prompts"
    QTest.keyClick(page.search, Qt.Key.Key_PageUp)
    QTest.keyClick(page.search, Qt.Key.Key_Up)
    assert page.pane.table.chosen_id == "id-ICU-02"


def test_the_list_itself_opens_by_enter_and_a_held_enter_opens_once(page: HomePage) -> None:
    page.pane.table.setFocus()
    opened: list[str] = []
    page.open_case.connect(opened.append)
    QTest.keyClick(page.pane.table, Qt.Key.Key_Down)
    QTest.keyClick(page.pane.table, Qt.Key.Key_Return)
    plain = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, plain, "\r", autorep=True)
    QApplication.sendEvent(page.pane.table, held)
    assert opened == ["id-ICU-03"]
    QTest.keyClicks(page.pane.table, "L")
    assert page.pane.table.chosen_id == "id-ICU-03"


def test_the_chosen_case_stays_chosen_when_the_list_changes(page: HomePage) -> None:
    for _ in range(3):
        QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.pane.table.chosen_id == "id-ICU-01"
    lines = [each for each in ward() if each.label != "ICU-01"]
    page.render_lines((*lines, line("ICU-01", -200)), NOW)
    assert shown_labels(page)[1] == "ICU-01"
    assert page.pane.table.chosen_id == "id-ICU-01"
    page.render_lines(tuple(lines), NOW)
    assert page.pane.table.chosen_id == "id-ICU-04"


def test_more_prompts_than_rows_are_counted(page: HomePage) -> None:
    many = tuple(prompt(f"Prompt {n}", Urgency.NOTICE) for n in range(7))
    page.render_lines((line("ICU-09", 5, prompts=many),), NOW)
    assert page.pane.prompts.title.text() == "Prompts of ICU-09 (7)"
    assert len([text for text in page.pane.prompts.texts() if text.startswith("Prompt ")]) == 3


def test_an_empty_folder_says_what_to_do_first(page: HomePage) -> None:
    page.render_lines((), NOW)
    assert page.pane.middle.currentWidget() is page.pane.empty
    texts = [label.text() for label in page.pane.empty.findChildren(QLabel)]
    assert any("Ctrl+N" in text and "Ctrl+D" in text for text in texts)
    assert page.counts.text() == ""
    page.pane.table.step(1)
    assert page.pane.table.chosen_id == ""


def test_what_the_program_is_and_is_not_stands_on_home(page: HomePage) -> None:
    assert page.scope.isVisible()
    for part in (
        "education, simulation",
        "Verify",
        "Not a medical device",
        "never controls a pump",
    ):
        assert part in page.scope.text()


def test_trouble_stays_until_it_is_put_away(page: HomePage) -> None:
    page.say("The case was not opened: it is open elsewhere.")
    assert page.notice.text == "The case was not opened: it is open elsewhere."
    page.render_lines(ward()[:3], NOW)
    assert page.notice.isVisible()
    QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    assert page.notice.text == ""


def test_every_control_has_a_name(page: HomePage) -> None:
    for each in page.findChildren(QWidget):
        if each.isVisible() and isinstance(each, QLineEdit | QAbstractButton):
            named = each.accessibleName() or (isinstance(each, QAbstractButton) and each.text())
            assert named, each


def test_initials_are_shown_once_given(qtbot: QtBot, page: HomePage) -> None:
    assert page.initials.text() == ""
    page.show_initials("AB")
    assert page.initials.text() == "Entries are made by AB."
    with qtbot.waitSignal(page.change_initials):
        QTest.mouseClick(page.initials_button, Qt.MouseButton.LeftButton)
    page.show_reading(3)
    assert "3 to go" in page.reading.text()
    page.show_reading(0)
    assert page.reading.text() == ""


def clipped(root: QWidget) -> list[str]:
    """The texts in sight that do not fit their rectangles."""
    found = []
    for label in root.findChildren(QLabel):
        if label.isVisible() and label.text():
            wide, high = label.width(), label.height()
            metrics = QFontMetrics(label.font())
            flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
            need = metrics.boundingRect(0, 0, max(wide, 1), 10_000, flags, label.text())
            if need.width() > wide + 1 or need.height() > high + 1:
                found.append(label.text())
    for button in root.findChildren(QAbstractButton):
        short = button.width() < button.sizeHint().width()
        if button.isVisible() and (short or button.height() < button.sizeHint().height()):
            found.append(button.text())
    return found


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_is_clipped(qtbot: QtBot, size: tuple[int, int]) -> None:
    window = HomeWindow(WORDS)
    qtbot.addWidget(window)
    window.resize(*size)
    window.home.render_lines(ward(), NOW)
    window.home.show_initials("AB")
    window.home.say("The case was not opened: ICU-07.case is already open in Pressor on ward-3.")
    window.show()
    qtbot.waitExposed(window)
    assert clipped(window) == []
    table = window.home.pane.table
    metrics, bold = table.fontMetrics(), QFontMetrics(sized(table.font(), Size.NORMAL, bold=True))
    for row, each in enumerate(table.lines_model.lines):
        for column in (Column.CASE, Column.STATE, Column.MAP, Column.DOSE, Column.NEXT):
            text = str(table.lines_model.index(row, column).data())
            fat = column in {Column.CASE, Column.NEXT}
            need = (bold if fat else metrics).horizontalAdvance(text)
            assert need <= table.columnWidth(column) - metrics.height() // 2, (each.label, text)


def test_labels_of_the_greatest_length_are_not_cut(page: HomePage) -> None:
    ends = ("bed 1", "bed 2")
    twins = tuple(line(f"{'ICU-2027-ward-three-'.ljust(34, 'x')} {end}", 5) for end in ends)
    page.render_lines(twins, NOW)
    bold = QFontMetrics(sized(page.pane.table.font(), Size.NORMAL, bold=True))
    assert len(twins[0].label) == 40
    assert bold.horizontalAdvance(twins[0].label) < page.pane.table.columnWidth(Column.CASE)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_text_of_the_list_can_be_read(theme: Theme) -> None:
    for ground in (theme.field, theme.row_band, theme.grid):
        for ink in (theme.text, theme.quiet, theme.wrong):
            assert contrast(ink, ground) >= 4.5, (theme.name, ink, ground)
    for ink, ground in (
        (theme.on_high, theme.high),
        (theme.on_medium, theme.medium),
        (theme.on_low, theme.low),
        (theme.on_simulation, theme.simulation),
    ):
        assert contrast(ink, ground) >= 4.5


def test_badges_follow_another_look(qtbot: QtBot, page: HomePage) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    page.pane.table.choose("id-ICU-02")
    before = page.grab().toImage()
    dress(application, DARK)
    try:
        qtbot.waitUntil(lambda: page.grab().toImage() != before)
        assert "Wean eligible: steady at target" in page.pane.prompts.texts()
    finally:
        dress(application, LIGHT)


def test_the_model_keeps_its_word(qtmodeltester: object, page: HomePage) -> None:
    check = getattr(qtmodeltester, "check")  # noqa: B009 - the fixture has no public type
    check(page.pane.table.lines_model)
    model = LinesModel(WORDS)
    assert model.data(model.index(0, 0)) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_the_first_line_is_chosen_until_somebody_picks_another(page: HomePage) -> None:
    table = page.pane.table
    assert table.chosen_id == "id-ICU-04"
    urgent = line("ICU-00", -200, prompts=(prompt("MAP 40: call", Urgency.NOW),))
    page.render_lines((*ward(), urgent), NOW)
    assert table.chosen_id == "id-ICU-00"
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert table.chosen_id == "id-ICU-04"
    page.render_lines(tuple(each for each in ward() if each.label != "ICU-03"), NOW)
    assert table.chosen_id == "id-ICU-04"
    page.render_lines((*ward(), urgent), NOW)
    assert table.chosen_id == "id-ICU-04"
