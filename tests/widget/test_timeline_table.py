"""The table twin: the same facts in rows, newest first, cheap to extend."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPixmap
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy, QTest
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from core.model.terms import Source
from core.view.points import Marker
from core.view.rows import Rows, TimelineRow, no_rows
from gui.theme import DARK, LIGHT
from gui.timeline.table import EventTable, point_place
from gui.timeline.table_model import VALUE, WHAT, TimelineModel

ROLE = Qt.ItemDataRole


def a_row(seq: int, **changes: object) -> TimelineRow:
    row = TimelineRow(
        t=60.0 * seq,
        at_text=f"14:{seq % 60:02d}",
        kind=Source.ARTERIAL_LINE,
        what="MAP",
        value="61",
        unit="mmHg",
        detail="arterial line",
        who="AB",
        struck=False,
        seq=seq,
    )
    return replace(row, **changes)  # type: ignore[arg-type]  # named fields


def rows_of(count: int) -> Rows:
    rows = no_rows()
    for seq in range(count):
        rows = rows.append(a_row(seq))
    return rows


@pytest.fixture
def model(qtbot: QtBot) -> TimelineModel:
    assert qtbot is not None
    return TimelineModel(LIGHT, 10.0, 1.0)


@pytest.fixture
def table(qtbot: QtBot) -> EventTable:
    widget = EventTable(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(800, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def texts(model: QAbstractItemModel, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_the_model_keeps_qt_s_rules_through_every_change(model: TimelineModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    rows = rows_of(5)
    model.render(rows)
    model.render(rows.append(a_row(5)))
    model.render(rows_of(3))
    late = no_rows()
    for seq in (0, 1, 7, 2):
        late = late.append(a_row(seq))
    model.render(late)
    model.render(no_rows())
    model.render(rows_of(2))
    assert tester.model() is model
    assert texts(model, 0) == ["14:01", "14:00"]


def test_rows_are_newest_first_with_all_their_facts(model: TimelineModel) -> None:
    model.render(rows_of(2).append(a_row(2, what="advised", value="0.12", unit="mcg/kg/min")))
    assert [model.index(0, column).data() for column in range(6)] == [
        "14:02", "advised", "0.12", "mcg/kg/min", "arterial line", "AB",
    ]  # fmt: skip
    assert texts(model, 0) == ["14:02", "14:01", "14:00"]
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(6)]
    assert heads == ["Time", "What", "Value", "Unit", "Source or detail", "By"]


def test_one_more_row_is_announced_alone_however_many_there_are(model: TimelineModel) -> None:
    rows = rows_of(10_000)
    model.render(rows)
    inserted, reset = QSignalSpy(model.rowsInserted), QSignalSpy(model.modelReset)
    changed = QSignalSpy(model.dataChanged)
    model.render(rows.append(a_row(10_000)))
    assert inserted.count() == 1
    assert inserted.at(0)[1:] == [0, 0]
    assert (reset.count(), changed.count()) == (0, 1)
    below: QModelIndex = changed.at(0)[0]  # which says its date no longer
    assert (below.row(), below.column()) == (1, 0)
    assert changed.at(0)[1] == below
    assert model.rowCount() == 10_001
    assert model.row_at(0).seq == 10_000


def test_appending_looks_at_no_row(model: TimelineModel, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = rows_of(100)
    model.render(rows)
    looked = list[object]()
    monkeypatch.setattr(type(rows), "__getitem__", lambda _self, place: looked.append(place))
    monkeypatch.setattr(type(rows), "__iter__", lambda _self: looked.append("all"))
    model.render(rows.append(a_row(100)))
    assert looked == []


def test_a_strike_changes_its_row_only(model: TimelineModel) -> None:
    rows = [*rows_of(6)]
    model.render(rows_of(6))
    changed = QSignalSpy(model.dataChanged)
    inserted, removed = QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved)
    struck = no_rows()
    for row in rows:
        struck = struck.append(replace(row, struck=row.seq == 2))
    model.render(struck)
    assert changed.count() == 1
    index: QModelIndex = changed.at(0)[0]
    assert index.row() == 3
    assert (inserted.count(), removed.count()) == (0, 0)
    font = model.index(3, 0).data(ROLE.FontRole)
    assert isinstance(font, QFont)
    assert font.strikeOut()
    assert model.index(2, 0).data(ROLE.FontRole) is None


def test_a_time_has_its_date_only_where_that_changes(model: TimelineModel) -> None:
    rows = no_rows()
    for seq, at in enumerate(("20-Nov-2026 23:58", "21-Nov-2026 00:03", "21-Nov-2026 16:25")):
        rows = rows.append(a_row(seq, at_text=at))
    model.render(rows)
    assert texts(model, 0) == ["21-Nov 16:25", "00:03", "20-Nov 23:58"]
    whole = [model.index(row, 0).data(ROLE.ToolTipRole) for row in range(3)]
    assert whole == ["21-Nov-2026 16:25", "21-Nov-2026 00:03", "20-Nov-2026 23:58"]
    assert model.index(1, 0).data(ROLE.AccessibleTextRole) == "21-Nov-2026 00:03"
    model.render(rows.append(a_row(3, at_text="21-Nov-2026 16:30")))
    assert texts(model, 0)[:2] == ["21-Nov 16:30", "16:25"]


def test_a_date_moves_down_when_the_row_above_goes(model: TimelineModel) -> None:
    times = ("20-Nov-2026 23:58", "21-Nov-2026 00:03", "21-Nov-2026 16:25")
    rows = [a_row(seq, at_text=at) for seq, at in enumerate(times)]
    whole, fewer = no_rows(), no_rows()
    for row in rows:
        whole = whole.append(row)
    for row in (rows[0], rows[1], a_row(7, at_text="22-Nov-2026 01:00")):
        fewer = fewer.append(row)
    model.render(whole)
    changed = QSignalSpy(model.dataChanged)
    shorter = no_rows().append(rows[0]).append(rows[1])
    model.render(shorter)
    assert texts(model, 0) == ["21-Nov 00:03", "20-Nov 23:58"]
    assert changed.at(changed.count() - 1)[0].row() == 0
    model.render(fewer)
    assert texts(model, 0) == ["22-Nov 01:00", "21-Nov 00:03", "20-Nov 23:58"]


def test_a_late_entry_is_inserted_where_it_belongs(model: TimelineModel) -> None:
    model.render(rows_of(4))
    inserted = QSignalSpy(model.rowsInserted)
    late = no_rows()
    for row in (*rows_of(2), a_row(77), *list(rows_of(4))[2:]):
        late = late.append(row)
    model.render(late)
    assert inserted.count() == 1
    assert inserted.at(0)[1:] == [2, 2]
    assert [model.row_at(row).seq for row in range(5)] == [3, 2, 77, 1, 0]


def test_the_chosen_row_stays_chosen_when_another_comes(table: EventTable) -> None:
    rows = rows_of(20)
    table.render(rows)
    table.focus_at(60.0 * 12)
    table.render(rows.append(a_row(20)))
    assert table.rows.row_at(table.currentIndex().row()).seq == 12


def test_choosing_a_row_by_keys_tells_its_time(table: EventTable) -> None:
    told = list[float]()
    table.focused.connect(told.append)
    table.render(rows_of(5))
    table.focus_at(60.0 * 3)
    assert told == []
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert told == [120.0]
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert told == [120.0, 180.0]


def test_rows_of_one_instant_can_be_walked_through_while_the_chart_follows(
    table: EventTable,
) -> None:
    rows = no_rows()
    for seq in range(4):
        rows = rows.append(a_row(seq, t=60.0))
    table.render(rows)
    table.focused.connect(table.focus_at)
    table.focus_at(60.0)
    walked = list[int]()
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down)
        walked.append(table.rows.row_at(table.currentIndex().row()).seq)
    assert walked == [2, 1, 0]


@pytest.mark.parametrize(("t", "seq"), [(-5.0, 0), (0.0, 0), (119.0, 1), (120.0, 2), (9e9, 4)])
def test_an_instant_finds_the_row_in_force(table: EventTable, t: float, seq: int) -> None:
    table.render(rows_of(5))
    table.focus_at(t)
    assert table.rows.row_at(table.currentIndex().row()).seq == seq


def test_an_empty_table_has_nothing_to_choose(table: EventTable) -> None:
    table.focus_at(5.0)
    assert not table.currentIndex().isValid()


def test_decimal_points_stand_below_one_another(table: EventTable) -> None:
    cell = QStyleOptionViewItem()
    cell.rect = table.rect()
    metrics = cell.fontMetrics
    places = {
        text: point_place(cell, text) + metrics.horizontalAdvance(text.partition(".")[0])
        for text in ("0.1", "0.125", "61", "104.7", "1.25")
    }
    assert len(set(places.values())) == 1


def test_values_fit_into_their_column(table: EventTable) -> None:
    cell = QStyleOptionViewItem()
    cell.rect = table.visualRect(table.rows.index(0, VALUE))
    cell.rect.setWidth(table.columnWidth(VALUE))
    for text in ("0.125", "104.7", "1.25", "200"):
        end = point_place(cell, text) + cell.fontMetrics.horizontalAdvance(text)
        assert 0 < end <= cell.rect.width()


def test_bands_stay_with_their_rows(model: TimelineModel) -> None:
    rows = rows_of(5)
    model.render(rows)
    grounds = [model.index(row, 0).data(ROLE.BackgroundRole) for row in range(5)]
    assert grounds[0] != grounds[1]
    model.render(rows.append(a_row(5)))
    after = [model.index(row, 0).data(ROLE.BackgroundRole) for row in range(6)]
    assert after[1:] == grounds
    assert QColor(LIGHT.row_band) in after


def test_each_kind_has_its_shape_beside_it(model: TimelineModel) -> None:
    rows = no_rows()
    kinds = [*Source, *Marker]
    for seq, kind in enumerate(kinds):
        rows = rows.append(a_row(seq, kind=kind))
    model.render(rows)
    shapes = list[QImage]()
    for row in range(len(kinds)):
        pixmap = model.index(row, WHAT).data(ROLE.DecorationRole)
        assert isinstance(pixmap, QPixmap)
        shapes.append(pixmap.toImage())
    assert all(one != other for one, other in combinations(shapes, 2))


def test_other_colours_reach_every_cell(table: EventTable) -> None:
    table.render(rows_of(3))
    changed = QSignalSpy(table.rows.dataChanged)
    table.set_theme(DARK)
    assert changed.count() == 1
    assert QColor(DARK.row_band) in [
        table.rows.index(row, 0).data(ROLE.BackgroundRole) for row in range(3)
    ]


def test_a_screen_reader_gets_the_name_and_the_cells(table: EventTable) -> None:
    table.render(rows_of(1))
    assert table.accessibleName() == "Table of the timeline, newest first"
    assert table.rows.index(0, VALUE).data(ROLE.AccessibleTextRole) == "61"
