"""Time: pause, speed, jump, bookmarks, and what of it the learner may be spared."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.lab.desk_view import DeskView
from core.model.terms import Mode
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.case.flow import Flow
from gui.case.strip import ModeBadge, StripCell
from gui.lab.actions import LabActions
from gui.lab.putting import put
from gui.plain import Tone, plain_label, theme_of
from gui.theme import Size

_LEFT = ("pause", "slower", "faster", "jump", "bookmark", "back")
_RIGHT = ("debrief", "end", "hide_advice", "learner")


class TimeBar(QWidget):
    """One row of buttons, each an action with its key, around the speed."""

    def __init__(self, words: Words, actions: LabActions) -> None:
        """Time stands still."""
        super().__init__()
        self._words = words
        self.buttons = {
            code: ActionButton(actions[code], words.say(f"lab.button.{code}"))
            for code in (*_LEFT, *_RIGHT)
        }
        self.buttons["pause"].set_primary(primary=True)
        self.buttons["debrief"].set_primary(primary=True)
        self.buttons["hide_advice"].setCheckable(True)
        self.pace = plain_label(size=Size.LARGE, bold=True)
        self.next_event = plain_label(tone=Tone.QUIET)
        flow = Flow(self, margin=8, spacing=6)
        for code in _LEFT[:3]:
            flow.addWidget(self.buttons[code])
        flow.addWidget(self.pace)
        for code in _LEFT[3:]:
            flow.addWidget(self.buttons[code])
        flow.addWidget(self.next_event)
        for code in _RIGHT:
            flow.add_right(self.buttons[code])
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show how time passes."""
        code = "begin" if view.waiting else "pause" if view.pace.running else "go"
        put(self.buttons["pause"], self._words.say(f"lab.button.{code}"))
        put(self.pace, view.pace_text)
        self.pace.setMinimumWidth(max(self.pace.minimumWidth(), self.pace.sizeHint().width()))
        told = "" if view.ended else self._words.say("lab.window.next", {"at": view.next_event})
        put(self.next_event, told)
        self.next_event.setVisible(bool(told))
        self.buttons["debrief"].setVisible(bool(view.ended))
        self.buttons["end"].setVisible(not view.ended)
        self.buttons["hide_advice"].setChecked(view.advice_hidden)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A line below."""
        painter = QPainter(self)
        colour = QColor(theme_of(self).rule)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), colour)
        painter.end()


class LabStrip(QWidget):
    """Who and what: title, players, times in the room; that it is a simulation."""

    def __init__(self, words: Words) -> None:
        """A strip without a scenario."""
        super().__init__()
        self._words = words
        self.title = plain_label(size=Size.LARGE, bold=True)
        self.players = plain_label(tone=Tone.QUIET)
        self.elapsed = plain_label(tone=Tone.QUIET)
        self.mode = ModeBadge(words)
        self.mode.show_mode(Mode.SIMULATION)
        self.clock = StripCell("", size=Size.LARGE)
        flow = Flow(self, margin=8, spacing=20)
        for part in (self.title, self.players, self.elapsed):
            flow.addWidget(part)
        flow.add_right(self.mode)
        flow.add_right(self.clock)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the scenario and the time in its room."""
        put(self.title, view.title)
        put(self.players, view.players)
        args = {"elapsed": view.elapsed, "left": view.left}
        put(self.elapsed, self._words.say("lab.window.elapsed", args))
        self.clock.show_value(view.clock)
